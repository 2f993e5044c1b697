package survey

import (
	"strings"

	"constat/survey/expr"
)

// complaint is an answer found wrong, with the author's words if there were
// any.
type complaint struct {
	node *expr.Node
	text string
}

// echoes tells whether a broken constraint only repeats an earlier complaint:
// one wrong number among five that are added up breaks five rules, and is one
// thing to mend. It does when it looks at an answer complained of, through
// calculations too, and either says the same words or would hold without that
// answer. What it hides is judged again once the first is mended: the earlier
// complaint refuses the submission. The browser's twin is complaints.js.
func (in *instance) echoes(node *expr.Node, text string) bool {
	q := fieldOf(node).question
	reads := make(map[*Question]bool)
	in.form.readBy(q, q.Constraint, reads)
	var causes []*expr.Node
	for _, c := range in.said {
		if !reads[fieldOf(c.node).question] {
			continue
		}
		if c.text == text || c.node.Value == "" {
			return true
		}
		causes = append(causes, c.node)
	}
	if len(causes) == 0 {
		return false
	}
	values := make([]string, len(causes))
	for i, cause := range causes {
		values[i], cause.Value = cause.Value, ""
	}
	holds, err := q.Constraint.EvalBool(in.at(node))
	for i, cause := range causes {
		cause.Value = values[i]
	}
	return err == nil && holds
}

// readBy adds the questions that an expression of q looks at, and those that
// their calculations look at.
func (f *Form) readBy(q *Question, e *expr.Expr, reads map[*Question]bool) {
	if e == nil {
		return
	}
	var found []*Question
	for _, name := range e.Refs() {
		if !strings.HasPrefix(name, lastSaved) {
			found = append(found, f.target(q, name))
		}
	}
	for _, path := range e.Paths() {
		if len(path.Steps) != 1 || path.Steps[0] != "." {
			found = append(found, f.pathTarget(q, path))
		}
	}
	for _, target := range found {
		if target != nil && !reads[target] {
			reads[target] = true
			f.readBy(target, target.Calculation, reads)
		}
	}
}
