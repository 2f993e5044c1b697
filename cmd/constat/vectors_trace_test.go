package main

import (
	"fmt"
	"os"
	"regexp"
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

// traceReasons are the traces in scope that constat answers otherwise.
var traceReasons = map[string]string{
	"cleaningtools__kobo_tool #3":                                          "Web Forms brings a deselected choice back when its filter admits it again; JavaRosa forgets it",
	"vitrine-formulaires-odk-cens__form_saisie_prtc_transects_reptiles #3": "Web Forms brings a deselected choice back when its filter admits it again; JavaRosa forgets it",
	"humind-data__REACH_2024_MSNA-kobo-tool_draft_v11 #2":                  "the sum of no instance is 0, not nothing",
	"web-forms__whova_form #2":                                             "between two days there are whole days, whatever the clocks did",
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
	rate := newRate(t, "form-traces.json", 95, traceReasons)
	for _, v := range file.Traces {
		id := fmt.Sprintf("%s #%d", strings.TrimSuffix(v.Form, ".xlsx"), v.Seed)
		form, why := traceForm(t, v.Form)
		if form == nil {
			rate.exclude(id, why)
			continue
		}
		if why := v.scope(form); why != "" {
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
		if generated(form, step.Ref) {
			step.Op = "init" // an answer to the header of a table-list: no row of the form
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

// scope says why a trace is out of scope, by feature, or "".
func (v trace) scope(form *survey.Form) string {
	selects := map[string]*survey.Question{}
	form.Walk(func(q *survey.Question) {
		if q.List != nil && q.Type.Format == survey.FormatOne {
			selects[pathOf(q)] = q
		}
	})
	for _, step := range v.Steps {
		_, path, _ := strings.Cut(strings.TrimPrefix(step.Ref, "/"), "/")
		q := selects[position.ReplaceAllString(path, "")]
		if q == nil || step.Op != "answer" || step.Value == "" {
			continue
		}
		if _, offered := q.List.Choice(step.Value); !offered {
			return "select_one_external, which Web Forms asks as a text"
		}
	}
	return ""
}

func pathOf(q *survey.Question) string {
	if q.Parent == nil {
		return q.Name
	}
	return pathOf(q.Parent) + "/" + q.Name
}

var position = regexp.MustCompile(`\[\d+\]`)

// added are the names of nodes that pyxform adds to a form: they are no rows
// of it. That of a count is its repeat's, « _count » behind.
var added = regexp.MustCompile(`/(reserved_name_for_field_list_labels_\d+|generated_\w+|meta)(/|$)`)

// generated tells whether a node is one of them: a row that bears such a name
// is compared as any other.
func generated(form *survey.Form, path string) bool {
	_, inside, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	inside = position.ReplaceAllString(inside, "")
	counted, isCount := strings.CutSuffix(inside, "_count")
	row, counts := false, false
	form.Walk(func(q *survey.Question) {
		switch pathOf(q) {
		case inside:
			row = true
		case counted:
			counts = counts || isCount && q.Type.Kind == survey.Repeat && q.RepeatCount != nil
		}
	})
	return !row && (counts || added.MatchString(path))
}

// compare is compareStates without the nodes that differ between two runs.
func (v trace) compare(want map[string]*nodeState, got []survey.FieldState, form *survey.Form) string {
	volatile := map[string]bool{}
	for _, path := range v.Volatile {
		volatile[path] = true
	}
	blank := ""
	seen := map[string]bool{}
	element := form.RootElement()
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
		if said := full.compare(state); said != "" {
			return path + ": " + said
		}
	}
	for path := range want {
		if !seen[path] && path != "/"+element && !volatile[position.ReplaceAllString(path, "")] && !generated(form, path) {
			return path + " does not exist"
		}
	}
	return ""
}
