package survey

import (
	"math"
	"strconv"
	"strings"
	"time"

	"constat/survey/expr"
	"constat/survey/markup"
)

func (in *instance) zone() *time.Location {
	if in.occ.Zone == nil {
		return time.UTC
	}
	return in.occ.Zone
}

// at prepares the evaluation of an expression written in node's row.
func (in *instance) at(node *expr.Node) *expr.Context {
	in.ctx.Node = node
	return &in.ctx
}

// failed reports an expression that could not be evaluated. The form was
// checked when it was read, so what remains is its cost or its data; either
// way the respondent is told at the field, and nothing is guessed.
func (in *instance) failed(node *expr.Node, err error) {
	f := fieldOf(node)
	if in.over() {
		in.exceeded(f.path)
		return
	}
	if f.fault {
		return
	}
	f.fault = true
	in.report(Problem{Code: CodeNotComputed, Path: f.path, Args: []string{err.Error()}})
}

// settle computes defaults, numbers of instances, relevance and calculated
// values, each after what it depends on (Form.sortComputations). It may be
// called again after a change; a default is computed once.
func (in *instance) settle() {
	if in.form.defaultsFirst && !in.occ.Recorded {
		in.form.Walk(func(q *Question) {
			if q.DynamicDefault != nil {
				in.each(q, func(node *expr.Node) { in.start(node, q) })
			}
		})
	}
	const rounds = 20 // of repeats that count themselves; each adds an instance
	for round := range rounds {
		resized := in.computeAll()
		if !in.form.countsApart || round > 0 && !resized {
			return
		}
	}
}

// computeAll goes through the form once, and tells whether a repeat grew or
// shrank.
func (in *instance) computeAll() bool {
	resized := false
	for _, q := range in.form.order {
		if in.over() {
			in.exceeded(q.Key)
			return false
		}
		if q.RepeatCount != nil && !in.occ.Recorded {
			resized = in.count(q) || resized
		}
		in.each(q, func(node *expr.Node) { in.compute(node, q) })
	}
	return resized
}

func (in *instance) compute(node *expr.Node, q *Question) {
	if q.DynamicDefault != nil && !in.occ.Recorded {
		in.start(node, q)
	}
	if f := fieldOf(node); in.occ.Recorded && node.Value == "" && (q.Unread.Calculation || in.unsure(q.Calculation, node)) {
		f.lost = true
	}
	if q.Relevant != nil && !in.unsure(q.Relevant, node) {
		relevant, err := q.Relevant.EvalBool(in.at(node))
		if err != nil {
			in.failed(node, err)
		}
		node.Irrelevant = !relevant
	}
	if q.Calculation != nil && !fieldOf(node).lost && in.recalculates(node, q) {
		in.calculate(node, q)
	}
}

// each visits the nodes of a question, all instances.
func (in *instance) each(q *Question, visit func(*expr.Node)) {
	if q.Scope.Repeat == nil && q.Type.Kind != Repeat {
		if node := in.single[q.ordinal]; node != nil {
			visit(node)
		}
		return
	}
	for _, node := range in.descend(in.root, q) {
		if in.over() {
			return
		}
		visit(node)
	}
}

// recalculates tells whether a calculation runs now. One with a trigger runs
// when the trigger changes, and its result may be edited: what arrived stands,
// and when nothing arrived it ran if a trigger was answered.
func (in *instance) recalculates(node *expr.Node, q *Question) bool {
	f := fieldOf(node)
	switch {
	case in.occ.Recorded && node.Value != "":
		return false
	case in.occ.Computed && f.given && q.Shown() && q.ReadOnly == nil:
		return false
	case len(q.Trigger) == 0:
		return true
	case in.live || f.given:
		return false
	}
	for _, name := range q.Trigger {
		for _, source := range in.resolve(name, node) {
			if fs := fieldOf(source); source.Text() != "" && (fs.given || fs.question.Type.Kind == Hidden) {
				return in.triggers(source, q, node)
			}
		}
	}
	return false
}

// calculate computes a value. Where the question does not apply the last value
// stays, and reads as nothing: once() finds it again. A trigger sets it all
// the same: its answer will not change again when the question comes to apply.
func (in *instance) calculate(node *expr.Node, q *Question) {
	if hidden(node) && len(q.Trigger) == 0 {
		return
	}
	value, err := q.Calculation.EvalText(in.at(node))
	if err != nil {
		in.failed(node, err)
		return
	}
	f, value := fieldOf(node), q.cast(value)
	if !in.spending.Make(len(value)) {
		in.exceeded(f.path)
		return
	}
	if in.live && f.edited && value == f.computed {
		return // Collect computes again when what the value depends on changes
	}
	f.computed, f.edited = value, false
	node.Value = value
}

// cast writes a computed text as the question's type does: an integer loses
// its fraction, a date its time (JavaRosa, Web Forms).
func (q *Question) cast(text string) string {
	switch q.Type.Format {
	case FormatInteger:
		if n, err := strconv.ParseFloat(text, 64); err == nil && math.Abs(n) < 1<<53 {
			return strconv.FormatFloat(math.Trunc(n)+0, 'f', -1, 64)
		}
	case FormatDate:
		if day, _, cut := strings.Cut(text, "T"); cut && len(day) == len("2006-01-02") {
			return day
		}
	}
	return text
}

// hidden tells whether a node or one of its ancestors is irrelevant.
func hidden(n *expr.Node) bool {
	for ; n != nil; n = n.Parent {
		if n.Irrelevant {
			return true
		}
	}
	return false
}

