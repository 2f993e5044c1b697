package main

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"constat/survey/catalogue"
)

var formatCode = regexp.MustCompile(`formatCode="([^"]*)"`)

// numberFormats are those of a workbook's cells and charts.
func numberFormats(t *testing.T, workbook []byte) []string {
	t.Helper()
	seen := map[string]bool{"General": true}
	formats := []string{"General"}
	unescape := strings.NewReplacer("&quot;", `"`, "&gt;", ">", "&lt;", "<", "&amp;", "&", "&#34;", `"`)
	for name, part := range packaged(t, workbook) {
		if name != "xl/styles.xml" && !strings.HasPrefix(name, "xl/charts/chart") {
			continue
		}
		for _, found := range formatCode.FindAllStringSubmatch(part, -1) {
			if format := unescape.Replace(found[1]); !seen[format] {
				seen[format] = true
				formats = append(formats, format)
			}
		}
	}
	return formats
}

// shownBy is what LibreOffice shows of numbers in formats: a row per number.
func shownBy(t *testing.T, formats []string, numbers []float64) [][]string {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for column, format := range formats {
		style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
		if err != nil {
			t.Fatal(err)
		}
		for row, x := range numbers {
			at, err := excelize.CoordinatesToCellName(column+1, row+1)
			if err != nil {
				t.Fatal(err)
			}
			if err := f.SetCellFloat("Sheet1", at, x, -1, 64); err != nil {
				t.Fatal(err)
			}
			if err := f.SetCellStyle("Sheet1", at, at, style); err != nil {
				t.Fatal(err)
			}
		}
	}
	dir := t.TempDir()
	if err := f.SaveAs(filepath.Join(dir, "formats.xlsx")); err != nil {
		t.Fatal(err)
	}
	// Tokens 8 and 9 of the filter: quote as needed, write cells as shown.
	libreOffice(t, "-env:UserInstallation=file://"+dir+"/profile", "--headless",
		"--convert-to", "csv:Text - txt - csv (StarCalc):59,34,76,1,,1036,false,true", "--outdir", dir, filepath.Join(dir, "formats.xlsx"))
	written, err := os.ReadFile(filepath.Join(dir, "formats.csv"))
	if err != nil {
		t.Fatal(err)
	}
	reader := csv.NewReader(strings.NewReader(string(written)))
	reader.Comma, reader.LazyQuotes = ';', true
	rows, err := reader.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// Every number format of a diagnostic shows the sign of a negative number, the
// decimals of one that has some where it does not round, and no sign of a
// positive one. [>=1000]#,##0;General showed 252 of -252.
func TestDiagnostic_numberFormatsKeepTheSign(t *testing.T) {
	formats := numberFormats(t, imaginaryDiagnostic(t, catalogue.Entries()[0], 40))
	if len(formats) < 8 {
		t.Fatalf("only %d formats: %q", len(formats), formats)
	}
	numbers := []float64{-1234567, -1000, -252, -12.5, 0, 12.5, 252, 1000, 1234567}
	rows := shownBy(t, formats, numbers)
	for i, x := range numbers {
		for j, format := range formats {
			shown := rows[i][j]
			if strings.Contains(format, "yy") || shown == "" && format == "#,##0;;" {
				continue // a day; the bars of an answer that is not there
			}
			if negative := strings.HasPrefix(shown, "-") || strings.HasPrefix(shown, "\u2212"); negative != (x < 0) && !(shown == "" && strings.HasPrefix(format, "[")) {
				t.Errorf("%v in %s is shown as %q", x, format, shown)
			}
			if plain := spaces.Replace(shown); format == "[<1000]General;#,##0" && plain != strconv.FormatFloat(x, 'f', -1, 64) {
				t.Errorf("%v in %s is shown as %q", x, format, shown)
			}
		}
	}
}

// spaces takes the marks between thousands away.
var spaces = strings.NewReplacer("\u00a0", "", "\u202f", "", ",", "", " ", "")

// packaged unpacks a workbook.
func packaged(t *testing.T, workbook []byte) map[string]string {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(workbook), int64(len(workbook)))
	if err != nil {
		t.Fatal(err)
	}
	found := make(map[string]string)
	for _, each := range archive.File {
		r, err := each.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		found[each.Name] = string(content)
	}
	return found
}
