package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// runnable is a command once parsed.
type runnable interface{ Run(*program) error }

// try runs a command with something on its standard input.
func try(command runnable, stdin string) (stdout, stderr string, err error) {
	var out, errs bytes.Buffer
	p := &program{
		ctx: context.Background(), stdin: strings.NewReader(stdin), stdout: &out, stderr: &errs,
		getenv: func(string) string { return "" },
		clock:  func() time.Time { return time.Date(2026, 6, 15, 14, 0, 0, 0, time.UTC) },
	}
	err = command.Run(p)
	return out.String(), errs.String(), err
}

func isInput(err error) bool {
	var input inputError
	return errors.As(err, &input)
}

func TestFormCheck_sentences(t *testing.T) {
	stdout, stderr, err := try(&formCheckCmd{File: "testdata/fautes.xlsx"}, "")
	if !isInput(err) {
		t.Errorf("error %v, want the input's", err)
	}
	want := []string{
		"Erreur. Feuille survey, ligne 3, colonne type\u00a0: la liste «\u00a0oui_nom\u00a0» n’existe pas dans la feuille choices\u00a0; créez-la ou corrigez le nom (peut-être «\u00a0oui_non\u00a0»\u00a0?).",
		"Erreur. Feuille survey, ligne 3, colonne relevant\u00a0: la question «\u00a0aje\u00a0»",
		"Remarque. Feuille survey, ligne 4, colonne type\u00a0: la question «\u00a0lieu\u00a0»",
	}
	lines := strings.Split(strings.TrimSpace(stderr), "\n")
	if len(lines) != len(want) {
		t.Fatalf("said:\n%s", stderr)
	}
	for i := range want {
		if !strings.HasPrefix(lines[i], want[i]) {
			t.Errorf("line %d is %q, want %q…", i+1, lines[i], want[i])
		}
	}
	if stdout != "Questionnaire refusé\u00a0: 2 erreurs, 1 remarque.\n" {
		t.Errorf("verdict %q", stdout)
	}
}

func TestFormCheck_valid(t *testing.T) {
	stdout, stderr, err := try(&formCheckCmd{File: "testdata/essai.xlsx"}, "")
	if err != nil || stderr != "" || stdout != "Questionnaire valable\u00a0: «\u00a0Essai\u00a0», 2 questions, aucune remarque.\n" {
		t.Errorf("%q, %q, %v", stdout, stderr, err)
	}
}

func TestFormCheck_json(t *testing.T) {
	stdout, stderr, err := try(&formCheckCmd{File: "testdata/fautes.xlsx", JSON: true}, "")
	var report checkReport
	if jsonErr := json.Unmarshal([]byte(stdout), &report); jsonErr != nil {
		t.Fatal(jsonErr)
	}
	if !isInput(err) || stderr != "" || report.Valid || len(report.Errors) != 2 || len(report.Warnings) != 1 {
		t.Fatalf("%v, %q, %+v", err, stderr, report)
	}
	first := report.Errors[0]
	if first.Sheet != "survey" || first.Row != 3 || first.Column != "type" || first.Code != "workbook_unknown_list_near" {
		t.Errorf("first error %+v", first)
	}
}

func TestFormCheck_noFile(t *testing.T) {
	if _, _, err := try(&formCheckCmd{File: "testdata/absent.xlsx"}, ""); !isInput(err) {
		t.Errorf("error %v, want the input's", err)
	}
}

func TestFormShow(t *testing.T) {
	stdout, _, err := try(&formShowCmd{File: "testdata/essai.xlsx"}, "")
	if err != nil {
		t.Fatal(err)
	}
	var view formView
	if err := json.Unmarshal([]byte(stdout), &view); err != nil {
		t.Fatal(err)
	}
	if view.ID != "essai" || len(view.Questions) != 3 || view.Questions[1].Relevant != "${age} > 20" || len(view.Lists["oui_non"]) != 2 {
		t.Errorf("shown %+v", view)
	}
}

