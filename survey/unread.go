package survey

import (
	"slices"

	"constat/survey/expr"
)

// Unread tells what of a question's logic is unknown, in a form that was
// answered although its logic is broken (xlsform.ReadAnswered). A blank is then
// not taken for « non concerné »: nothing says who the question was for.
type Unread struct {
	// Relevance: who was asked is unknown for some answers, or for all.
	Relevance bool
	// Calculation: the value is known where the answers hold it, and only there.
	Calculation bool
}

// SpreadUnread follows what is unknown through the form: what a lost value
// computes is lost, and the questions that such a value decides on are asked of
// one does not know whom.
func (f *Form) SpreadUnread() {
	lost := make(map[*Question]bool)
	unsure := func(from *Question, e *expr.Expr) bool {
		return e != nil && slices.ContainsFunc(f.Referred(from, e), func(t *Question) bool { return lost[t] })
	}
	for _, q := range f.order { // each after what it depends on
		lost[q] = q.Unread.Calculation || unsure(q, q.Calculation)
		q.Unread.Relevance = q.Unread.Relevance || unsure(q, q.Relevant)
	}
	f.Walk(func(q *Question) {
		q.Unread.Relevance = q.Unread.Relevance || q.Parent != nil && q.Parent.Unread.Relevance
	})
}

// unsure tells whether an expression looks at a value that is unknown in these
// answers.
func (in *instance) unsure(e *expr.Expr, node *expr.Node) bool {
	if !in.occ.Recorded || e == nil {
		return false
	}
	lost := func(n *expr.Node) bool { f := fieldOf(n); return f != nil && f.lost }
	for _, name := range e.Refs() {
		for _, cited := range in.resolve(name, node) {
			if lost(cited) {
				return true
			}
		}
	}
	return false
}
