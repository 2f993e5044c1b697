package survey

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"constat/survey/expr"
)

// Accept judges a submission. The Response is nil when a Fault is among the
// problems; Warnings (an answer to a question that does not apply) come with
// a Response that left those answers out.
func (f *Form) Accept(s Submission, occ Occasion) (*Response, []Problem) {
	response, problems := f.Judge(s, occ)
	if Blocking(problems) {
		return nil, problems
	}
	return response, problems
}

// Judge reads a submission as far as it can be read: a Response with what is
// valid, and what is wrong with the rest, in document order. The server judges
// every answer again whatever the browser did.
func (f *Form) Judge(s Submission, occ Occasion) (*Response, []Problem) {
	occ.InstanceID = s.InstanceID
	in := f.newInstance(s.Answers, occ)
	in.settle()
	in.unknownFields(f.Root, s.Answers, "")
	response := &Response{InstanceID: s.InstanceID, Form: f}
	response.Record = in.record(f.Root, in.root)
	if !occ.Now.IsZero() {
		response.Day = day(occ.Now, in.zone())
	}
	return response, in.problems
}

// unknownFields says what the form does not ask: a mistyped column, another
// version's question. It is left out, never kept.
func (in *instance) unknownFields(s *Scope, a Answers, prefix string) {
	for _, inner := range s.Repeats {
		instances, _ := a.repeat(inner.Repeat)
		for i, instance := range instances {
			in.unknownFields(inner, instance, fmt.Sprintf("%s%s[%d]/", prefix, inner.Repeat.Key, i+1))
		}
	}
	for _, key := range sortedKeys(a.Values) {
		if !s.known[key] {
			in.report(Problem{Code: CodeUnknownField, Severity: Warning, Path: prefix + key, Args: []string{key}})
		}
	}
}

// record types the values of one scope under node.
func (in *instance) record(s *Scope, node *expr.Node) Record {
	r := Record{Values: make([]Value, len(s.Questions))}
	if len(s.Repeats) > 0 {
		r.Repeats = make([][]*Record, len(s.Repeats))
	}
	in.recordUnder(s, node, &r)
	return r
}

func (in *instance) recordUnder(s *Scope, node *expr.Node, r *Record) {
	for _, child := range node.Children {
		f := fieldOf(child)
		if f == nil {
			continue // meta
		}
		if in.over() {
			in.exceeded(f.path)
			return
		}
		switch q := f.question; {
		case q.Type.Kind == Group:
			in.recordUnder(s, child, r)
		case q.Type.Kind == Repeat:
			if in.occ.Recorded || !hidden(child) {
				inner := in.record(s.Repeats[q.Index], child)
				r.Repeats[q.Index] = append(r.Repeats[q.Index], &inner)
			}
		case q.Holds():
			r.Values[q.Index] = in.judge(child)
		case q.Type.Kind == Note:
			in.judgeNote(child)
		}
	}
}

// judge decides what one field's value is worth.
func (in *instance) judge(node *expr.Node) Value {
	f := fieldOf(node)
	q := f.question
	if state, told := in.occ.States[f.path]; told && in.occ.Recorded {
		return Value{State: state}
	}
	if in.occ.Recorded && in.occ.Absent[q.Key] && node.Value == "" {
		return Value{State: NotAsked}
	}
	if hidden(node) && !(in.occ.Recorded && node.Value != "") {
		if f.raw != "" && q.Type.Kind == Asked && !in.occ.Recorded {
			in.report(Problem{Code: CodeIrrelevant, Severity: Warning, Path: f.path})
		}
		return Value{State: NotAsked}
	}
	if q.Type.Kind == Captured && !in.occ.Recorded {
		if f.raw != "" {
			in.report(Problem{Code: CodeNotCaptured, Severity: Warning, Path: f.path})
		}
		return Value{State: NotAsked}
	}
	if f.fault {
		in.said = append(in.said, complaint{node: node})
		return Value{State: NoAnswer, Text: f.impossible}
	}
	if strings.TrimSpace(node.Value) == "" {
		in.judgeRequired(node)
		return Value{State: NoAnswer}
	}
	if _, missing := q.Missing(node.Value); missing && in.occ.Recorded {
		return q.Value(node.Value)
	}
	// A number that was recorded where the question did not apply is counted, and
	// so it is judged; a choice there is not.
	if !in.judgeChoice(node) || (!hidden(node) || q.Measured()) && !in.judgeConstraint(node) {
		if !in.occ.Recorded {
			return Value{State: NoAnswer}
		}
		if q.Measured() {
			return Value{State: NoAnswer, Text: node.Value}
		}
	}
	return q.Value(node.Value)
}

