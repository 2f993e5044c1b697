package xlsform

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"constat/survey"
)

// md builds a workbook from sheets written as Markdown tables, as pyxform's
// tests do:
//
//	| survey |
//	|        | type | name | label |
//	|        | text | q1   | Q1    |
func md(t testing.TB, text string) []byte {
	t.Helper()
	var names []string
	sheets := map[string][][]any{}
	for _, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		cells := strings.Split(strings.Trim(line, "|"), "|")
		if name := strings.TrimSpace(cells[0]); name != "" {
			names = append(names, name)
			continue
		}
		row := make([]any, 0, len(cells))
		for _, cell := range cells[1:] {
			text := strings.TrimSpace(cell)
			text = strings.ReplaceAll(text, `\n`, "\n")
			row = append(row, strings.ReplaceAll(text, "¦", "|"))
		}
		last := names[len(names)-1]
		sheets[last] = append(sheets[last], row)
	}
	return build(t, names, sheets)
}

// build writes a workbook; nil cells stay blank.
func build(t testing.TB, names []string, sheets map[string][][]any) []byte {
	t.Helper()
	file := excelize.NewFile()
	defer func() { _ = file.Close() }()
	for i, name := range names {
		if i == 0 {
			check(t, file.SetSheetName("Sheet1", name))
		} else if _, err := file.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for r, row := range sheets[name] {
			for c, value := range row {
				if value == nil || value == "" {
					continue
				}
				cell, err := excelize.CoordinatesToCellName(c+1, r+1)
				check(t, err)
				check(t, file.SetCellValue(name, cell, value))
			}
		}
	}
	var out bytes.Buffer
	check(t, file.Write(&out))
	return out.Bytes()
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// readForm reads a form that must be accepted.
func readForm(t *testing.T, text string) (*survey.Form, []survey.Problem) {
	t.Helper()
	form, problems, err := ReadAll(bytes.NewReader(md(t, text)))
	check(t, err)
	if form == nil {
		t.Fatalf("refused: %s", listing(problems))
	}
	return form, problems
}

// problemsOf reads a form that may be refused, and lists what is said of it.
func problemsOf(t *testing.T, text string) string {
	t.Helper()
	_, problems, err := ReadAll(bytes.NewReader(md(t, text)))
	check(t, err)
	return listing(problems)
}

// listing writes problems one a line: severity, address, code, arguments.
func listing(problems []survey.Problem) string {
	var b strings.Builder
	for _, p := range problems {
		severity := "fault"
		if p.Severity == survey.Warning {
			severity = "warning"
		}
		fmt.Fprintf(&b, "%s %s!%d %s: %s %q\n", severity, p.Sheet, p.Row, p.Column,
			strings.TrimPrefix(p.Code, "workbook_"), p.Args)
	}
	return b.String()
}
