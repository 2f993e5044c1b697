package workbook_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"constat/analysis/disclosure"
	"constat/analysis/workbook"
)

// longNames is a public edition whose names take more room than a sheet's
// columns, and whose indicators take more than a page.
func longNames() *disclosure.Publication {
	p := workbook.Publications()["whole"]
	p.Title = "Violences dans le couple : repérage et besoins des professionnelles et des professionnels de santé du territoire"
	p.Area.Name = "Réseau du Pic Saint Loup Gangeois et des communes voisines"
	first := p.Figures[0]
	for i := range 40 {
		f := first
		f.Name, f.Key = fmt.Sprintf("HC-%d-souhait", 30+i), false
		p.Figures = append(p.Figures, f)
	}
	for i := range 40 {
		c := p.Comparisons[0]
		c.Name = fmt.Sprintf("HC-%d-souhait", 30+i)
		p.Comparisons = append(p.Comparisons, c)
	}
	return p
}

// sheetPages are the first rows of the pages that a sheet is printed on, after
// the first.
func sheetPages(t *testing.T, file []byte, f *excelize.File, sheet string) []int {
	t.Helper()
	xml := part(t, file, fmt.Sprintf("xl/worksheets/sheet%d.xml", slices.Index(f.GetSheetList(), sheet)+1))
	var rows []int
	for _, found := range regexp.MustCompile(`<brk id="(\d+)"`).FindAllStringSubmatch(xml, -1) {
		var row int
		if _, err := fmt.Sscan(found[1], &row); err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row+1)
	}
	return rows
}

func part(t *testing.T, file []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	r, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	xml, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(xml)
}

// A list that goes on over several pages has its headers on each: no row is
// repeated by itself in a file without names (R16).
func TestPublic_headersOnEachPage(t *testing.T) {
	file := writePublic(t, longNames())
	f := open(t, file)
	for sheet, header := range map[string]string{"Indicateurs": "Code", "Comparaison": "Indicateur"} {
		pages := sheetPages(t, file, f, sheet)
		if len(pages) < 2 {
			t.Errorf("%s: %d page breaks: this test proves nothing", sheet, len(pages))
		}
		for _, row := range pages {
			at := fmt.Sprintf("A%d", row)
			if got, err := f.GetCellValue(sheet, at); err != nil || got != header && !strings.HasPrefix(got, "À côté") {
				t.Errorf("%s: a page begins with %q at %s, %v", sheet, got, at, err)
			}
		}
	}
}

// TestPublic_nothingPastTheLastColumn: a text printed past the last column
// shrinks every page of its sheet, or is cut.
func TestPublic_nothingPastTheLastColumn(t *testing.T) {
	for name, p := range map[string]*disclosure.Publication{"whole": workbook.Publications()["whole"], "long names": longNames()} {
		f := open(t, writePublic(t, p))
		for _, sheet := range f.GetSheetList() {
			text, err := f.GetCellValue(sheet, "A2")
			if err != nil {
				t.Fatal(err)
			}
			merged, err := f.GetMergeCells(sheet)
			if err != nil {
				t.Fatal(err)
			}
			wraps := slices.ContainsFunc(merged, func(m excelize.MergeCell) bool { return m.GetStartAxis() == "A2" })
			if width := sheetWidth(t, f, sheet); !wraps && workbook.LettersWidth(text, 10) > width {
				t.Errorf("%s, %s: %q is wider than %.0f points", name, sheet, text, width)
			}
		}
	}
}

func sheetWidth(t *testing.T, f *excelize.File, sheet string) float64 {
	t.Helper()
	sum := 0.0
	columns, err := f.GetCols(sheet)
	if err != nil {
		t.Fatal(err)
	}
	for i := range columns {
		name, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			t.Fatal(err)
		}
		width, err := f.GetColWidth(sheet, name)
		if err != nil {
			t.Fatal(err)
		}
		sum += width * 6
	}
	return sum
}

// TestPublic_pagesAreFull: the opening rows are printed once, and take no room
// from the pages after the first.
func TestPublic_pagesAreFull(t *testing.T) {
	p := workbook.Publications()["whole"]
	table := p.Sections[0].Tables[2]
	table.Lines = table.Lines[:2]
	p.Sections = []disclosure.PublishedSection{{Key: "s", Title: "Section"}}
	for range 9 {
		p.Sections[0].Tables = append(p.Sections[0].Tables, table)
	}
	p.Figures, p.Crosses, p.Comparisons = nil, nil, nil
	file := writePublic(t, p)
	if pages := sheetPages(t, file, open(t, file), "Section"); len(pages) != 1 {
		t.Errorf("9 short tables are printed on %d pages, want 2", len(pages)+1)
	}
}

// TestPublic_noPageOverflows: a page that runs over breaks where nobody chose,
// and leaves the next one nearly empty.
func TestPublic_noPageOverflows(t *testing.T) {
	for name, p := range map[string]*disclosure.Publication{"whole": workbook.Publications()["whole"], "long names": longNames()} {
		p.Intro += strings.Repeat(" Ce diagnostic dit ce que des professionnels ont vu, et ce dont ils ont besoin.", 6)
		file := writePublic(t, p)
		f := open(t, file)
		for _, sheet := range f.GetSheetList() {
			layout, err := f.GetPageLayout(sheet)
			if err != nil {
				t.Fatal(err)
			}
			if *layout.FitToHeight == 1 {
				continue // the synthesis: one page, whatever it holds
			}
			width, height := 781.0, 490.0
			if *layout.Orientation == "portrait" {
				width, height = 535, 735
			}
			height /= min(1, width/sheetWidth(t, f, sheet))
			rows, err := f.GetRows(sheet)
			if err != nil {
				t.Fatal(err)
			}
			first := 1
			for _, next := range append(sheetPages(t, file, f, sheet), len(rows)+1) {
				if sum := rowHeights(t, f, sheet, first, next); sum > height {
					t.Errorf("%s, %s: rows %d to %d take %.0f points of a page of %.0f", name, sheet, first, next-1, sum, height)
				}
				first = next
			}
		}
	}
}

