package disclosure

import (
	"constat/analysis"
	"constat/survey"
)

// publishFigures adds the indicators, in the form's order.
func (j *judge) publishFigures(p *Publication, a int) {
	for _, f := range firstDiagnostic(j.batch).Figures {
		shown := PublishedFigure{
			Name: f.Indicator.Name, Label: f.Label, Unit: f.Unit, Type: f.Indicator.Type, Key: f.Indicator.Key,
		}
		switch f.Indicator.Type {
		case survey.IndicatorShare:
			j.publishShare(p, a, f, shown)
		case survey.IndicatorSum:
			for _, part := range f.Parts {
				j.publishPart(p, a, part, len(f.Parts) > 1, shown)
			}
		case survey.IndicatorRate, survey.IndicatorRatio:
			j.publishRate(p, a, f, shown)
		case survey.IndicatorMean, survey.IndicatorMedian: // R11: no mean is printed
			for _, part := range f.Parts {
				j.publishMedian(p, a, part, len(f.Parts) > 1, shown)
			}
		case survey.IndicatorRanking:
			if s, ok := j.byKey[f.Ranking.Question]; ok && j.shows(j.place(s), a) {
				shown.Ranking = s.question.Key
				p.Figures = append(p.Figures, shown)
			}
		}
	}
}

// publishShare prints a count among all respondents of the area, or among those
// of a declared denominator.
func (j *judge) publishShare(p *Publication, a int, f *analysis.Figure, shown PublishedFigure) {
	for i, c := range j.shares {
		if c.indicator != f.Indicator || !j.showsShare(i, a) {
			continue
		}
		shown.Base = j.areas[a].shown
		shown.Count, _ = j.shownAt(j.portionKey(a, i, c.count))
		if c.base != nil {
			shown.Base, _ = j.shownAt(j.portionKey(a, i, c.base))
		}
		shown.derive()
		if f.Describes {
			shown.Low, shown.High = 0, 0
		}
		p.Figures = append(p.Figures, shown)
	}
}

// derive works the percentage out of printed numbers. Two rounded numbers may
// say more than all: no percentage is then printed.
func (f *PublishedFigure) derive() {
	if f.Percent, f.HasPercent = Percent(f.Count, f.Base); !f.HasPercent {
		return
	}
	if f.Percent > 100 {
		f.Percent, f.HasPercent = 0, false
		return
	}
	f.Low, f.High = interval(f.Count, f.Base)
}

func (j *judge) publishPart(p *Publication, a int, part analysis.Part, several bool, shown PublishedFigure) {
	x := j.sumOf(part.Question)
	if x == nil {
		return
	}
	total, ok := j.shownAt(j.sumKey(a, x))
	if !ok {
		return
	}
	shown.Count = total
	if several {
		shown.Question = part.Label
	}
	p.Figures = append(p.Figures, shown)
}

// publishRate prints the quotient of two printed sums, a percentage or a number: over those who gave
// either number, where the internal edition asks for both.
func (j *judge) publishRate(p *Publication, a int, f *analysis.Figure, shown PublishedFigure) {
	over, under := j.sumOf(f.Indicator.Questions[0]), j.sumOf(f.Indicator.Denominator.Question)
	if over == nil || under == nil {
		return
	}
	var okOver, okUnder bool
	shown.Count, okOver = j.shownAt(j.sumKey(a, over))
	shown.Base, okUnder = j.shownAt(j.sumKey(a, under))
	if !okOver || !okUnder {
		return
	}
	// The children of one respondent resemble each other: an interval that
	// counts them as independent would promise too much, and the right one
	// needs each respondent's numbers.
	if shown.Type == survey.IndicatorRatio {
		shown.Quotient, shown.HasQuotient = Quotient(shown.Count, shown.Base)
	} else {
		shown.Percent, shown.HasPercent = Percent(shown.Count, shown.Base)
	}
	p.Figures = append(p.Figures, shown)
}

func (j *judge) publishMedian(p *Publication, a int, part analysis.Part, several bool, shown PublishedFigure) {
	s, ok := j.byKey[part.Question]
	if !ok || !j.shows(j.place(s), a) {
		return
	}
	t := j.publishTable(s, a)
	for _, l := range t.Lines {
		if l.Class != nil && l.Code == t.Median {
			shown.Median = l.Class
		}
	}
	if shown.Median == nil {
		return
	}
	if several {
		shown.Question = part.Label
	}
	p.Figures = append(p.Figures, shown)
}
