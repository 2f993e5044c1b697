package expr

import "math"

var repeatFunctions = []function{
	{name: "indexed-repeat", min: 3, max: many, paired: true, compute: computeIndexedRepeat},
}

// computeIndexedRepeat finds the value of a question in the i-th instance of a repeat, and so on inwards. The
// references mean all instances, wherever the expression stands; a missing instance gives nothing.
func computeIndexedRepeat(c *Context, f focus, t *term) Value {
	wanted := c.everywhere(t, 0, f).Nodes()
	for i := 1; i+1 < len(t.args); i += 2 {
		repeat := c.everywhere(t, i, f)
		index := math.Trunc(c.argNumber(t, i+1, f))
		if repeat.count() == 0 || c.run.err != nil {
			return nodeset(nil)
		}
		level, name := repeat.node(0).depth(), repeat.node(0).Name
		var kept []*Node
		for _, n := range wanted {
			at := n.above(level)
			if at != nil && at.Name == name && c.spend(1+len(at.Parent.Children)>>3) && float64(at.Position()) == index {
				kept = append(kept, n)
			}
		}
		wanted = kept
	}
	return visible(nodeset(wanted))
}

// everywhere evaluates an argument so that a bare ${x} means all its instances.
func (c *Context) everywhere(t *term, i int, f focus) Value {
	if t.args[i].op != opRef {
		return c.argNodes(t, i, f)
	}
	if c.Resolve == nil {
		return c.fail(UnknownReference, t.args[i].str)
	}
	found := c.Resolve(t.args[i].str, nil)
	c.spend(len(found))
	return nodeset(found)
}

// above is n or its ancestor at a depth, if that is a repeat instance: the document itself is none.
func (n *Node) above(depth int) *Node {
	for d := n.depth(); d > depth; d-- {
		n = n.Parent
	}
	if n.Parent == nil || n.depth() != depth {
		return nil
	}
	return n
}
