package xlsform

import (
	"bytes"
	"errors"
	"testing"

	"constat/survey"
)

// FuzzReadAll feeds the reader mutated workbooks: it answers with a form or
// with problems, and never panics.
func FuzzReadAll(f *testing.F) {
	f.Add(parts(f, oneSheet(twoRows)))
	f.Add(md(f, territorialForm))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, file []byte) {
		form, problems, err := ReadAll(bytes.NewReader(file))
		var unread survey.Problems
		switch {
		case err != nil && !errors.As(err, &unread):
			t.Errorf("the file's fault is told as %v", err)
		case err == nil && (form == nil) != survey.Blocking(problems):
			t.Errorf("form %v and problems\n%s", form != nil, listing(problems))
		}
	})
}

// FuzzSurveyCells feeds the cells rather than the file.
func FuzzSurveyCells(f *testing.F) {
	f.Add("select_one l or_other", "q1", "Bonjour ${q1}", ". > 1", "start=0 end=5")
	f.Add("begin_group", "meta", "$ {x}", "if(", "k==v")
	f.Add("range", "é", "", "${a}+", "tick_labelset=l")
	f.Fuzz(func(t *testing.T, kind, name, label, expression, parameters string) {
		book := &workbook{sheets: map[string]*sheet{
			"survey": {key: "survey", name: "survey",
				header: []string{"type", "name", "label", "constraint", "calculation", "default", "parameters", "trigger", "appearance", "choice_filter"},
				rows:   []sheetRow{{2, []string{kind, name, label, expression, expression, expression, parameters, label, label, expression}}}},
			"choices": {key: "choices", name: "choices", header: []string{"list_name", "name", "label"}, rows: []sheetRow{{2, []string{"l", name, label}}}},
		}}
		form, problems := readBook(book, "", nil, (*survey.Form).CheckCost)
		if (form == nil) != survey.Blocking(problems) {
			t.Errorf("form %v and problems\n%s", form != nil, listing(problems))
		}
	})
}
