package survey

import "time"

// DatePart is what of a day is asked: Collect's appearances month-year and year
// leave the rest to be the first, which is what is kept.
type DatePart uint8

const (
	PartDay DatePart = iota
	PartMonth
	PartYear
)

// DatePart tells what a question asks of a day.
func (q *Question) DatePart() DatePart {
	switch {
	case q.Type.Format != FormatDate:
		return PartDay
	case q.Has("year"):
		return PartYear
	case q.Has("month-year"):
		return PartMonth
	}
	return PartDay
}

// partLayouts are how people and browsers write a month, or a year.
var partLayouts = map[DatePart][]string{
	PartMonth: {"2006-01", "01/2006", "1/2006", "01-2006", "01.2006", "2006/01"},
	PartYear:  {"2006", "2006-01", "01/2006"},
}

// readPart reads the month or the year that a question asks, as its first day.
func readPart(q *Question, text string) (day string, ok bool) {
	if q == nil {
		return "", false
	}
	part := q.DatePart()
	for _, layout := range partLayouts[part] {
		if t, err := time.Parse(layout, text); err == nil {
			if part == PartYear {
				t = time.Date(t.Year(), time.January, 1, 0, 0, 0, 0, time.UTC)
			}
			return t.Format(time.DateOnly), true
		}
	}
	return "", false
}
