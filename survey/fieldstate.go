package survey

import (
	"strconv"
	"strings"

	"constat/survey/expr"
)

// FieldState is what a filling knows of one row of the form: a question, a
// group, a repeat instance, or a repeat as a whole.
type FieldState struct {
	Path     string // in the tree, as Filling.Set takes it
	Question *Question
	Whole    bool // the repeat itself, which has Count instances; else a node
	Count    int

	Relevant           bool // it applies, and so does everything around it
	Required, ReadOnly bool
	Value              string // as stored; blank where it does not apply
	Label              string
	Options            []string // names of the choices offered, of a select
	// RequiredViolated: blank and required; ConstraintViolated: its rule is
	// broken. Never both, and only where it applies.
	RequiredViolated, ConstraintViolated bool
}

// State tells the state at a path; a repeat without an index is the repeat as
// a whole.
func (s *Filling) State(path string) (FieldState, bool) {
	s.in.renew()
	if parent, q := s.findRepeat(path); q != nil {
		return s.whole(parent, q, strings.Join(s.steps(path), "/")), true
	}
	node := s.find(path)
	if node == nil {
		return FieldState{}, false
	}
	return s.state(node, strings.Join(s.steps(path), "/")), true
}

// States lists the states of all rows, in document order; each repeat comes
// before its instances.
func (s *Filling) States() []FieldState {
	s.in.renew()
	return s.statesUnder(nil, s.in.root, s.in.form.Questions, "")
}

func (s *Filling) statesUnder(states []FieldState, parent *expr.Node, questions []*Question, prefix string) []FieldState {
	for _, q := range questions {
		path := prefix + q.Name
		nodes := childrenOf(parent, q)
		if q.Type.Kind == Hidden && !q.Holds() {
			continue // audit, files: nothing that anybody sees or answers
		}
		if q.Type.Kind == Repeat {
			states = append(states, s.whole(parent, q, path))
		}
		for i, node := range nodes {
			at := path
			if q.Type.Kind == Repeat {
				at += "[" + strconv.Itoa(i+1) + "]"
			}
			states = append(states, s.state(node, at))
			states = s.statesUnder(states, node, q.Children, at+"/")
		}
	}
	return states
}

// whole is the state of a repeat: it applies where one of its instances does,
// or the first would.
func (s *Filling) whole(parent *expr.Node, q *Question, path string) FieldState {
	nodes := childrenOf(parent, q)
	anchor := s.in.anchor(parent, q)
	applies := q.Relevant == nil || len(nodes) == 0 && s.holds(anchor, q.Relevant)
	for _, node := range nodes {
		applies = applies || !node.Irrelevant
	}
	return FieldState{
		Path: path, Question: q, Whole: true, Count: len(nodes), Relevant: applies && !hidden(parent),
		Label: s.in.text(anchor, q.Label),
	}
}

func (s *Filling) state(node *expr.Node, path string) FieldState {
	q := fieldOf(node).question
	state := FieldState{
		Path: path, Question: q, Relevant: !hidden(node), Label: s.in.text(node, q.Label),
		Required: s.holds(node, q.Required), ReadOnly: s.readOnly(node), Value: node.Text(),
	}
	if len(node.Children) > 0 {
		state.Value = ""
	}
	for _, o := range s.in.options(node, q) {
		if s.in.offers(node, q, o) {
			state.Options = append(state.Options, o.choice.Name)
		}
	}
	if !state.Relevant || !q.Holds() && q.Type.Kind != Note {
		return state
	}
	blank := strings.TrimSpace(state.Value) == ""
	state.RequiredViolated = state.Required && blank
	if q.Constraint != nil && !blank {
		state.ConstraintViolated = !s.holds(node, q.Constraint)
	}
	return state
}

func (s *Filling) holds(node *expr.Node, e *expr.Expr) bool {
	if e == nil {
		return false
	}
	holds, err := e.EvalBool(s.in.at(node))
	return err == nil && holds
}

// readOnly tells whether a node or what is around it cannot be changed.
func (s *Filling) readOnly(node *expr.Node) bool {
	for n := node; n != nil; n = n.Parent {
		if f := fieldOf(n); f != nil && s.holds(n, f.question.ReadOnly) {
			return true
		}
	}
	return false
}
