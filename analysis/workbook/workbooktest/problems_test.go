package workbooktest_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"constat/analysis/workbook/workbooktest"
)

// changed is a small workbook without an author, and one thing more.
func changed(t *testing.T, change func(f *excelize.File) error) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	var out bytes.Buffer
	for _, step := range []func() error{
		func() error { return f.SetDocProps(&excelize.DocProperties{}) },
		func() error { return f.SetCellValue("Sheet1", "A1", 15) },
		func() error { _, err := f.NewSheet("Sheet2"); return err },
		func() error { return change(f) },
		func() error { return f.Write(&out) },
	} {
		if err := step(); err != nil {
			t.Fatal(err)
		}
	}
	return out.Bytes()
}

// TestProblems_seesEachThing: rule R16, one breach at a time.
func TestProblems_seesEachThing(t *testing.T) {
	format := func(code string) func(f *excelize.File) error {
		return func(f *excelize.File) error {
			style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &code})
			if err != nil {
				return err
			}
			return f.SetCellStyle("Sheet1", "A1", "A1", style)
		}
	}
	for want, change := range map[string]func(f *excelize.File) error{
		"": func(*excelize.File) error { return nil },
		"a sheet is hidden": func(f *excelize.File) error {
			return f.SetSheetVisible("Sheet2", false)
		},
		"row is hidden": func(f *excelize.File) error { return f.SetRowVisible("Sheet1", 1, false) },
		"col is hidden": func(f *excelize.File) error { return f.SetColVisible("Sheet1", "A", false) },
		"may mask":      format(";;;"),
		"number 15%":    format(`0"` + "\u00a0" + `%"`),
		"is a formula":  func(f *excelize.File) error { return f.SetCellFormula("Sheet1", "A2", "A1+1") },
		"comments":      func(f *excelize.File) error { return f.AddComment("Sheet1", excelize.Comment{Cell: "A1", Text: "17"}) },
		"a defined name": func(f *excelize.File) error {
			return f.SetDefinedName(&excelize.DefinedName{Name: "n", RefersTo: "17"})
		},
		"leads outside": func(f *excelize.File) error {
			return f.SetCellHyperLink("Sheet1", "A1", "https://example.org", "External")
		},
		`creator is "x"`:   func(f *excelize.File) error { return f.SetDocProps(&excelize.DocProperties{Creator: "x"}) },
		"a company":        func(f *excelize.File) error { return f.SetAppProps(&excelize.AppProperties{Company: "x"}) },
		"the number 17 is": func(f *excelize.File) error { return f.SetCellValue("Sheet2", "B7", 17) },
		"number 17 of":     func(f *excelize.File) error { return f.SetCellValue("Sheet2", "B7", "17 sur 15") },
		"number 18 of": func(f *excelize.File) error {
			return f.SetHeaderFooter("Sheet1", &excelize.HeaderFooterOptions{OddFooter: `&L&"Arial,Regular"&8n : 18`})
		},
		"number 1900 of": func(f *excelize.File) error { return f.SetDocProps(&excelize.DocProperties{Title: "n = 1\u00a0900"}) },
	} {
		problems, err := workbooktest.Problems(changed(t, change), map[string]bool{"15": true}, map[string]bool{"15": true, "1": true, "2": true})
		if err != nil {
			t.Fatal(err)
		}
		if want == "" {
			if len(problems) > 0 {
				t.Errorf("nothing is wrong: %v", problems)
			}
			continue
		}
		if !slices.ContainsFunc(problems, func(p string) bool { return strings.Contains(p, want) }) {
			t.Errorf("nobody sees %q: %v", want, problems)
		}
	}
}

func TestNumbers(t *testing.T) {
	got := workbooktest.Numbers("20 sur 1\u00a0234 (46\u00a0%), 1,5 ; <11 ≥37, 12 mois")
	if want := []string{"20", "1234", "46%", "1.5", "11", "37", "12"}; !slices.Equal(got, want) {
		t.Errorf("numbers = %v, want %v", got, want)
	}
}
