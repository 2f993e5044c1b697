package expr

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// scene is one evaluation, as testdata and vectors describe it. Its JSON form goes to the browser's evaluator.
type scene struct {
	Name     string            `json:"name"`
	Expr     string            `json:"-"`
	Strict   bool              `json:"-"`    // Parse, not ParseGrammar
	Mode     string            `json:"mode"` // value, condition, answer, or a type to convert to
	Values   map[string]string `json:"-"`
	Document *Node             `json:"-"`
	Node     string            `json:"node"`
	Root     string            `json:"root"`
	Item     string            `json:"item,omitempty"` // of a choice filter
	Now      time.Time         `json:"now"`
	Zone     string            `json:"zone"`
	Language string            `json:"language"`
	Want     string            `json:"-"`

	Tree any `json:"tree"`
	Doc  any `json:"doc"`
}

// build makes the document that ${x} and paths of the scene address.
func (s *scene) build() {
	if s.Document == nil {
		s.Document = &Node{}
		data := s.Document.Append(&Node{Name: "data"})
		for name, value := range s.Values {
			_, err := fmt.Sscanf(value, "%g", new(float64))
			data.Append(&Node{Name: name, Value: value, Numeric: err == nil && !strings.Contains(value, "-")})
		}
	}
	s.Doc = jsonTree(s.Document)
}

// jsonTree writes a node as [name, value, attributes, children, irrelevant, numeric].
func jsonTree(n *Node) any {
	children, attrs := []any{}, [][2]string{}
	for _, c := range n.Children {
		children = append(children, jsonTree(c))
	}
	for _, a := range n.Attrs {
		attrs = append(attrs, [2]string{a.Name, a.Value})
	}
	return []any{n.Name, n.Value, attrs, children, n.Irrelevant, n.Numeric}
}

func (s *scene) context(t *testing.T) *Context {
	t.Helper()
	zone, err := time.LoadLocation(s.Zone)
	if err != nil {
		t.Fatalf("zone %s: %v", s.Zone, err)
	}
	c := &Context{
		Now: s.Now, Zone: zone, Language: s.Language, Rand: rand.New(rand.NewPCG(1, 2)),
		Node: s.Document.Locate(s.Node), Root: s.Document.Locate(s.Root),
		Resolve: s.Document.Nearest,
		Instance: func(name string) *Node {
			for _, n := range s.Document.named(nil, "instance") {
				if id, _ := n.Attr("id"); id == name {
					return n
				}
			}
			return nil
		},
		ChoiceLabel: func(value, question string) string {
			if value == "unknown" {
				return ""
			}
			return question + ":" + strings.ToUpper(value)
		},
	}
	if c.Node == nil || c.Root == nil {
		t.Fatalf("%s: no node %s or root %s", s.Name, s.Node, s.Root)
	}
	return c
}

// run evaluates the scene in Go and writes the result as testdata does.
func (s *scene) run(t *testing.T) string {
	t.Helper()
	s.build()
	parse := ParseGrammar
	if s.Strict {
		parse = Parse
	}
	e, err := parse(s.Expr)
	if err != nil {
		return "! " + code(err)
	}
	tree, err := e.MarshalJSON()
	if err != nil {
		t.Fatalf("%s: %v", s.Expr, err)
	}
	s.Tree = rawJSON(tree)
	return s.eval(e, s.context(t))
}

func (s *scene) eval(e *Expr, c *Context) string {
	var v Value
	var err error
	switch s.Mode {
	case "condition", "boolean":
		var b bool
		b, err = e.EvalBool(c)
		v = boolean(b)
	case "filter":
		item := s.Document.Locate(s.Item)
		if item == nil {
			return "no item " + s.Item
		}
		var b bool
		b, err = e.EvalFilter(c, item)
		v = boolean(b)
	case "answer":
		var answer string
		answer, err = e.EvalText(c)
		v = text(answer)
	default:
		v, err = e.Eval(c)
	}
	switch {
	case err != nil:
		return "! " + code(err)
	case s.Mode == "number":
		v = number(v.Number())
	case s.Mode == "string":
		v = text(v.Text())
	}
	return show(v)
}

// show writes a value: 5, true, 'text', [/*[1] /*[2]].
func show(v Value) string {
	switch v.Kind() {
	case String:
		return "'" + v.Text() + "'"
	case Nodeset:
		paths := []string{}
		for _, n := range v.Nodes() {
			paths = append(paths, n.Path())
		}
		return "[" + strings.Join(paths, " ") + "]"
	}
	return v.Text()
}

func code(err error) string {
	var syntax *SyntaxError
	var eval *EvalError
	switch {
	case errors.As(err, &syntax):
		return syntax.Code
	case errors.As(err, &eval):
		return eval.Code
	case errors.Is(err, ErrTooCostly):
		return TooCostly
	}
	return err.Error()
}

// alike compares two results; transcendental functions may differ in the last digits.
func alike(a, b string) bool {
	if a == b {
		return true
	}
	var x, y float64
	if n, err := fmt.Sscan(a, &x); n != 1 || err != nil {
		return false
	}
	if n, err := fmt.Sscan(b, &y); n != 1 || err != nil {
		return false
	}
	return math.Abs(x-y) <= 1e-12*max(math.Abs(x), math.Abs(y))
}

type rawJSON []byte

func (r rawJSON) MarshalJSON() ([]byte, error) { return r, nil }
