package catalogue

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

var update = flag.Bool("update", false, "rewrite the text twins of the workbooks")

// TestTwin compares each workbook with its text twin: what a commit changes in
// a workbook must be readable in the same commit.
func TestTwin(t *testing.T) {
	for _, e := range everyWorkbook() {
		t.Run(e.ID, func(t *testing.T) {
			got := dump(t, open(t, e))
			path := filepath.Join("testdata", strings.TrimSuffix(e.File, ".xlsx")+".golden")
			if *update {
				if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if line, g, w := firstDifference(got, string(want)); line > 0 {
				t.Errorf("%s and %s differ at line %d\nworkbook: %s\ntwin:     %s\nif the workbook is right: go test ./survey/catalogue -update", e.File, path, line, g, w)
			}
		})
	}
}

func firstDifference(got, want string) (line int, g, w string) {
	gs, ws := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range max(len(gs), len(ws)) {
		g, w = "(nothing)", "(nothing)"
		if i < len(gs) {
			g = gs[i]
		}
		if i < len(ws) {
			w = ws[i]
		}
		if g != w {
			return i + 1, g, w
		}
	}
	return 0, "", ""
}

func open(t *testing.T, e Entry) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(e.Bytes()))
	if err != nil {
		t.Fatalf("open %s: %v", e.File, err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// dump writes every sheet as tab-separated text. Trailing blank cells go;
// line breaks, tabs and no-break spaces are written so that they can be seen.
func dump(t *testing.T, f *excelize.File) string {
	t.Helper()
	visible := strings.NewReplacer("\\", `\\`, "\n", `\n`, "\t", `\t`, "\u00a0", "~", "~", `\~`)
	var b strings.Builder
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatalf("read sheet %s: %v", sheet, err)
		}
		fmt.Fprintf(&b, "== %s\n", sheet)
		for _, row := range rows {
			cells := make([]string, len(row))
			for i, cell := range row {
				cells[i] = visible.Replace(cell)
			}
			b.WriteString(strings.TrimRight(strings.Join(cells, "\t"), "\t"))
			b.WriteByte('\n')
		}
		b.WriteByte('\n')
	}
	return b.String()
}
