package survey

import (
	"slices"
	"sort"
	"strings"

	"constat/survey/expr"
)

// Codes of the problems that Compile finds. The order of arguments is in the
// comment.
const (
	CodeUnknownReference   = "form_unknown_reference"   // name
	CodeMistypedReference  = "form_mistyped_reference"  // name, nearest name
	CodeAmbiguousReference = "form_ambiguous_reference" // name
	CodeCycle              = "form_cycle"               // the names, joined by " → "
	CodeDuplicateSibling   = "form_duplicate_name"      // name, row of the first
	CodeTooLongForm        = "form_too_long"            // most rows
	CodeCrowdedForm        = "form_crowded"             // repeat, most instances in one place, most in all
	CodeCostlyForm         = "form_costly"              // question
)

// CompileCodes lists the codes above, for the test that each has its sentence.
var CompileCodes = []string{
	CodeUnknownReference, CodeMistypedReference, CodeAmbiguousReference, CodeCycle, CodeDuplicateSibling,
	CodeTooLongForm, CodeCrowdedForm, CodeCostlyForm,
}

// Compile resolves what the tree of questions leaves open: scopes and keys,
// references in every expression, and the order of computation. It must be
// called once, by whoever built the tree; a Form with a Fault must not be used.
func (f *Form) Compile() []Problem {
	if long := f.checkLength(); long != nil {
		return long
	}
	for _, list := range f.Lists {
		list.buildIndex()
	}
	f.settleTexts()
	f.names = make(map[string][]*Question)
	f.Root = &Scope{}
	f.place(f.Questions, nil, f.Root)
	f.countFields()
	f.setKeys(f.Root)
	problems := f.checkSiblings(f.Questions)
	problems = append(problems, f.checkReferences()...)
	if Blocking(problems) {
		return problems
	}
	f.meta = f.refersToMeta()
	f.linkTriggers()
	return append(problems, f.sortComputations()...)
}

// linkTriggers notes which calculations each answer triggers.
func (f *Form) linkTriggers() {
	f.triggered = make(map[*Question][]*Question)
	f.Walk(func(q *Question) {
		for _, source := range f.Triggers(q) {
			f.triggered[source] = append(f.triggered[source], q)
		}
	})
}

// Triggers lists the questions whose answers have q computed.
func (f *Form) Triggers(q *Question) []*Question {
	var sources []*Question
	for _, name := range q.Trigger {
		if source := f.target(q, name); source != nil {
			sources = append(sources, source)
		}
	}
	return sources
}

// place walks the tree and gives every question its path, scope and index.
func (f *Form) place(questions []*Question, parent *Question, scope *Scope) {
	for _, q := range questions {
		q.Parent = parent
		q.Scope = scope
		q.ordinal = f.count
		f.count++
		q.path = q.Name
		if parent != nil {
			q.path = parent.path + "/" + q.Name
		}
		if q.Measure == MeasureNone {
			q.Measure = q.Type.Measure
		}
		f.names[q.Name] = append(f.names[q.Name], q)
		switch {
		case q.Type.Kind == Repeat:
			inner := &Scope{Repeat: q, Parent: scope}
			q.Index = len(scope.Repeats)
			scope.Repeats = append(scope.Repeats, inner)
			f.place(q.Children, q, inner)
		case q.Type.Kind == Group:
			f.place(q.Children, q, scope)
		case q.Holds():
			q.Index = len(scope.Questions)
			scope.Questions = append(scope.Questions, q)
		}
	}
}

// setKeys gives each question of a scope its bare name, or its path inside
// the scope when two share a name (legal in different groups).
func (f *Form) setKeys(s *Scope) {
	seen := make(map[string]int)
	keyed := make([]*Question, 0, len(s.Questions)+len(s.Repeats))
	keyed = append(keyed, s.Questions...)
	for _, inner := range s.Repeats {
		keyed = append(keyed, inner.Repeat)
	}
	for _, q := range keyed {
		seen[q.Name]++
	}
	s.known = make(map[string]bool, 2*len(keyed))
	for _, q := range keyed {
		q.Key = q.Name
		if seen[q.Name] > 1 {
			q.Key = scopePath(q)
		}
		s.known[q.Key], s.known[q.path] = true, true
	}
	f.Walk(func(q *Question) {
		if q.Key == "" {
			q.Key = q.path // groups and notes: for ids on the page
		}
	})
	for _, inner := range s.Repeats {
		f.setKeys(inner)
	}
}

func scopePath(q *Question) string {
	path := q.Name
	for p := q.Parent; p != nil && p.Type.Kind != Repeat; p = p.Parent {
		path = p.Name + "/" + path
	}
	return path
}

