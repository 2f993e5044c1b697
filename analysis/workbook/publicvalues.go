package workbook

import (
	"cmp"
	"math"
	"slices"

	"constat/analysis/disclosure"
	"constat/survey"
)

// limit is the whole percentage that a band does not pass.
type limit struct {
	percent     int
	most, least bool
}

// countsFrom tells the upper bands that name their lower end; the others would
// give their base away.
func countsFrom(s disclosure.Shown) bool {
	return s.Kind == disclosure.NearlyAll && len(s.Text) > 0 && s.Text[len(s.Text)-1] >= '0' && s.Text[len(s.Text)-1] <= '9'
}

// boundOf is R10's percentage of a band: the most that its upper end makes of
// the base, or the least that its lower end does. A base that is itself
// rounded counts for the end that makes the statement hold.
func boundOf(count, base disclosure.Shown) limit {
	if !base.Numeric() || base.Low <= 0 {
		return limit{}
	}
	switch {
	case count.Kind == disclosure.Under:
		percent := int(math.Floor(100*float64(count.High)/float64(base.Low) + 0.5))
		return limit{percent: percent, most: percent < 100}
	case countsFrom(count) && base.High > 0:
		percent := 100 * count.Low / base.High
		return limit{percent: percent, least: percent > 0}
	}
	return limit{}
}

// lineBound is the same for a line, on the whole of the respondents.
func lineBound(l *disclosure.PublishedLine, respondents disclosure.Shown) limit {
	if l.Shown.Kind == disclosure.Under && l.AtMost > 0 {
		return limit{percent: l.AtMost, most: l.AtMost < 100}
	}
	return boundOf(l.Shown, respondents)
}

// responseRate is the whole percentage of those invited who answered.
func responseRate(p *disclosure.Publication) (int, bool) {
	if p.Respondents.Kind != disclosure.Exact || p.Invited < p.Respondents.Number || p.Invited == 0 {
		return 0, false
	}
	return int(math.Floor(100*float64(p.Respondents.Number)/float64(p.Invited) + 0.5)), true
}

// drawn is what a chart draws of a value: a full bar up to what is printed or
// certain, a hatched one up to the end of a band (R13).
type drawn struct {
	full, band       int
	hasFull, hasBand bool
}

func draw(s disclosure.Shown) drawn {
	switch {
	case s.Numeric():
		return drawn{full: s.Number, hasFull: true}
	case s.Kind == disclosure.Under:
		return drawn{band: s.High, hasBand: true}
	case s.Kind == disclosure.NearlyAll:
		return drawn{full: s.Low, hasFull: true, band: s.High, hasBand: true}
	}
	return drawn{}
}

func banded(lines []disclosure.PublishedLine) bool {
	return slices.ContainsFunc(lines, func(l disclosure.PublishedLine) bool { return draw(l.Shown).hasBand })
}

// drawable tells whether a chart says something: hatched bars alone, all as
// long as the floor, look like as many equal answers.
func drawable(lines []disclosure.PublishedLine) bool {
	return slices.ContainsFunc(lines, func(l disclosure.PublishedLine) bool { return draw(l.Shown).hasFull })
}

// charted tells the tables that have a chart: one bar alone compares nothing.
func charted(lines []disclosure.PublishedLine) bool {
	return len(lines) > 1 && len(lines) <= mostBars && drawable(lines)
}

func hidden(lines []disclosure.PublishedLine) int {
	n := 0
	for _, l := range lines {
		if l.Shown.Kind == disclosure.Withheld {
			n++
		}
	}
	return n
}

// substance parts the answers from those who gave none.
func substance(lines []disclosure.PublishedLine) (answers, others []disclosure.PublishedLine) {
	for _, l := range lines {
		if l.Kind == disclosure.LineNotConcerned || l.Kind == disclosure.LineBlank {
			others = append(others, l)
		} else {
			answers = append(answers, l)
		}
	}
	return answers, others
}

// linesOf are a table's answers and those who gave none. The answers to a question
// without an order of its own come by what is printed of them, those equal there
// in the form's order: a reader learns nothing from it, and compares bars.
func linesOf(t *disclosure.PublishedTable) (answers, others []disclosure.PublishedLine) {
	answers, others = substance(t.Lines)
	if t.Measure == survey.MeasureNominal || t.Measure == survey.MeasureMultiple {
		slices.SortStableFunc(answers, func(a, b disclosure.PublishedLine) int {
			return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(barLength(b.Shown), barLength(a.Shown)))
		})
	}
	return answers, others
}

