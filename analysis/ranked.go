package analysis

import (
	"regexp"
	"slices"

	"constat/survey"
)

// Rankings are the ranked questions, those marked for the synthesis first. When
// the diagnostic sheet ranks nothing, they are the questions with several
// answers, those of the last section first: a questionnaire asks who answers,
// then what is seen, then what is missing and wanted, and the first ranking is
// the headline. Questions that tell a place, and those with too long a list,
// are left out.
func (d *Diagnostic) Rankings() []*Table {
	var marked, others []*Table
	for _, f := range d.Figures {
		switch {
		case f.Ranking == nil:
		case f.Indicator.Key:
			marked = append(marked, f.Ranking)
		default:
			others = append(others, f.Ranking)
		}
	}
	if len(marked)+len(others) > 0 {
		return append(marked, others...)
	}
	var defaults []*Table
	for _, section := range slices.Backward(d.Sections) {
		for _, t := range section.Tables {
			if t.Measure == survey.MeasureMultiple && t.Base.Answered() > 0 && len(t.Lines) <= mostProfiles && !TellsWhere(d.Form, t.Question) {
				defaults = append(defaults, t)
			}
		}
	}
	return defaults
}

// officialCode is a commune's (INSEE, five signs) or an EPCI's (SIREN, nine).
var officialCode = regexp.MustCompile(`^(?:\d{5}|2[AB]\d{3}|\d{9})$`)

// TellsWhere tells a question of which the answers are places, and say where
// rather than what: the coverage row names it, the campaign's link filters its
// list, or most of its choices have the official code of a commune or an EPCI.
func TellsWhere(form *survey.Form, q *survey.Question) bool {
	if form.FilteredByLink(q) {
		return true
	}
	for _, covered := range declared(form, survey.IndicatorCoverage) {
		if slices.Contains(covered.Questions, q) {
			return true
		}
	}
	if q.List == nil {
		return false
	}
	places := 0
	for _, choice := range q.List.Choices {
		if officialCode.MatchString(choice.Name) {
			places++
		}
	}
	return 2*places > len(q.List.Choices)
}