// judgeNote lets a required note block, the visible hard stop of getodk's
// documentation: a note can never have a value.
func (in *instance) judgeNote(node *expr.Node) {
	if !hidden(node) {
		in.judgeRequired(node)
	}
}

func (in *instance) judgeRequired(node *expr.Node) {
	f := fieldOf(node)
	q := f.question
	if q.Required == nil || in.occ.Recorded {
		return
	}
	required, err := q.Required.EvalBool(in.at(node))
	if err != nil {
		in.failed(node, err)
		return
	}
	if required {
		in.report(Problem{Code: CodeRequired, Path: f.path, Text: in.words(node, q.RequiredMessage)})
		in.said = append(in.said, complaint{node: node})
	}
}

// judgeConstraint evaluates the constraint on a value that is not blank.
func (in *instance) judgeConstraint(node *expr.Node) bool {
	f := fieldOf(node)
	q := f.question
	if q.Constraint == nil {
		return true
	}
	cover := in.reveal(node)
	holds, err := q.Constraint.EvalBool(in.at(node))
	cover()
	if err != nil {
		in.failed(node, err)
		return in.occ.Recorded // what cannot be judged is not refused
	}
	text := in.words(node, q.ConstraintMessage)
	switch {
	case holds, in.occ.Recorded && !in.comparable(node):
		return true
	case in.occ.Recorded && q.Measured():
		in.report(Problem{Code: CodeImpossible, Severity: Warning, Path: f.path, Args: []string{node.Value, text}})
	case in.occ.Recorded || !in.echoes(node, text): // of what was collected elsewhere, each broken rule is counted
		in.report(Problem{Code: CodeConstraint, Severity: in.strictness(), Path: f.path, Text: text})
		in.said = append(in.said, complaint{node, text})
	}
	return false
}

// strictness makes a broken rule a Warning for answers collected elsewhere:
// they were given, and are kept and counted.
func (in *instance) strictness() Severity {
	if in.occ.Recorded {
		return Warning
	}
	return Fault
}

// judgeChoice refuses a choice that the filter no longer admits.
func (in *instance) judgeChoice(node *expr.Node) bool {
	f := fieldOf(node)
	q := f.question
	if !q.narrowed() || in.occ.Recorded {
		return true
	}
	if q.List == nil {
		if in.stillOffered(node, q) != node.Value && !in.over() {
			in.report(Problem{Code: CodeFilteredOut, Path: f.path, Args: []string{node.Value}})
			return false
		}
		return true
	}
	for _, name := range strings.Fields(node.Value) {
		choice, ok := q.List.Choice(name)
		if !ok {
			continue // reported when it was read
		}
		if !in.admitsNamed(node, q, name) {
			if in.over() {
				return false
			}
			in.report(Problem{Code: CodeFilteredOut, Path: f.path, Args: []string{in.words(node, choice.Label)}})
			return false
		}
	}
	return true
}

// admits evaluates a choice filter for one choice: bare names are the
// choice's columns, ${references} the form's values.
func (in *instance) admits(node *expr.Node, q *Question, choice *Choice) bool {
	item := in.item(q.List, choice)
	admitted, err := q.ChoiceFilter.EvalFilter(in.at(node), item)
	if err != nil {
		in.failed(node, err)
		return false
	}
	return admitted
}

// admitsNamed tells whether the filter admits a choice of that name.
func (in *instance) admitsNamed(node *expr.Node, q *Question, name string) bool {
	return slices.ContainsFunc(q.List.named(name), func(c *Choice) bool { return in.admits(node, q, c) })
}

// Value types a canonical stored text.
func (q *Question) Value(text string) Value {
	if text == "" {
		return Value{State: NoAnswer}
	}
	if meaning, missing := q.Missing(text); missing {
		return Value{State: meaning, Text: text}
	}
	v := Value{State: Answered, Text: text}
	switch q.Type.Format {
	case FormatInteger, FormatDecimal:
		if v.Number, _ = strconv.ParseFloat(text, 64); q.refuses(v.Number) {
			return Value{State: NoAnswer, Text: text}
		}
	case FormatOne:
		v.State = q.missingState(text)
	case FormatMultiple:
		if !strings.ContainsRune(text, ' ') {
			v.State = q.missingState(text)
		}
	}
	return v
}

func (q *Question) missingState(name string) State {
	choice, ok := q.List.Choice(name)
	if !ok {
		return Answered
	}
	switch choice.Missing {
	case DontKnow:
		return AnsweredDontKnow
	case NotApplicable:
		return AnsweredNotApplies
	case Refused:
		return AnsweredRefused
	}
	return Answered
}
