package main

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"

	"constat/survey"
	"constat/survey/expr"
	"constat/survey/xlsform"
)

// scenario is an XForm, what a person did, and the state of every node after
// each act, as ODK Web Forms recorded them.
type scenario struct {
	ID, Title, Topic, XForm, Submission string
	Steps                               []scenarioStep
}

type scenarioStep struct {
	Op, Ref        string
	Value          string
	Result         any
	State, Changed map[string]*nodeState
	Removed        []string
	Index          int
}

// nodeState is one node as a vector or a trace writes it: what is absent is
// relevant, not required, not read only.
type nodeState struct {
	Kind               string
	Relevant           *bool
	Required, ReadOnly bool
	Value              *string
	Options            *[]string
	Count              *int
	Label              *string
	ConstraintViolated bool `json:"constraint_violated"`
	RequiredViolated   bool `json:"required_violated"`
}

// scenarioReasons are the scenarios in scope that constat answers otherwise.
var scenarioReasons = map[string]string{
	"s0378": "the first state is of an instance opened again, whose answers no step says: drafts are the browser's",
	"s0385": "the first state is of an instance opened again, whose answers no step says: drafts are the browser's",
	"s0387": "the first state is of an instance opened again, whose answers no step says: drafts are the browser's",
	"s0465": "the first state is of an instance opened again, whose answers no step says: drafts are the browser's",
	"s0055": "a control on a node that does not exist is refused, as ODK Validate does",
	"s0400": "the moment of sending is the clock's",
	"s0459": "Web Forms ranks by itself when its choices change; here only the respondent ranks",
	"s0441": "a calculation has the last word at load over setvalue, which no XLSForm combines",
}

// scenarioScope says why a scenario is out of scope, by feature, or "".
func scenarioScope(v scenario) string {
	for _, step := range v.Steps {
		switch step.Op {
		case "proposed_serializeAndRestoreInstanceState", "newInstance", "editCurrentInstance":
			return "an instance saved and opened again: drafts are the browser's"
		}
	}
	for _, feature := range scenarioFeatures {
		if feature.in(v) {
			return feature.why
		}
	}
	return ""
}

var scenarioFeatures = []struct {
	why string
	in  func(scenario) bool
}{
	{"attached files, whose contents the vectors do not have", func(v scenario) bool { return strings.Contains(v.XForm, `src="jr://`) }},
	{"a random identifier", func(v scenario) bool {
		for _, state := range v.Steps[0].State {
			if state.Value != nil && strings.HasPrefix(*state.Value, "uuid:") {
				return true
			}
		}
		return false
	}},
}

func TestVectors_scenarios(t *testing.T) {
	var file struct{ Vectors []scenario }
	if !readVectors(t, "scenario-vectors.json", &file) {
		return
	}
	rate := newRate(t, "scenario-vectors.json", 95, scenarioReasons)
	for _, v := range file.Vectors {
		if why := scenarioScope(v); why != "" {
			rate.exclude(v.ID, why)
			continue
		}
		rate.add(v.ID, v.run(t))
	}
	rate.close()
}

// run plays the scenario and says where it first departs, or "".
func (v scenario) run(t *testing.T) string {
	form, err := xlsform.ReadXForm(strings.NewReader(v.XForm))
	if err != nil {
		return "not read: " + err.Error()
	}
	zone, err := time.LoadLocation("America/Phoenix")
	check(t, err)
	filling := form.Begin(survey.Occasion{
		Now: time.Date(2026, 11, 23, 14, 0, 0, 0, time.UTC), Zone: zone, Language: form.DefaultLanguage, Seed: 1,
	})
	want := map[string]*nodeState{}
	for i, step := range v.Steps {
		if said := step.apply(filling, want); said != "" {
			return fmt.Sprintf("step %d %s %s: %s", i, step.Op, step.Ref, said)
		}
		if said := compareStates(want, filling.States(), form); said != "" {
			return fmt.Sprintf("step %d %s %s: %s", i, step.Op, step.Ref, said)
		}
	}
	return compareSubmission(v.Submission, filling.States(), form)
}

