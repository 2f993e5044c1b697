package tabular

import (
	"math"
	"strconv"
	"strings"
	"time"

	"constat/survey"
)

// serialDates is the day from which a workbook counts its days.
type serialDates time.Time

// Excel's day 0, a day early since Excel believes in 29 February 1900; and
// that of old Macintosh workbooks. Right from March 1900 on.
var (
	serial1900 = serialDates(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC))
	serial1904 = serialDates(time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC))
)

// Serial numbers are believed between 1927 and 2173: 2024 alone is a year,
// not a day.
const (
	leastSerial = 10_000
	mostSerial  = 100_000
)

func (s serialDates) moment(text string) (time.Time, bool) {
	number, err := strconv.ParseFloat(strings.Replace(text, ",", ".", 1), 64)
	if err != nil || !(number >= leastSerial && number <= mostSerial) {
		return time.Time{}, false
	}
	origin := time.Time(s)
	if origin.IsZero() {
		origin = time.Time(serial1900)
	}
	days, part := math.Modf(number)
	return origin.AddDate(0, 0, int(days)).Add(time.Duration(math.Round(part*86400)) * time.Second), true
}

// Days are written from the largest unit, or in the French order. The American
// order is not guessed: the third of May would silently become the fifth of
// March.
var dayLayouts = []string{
	time.DateOnly, "2006-1-2", "2006/1/2", "02/01/2006", "2/1/2006", "02-01-2006", "2-1-2006", "02.01.2006", "2006/01/02", "2006.01.02", "20060102",
	"02/01/06", "2/1/06",
}

var timeLayouts = []string{"15:04", "15:04:05", "15:04:05.999999999", "15:04:05.999999999Z07:00", "15:04Z07:00", "15h04", "15h", "15h04min", "15h04m", "15h04:05"}

// readMoment reads a day with or without a time. The day is the one written,
// whatever its zone: it was a day for whoever answered.
func readMoment(text string, serial serialDates) (day time.Time, clock string, ok bool) {
	if t, ok := serial.moment(text); ok {
		return t.Truncate(24 * time.Hour), t.Format(time.TimeOnly), true
	}
	if cut := weekdays.FindString(strings.ToLower(text)); cut != "" && len(cut) < len(text) && text[len(cut)] >= '0' && text[len(cut)] <= '9' {
		if day, clock, ok := readMoment(text[len(cut):], serial); ok { // « lun, 02/03/2026 - 09:15 »
			return day, clock, true
		}
	}
	head, rest := text, ""
	if i := strings.IndexAny(text, "T "); i > 0 {
		head, rest = text[:i], trim(strings.TrimPrefix(trim(text[i+1:]), "- "))
	}
	for _, layout := range dayLayouts {
		if day, err := time.Parse(layout, head); err == nil {
			return day, rest, true
		}
	}
	if day, rest, exists, ok := wordedMoment(text); ok && exists {
		return day, rest, true
	}
	return time.Time{}, "", false
}

func readDate(q *survey.Question, text string, serial serialDates) (string, string) {
	day, _, ok := readMoment(text, serial)
	if !ok {
		day, ok = partial(q, text)
	}
	switch {
	case ok:
		return day.Format(time.DateOnly), ""
	case noSuchDay(text):
		return "", CodeNoSuchDay
	}
	return "", CodeNotDate
}

// readDateTime keeps a zone that was given.
func readDateTime(text string, serial serialDates) (string, string) {
	day, clock, ok := readMoment(text, serial)
	if !ok && noSuchDay(text) {
		return "", CodeNoSuchDay
	}
	if !ok {
		return "", CodeNotDateTime
	}
	date := day.Format(time.DateOnly)
	if clock == "" {
		return date, ""
	}
	clock = clockWords(clock)
	for _, layout := range []string{"15:04:05.999999999Z07:00", "15:04:05.999999999-0700", "15:04:05.999999999Z07", "15:04Z07:00", "15:04-0700"} {
		if t, err := time.Parse(layout, strings.ToUpper(clock)); err == nil {
			return date + "T" + t.Format("15:04:05Z07:00"), ""
		}
	}
	if t, ok := parseClock(clock); ok {
		return date + "T" + t.Format(time.TimeOnly), ""
	}
	return "", CodeNotDateTime
}

// readTime reads a time of day; a workbook stores it as a part of a day.
func readTime(text string) (string, string) {
	if part, err := strconv.ParseFloat(strings.Replace(text, ",", ".", 1), 64); err == nil && part >= 0 && part < 1 {
		return time.Time{}.Add(time.Duration(math.Round(part*86400)) * time.Second).Format(time.TimeOnly), ""
	}
	if t, ok := parseClock(clockWords(text)); ok {
		return t.Format(time.TimeOnly), ""
	}
	return "", CodeNotTime
}

func parseClock(text string) (time.Time, bool) {
	if strings.HasSuffix(text, "z") {
		text = strings.ToUpper(text)
	}
	for _, layout := range timeLayouts {
		if t, err := time.Parse(layout, text); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}
