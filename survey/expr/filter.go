package expr

// EvalFilter computes a choice filter for one choice: bare names and "." are read from item, the row of the list,
// while ${references} and current() stay with c.Node, the question being answered.
func (e *Expr) EvalFilter(c *Context, item *Node) (bool, error) {
	return e.holds(c, focus{node: item, position: 1, size: 1})
}
