package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
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
		"another":        {[]string{other}, false, "joignez ce fichier"},
		"does not exist": {[]string{other + "x"}, false, ""},
	} {
		_, stderr, err := try(&formCheckCmd{File: form, attachFlag: attachFlag{c.attach}}, "")
		if (err == nil) != c.valid || !strings.Contains(stderr, c.says) || c.says == "" && stderr != "" {
			t.Errorf("%s: %q, %v", name, stderr, err)
		}
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
