package workbook_test

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"constat/analysis/disclosure"
	"constat/analysis/workbook"
	"constat/analysis/workbook/workbooktest"
)

func writePublic(t testing.TB, p *disclosure.Publication) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := workbook.WritePublication(&out, p); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func checkPublic(t testing.TB, file []byte, p *disclosure.Publication) []string {
	t.Helper()
	values, words := workbooktest.Allowed(p)
	problems, err := workbooktest.Problems(file, values, words)
	if err != nil {
		t.Fatal(err)
	}
	return problems
}

// TestPublic_holdsWhatIsPublished is rule R16.
func TestPublic_holdsWhatIsPublished(t *testing.T) {
	for name, p := range workbook.Publications() {
		for _, problem := range checkPublic(t, writePublic(t, p), p) {
			t.Errorf("%s: %s", name, problem)
		}
	}
}

// TestPublic_anythingElseIsSeen gives the file one number that the other edition
// does not publish, wherever a number can stand.
func TestPublic_anythingElseIsSeen(t *testing.T) {
	for where, change := range map[string]func(p *disclosure.Publication){
		"a line":       func(p *disclosure.Publication) { p.Sections[0].Tables[0].Lines[0].Shown = workbook.ShownAbout(17) },
		"a percentage": func(p *disclosure.Publication) { p.Sections[0].Tables[0].Lines[0].Percent = 31 },
		"a bound":      func(p *disclosure.Publication) { p.Sections[0].Tables[0].Lines[2].AtMost = 19 },
		"a base":       func(p *disclosure.Publication) { p.Figures[0].Base = workbook.ShownAbout(46) },
		"a quotient":   func(p *disclosure.Publication) { p.Figures[11].Quotient = 1.9 },
		"a cross":      func(p *disclosure.Publication) { p.Crosses[0].Rows[1].Total = workbook.ShownAbout(18) },
		"a sum":        func(p *disclosure.Publication) { *p.Sections[1].Tables[0].Sum = workbook.ShownAbout(237) },
		"a text":       func(p *disclosure.Publication) { p.Sections[1].Text += " Ils sont 29." },
		"the size":     func(p *disclosure.Publication) { p.Respondents = workbook.ShownAbout(48) },
	} {
		p := workbook.Publications()["whole"]
		change(p)
		if problems := checkPublic(t, writePublic(t, p), workbook.Publications()["whole"]); len(problems) == 0 {
			t.Errorf("nobody sees another number in %s", where)
		}
	}
}

// TestPublic_theInternalEditionIsSeen: what is no public edition has formulas,
// names, an author and counts of its own.
func TestPublic_theInternalEditionIsSeen(t *testing.T) {
	problems := strings.Join(checkPublic(t, write(t, children(t, 12)), workbook.Publications()["whole"]), "\n")
	for _, want := range []string{"is a formula", "a defined name", `creator is "constat"`, "a company", "is not published", "tables"} {
		if !strings.Contains(problems, want) {
			t.Errorf("nobody sees: %s", want)
		}
	}
}

func TestPublic_sameBytes(t *testing.T) {
	first := writePublic(t, workbook.Publications()["whole"])
	for range 4 {
		if !bytes.Equal(first, writePublic(t, workbook.Publications()["whole"])) {
			t.Fatal("the same publication gave another file")
		}
	}
}

func TestPublic_golden(t *testing.T) {
	for name, p := range workbook.Publications() {
		compareGolden(t, "public-"+name+".golden", dump(t, open(t, writePublic(t, p))))
	}
}

// compareGolden reads a text that a reviewer can read; -update writes it again.
func compareGolden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	gotLines, wantLines := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	for i := range min(len(gotLines), len(wantLines)) {
		if gotLines[i] != wantLines[i] {
			t.Fatalf("%s, line %d (go test -update writes the golden again):\n got %s\nwant %s", name, i+1, gotLines[i], wantLines[i])
		}
	}
	if len(gotLines) != len(wantLines) {
		t.Fatalf("%s: %d lines, want %d", name, len(gotLines), len(wantLines))
	}
}

// TestPublic_legendOnEverySheet is rule R17, on the screen and on every page
// printed.
func TestPublic_legendOnEverySheet(t *testing.T) {
	f := open(t, writePublic(t, workbook.Publications()["whole"]))
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		head := ""
		for _, row := range rows[:5] {
			head += strings.Join(row, " ") + "\n"
		}
		footer, err := f.GetHeaderFooter(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for place, texts := range map[string][]string{
			head:             {"vague 2026-1, édition\u00a02", "n\u00a0=\u00a047\u00a0professionnels", "24\u00a0novembre 2026", "<6", "<11", "≥", "nc", "Les totaux", "multiple de 5", "DONNÉES FICTIVES"},
			footer.OddFooter: {"vague 2026-1", "24\u00a0novembre 2026", "<11", "≥", "nc", "totaux", "arrondi à 5"},
		} {
			for _, text := range texts {
				if !strings.Contains(place, text) {
					t.Errorf("sheet %s does not say %q:\n%s", sheet, text, place)
				}
			}
		}
		if len([]rune(footer.OddFooter)) > 255 {
			t.Errorf("sheet %s: Excel cuts a footer of %d characters", sheet, len([]rune(footer.OddFooter)))
		}
	}
}

// TestPublic_charts: bands are hatched, everybody is told what a chart shows,
// and nothing is a pie.
func TestPublic_charts(t *testing.T) {
	z, err := zip.NewReader(bytes.NewReader(writePublic(t, workbook.Publications()["whole"])), int64(len(writePublic(t, workbook.Publications()["whole"]))))
	if err != nil {
		t.Fatal(err)
	}
	charts, hatched, described := 0, 0, 0
	for _, part := range z.File {
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		xml, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(part.Name, "xl/charts/") {
			charts++
			hatched += bytes.Count(xml, []byte(`<a:pattFill prst="wdUpDiag">`))
			if !bytes.Contains(xml, []byte("<barChart>")) || bytes.Contains(xml, []byte("7FA9BE")) {
				t.Errorf("%s is not a finished bar chart", part.Name)
			}
		}
		if strings.HasPrefix(part.Name, "xl/drawings/drawing") {
			described += bytes.Count(xml, []byte(`descr="Barres horizontales`))
		}
	}
	// Seven tables, one of them all withheld and one without bands, and two rankings.
	if charts != 8 || hatched != 7 || described != charts {
		t.Errorf("%d charts, %d with hatched bars, %d described", charts, hatched, described)
	}
}
