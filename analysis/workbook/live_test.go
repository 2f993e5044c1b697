package workbook_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"strings"
	"testing"
)

// TestWrite_oneValuePerFormula: Excel refuses a cell with two, and shows what a
// cell stores before it calculates anything.
func TestWrite_oneValuePerFormula(t *testing.T) {
	content := write(t, children(t, 30))
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	formulas := 0
	for _, part := range z.File {
		if !strings.HasPrefix(part.Name, "xl/worksheets/sheet") {
			continue
		}
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		var sheet struct {
			Cells []struct {
				At       string   `xml:"r,attr"`
				Kind     string   `xml:"t,attr"`
				Formulas []string `xml:"f"`
				Values   []string `xml:"v"`
			} `xml:"sheetData>row>c"`
		}
		if err := xml.NewDecoder(r).Decode(&sheet); err != nil {
			t.Fatal(err)
		}
		for _, c := range sheet.Cells {
			formulas += len(c.Formulas)
			if len(c.Formulas) > 1 || len(c.Values) > 1 || len(c.Formulas) == 1 && (len(c.Values) == 0 || c.Kind == "s") {
				t.Errorf("%s!%s (%s): formulas %q, values %q", part.Name, c.At, c.Kind, c.Formulas, c.Values)
			}
		}
	}
	if formulas < 500 {
		t.Errorf("only %d formulas", formulas)
	}
}
