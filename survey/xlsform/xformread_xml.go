package xlsform

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"constat/survey/expr"
)

// Bounds of an XForm: the largest of the published forms is under 2 MB.
const (
	maxXFormBytes    = 5 << 20
	maxXFormDepth    = 100
	maxXFormElements = 200_000 // a list of the 35,000 communes takes 105,000
)

// element is one element of an XForm, or between elements a text, which has
// no name.
type element struct {
	name     string            // local name
	attrs    map[string]string // by local name; with jr: or orx: before it for those namespaces
	children []*element
	text     string
	line     int
	named    map[string]*element // the first child of each name, once there are many
}

// damagedXML is XML that cannot be read: the author's mistake, not the disk's.
type damagedXML struct {
	line int
	what string
}

func (d *damagedXML) Error() string { return fmt.Sprintf("line %d: %s", d.line, d.what) }

// readElements reads a whole document, within bounds. Entities that the
// document defines itself are not expanded.
func readElements(r io.Reader) (*element, error) {
	limited := &io.LimitedReader{R: r, N: maxXFormBytes + 1}
	dec := xml.NewDecoder(limited)
	top := &element{}
	open := []*element{top}
	for count := 0; ; {
		token, err := dec.Token()
		line, _ := dec.InputPos()
		switch {
		case limited.N <= 0:
			return nil, &damagedXML{line, fmt.Sprintf("more than %d MB", maxXFormBytes>>20)}
		case errors.Is(err, io.EOF):
			if root := top.first(); root != nil {
				return root, nil
			}
			return nil, &damagedXML{line, "no element"}
		case err != nil:
			var syntax *xml.SyntaxError
			if errors.As(err, &syntax) {
				return nil, &damagedXML{syntax.Line, syntax.Msg}
			}
			return nil, fmt.Errorf("read the XForm: %w", err)
		}
		at := open[len(open)-1]
		switch t := token.(type) {
		case xml.StartElement:
			if count++; count > maxXFormElements || len(open) > maxXFormDepth {
				return nil, &damagedXML{line, "too many elements, or too deep"}
			}
			e := &element{name: t.Name.Local, attrs: attributes(t.Attr), line: line}
			at.children = append(at.children, e)
			open = append(open, e)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			at.children = append(at.children, &element{text: string(t), line: line})
		}
	}
}

// prefixes are the namespaces whose attributes keep a prefix here.
var prefixes = map[string]string{"http://openrosa.org/javarosa": "jr:", "http://openrosa.org/xforms": "orx:", "jr": "jr:", "orx": "orx:"}

func attributes(list []xml.Attr) map[string]string {
	if len(list) == 0 {
		return nil
	}
	attrs := make(map[string]string, len(list))
	for _, a := range list {
		attrs[prefixes[a.Name.Space]+a.Name.Local] = a.Value
	}
	return attrs
}

// child is the first child element of that name, or nil; also of no element.
func (e *element) child(name string) *element {
	if e == nil {
		return nil
	}
	if len(e.children) > manyChildren {
		return e.index()[name]
	}
	for _, c := range e.children {
		if c.name == name {
			return c
		}
	}
	return nil
}

// manyChildren is from when on an element looks its children up in a table:
// a model with as many binds as nodes would take the square of their number.
const manyChildren = 30

func (e *element) index() map[string]*element {
	if e.named == nil {
		e.named = make(map[string]*element, len(e.children))
		for _, c := range e.children {
			if _, seen := e.named[c.name]; !seen {
				e.named[c.name] = c
			}
		}
	}
	return e.named
}

// first is the first child element, or nil.
func (e *element) first() *element {
	for _, c := range e.children {
		if c.name != "" {
			return c
		}
	}
	return nil
}

// plain is the text of an element without what is in its child elements.
func (e *element) plain() string {
	var b strings.Builder
	for _, c := range e.children {
		b.WriteString(c.text)
	}
	return strings.TrimSpace(b.String())
}

// holds tells whether a path from the root leads to an element; e is the root.
func (e *element) holds(path string) bool {
	steps := strings.Split(strings.TrimPrefix(path, "/"), "/")
	if steps[0] != e.name {
		return false
	}
	for _, step := range steps[1:] {
		if e = e.child(step); e == nil {
			return false
		}
	}
	return true
}

// node is the element as expressions address it.
func (e *element) node() *expr.Node {
	n := &expr.Node{Name: e.name}
	for name, value := range e.attrs {
		n.Attrs = append(n.Attrs, expr.Attr{Name: name, Value: value})
	}
	if e.first() == nil {
		n.Value = e.plain()
		return n
	}
	for _, c := range e.children {
		if c.name != "" {
			n.Append(c.node())
		}
	}
	return n
}
