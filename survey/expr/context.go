package expr

import (
	"strconv"
	"strings"
	"time"
)

// Context is what an expression is evaluated in. It may serve for one evaluation after
// another, but for one goroutine at a time.
type Context struct {
	// Node is the context node, the meaning of "." and current(): the question that the expression belongs to.
	Node *Node
	// Root is where absolute paths start: the document, or its root element if that has no parent. The first
	// step of /data/x is a child of the document.
	Root *Node
	// Resolve finds what ${name} means seen from a node: the same repeat instance, else all instances. From a nil
	// node it returns all instances (indexed-repeat needs them). The slice is not kept.
	Resolve func(name string, from *Node) []*Node
	// Instance returns the node above the root element of a secondary instance, or nil.
	Instance func(name string) *Node
	// ChoiceLabel is the label, in the respondent's language, of a choice of a question; the question is given by
	// name for '${q}', else by the path that was written.
	ChoiceLabel func(value, question string) string
	Now         time.Time
	Zone        *time.Location // nil is UTC
	Rand        Chance         // nil makes random() and its like fail
	Language    string         // key of a language column, such as "Français (fr)": for names of months and days
	// Budget is what all evaluations in this context may cost together. Nil gives each DefaultSteps.
	Budget *Budget

	run   run
	alone Budget // of the evaluation at hand, where there is no other
}

// Chance is a source of random numbers; *rand.Rand is one.
type Chance interface{ Uint64() uint64 }

// run is the state of one evaluation. The first error ends it: what is computed after is thrown away.
type run struct {
	budget *Budget
	err    error
}

// begin is the state of an evaluation that starts.
func (c *Context) begin() run {
	if c.Budget != nil {
		return run{budget: c.Budget, err: c.Budget.err}
	}
	b := &c.alone
	if c.run.budget == b { // an evaluation inside another
		b = &Budget{}
	}
	b.fill(DefaultSteps, defaultText, nil)
	return run{budget: b}
}

// focus is where a term is evaluated: a node, and inside a predicate its place among the candidates.
type focus struct {
	node           *Node
	position, size int
}

// Eval computes the value of e. The error is ErrTooCostly, ErrStopped or an *EvalError.
func (e *Expr) Eval(c *Context) (Value, error) {
	outer := c.run
	c.run = c.begin()
	v := c.eval(e.root, c.focus())
	if v.kind == Nodeset && v.count() > 0 && len(v.node(0).Children) > 0 {
		c.weigh(v.node(0)) // whoever asked may read it
	}
	err := c.run.err
	c.run = outer
	if err != nil {
		return Value{}, err
	}
	if v.kind != dateKind {
		v.zone = c.Zone
	}
	return v, nil
}

// EvalBool computes a condition: relevant, constraint, required, choice_filter. A bare ${x} is its value.
func (e *Expr) EvalBool(c *Context) (bool, error) { return e.holds(c, c.focus()) }

func (e *Expr) holds(c *Context, f focus) (bool, error) {
	outer := c.run
	c.run = c.begin()
	holds := c.truth(e.root, c.eval(e.root, f))
	err := c.run.err
	c.run = outer
	return err == nil && holds, err
}

// EvalText computes what a calculation stores: NaN and dates that do not exist are no answer.
func (e *Expr) EvalText(c *Context) (string, error) {
	v, err := e.Eval(c)
	return v.Answer(), err
}

// EvalNumber computes a number, NaN if it is none.
func (e *Expr) EvalNumber(c *Context) (float64, error) {
	v, err := e.Eval(c)
	return v.Number(), err
}

func (c *Context) focus() focus { return focus{node: c.Node, position: 1, size: 1} }

// fail ends the evaluation and returns a value for the caller to return.
func (c *Context) fail(code, detail string) Value {
	if c.run.err == nil {
		c.run.err = &EvalError{Code: code, Detail: detail}
	}
	return Value{}
}

// truth is v as a condition. Where t is a bare ${x}, it is the value of the question (JavaRosa): unanswered is
// false, and so is the number 0.
func (c *Context) truth(t *term, v Value) bool {
	if t.op != opRef {
		return v.Bool()
	}
	for i := range v.count() {
		n := v.node(i)
		s := c.read(n)
		if n.Numeric && textNumber(s, nil) == 0 {
			continue
		}
		if s != "" {
			return true
		}
	}
	return false
}

func (c *Context) number(v Value) float64 {
	switch v.kind {
	case Number, Boolean:
		return v.num
	case dateKind:
		return v.date.number(c.Zone)
	case Nodeset:
		return textNumber(c.first(v), c.Zone)
	}
	return textNumber(v.str, c.Zone)
}

// moment reads v as a date, if it is one or its text looks like one.
func (c *Context) moment(v Value) (moment, bool) {
	switch v.kind {
	case dateKind:
		return v.date, v.date.valid()
	case String:
		return parseMoment(strings.Trim(v.str, spaces), c.Zone)
	case Nodeset:
		return parseMoment(strings.Trim(c.first(v), spaces), c.Zone)
	}
	return moment{}, false
}

// text is v as a text, which costs steps by its length.
func (c *Context) text(v Value) string {
	s := ""
	if v.kind == Nodeset {
		s = c.first(v)
	} else {
		s = v.Text()
	}
	if !c.spend(len(s) >> 4) {
		return ""
	}
	return s
}

// arg evaluates an operand.
func (c *Context) arg(t *term, i int, f focus) Value { return c.eval(t.args[i], f) }

func (c *Context) argText(t *term, i int, f focus) string { return c.text(c.eval(t.args[i], f)) }

func (c *Context) argNumber(t *term, i int, f focus) float64 { return c.number(c.eval(t.args[i], f)) }

// argNodes evaluates an operand that must be a nodeset.
func (c *Context) argNodes(t *term, i int, f focus) Value {
	v := c.eval(t.args[i], f)
	if v.kind != Nodeset {
		c.fail(NodesetExpected, t.str+" "+strconv.Itoa(i+1))
	}
	return v
}
