package expr

import (
	"crypto/sha256"
	"encoding/binary"
	"math"
	"slices"
	"strings"
)

// nodeFunctions address nodes and secondary instances.
var nodeFunctions = []function{
	{name: "count", min: 1, max: 1, compute: func(c *Context, f focus, t *term) Value {
		return number(float64(c.argNodes(t, 0, f).count()))
	}},
	{name: "count-non-empty", min: 1, max: 1, compute: func(c *Context, f focus, t *term) Value {
		v, n := c.argNodes(t, 0, f), 0
		for i := range v.count() {
			if c.spend(1) && !v.node(i).empty() {
				n++
			}
		}
		return number(float64(n))
	}},
	{name: "last", compute: func(_ *Context, f focus, _ *term) Value { return number(float64(f.size)) }},
	{name: "position", max: 1, compute: computePosition},
	{name: "current", compute: func(c *Context, _ focus, _ *term) Value {
		if c.Node == nil {
			return nodeset(nil)
		}
		return single(c.Node)
	}},
	{name: "instance", min: 1, max: 1, compute: func(c *Context, f focus, t *term) Value {
		name := c.argText(t, 0, f)
		if n := c.instance(name); n != nil {
			return single(n)
		}
		return c.fail(UnknownInstance, clip(name))
	}},
	{name: "pulldata", min: 4, max: 4, compute: computePulldata},
	{name: "randomize", min: 1, max: 2, volatile: true, compute: computeRandomize},
	{name: "name", max: 1, compute: func(c *Context, f focus, t *term) Value { return text(c.nameOf(t, f)) }},
	{name: "local-name", max: 1, compute: func(c *Context, f focus, t *term) Value {
		name := c.nameOf(t, f)
		return text(name[strings.IndexByte(name, ':')+1:])
	}},
}

func (c *Context) instance(name string) *Node {
	if c.Instance == nil {
		return nil
	}
	return c.Instance(name)
}

func (c *Context) nameOf(t *term, f focus) string {
	v := c.own(t, f)
	if v.kind != Nodeset {
		c.fail(NodesetExpected, t.str)
	}
	if v.count() == 0 {
		return ""
	}
	if n := v.node(0); n.isElement() || n.Name != "" && n.Name[0] == attributeStart {
		return strings.TrimPrefix(n.Name, "@")
	}
	return ""
}

// computePosition is the place among the candidates of a predicate, or of a node among its like: position(..) is
// the number of the repeat instance.
func computePosition(c *Context, f focus, t *term) Value {
	if len(t.args) == 0 {
		return number(float64(f.position))
	}
	v := c.argNodes(t, 0, f)
	if v.count() == 0 {
		return number(math.NaN())
	}
	n := v.node(0)
	if n.Parent != nil {
		c.spend(len(n.Parent.Children) >> 3)
	}
	return number(float64(n.Position()))
}

// computePulldata is instance(file)/root/item[key = value]/column, and nothing where a part is missing.
func computePulldata(c *Context, f focus, t *term) Value {
	file, column, key, value := c.argText(t, 0, f), c.argText(t, 1, f), c.argText(t, 2, f), c.argText(t, 3, f)
	from := c.instance(file)
	if from == nil {
		return text("")
	}
	if root := from.Child("root"); root != nil {
		from = root
	} else if len(from.Children) > 0 {
		from = from.Children[0]
	}
	for _, item := range from.Children {
		if !c.spend(1 + len(item.Children)>>3) {
			break
		}
		if found, ok := c.column(item, key); ok && found == value {
			cell, _ := c.column(item, column)
			return text(cell)
		}
	}
	return text("")
}

// column is a cell of a row: a child, a property of a map feature or, after @, an attribute.
func (c *Context) column(n *Node, name string) (string, bool) {
	if at, ok := strings.CutPrefix(name, "@"); ok {
		return n.Attr(at)
	}
	if cell := n.Child(name); cell != nil {
		return c.read(cell), true
	}
	return "", false
}

// computeRandomize shuffles a nodeset: Fisher and Yates from the first node on, with the numbers of Park and
// Miller, as JavaRosa, Enketo and Web Forms do: a seed gives one order everywhere.
func computeRandomize(c *Context, f focus, t *term) Value {
	nodes := slices.Clone(c.argNodes(t, 0, f).Nodes())
	var state int64
	switch {
	case len(t.args) == 2:
		state = c.seed(c.arg(t, 1, f))
	case c.Rand == nil:
		return c.fail(NoChance, t.str)
	default:
		state = int64(c.Rand.Uint64() >> 33)
	}
	const modulus = 1<<31 - 1
	if state %= modulus; state <= 0 {
		state += modulus - 1
	}
	c.spend(len(nodes))
	for i := range nodes {
		state = state * 16807 % modulus
		j := int(float64(state-1) / (modulus - 1) * float64(i+1))
		nodes[i], nodes[j] = nodes[j], nodes[i]
	}
	return nodeset(nodes)
}

// seed is a number without its fraction, 0 for NaN, or the start of a text's fingerprint (JavaRosa).
func (c *Context) seed(v Value) int64 {
	n := c.number(v)
	switch {
	case math.IsNaN(n) && v.kind != Number:
		sum := sha256.Sum256([]byte(c.text(v)))
		return int64(binary.BigEndian.Uint64(sum[:8]))
	case math.IsNaN(n):
		return 0
	case n >= 1<<63:
		return math.MaxInt64
	case n <= -1<<63:
		return math.MinInt64
	}
	return int64(n)
}