// start computes a default that is an expression, once: at the first load, or
// when its repeat instance is added.
func (in *instance) start(node *expr.Node, q *Question) {
	f := fieldOf(node)
	if f.given || f.started || q.DefaultFor == FirstInstances && f.added || q.DefaultFor == AddedInstances && !f.added {
		return
	}
	f.started = true
	value, err := q.DynamicDefault.EvalText(in.at(node))
	if err != nil {
		in.failed(node, err)
		return
	}
	node.Value = in.normalise(f, q.cast(value))
}

// count grows or shrinks a repeat whose number of instances is computed, and
// tells whether it did.
func (in *instance) count(q *Question) bool {
	resized := false
	for _, parent := range in.parents(q) {
		value, err := q.RepeatCount.EvalNumber(in.at(in.anchor(parent, q)))
		if err != nil || math.IsNaN(value) {
			value = 0
		}
		wanted := int(math.Max(0, math.Min(value, MaxInstances+1)))
		resized = in.resize(parent, q, wanted) || resized
	}
	return resized
}

// parents lists the nodes under which instances of a repeat live.
func (in *instance) parents(q *Question) []*expr.Node {
	if q.Parent == nil {
		return []*expr.Node{in.root}
	}
	var found []*expr.Node
	in.each(q.Parent, func(n *expr.Node) { found = append(found, n) })
	return found
}

// anchor is a node standing in q's row, for evaluating what is written there
// when the repeat has no instance yet.
func (in *instance) anchor(parent *expr.Node, q *Question) *expr.Node {
	return &expr.Node{Name: q.Name, Parent: parent, Data: &field{question: q, path: q.Key}}
}

// resize adds or drops instances at the end, and tells whether it had to.
func (in *instance) resize(parent *expr.Node, q *Question, wanted int) bool {
	var kept, dropped []*expr.Node
	have, at := 0, len(parent.Children)
	for i, child := range parent.Children {
		if f := fieldOf(child); f != nil && f.question == q {
			have++
			at = i + 1
			if have > wanted {
				dropped = append(dropped, child)
				continue
			}
		}
		kept = append(kept, child)
	}
	if have > wanted {
		in.setAside(parent, q, dropped)
		parent.Children = kept
		in.recount()
		return true
	}
	if have == 0 {
		at = in.insertionPoint(parent, q)
	}
	for n := have; n < wanted; n++ {
		prefix := in.prefix(parent) + q.Key + "[" + strconv.Itoa(n+1) + "]/"
		in.adding, in.bare = true, in.live && (q.RepeatCount == nil || n > 0)
		node := (*expr.Node)(nil)
		if n < MaxInstances {
			if node = in.bringBack(parent, q, strings.TrimSuffix(prefix, "/")); node == nil {
				node = in.addInstance(parent, q, q.initial(n), prefix)
			}
		}
		in.adding, in.bare = false, false
		if node == nil {
			in.crowd(q, in.prefix(parent)+q.Key, wanted)
			return n > have
		}
		if q.Initial != nil {
			eachBelow(node, forgetGiven)
		}
		last := len(parent.Children) - 1
		copy(parent.Children[at+1:], parent.Children[at:last])
		parent.Children[at] = node
		at++
	}
	return have < wanted
}

// initial is what the n-th instance of a counted repeat holds at first, from 0.
func (q *Question) initial(n int) Answers {
	if q.RepeatCount != nil && n < len(q.Initial) {
		return q.Initial[n]
	}
	return Answers{}
}

// forgetGiven makes what an instance starts with a default, not an answer.
func forgetGiven(n *expr.Node) { fieldOf(n).given = false }

// insertionPoint keeps document order: before the first child that comes
// after q in the form.
func (in *instance) insertionPoint(parent *expr.Node, q *Question) int {
	for i, child := range parent.Children {
		if f := fieldOf(child); f != nil && f.question.ordinal > q.ordinal {
			return i
		}
	}
	return len(parent.Children)
}

// prefix is the path of the repeat instance that a node stands in, with its
// slash.
func (in *instance) prefix(n *expr.Node) string {
	for ; n != nil; n = n.Parent {
		if f := fieldOf(n); f != nil && f.question.Type.Kind == Repeat {
			return f.path + "/"
		}
	}
	return ""
}

// shown is a text as people read it, seen from a node's row (nil for the form
// itself): what was answered stands in it as text.
func (in *instance) shown(node *expr.Node, t Text) markup.Text {
	s := t.In(in.occ.Language)
	if !in.spending.Make(len(s)) {
		return nil
	}
	return markup.Parse(s).Fill(func(name string) string {
		if !in.spending.Make(4 * len(s)) {
			return ""
		}
		return in.answerTo(name, node)
	})
}

// words are the words of such a text.
func (in *instance) words(node *expr.Node, t Text) string { return in.shown(node, t).String() }

// text is a text as its author wrote it, with the answers in their places.
func (in *instance) text(node *expr.Node, t Text) string {
	s := t.In(in.occ.Language)
	if !strings.Contains(s, "${") {
		return s
	}
	if !in.spending.Make(4 * len(s)) { // it is read again, and written anew
		return ""
	}
	template, err := expr.ParseTemplate(s)
	if err != nil {
		return s
	}
	return template.Render(func(name string) string { return in.answerTo(name, node) })
}

// answerTo is what ${name} stands for in a text.
func (in *instance) answerTo(name string, from *expr.Node) string {
	nodes := in.resolve(name, from)
	if len(nodes) == 0 || hidden(nodes[0]) || !in.spending.Make(len(nodes[0].Value)) {
		return ""
	}
	return nodes[0].Value
}
