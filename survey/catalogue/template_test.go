package catalogue

import (
	"os"
	"slices"
	"strings"
	"testing"

	"constat/survey/xlsform"
)

// guideSheet is the template's first sheet, which no reader reads.
const guideSheet = "_mode-d-emploi"

// TestTemplate_everyKindOfRow: the template shows each word of the diagnostic
// sheet in use, and its last column explains each row.
func TestTemplate_everyKindOfRow(t *testing.T) {
	used := map[string]bool{}
	for _, r := range table(t, open(t, template), "diagnostic") {
		used[r.get("type")], used[r.get("chart")] = true, true
		for _, parameter := range strings.Fields(r.get("parameters")) {
			name, _, _ := strings.Cut(parameter, "=")
			used[name] = true
		}
		for column := range r.cells {
			used[column] = true
		}
		if len(strings.Fields(r.get(""))) < 4 {
			t.Errorf("row %d is not explained: %q", r.number, r.get(""))
		}
	}
	words := xlsform.KnownDiagnosticWords()
	for _, word := range slices.Concat(words.Types, words.Columns, words.Parameters) {
		// A place that stands for several is explained, with no question to show it.
		if !used[word] && word != "several" {
			t.Errorf("the template does not use %q", word)
		}
	}
}

// TestGuide_everyWord: the guide, on paper and in the template, explains each
// word that the reader knows, so that it cannot go stale.
func TestGuide_everyWord(t *testing.T) {
	page, err := os.ReadFile("diagnostic.md")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := open(t, template).GetRows(guideSheet)
	if err != nil {
		t.Fatal(err)
	}
	sheet := map[string]string{}
	for _, r := range rows {
		if len(r) > 1 {
			sheet[r[0]] = r[1]
		}
	}
	words := xlsform.KnownDiagnosticWords()
	for _, word := range slices.Concat(words.Types, words.Columns, words.Parameters) {
		if !strings.Contains(string(page), "\n| `"+word+"`") && !strings.Contains(string(page), "\n| `"+word+"=") {
			t.Errorf("diagnostic.md has no line for %q", word)
		}
		if len(strings.Fields(sheet[word])) < 4 {
			t.Errorf("%s explains %q by %q", guideSheet, word, sheet[word])
		}
	}
	for _, chart := range words.Charts {
		if !strings.Contains(string(page), "`"+chart+"`") || !strings.Contains(sheet["chart"], chart) {
			t.Errorf("the chart %q is not explained", chart)
		}
	}
	if len(words.Types) < 13 || len(words.Columns) < 13 || len(words.Parameters) < 8 {
		t.Errorf("the reader's words are %+v: the test proves little", words)
	}
}

// TestTemplate_read: what the template's rows declare is what the reader
// takes from them.
func TestTemplate_read(t *testing.T) {
	form, err := template.Form()
	if err != nil {
		t.Fatal(err)
	}
	d := form.Declared
	if len(form.Diagnostic) < 13 || len(d.Benchmarks) != 1 || len(d.Texts) != 2 || len(d.Classes) != 2 || len(d.Profiles) != 4 || d.Respondents.Unit != "professionnels" {
		t.Errorf("%d indicators, declared %+v", len(form.Diagnostic), d)
	}
}
