package catalogue

import (
	"testing"

	"github.com/xuri/excelize/v2"
)

// row is one line of a sheet, by header; number is the spreadsheet's own.
type row struct {
	number int
	cells  map[string]string
}

func (r row) get(header string) string { return r.cells[header] }

// template is the template as the tests that go over workbooks see it.
var template = Entry{ID: "modele-diagnostic", File: TemplateFile}

// everyWorkbook is the catalogue and the template: both keep the same rules.
func everyWorkbook() []Entry { return append(Entries(), template) }

// table reads a sheet whose first line is its header. Blank lines are skipped.
func table(t *testing.T, f *excelize.File, sheet string) []row {
	t.Helper()
	lines, err := f.GetRows(sheet)
	if err != nil {
		t.Fatalf("read sheet %s: %v", sheet, err)
	}
	if len(lines) < 2 {
		t.Fatalf("sheet %s has no row under its header", sheet)
	}
	var rows []row
	for i, line := range lines[1:] {
		r := row{number: i + 2, cells: map[string]string{}}
		for j, cell := range line {
			header := "" // of the template's remarks
			if j < len(lines[0]) {
				header = lines[0][j]
			}
			if cell != "" {
				r.cells[header] = cell
			}
		}
		if len(r.cells) > 0 {
			rows = append(rows, r)
		}
	}
	return rows
}

// column gathers one column of a sheet, blanks left out.
func column(rows []row, header string) []string {
	var out []string
	for _, r := range rows {
		if v := r.get(header); v != "" {
			out = append(out, v)
		}
	}
	return out
}
