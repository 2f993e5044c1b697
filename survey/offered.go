package survey

import "constat/survey/expr"

// Offered lists the choices that a question can offer under a campaign's link,
// when the link alone decides: its filter refers to nothing that a respondent
// answers. Nil means that every choice may be offered. Tables leave out what
// was never offered, so that one territory's diagnostic does not list the
// places of the whole département with a nought each.
func (f *Form) Offered(q *Question, occ Occasion) map[string]bool {
	if q.ChoiceFilter == nil || q.List == nil || q.Scope.Repeat != nil || !f.filterDecided(q) {
		return nil
	}
	in := f.newInstance(Answers{}, occ)
	in.settle()
	if in.over() {
		return nil
	}
	offered := make(map[string]bool, len(q.List.Choices))
	for i := range q.List.Choices {
		if in.admits(in.single[q.ordinal], q, &q.List.Choices[i]) {
			offered[q.List.Choices[i].Name] = true
		}
	}
	return offered
}

// FilteredByLink tells a question of which the campaign's link decides the
// choices, by the values that it carries: its territory's places.
func (f *Form) FilteredByLink(q *Question) bool {
	return q.ChoiceFilter != nil && q.List != nil && len(q.ChoiceFilter.Refs()) > 0 && f.filterDecided(q)
}

func (f *Form) filterDecided(q *Question) bool {
	return f.decided(q, q.ChoiceFilter, make(map[*Question]bool))
}

// decided tells whether everything an expression refers to is known before
// any answer: hidden values, and calculations on them.
func (f *Form) decided(q *Question, e *expr.Expr, seen map[*Question]bool) bool {
	for _, name := range e.Refs() {
		t := f.target(q, name)
		if t == nil || t.Type.Kind != Hidden {
			return false
		}
		if t.Calculation == nil || seen[t] {
			continue
		}
		seen[t] = true
		if !f.decided(t, t.Calculation, seen) {
			return false
		}
	}
	return true
}