func (f *Form) checkSiblings(questions []*Question) []Problem {
	var problems []Problem
	first := make(map[string]*Question)
	for _, q := range questions {
		if before, seen := first[q.Name]; seen {
			problems = append(problems, Problem{
				Code: CodeDuplicateSibling, Sheet: "survey", Row: q.Row, Column: "name",
				Args: []string{q.Name, itoa(before.Row)},
			})
		} else {
			first[q.Name] = q
		}
		problems = append(problems, f.checkSiblings(q.Children)...)
	}
	return problems
}

// Expression is one of a question's, and the column in which it is written.
type Expression struct {
	*expr.Expr
	Column string
}

// Expressions lists those that the question has.
func (q *Question) Expressions() []Expression {
	all := []Expression{
		{q.Relevant, "relevant"}, {q.Required, "required"}, {q.Constraint, "constraint"},
		{q.Calculation, "calculation"}, {q.ReadOnly, "readonly"}, {q.ChoiceFilter, "choice_filter"},
		{q.RepeatCount, "repeat_count"}, {q.DynamicDefault, "default"},
	}
	return slices.DeleteFunc(all, func(e Expression) bool { return e.Expr == nil })
}

// texts lists a question's texts with their column headers.
func (q *Question) texts() []struct {
	column string
	text   Text
} {
	return []struct {
		column string
		text   Text
	}{
		{"label", q.Label}, {"hint", q.Hint}, {"guidance_hint", q.Guidance},
		{"constraint_message", q.ConstraintMessage}, {"required_message", q.RequiredMessage},
	}
}

func (f *Form) checkReferences() []Problem {
	var problems []Problem
	f.Walk(func(q *Question) {
		check := func(column, name string) {
			if p := f.checkReference(q, name); p != nil {
				p.Sheet, p.Row, p.Column = "survey", q.Row, column
				problems = append(problems, *p)
			}
		}
		for _, e := range q.Expressions() {
			for _, name := range e.Refs() {
				check(e.Column, name)
			}
		}
		for _, t := range q.texts() {
			for _, name := range textRefs(t.text) {
				check(t.column, name)
			}
		}
		for _, name := range q.Trigger {
			check("trigger", name)
		}
	})
	for _, list := range f.Lists {
		problems = append(problems, f.checkListReferences(list)...)
	}
	sort.SliceStable(problems, func(i, j int) bool { return problems[i].Row < problems[j].Row })
	return problems
}

func (f *Form) checkListReferences(list *List) []Problem {
	var problems []Problem
	for i := range list.Choices {
		for _, name := range textRefs(list.Choices[i].Label) {
			if p := f.checkReference(nil, name); p != nil {
				p.Sheet, p.Row, p.Column = "choices", list.Choices[i].Row, "label"
				problems = append(problems, *p)
			}
		}
	}
	return problems
}

// textRefs lists the ${names} in any language of a text.
func textRefs(t Text) []string {
	var names []string
	seen := make(map[string]bool)
	for _, s := range t {
		if !strings.Contains(s, "${") {
			continue
		}
		template, err := expr.ParseTemplate(s)
		if err != nil {
			continue // reported by the reader, at its cell
		}
		for _, name := range template.Refs() {
			if !seen[name] {
				seen[name] = true
				names = append(names, name)
			}
		}
	}
	sort.Strings(names)
	return names
}

// lastSaved begins a reference to what the respondent answered in an earlier
// submission.
const lastSaved = "last-saved#"

func (f *Form) checkReference(from *Question, name string) *Problem {
	name = strings.TrimPrefix(name, lastSaved)
	switch candidates := f.names[name]; {
	case f.isMeta(name):
	case len(candidates) == 0:
		if nearest := f.nearestName(name); nearest != "" {
			return &Problem{Code: CodeMistypedReference, Args: []string{name, nearest}}
		}
		return &Problem{Code: CodeUnknownReference, Args: []string{name}}
	case len(candidates) > 1 && (f.UniqueNames || f.target(from, name) == nil):
		return &Problem{Code: CodeAmbiguousReference, Args: []string{name}}
	}
	return nil
}

// target is the question that ${name} means when written in from's row: the
// only one of that name, or the only one in the repeat that from is in; else
// nil.
func (f *Form) target(from *Question, name string) *Question {
	candidates := f.names[strings.TrimPrefix(name, lastSaved)]
	if len(candidates) == 1 {
		return candidates[0]
	}
	var inScope []*Question
	if from != nil {
		for s := from.Scope; s != nil && s.Repeat != nil && len(inScope) == 0; s = s.Parent {
			for _, c := range candidates {
				if c.Scope == s {
					inScope = append(inScope, c)
				}
			}
		}
	}
	if len(inScope) == 1 {
		return inScope[0]
	}
	return nil
}

// nearestName proposes a name that differs by at most two edits, or "".
func (f *Form) nearestName(name string) string {
	best, bestDistance := "", 3
	for candidate := range f.names {
		d := EditDistance(strings.ToLower(name), strings.ToLower(candidate))
		if d < bestDistance || d == bestDistance && best != "" && candidate < best {
			best, bestDistance = candidate, d
		}
	}
	return best
}
