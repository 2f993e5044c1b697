package web

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/google/uuid"

	"constat/survey"
)

// submittedInstance is an XForm instance as a phone sends it.
type submittedInstance struct {
	formID, version string
	instance        uuid.UUID
	deprecated      string // the instance that this one corrects, or ""
	root            *instanceNode
}

// instanceNode is an element of it.
type instanceNode struct {
	name     string
	text     string
	template bool
	children []*instanceNode
}

const (
	instanceDepth    = 64      // elements in elements: forms stop at 50
	instanceElements = 100_000 // far above MaxInstances of any real repeat
)

// readInstance parses an instance. The error says what is wrong with the
// document, never what is in it.
func readInstance(document []byte) (*submittedInstance, error) {
	in := &submittedInstance{}
	decoder := xml.NewDecoder(bytes.NewReader(document))
	open, count := []*instanceNode{}, 0
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, errors.New("the instance is not well-formed XML")
		}
		switch t := token.(type) {
		case xml.Directive:
			return nil, errors.New("the instance has a document type declaration")
		case xml.StartElement:
			if count++; count > instanceElements || len(open) >= instanceDepth {
				return nil, errors.New("the instance has too many elements")
			}
			open = append(open, in.start(open, t))
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			if len(open) > 0 {
				open[len(open)-1].text += string(t)
			}
		}
	}
	if in.root == nil {
		return nil, errors.New("the instance is empty")
	}
	return in, in.readMeta()
}

// start adds an element below the innermost open one.
func (in *submittedInstance) start(open []*instanceNode, t xml.StartElement) *instanceNode {
	n := &instanceNode{name: t.Name.Local}
	for _, a := range t.Attr {
		switch {
		case len(open) == 0 && a.Name.Local == "id":
			in.formID = a.Value
		case len(open) == 0 && a.Name.Local == "version":
			in.version = a.Value
		case a.Name.Local == "template":
			n.template = true
		}
	}
	if len(open) == 0 {
		in.root = n
		return n
	}
	up := open[len(open)-1]
	up.children = append(up.children, n)
	return n
}

func (in *submittedInstance) readMeta() error {
	meta := in.root.child("meta")
	id, err := instanceID(meta.child("instanceID").value())
	if err != nil {
		return fmt.Errorf("read the instance id: %w", err)
	}
	in.instance = id
	if deprecated := meta.child("deprecatedID").value(); deprecated != "" {
		id, err := instanceID(deprecated)
		if err != nil {
			return fmt.Errorf("read the id of the corrected instance: %w", err)
		}
		in.deprecated = id.String()
	}
	return nil
}

// instanceID reads "uuid:5b8e…"; the prefix is the protocol's, not the id's.
func instanceID(text string) (uuid.UUID, error) {
	id, err := uuid.Parse(strings.TrimPrefix(strings.TrimSpace(text), "uuid:"))
	if err != nil {
		return id, errors.New("not a UUID")
	}
	return id, nil
}

// child gives the first child of a name; nil has none.
func (n *instanceNode) child(name string) *instanceNode {
	if n == nil {
		return nil
	}
	for _, c := range n.children {
		if c.name == name && !c.template {
			return c
		}
	}
	return nil
}

// value is the text of a leaf; a nil node, and one that holds others, has none.
func (n *instanceNode) value() string {
	if n == nil || len(n.children) > 0 {
		return ""
	}
	return n.text
}

// answers reads what a form asks out of an instance; what it does not ask is
// left. A phone leaves out what does not apply: nothing is asked there.
func (in *submittedInstance) answers(form *survey.Form) survey.Answers {
	r := instanceReader{room: form.NewRoom()}
	return r.level(form.Questions, in.root)
}

// instanceReader stops where judging would refuse: one instance more than
// there is room for is enough to be told so.
type instanceReader struct {
	room *survey.Room
	full bool
}

func (r *instanceReader) level(questions []*survey.Question, n *instanceNode) survey.Answers {
	a := survey.Answers{Values: map[string]string{}, Repeats: map[string][]survey.Answers{}}
	r.read(a, questions, n)
	return a
}

func (r *instanceReader) read(a survey.Answers, questions []*survey.Question, n *instanceNode) {
	for _, q := range questions {
		switch {
		case q.Type.Kind == survey.Group:
			r.read(a, q.Children, n.child(q.Name))
		case q.Type.Kind == survey.Repeat:
			a.Repeats[q.Key] = r.repeat(q, n)
		case !q.Holds():
		case n.child(q.Name) != nil:
			a.Values[q.Key] = n.child(q.Name).value()
		case q.Type.Kind == survey.Asked:
			a.Values[q.Key] = ""
		}
	}
}

// repeat lists the instances of a repeat; an empty list is none, and
// not the blank one that a new questionnaire starts with.
func (r *instanceReader) repeat(q *survey.Question, n *instanceNode) []survey.Answers {
	instances := []survey.Answers{}
	if n == nil {
		return instances
	}
	for _, c := range n.children {
		if c.name != q.Name || c.template {
			continue
		}
		if r.full {
			break
		}
		r.full = !r.room.Take(q.Inside())
		instances = append(instances, r.level(q.Children, c))
	}
	return instances
}
