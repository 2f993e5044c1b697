package expr

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

const (
	maxXMLDepth = 200
	maxXMLNodes = 1_000_000
)

// ReadXML reads a document into a tree of Nodes: a secondary instance, or an instance to
// evaluate against. Names keep their prefix; white space between elements is dropped.
func ReadXML(r io.Reader) (*Node, error) {
	in := &xmlReader{dec: xml.NewDecoder(r), at: &Node{}}
	in.dec.Entity = xml.HTMLEntity
	document := in.at
	for {
		tok, err := in.dec.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = in.take(tok)
		}
		if err != nil {
			return nil, fmt.Errorf("read XML: %w", err)
		}
	}
	if in.at != document {
		return nil, fmt.Errorf("read XML: element %s is not closed", in.at.Name)
	}
	if len(document.Children) == 0 {
		return nil, errors.New("read XML: no element")
	}
	return document, nil
}

type xmlReader struct {
	dec          *xml.Decoder
	at           *Node
	depth, nodes int
}

func (in *xmlReader) take(tok xml.Token) error {
	switch t := tok.(type) {
	case xml.StartElement:
		return in.open(t)
	case xml.EndElement:
		if in.at.Parent == nil || in.at.Name != qualified(t.Name) {
			return fmt.Errorf("unexpected end of element %s", qualified(t.Name))
		}
		in.settle()
		in.at = in.at.Parent
		in.depth--
	case xml.CharData:
		in.add(textName, string(t))
	case xml.Comment:
		in.add(commentName, string(t))
	case xml.ProcInst:
		if t.Target != "xml" {
			in.add(instructName, string(t.Inst))
		}
	}
	if in.nodes > maxXMLNodes {
		return errors.New("too many elements")
	}
	return nil
}

func (in *xmlReader) open(t xml.StartElement) error {
	if in.depth++; in.depth > maxXMLDepth {
		return errors.New("elements nested too deeply")
	}
	in.nodes++
	n := &Node{Name: qualified(t.Name)}
	for _, a := range t.Attr {
		n.Attrs = append(n.Attrs, Attr{qualified(a.Name), a.Value})
	}
	in.at = in.at.Append(n)
	return nil
}

func (in *xmlReader) add(name, text string) {
	if in.at.Parent == nil {
		return
	}
	in.nodes++
	if kids := in.at.Children; name == textName && len(kids) > 0 && kids[len(kids)-1].Name == textName {
		kids[len(kids)-1].Value += text // CDATA continues the text before it
		return
	}
	in.at.Append(&Node{Name: name, Value: text})
}

// settle closes an element: a lone text becomes the value of a leaf.
func (in *xmlReader) settle() {
	n := in.at
	if len(n.Children) == 1 && n.Children[0].Name == textName {
		n.Value, n.Children = n.Children[0].Value, nil
		return
	}
	kept := n.Children[:0]
	for _, c := range n.Children {
		if c.Name != textName || strings.TrimSpace(c.Value) != "" {
			kept = append(kept, c)
		}
	}
	n.Children = kept
}

func qualified(n xml.Name) string {
	if n.Space == "" {
		return n.Local
	}
	return n.Space + ":" + n.Local
}
