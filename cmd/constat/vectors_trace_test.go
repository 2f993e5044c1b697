package main

import (
	"fmt"
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"constat/survey"
	"constat/survey/xlsform"
)

// trace is a published XLSForm, seeded answers, and what ODK Web Forms showed
// after each of them.
type trace struct {
	Form       string
	Seed       int
	Init       map[string]*nodeState
	Steps      []scenarioStep
	Submission string
	Volatile   []string
}

// TestVectors_traces walks through published forms. One engine recorded the
// traces, and it is not the law: traceReasons says where constat decides
// otherwise.
func TestVectors_traces(t *testing.T) {
	var file struct{ Traces []trace }
	if !readVectors(t, "form-traces.json", &file) {
		return
	}
	zone, err := time.LoadLocation("America/Port-au-Prince")
	check(t, err)
	rate := newRate(t, "form-traces.json", 0, nil)
	for _, v := range file.Traces {
		id := fmt.Sprintf("%s #%d", strings.TrimSuffix(v.Form, ".xlsx"), v.Seed)
		form, why := traceForm(t, v.Form)
		if form == nil {
			rate.exclude(id, why)
			continue
		}
		rate.add(id, v.run(form, zone))
	}
	rate.close()
}

// traceForm reads a form of the shared folder.
func traceForm(t *testing.T, name string) (*survey.Form, string) {
	t.Helper()
	file, err := os.Open(outside("CONSTAT_FORMS", "forms", name))
	if err != nil {
		return nil, "the form is not here"
	}
	defer func() { check(t, file.Close()) }()
	form, problems, err := xlsform.ReadAll(file)
	check(t, err)
	if form == nil {
		return nil, "refused: " + name + " " + survey.Problems(problems).Error()
	}
	return form, ""
}

func (v trace) run(form *survey.Form, zone *time.Location) string {
	filling := form.Begin(survey.Occasion{
		Now: time.Date(2026, 6, 15, 14, 0, 0, 0, time.UTC), Zone: zone, Language: form.DefaultLanguage, Seed: 1,
	})
	want := map[string]*nodeState{}
	steps := append([]scenarioStep{{Op: "init", State: v.Init}}, v.Steps...)
	for i, step := range steps {
		if state, ok := filling.State(step.Ref); ok && step.Op == "answer" && offList(state.Question, step.Value) {
			return "Web Forms asks a select_one_external as a text"
		}
		if said := step.apply(filling, want); said != "" {
			return fmt.Sprintf("step %d %s %s: %s", i, step.Op, step.Ref, said)
		}
		if said := v.compare(want, filling.States(), form); said != "" {
			return fmt.Sprintf("step %d %s %s: %s", i, step.Op, step.Ref, said)
		}
	}
	return ""
}

// offList tells whether a recorded answer to a select is none of its choices.
func offList(q *survey.Question, value string) bool {
	_, known := q.List.Choice(value)
	return q.List != nil && q.Type.Format == survey.FormatOne && value != "" && !known
}

var position = regexp.MustCompile(`\[\d+\]`)

// generated are the nodes that pyxform adds to a form: they are no rows of it.
var generated = regexp.MustCompile(`/(reserved_name_for_field_list_labels_\d+|generated_\w+|\w+_count|meta)(/|$)`)

// sameDecimal takes -2.0 for -2: Web Forms keeps a decimal as typed, constat
// stores its shortest form.
func sameDecimal(recorded *nodeState, got survey.FieldState) {
	a, err := strconv.ParseFloat(*recorded.Value, 64)
	b, err2 := strconv.ParseFloat(got.Value, 64)
	if err == nil && err2 == nil && got.Question.Type.Format == survey.FormatDecimal && math.Abs(a-b) < 1e-12 {
		recorded.Value = &got.Value
	}
}

// compare is compareStates without the nodes that differ between two runs.
func (v trace) compare(want map[string]*nodeState, got []survey.FieldState, form *survey.Form) string {
	volatile := map[string]bool{}
	for _, path := range v.Volatile {
		volatile[path] = true
	}
	blank := ""
	seen := map[string]bool{}
	element := form.Element
	if element == "" {
		element = "data"
	}
	for _, state := range got {
		path := "/" + element + "/" + state.Path
		if volatile[position.ReplaceAllString(path, "")] {
			continue
		}
		if state.Whole {
			path += "#range"
		}
		seen[path] = true
		recorded := want[path]
		if recorded == nil {
			return path + " exists, and should not"
		}
		full := *recorded
		if full.Value == nil {
			full.Value = &blank
		}
		full.ReadOnly = state.ReadOnly // never recorded
		sameDecimal(&full, state)
		if said := full.compare(state); said != "" {
			return path + ": " + said
		}
	}
	for path := range want {
		if !seen[path] && path != "/"+element && !volatile[position.ReplaceAllString(path, "")] && !generated.MatchString(path) {
			return path + " does not exist"
		}
	}
	return ""
}
