package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"constat/survey/catalogue"
)

// alwaysRecalculate makes LibreOffice forget the values stored in a workbook.
const alwaysRecalculate = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>`

// recalculated is workbooks after LibreOffice computed every formula.
func recalculated(t testing.TB, workbooks ...[]byte) []*excelize.File {
	t.Helper()
	dir := t.TempDir()
	profile, out := filepath.Join(dir, "profile"), filepath.Join(dir, "out")
	for _, folder := range []string{filepath.Join(profile, "user"), out} {
		if err := os.MkdirAll(folder, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	files := map[string][]byte{filepath.Join(profile, "user", "registrymodifications.xcu"): []byte(alwaysRecalculate)}
	args := []string{"-env:UserInstallation=file://" + profile, "--headless", "--convert-to", "xlsx", "--outdir", out}
	for i, workbook := range workbooks {
		path := filepath.Join(dir, fmt.Sprintf("%d.xlsx", i))
		files[path] = workbook
		args = append(args, path)
	}
	for name, content := range files {
		if err := os.WriteFile(name, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	libreOffice(t, args...)
	again := make([]*excelize.File, len(workbooks))
	for i := range again {
		f, err := excelize.OpenFile(filepath.Join(out, fmt.Sprintf("%d.xlsx", i)))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { f.Close() })
		again[i] = f
	}
	return again
}

func opened(t testing.TB, workbook []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(workbook))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func raw(t testing.TB, f *excelize.File, sheet, cell string) string {
	t.Helper()
	value, err := f.GetCellValue(sheet, cell, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	return value
}

// alike compares two values of a cell: numbers to the ninth figure.
func alike(a, b string) bool {
	if a == b {
		return true
	}
	x, errX := strconv.ParseFloat(a, 64)
	y, errY := strconv.ParseFloat(b, 64)
	return errX == nil && errY == nil && math.Abs(x-y) <= 1e-9*math.Max(1, math.Max(math.Abs(x), math.Abs(y)))
}

// formulas gives each formula of a workbook, by sheet and cell.
func formulas(t testing.TB, f *excelize.File, each func(sheet, cell, formula string)) {
	t.Helper()
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		for r, row := range rows {
			for c := range row {
				at, err := excelize.CoordinatesToCellName(c+1, r+1)
				if err != nil {
					t.Fatal(err)
				}
				formula, err := f.GetCellFormula(sheet, at)
				if err != nil {
					t.Fatal(err)
				}
				if formula != "" {
					each(sheet, at, formula)
				}
			}
		}
	}
}

// recalculation is a workbook to compute again, and how many formulas it has at
// least.
type recalculation struct {
	name     string
	workbook []byte
	formulas int
}

// checkRecalculations compares each stored value with what LibreOffice computes,
// which is started once for all workbooks.
func checkRecalculations(t *testing.T, all []recalculation) {
	t.Helper()
	var workbooks [][]byte
	for _, each := range all {
		workbooks = append(workbooks, each.workbook)
	}
	for i, again := range recalculated(t, workbooks...) {
		t.Run(all[i].name, func(t *testing.T) { all[i].check(t, again) })
	}
}

func (r recalculation) check(t *testing.T, again *excelize.File) {
	t.Helper()
	stored := opened(t, r.workbook)
	checked, wrong := 0, 0
	formulas(t, stored, func(sheet, cell, formula string) {
		checked++
		was, is := raw(t, stored, sheet, cell), raw(t, again, sheet, cell)
		if spreadsheetError.MatchString(is) || !alike(was, is) {
			if wrong++; wrong <= 20 {
				t.Errorf("%s!%s: %q stored, %q recalculated, by %s", sheet, cell, was, is, formula)
			}
		}
	})
	if wrong > 20 {
		t.Errorf("%d cells differ", wrong)
	}
	if checked < r.formulas {
		t.Errorf("only %d formulas", checked)
	}
	t.Logf("%d formulas", checked)
}

// imagined are diagnostics of an entry, from none to many answers; of twelve and
// more, each has at least so many formulas.
func imagined(t *testing.T, entry catalogue.Entry, formulas int) []recalculation {
	t.Helper()
	var all []recalculation
	for _, responses := range []int{0, 3, 12, 40} {
		least := 0
		if responses >= 12 {
			least = formulas
		}
		all = append(all, recalculation{fmt.Sprintf("%s/%d", entry.ID, responses), imaginaryDiagnostic(t, entry, responses), least})
	}
	return all
}

func TestRecalculation_catalogue(t *testing.T) {
	// The template has a row of each kind: a mean of two questions by structure, a
	// ratio, both key figures.
	all := imagined(t, catalogue.Entry{ID: "modele-diagnostic", File: catalogue.TemplateFile}, 300)
	for _, entry := range catalogue.Entries() {
		all = append(all, imagined(t, entry, 500)...)
	}
	checkRecalculations(t, all)
}

// correct makes the rows of a workbook those of another, cell by cell, and
// tells how many cells it changed.
func correct(t *testing.T, workbook, other []byte) ([]byte, int) {
	t.Helper()
	from, to := opened(t, workbook), opened(t, other)
	const sheet = "Données"
	rows, err := to.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	changed := 0
	for r := 3; r < len(rows); r++ {
		for c := range len(rows[2]) {
			at, err := excelize.CoordinatesToCellName(c+1, r+1)
			if err != nil {
				t.Fatal(err)
			}
			want := raw(t, to, sheet, at)
			if raw(t, from, sheet, at) == want {
				continue
			}
			changed++
			var value any = want
			kind, err := to.GetCellType(sheet, at)
			if err != nil {
				t.Fatal(err)
			}
			if number, err := strconv.ParseFloat(want, 64); err == nil && kind != excelize.CellTypeInlineString && kind != excelize.CellTypeSharedString {
				value = number
			}
			if want == "" {
				value = nil
			}
			if err := from.SetCellValue(sheet, at, value); err != nil {
				t.Fatal(err)
			}
		}
	}
	var out bytes.Buffer
	if err := from.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes(), changed
}

// figures gives what each line of a workbook's tables says, wherever the line
// stands: by sheet, question, label and column.
func figures(t *testing.T, f *excelize.File) map[string]string {
	t.Helper()
	found := make(map[string]string)
	for _, sheet := range f.GetSheetList() {
		if sheet == "Données" || sheet == "Synthèse" || sheet == "Dictionnaire" {
			continue // the rows themselves, cells of other sheets, one line per code
		}
		rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		title, part := "", ""
		for r, row := range rows {
			if len(row) == 1 && row[0] != "" && (r+1 == len(rows) || len(rows[r+1]) == 1) {
				title = row[0] // the base sentence is alone on its row too
			}
			if len(row) > 0 && row[0] != "" {
				part = row[0]
			}
			for c, value := range row {
				if _, err := strconv.ParseFloat(value, 64); err == nil && c > 0 {
					found[fmt.Sprintf("%s | %s | %s | %s | %d", sheet, title, part, row[min(1, c-1)], c)] = value
				}
			}
		}
	}
	return found
}

// TestRecalculation_correctedRow: after a row is corrected, the figures are
// those of a diagnostic made of the corrected answers.
func TestRecalculation_correctedRow(t *testing.T) {
	var before, after, corrected [][]byte
	var changed []int
	for _, entry := range catalogue.Entries() {
		one, two := imaginaryDiagnostic(t, entry, 24), imaginaryDiagnosticOf(t, entry, 24, 5)
		mended, cells := correct(t, one, two)
		if cells < 5 {
			t.Fatalf("%s: %d cells corrected", entry.ID, cells)
		}
		before, after, corrected, changed = append(before, one), append(after, two), append(corrected, mended), append(changed, cells)
	}
	for i, again := range recalculated(t, corrected...) {
		t.Run(catalogue.Entries()[i].ID, func(t *testing.T) {
			old, got, want := figures(t, opened(t, before[i])), figures(t, again), figures(t, opened(t, after[i]))
			moved, wrong := 0, 0
			for key, value := range want {
				is, ok := got[key]
				if !ok {
					continue // a line that the first diagnostic did not have
				}
				if !alike(old[key], value) {
					moved++
				}
				if !alike(is, value) {
					if wrong++; wrong <= 20 {
						t.Errorf("%s: %s after the correction, a new diagnostic says %s", key, is, value)
					}
				}
			}
			if moved < 20 {
				t.Errorf("only %d figures moved", moved)
			}
			t.Logf("%d cells corrected, %d of %d figures moved, %d lines only in the new one", changed[i], moved, len(want), len(want)-len(got))
		})
	}
}

// Real questionnaires have labels, codes and sizes that ours do not.
func TestRecalculation_realAnswers(t *testing.T) {
	folder := os.Getenv("CONSTAT_FORMS")
	if folder == "" {
		folder = "../../../shared/forms"
	}
	index, err := os.Open(filepath.Join(folder, "data", "INDEX.tsv"))
	if os.IsNotExist(err) {
		t.Logf("%s is absent: nothing real was recalculated", folder)
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	defer index.Close()
	r := csv.NewReader(index)
	r.Comma, r.LazyQuotes = '\t', true
	lines, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	answers := make(map[string][]string)
	for _, line := range lines[1:] {
		answers[line[1]] = append(answers[line[1]], "--answers", filepath.Join(folder, "data", line[0]))
	}
	var all []recalculation
	for form, args := range answers {
		out := filepath.Join(t.TempDir(), "out.xlsx")
		var stdout, stderr bytes.Buffer
		args := append([]string{"diagnose", "--form", filepath.Join(folder, form), "-o", out}, args...)
		if code := run(context.Background(), args, noEnv, strings.NewReader(""), &stdout, &stderr); code != exitDone {
			t.Fatalf("%s: exit %d:\n%s", form, code, stderr.String())
		}
		workbook, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, recalculation{strings.TrimSuffix(form, ".xlsx"), workbook, 100})
	}
	checkRecalculations(t, all)
}
