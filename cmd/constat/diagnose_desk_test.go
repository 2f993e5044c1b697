package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

type diagnoseSheet struct {
	name string
	rows [][]any
}

func diagnoseWorkbook(t testing.TB, sheets []diagnoseSheet) []byte {
	t.Helper()
	book := excelize.NewFile()
	defer book.Close()
	for i, s := range sheets {
		err := error(nil)
		if i == 0 {
			err = book.SetSheetName("Sheet1", s.name)
		} else {
			_, err = book.NewSheet(s.name)
		}
		for r, row := range s.rows {
			if err == nil {
				err = book.SetSheetRow(s.name, fmt.Sprintf("A%d", r+1), &row)
			}
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	out, err := book.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// diagnoseMarkdown reads sheets written as Markdown tables, the sheet's name
// alone on its line.
func diagnoseMarkdown(text string) []diagnoseSheet {
	var sheets []diagnoseSheet
	for _, line := range strings.Split(text, "\n") {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if first := strings.TrimSpace(cells[0]); len(cells) == 1 && first != "" {
			sheets = append(sheets, diagnoseSheet{name: first})
		} else if len(cells) > 1 {
			row := make([]any, 0, len(cells))
			for _, cell := range cells[1:] {
				row = append(row, strings.TrimSpace(cell))
			}
			last := &sheets[len(sheets)-1]
			last.rows = append(last.rows, row)
		}
	}
	return sheets
}

// desk is a folder with a form and files of answers.
type desk struct {
	t      testing.TB
	folder string
}

func newDesk(t testing.TB, form string) desk {
	d := desk{t, t.TempDir()}
	d.put("form.xlsx", string(diagnoseWorkbook(t, diagnoseMarkdown(form))))
	return d
}

func (d desk) put(name, content string) string {
	d.t.Helper()
	path := filepath.Join(d.folder, name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		d.t.Fatal(err)
	}
	return path
}

func (d desk) path(name string) string { return filepath.Join(d.folder, name) }

// diagnose runs the command on the desk's form.
func (d desk) diagnose(args ...string) (code int, stdout, stderr string) {
	d.t.Helper()
	var out, problems bytes.Buffer
	args = append([]string{"diagnose", "--form", d.path("form.xlsx")}, args...)
	code = run(context.Background(), args, noEnv, strings.NewReader(""), &out, &problems)
	return code, out.String(), strings.ReplaceAll(problems.String(), "\u00a0", " ")
}

func (d desk) tables(args ...string) tablesDocument {
	d.t.Helper()
	code, stdout, stderr := d.diagnose(append(args, "--json")...)
	if code != exitDone {
		d.t.Fatalf("exit %d: %s", code, stderr)
	}
	var document tablesDocument
	if err := json.Unmarshal([]byte(stdout), &document); err != nil {
		d.t.Fatal(err)
	}
	return document
}

func (d tablesDocument) table(t testing.TB, territory, question, by string) tableView {
	t.Helper()
	for _, table := range d.Tables {
		if table.Territory == territory && table.Question == question && table.By == by {
			return table
		}
	}
	t.Fatalf("no table of %s by %q in %q", question, by, territory)
	return tableView{}
}

func (v tableView) cell(t testing.TB, code, by string) cellView {
	t.Helper()
	for _, cell := range v.Cells {
		if cell.Code == code && cell.By == by {
			return cell
		}
	}
	t.Fatalf("no cell %s by %q in the table of %s", code, by, v.Question)
	return cellView{}
}

// checkSheet opens a workbook and looks for a text on its first sheet.
func checkSheet(t *testing.T, path string, texts ...string) {
	t.Helper()
	book, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	rows, err := book.GetRows("Lisez-moi")
	if err != nil {
		t.Fatal(err)
	}
	page := strings.ReplaceAll(fmt.Sprint(rows), "\u00a0", " ")
	for _, text := range texts {
		if !strings.Contains(page, text) {
			t.Errorf("%s: Lisez-moi does not say %q:\n%s", filepath.Base(path), text, page)
		}
	}
}

func checkShare(t *testing.T, table tableView, code, by string, n, base int) {
	t.Helper()
	cell := table.cell(t, code, by)
	want := 100 * float64(n) / float64(base)
	if cell.N != n || cell.Percent == nil || math.Abs(*cell.Percent-want) > 1e-6 {
		t.Errorf("%s of %s by %q: %+v, want %d of %d", code, table.Question, by, cell, n, base)
	}
}
