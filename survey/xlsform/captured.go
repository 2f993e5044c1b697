package xlsform

import "constat/survey"

// checkCaptured warns of what depends on a question that the web does not ask,
// such as a photo or a place: there it is always blank.
func (rd *reading) checkCaptured() {
	rd.form.Walk(func(q *survey.Question) {
		for _, e := range q.Expressions() {
			rd.warnCaptured(q, e.Column, rd.form.Referred(q, e.Expr))
		}
		rd.warnCaptured(q, "trigger", rd.form.Triggers(q))
	})
}

func (rd *reading) warnCaptured(q *survey.Question, column string, used []*survey.Question) {
	said := map[*survey.Question]bool{}
	for _, b := range used {
		if b != q && NeverAsked(b) && !said[b] {
			said[b] = true
			rd.warn(place{"survey", q.Row, column}, CodeCapturedUsed, q.Name, b.Name, b.Type.Name)
		}
	}
}
