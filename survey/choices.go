package survey

import (
	"strings"

	"constat/survey/expr"
)

// option is one choice that a select may offer, with the node that its filter
// is evaluated on.
type option struct {
	choice *Choice
	item   *expr.Node
}

// choicesFrom is the repeated question whose answers are the choices of
// "select_one ${question}", or "".
func (q *Question) choicesFrom() string {
	name, ok := strings.CutPrefix(q.ListName, "${")
	if !ok || q.List != nil {
		return ""
	}
	return strings.TrimSpace(strings.TrimSuffix(name, "}"))
}

// narrowed tells whether what a select offers depends on other answers.
func (q *Question) narrowed() bool {
	return q.List != nil && q.ChoiceFilter != nil || q.choicesFrom() != ""
}

// options lists what a select offers before its filter: its list, or the
// answers of a repeated question, repetitions left out. Blank ones are the
// filter's business.
func (in *instance) options(node *expr.Node, q *Question) []option {
	name := q.choicesFrom()
	if name == "" {
		if q.List == nil {
			return nil
		}
		if !in.spending.Spend(len(q.List.Choices) >> 2) {
			return nil
		}
		options := make([]option, len(q.List.Choices))
		for i := range q.List.Choices {
			options[i].choice = &q.List.Choices[i]
		}
		return options
	}
	var options []option
	seen := make(map[string]bool)
	for _, answer := range in.resolve(name, node) {
		text := answer.Text()
		if seen[text] {
			continue
		}
		seen[text] = true
		options = append(options, option{&Choice{Name: text, Label: Plain(text)}, answer.Parent})
	}
	return options
}

// offers tells whether a select offers an option now.
func (in *instance) offers(node *expr.Node, q *Question, o option) bool {
	if q.ChoiceFilter == nil {
		return true
	}
	if o.item == nil {
		return in.admits(node, q, o.choice)
	}
	ctx := in.at(node)
	if source := in.form.target(q, q.choicesFrom()); source != nil && source.Scope.Repeat != nil && !contains(source.Scope.Repeat, q) {
		// What is asked beside the answers is that of the same row.
		ctx.Resolve = func(name string, from *expr.Node) []*expr.Node {
			if t := in.form.target(q, name); t != nil && t.Scope == source.Scope {
				from = o.item
			}
			return in.resolve(name, from)
		}
		defer func() { ctx.Resolve = in.resolve }()
	}
	admitted, err := q.ChoiceFilter.EvalFilter(ctx, o.item)
	if err != nil {
		in.failed(node, err)
	}
	return err == nil && admitted
}

// stillOffered is what remains of an answer when the choices that are no
// longer offered are taken out.
func (in *instance) stillOffered(node *expr.Node, q *Question) string {
	byName := make(map[string]option)
	if q.List == nil {
		for _, o := range in.options(node, q) {
			byName[o.choice.Name] = o
		}
	}
	names := []string{node.Value}
	if q.Type.Format != FormatOne {
		names = strings.Fields(node.Value)
	}
	kept := names[:0]
	for _, name := range names {
		o, ok := byName[name]
		if q.List != nil && in.admitsNamed(node, q, name) || ok && in.offers(node, q, o) {
			kept = append(kept, name)
		}
	}
	return strings.Join(kept, " ")
}
