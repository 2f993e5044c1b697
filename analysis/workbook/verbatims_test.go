package workbook

import (
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"constat/analysis"
)

// A sheet holds as many texts as it has rows; the rest is said, not lost on an
// internal error.
func TestVerbatims_rowsOfASheet(t *testing.T) {
	texts := make([]string, 30)
	for i := range texts {
		texts[i] = "texte " + strconv.Itoa(i)
	}
	for _, c := range []struct {
		rows, written int
		says          []string
	}{
		{1000, 60, nil},
		{60, 46, []string{"14\u00a0textes de plus"}},
		{38, 27, []string{"3\u00a0textes de plus", "30\u00a0textes de plus"}},
	} {
		f := excelize.NewFile()
		b := &book{file: f, diag: &analysis.Diagnostic{Verbatims: []analysis.Verbatims{{Title: "Un", Texts: texts}, {Title: "Deux", Texts: texts}}}}
		if err := b.makeStyles(); err != nil {
			t.Fatal(err)
		}
		s := newSheet(b, "Sheet1")
		s.columns(6, 92)
		s.row = 5
		b.listVerbatims(s, c.rows)
		if s.err != nil {
			t.Fatal(s.err)
		}
		rows, err := f.GetRows("Sheet1")
		if err != nil {
			t.Fatal(err)
		}
		written, all := 0, ""
		for _, row := range rows {
			line := strings.Join(row, " ")
			all += line + "\n"
			if strings.Contains(line, "texte ") && !strings.Contains(line, "feuille") {
				written++
			}
		}
		if len(rows) > c.rows || written != c.written {
			t.Errorf("%d rows: %d used, %d texts, want %d", c.rows, len(rows), written, c.written)
		}
		for _, want := range c.says {
			if !strings.Contains(all, want) {
				t.Errorf("%d rows: %q is not said in\n%s", c.rows, want, all)
			}
		}
		_ = f.Close()
	}
}
