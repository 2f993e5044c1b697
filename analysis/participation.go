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
	Notes     []Note
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
	p.Months = &Table{Data: d, Measure: survey.MeasureDate, Base: Base{Total: d.rows, Substantive: len(days), NoAnswer: d.rows - len(days)}, Lines: monthLines(days)}
	return p
}
