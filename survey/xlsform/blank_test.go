package xlsform

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// at is a cell far from the others.
type at struct{ sheet, cell, text string }

// apart writes cells where they are said to be, over a small form.
func apart(t *testing.T, cells ...at) []byte {
	t.Helper()
	file, err := excelize.OpenReader(bytes.NewReader(md(t, `
		| survey |
		|        | type          | name  | label |
		|        | select_one l  | avant | Avant |
		| choices |
		|        | list_name | name | label |
		|        | l         | a    | A     |
		| settings |
		|        | form_title |
		| diagnostic |
		|        | type | name | question | label |
	`)))
	check(t, err)
	for _, c := range cells {
		check(t, file.SetCellValue(c.sheet, c.cell, c.text))
	}
	var out bytes.Buffer
	check(t, file.Write(&out))
	check(t, file.Close())
	return out.Bytes()
}

// TestSheets_farCells reads what stands after hundreds of blank rows or
// columns, in every sheet.
func TestSheets_farCells(t *testing.T) {
	form, problems, err := ReadAll(bytes.NewReader(apart(t,
		at{"survey", "A700", "text"}, at{"survey", "B700", "apres"}, at{"survey", "C700", "Après"},
		at{"survey", "ZZ1", "hint"}, at{"survey", "ZZ700", "Loin"},
		at{"choices", "A40000", "l"}, at{"choices", "B40000", "z"}, at{"choices", "C40000", "Z"},
		at{"choices", "XFD1", "zone"}, at{"choices", "XFD40000", "sud"},
		at{"settings", "A90", "Titre"},
		at{"diagnostic", "A500", "participation"}, at{"diagnostic", "B500", "i1"}, at{"diagnostic", "C500", "avant"}, at{"diagnostic", "D500", "Réponses"},
	)))
	check(t, err)
	if form == nil {
		t.Fatal(listing(problems))
	}
	if q := question(t, form, "apres"); q.Row != 700 || q.Hint.In("") != "Loin" {
		t.Errorf("row %d, hint %q", q.Row, q.Hint.In(""))
	}
	choices := form.Lists["l"].Choices
	if last := choices[len(choices)-1]; len(choices) != 2 || last.Row != 40000 || last.Columns["zone"] != "sud" {
		t.Errorf("choices %+v", choices)
	}
	if form.Title.In("") != "Titre" || len(form.Diagnostic) != 1 {
		t.Errorf("title %q, diagnostic %+v", form.Title.In(""), form.Diagnostic)
	}
}

// TestSheets_cellsBeside names what stands under no header.
func TestSheets_cellsBeside(t *testing.T) {
	_, problems, err := ReadAll(bytes.NewReader(apart(t, at{"survey", "F2", "à revoir"}, at{"survey", "AB2", "oui"}, at{"choices", "E3", "x"})))
	check(t, err)
	got := listing(problems)
	for _, want := range []string{`warning survey!2 : cells_beside ["F" "2"]`, `warning choices!3 : cells_beside ["E" "1"]`} {
		if !strings.Contains(got, want) {
			t.Errorf("want %s, said:\n%s", want, got)
		}
	}
}

// TestSheets_millionBlankRows puts a question under a million blank rows, as
// several programs write them. What is parsed is counted, not timed.
func TestSheets_millionBlankRows(t *testing.T) {
	for name, blank := range map[string]func(int) string{
		"numbered":  func(n int) string { return fmt.Sprintf(`<row r="%d"/>`, n) },
		"formatted": func(n int) string { return fmt.Sprintf(`<row r="%d" spans="1:6" s="1" customFormat="1" ht="15"/>`, n) },
		"cells": func(n int) string {
			return fmt.Sprintf(`<row r="%d"><c r="A%d" s="1"/><c r="B%d" s="1"></c></row>`, n, n, n)
		},
		"bare":     func(int) string { return "<row>\n<c s='1'/></row>\n" },
		"prefixed": func(n int) string { return fmt.Sprintf(`<x:row r="%d"><x:c r="A%d"><x:v/></x:c></x:row>`, n, n) },
	} {
		t.Run(name, func(t *testing.T) {
			rows := 1_000_000
			if name == "bare" {
				rows = 300_000 // a row of it compresses as a bomb does, and uncompressed a file may have 10 MB
			}
			var b strings.Builder
			b.WriteString(twoRows)
			for i := range rows {
				b.WriteString(blank(i + 3))
			}
			b.WriteString(strings.Replace(textRow(rows+3, "text", "apres", "Après"), fmt.Sprintf(` r="%d"`, rows+3), "", 1)) // its number follows from those before
			files := oneSheet(b.String())
			if name == "prefixed" {
				files["xl/worksheets/sheet1.xml"] = strings.Replace(files["xl/worksheets/sheet1.xml"], "<worksheet ", `<worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" `, 1)
			}
			archive := parts(t, files)
			if name == "bare" {
				archive = stored(t, files)
			}
			light, problem := lighten(archive)
			if problem != nil {
				t.Fatal(problem)
			}
			if len(light) > 10<<10 {
				t.Errorf("%d kB are parsed", len(light)>>10)
			}
			form, problems, err := ReadAll(bytes.NewReader(archive))
			check(t, err)
			if form == nil || question(t, form, "apres").Row != rows+3 {
				t.Errorf("refused, or not there: %s", listing(problems))
			}
			if _, spent, memory := measure(archive); memory > hostileMemory {
				t.Errorf("%v, %d MB", spent, memory>>20)
			} else {
				t.Logf("%v, %d MB of %d", spent, memory>>20, len(files["xl/worksheets/sheet1.xml"])>>20)
			}
		})
	}
}

// TestBlankRows copies what is not blank as it was.
func TestBlankRows(t *testing.T) {
	for in, want := range map[string]string{
		`<d><row r="1"><c r="A1"><v>1</v></c></row><row r="2"/><row r="3"><c r="A3"/><c r="B3"><v>2</v></c></row></d>`: `<d><row r="1"><c r="A1"><v>1</v></c></row><row r="3"><c r="A3"/><c r="B3"><v>2</v></c></row></d>`,
		`<d><row/><row/><row><c t="inlineStr"><is><t>é&lt;</t></is></c></row></d>`:                                     `<d><row r="3"><c t="inlineStr"><is><t>é&lt;</t></is></c></row></d>`,
		`<d><row><c><f>A1</f></c></row><row r='9' s="1" >  </row><row hidden="1"><c><v>0</v></c></row></d>`:            `<d><row r="1"><c><f>A1</f></c></row><row r="10" hidden="1"><c><v>0</v></c></row></d>`,
		`<d><row r="4"><c/>texte</row></d>`:                     `<d><row r="4"><c/>texte</row></d>`,
		`<d><rowBreaks count="1"><brk id="5"/></rowBreaks></d>`: `<d><rowBreaks count="1"><brk id="5"/></rowBreaks></d>`,
	} {
		var out bytes.Buffer
		kept := &blankRows{out: &out}
		for _, piece := range strings.SplitAfter(in, "<") {
			kept.take([]byte(piece), true)
		}
		if out.String() != want || kept.written != int64(len(want)) {
			t.Errorf("%s\ngives %s\nwant  %s", in, out.String(), want)
		}
	}
}