func rowHeights(t *testing.T, f *excelize.File, sheet string, first, next int) float64 {
	t.Helper()
	sum := 0.0
	for row := first; row < next; row++ {
		height, err := f.GetRowHeight(sheet, row)
		if err != nil {
			t.Fatal(err)
		}
		sum += height
	}
	return sum
}

// TestPublic_barsSayWhatTheTableSays: the end of a band is no number of
// respondents, and no bar shows it as one.
func TestPublic_barsSayWhatTheTableSays(t *testing.T) {
	file := writePublic(t, workbook.Publications()["whole"])
	var whole string
	for i := range 8 {
		whole += part(t, file, fmt.Sprintf("xl/charts/chart%d.xml", i+1))
	}
	for _, label := range []string{"&lt;11", "≥37", "&lt;6"} {
		if !strings.Contains(whole, "<a:t>"+label+"</a:t>") {
			t.Errorf("no bar says %s", label)
		}
	}
	told := strings.Count(whole, "<dLbl><idx")
	if silent := strings.Count(whole, `<delete val="1"/></dLbl>`); told == 0 || told != 2*silent {
		t.Errorf("%d labels, %d of them taken from the full bar: want half", told, silent)
	}
	for _, legend := range []string{"<tx><v>Nombre publié, ou minimum certain</v></tx>", "<tx><v>Jusqu’au plus grand nombre possible</v></tx>"} {
		if !strings.Contains(whole, legend) {
			t.Errorf("the legends do not say %s", legend)
		}
	}
}

// TestPublic_noChartOfBandsAlone: bars all as long as the floor look like as
// many equal answers, and a single one compares nothing.
func TestPublic_noChartOfBandsAlone(t *testing.T) {
	for what, keep := range map[string]func(disclosure.PublishedLine) bool{
		"bands":   func(l disclosure.PublishedLine) bool { return l.Shown.Kind == disclosure.Under },
		"one bar": func(l disclosure.PublishedLine) bool { return l.Shown.Kind == disclosure.NearlyAll },
	} {
		p := workbook.Publications()["whole"]
		table := p.Sections[0].Tables[1]
		table.Lines = slices.DeleteFunc(slices.Clone(table.Lines), func(l disclosure.PublishedLine) bool { return !keep(l) })
		p.Sections = []disclosure.PublishedSection{{Key: "s", Title: "Section", Tables: []disclosure.PublishedTable{table}}}
		p.Figures = nil
		file := writePublic(t, p)
		if text := dumpSheet(t, file, "Section"); strings.Contains(text, "Barre") || what == "bands" && !strings.Contains(text, "que des fourchettes") {
			t.Errorf("%s: %s", what, text)
		}
		z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range z.File {
			if strings.HasPrefix(part.Name, "xl/charts/") {
				t.Errorf("%s: there is %s", what, part.Name)
			}
		}
	}
}

func dumpSheet(t *testing.T, file []byte, sheet string) string {
	t.Helper()
	rows, err := open(t, file).GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, row := range rows {
		lines = append(lines, strings.Join(row, "\t"))
	}
	return strings.Join(lines, "\n")
}

// TestPublic_synthesisRanksSomething: a ranking without a published number has
// no place on the page that is shown.
func TestPublic_synthesisRanksSomething(t *testing.T) {
	p := workbook.Publications()["whole"]
	for i := range p.Sections {
		for j := range p.Sections[i].Tables {
			if table := &p.Sections[i].Tables[j]; table.Key == "offre" {
				for k := range table.Lines {
					table.Lines[k].Shown = disclosure.Shown{Kind: disclosure.Under, Text: "<6", High: 5}
					table.Lines[k].HasPercent = false
				}
			}
		}
	}
	text := dumpSheet(t, writePublic(t, p), "Synthèse")
	if strings.Contains(text, "Accueils jugés les plus utiles") || strings.Contains(text, "rien à classer") || !strings.Contains(text, "Freins à l’orientation") {
		t.Errorf("the synthesis says:\n%s", text)
	}
}

// TestPublic_rareAnswersAreNotListedForEver: all the communes of a département
// would fill a page under one table.
func TestPublic_rareAnswersAreNotListedForEver(t *testing.T) {
	p := workbook.Publications()["whole"]
	merged := &p.Sections[0].Tables[0].Merged
	if text := dumpSheet(t, writePublic(t, p), "Vous et votre structure"); !strings.Contains(text, (*merged)[2]) {
		t.Fatalf("three rare answers are not named:\n%s", text)
	}
	for range 5 {
		*merged = append(*merged, *merged...)
	}
	if text := dumpSheet(t, writePublic(t, p), "Vous et votre structure"); strings.Contains(text, (*merged)[2]) || !strings.Contains(text, "trop de réponses pour les citer") {
		t.Errorf("many rare answers are named:\n%s", text)
	}
}
