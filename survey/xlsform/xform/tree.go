package xform

import (
	"strconv"

	"constat/survey"
	"constat/survey/expr"
)

// node is an element of the primary instance; the root has no question.
type node struct {
	*survey.Question
	root string // of the root: its name
	up   *node
	down []*node
}

// path is where the node is: /data/group/name.
func (n *node) path() string {
	if n.up == nil {
		return "/" + n.root
	}
	return n.up.path() + "/" + n.Name
}

// depth counts the node's ancestors.
func (n *node) depth() int {
	d := 0
	for p := n.up; p != nil; p = p.up {
		d++
	}
	return d
}

func (n *node) is(k survey.Kind) bool { return n.Question != nil && n.Type.Kind == k }

// repeat is the innermost repeat around n, n itself left out, or nil.
func (n *node) repeat() *node {
	for p := n.up; p != nil; p = p.up {
		if p.is(survey.Repeat) {
			return p
		}
	}
	return nil
}

// plant builds the tree of nodes.
func (w *writer) plant() {
	w.root = &node{root: w.form.RootElement()}
	w.grow(w.root, w.form.Questions)
	w.triggers = map[*node][]*node{}
	w.root.walk(func(to *node) {
		for _, name := range to.Trigger {
			if by := w.target(to, name); by != nil && w.kept(to) {
				w.triggers[by] = append(w.triggers[by], to)
			}
		}
	})
}

func (w *writer) grow(up *node, questions []*survey.Question) {
	for _, q := range questions {
		switch {
		case q.Type.Name == "xml-external" || q.Type.Name == "csv-external" || q.Type.Name == "audit":
			// an instance of its own, or a part of meta
		case q.Type.Kind == survey.Repeat:
			w.growRepeat(up, q)
		case q.Type.Kind == survey.Group && q.Has("table-list"):
			w.growTable(up, q)
		default:
			w.grow(w.put(up, q), q.Children)
		}
	}
}

func (w *writer) put(up *node, q *survey.Question) *node {
	n := &node{Question: q, up: up}
	up.down = append(up.down, n)
	w.named[q.Name] = append(w.named[q.Name], n)
	return n
}

// growRepeat adds a repeat. XForms count instances with a path only, so that
// an expression becomes a calculation that stands before the repeat.
func (w *writer) growRepeat(up *node, q *survey.Question) {
	if q.RepeatCount != nil && bareReference(q.RepeatCount) == "" {
		w.put(up, &survey.Question{Name: q.Name + "_count", Type: typeNamed("calculate"), Calculation: q.RepeatCount, ReadOnly: always})
		counted := *q
		counted.RepeatCount, _ = expr.Parse("${" + q.Name + "_count}")
		w.grow(w.put(up, &counted), q.Children)
		return
	}
	w.grow(w.put(up, q), q.Children)
}

// growTable adds a table-list: ODK draws a table from a row of labels and
// rows without, in one field list.
func (w *writer) growTable(up *node, q *survey.Question) {
	table := *q
	table.Appearance = replaced(q.Appearance, "table-list", "field-list")
	table.Label, table.Hint = nil, nil
	n := w.put(up, &table)
	if !q.Label.Empty() || !q.Hint.Empty() {
		w.put(n, &survey.Question{
			Name: "generated_table_list_label_" + strconv.Itoa(q.Row), Type: typeNamed("note"), Label: q.Label, Hint: q.Hint,
		})
	}
	headed := false
	for _, child := range q.Children {
		if child.Type.Format != survey.FormatOne && child.Type.Format != survey.FormatMultiple {
			w.grow(n, []*survey.Question{child})
			continue
		}
		if !headed {
			headed = true
			w.put(n, &survey.Question{
				Name: "reserved_name_for_field_list_labels_" + strconv.Itoa(child.Row),
				Type: child.Type, ListName: child.ListName, List: child.List, Appearance: []string{"label"},
			})
		}
		row := *child
		row.Appearance = []string{"list-nolabel"}
		w.put(n, &row)
	}
}

func replaced(words []string, old, new string) []string {
	changed := make([]string, len(words))
	for i, word := range words {
		if word == old {
			word = new
		}
		changed[i] = word
	}
	return changed
}

func typeNamed(name string) *survey.Type {
	t, _ := survey.TypeNamed(name)
	return t
}

// always is the expression true().
var always, _ = expr.Parse("true()")

// walk visits every node below n, in document order.
func (n *node) walk(visit func(*node)) {
	for _, child := range n.down {
		visit(child)
		child.walk(visit)
	}
}

// kept tells whether this service collects the node's value.
func (w *writer) kept(n *node) bool {
	return !w.options.Minimal || !n.is(survey.Captured) && !locates[n.Type.Name]
}

// locates are the types that say who, where or when, beyond the day.
var locates = map[string]bool{
	"deviceid": true, "username": true, "phonenumber": true, "email": true, "uri:deviceid": true,
	"start": true, "end": true, "start-geopoint": true, "background-geopoint": true, "background-audio": true,
}

// repeated tells whether n is a repeat or inside one.
func (n *node) repeated() bool {
	return n.Question != nil && (n.is(survey.Repeat) || n.repeat() != nil)
}
