package workbooktest

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"constat/analysis/disclosure"
)

// number is a number in a text: digits, by thousands where French groups them,
// with their decimals and the percent sign.
var number = regexp.MustCompile(`\d+(?:[\x{00a0}\x{202f}]\d{3})*(?:[.,]\d+)?(?:[ \x{00a0}\x{202f}]?%)?`)

// Numbers gives the numbers of a text, as plain digits; a percentage keeps its
// sign: 46 % is no count of 46.
func Numbers(text string) []string {
	found := number.FindAllString(text, -1)
	for i := range found {
		found[i] = strings.NewReplacer("\u00a0", "", "\u202f", "", " ", "", ",", ".").Replace(found[i])
	}
	return found
}

// explained are the numbers of the rules themselves, which the legend says:
// rounding to 5, sums to 10 above 200, intervals at 95 %, totals past 100 %.
const explained = "5, 10, 200, 95 %, 100 %"

// allowance gathers what may stand in a file.
type allowance struct{ values, words map[string]bool }

// Allowed tells the numbers that a public workbook may hold, percentages with
// their sign: values are those of numeric cells and of charts (printed numbers,
// ends of bands, whole percentages and their intervals, quotients), words those of texts: the values, the
// percentages of bands, the legend's and the dates', how many questions or
// territories there are, and any digits of the questionnaire's own labels.
func Allowed(p *disclosure.Publication) (values, words map[string]bool) {
	a := &allowance{make(map[string]bool), make(map[string]bool)}
	a.value(0) // where a chart's axis begins
	a.text(explained)
	a.says(p.Floors...)
	a.says(p.Edition, len(p.Of))
	a.text(p.Area.Name, p.Network, p.Title, p.Intro, p.Wave, p.Unit)
	a.text(p.Of...)
	a.days(p.From, p.To, p.GeneratedOn)
	a.shown(p.Respondents)
	a.value(p.Respondents.High) // where it ends
	if p.Invited > 0 && p.Respondents.Kind == disclosure.Exact {
		a.says(p.Invited)
		a.saysPercent(whole(p.Respondents.Number, p.Invited))
	}
	for _, section := range p.Sections {
		a.text(section.Title, section.Text)
		a.says(len(section.Tables))
		for _, t := range section.Tables {
			a.table(t, p.Respondents)
		}
	}
	for _, f := range p.Figures {
		a.figure(f)
	}
	for _, x := range p.Crosses {
		a.cross(x)
	}
	for _, c := range p.Comparisons {
		a.text(c.Name, c.Label, c.Other)
		a.percents(true, c.This, c.That)
		a.value(c.ThisBase)
		a.value(c.Base)
		a.says(distance(c.Points), distance(c.Low), distance(c.High))
	}
	for _, out := range p.LeftOut {
		a.text(out.Title)
	}
	return a.values, a.words
}

func (a *allowance) table(t disclosure.PublishedTable, respondents disclosure.Shown) {
	a.text(t.Title, t.Reason, t.Median)
	a.text(t.Merged...)
	if t.Sum != nil {
		a.shown(*t.Sum)
	}
	withheld := 0
	for _, l := range t.Lines {
		a.text(l.Label)
		a.shown(l.Shown)
		a.percents(l.HasPercent, l.Percent, l.Low, l.High)
		a.band(l.Shown, respondents)
		if l.AtMost > 0 {
			a.saysPercent(l.AtMost)
		}
		if l.Class != nil {
			a.decimals(l.Class.Low, l.Class.High)
		}
		if l.Shown.Kind == disclosure.Withheld {
			withheld++
		}
	}
	a.says(withheld)
}

func (a *allowance) figure(f disclosure.PublishedFigure) {
	a.text(f.Name, f.Label, f.Unit, f.Question)
	if f.Median != nil {
		a.decimals(f.Median.Low, f.Median.High)
	}
	a.shown(f.Count)
	a.shown(f.Base)
	a.percents(f.HasPercent, f.Percent, f.Low, f.High)
	a.band(f.Count, f.Base)
	if f.HasQuotient {
		a.values[strconv.FormatFloat(f.Quotient, 'f', -1, 64)] = true
		a.words[strconv.FormatFloat(f.Quotient, 'f', 1, 64)] = true
	}
}

func (a *allowance) cross(x disclosure.PublishedCross) {
	a.text(x.Title, x.ByTitle)
	a.text(x.Columns...)
	for _, row := range x.Rows {
		a.text(row.Label)
		a.shown(row.Total)
		for _, s := range row.Cells {
			a.shown(s)
		}
	}
}

// shown allows a printed value, and the ends of a band, which are drawn.
func (a *allowance) shown(s disclosure.Shown) {
	a.text(s.Text)
	switch s.Kind {
	case disclosure.Exact, disclosure.Rounded:
		a.value(s.Number)
	case disclosure.Under:
		a.value(s.High)
		a.says(s.High + 1)
	case disclosure.NearlyAll:
		a.value(s.Low)
		a.value(s.High)
	}
}

func (a *allowance) percents(has bool, all ...int) {
	if has {
		for _, percent := range all {
			a.values[strconv.Itoa(percent)+"%"] = true
			a.saysPercent(percent)
		}
	}
}

// band allows the percentage that a band does not pass (R10).
func (a *allowance) band(s, base disclosure.Shown) {
	if !base.Numeric() || base.Low == 0 {
		return
	}
	switch s.Kind {
	case disclosure.Under:
		a.saysPercent(whole(s.High, base.Low))
	case disclosure.NearlyAll:
		a.saysPercent(100 * s.Low / base.High)
	}
}

// distance is a number of points without its sign.
func distance(points int) int { return max(points, -points) }

func whole(part, all int) int { return int(math.Floor(100*float64(part)/float64(all) + 0.5)) }

func (a *allowance) value(n int) {
	a.values[strconv.Itoa(n)] = true
	a.says(n)
}

func (a *allowance) says(all ...int) {
	for _, n := range all {
		a.words[strconv.Itoa(n)] = true
	}
}

func (a *allowance) saysPercent(n int) { a.words[strconv.Itoa(n)+"%"] = true }

func (a *allowance) decimals(all ...float64) {
	for _, x := range all {
		if !math.IsInf(x, 0) {
			a.words[strconv.FormatFloat(math.Round(100*x)/100, 'f', -1, 64)] = true
		}
	}
}

func (a *allowance) text(texts ...string) {
	for _, text := range texts {
		for _, n := range Numbers(text) {
			a.words[n] = true
		}
	}
}

func (a *allowance) days(days ...time.Time) {
	for _, day := range days {
		if !day.IsZero() {
			a.says(day.Day(), day.Year())
		}
	}
}
