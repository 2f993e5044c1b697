package tabular

import (
	"encoding/csv"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"constat/survey"
	"constat/survey/xlsform"
)

// realPairs lists the forms and answers that other projects published, from
// the index beside them: form → files of answers.
func realPairs(t *testing.T) (folder string, pairs map[string][]string) {
	t.Helper()
	folder = os.Getenv("CONSTAT_FORMS")
	if folder == "" {
		folder = "../../../shared/forms"
	}
	index, err := os.Open(filepath.Join(folder, "data", "INDEX.tsv"))
	if os.IsNotExist(err) {
		t.Logf("%s is absent: nothing real was read", folder)
		return folder, nil
	}
	must(t, err)
	defer func() { _ = index.Close() }()
	r := csv.NewReader(index)
	r.Comma, r.LazyQuotes = '\t', true
	lines, err := r.ReadAll()
	must(t, err)
	pairs = make(map[string][]string)
	for _, line := range lines[1:] {
		pairs[line[1]] = append(pairs[line[1]], line[0])
	}
	return folder, pairs
}

// At least nine columns out of ten that bear a question find it, nearly every
// cell is read, and every row of a repeat finds its parent.
func TestReal(t *testing.T) {
	folder, pairs := realPairs(t)
	for name, answers := range pairs {
		t.Run(strings.TrimSuffix(name, ".xlsx"), func(t *testing.T) {
			workbook, err := os.Open(filepath.Join(folder, name))
			must(t, err)
			defer func() { _ = workbook.Close() }()
			f, err := xlsform.Read(workbook)
			if refused := (survey.Problems{}); errors.As(err, &refused) {
				t.Logf("the form is refused (%v): the diagnose command mends it, and its test reads these answers", err)
				return
			}
			must(t, err)
			var files []File
			for _, a := range answers {
				content, err := os.Open(filepath.Join(folder, "data", a))
				must(t, err)
				defer func() { _ = content.Close() }()
				files = append(files, File{a, content})
			}
			readReal(t, f, files)
		})
	}
}

func readReal(t *testing.T, f *survey.Form, files []File) {
	r, err := Open(f, files...)
	must(t, err)
	defer func() { must(t, r.Close()) }()
	codes, rows, judged := make(map[string]int), 0, make(map[string]int)
	must(t, r.Each(func(row *Row) error {
		rows++
		for _, p := range row.Problems {
			codes[p.Code]++
		}
		_, problems := f.Judge(row.Submission, survey.Occasion{Now: row.Day, Recorded: true, Absent: row.Absent})
		for _, p := range problems {
			judged[p.Code]++
			if at := row.Locate(p); at.Row == 0 || at.Column == "" {
				t.Errorf("%s of %s has no place", p.Code, p.Path)
			}
		}
		return nil
	}))
	for _, p := range r.Problems() {
		codes[p.Code]++
	}
	matching := r.Matching()
	t.Logf("%d rows, %d columns, %d unmatched, %d questions absent; reading %v; judging %v",
		rows, len(matching.Columns), len(matching.Unmatched()), len(matching.Absent), codes, judged)
	for _, c := range matching.Unmatched() {
		t.Logf("unmatched: %s %s (%s)", c.Table, c.Header, c.Code)
	}
	if len(matching.Unmatched())*10 > len(matching.Columns) {
		t.Error("too many columns are unmatched")
	}
	if codes[CodeOrphanRow] > 0 || codes[CodeNoJoin] > 0 || codes[CodeTableIgnored] > 0 {
		t.Error("rows of repeats were lost")
	}
}
