package workbook_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"constat/analysis"
	"constat/analysis/workbook"
)

// finished are workbooks of every kind that the package writes.
func finished(t *testing.T) map[string][]byte {
	t.Helper()
	here := spotting(t, 56, 14, meta())
	compared, err := analysis.Compare(here, spotting(t, 104, 46, meta()), analysis.Containing)
	if err != nil {
		t.Fatal(err)
	}
	here.Compared = []*analysis.Compared{compared}
	files := map[string][]byte{"internal": write(t, children(t, 30)), "compared": write(t, here), "without answers": write(t, children(t, 0))}
	for name, p := range workbook.Publications() {
		files[name] = writePublic(t, p)
	}
	return files
}

func parts(t *testing.T, file []byte) map[string][]byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	all := make(map[string][]byte)
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if all[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

func TestFinish(t *testing.T) {
	files := finished(t)
	t.Run("dimension", func(t *testing.T) { checkDimensions(t, files) })
	t.Run("charts", func(t *testing.T) { checkFinishedCharts(t, files) })
	t.Run("colours", func(t *testing.T) { checkColours(t, files) })
	t.Run("properties", func(t *testing.T) { checkProperties(t, files) })
}

// checkDimensions: readers that trust a sheet's dimension see every cell.
func checkDimensions(t *testing.T, files map[string][]byte) {
	t.Helper()
	for name, file := range files {
		sheets := 0
		for part, content := range parts(t, file) {
			if !strings.HasPrefix(part, "xl/worksheets/sheet") {
				continue
			}
			sheets++
			var sheet struct {
				Dimension struct {
					Ref string `xml:"ref,attr"`
				} `xml:"dimension"`
				Cells []struct {
					At string `xml:"r,attr"`
				} `xml:"sheetData>row>c"`
			}
			if err := xml.Unmarshal(content, &sheet); err != nil {
				t.Fatalf("%s, %s: %v", name, part, err)
			}
			lastCol, lastRow := 0, 0
			for _, c := range sheet.Cells {
				col, row, err := excelize.CellNameToCoordinates(c.At)
				if err != nil {
					t.Fatal(err)
				}
				lastCol, lastRow = max(lastCol, col), max(lastRow, row)
			}
			last, err := excelize.CoordinatesToCellName(lastCol, lastRow)
			if err != nil {
				t.Fatal(err)
			}
			if want := "A1:" + last; sheet.Dimension.Ref != want {
				t.Errorf("%s, %s: dimension %s, want %s", name, part, sheet.Dimension.Ref, want)
			}
		}
		if sheets == 0 {
			t.Errorf("%s: no sheets", name)
		}
	}
}

// chartReference is a reference of a chart with what it keeps of its cells.
type chartReference struct {
	Formula string      `xml:"f"`
	Texts   *chartCache `xml:"strCache"`
	Numbers *chartCache `xml:"numCache"`
}

type chartCache struct {
	Code  string `xml:"formatCode"`
	Count struct {
		Val int `xml:"val,attr"`
	} `xml:"ptCount"`
	Points []struct {
		Place int    `xml:"idx,attr"`
		Value string `xml:"v"`
	} `xml:"pt"`
}

type chartPart struct {
	Chart struct {
		Title   *struct{} `xml:"title"`
		NoTitle struct {
			Val string `xml:"val,attr"`
		} `xml:"autoTitleDeleted"`
		Series []struct {
			Name struct {
				Reference *chartReference `xml:"strRef"`
				Text      string          `xml:"v"`
			} `xml:"tx"`
			Labels chartReference `xml:"cat>strRef"`
			Values chartReference `xml:"val>numRef"`
		} `xml:"plotArea>barChart>ser"`
	} `xml:"chart"`
}

// checkFinishedCharts: a chart has no title that nobody asked for, and what it
// draws is stored in it, as it stands in the cells.
func checkFinishedCharts(t *testing.T, files map[string][]byte) {
	t.Helper()
	charts, points := 0, 0
	for name, file := range files {
		book := open(t, file)
		for part, content := range parts(t, file) {
			if !strings.HasPrefix(part, "xl/charts/chart") {
				continue
			}
			charts++
			var c chartPart
			if err := xml.Unmarshal(content, &c); err != nil {
				t.Fatalf("%s, %s: %v", name, part, err)
			}
			if c.Chart.Title == nil && c.Chart.NoTitle.Val != "1" {
				t.Errorf("%s, %s: without a title, and does not say so", name, part)
			}
			for _, serie := range c.Chart.Series {
				if serie.Name.Reference == nil && serie.Name.Text == "" {
					t.Errorf("%s, %s: a series without a name", name, part)
				}
				for _, r := range []*chartReference{serie.Name.Reference, &serie.Labels, &serie.Values} {
					if r != nil && r.Formula != "" {
						points += checkCache(t, book, name+", "+part, r)
					}
				}
			}
		}
	}
	if charts < 40 || points < 600 {
		t.Errorf("%d charts and %d stored values: this test proves little", charts, points)
	}
}

// checkCache wants each cell of a reference stored: numbers alone in a cache of
// numbers, where a text leaves its place empty.
func checkCache(t *testing.T, book *excelize.File, place string, r *chartReference) int {
	t.Helper()
	cache := r.Texts
	if r.Numbers != nil {
		cache = r.Numbers
	}
	i := strings.LastIndex(r.Formula, "!")
	if i < 0 || cache == nil {
		t.Errorf("%s: %s has no stored values, or names no cells", place, r.Formula)
		return 0
	}
	stored := make(map[int]string)
	for _, p := range cache.Points {
		stored[p.Place] = p.Value
	}
	sheet, cells := strings.ReplaceAll(strings.Trim(r.Formula[:i], "'"), "''", "'"), strings.ReplaceAll(r.Formula[i+1:], "$", "")
	first, last, found := strings.Cut(cells, ":")
	if !found {
		last = first
	}
	col, row, err := excelize.CellNameToCoordinates(first)
	if err != nil {
		t.Fatal(err)
	}
	_, lastRow, err := excelize.CellNameToCoordinates(last)
	if err != nil {
		t.Fatal(err)
	}
	if cache.Count.Val != lastRow-row+1 {
		t.Errorf("%s: %d values stored of %s", place, cache.Count.Val, r.Formula)
	}
	for i := range lastRow - row + 1 {
		at, err := excelize.CoordinatesToCellName(col, row+i)
		if err != nil {
			t.Fatal(err)
		}
		want, err := book.GetCellValue(sheet, at, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := strconv.ParseFloat(want, 64); err != nil && r.Numbers != nil {
			want = ""
		}
		if stored[i] != want {
			t.Errorf("%s: %q stored of %s!%s, which is %q", place, stored[i], sheet, at, want)
		}
	}
	return len(cache.Points)
}

// checkColours: a colour of a sheet has eight digits, opacity first.
func checkColours(t *testing.T, files map[string][]byte) {
	t.Helper()
	colour := regexp.MustCompile(` rgb="([^"]*)"`)
	eight := regexp.MustCompile(`^[0-9A-F]{8}$`)
	found := 0
	for name, file := range files {
		for part, content := range parts(t, file) {
			for _, match := range colour.FindAllSubmatch(content, -1) {
				if found++; !eight.Match(match[1]) {
					t.Errorf("%s, %s: colour %s", name, part, match[1])
				}
			}
		}
	}
	if found < 200 {
		t.Errorf("%d colours: this test proves little", found)
	}
}

// checkProperties: elements have the prefixes that Excel writes, which
// exceljs wants.
func checkProperties(t *testing.T, files map[string][]byte) {
	t.Helper()
	element := regexp.MustCompile(`<([^?/ >]+)`)
	for name, file := range files {
		content := parts(t, file)["docProps/core.xml"]
		if !bytes.Contains(content, []byte("<cp:category>")) {
			t.Errorf("%s: no category", name)
		}
		for _, match := range element.FindAllSubmatch(content, -1) {
			if !bytes.Contains(match[1], []byte(":")) {
				t.Errorf("%s: <%s> has no prefix", name, match[1])
			}
		}
	}
}
