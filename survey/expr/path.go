package expr

import (
	"slices"
	"strings"
)

// path evaluates a location path: from the context node, the root, or the nodes of an expression.
func (c *Context) path(t *term, f focus) Value {
	var start Value
	switch t.op {
	case opPath:
		start = single(f.node)
		if f.node == nil {
			start = nodeset(nil)
		}
	case opRoot:
		start = c.document()
	default:
		if start = c.eval(t.args[0], f); start.kind != Nodeset {
			return c.fail(NodesetExpected, "/")
		}
	}
	steps := t.steps
	if t.op == opRoot && len(steps) > 0 && start.one != nil && start.one.Name != "" && start.one.Parent == nil {
		start, steps = c.rootElement(start.one, steps)
	}
	nested := false // one node of the set may be inside another
	for i := range steps {
		if start.count() == 0 || c.run.err != nil {
			return nodeset(nil)
		}
		start = c.step(start, &steps[i], nested)
		nested = nested || steps[i].axis >= axisDescendant
	}
	return visible(start)
}

func (c *Context) document() Value {
	switch {
	case c.Root != nil:
		return single(c.Root)
	case c.Node != nil:
		return single(c.Node.Top())
	}
	return nodeset(nil)
}

// rootElement takes the first step of an absolute path where Root is the root element itself: the document
// above it exists only in thought.
func (c *Context) rootElement(root *Node, steps []step) (Value, []step) {
	first := &steps[0]
	if first.axis == axisDescendantOrSelf {
		return single(root), steps
	}
	if first.axis != axisChild || !c.passes(root, first) {
		return nodeset(nil), nil
	}
	kept := c.choose([]*Node{root}, first.preds)
	return nodeset(kept), steps[1:]
}

// step takes one step from every node of a set.
func (c *Context) step(from Value, s *step, nested bool) Value {
	if from.one != nil && len(s.preds) == 0 {
		if n, ok := c.lone(from.one, s); ok {
			if n == nil {
				return nodeset(nil)
			}
			return single(n)
		}
	}
	var all []*Node
	for i := range from.count() {
		all = append(all, c.choose(c.axis(nil, from.node(i), s), s.preds)...)
	}
	backward := s.axis >= axisAncestor
	merged := from.count() > 1 && (nested || s.axis == axisParent || s.axis == axisDescendant || s.axis == axisDescendantOrSelf)
	if backward || merged {
		all = c.inOrder(all)
	}
	return nodeset(all)
}

// lone takes a step that leads from one node to at most one node, without a slice.
func (c *Context) lone(n *Node, s *step) (*Node, bool) {
	switch s.axis {
	case axisSelf:
		if c.passes(n, s) {
			return n, true
		}
		return nil, true
	case axisParent:
		if n.Parent != nil && c.passes(n.Parent, s) {
			return n.Parent, true
		}
		return nil, true
	case axisChild:
		var found *Node
		for _, child := range n.Children {
			if !c.spend(1) {
				return nil, true
			}
			if c.passes(child, s) {
				if found != nil {
					return nil, false
				}
				found = child
			}
		}
		return found, true
	}
	return nil, false
}

// passes says whether a node meets the name or type that a step asks for.
func (c *Context) passes(n *Node, s *step) bool {
	switch s.test {
	case "node()":
		return true
	case "*":
		return n.isElement()
	case "text()", "comment()", "processing-instruction()":
		return n.matches(s.test)
	}
	if n.Name == s.test {
		return true
	}
	prefix, local, ok := strings.Cut(s.test, ":")
	if !ok || !n.isElement() {
		return false
	}
	if local == "*" {
		c.fail(UnknownPrefix, prefix)
		return false
	}
	return n.Name == local // the document's default namespace may be the one meant
}

// axis appends the nodes along the step's axis that pass its test, nearest first.
func (c *Context) axis(found []*Node, n *Node, s *step) []*Node {
	keep := func(m *Node) {
		if c.spend(1) && c.passes(m, s) {
			found = append(found, m)
		}
	}
	switch s.axis {
	case axisChild:
		for _, m := range n.Children {
			keep(m)
		}
	case axisSelf:
		keep(n)
	case axisParent:
		if n.Parent != nil {
			keep(n.Parent)
		}
	case axisAttribute:
		return c.attributes(found, n, s.test)
	case axisDescendant, axisDescendantOrSelf:
		c.descend(n, s.axis == axisDescendantOrSelf, keep)
	case axisAncestor, axisAncestorOrSelf:
		if s.axis == axisAncestorOrSelf {
			keep(n)
		}
		for m := n.Parent; m != nil; m = m.Parent {
			keep(m)
		}
	default:
		c.beside(n, s.axis, keep)
	}
	return found
}