// barLength puts a number before a band, and a band before « nc ».
func barLength(s disclosure.Shown) int {
	switch d := draw(s); {
	case d.hasFull:
		return d.full
	case d.hasBand:
		return 0
	}
	return -1
}

// rankedPlace is a place of a ranking: the answers whose printed values are
// the same.
type rankedPlace struct{ lines []disclosure.PublishedLine }

// rankedPlaces ranks the answers by what is printed, those nearly all gave
// first; bands below the floor have no place. It also counts those that are
// withheld: nobody can say where they would stand.
func rankedPlaces(t *disclosure.PublishedTable) (places []rankedPlace, withheld int) {
	for _, l := range rankedLines(t) {
		if l.Shown.Kind == disclosure.Withheld {
			withheld++
			continue
		}
		if l.Kind != disclosure.LineAnswer || !l.Shown.Numeric() && l.Shown.Kind != disclosure.NearlyAll {
			continue
		}
		if n := len(places); n > 0 && places[n-1].lines[0].Shown.Text == l.Shown.Text {
			places[n-1].lines = append(places[n-1].lines, l)
			continue
		}
		places = append(places, rankedPlace{[]disclosure.PublishedLine{l}})
	}
	return places, withheld
}

// rankedLines are the answers on the substance, largest first, in the form's
// order among equals; answers gathered as rare come after the others.
func rankedLines(t *disclosure.PublishedTable) []disclosure.PublishedLine {
	var lines []disclosure.PublishedLine
	for _, l := range t.Lines {
		if l.Kind == disclosure.LineAnswer || l.Kind == disclosure.LineMerged {
			lines = append(lines, l)
		}
	}
	slices.SortStableFunc(lines, func(a, b disclosure.PublishedLine) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(standing(b.Shown), standing(a.Shown)))
	})
	return lines
}

// standing orders printed values: nearly all, numbers, fewer than the floor,
// then what is not told.
func standing(s disclosure.Shown) int {
	switch s.Kind {
	case disclosure.NearlyAll:
		return math.MaxInt32
	case disclosure.Exact, disclosure.Rounded:
		return s.Number
	case disclosure.Under:
		return 0
	case disclosure.Withheld:
		return -1
	}
	return -2
}

// toldRankings are the rankings of the synthesis: those in which something has
// a place.
func (x *edition) toldRankings() []ranking {
	told := slices.DeleteFunc(x.rankings(), func(r ranking) bool {
		places, _ := rankedPlaces(r.table)
		return len(places) == 0
	})
	return told[:min(len(told), mostPublicRankings)]
}

// rankings are the tables that the indicators rank, those marked for the
// synthesis first, with their titles; without indicators, the questions with
// several answers.
func (x *edition) rankings() []ranking {
	var marked, others []ranking
	for i, f := range x.pub.Figures {
		t := x.table(f.Ranking)
		switch {
		case f.Ranking == "" || t == nil:
		case f.Key:
			marked = append(marked, ranking{f.Label, t, x.places[i]})
		default:
			others = append(others, ranking{f.Label, t, x.places[i]})
		}
	}
	if ranked := append(marked, others...); len(ranked) > 0 {
		return ranked
	}
	return x.severalAnswers()
}

// severalAnswers are in the order of (*analysis.Diagnostic).Rankings: the last
// section first, without places.
func (x *edition) severalAnswers() []ranking {
	var found []ranking
	for i := range slices.Backward(x.pub.Sections) {
		for j := range x.pub.Sections[i].Tables {
			if t := &x.pub.Sections[i].Tables[j]; t.Measure == survey.MeasureMultiple && !t.Places {
				found = append(found, ranking{t.Title, t, x.tables[t.Key]})
			}
		}
	}
	return found
}

type ranking struct {
	title string
	table *disclosure.PublishedTable
	at    place
}

func (x *edition) table(key string) *disclosure.PublishedTable {
	for i := range x.pub.Sections {
		for j := range x.pub.Sections[i].Tables {
			if t := &x.pub.Sections[i].Tables[j]; t.Key == key {
				return t
			}
		}
	}
	return nil
}

// keyFigures are the indexes of the figures of the synthesis: those marked,
// else all that are not rankings.
func (x *edition) keyFigures() []int {
	var marked, others []int
	for i, f := range x.pub.Figures {
		switch {
		case f.Ranking != "":
		case f.Key:
			marked = append(marked, i)
		default:
			others = append(others, i)
		}
	}
	if len(marked) > 0 {
		return marked
	}
	return others
}
