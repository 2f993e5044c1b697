package survey

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"constat/survey/expr"
	"constat/survey/markup"
)

// instance is one respondent's state: the tree that expressions address, with
// the values typed so far. The Form is the definition, this is what it is
// applied to (web-forms' best cut).
type instance struct {
	form     *Form
	occ      Occasion
	root     *expr.Node
	meta     *expr.Node   // nil unless the form refers to it
	single   []*expr.Node // by Question.ordinal, for what is outside repeats
	ctx      expr.Context
	problems []Problem
	said     []complaint
	spending spending
	stop     *Problem // where the budget was used up
	adding   bool     // the instance that grows was not there when the form opened
	bare     bool     // it comes from a template, which holds no instance of inner repeats
	live     bool     // a Filling: triggers run when an answer changes
	aside    map[repeatPlace][]*expr.Node
}

// field is what a node of the tree knows of the form.
type field struct {
	question *Question
	path     string // the field's name on the page
	given    bool   // the answers had something for it, blank or not
	added    bool   // its repeat instance was added after the form opened
	started  bool   // its default was computed: that happens once
	fault    bool   // its text could not be read: nothing more is said of it
	// impossible is a recorded number that the question's type does not allow.
	impossible string
	raw        string // the text as it came, for the page
	edited     bool   // somebody typed over what was computed
	computed   string // what was computed last
	lost       bool   // its value is unknown: its calculation, or what that needs, was not read
}

func (f *Form) newInstance(a Answers, occ Occasion) *instance {
	in := &instance{form: f, occ: occ, single: make([]*expr.Node, f.count), spending: newSpending(f, occ.Done)}
	in.root = &expr.Node{Name: f.RootElement()}
	in.ctx = expr.Context{
		Root: in.root, Now: occ.Now, Zone: occ.Zone, Language: occ.Language,
		Rand:        rand.NewPCG(uint64(occ.Seed), 0),
		Resolve:     in.resolve,
		Instance:    in.secondary,
		ChoiceLabel: in.choiceLabel, Budget: in.spending.Budget,
	}
	in.grow(in.root, f.Questions, a, "")
	if f.meta {
		in.growMeta()
	}
	return in
}

// RootElement is the name of the root element, which typed paths begin with.
func (f *Form) RootElement() string {
	if f.Element == "" {
		return "data"
	}
	return f.Element
}

// grow adds the nodes of questions under parent.
func (in *instance) grow(parent *expr.Node, questions []*Question, a Answers, prefix string) {
	for _, q := range questions {
		switch q.Type.Kind {
		case Group:
			node := in.add(parent, q, prefix)
			in.grow(node, q.Children, a, prefix)
		case Repeat:
			in.growRepeat(parent, q, a, prefix)
		default:
			node := in.add(parent, q, prefix)
			in.fill(node, a)
		}
	}
}

func (in *instance) growRepeat(parent *expr.Node, q *Question, a Answers, prefix string) {
	instances, given := a.repeat(q)
	if !given && q.RepeatCount == nil && !in.occ.Recorded {
		in.growInitial(parent, q, prefix)
		return
	}
	for i, answers := range instances {
		if i == MaxInstances || in.addInstance(parent, q, answers, fmt.Sprintf("%s%s[%d]/", prefix, q.Key, i+1)) == nil {
			in.crowd(q, prefix+q.Key, len(instances))
			return
		}
	}
}

// growInitial adds the instances that exist before anybody answered: one,
// unless the form says otherwise. What they hold are defaults, not answers.
func (in *instance) growInitial(parent *expr.Node, q *Question, prefix string) {
	if in.bare && q.AddedEmpty {
		return
	}
	if q.Initial == nil {
		if in.addInstance(parent, q, Answers{}, fmt.Sprintf("%s%s[1]/", prefix, q.Key)) == nil {
			in.crowd(q, prefix+q.Key, 1)
		}
		return
	}
	for i, values := range q.Initial {
		node := in.addInstance(parent, q, values, fmt.Sprintf("%s%s[%d]/", prefix, q.Key, i+1))
		if node == nil {
			in.crowd(q, prefix+q.Key, len(q.Initial))
			return
		}
		eachBelow(node, forgetGiven)
	}
}

// eachBelow visits every node under n.
func eachBelow(n *expr.Node, visit func(*expr.Node)) {
	for _, child := range n.Children {
		visit(child)
		eachBelow(child, visit)
	}
}

// addInstance gives nil when there is no room for one more.
func (in *instance) addInstance(parent *expr.Node, q *Question, a Answers, prefix string) *expr.Node {
	if !in.spending.room.Take(q.Inside()) {
		return nil
	}
	node := parent.Append(&expr.Node{Name: q.Name, Data: &field{question: q, path: strings.TrimSuffix(prefix, "/")}})
	in.grow(node, q.Children, a, prefix)
	return node
}

func (in *instance) add(parent *expr.Node, q *Question, prefix string) *expr.Node {
	numeric := q.Type.Format == FormatInteger || q.Type.Format == FormatDecimal
	node := parent.Append(&expr.Node{Name: q.Name, Numeric: numeric, Data: &field{question: q, path: prefix + q.Key, added: in.adding}})
	if q.Scope.Repeat == nil {
		in.single[q.ordinal] = node
	}
	return node
}

