package expr

import (
	"fmt"
	"math"
	"strings"
	"time"
)

var dateFunctions = []function{
	{name: "today", volatile: true, compute: func(c *Context, _ focus, _ *term) Value {
		return dated(dayOf(c.Now.In(in(c.Zone))), c.Zone)
	}},
	{name: "now", volatile: true, compute: func(c *Context, _ focus, _ *term) Value {
		return dated(moment{form: instant, ms: c.Now.UnixMilli()}, c.Zone)
	}},
	{name: "date", min: 1, max: 1, compute: func(c *Context, f focus, t *term) Value {
		return c.toDate(c.arg(t, 0, f))
	}},
	{name: "date-time", min: 1, max: 1, compute: func(c *Context, f focus, t *term) Value {
		v := c.toDate(c.arg(t, 0, f))
		if v.date.form == countedDay {
			v.date = moment{form: instant, ms: v.date.began(c.Zone)}
		}
		return v
	}},
	{name: "format-date", min: 2, max: 2, compute: computeFormatDate},
	{name: "format-date-time", min: 2, max: 2, compute: computeFormatDate},
	{name: "decimal-date-time", min: 1, max: 1, compute: func(c *Context, f focus, t *term) Value {
		v := c.toDate(c.arg(t, 0, f))
		return number(c.number(v))
	}},
	{name: "decimal-time", min: 1, max: 1, compute: computeDecimalTime},
}

// toDate reads a date in a text or a number of days; an empty text stays empty.
func (c *Context) toDate(v Value) Value {
	if v.kind == dateKind {
		return v
	}
	if v.kind != Number && v.kind != Boolean && strings.Trim(c.text(v), spaces) == "" {
		return text("")
	}
	m, ok := c.moment(v)
	if !ok {
		m = fromNumber(c.number(v), c.Zone)
	}
	return dated(m, c.Zone)
}

// computeFormatDate writes a date by a pattern; of no date, it writes nothing.
func computeFormatDate(c *Context, f focus, t *term) Value {
	v, pattern := c.toDate(c.arg(t, 0, f)), c.argText(t, 1, f)
	at := v.date.local(c.Zone)
	if !c.make(5*len(pattern)) || !c.spend(len(pattern)) {
		return text("")
	}
	var b strings.Builder
	for i := 0; i < len(pattern); i++ {
		if pattern[i] != '%' || i+1 == len(pattern) {
			b.WriteByte(pattern[i])
			continue
		}
		i++
		if !c.writeField(&b, pattern[i], at) {
			return c.fail(BadArgument, t.str)
		}
	}
	if v.kind != dateKind || !v.date.valid() {
		return text("")
	}
	return text(b.String())
}

func (c *Context) writeField(b *strings.Builder, field byte, at time.Time) bool {
	switch field {
	case 'Y':
		fmt.Fprintf(b, "%04d", at.Year())
	case 'y':
		fmt.Fprintf(b, "%02d", at.Year()%100)
	case 'm':
		fmt.Fprintf(b, "%02d", at.Month())
	case 'n':
		fmt.Fprint(b, int(at.Month()))
	case 'b':
		b.WriteString(calendarNames[c.french()].months[at.Month()-1])
	case 'd':
		fmt.Fprintf(b, "%02d", at.Day())
	case 'e':
		fmt.Fprint(b, at.Day())
	case 'H':
		fmt.Fprintf(b, "%02d", at.Hour())
	case 'h':
		fmt.Fprint(b, at.Hour())
	case 'M':
		fmt.Fprintf(b, "%02d", at.Minute())
	case 'S':
		fmt.Fprintf(b, "%02d", at.Second())
	case '3':
		fmt.Fprintf(b, "%03d", at.Nanosecond()/1e6)
	case 'a':
		b.WriteString(calendarNames[c.french()].days[at.Weekday()])
	case '%':
		b.WriteByte('%')
	default:
		return false
	}
	return true
}

// calendarNames are the short names of months and days that %b and %a write, in English and in French.
var calendarNames = map[bool]struct {
	months [12]string
	days   [7]string
}{
	false: {
		[12]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
		[7]string{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"},
	},
	true: {
		[12]string{"janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."},
		[7]string{"dim.", "lun.", "mar.", "mer.", "jeu.", "ven.", "sam."},
	},
}

// french reads the key of a language column: "Français (fr)", "fr", "fr-FR".
func (c *Context) french() bool {
	key := strings.ToLower(c.Language)
	return key == "fr" || strings.HasPrefix(key, "fr-") || strings.HasPrefix(key, "français") || strings.Contains(key, "(fr")
}

// computeDecimalTime is the part of the day that has gone by on the clocks of the zone. A time alone is one of
// today's: written with an offset, it is moved to the zone.
func computeDecimalTime(c *Context, f focus, t *term) Value {
	v := c.arg(t, 0, f)
	m, ok := c.moment(v)
	if !ok {
		m, ok = parseMoment(c.Now.UTC().Format("2006-01-02T")+strings.Trim(c.text(v), spaces), c.Zone)
	}
	if !ok {
		return number(math.NaN())
	}
	at := m.local(c.Zone)
	since := time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute +
		time.Duration(at.Second())*time.Second + time.Duration(at.Nanosecond())
	return number(float64(since.Milliseconds()) / dayMS)
}
