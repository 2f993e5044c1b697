package analysis

import (
	"math"
	"slices"
	"strconv"
	"time"

	"constat/survey"
)

// Participation is who answered, among whom, when.
type Participation struct {
	Responses int
	Invited   int // 0 = not known
	Rate      Share
	From, To  time.Time // zero without a response
	Profiles  []*Table  // structure, function…
	Months    *Table    // received by month
	Days      []DayCount
	Notes     []Note
}

// DayCount is the responses received on one day.
type DayCount struct {
	Day       time.Time // midnight, UTC
	Responses int
}

// countDays counts by day, in order, the days without a response left out.
func countDays(days []int32) []DayCount {
	sorted := slices.Sorted(slices.Values(days))
	var counts []DayCount
	for i, day := range sorted {
		if i == 0 || day != sorted[i-1] {
			counts = append(counts, DayCount{Day: dayTime(day)})
		}
		counts[len(counts)-1].Responses++
	}
	return counts
}

func (d *Dataset) participation(meta Meta) Participation {
	p := Participation{Responses: d.rows, Invited: meta.Invited, From: meta.From, To: meta.To}
	days := d.knownDays()
	if len(days) > 0 && p.From.IsZero() {
		p.From = dayTime(slices.Min(days))
	}
	if len(days) > 0 && p.To.IsZero() {
		p.To = dayTime(slices.Max(days))
	}
	if meta.Invited > 0 && d.rows <= meta.Invited {
		p.Rate = NewShare(d.rows, meta.Invited)
		if rate := float64(d.rows) / float64(meta.Invited); rate < MinResponseRate {
			p.Notes = append(p.Notes, Note{Code: NoteRespondence, Args: []string{strconv.Itoa(int(math.Round(100 * rate)))}})
		}
	}
	for _, q := range mainBreakdown(d.Form) {
		if c, ok := d.Column(q); ok && categorical(c.Measure) {
			p.Profiles = append(p.Profiles, d.tabulateColumn(c))
		}
	}
	p.Months = &Table{
		Data: d, Measure: survey.MeasureDate, Base: Base{Total: d.rows, Substantive: len(days), NoAnswer: d.rows - len(days)},
		Lines: monthLines(days), Describes: true,
	}
	p.Days = countDays(days)
	return p
}
