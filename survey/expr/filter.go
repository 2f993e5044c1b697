package expr

// EvalFilter computes a choice filter for one choice: bare names and "." are read from item, the row of the list,
// while ${references} and current() stay with c.Node, the question being answered.
func (e *Expr) EvalFilter(c *Context, item *Node) (bool, error) {
	outer := c.run
	c.run = run{left: c.Steps}
	if c.Steps <= 0 {
		c.run.left = DefaultSteps
	}
	v := c.eval(e.root, focus{node: item, position: 1, size: 1})
	admitted := c.run.err == nil && truth(e.root, v)
	err := c.run.err
	c.run = outer
	return admitted, err
}
