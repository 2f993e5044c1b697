package survey

import (
	"strconv"
	"strings"

	"constat/survey/expr"
)

func itoa(n int) string { return strconv.Itoa(n) }

// sortComputations orders the questions whose relevance or value is computed
// so that each comes after what it depends on (topological, ties in document
// order), and refuses a circle with its names. JavaRosa orders the same two
// kinds of computation and refuses the same circles; constraints and choice
// filters are evaluated afterwards and cannot make one.
func (f *Form) sortComputations() []Problem {
	var s *sorter
	// A default runs once, and instances are only added or taken away: what
	// looks at them and is looked at by them is legal, as in JavaRosa.
	for _, edges := range []struct{ defaults, counts bool }{{true, true}, {false, true}, {true, false}, {false, false}} {
		if s = f.sort(edges.defaults, edges.counts); s.cycle == nil {
			f.defaultsFirst, f.countsApart = !edges.defaults, !edges.counts
			break
		}
	}
	if s.cycle != nil {
		names := make([]string, len(s.cycle))
		for i, q := range s.cycle {
			names[i] = q.Name
		}
		q := s.cycle[0]
		column := "calculation"
		if q.Calculation == nil {
			column = "relevant"
		}
		return []Problem{{
			Code: CodeCycle, Sheet: "survey", Row: q.Row, Column: column,
			Args: []string{strings.Join(names, " → ")},
		}}
	}
	f.order = s.order
	return nil
}

// sort visits the whole form, with or without waiting for what defaults and
// numbers of instances need.
func (f *Form) sort(defaults, counts bool) *sorter {
	s := &sorter{form: f, defaults: defaults, counts: counts, state: make(map[*Question]int)}
	f.Walk(func(q *Question) {
		if s.cycle == nil {
			s.visit(q)
		}
	})
	return s
}

const (
	unvisited = iota
	visiting
	visited
)

type sorter struct {
	form     *Form
	defaults bool // a question comes after what its dynamic default needs
	counts   bool // a repeat comes after what its number of instances needs
	state    map[*Question]int
	stack    []*Question
	order    []*Question
	cycle    []*Question
}

func (s *sorter) visit(q *Question) {
	switch s.state[q] {
	case visited:
		return
	case visiting:
		s.closeCycle(q)
		return
	}
	s.state[q] = visiting
	s.stack = append(s.stack, q)
	if q.Parent != nil {
		s.visit(q.Parent)
	}
	for _, dependency := range s.form.dependencies(q, s.defaults, s.counts) {
		if s.cycle != nil {
			return
		}
		if dependency == q && q.Scope.Repeat != nil {
			continue // an earlier instance of the same repeat: a running total
		}
		s.visit(dependency)
	}
	s.stack = s.stack[:len(s.stack)-1]
	s.state[q] = visited
	if q.Relevant != nil || q.Calculation != nil || q.RepeatCount != nil || q.DynamicDefault != nil || len(q.Trigger) > 0 {
		s.order = append(s.order, q)
	}
}

func (s *sorter) closeCycle(q *Question) {
	for i, on := range s.stack {
		if on == q {
			s.cycle = append(append([]*Question{}, s.stack[i:]...), q)
			return
		}
	}
}

// dependencies lists the questions that decide q's relevance and value. A
// triggered calculation waits for no one: it runs when its trigger says.
func (f *Form) dependencies(q *Question, defaults, counts bool) []*Question {
	decisive := []*expr.Expr{q.Relevant}
	if counts {
		decisive = append(decisive, q.RepeatCount)
	}
	if len(q.Trigger) == 0 {
		decisive = append(decisive, q.Calculation)
	}
	if defaults {
		decisive = append(decisive, q.DynamicDefault)
	}
	var found []*Question
	for _, e := range decisive {
		if e == nil {
			continue
		}
		for _, t := range f.Referred(q, e) {
			if !contains(t, q) {
				found = append(found, t)
			}
		}
	}
	return found
}

// Referred lists the questions that an expression in q's row looks at.
func (f *Form) Referred(q *Question, e *expr.Expr) []*Question {
	var found []*Question
	for _, name := range e.Refs() {
		if strings.HasPrefix(name, lastSaved) {
			continue // an earlier respondent's value: nothing to wait for
		}
		if t := f.target(q, name); t != nil {
			found = append(found, t)
		}
	}
	for _, path := range e.Paths() {
		if t := f.pathTarget(q, path); t != nil && t != q {
			found = append(found, t)
		}
	}
	return found
}

// contains tells whether outer is a repeat around q: count(${repeat}) from
// inside it depends on how many instances there are, not on q.
func contains(outer, q *Question) bool {
	if outer.Type.Kind != Repeat && outer.Type.Kind != Group {
		return false
	}
	for p := q.Parent; p != nil; p = p.Parent {
		if p == outer {
			return true
		}
	}
	return false
}

// pathTarget finds the question that a typed location path leads to, or nil:
// a path with wildcards, or into a secondary instance, orders nothing.
func (f *Form) pathTarget(from *Question, path expr.Path) *Question {
	if path.Instance != "" || path.Ref != "" {
		return nil
	}
	at, steps := from, path.Steps
	if path.Absolute {
		if len(steps) == 0 {
			return nil
		}
		at, steps = nil, steps[1:] // the first step names the root element
	}
	for _, step := range steps {
		switch step {
		case ".":
		case "..":
			if at == nil {
				return nil
			}
			at = at.Parent
		default:
			if at = childNamed(f.childrenOf(at), step); at == nil {
				return nil
			}
		}
	}
	return at
}

func (f *Form) childrenOf(q *Question) []*Question {
	if q == nil {
		return f.Questions
	}
	return q.Children
}

func childNamed(questions []*Question, name string) *Question {
	for _, q := range questions {
		if q.Name == name {
			return q
		}
	}
	return nil
}
