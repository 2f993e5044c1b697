package expr

import "math"

// eval computes a term at a focus.
func (c *Context) eval(t *term, f focus) Value {
	if !c.spend(1) {
		return Value{}
	}
	switch t.op {
	case opNumber:
		return number(t.num)
	case opString:
		return text(t.str)
	case opRef:
		return c.reference(t.str, f.node)
	case opVar:
		return c.fail(UnknownVariable, t.str)
	case opCall:
		return c.call(t, f)
	case opOr, opAnd:
		return c.logic(t, f)
	case opEq, opNe:
		return boolean(c.equal(t, f))
	case opLt, opLe, opGt, opGe:
		return boolean(c.ordered(t, f))
	case opAdd, opSub, opMul, opDiv, opMod, opNeg:
		return c.arithmetic(t, f)
	case opUnion:
		return c.union(t, f)
	case opFilter:
		return c.filter(t, f)
	}
	return c.path(t, f)
}

// reference is ${name}: the nodes its owner finds, but for irrelevant ones.
func (c *Context) reference(name string, from *Node) Value {
	if c.Resolve == nil {
		return c.fail(UnknownReference, name)
	}
	found := c.Resolve(name, from)
	c.spend(len(found))
	if len(found) == 1 {
		return visible(single(found[0]))
	}
	return visible(nodeset(found))
}

func (c *Context) call(t *term, f focus) Value {
	switch {
	case t.fn == nil:
		return c.fail(UnknownFunction, t.str)
	case !t.fn.takes(len(t.args)):
		return c.fail(WrongArity, t.str)
	}
	return t.fn.compute(c, f, t)
}

// logic computes and, or from the left, and no further than needed.
func (c *Context) logic(t *term, f focus) Value {
	decided := t.op == opOr
	for _, a := range t.args {
		if c.truth(a, c.eval(a, f)) == decided {
			return boolean(decided)
		}
	}
	return boolean(!decided)
}

func (c *Context) arithmetic(t *term, f focus) Value {
	left := c.eval(t.args[0], f)
	if t.op == opNeg {
		return number(-c.number(left))
	}
	if t.op == opSub {
		return c.subtract(left, c.eval(t.args[1], f))
	}
	sum := c.number(left)
	for _, a := range t.args[1:] {
		n := c.number(c.eval(a, f))
		switch t.op {
		case opAdd:
			sum += n
		case opMul:
			sum *= n
		case opDiv:
			sum /= n
		case opMod:
			sum = math.Mod(sum, n)
		}
	}
	return number(sum)
}

// subtract counts days between two dates by the calendar.
func (c *Context) subtract(a, b Value) Value {
	if m, ok := c.moment(a); ok && m.dateOnly() {
		if o, ok := c.moment(b); ok && o.dateOnly() {
			return number(float64(m.day - o.day))
		}
	}
	return number(c.number(a) - c.number(b))
}

// equal computes = and != by XPath's rule: booleans if one side is one, else numbers, else dates, else texts;
// a nodeset is equal if any of its nodes is.
func (c *Context) equal(t *term, f focus) bool {
	a, b := c.eval(t.args[0], f), c.eval(t.args[1], f)
	want := t.op == opEq
	if a.kind == Boolean || b.kind == Boolean {
		return (c.truth(t.args[0], a) == c.truth(t.args[1], b)) == want
	}
	for i := range items(a) {
		for j := range items(b) {
			if !c.spend(1) {
				return false
			}
			if c.same(c.item(a, i), c.item(b, j)) == want {
				return true
			}
		}
	}
	return false
}

// items and item see a value as the list of values to compare: each node's text, or the value alone. Answers
// that all became irrelevant are one blank answer.
func items(v Value) int {
	if v.kind == Nodeset && !v.lost {
		return v.count()
	}
	return 1
}

func (c *Context) item(v Value, i int) Value {
	if v.lost {
		return text("")
	}
	if v.kind == Nodeset {
		return text(c.read(v.node(i)))
	}
	return v
}

func (c *Context) same(a, b Value) bool {
	switch {
	case a.kind == Number || b.kind == Number:
		return c.order(a, b) == equalTo
	case a.kind == dateKind || b.kind == dateKind:
		m, ok1 := c.moment(a)
		o, ok2 := c.moment(b)
		if ok1 && ok2 {
			return m.compare(o, c.Zone) == 0
		}
	}
	return c.text(a) == c.text(b)
}

// ordered computes < <= > >=, on numbers and dates alone.
func (c *Context) ordered(t *term, f focus) bool {
	a, b := c.eval(t.args[0], f), c.eval(t.args[1], f)
	for i := range items(a) {
		for j := range items(b) {
			if !c.spend(1) {
				return false
			}
			if holds(t.op, c.order(c.item(a, i), c.item(b, j))) {
				return true
			}
		}
	}
	return false
}

// ordering is how two values compare.
type ordering int8

const (
	unordered ordering = iota // one is not a number
	lessThan
	equalTo
	greaterThan
)

func holds(o op, is ordering) bool {
	switch o {
	case opLt:
		return is == lessThan
	case opLe:
		return is == lessThan || is == equalTo
	case opGt:
		return is == greaterThan
	}
	return is == greaterThan || is == equalTo
}

// order compares two dates by the calendar or the clock, a date and a number in milliseconds (so that no
// rounding of fractions of days shows), and all else as numbers.
func (c *Context) order(a, b Value) ordering {
	m, aDate := c.moment(a)
	o, bDate := c.moment(b)
	if aDate && bDate {
		return rank(float64(m.compare(o, c.Zone)), 0)
	}
	x, y := c.number(a), c.number(b)
	if aDate || bDate {
		x, y = math.Round(x*dayMS), math.Round(y*dayMS)
	}
	return rank(x, y)
}

func rank(x, y float64) ordering {
	switch {
	case x < y:
		return lessThan
	case x == y:
		return equalTo
	case x > y:
		return greaterThan
	}
	return unordered
}