func TestFormFill(t *testing.T) {
	cases := []struct {
		name, answers string
		accepted      bool
		want          map[string]string // answers, "-" for absent
		problem       string            // question of the first problem
	}{
		{"complete", `{"age":"30","avis":"oui"}`, true, map[string]string{"age": "30", "avis": "oui", "double": "60"}, ""},
		{"irrelevant answer dropped", `{"age":18,"avis":"oui"}`, true, map[string]string{"age": "18", "avis": "-", "double": "36"}, "avis"},
		{"constraint", `{"age":"12"}`, false, nil, "age"},
		{"required", ``, false, nil, "age"},
		{"unknown choice", `{"age":"30","avis":"bof"}`, false, nil, "avis"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			stdout, _, err := try(&formFillCmd{File: "testdata/essai.xlsx", Answers: "-"}, c.answers)
			if c.accepted != (err == nil) || err != nil && !isInput(err) {
				t.Errorf("error %v", err)
			}
			var report struct {
				Accepted bool
				Answers  map[string]string
				Problems []answerProblemView
			}
			if err := json.Unmarshal([]byte(stdout), &report); err != nil {
				t.Fatal(err)
			}
			if report.Accepted != c.accepted {
				t.Errorf("accepted %v", report.Accepted)
			}
			for name, want := range c.want {
				if got, present := report.Answers[name]; present == (want == "-") || present && got != want {
					t.Errorf("%s = %q (%v), want %q", name, got, present, want)
				}
			}
			if c.problem != "" && (len(report.Problems) == 0 || report.Problems[0].Question != c.problem) {
				t.Errorf("problems %+v, want one at %s", report.Problems, c.problem)
			}
		})
	}
}

// The template is a questionnaire that form check has nothing to say about, and
// never replaces what a lead has written.
func TestFormTemplate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "modele.xlsx")
	stdout, _, err := try(&formTemplateCmd{Output: path}, "")
	if err != nil || !strings.Contains(stdout, path) {
		t.Fatalf("%q, %v", stdout, err)
	}
	stdout, stderr, err := try(&formCheckCmd{File: path}, "")
	if err != nil || stderr != "" || !strings.HasSuffix(stdout, "14 questions, aucune remarque.\n") {
		t.Errorf("%q, %q, %v", stdout, stderr, err)
	}
	if err := os.WriteFile(path, []byte("à moi"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := try(&formTemplateCmd{Output: path}, ""); !isInput(err) {
		t.Errorf("error %v, want the input's", err)
	}
	if kept, err := os.ReadFile(path); err != nil || string(kept) != "à moi" {
		t.Errorf("the file is now %q, %v", kept, err)
	}
}

func TestFormXForm(t *testing.T) {
	stdout, stderr, err := try(&formXFormCmd{File: "testdata/essai.xlsx"}, "")
	if err != nil || stderr != "" || !strings.HasPrefix(stdout, "<?xml") || !strings.Contains(stdout, "<h:title>Essai</h:title>") {
		t.Errorf("%q, %q, %v", stdout, stderr, err)
	}
	if stdout, _, err = try(&formXFormCmd{File: "testdata/fautes.xlsx"}, ""); err == nil || stdout != "" {
		t.Errorf("a form with mistakes: %q, %v", stdout, err)
	}
}

// TestFormFill_xform judges by the XForm that a workbook makes as by the workbook.
func TestFormFill_xform(t *testing.T) {
	document, _, err := try(&formXFormCmd{File: "testdata/essai.xlsx"}, "")
	check(t, err)
	file := filepath.Join(t.TempDir(), "essai.xml")
	check(t, os.WriteFile(file, []byte(document), 0o600))
	for _, answers := range []string{`{"age":"30","avis":"oui"}`, `{"age":18,"avis":"oui"}`, `{"age":"12"}`, ``} {
		want, _, wantErr := try(&formFillCmd{File: "testdata/essai.xlsx", Answers: "-"}, answers)
		got, _, gotErr := try(&formFillCmd{File: file, Answers: "-"}, answers)
		if got != want || (gotErr == nil) != (wantErr == nil) {
			t.Errorf("%s: by the XForm\n%s%v\nby the workbook\n%s%v", answers, got, gotErr, want, wantErr)
		}
	}
}

func TestFormCheck_xform(t *testing.T) {
	file := filepath.Join(t.TempDir(), "cassé.XML")
	check(t, os.WriteFile(file, []byte("<h:html>\n<h:head>"), 0o600))
	_, stderr, err := try(&formCheckCmd{File: file}, "")
	if err == nil || !strings.HasPrefix(stderr, "Erreur. XForm, ligne 2\u00a0: ce fichier n’est pas un XForm lisible") {
		t.Errorf("%q, %v", stderr, err)
	}
}
