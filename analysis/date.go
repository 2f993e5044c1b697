package analysis

import (
	"fmt"
	"slices"
)

// tabulateDate counts by month, every month from the first to the last.
func tabulateDate(c *Column) ([]Line, []Note) {
	var days []int32
	for row, day := range c.days {
		if _, ok := c.Date(row); ok {
			days = append(days, day)
		}
	}
	return monthLines(days), nil
}

// longestMonths bounds the months shown one by one; a longer span, which only
// a mistyped year or dates of birth give, is counted by year.
const longestMonths = 36

func monthLines(days []int32) []Line {
	if len(days) == 0 {
		return nil
	}
	period := func(day int32) int { t := dayTime(day); return t.Year()*12 + int(t.Month()) - 1 }
	code := func(p int) string { return fmt.Sprintf("%04d-%02d", p/12, p%12+1) }
	first, last := period(slices.Min(days)), period(slices.Max(days))
	if last-first >= longestMonths {
		period = func(day int32) int { return dayTime(day).Year() }
		code = func(p int) string { return fmt.Sprintf("%04d", p) }
		first, last = first/12, last/12
	}
	counts := make(map[int]int)
	for _, day := range days {
		counts[period(day)]++
	}
	var lines []Line
	for p := first; p <= last; p++ {
		// A span of centuries is a mistyped year: only the years met are shown.
		if last-first > 150 && counts[p] == 0 {
			continue
		}
		share := NewShare(counts[p], len(days))
		lines = append(lines, Line{Code: code(p), Label: code(p), Share: share, Known: share})
	}
	return lines
}
