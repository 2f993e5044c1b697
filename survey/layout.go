package survey

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"constat/survey/expr"
	"constat/survey/markup"
)

// Page lays the form out for one respondent: what was answered so far, what
// applies, and the problems found, each at its field.
func (f *Form) Page(a Answers, occ Occasion, problems []Problem) *Page {
	in := f.newInstance(a, occ)
	in.settle()
	l := layout{in: in, problems: make(map[string][]Problem)}
	page := &Page{Title: markup.Parse(f.Title.In(occ.Language)).String(), Language: occ.Language}
	for _, p := range problems {
		l.problems[p.Path] = append(l.problems[p.Path], p)
	}
	for _, p := range in.problems {
		if (p.Code == CodeTooMany || p.Code == CodeTooManyInAll) && len(l.problems[p.Path]) == 0 {
			l.problems[p.Path] = append(l.problems[p.Path], p)
			page.Crowded = true
		}
	}
	for _, item := range l.items(in.root) {
		page.add(item)
	}
	page.Unfinished = in.stop
	return page
}

// add puts a top-level group in a section of its own, and rows between groups
// together in one. A group that is a row of a grid (w1, w2…) is one of these.
func (p *Page) add(item Item) {
	if item.Question.Type.Kind == Group && !slices.ContainsFunc(item.Question.Appearance, gridWidth.MatchString) {
		p.Sections = append(p.Sections, Section{
			ID: item.Path, Title: item.Label, Hint: item.Hint, Item: &item, Items: item.Items,
		})
		return
	}
	last := len(p.Sections) - 1
	if last < 0 || p.Sections[last].Item != nil {
		p.Sections = append(p.Sections, Section{ID: "section-" + strconv.Itoa(len(p.Sections)+1)})
		last++
	}
	p.Sections[last].Items = append(p.Sections[last].Items, item)
}

// gridWidth is the appearance that gives a row its width in a grid.
var gridWidth = regexp.MustCompile(`^w\d+$`)

type layout struct {
	in       *instance
	problems map[string][]Problem
	blanks   []*Question // repeats whose blank instance is laid out
}

// items lays out what is under a node; the instances of one repeat are one Item.
func (l *layout) items(parent *expr.Node) []Item {
	var items []Item
	place := make(map[*Question]int)
	for _, node := range parent.Children {
		f := fieldOf(node)
		if f == nil || !f.question.Shown() || f.question.Type.Kind == Note && f.question.Has("no-label") {
			continue
		}
		if l.in.over() {
			l.in.exceeded(f.path)
			return items
		}
		q := f.question
		if q.Type.Kind != Repeat {
			items = append(items, l.item(node))
			continue
		}
		at, seen := place[q]
		if !seen {
			at = len(items)
			place[q] = at
			items = append(items, l.repeat(node, q))
		}
		items[at].Instances = append(items[at].Instances, l.items(node))
	}
	return l.withEmptyRepeats(parent, items)
}

// withEmptyRepeats adds the repeats that have no instance: the page must
// still offer to add one.
func (l *layout) withEmptyRepeats(parent *expr.Node, items []Item) []Item {
	siblings := l.in.form.Questions
	if f := fieldOf(parent); f != nil {
		siblings = f.question.Children
	}
	for _, q := range siblings {
		if q.Type.Kind != Repeat || present(items, q) {
			continue
		}
		anchor := l.in.anchor(parent, q)
		anchor.Data = &field{question: q, path: l.in.prefix(parent) + q.Key}
		if q.Relevant != nil {
			if relevant, err := q.Relevant.EvalBool(l.in.at(anchor)); err == nil {
				anchor.Irrelevant = !relevant
			}
		}
		item := l.repeat(anchor, q)
		if !slices.Contains(l.blanks, q) { // one serves every row around it
			l.blanks = append(l.blanks, q)
			item.Blank = l.blank(parent, q)
		}
		items = insertInOrder(items, item)
	}
	return items
}

