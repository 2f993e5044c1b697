package web

import "time"

// Participation is who answered a campaign so far, as the lead's page shows
// it: counts of responses, and nothing of their content besides the profile
// questions that the form declares.
type Participation struct {
	Responses  int
	Invited    int // 0 = not known
	ByDay      []DayCount
	Breakdowns []Breakdown
	Coverage   []Coverage
}

// DayCount is how many responses came on one day.
type DayCount struct {
	Day time.Time
	N   int
}

// Breakdown counts responses by one profile question: type of structure,
// function.
type Breakdown struct {
	Title string
	Rows  []BreakdownRow
}

// BreakdownRow is one category, in the order to be shown; categories without
// a response are rows too.
type BreakdownRow struct {
	Label string
	N     int
}

// Coverage tells which places of the territory answered.
type Coverage struct {
	Title   string         // « Communes », « EPCI », « Secteurs »
	Covered []BreakdownRow // N = 0: covered by « tout le territoire » only
	Missing []string
	// Everywhere counts the responses that say « tout le territoire », in the
	// words of EverywhereLabel: they cover every place and name none.
	Everywhere      int
	EverywhereLabel string
}

// Rate is the share of the invited who answered, in whole percents; 0 when
// their number is not known, or is less than that of the responses.
func (p Participation) Rate() int {
	if p.Invited == 0 || p.Responses > p.Invited {
		return 0
	}
	return (200*p.Responses + p.Invited) / (2 * p.Invited)
}

// dayBars is the chart of responses by day: every day between the first and
// the last has its bar, so that a silent week shows.
type dayBars struct {
	Width, Height int
	Most          int
	Bars          []dayBar
	First, Last   string
}

type dayBar struct {
	X, Y, W, H int
	Label      string
	N          int
}

const (
	barsWidth  = 720
	barsHeight = 160
	mostBars   = 180
	widestBar  = 40
)

// barsOf draws at most the last mostBars days.
func barsOf(days []DayCount) dayBars {
	if len(days) == 0 {
		return dayBars{}
	}
	counts := map[string]int{}
	most := 0
	for _, d := range days {
		counts[d.Day.Format(time.DateOnly)] += d.N
		most = max(most, counts[d.Day.Format(time.DateOnly)])
	}
	first, last := days[0].Day, days[0].Day
	for _, d := range days {
		if d.Day.Before(first) {
			first = d.Day
		}
		if d.Day.After(last) {
			last = d.Day
		}
	}
	if earliest := last.AddDate(0, 0, 1-mostBars); first.Before(earliest) {
		first = earliest
	}
	n := 1
	for d := first; d.Format(time.DateOnly) < last.Format(time.DateOnly); d = d.AddDate(0, 0, 1) {
		n++
	}
	step := min(max(barsWidth/n, 4), widestBar)
	chart := dayBars{Width: n * step, Height: barsHeight, Most: most, First: frenchDay(first), Last: frenchDay(last)}
	for i := range n {
		day := first.AddDate(0, 0, i)
		count := counts[day.Format(time.DateOnly)]
		h := count * (barsHeight - 4) / max(most, 1)
		chart.Bars = append(chart.Bars, dayBar{X: i * step, Y: barsHeight - h, W: max(step-2, 1), H: h, Label: frenchDay(day), N: count})
	}
	return chart
}

// barLength is the length of a category's bar, from 0 to 100.
func barLength(n, most int) int {
	if most == 0 {
		return 0
	}
	return max(100*n/most, min(n, 1))
}

// Most is the largest count of a breakdown: the scale of its bars.
func (b Breakdown) Most() int {
	most := 0
	for _, r := range b.Rows {
		most = max(most, r.N)
	}
	return most
}