// fill gives a leaf its text: what was answered, what the link carries, or
// its default.
func (in *instance) fill(node *expr.Node, a Answers) {
	f := node.Data.(*field)
	q := f.question
	text, given := a.value(q)
	if carried, ok := in.occ.Carried[q.Name]; ok && q.Type.Kind == Hidden {
		text, given = carried, true
	}
	f.given, f.raw = given, text
	if !given {
		text = q.cast(in.unanswered(node, q))
	}
	node.Value = in.normalise(f, text)
}

func (in *instance) unanswered(node *expr.Node, q *Question) string {
	if in.occ.Recorded {
		return ""
	}
	if in.occ.Now.IsZero() {
		return q.Default
	}
	switch q.Type.Name {
	case "today":
		return in.occ.Now.In(in.zone()).Format("2006-01-02")
	case "start", "end":
		return in.occ.Now.In(in.zone()).Format(momentLayout)
	}
	return q.Default
}

// momentLayout is how Collect writes the moments at which a form was opened
// and finished.
const momentLayout = "2006-01-02T15:04:05.000-07:00"

func fieldOf(n *expr.Node) *field {
	f, _ := n.Data.(*field)
	return f
}

// resolve finds what ${name} means in from's row: the same repeat instance
// when both are in it, else all instances (pyxform's rule for relative references).
func (in *instance) resolve(name string, from *expr.Node) []*expr.Node {
	var asking *Question
	for n := from; n != nil; n = n.Parent {
		if f := fieldOf(n); f != nil {
			asking = f.question
			break
		}
	}
	if strings.HasPrefix(name, lastSaved) {
		return nil // nothing is kept of an earlier respondent
	}
	target := in.form.target(asking, name)
	if target == nil {
		return in.metaNamed(name)
	}
	if target.Scope.Repeat == nil && target.Type.Kind != Repeat {
		if node := in.single[target.ordinal]; node != nil {
			return []*expr.Node{node}
		}
		return nil
	}
	start := in.commonInstance(from, target)
	return in.descend(start, target)
}

// commonInstance is the innermost repeat instance around from that also holds
// target, or the root.
func (in *instance) commonInstance(from *expr.Node, target *Question) *expr.Node {
	for n := from; n != nil; n = n.Parent {
		f := fieldOf(n)
		if f != nil && f.question.Type.Kind == Repeat && f.question != target && contains(f.question, target) {
			return n
		}
	}
	return in.root
}

// descend collects the nodes of target under start, in document order.
func (in *instance) descend(start *expr.Node, target *Question) []*expr.Node {
	var found []*expr.Node
	if !in.spending.Spend(1 + len(start.Children)>>3) {
		return nil
	}
	for _, child := range start.Children {
		f := fieldOf(child)
		switch {
		case f == nil:
		case f.question == target:
			found = append(found, child)
		case len(f.question.Children) > 0 && contains(f.question, target):
			found = append(found, in.descend(child, target)...)
		}
	}
	return found
}

// secondary builds instance('name'): a choice list as root/item elements with
// one child per column.
func (in *instance) secondary(name string) *expr.Node {
	list := in.form.Lists[name]
	if list == nil {
		return nil
	}
	key := listKey{name, in.occ.Language}
	if list.Source != nil {
		return list.Source
	}
	if node, ok := in.form.secondary.Load(key); ok {
		return node.(*expr.Node)
	}
	node, _ := in.form.secondary.LoadOrStore(key, list.node(in.occ.Language))
	return node.(*expr.Node)
}

// listKey names a list's secondary instance, whose labels depend on the
// language.
type listKey struct{ list, language string }

// item is a choice as an element of its list's secondary instance.
func (in *instance) item(l *List, c *Choice) *expr.Node {
	if in.form.Lists[l.Name] == l {
		if i, ok := l.Place(c.Name); ok && &l.Choices[i] == c {
			if rows := in.secondary(l.Name).Children[0].Children; i < len(rows) {
				return rows[i]
			}
		}
	}
	root := &expr.Node{Name: "root"}
	c.node(root, in.occ.Language)
	return root.Children[0]
}

// node is the secondary instance of a list, in pyxform's shape.
func (l *List) node(language string) *expr.Node {
	instance := &expr.Node{Name: "instance"}
	root := instance.Append(&expr.Node{Name: "root"})
	for i := range l.Choices {
		l.Choices[i].node(root, language)
	}
	return instance
}

// node appends a choice as an item element under root. A file whose codes and
// labels are in other columns may have columns of those names too: then they
// are the file's.
func (c *Choice) node(root *expr.Node, language string) *expr.Node {
	item := root.Append(&expr.Node{Name: "item"})
	if _, own := c.Columns["name"]; !own {
		item.Append(&expr.Node{Name: "name", Value: c.Name})
	}
	if _, own := c.Columns["label"]; !own {
		item.Append(&expr.Node{Name: "label", Value: markup.Parse(c.Label.In(language)).String()})
	}
	for _, column := range sortedKeys(c.Columns) {
		item.Append(&expr.Node{Name: column, Value: c.Columns[column]})
	}
	return item
}

// choiceLabel is jr:choice-name(value, '${question}').
func (in *instance) choiceLabel(value, question string) string {
	name := strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(question), "${"), "}")
	name = name[strings.LastIndexByte(name, '/')+1:]
	for _, q := range in.form.names[name] {
		if c, ok := q.List.Choice(value); ok {
			return in.words(nil, c.Label)
		}
	}
	return ""
}

func (in *instance) report(p Problem) { in.problems = append(in.problems, p) }
