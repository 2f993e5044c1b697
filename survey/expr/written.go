package expr

import "slices"

// What an author wrote in an expression, for whoever tells her what cannot be
// meant. Nothing here is needed to evaluate.

// Operand is one side of a comparison, or a name or a text alone.
type Operand struct {
	Ref    string // of ${Ref}
	Self   bool   // . outside predicates
	Word   string // a name alone: q1, or a column in a choice filter
	Text   string // between quotes, when Quoted
	Quoted bool
	Number float64 // when Digits
	Digits bool
	// At and Length say where it stands in the source, in bytes.
	At, Length int
}

// Comparison is « left Op right », or selected(left, right).
type Comparison struct {
	Op          string // = != < <= > >= selected
	Left, Right Operand
}

// Words lists the names that stand alone, as steps from the node of the
// expression: outside predicates of other paths.
func (e *Expr) Words() []Operand {
	var words []Operand
	e.outside(e.root, func(t *term) {
		if t.op == opPath && len(t.steps) > 0 && t.steps[0].axis == axisChild && t.steps[0].test != "*" && !nodeTest(t.steps[0].test) {
			name := t.steps[0].test
			words = append(words, Operand{Word: name, At: t.at, Length: len(name)})
		}
	})
	return words
}

// Alone says whether the expression is nothing but one name.
func (e *Expr) Alone() bool { return e.operand(e.root).Word != "" }

// TextAlone says whether the expression is nothing but one text.
func (e *Expr) TextAlone() bool { return e.operand(e.root).Quoted }

// Variables lists what is written $name, which XLSForm does not have.
func (e *Expr) Variables() []Operand {
	var found []Operand
	e.root.walk(func(t *term) {
		if t.op == opVar {
			found = append(found, Operand{Word: t.str, At: t.at, Length: len(t.str) + 1})
		}
	})
	return found
}

// Comparisons lists those whose sides are simple, outside predicates.
func (e *Expr) Comparisons() []Comparison {
	var found []Comparison
	e.outside(e.root, func(t *term) {
		if c, ok := e.comparison(t); ok {
			found = append(found, c)
		}
	})
	return found
}

// Joined gives the comparisons that an « and » or an « or » puts side by side,
// one list for each.
func (e *Expr) Joined(operator string) [][]Comparison {
	var groups [][]Comparison
	e.outside(e.root, func(t *term) {
		if t.op != opAnd && t.op != opOr || opSigns[t.op] != operator {
			return
		}
		var group []Comparison
		for _, a := range t.args {
			if c, ok := e.comparison(a); ok {
				group = append(group, c)
			}
		}
		if len(group) > 1 {
			groups = append(groups, group)
		}
	})
	return groups
}

var comparisonOps = []op{opEq, opNe, opLt, opLe, opGt, opGe}

func (e *Expr) comparison(t *term) (Comparison, bool) {
	c := Comparison{}
	switch {
	case slices.Contains(comparisonOps, t.op):
		c.Op = opSigns[t.op]
	case t.op == opCall && t.str == "selected" && len(t.args) == 2:
		c.Op = t.str
	default:
		return c, false
	}
	c.Left, c.Right = e.operand(t.args[0]), e.operand(t.args[1])
	return c, c.Left.Length > 0 && c.Right.Length > 0
}

// operand is empty for what is computed.
func (e *Expr) operand(t *term) Operand {
	o := Operand{At: t.at}
	switch t.op {
	case opRef:
		_, length, _ := reference(e.src[t.at:])
		o.Ref, o.Length = t.str, max(1, length)
	case opString:
		o.Text, o.Quoted, o.Length = t.str, true, len(t.str)+2
	case opNumber:
		o.Number, o.Digits, o.Length = t.num, true, 1
	case opNeg:
		if inner := t.args[0]; inner.op == opNumber {
			o.Number, o.Digits, o.Length = -inner.num, true, 1
		}
	case opPath:
		if len(t.steps) != 1 || len(t.steps[0].preds) > 0 {
			return o
		}
		switch s := t.steps[0]; {
		case s.axis == axisSelf && s.test == "node()":
			o.Self, o.Length = true, 1
		case s.axis == axisChild && s.test != "*" && !nodeTest(s.test):
			o.Word, o.Length = s.test, len(s.test)
		}
	}
	return o
}

func nodeTest(name string) bool { return len(name) > 2 && name[len(name)-2:] == "()" }

// outside visits a term and those under it that are evaluated at the node of
// the expression.
func (e *Expr) outside(t *term, visit func(*term)) {
	visit(t)
	args := t.args
	if t.op == opFilter {
		args = args[:1]
	}
	for _, a := range args {
		e.outside(a, visit)
	}
}
