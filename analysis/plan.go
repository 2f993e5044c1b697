package analysis

import (
	"slices"

	"constat/survey"
)

// Plan is what Tabulate is asked for beyond what the form's own diagnostic
// sheet declares.
type Plan struct {
	Meta Meta
	By   []*survey.Question // break every question down by these, too
	// Carried is what the campaign's link carries for hidden questions: it
	// tells which choices could be offered. Nil = as the answers say.
	Carried map[string]string
}

// usedMeasures tells how the diagnostic sheet uses questions that have no
// measure of their own (calculations, values that the link carries).
func usedMeasures(form *survey.Form) map[*survey.Question]survey.Measure {
	used := make(map[*survey.Question]survey.Measure)
	for _, each := range form.Diagnostic {
		for _, q := range each.Questions {
			switch each.Type {
			case survey.IndicatorSum, survey.IndicatorRate, survey.IndicatorRatio, survey.IndicatorMean, survey.IndicatorMedian, survey.IndicatorEstimate:
				used[q] = survey.MeasureQuantity
			case survey.IndicatorScale:
				used[q] = survey.MeasureOrdinal
			default:
				used[q] = survey.MeasureNominal
			}
		}
		if q := each.Denominator.Question; q != nil {
			used[q] = survey.MeasureQuantity
		}
		categorical := append([]*survey.Question{}, each.By...)
		for _, term := range append(append([]survey.Term{}, each.Condition...), each.Denominator.Condition...) {
			categorical = append(categorical, term.Question)
		}
		for _, q := range categorical {
			if used[q] == survey.MeasureNone {
				used[q] = survey.MeasureNominal
			}
		}
	}
	return used
}

// declared gives the diagnostic rows of a type.
func declared(form *survey.Form, t survey.IndicatorType) []survey.Indicator {
	var found []survey.Indicator
	for _, each := range form.Diagnostic {
		if each.Type == t {
			found = append(found, each)
		}
	}
	return found
}

// chartOf is the chart that the diagnostic sheet asks for a question's table,
// on the first row that is about the question and says so. A share's chart is
// that of its figure, and a cross's its own.
func chartOf(form *survey.Form, q *survey.Question) string {
	for _, each := range form.Diagnostic {
		if each.Type != survey.IndicatorCross && each.Chart != "" && slices.Contains(each.Questions, q) {
			return each.Chart
		}
	}
	return ""
}

// mainBreakdown is the question that tells respondents' kinds apart: the first
// of the participation row, else the first question with one category and a
// readable number of choices.
func mainBreakdown(form *survey.Form) []*survey.Question {
	for _, each := range declared(form, survey.IndicatorParticipation) {
		if len(each.Questions) > 0 {
			return each.Questions
		}
	}
	for _, q := range form.Root.Questions {
		if q.Type.Kind == survey.Asked && q.Measure == survey.MeasureNominal && q.List != nil &&
			len(q.List.Choices) >= 2 && len(q.List.Choices) <= mostProfiles {
			return []*survey.Question{q}
		}
	}
	return nil
}

// TellsWho tells a question that describes who answered, or which places their
// answers are about: those of the participation and coverage rows. Who answered
// is known, and not estimated from some of them: such figures have no
// confidence interval. One says how far a figure of the respondents may be from
// that of everybody asked. The question that is taken for a profile when nothing
// is declared is a guess, and keeps its own.
func TellsWho(form *survey.Form, q *survey.Question) bool {
	for _, kind := range []survey.IndicatorType{survey.IndicatorParticipation, survey.IndicatorCoverage} {
		for _, each := range declared(form, kind) {
			if slices.Contains(each.Questions, q) {
				return true
			}
		}
	}
	return false
}

// mostProfiles is how many choices a question may have to be taken, unasked,
// for the respondents' profile.
const mostProfiles = 20
