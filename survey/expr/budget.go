package expr

import "errors"

// Budget is what several evaluations may cost together: all those of one form for one respondent. It is counted
// and not timed, so that the same answers have the same verdict on every machine. Once it is used up, whatever is
// evaluated with it fails at once. It serves one goroutine.
type Budget struct {
	steps int // left: terms computed, nodes visited, texts read
	text  int // left: bytes of text that functions and their owner make
	look  int // at how many steps left the owner's channel is looked at next
	done  <-chan struct{}
	err   error
}

// ErrTooCostly is returned by an evaluation that used up its budget.
var ErrTooCostly = errors.New("evaluate: expression takes too many steps")

// ErrStopped is returned by an evaluation that nobody waits for any more.
var ErrStopped = errors.New("evaluate: stopped from outside")

const (
	// DefaultSteps and defaultText are for one evaluation without a Budget: some hundredths of a second.
	DefaultSteps = 1_000_000
	defaultText  = 4 << 20
	// between two looks at the channel: some tenths of a millisecond.
	lookEvery = 4096
)

// NewBudget is a budget of so many steps and bytes of text. Closing done, which may be nil, ends what is evaluated
// with it.
func NewBudget(steps, text int, done <-chan struct{}) *Budget {
	b := &Budget{}
	b.fill(steps, text, done)
	return b
}

func (b *Budget) fill(steps, text int, done <-chan struct{}) {
	*b = Budget{steps: steps, text: text, done: done}
	if done != nil {
		b.look = steps
	}
}

// Spend takes n steps, and says whether anything may go on.
func (b *Budget) Spend(n int) bool {
	if b.steps -= n; b.steps >= b.look && b.err == nil {
		return true
	}
	return b.pause()
}

// Make takes n bytes of text that is about to be made, and the steps of reading what it is made of.
func (b *Budget) Make(n int) bool {
	if b.text -= n; b.text < 0 && b.err == nil {
		b.err = ErrTooCostly
	}
	return b.Spend(n >> 4)
}

// pause looks whether the budget is used up, or its owner gone.
func (b *Budget) pause() bool {
	if b.err == nil && b.steps < 0 {
		b.err = ErrTooCostly
	}
	if b.err == nil && b.done != nil {
		b.look = max(0, b.steps-lookEvery)
		select {
		case <-b.done:
			b.err = ErrStopped
		default:
		}
	}
	return b.err == nil
}

// Err is ErrTooCostly or ErrStopped once the budget is used up, else nil.
func (b *Budget) Err() error { return b.err }

// spend takes n steps from the budget and says whether the evaluation goes on.
func (c *Context) spend(n int) bool {
	if !c.run.budget.Spend(n) && c.run.err == nil {
		c.run.err = c.run.budget.err
	}
	return c.run.err == nil
}

// make takes n bytes of text from the budget before a function writes them.
func (c *Context) make(n int) bool {
	if !c.run.budget.Make(n) && c.run.err == nil {
		c.run.err = c.run.budget.err
	}
	return c.run.err == nil
}

// read is a node's text. That of an inner node is made of all its leaves, at their cost.
func (c *Context) read(n *Node) string {
	if len(n.Children) == 0 {
		return n.Text()
	}
	if !c.weigh(n) {
		return ""
	}
	return n.Text()
}

// weigh spends what reading an inner node costs.
func (c *Context) weigh(n *Node) bool {
	if !c.spend(len(n.Children)) || !c.make(len(n.Value)) {
		return false
	}
	for _, child := range n.Children {
		if len(child.Children) > 0 {
			if !c.weigh(child) {
				return false
			}
			continue
		}
		c.make(len(child.Value))
	}
	return c.run.err == nil
}

// first is the text of the first node of a set.
func (c *Context) first(v Value) string {
	if v.count() == 0 {
		return ""
	}
	return c.read(v.node(0))
}
