package workbook_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"constat/analysis"
	"constat/analysis/disclosure"
	"constat/analysis/internal/fixture"
	"constat/analysis/workbook"
	"constat/survey"
)

var update = flag.Bool("update", false, "write the golden files")

var generated = time.Date(2026, time.November, 24, 9, 30, 0, 0, time.UTC)

func meta() analysis.Meta {
	return analysis.Meta{
		Network: "Réseau VIF Hauts Cantons", Campaign: "Enfants & accueil 2026", Invited: 60, Fictitious: true,
		Territory: fixture.HautsCantons(), GeneratedOn: generated,
		Reading: []analysis.ReadingProblem{{Row: 12, Column: "nb_enfants", Reason: "« douze » n’est pas un nombre entier."}},
	}
}

func diagnose(t testing.TB, f *survey.Form, responses []*survey.Response, m analysis.Meta) *analysis.Diagnostic {
	t.Helper()
	d, err := analysis.Load(f, fixture.Seq(responses))
	if err != nil {
		t.Fatal(err)
	}
	return analysis.Tabulate(d, analysis.Plan{Meta: m})
}

func write(t testing.TB, g *analysis.Diagnostic) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := workbook.Write(&out, disclosure.Internal("lead@reseau", generated, g)); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func children(t testing.TB, n int) *analysis.Diagnostic {
	f := fixture.Children()
	return diagnose(t, f, fixture.ChildrenResponses(f, n, 1), meta())
}

func open(t testing.TB, content []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// dump writes every cell of a workbook as "sheet!cell value" lines.
func dump(t testing.TB, f *excelize.File) string {
	t.Helper()
	var out strings.Builder
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		for r, row := range rows {
			for c, value := range row {
				if value != "" {
					name, _ := excelize.CoordinatesToCellName(c+1, r+1)
					fmt.Fprintf(&out, "%s!%s\t%s\n", sheet, name, strings.ReplaceAll(value, "\n", "⏎"))
				}
			}
		}
	}
	return out.String()
}

func TestWrite_golden(t *testing.T) {
	compareGolden(t, "children.golden", dump(t, open(t, write(t, children(t, 12)))))
}

func TestWrite_sameBytes(t *testing.T) {
	first := write(t, children(t, 40))
	for range 4 {
		if !bytes.Equal(first, write(t, children(t, 40))) {
			t.Fatal("the same answers gave another file")
		}
	}
}

func TestWrite_refusesAnEmptyReport(t *testing.T) {
	if err := workbook.Write(io.Discard, disclosure.Report{}); !errors.Is(err, workbook.ErrNoReport) {
		t.Errorf("an empty report: %v", err)
	}
}

// TestWrite_figures looks the counted figures up in the file, where a reader
// finds them.
func TestWrite_figures(t *testing.T) {
	g := children(t, 145)
	f := open(t, write(t, g))
	for _, section := range g.Sections {
		for _, table := range section.Tables {
			if table.Base.Answered() == 0 || table.Measure == survey.MeasureVerbatim {
				continue
			}
			checkTable(t, f, table)
		}
	}
	rows, err := f.GetRows("Données")
	if err != nil {
		t.Fatal(err)
	}
	if got := len(rows) - 3; got != 145 {
		t.Errorf("%d rows of data, want 145", got)
	}
}

func checkTable(t *testing.T, f *excelize.File, table *analysis.Table) {
	t.Helper()
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			if len(row) != 1 || row[0] != table.Title || i+2 >= len(rows) || !strings.HasPrefix(rows[i+1][0], "Base") {
				continue
			}
			found := map[string][]string{}
			for _, line := range rows[i+2:] {
				if len(line) == 0 || strings.HasPrefix(line[0], "Base des") {
					break
				}
				found[line[0]] = line
			}
			compareLines(t, table, found)
			return
		}
	}
	t.Errorf("%s is nowhere in the workbook", table.Key())
}

func compareLines(t *testing.T, table *analysis.Table, found map[string][]string) {
	t.Helper()
	for _, line := range table.Lines {
		if line.Class != nil {
			continue // labels of classes are the workbook's own
		}
		cells := found[line.Label]
		if len(cells) < 3 || cells[1] != strconv.Itoa(line.Share.Count) {
			t.Errorf("%s %s: cells %q, want %d", table.Key(), line.Code, cells, line.Share.Count)
			continue
		}
		percent, _ := strconv.ParseFloat(cells[2], 64)
		if want := 100 * float64(line.Share.Count) / float64(line.Share.Base); percent-want > 1e-9 || want-percent > 1e-9 {
			t.Errorf("%s %s: %v %%, want %v", table.Key(), line.Code, percent, want)
		}
	}
}

// TestWrite_sumOfSeveralQuestions: the synthesis adds every question, even
// when nobody answered the first.
func TestWrite_sumOfSeveralQuestions(t *testing.T) {
	f := fixture.Children()
	for i := range f.Diagnostic {
		f.Diagnostic[i].Key = f.Diagnostic[i].Name == "HC-4"
	}
	g := diagnose(t, f, []*survey.Response{
		fixture.Response(f, 0, map[string]string{"type_structure": "ecole", "age_0_2": "", "age_3_5": "2", "age_6_10": "5"}),
		fixture.Response(f, 0, map[string]string{"type_structure": "pmi", "age_0_2": "", "age_3_5": "", "age_6_10": "4"}),
	}, meta())
	cells := dump(t, open(t, write(t, g)))
	if !strings.Contains(cells, "\t11\n") || !strings.Contains(cells, "enfants, selon 2\u00a0réponses (médiane 5,5, maximum 7)") {
		t.Errorf("the synthesis does not add 2, 5 and 4:\n%s", cells[:min(len(cells), 3000)])
	}
}

