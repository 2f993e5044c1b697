package expr

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// moment is a date or a date and time.
type moment struct {
	form momentForm
	day  int32 // calendar day, counted from 1970-01-01
	ms   int64 // the instant of a date and time, in milliseconds since 1970-01-01T00:00Z
}

type momentForm uint8

const (
	invalidDate momentForm = iota
	// calendarDay is a date without time: it has no zone, and its number is a whole
	// count of days plus the zone's standard offset from UTC.
	calendarDay
	// countedDay is the date that date(n) makes of a whole number: it prints as a date and begins at midnight UTC.
	countedDay
	// instant is a date and time.
	instant
)

// Years 1 to 9999 are those that YYYY-MM-DD can write.
const (
	firstDay     = -719_162
	afterLastDay = 2_932_897
)

const dayMS = 24 * 60 * 60 * 1000

func (m moment) valid() bool { return m.form != invalidDate }

func (m moment) dateOnly() bool { return m.form == calendarDay || m.form == countedDay }

// number is days since 1970-01-01T00:00Z. A calendar day counts from the zone's standard time also in
// summer: days then differ by whole numbers, and a date plus thirty is a midnight again.
func (m moment) number(zone *time.Location) float64 {
	switch m.form {
	case calendarDay:
		return float64(m.day) - float64(standardOffset(zone))/86400
	case countedDay:
		return float64(m.day)
	case instant:
		return float64(m.ms) / dayMS
	}
	return math.NaN()
}

// began is the instant of m: for a date, the midnight that begins it.
func (m moment) began(zone *time.Location) int64 {
	switch m.form {
	case calendarDay:
		return time.Date(1970, 1, 1+int(m.day), 0, 0, 0, 0, in(zone)).UnixMilli()
	case countedDay:
		return int64(m.day) * dayMS
	}
	return m.ms
}

// local is m as a wall clock of the zone shows it.
func (m moment) local(zone *time.Location) time.Time {
	if m.dateOnly() {
		return time.Date(1970, 1, 1+int(m.day), 0, 0, 0, 0, time.UTC)
	}
	return time.UnixMilli(m.ms).In(in(zone))
}

func (m moment) text(zone *time.Location) string {
	switch {
	case !m.valid():
		return "Invalid Date"
	case m.dateOnly():
		return m.local(zone).Format("2006-01-02")
	}
	return m.local(zone).Format("2006-01-02T15:04:05.000-07:00")
}

// compare orders two moments: days by the calendar, anything else by instant.
func (m moment) compare(o moment, zone *time.Location) int {
	if m.dateOnly() && o.dateOnly() {
		return int(m.day - o.day)
	}
	a, b := m.began(zone), o.began(zone)
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// fromNumber is what date(n) means: an instant, a midnight of the zone as a date, a whole number as a date.
func fromNumber(n float64, zone *time.Location) moment {
	if !(n >= firstDay && n < afterLastDay) {
		return moment{}
	}
	ms := int64(math.Round(n * dayMS))
	if ms%dayMS == 0 {
		return moment{form: countedDay, day: int32(ms / dayMS)}
	}
	if local := ms + int64(standardOffset(zone))*1000; local%dayMS == 0 {
		return moment{form: calendarDay, day: int32(local / dayMS)}
	}
	return moment{form: instant, ms: ms}
}

func dayOf(t time.Time) moment {
	midnight := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	return moment{form: calendarDay, day: int32(midnight.Unix() / 86400)}
}

func in(zone *time.Location) *time.Location {
	if zone == nil {
		return time.UTC
	}
	return zone
}

// standardOffset is the zone's offset from UTC outside summer time, in seconds, as rules stood in
// 2024: one number per zone, so that distances between dates do not depend on the season.
func standardOffset(zone *time.Location) int {
	if zone == nil || zone == time.UTC {
		return 0
	}
	_, winter := time.Date(2024, 1, 1, 0, 0, 0, 0, zone).Zone()
	_, summer := time.Date(2024, 7, 1, 0, 0, 0, 0, zone).Zone()
	return min(winter, summer)
}

// parseMoment reads YYYY-MM-DD, or the same followed by Thh:mm[:ss[.fraction]] and Z, ±hh:mm or nothing (the
// zone's own time). Month and day may have one digit, as for JavaRosa and Enketo. A date that does not exist
// is refused.
func parseMoment(s string, zone *time.Location) (moment, bool) {
	written, clockText, timed := strings.Cut(s, "T")
	yearText, rest, _ := strings.Cut(written, "-")
	monthText, dayText, _ := strings.Cut(rest, "-")
	year, ok1 := digits(yearText)
	month, ok2 := digits(monthText)
	day, ok3 := digits(dayText)
	if len(yearText) != 4 || len(monthText) > 2 || len(dayText) > 2 || !ok1 || !ok2 || !ok3 || month < 1 || month > 12 {
		return moment{}, false
	}
	midnight := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if midnight.Day() != day {
		return moment{}, false
	}
	days := int(math.Floor(float64(midnight.Unix()) / 86400))
	if !timed {
		return moment{form: calendarDay, day: int32(days)}, true
	}
	clock, ok := parseClock(clockText)
	if !ok {
		return moment{}, false
	}
	if clock.zoned {
		return moment{form: instant, ms: int64(days)*dayMS + clock.ms - clock.offset}, true
	}
	at := time.Date(year, time.Month(month), day, 0, 0, 0, int(clock.ms%1000)*1e6, in(zone))
	at = time.Date(year, time.Month(month), day, 0, 0, int(clock.ms/1000), at.Nanosecond(), in(zone))
	return moment{form: instant, ms: at.UnixMilli()}, true
}

// clock is a time of day, in milliseconds, with the offset that was written after it.
type clock struct {
	ms, offset int64
	zoned      bool
}

// parseClock reads hh:mm[:ss[.fraction]][Z|±hh:mm].
func parseClock(s string) (clock, bool) {
	hour, minute, rest, ok := hourMinute(s)
	if !ok {
		return clock{}, false
	}
	c := clock{ms: int64(hour*3600+minute*60) * 1000}
	if len(rest) > 0 && rest[0] == ':' {
		n := 1
		for n < len(rest) && (isDigit(rest[n]) || rest[n] == '.') {
			n++
		}
		seconds, err := strconv.ParseFloat(rest[1:n], 64)
		if err != nil || n < 3 || seconds >= 60 {
			return clock{}, false
		}
		c.ms += int64(seconds * 1000)
		rest = rest[n:]
	}
	switch {
	case rest == "":
		return c, true
	case rest == "Z":
		c.zoned = true
		return c, true
	case rest[0] != '+' && rest[0] != '-':
		return clock{}, false
	}
	hour, minute, tail, ok := hourMinute(rest[1:])
	if !ok || tail != "" {
		return clock{}, false
	}
	c.zoned, c.offset = true, int64(hour*60+minute)*60_000
	if rest[0] == '-' {
		c.offset = -c.offset
	}
	return c, true
}

func hourMinute(s string) (hour, minute int, rest string, ok bool) {
	if len(s) < 5 || s[2] != ':' {
		return 0, 0, "", false
	}
	hour, ok1 := digits(s[:2])
	minute, ok2 := digits(s[3:5])
	return hour, minute, s[5:], ok1 && ok2 && hour < 24 && minute < 60
}

// digits reads a number of nothing but digits.
func digits(s string) (int, bool) {
	n := 0
	for i := range len(s) {
		if !isDigit(s[i]) {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, true
}