// apply does what the step does, and updates what is expected.
func (s scenarioStep) apply(filling *survey.Filling, want map[string]*nodeState) string {
	var err error
	switch s.Op {
	case "init":
	case "answer":
		err = filling.Set(s.Ref, s.Value)
	case "createNewRepeat", "add_repeat":
		err = filling.AddInstance(withoutLastIndex(s.Ref))
	case "removeRepeat":
		err = filling.RemoveInstance(s.Ref)
	case "remove_repeat":
		err = filling.RemoveInstance(fmt.Sprintf("%s[%d]", s.Ref, s.Index))
	case "setLanguage":
		filling.SetLanguage(s.Ref)
	case "expect-value", "expect-count":
		state, ok := filling.State(s.Ref)
		if s.Op == "expect-value" && s.Result != nil && (!ok || !sameValue(fmt.Sprint(s.Result), state)) {
			return fmt.Sprintf("value %q, want %q", state.Value, s.Result)
		}
		if s.Op == "expect-count" && fmt.Sprint(state.Count) != fmt.Sprint(s.Result) {
			return fmt.Sprintf("%d instances, want %v", state.Count, s.Result)
		}
	default:
		return "unknown act"
	}
	if err != nil {
		return err.Error()
	}
	for path, state := range s.State {
		want[path] = state
	}
	for path, state := range s.Changed {
		want[path] = state
	}
	for _, path := range s.Removed {
		delete(want, path)
	}
	return ""
}

func withoutLastIndex(path string) string {
	if cut := strings.LastIndexByte(path, '['); cut > 0 && strings.HasSuffix(path, "]") {
		return path[:cut]
	}
	return path
}

// compareStates says where what is and what was recorded first differ.
func compareStates(want map[string]*nodeState, got []survey.FieldState, form *survey.Form) string {
	seen := map[string]bool{}
	for _, state := range got {
		path := "/" + form.Element + "/" + state.Path
		if state.Whole {
			path += "#range"
		}
		seen[path] = true
		recorded := want[path]
		if recorded == nil {
			return path + " exists, and should not"
		}
		if said := recorded.compare(state); said != "" {
			return path + ": " + said
		}
	}
	for path := range want {
		if !seen[path] && path != "/"+form.Element && !strings.HasPrefix(path, "/"+form.Element+"/meta") {
			return path + " does not exist"
		}
	}
	return ""
}

func (n *nodeState) compare(got survey.FieldState) string {
	relevant := n.Relevant == nil || *n.Relevant
	switch {
	case n.Count != nil && *n.Count != got.Count:
		return fmt.Sprintf("%d instances, want %d", got.Count, *n.Count)
	case relevant != got.Relevant:
		return fmt.Sprintf("relevant %v", got.Relevant)
	case got.Whole || got.Question.Type.Kind == survey.Group || got.Question.Type.Kind == survey.Repeat:
		return n.compareLabel(got)
	case n.Value != nil && !sameValue(*n.Value, got):
		return fmt.Sprintf("value %q, want %q", got.Value, *n.Value)
	case n.Required != got.Required:
		return fmt.Sprintf("required %v", got.Required)
	case n.ReadOnly != got.ReadOnly:
		return fmt.Sprintf("readonly %v", got.ReadOnly)
	case n.RequiredViolated != got.RequiredViolated:
		return fmt.Sprintf("required violated %v", got.RequiredViolated)
	case n.ConstraintViolated != got.ConstraintViolated:
		return fmt.Sprintf("constraint violated %v", got.ConstraintViolated)
	case n.Options != nil && !slices.Equal(*n.Options, got.Options):
		return fmt.Sprintf("options %q, want %q", got.Options, *n.Options)
	}
	return n.compareLabel(got)
}