func (c *Context) descend(n *Node, self bool, keep func(*Node)) {
	if self {
		keep(n)
	}
	for _, m := range n.Children {
		if c.run.err != nil {
			return
		}
		c.descend(m, true, keep)
	}
}

// beside walks the siblings before or after n, and for following and preceding those of its ancestors, whole.
func (c *Context) beside(n *Node, along axis, keep func(*Node)) {
	if n.Parent == nil || n.Name[0] == attributeStart {
		return
	}
	siblings := n.Parent.Children
	at := slices.Index(siblings, n)
	switch along {
	case axisFollowingSibling, axisFollowing:
		for _, m := range siblings[at+1:] {
			if along == axisFollowing {
				c.descend(m, true, keep)
			} else {
				keep(m)
			}
		}
	case axisPrecedingSibling, axisPreceding:
		for _, m := range slices.Backward(siblings[:at]) {
			if along == axisPreceding {
				c.ascend(m, keep)
			} else {
				keep(m)
			}
		}
	}
	if along == axisFollowing || along == axisPreceding {
		c.beside(n.Parent, along, keep)
	}
}

// ascend visits a subtree from its end.
func (c *Context) ascend(n *Node, keep func(*Node)) {
	for _, m := range slices.Backward(n.Children) {
		c.ascend(m, keep)
	}
	keep(n)
}

func (c *Context) attributes(found []*Node, n *Node, test string) []*Node {
	for _, a := range n.Attrs {
		if (test == "*" || test == "node()" || test == a.Name) && !strings.HasPrefix(a.Name, "xmlns") {
			found = append(found, &Node{Name: "@" + a.Name, Value: a.Value, Parent: n})
		}
	}
	c.spend(len(n.Attrs))
	return found
}

// choose keeps the nodes that every predicate accepts; a number is a position.
func (c *Context) choose(nodes []*Node, preds []*term) []*Node {
	for _, p := range preds {
		kept := nodes[:0:0]
		for i, n := range nodes {
			v := c.eval(p, focus{node: n, position: i + 1, size: len(nodes)})
			if c.run.err != nil {
				return nil
			}
			if v.kind == Number && v.num == float64(i+1) || v.kind != Number && c.truth(p, v) {
				kept = append(kept, n)
			}
		}
		nodes = kept
	}
	return nodes
}

// filter applies predicates to a whole set: (a | b)[1], ${repeat}[age < 18].
func (c *Context) filter(t *term, f focus) Value {
	v := c.argNodes(t, 0, f)
	return nodeset(c.choose(v.Nodes(), t.args[1:]))
}

func (c *Context) union(t *term, f focus) Value {
	var all []*Node
	for i := range t.args {
		v := c.eval(t.args[i], f)
		if v.kind != Nodeset {
			return c.fail(NodesetExpected, "|")
		}
		all = append(all, v.Nodes()...)
	}
	return nodeset(c.inOrder(all))
}

// inOrder sorts nodes as in the document and drops repetitions.
func (c *Context) inOrder(nodes []*Node) []*Node {
	nodes = slices.Clone(nodes)
	slices.SortStableFunc(nodes, func(a, b *Node) int {
		siblings := 0
		if a.Parent != nil {
			siblings = len(a.Parent.Children)
		}
		if !c.spend(4 + siblings>>3) { // finding a place among siblings takes a look at each
			return 0
		}
		return before(a, b)
	})
	return slices.CompactFunc(nodes, same)
}

// visible leaves irrelevant nodes out, once the path has counted them. Where none is left, the set still
// compares as a blank answer (JavaRosa, Web Forms): ${hidden} != 'yes' holds.
func visible(v Value) Value {
	if v.one != nil {
		if v.one.hidden() {
			return Value{kind: Nodeset, lost: true}
		}
		return v
	}
	kept := relevant(v.nodes)
	return Value{kind: Nodeset, nodes: kept, lost: len(kept) < len(v.nodes) && len(kept) == 0}
}

// relevant returns nodes itself where nothing is hidden.
func relevant(nodes []*Node) []*Node {
	if !slices.ContainsFunc(nodes, (*Node).hidden) {
		return nodes
	}
	kept := make([]*Node, 0, len(nodes))
	for _, n := range nodes {
		if !n.hidden() {
			kept = append(kept, n)
		}
	}
	return kept
}
