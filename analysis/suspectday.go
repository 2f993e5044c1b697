package analysis

import (
	"cmp"
	"slices"
	"time"
)

// SuspectDay is a day that software writes for no day, met among answers where
// nothing was declared about it: 1900-01-01 among years of birth. It counts, and
// is asked about, as a Suspect number.
type SuspectDay struct {
	Question string // its key
	Day      string // ISO 8601
	Times    int
}

// sentinelDays are what databases, spreadsheets and statistical software write
// for no day, or for the end of time.
var sentinelDays = func() map[int32]bool {
	days := make(map[int32]bool)
	for _, text := range []string{
		"0001-01-01", "1111-11-11", "1753-01-01", "1899-12-30", "1899-12-31", "1900-01-01", "1904-01-01", "1970-01-01", "1980-01-01",
		"2999-12-31", "9999-01-01", "9999-09-09", "9999-12-31",
	} {
		if day, ok := dayOf(text); ok {
			days[day] = true
		}
	}
	return days
}()

// SuspectDays lists the days that are to be asked about, question by question.
func SuspectDays(d *Dataset) []SuspectDay {
	var found []SuspectDay
	for _, level := range d.All() {
		for _, c := range level.Columns {
			found = append(found, c.suspectDays()...)
		}
	}
	return found
}

// suspectDays are the sentinels outside the rest of a column's days, by more than
// ten years, or twice, or alone.
func (c *Column) suspectDays() []SuspectDay {
	times := make(map[int32]int)
	var rest []int32
	for row, day := range c.days {
		if _, ok := c.Date(row); !ok {
			continue
		}
		if sentinelDays[day] && !c.Question.Asserted(dayTime(day).Format(time.DateOnly)) {
			times[day]++
		} else {
			rest = append(rest, day)
		}
	}
	const far = 3653 // days: ten years
	var found []SuspectDay
	for day, n := range times {
		s := SuspectDay{Question: c.Question.Key, Day: dayTime(day).Format(time.DateOnly), Times: n}
		if len(rest) > 0 {
			low, high := slices.Min(rest), slices.Max(rest)
			if day >= low && day <= high || n == 1 && day > low-far && day < high+far {
				continue
			}
		}
		found = append(found, s)
	}
	slices.SortFunc(found, func(a, b SuspectDay) int { return cmp.Compare(a.Day, b.Day) })
	return found
}
