package xform

import (
	"bytes"
	"encoding/xml"
	"strings"
)

// element is a piece of XML on its way out. Names are written with their
// prefix: the namespaces are all declared on the root.
type element struct {
	name     string
	attrs    [][2]string
	children []any // *element or string
}

// el makes an element; attributes come in pairs, and those without a value
// are left out.
func el(name string, attrs ...string) *element {
	e := &element{name: name}
	for i := 0; i+1 < len(attrs); i += 2 {
		if attrs[i+1] != "" {
			e.set(attrs[i], attrs[i+1])
		}
	}
	return e
}

// set gives an attribute its value: an element has one of each name.
func (e *element) set(name, value string) {
	for i := range e.attrs {
		if e.attrs[i][0] == name {
			e.attrs[i][1] = value
			return
		}
	}
	e.attrs = append(e.attrs, [2]string{name, value})
}

// add appends children, nil elements and empty texts left out, and returns e.
func (e *element) add(children ...any) *element {
	for _, c := range children {
		switch c := c.(type) {
		case *element:
			if c != nil {
				e.children = append(e.children, c)
			}
		case string:
			if c != "" {
				e.children = append(e.children, c)
			}
		case []any:
			e.add(c...)
		}
	}
	return e
}

// write indents elements that hold elements only; a text is written as it is.
func (e *element) write(b *bytes.Buffer, depth int) {
	b.WriteString("<" + e.name)
	for _, a := range e.attrs {
		b.WriteString(" " + a[0] + `="`)
		_ = xml.EscapeText(b, []byte(a[1])) // a buffer takes everything
		b.WriteByte('"')
	}
	if len(e.children) == 0 {
		b.WriteString("/>")
		return
	}
	b.WriteByte('>')
	mixed := e.mixed()
	for _, c := range e.children {
		if !mixed {
			b.WriteString("\n" + strings.Repeat("  ", depth+1))
		}
		switch c := c.(type) {
		case *element:
			c.write(b, depth+1)
		case string:
			_ = xml.EscapeText(b, []byte(c))
		}
	}
	if !mixed {
		b.WriteString("\n" + strings.Repeat("  ", depth))
	}
	b.WriteString("</" + e.name + ">")
}

func (e *element) mixed() bool {
	for _, c := range e.children {
		if _, text := c.(string); text {
			return true
		}
	}
	return false
}
