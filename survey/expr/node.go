package expr

import (
	"slices"
	"strconv"
	"strings"
)

// Node is one element of an answer tree, or of a secondary instance: what XPath addresses.
// A document is a Node without a name whose child is the root element.
type Node struct {
	Name     string
	Value    string // stored text of a leaf; "" is unanswered
	Attrs    []Attr
	Parent   *Node
	Children []*Node
	// Irrelevant nodes read as empty and are left out of nodesets, they and their
	// subtree (JavaRosa's rule).
	Irrelevant bool
	// Numeric marks the answer of an integer or decimal question: alone as a condition, 0 is false.
	Numeric bool
	Data    any // the owner's; package survey keeps the question here
}

// Attr is an attribute of an element.
type Attr struct{ Name, Value string }

// Names of the nodes that are not elements. They start with characters no XML name has.
const (
	textName       = "#text"
	commentName    = "#comment"
	instructName   = "#instruction"
	attributeStart = '@'
)

// Append adds child as the last child of n and returns it.
func (n *Node) Append(child *Node) *Node {
	child.Parent = n
	n.Children = append(n.Children, child)
	return child
}

// Child returns the first child element of that name, or nil.
func (n *Node) Child(name string) *Node {
	for _, c := range n.Children {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// Attr returns the value of an attribute, and whether it is there.
func (n *Node) Attr(name string) (string, bool) {
	for i := range n.Attrs {
		if n.Attrs[i].Name == name {
			return n.Attrs[i].Value, true
		}
	}
	return "", false
}

// Text is the node's string value: its own text, or for an inner node the texts
// of its leaves in order. Irrelevant nodes have none.
func (n *Node) Text() string {
	if n.hidden() {
		return ""
	}
	if len(n.Children) == 0 {
		return n.Value
	}
	var b strings.Builder
	n.writeText(&b)
	return b.String()
}

func (n *Node) writeText(b *strings.Builder) {
	if n.Irrelevant || n.Name == commentName || n.Name == instructName {
		return
	}
	b.WriteString(n.Value)
	for _, c := range n.Children {
		c.writeText(b)
	}
}

// Top returns the topmost ancestor of n, or n itself.
func (n *Node) Top() *Node {
	for n.Parent != nil {
		n = n.Parent
	}
	return n
}

// Position is the node's index, from 1, among its siblings of the same name: which
// instance of a repeat it is. Irrelevant siblings count, so that instances keep their number.
func (n *Node) Position() int {
	if n.Parent == nil {
		return 1
	}
	at := 0
	for _, s := range n.Parent.Children {
		if s.Name == n.Name {
			at++
		}
		if s == n {
			break
		}
	}
	return at
}

// Path writes where n is as element positions: /*[1]/*[2], or / for a document.
func (n *Node) Path() string {
	if n.Parent == nil {
		if n.Name == "" {
			return "/"
		}
		return "/*[1]"
	}
	above := strings.TrimSuffix(n.Parent.Path(), "/")
	if n.Name[0] == attributeStart {
		return above + "/" + n.Name
	}
	at, same := 0, 0
	for _, s := range n.Parent.Children {
		if s.isElement() {
			at++
		}
		if s.Name == n.Name {
			same++
		}
		if s == n {
			break
		}
	}
	switch n.Name {
	case textName:
		return above + "/text()[" + strconv.Itoa(same) + "]"
	case commentName:
		return above + "/comment()[" + strconv.Itoa(same) + "]"
	case instructName:
		return above + "/processing-instruction()[" + strconv.Itoa(same) + "]"
	}
	return above + "/*[" + strconv.Itoa(at) + "]"
}

// Locate returns the node at a path that Path wrote, seen from the document n, or nil.
func (n *Node) Locate(path string) *Node {
	at := n
	for _, step := range strings.Split(strings.Trim(path, "/"), "/") {
		if step == "" || at == nil {
			continue
		}
		if step[0] == attributeStart {
			at = at.attribute(step[1:])
			continue
		}
		test, index, _ := strings.Cut(strings.TrimSuffix(step, "]"), "[")
		number, err := strconv.Atoi(index)
		if err != nil {
			return nil
		}
		at = at.nth(test, number)
	}
	return at
}

// nth returns the i-th child that a step of Path means. The text of a leaf has
// no node of its own: the leaf stands for it.
func (n *Node) nth(test string, i int) *Node {
	if test == "text()" && len(n.Children) == 0 {
		return n
	}
	for _, c := range n.Children {
		if !c.matches(test) {
			continue
		}
		if i--; i == 0 {
			return c
		}
	}
	return nil
}

func (n *Node) matches(test string) bool {
	switch test {
	case "*":
		return n.isElement()
	case "text()":
		return n.Name == textName
	case "comment()":
		return n.Name == commentName
	case "processing-instruction()":
		return n.Name == instructName
	}
	return n.Name == test
}

// attribute makes the node that stands for an attribute, or nil.
func (n *Node) attribute(name string) *Node {
	if value, ok := n.Attr(name); ok {
		return &Node{Name: "@" + name, Value: value, Parent: n}
	}
	return nil
}

func (n *Node) isElement() bool {
	return n.Name != "" && n.Name[0] != '#' && n.Name[0] != attributeStart
}

// hidden says whether n or one of its ancestors is irrelevant.
func (n *Node) hidden() bool {
	for ; n != nil; n = n.Parent {
		if n.Irrelevant {
			return true
		}
	}
	return false
}

// empty says whether nothing is answered at n; a group that holds elements is not empty.
func (n *Node) empty() bool {
	return n.Value == "" && !slices.ContainsFunc(n.Children, func(c *Node) bool { return c.isElement() || c.Name == textName })
}

func (n *Node) depth() int {
	d := 0
	for p := n.Parent; p != nil; p = p.Parent {
		d++
	}
	return d
}

// same says whether a and b are one node; attributes are made afresh at each step.
func same(a, b *Node) bool {
	return a == b || a.Parent == b.Parent && a.Parent != nil && a.Name == b.Name && a.Name[0] == attributeStart
}

// before orders two nodes as they stand in their document.
func before(a, b *Node) int {
	if same(a, b) {
		return 0
	}
	da, db := a.depth(), b.depth()
	pa, pb := a, b
	for ; da > db; da-- {
		pa = pa.Parent
	}
	for ; db > da; db-- {
		pb = pb.Parent
	}
	if same(pa, pb) { // one is inside the other
		return a.depth() - b.depth()
	}
	for pa.Parent != pb.Parent {
		pa, pb = pa.Parent, pb.Parent
	}
	if pa.Parent == nil { // two documents: keep the order they came in
		return -1
	}
	return pa.Parent.rank(pa) - pb.Parent.rank(pb)
}

// rank places attributes before children.
func (n *Node) rank(child *Node) int {
	if child.Name[0] == attributeStart {
		return slices.IndexFunc(n.Attrs, func(a Attr) bool { return a.Name == child.Name[1:] }) - len(n.Attrs)
	}
	return slices.Index(n.Children, child)
}

// Nearest finds the elements of a name as a reference in a bare document means them: those under the
// closest ancestor of from that has any; under n itself if from is nil.
func (n *Node) Nearest(name string, from *Node) []*Node {
	if from == nil {
		return n.named(nil, name)
	}
	for at := from; at != nil; at = at.Parent {
		if found := at.named(nil, name); len(found) > 0 {
			return found
		}
	}
	return nil
}

func (n *Node) named(found []*Node, name string) []*Node {
	for _, c := range n.Children {
		if c.Name == name {
			found = append(found, c)
		}
		found = c.named(found, name)
	}
	return found
}