func TestWrite_noErrorCell(t *testing.T) {
	for _, n := range []int{0, 1, 7, 145} {
		for line := range strings.Lines(dump(t, open(t, write(t, children(t, n))))) {
			_, value, _ := strings.Cut(line, "\t")
			for _, bad := range []string{"#", "NaN", "Inf", "%!", "{0}", "{1}", "{*}"} {
				if strings.HasPrefix(value, bad) || bad != "#" && strings.Contains(value, bad) {
					t.Errorf("%d answers: %s", n, strings.TrimSpace(line))
				}
			}
		}
	}
}

// TestWrite_verbatimsStandAlone: the words are on their own sheet only, away
// from the profile of who wrote them.
func TestWrite_verbatimsStandAlone(t *testing.T) {
	const words = "Un lieu d’accueil proche, les familles n’ont pas de voiture."
	seen := false
	for line := range strings.Lines(dump(t, open(t, write(t, children(t, 60))))) {
		sheet, _, _ := strings.Cut(line, "!")
		if strings.Contains(line, words) {
			seen = true
			if sheet != "Verbatims" {
				t.Errorf("words on sheet %s", sheet)
			}
		}
	}
	if !seen {
		t.Error("the words are nowhere")
	}
}

func TestWrite_fictitiousOnEverySheet(t *testing.T) {
	f := open(t, write(t, children(t, 12)))
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		said := false
		for _, row := range rows[:3] {
			said = said || len(row) > 0 && strings.Contains(row[0], "DONNÉES FICTIVES")
		}
		if !said {
			t.Errorf("sheet %s does not say that its data are fictitious", sheet)
		}
		header, err := f.GetHeaderFooter(sheet)
		if err != nil || !strings.Contains(header.OddHeader, "DONNÉES FICTIVES") {
			t.Errorf("sheet %s prints without saying so: %v", sheet, err)
		}
	}
}

// TestWrite_habits: what a person who knows Excel expects of a careful file.
func TestWrite_habits(t *testing.T) {
	content := write(t, children(t, 30))
	f := open(t, content)
	props, err := f.GetDocProps()
	if err != nil || props.Creator != "constat" || props.Created != "2026-11-24T09:30:00Z" || props.Title == "" {
		t.Errorf("document properties = %+v, %v", props, err)
	}
	for _, sheet := range f.GetSheetList() {
		if len([]rune(sheet)) > 31 {
			t.Errorf("sheet name %q is too long", sheet)
		}
		layout, err := f.GetPageLayout(sheet)
		if err != nil || layout.Size == nil || *layout.Size != 9 {
			t.Errorf("sheet %s is not A4: %v", sheet, err)
		}
	}
	names := map[string]bool{}
	for _, n := range f.GetDefinedName() {
		names[n.Name+" "+n.Scope] = true
	}
	for _, want := range []string{"Ind_HC_1 Workbook", "_xlnm.Print_Area Synthèse", "_xlnm.Print_Titles Croisements"} {
		if !names[want] {
			t.Errorf("no defined name %s", want)
		}
	}
	tables, err := f.GetTables("Données")
	if err != nil || len(tables) != 1 || tables[0].Name != "Donnees" {
		t.Errorf("tables of Données = %+v, %v", tables, err)
	}
	if kind, err := f.GetCellType("Données", "B5"); err != nil || kind == excelize.CellTypeSharedString || kind == excelize.CellTypeInlineString {
		t.Errorf("the day is a text: %v, %v", kind, err)
	}
	checkCharts(t, content)
}

// TestWrite_dataRowsHoldTheirTexts: a long answer is wrapped, in a row high
// enough.
func TestWrite_dataRowsHoldTheirTexts(t *testing.T) {
	g := children(t, 60)
	f := open(t, write(t, g))
	high := 0
	for row := 4; row < 64; row++ {
		height, err := f.GetRowHeight("Données", row)
		if err != nil {
			t.Fatal(err)
		}
		longest := 0
		for col := 3; col <= 20; col++ {
			at, _ := excelize.CoordinatesToCellName(col, row)
			value, err := f.GetCellValue("Données", at)
			if err != nil {
				t.Fatal(err)
			}
			longest = max(longest, len([]rune(value)))
		}
		if longest > 60 {
			high++
			if height < 26 {
				t.Errorf("row %d holds %d characters in %v points", row, longest, height)
			}
		}
	}
	if high == 0 {
		t.Error("no long answer: the test sees nothing")
	}
}

func checkCharts(t *testing.T, content []byte) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	charts := 0
	for _, part := range z.File {
		if !strings.HasPrefix(part.Name, "xl/charts/chart") && !strings.HasPrefix(part.Name, "xl/worksheets/sheet") {
			continue
		}
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		xml, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(xml, []byte("autoMax")) {
			t.Errorf("%s has bars that the largest value fills, and not 100 %%", part.Name)
		}
		if strings.HasPrefix(part.Name, "xl/worksheets/") {
			continue
		}
		charts++
		if bytes.Contains(xml, []byte("pieChart")) || bytes.Contains(xml, []byte("3DChart")) || !bytes.Contains(xml, []byte("barChart")) {
			t.Errorf("%s is not a bar chart", part.Name)
		}
	}
	if charts < 15 {
		t.Errorf("%d charts", charts)
	}
}
