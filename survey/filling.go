package survey

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"constat/survey/expr"
)

// Filling is a form while somebody fills it: each answer changes what applies,
// what is computed and what can be chosen, as in ODK Collect. It is for
// whoever plays a person (tests, the command line); a server judges a whole
// Submission instead. It belongs to one goroutine.
type Filling struct{ in *instance }

// Errors of a Filling's methods.
var (
	ErrNoField   = errors.New("no such field")
	ErrNotFilled = errors.New("nothing is typed there")
	ErrCounted   = errors.New("the number of instances is computed")
	ErrTooMany   = errors.New("too many instances")
)

// Begin opens the form as at its first load: defaults, computed values,
// relevance.
func (f *Form) Begin(occ Occasion) *Filling {
	s := &Filling{in: f.newInstance(Answers{}, occ)}
	s.in.live = true
	for _, q := range f.Root.Questions {
		if q.Type.Name == "end" {
			s.in.single[q.ordinal].Value = "" // the end is when it is sent
		}
	}
	s.settle()
	return s
}

// Set answers a question. A text that cannot be read in the question's format
// leaves it blank. Paths are those of the tree, "menage/enfants[2]/age", with
// or without the root element before them.
func (s *Filling) Set(path, text string) error {
	node := s.find(path)
	if node == nil {
		return fmt.Errorf("%w: %s", ErrNoField, path)
	}
	f := fieldOf(node)
	if kind := f.question.Type.Kind; kind == Group || kind == Repeat || kind == Note {
		return fmt.Errorf("%w: %s", ErrNotFilled, path)
	}
	s.in.renew()
	before := node.Value
	f.given, f.raw, f.fault, f.edited = true, text, false, true
	node.Value = s.in.normalise(f, text)
	s.settle()
	if node.Value != before {
		s.fire(node, make(map[*expr.Node]bool))
	}
	return s.cost(path)
}

// cost is ErrTooCostly when what was just done took more than the budget.
func (s *Filling) cost(path string) error {
	if s.in.over() {
		return fmt.Errorf("%w: %s", ErrTooCostly, path)
	}
	return nil
}

// AddInstance adds an instance at the end of a repeat, "menage/enfants".
func (s *Filling) AddInstance(path string) error {
	parent, q := s.findRepeat(path)
	switch {
	case q == nil:
		return fmt.Errorf("%w: %s", ErrNoField, path)
	case q.RepeatCount != nil:
		return fmt.Errorf("%w: %s", ErrCounted, path)
	}
	n := len(childrenOf(parent, q))
	if n >= MaxInstances {
		return fmt.Errorf("%w: %s", ErrTooMany, path)
	}
	s.in.renew()
	if !s.in.resize(parent, q, n+1) {
		return fmt.Errorf("%w: %s", ErrTooMany, path)
	}
	s.settle()
	return s.cost(path)
}

// RemoveInstance removes one instance, "menage/enfants[2]"; those after it
// move up.
func (s *Filling) RemoveInstance(path string) error {
	node := s.find(path)
	if node == nil || fieldOf(node) == nil || fieldOf(node).question.Type.Kind != Repeat {
		return fmt.Errorf("%w: %s", ErrNoField, path)
	}
	q := fieldOf(node).question
	if q.RepeatCount != nil {
		return fmt.Errorf("%w: %s", ErrCounted, path)
	}
	kept := node.Parent.Children[:0]
	for _, child := range node.Parent.Children {
		if child != node {
			kept = append(kept, child)
		}
	}
	node.Parent.Children = kept
	for i, child := range childrenOf(node.Parent, q) {
		rename(child, s.in.prefix(node.Parent)+q.Key+"["+strconv.Itoa(i+1)+"]")
	}
	s.in.renew()
	s.in.recount()
	s.settle()
	return s.cost(path)
}

// Answers gives what would be submitted: relevant values, calculated ones too.
func (s *Filling) Answers() Answers {
	s.in.renew()
	record := s.in.record(s.in.form.Root, s.in.root)
	return answersOf(s.in.form.Root, &record)
}

// rename gives the fields of a repeat instance that moved their new paths.
func rename(node *expr.Node, path string) {
	before := fieldOf(node).path
	fieldOf(node).path = path
	eachBelow(node, func(n *expr.Node) {
		f := fieldOf(n)
		f.path = path + strings.TrimPrefix(f.path, before)
	})
}

