package main

import (
	"os"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
)

// A text longer than a cell is an answer: cut where Excel cuts, which is said, and
// whole in the export. So is the first day of the year 1, which is no blank.
func TestDiagnose_longText(t *testing.T) {
	d := newDesk(t, "| survey |\n| | type | name | label |\n| | text | mot | Mot |\n| | date | jour | Jour |")
	long := strings.Repeat("é", 33_000) + "FIN"
	wide := strings.Repeat("😀", 17_000) + "FIN" // two UTF-16 units each
	answers := d.put("a.csv", "mot,jour\n"+long+",0001-01-01\n"+wide+",2025-03-03\ncourt,2025-03-04\n")
	code, _, stderr := d.diagnose("--answers", answers, "-o", d.path("o.xlsx"), "--export", d.path("export"))
	if code != exitDone || strings.Contains(stderr, "trop long") {
		t.Fatalf("exit %d: %s", code, stderr)
	}
	book, err := excelize.OpenFile(d.path("o.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	rows, err := book.GetRows("Verbatims")
	if err != nil {
		t.Fatal(err)
	}
	all, longest := "", 0
	for _, row := range rows {
		for _, cell := range row {
			longest = max(longest, len(utf16.Encode([]rune(cell))))
			all += cell[:min(len(cell), 200)] + "\n"
		}
	}
	if longest != excelize.TotalCellChars || !strings.Contains(all, "2\u00a0textes sont plus longs qu’une cellule (32 767 caractères)") {
		t.Errorf("longest cell %d; said %q", longest, all[:min(len(all), 1500)])
	}
	texts, err := os.ReadFile(d.path("export/textes-libres.csv"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(texts), long) || !strings.Contains(string(texts), wide) {
		t.Error("the export does not hold the texts whole")
	}
	data, err := os.ReadFile(d.path("export/reponses.csv"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(data), "0001-01-01") {
		t.Errorf("the year 1 is blank in the export:\n%s", data)
	}
}