// sameValue takes -2.0 for -2, in positions and shapes too: Web Forms keeps
// decimals as typed and rewrites positions, constat stores the shortest form
// of a decimal and leaves positions as they came. It takes « é » in two
// characters for « é » in one: Web Forms composes them in the submission only.
func sameValue(recorded string, got survey.FieldState) bool {
	if norm.NFC.String(recorded) == got.Value {
		return true
	}
	split := func(r rune) bool { return r == ' ' || r == ';' }
	numbers := strings.FieldsFunc(recorded, split)
	if got.Question.Type.Format != survey.FormatDecimal && len(numbers) < 2 {
		return false
	}
	return slices.EqualFunc(numbers, strings.FieldsFunc(got.Value, split), func(a, b string) bool {
		x, err := strconv.ParseFloat(a, 64)
		y, err2 := strconv.ParseFloat(b, 64)
		return err == nil && err2 == nil && math.Abs(x-y) < 1e-12
	})
}

func (n *nodeState) compareLabel(got survey.FieldState) string {
	if n.Label != nil && *n.Label != got.Label {
		return fmt.Sprintf("label %q, want %q", got.Label, *n.Label)
	}
	return ""
}

// compareSubmission compares the submission with the one recorded: elements
// and texts, in order.
func compareSubmission(recorded string, states []survey.FieldState, form *survey.Form) string {
	if recorded == "" {
		return ""
	}
	document, err := expr.ReadXML(strings.NewReader(recorded))
	if err != nil {
		return "the recorded submission: " + err.Error()
	}
	var want, got []string
	var sources []survey.FieldState
	listSubmission(document.Children[0], "/"+form.Element, &want)
	for _, s := range states {
		if s.Whole || !s.Relevant {
			continue
		}
		line := "/" + form.Element + "/" + s.Path
		if s.Question.Type.Kind != survey.Group && s.Question.Type.Kind != survey.Repeat {
			line += " = " + strings.TrimSpace(s.Value)
		} else if !hasRelevantRow(states, s) {
			line += " = " // an empty element, in XML
		}
		got, sources = append(got, line), append(sources, s)
	}
	for i := range max(len(want), len(got)) {
		a, b := "nothing", "nothing"
		if i < len(got) {
			a = got[i]
		}
		if i < len(want) {
			b = want[i]
		}
		pathA, valueA, _ := strings.Cut(withoutFirstIndex(a), " = ")
		pathB, valueB, _ := strings.Cut(withoutFirstIndex(b), " = ")
		if pathA != pathB || valueA != valueB && !sameValue(valueB, sources[i]) {
			return fmt.Sprintf("submission has %s, want %s", a, b)
		}
	}
	return ""
}

// withoutFirstIndex makes /data/rep[1]/x and /data/rep/x alike: XML does not
// tell a repeat's only instance from a group.
func withoutFirstIndex(line string) string { return strings.ReplaceAll(line, "[1]", "") }

func listSubmission(n *expr.Node, path string, lines *[]string) {
	index := map[string]int{}
	for _, c := range n.Children {
		if strings.HasSuffix(c.Name, "meta") && strings.Count(path, "/") == 1 {
			continue
		}
		if strings.HasPrefix(c.Name, "#") {
			continue
		}
		index[c.Name]++
		at := fmt.Sprintf("%s/%s[%d]", path, c.Name, index[c.Name])
		line := at
		if len(c.Children) == 0 {
			line += " = " + strings.TrimSpace(c.Value)
		}
		*lines = append(*lines, line)
		listSubmission(c, at, lines)
	}
}

// hasRelevantRow tells whether a group or an instance holds a row that applies.
func hasRelevantRow(states []survey.FieldState, branch survey.FieldState) bool {
	return slices.ContainsFunc(states, func(s survey.FieldState) bool {
		return !s.Whole && s.Relevant && strings.HasPrefix(s.Path, branch.Path+"/")
	})
}