// blank lays out an instance that is not there.
func (l *layout) blank(parent *expr.Node, q *Question) []Item {
	path := l.in.prefix(parent) + q.Key + "[1]"
	node := &expr.Node{Name: q.Name, Parent: parent, Data: &field{question: q, path: path}}
	l.in.grow(node, q.Children, Answers{}, path+"/")
	return l.items(node)
}

func present(items []Item, q *Question) bool {
	for i := range items {
		if items[i].Question == q {
			return true
		}
	}
	return false
}

func insertInOrder(items []Item, item Item) []Item {
	at := len(items)
	for i := range items {
		if items[i].Question.ordinal > item.Question.ordinal {
			at = i
			break
		}
	}
	items = append(items, Item{})
	copy(items[at+1:], items[at:])
	items[at] = item
	return items
}

// repeat is the Item of a repeat, without its instances.
func (l *layout) repeat(node *expr.Node, q *Question) Item {
	item := l.item(node)
	item.Items = nil
	if cut := strings.LastIndexByte(item.Path, '['); cut > 0 && strings.HasSuffix(item.Path, "]") {
		item.Path = item.Path[:cut]
	}
	item.ReadOnly = q.RepeatCount != nil
	item.Problems = l.problems[item.Path]
	return item
}

func (l *layout) item(node *expr.Node) Item {
	f := fieldOf(node)
	q := f.question
	item := Item{
		Question: q, Path: f.path, Value: node.Value, Relevant: !hidden(node),
		Label: l.in.shown(node, q.Label), Hint: l.in.shown(node, q.Hint), Guidance: l.in.shown(node, q.Guidance),
		Required: l.holds(node, q.Required), ReadOnly: l.holds(node, q.ReadOnly),
		Problems: l.problems[f.path],
	}
	if f.fault || item.Value == "" && f.raw != "" {
		item.Value = f.raw // nothing typed is lost
	}
	l.in.spending.Make(len(item.Value))
	if q.Type.Kind == Asked && (q.List != nil || q.choicesFrom() != "") {
		item.Choices = l.choices(node, q, item.Value)
	}
	if ticks := l.in.form.Lists[q.Parameters["tick_labelset"]]; ticks != nil && q.Type.Name == "range" {
		for i := range ticks.Choices {
			c := &ticks.Choices[i]
			label := l.in.shown(node, c.Label)
			if !l.in.offer() || !l.in.spending.Make(len(c.Name)) {
				break
			}
			item.Ticks = append(item.Ticks, PageChoice{Name: c.Name, Label: label})
		}
	}
	if q.Type.Kind == Group {
		item.Items = l.items(node)
	}
	return item
}

func (l *layout) holds(node *expr.Node, e *expr.Expr) bool {
	if e == nil {
		return false
	}
	holds, err := e.EvalBool(l.in.at(node))
	return err == nil && holds
}

// label is an option's; an answer that is one is never markup.
func (l *layout) label(node *expr.Node, o option) markup.Text {
	if o.item != nil {
		l.in.spending.Make(len(o.choice.Name))
		return markup.Words(o.choice.Name)
	}
	return l.in.shown(node, o.choice.Label)
}

// choices lists what can be chosen now. A choice that was made and is no
// longer admitted stays visible until the respondent changes it.
func (l *layout) choices(node *expr.Node, q *Question, value string) []PageChoice {
	names := []string{value}
	if q.Type.Format != FormatOne {
		names = strings.Fields(value)
	}
	rank := make(map[string]int)
	for i, name := range names {
		rank[name] = i + 1
	}
	options := l.in.options(node, q)
	choices := make([]PageChoice, 0, len(options))
	for _, o := range options {
		c := o.choice
		selected := rank[c.Name] > 0
		if c.Name == "" || !selected && !l.in.offers(node, q, o) { // a blank answer of a repeat is nothing to choose
			continue
		}
		label := l.label(node, o)
		if !l.in.offer() || !l.in.spending.Make(len(c.Name)) {
			break
		}
		choices = append(choices, PageChoice{
			Name: c.Name, Label: label, Image: c.Image.In(l.in.occ.Language),
			Selected: selected, Rank: rank[c.Name],
		})
	}
	return choices
}
