package xlsform

import (
	"constat/survey"
	"constat/survey/expr"
)

// checkCaptured warns of what depends on a question that the web does not ask,
// such as a photo or a place: there it is always blank.
func (rd *reading) checkCaptured() {
	rd.form.Walk(func(q *survey.Question) {
		for _, cell := range []struct {
			column string
			expr   *expr.Expr
		}{
			{"relevant", q.Relevant}, {"required", q.Required}, {"constraint", q.Constraint}, {"calculation", q.Calculation},
			{"readonly", q.ReadOnly}, {"choice_filter", q.ChoiceFilter}, {"repeat_count", q.RepeatCount}, {"default", q.DynamicDefault},
		} {
			if cell.expr == nil {
				continue
			}
			rd.warnCaptured(q, cell.column, rd.form.Referred(q, cell.expr))
		}
		rd.warnCaptured(q, "trigger", rd.form.Triggers(q))
	})
}

// neverAsked tells what the web leaves blank.
func neverAsked(q *survey.Question) bool {
	return q.Type.Kind == survey.Captured || notCollected[q.Type.Name]
}

func (rd *reading) warnCaptured(q *survey.Question, column string, used []*survey.Question) {
	said := map[*survey.Question]bool{}
	for _, b := range used {
		if b != q && neverAsked(b) && !said[b] {
			said[b] = true
			rd.warn(place{"survey", q.Row, column}, CodeCapturedUsed, q.Name, b.Name, b.Type.Name)
		}
	}
}
