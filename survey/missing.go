package survey

import (
	"slices"
	"strconv"
	"strings"

	"constat/survey/expr"
)

// MissingCode is an answer that stands for the absence of one, as forms made for
// other software have: 99 for « ne sait pas », -98 for a question that was not
// asked. It is never summed nor counted as an answer.
type MissingCode struct {
	Code string
	// Meaning is what became of the question: AnsweredDontKnow, AnsweredRefused,
	// AnsweredNotApplies, NotAsked or NoAnswer. Answered tells a code that is a
	// real number, about which nobody needs to ask.
	Meaning State
}

// DeclareMissing says what a code of a question means. A code has one meaning:
// false when it was declared with another.
func (f *Form) DeclareMissing(q *Question, code string, meaning State) bool {
	key := q.missingKey(code)
	if before, known := q.missing[key]; known {
		return before == meaning
	}
	if q.missing == nil {
		q.missing = make(map[string]State)
	}
	q.missing[key] = meaning
	if f.Declared.Missing == nil {
		f.Declared.Missing = make(map[*Question][]MissingCode)
	}
	f.Declared.Missing[q] = append(f.Declared.Missing[q], MissingCode{code, meaning})
	return true
}

// MayMiss tells the questions that a code for all of them is about: those with
// numbers, days or choices.
func (q *Question) MayMiss() bool {
	switch q.Type.Format {
	case FormatInteger, FormatDecimal, FormatDate, FormatDateTime, FormatOne, FormatMultiple:
		return q.Holds()
	}
	return q.Holds() && q.Type.Kind == Hidden // a calculation
}

// Missing tells what an answer that stands for the absence of one means.
func (q *Question) Missing(text string) (State, bool) {
	if len(q.missing) == 0 || text == "" {
		return 0, false
	}
	meaning, declared := q.missing[q.missingKey(text)]
	return meaning, declared && meaning != Answered
}

// Asserted tells a number that was declared to be a real one.
func (q *Question) Asserted(text string) bool {
	meaning, declared := q.missing[q.missingKey(text)]
	return declared && meaning == Answered
}

// missingKey makes one of 99, 99.0 and « 99 ».
func (q *Question) missingKey(text string) string {
	text = strings.TrimSpace(text)
	if q.Type.Format == FormatOne || q.Type.Format == FormatMultiple {
		return text
	}
	number, err := strconv.ParseFloat(strings.Replace(dropSpaces(text), ",", ".", 1), 64)
	if err != nil {
		return text
	}
	return strconv.FormatFloat(number, 'f', -1, 64)
}

// refuses tells a number that the question's type does not allow, such as 120 %.
func (q *Question) refuses(number float64) bool {
	low, high, limited := q.Limits()
	return limited && (number < low || number > high)
}

// Measured tells the answers that are added up or put on a line: one that the
// form refuses would falsify a figure. A refused choice was ticked all the same:
// it is kept, and said.
func (q *Question) Measured() bool {
	switch q.Type.Format {
	case FormatInteger, FormatDecimal, FormatDate, FormatDateTime:
		return true
	}
	return false
}

// reveal makes a recorded answer to a question that did not apply, and those that
// its constraint cites, read as they are while the constraint is evaluated; the
// function covers them again. An answer that does not apply reads as blank
// otherwise.
func (in *instance) reveal(node *expr.Node) (cover func()) {
	if !in.occ.Recorded || !hidden(node) {
		return func() {}
	}
	var shown []*expr.Node
	show := func(n *expr.Node) {
		for ; n != nil; n = n.Parent {
			if n.Irrelevant {
				n.Irrelevant = false
				shown = append(shown, n)
			}
		}
	}
	for _, name := range fieldOf(node).question.Constraint.Refs() {
		for _, cited := range in.resolve(name, node) {
			show(cited)
		}
	}
	show(node)
	return func() {
		for _, n := range shown {
			n.Irrelevant = true
		}
	}
}

// comparable tells whether the answers that a constraint compares with are
// there: the source of recorded answers may lack them, hold a text that is not
// readable, or a missing code, which is not a number to compare with.
func (in *instance) comparable(node *expr.Node) bool {
	q := fieldOf(node).question
	return !slices.ContainsFunc(q.Constraint.Refs(), func(name string) bool {
		return in.occ.Absent[name] || slices.ContainsFunc(in.resolve(name, node), func(cited *expr.Node) bool {
			f := fieldOf(cited)
			if f == nil {
				return false
			}
			_, missing := f.question.Missing(cited.Value)
			return f.fault || f.lost || missing
		})
	})
}