// settle computes everything again, until no answer is lost to a filter: a
// choice that is no longer offered is not an answer any more (JavaRosa).
func (s *Filling) settle() {
	const rounds = 10 // each loses at least one choice; real forms need two
	for range rounds {
		s.forget()
		s.in.settle()
		if !s.deselect(s.in.root) {
			return
		}
	}
}

// forget drops what an earlier computation reported.
func (s *Filling) forget() {
	s.in.problems = s.in.problems[:0]
	eachBelow(s.in.root, func(n *expr.Node) {
		if f := fieldOf(n); f != nil {
			f.fault = false
		}
	})
}

// deselect takes out the choices that the filters no longer admit, and tells
// whether there was one.
func (s *Filling) deselect(under *expr.Node) bool {
	lost := false
	for _, node := range under.Children {
		if node.Irrelevant {
			continue
		}
		lost = s.deselect(node) || lost
		f := fieldOf(node)
		if f == nil || node.Value == "" || !f.question.narrowed() {
			continue
		}
		kept := s.in.stillOffered(node, f.question)
		if kept != node.Value {
			node.Value, lost = kept, true
		}
	}
	return lost
}

// fire runs the calculations that an answer triggers, and those that their
// results trigger in turn.
func (s *Filling) fire(source *expr.Node, fired map[*expr.Node]bool) {
	for _, q := range s.in.form.triggered[fieldOf(source).question] {
		for _, node := range s.in.targets(source, q) {
			if fired[node] || !s.in.triggers(source, q, node) {
				continue
			}
			fired[node] = true
			before := node.Value
			if q.Calculation == nil {
				node.Value = ""
			} else {
				s.in.calculate(node, q)
			}
			s.settle()
			if node.Value != before {
				s.fire(node, fired)
			}
		}
	}
}

// targets are the nodes of q that an answer at source acts on: in the same
// repeat instance where both are in it.
func (in *instance) targets(source *expr.Node, q *Question) []*expr.Node {
	if q.Scope.Repeat == nil {
		return []*expr.Node{in.single[q.ordinal]}
	}
	return in.descend(in.commonInstance(source, q), q)
}

// triggers tells whether an answer at source acts on one of its targets.
func (in *instance) triggers(source *expr.Node, q *Question, target *expr.Node) bool {
	if q.Triggered == nil {
		return true
	}
	selected, err := q.Triggered.Eval(in.at(source))
	if err != nil {
		in.failed(source, err)
	}
	return slices.Contains(selected.Nodes(), target)
}

func childrenOf(parent *expr.Node, q *Question) []*expr.Node {
	var found []*expr.Node
	for _, child := range parent.Children {
		if f := fieldOf(child); f != nil && f.question == q {
			found = append(found, child)
		}
	}
	return found
}

// find follows a path from the root; nil when nothing is there.
func (s *Filling) find(path string) *expr.Node {
	at := s.in.root
	for _, step := range s.steps(path) {
		name, index := step, 1
		if cut := strings.IndexByte(step, '['); cut > 0 {
			name = step[:cut]
			n, err := strconv.Atoi(strings.Trim(step[cut:], "[]"))
			if err != nil {
				return nil
			}
			index = n
		}
		var next *expr.Node
		for _, child := range at.Children {
			if child.Name == name {
				if index--; index == 0 {
					next = child
					break
				}
			}
		}
		if next == nil || fieldOf(next) == nil {
			return nil
		}
		at = next
	}
	if at == s.in.root {
		return nil
	}
	return at
}

func (s *Filling) steps(path string) []string {
	if rooted, ok := strings.CutPrefix(path, "/"); ok {
		_, path, _ = strings.Cut(rooted, "/")
	}
	return strings.Split(path, "/")
}

// findRepeat finds the repeat that a path without a last index means, and the
// node that its instances are under.
func (s *Filling) findRepeat(path string) (*expr.Node, *Question) {
	steps := s.steps(path)
	last := len(steps) - 1
	parent, questions := s.in.root, s.in.form.Questions
	if last > 0 {
		if parent = s.find(strings.Join(steps[:last], "/")); parent == nil {
			return nil, nil
		}
		questions = fieldOf(parent).question.Children
	}
	if q := childNamed(questions, steps[last]); q != nil && q.Type.Kind == Repeat {
		return parent, q
	}
	return nil, nil
}

// SetLanguage changes the language of labels and messages.
func (s *Filling) SetLanguage(language string) {
	s.in.renew()
	s.in.occ.Language, s.in.ctx.Language = language, language
	s.settle()
}
