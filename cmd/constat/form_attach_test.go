package main

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"constat/survey"
)

// formFile writes a questionnaire of one select from a file.
func formFile(t *testing.T, label string) string {
	t.Helper()
	book := excelize.NewFile()
	defer book.Close()
	if err := book.SetSheetName("Sheet1", "survey"); err != nil {
		t.Fatal(err)
	}
	for cell, text := range map[string]string{
		"A1": "type", "B1": "name", "C1": "label", "A2": "select_one_from_file lieux.csv", "B2": "lieu", "C2": label,
	} {
		if err := book.SetCellStr("survey", cell, text); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), "lieux.xlsx")
	if err := book.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestFormCheck_attach(t *testing.T) {
	form := formFile(t, "Lieu")
	good, other := filepath.Join(t.TempDir(), "lieux.csv"), filepath.Join(t.TempDir(), "autre.csv")
	for _, path := range []string{good, other} {
		if err := os.WriteFile(path, []byte("name,label\nm,Mairie\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, c := range map[string]struct {
		attach []string
		valid  bool
		says   string
	}{
		"none":           {nil, true, "Remarque"},
		"the right":      {[]string{good}, true, ""},
		"its folder":     {[]string{filepath.Dir(good)}, true, ""},
		"another":        {[]string{other}, false, "Option\u00a0: --attach lieux.csv"},
		"does not exist": {[]string{other + "x"}, false, ""},
	} {
		_, stderr, err := try(&formCheckCmd{File: form, attachFlag: attachFlag{c.attach}}, "")
		if (err == nil) != c.valid || !strings.Contains(stderr, c.says) || c.says == "" && stderr != "" {
			t.Errorf("%s: %q, %v", name, stderr, err)
		}
	}
}

// TestForm_attach shows that a questionnaire with its file is judged, shown and
// exported with the file's choices, and without it says how to give it.
func TestForm_attach(t *testing.T) {
	form := formFile(t, "Lieu")
	// A file next to the questionnaire is not read by itself.
	list := filepath.Join(filepath.Dir(form), "lieux.csv")
	if err := os.WriteFile(list, []byte("name,label\nm,Mairie\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	with, without := attachFlag{[]string{list}}, attachFlag{}
	for name, c := range map[string]struct {
		command  runnable
		accepted bool
		remark   bool
		says     string
	}{
		"fill":             {&formFillCmd{File: form, Answers: "-", attachFlag: with}, false, false, "choice"},
		"fill, no file":    {&formFillCmd{File: form, Answers: "-", attachFlag: without}, true, true, `"accepted": true`},
		"show":             {&formShowCmd{File: form, attachFlag: with}, true, false, `"Mairie"`},
		"show, no file":    {&formShowCmd{File: form, attachFlag: without}, true, true, `"lieux.csv"`},
		"xform":            {&formXFormCmd{File: form, attachFlag: with}, true, false, `<instance id="lieux" src="jr://file-csv/lieux.csv"/>`},
		"xform, no file":   {&formXFormCmd{File: form, attachFlag: without}, true, true, `<instance id="lieux" src="jr://file-csv/lieux.csv"/>`},
		"xform, no such":   {&formXFormCmd{File: form, attachFlag: attachFlag{[]string{list + "x"}}}, false, false, ""},
		"show, the wrong":  {&formShowCmd{File: form, attachFlag: attachFlag{[]string{form}}}, false, false, ""},
		"xform, the wrong": {&formXFormCmd{File: form, attachFlag: attachFlag{[]string{form}}}, false, false, ""},
	} {
		stdout, stderr, err := try(c.command, `{"lieu": "ailleurs"}`)
		if (err == nil) != c.accepted || !strings.Contains(stdout, c.says) {
			t.Errorf("%s: %v, %s", name, err, stdout)
		}
		if strings.Contains(stderr, "Option\u00a0: --attach lieux.csv\n") != c.remark {
			t.Errorf("%s: said %q", name, stderr)
		}
	}
}

func TestFormShow_attributes(t *testing.T) {
	view := viewAttributes(survey.Attributes{
		Bind: []survey.Attribute{{Name: "ex:a", Value: "1"}}, Control: []survey.Attribute{{Name: "b", Value: "2"}}, Instance: []survey.Attribute{{Name: "c", Value: "3"}},
	})
	if want := map[string]string{"bind::ex:a": "1", "body::b": "2", "instance::c": "3"}; !maps.Equal(view, want) {
		t.Errorf("%v, want %v", view, want)
	}
}

func TestFormDiff(t *testing.T) {
	before, after := formFile(t, "Lieu"), formFile(t, "Endroit")
	stdout, _, err := try(&formDiffCmd{Before: before, After: after}, "")
	want := "Question modifiée\u00a0: Endroit\n  Intitulé\u00a0: «\u00a0Lieu\u00a0» devient «\u00a0Endroit\u00a0».\n  Réponses déjà reçues conservées.\n"
	if err != nil || stdout != want {
		t.Errorf("%q, %v", stdout, err)
	}
	if stdout, _, _ = try(&formDiffCmd{Before: before, After: before}, ""); stdout != "Aucune question ne change.\n" {
		t.Errorf("the same form: %q", stdout)
	}
}

// A file that is attached by mistake is refused for its size, however long it
// is: a device never ends.
func TestFormCheck_attachWithoutEnd(t *testing.T) {
	form := formFile(t, "Lieu")
	endless := filepath.Join(t.TempDir(), "lieux.csv")
	if err := os.Symlink("/dev/zero", endless); err != nil {
		t.Fatal(err)
	}
	_, stderr, err := try(&formCheckCmd{File: form, attachFlag: attachFlag{[]string{endless}}}, "")
	if err == nil || !strings.Contains(stderr, "dépasse 2048") {
		t.Errorf("%q, %v", stderr, err)
	}
}
