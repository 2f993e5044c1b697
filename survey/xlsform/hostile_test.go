package xlsform

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"constat/survey"
)

// What a hostile or clumsy file may cost. A machine that does other things
// too gets several tries: the quickest counts.
const (
	hostileTime   = time.Second
	hostileMemory = 100 << 20
	hostileTries  = 8
)

// parts writes a workbook by hand, part by part.
func parts(t testing.TB, files map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	for name, content := range files {
		w, err := archive.Create(name)
		check(t, err)
		_, err = io.WriteString(w, content)
		check(t, err)
	}
	check(t, archive.Close())
	return out.Bytes()
}

// oneSheet is a workbook whose survey sheet has the given rows, as XML.
func oneSheet(rows string) map[string]string {
	const main = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	const rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	return map[string]string{
		"[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
		"_rels/.rels":         `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + rel + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":     `<workbook ` + main + ` xmlns:r="` + rel + `"><sheets><sheet name="survey" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + rel +
			`/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml": `<worksheet ` + main + `><sheetData>` + rows + `</sheetData></worksheet>`,
	}
}

// textRow is a row of inline texts.
func textRow(number int, cells ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<row r="%d">`, number)
	for i, cell := range cells {
		fmt.Fprintf(&b, `<c r="%c%d" t="inlineStr"><is><t>%s</t></is></c>`, 'A'+i, number, cell)
	}
	return b.String() + "</row>"
}

var twoRows = textRow(1, "type", "name", "label") + textRow(2, "text", "q1", "Q1")

func withPart(name, content string) map[string]string {
	files := oneSheet(twoRows)
	files[name] = content
	return files
}

// nested is a survey of groups in groups.
func nested(depth int) string {
	var b strings.Builder
	b.WriteString(textRow(1, "type", "name", "label"))
	for i := range depth {
		b.WriteString(textRow(2+i, "begin_group", fmt.Sprint("g", i), "G"))
	}
	return b.String()
}

func manyRows(n int) string {
	var b strings.Builder
	b.WriteString(twoRows)
	for i := range n {
		fmt.Fprintf(&b, `<row r="%d"/>`, i+3)
	}
	return b.String()
}

func TestHostile(t *testing.T) {
	encrypted := append(append([]byte{}, oleMagic...), utf16("EncryptedPackage")...)
	cases := []struct {
		name string
		file []byte
		code string // "" = read all the same
	}{
		{"empty", nil, CodeNotWorkbook},
		{"a text", []byte("type,name,label\n"), CodeNotWorkbook},
		{"an old .xls", append(append([]byte{}, oleMagic...), make([]byte, 600)...), CodeOldFormat},
		{"a password", encrypted, CodePassword},
		{"an OpenDocument sheet", parts(t, map[string]string{"mimetype": "x", "content.xml": "<x/>"}), CodeNotWorkbook},
		{"cut in the middle", parts(t, oneSheet(twoRows))[:400], CodeNotWorkbook},
		{"workbook part is no XML", parts(t, withPart("xl/workbook.xml", "<<<")), CodeDamaged},
		{"a file of 11 MB", bytes.Repeat([]byte("PK\x03\x04"), 11<<18), CodeTooLarge},
		{"a bomb of texts", parts(t, withPart("xl/sharedStrings.xml", strings.Repeat("<si><t/></si>", 3<<20))), CodeTooLargeInside},
		{"a bomb in a sheet", parts(t, withPart("xl/worksheets/sheet1.xml", strings.Repeat(" ", 40<<20))), CodeTooLargeInside},
		{"a bomb nobody opens", parts(t, withPart("xl/media/image1.png", strings.Repeat(" ", 90<<20))), ""},
		{"macros and pictures", parts(t, withPart("xl/vbaProject.bin", "MZ")), ""},
		{"too many parts", parts(t, manyParts()), CodeTooLarge},
		{"a million blank rows", parts(t, oneSheet(manyRows(1_000_000))), ""},
		{"a cell at the far corner", parts(t, oneSheet(twoRows+`<row r="1048576"><c r="XFD1048576" t="str"><v>x</v></c></row>`)), ""},
		{"a row beyond the last", parts(t, oneSheet(twoRows+`<row r="99999999"><c t="str"><v>x</v></c></row>`)), CodeDamaged},
		{"a row of 200,000 cells", parts(t, oneSheet(twoRows+`<row r="3">`+strings.Repeat(`<c t="str"><v>x</v></c>`, 200_000)+`</row>`)), CodeTooLargeInside},
		{"10,000 groups in groups", parts(t, oneSheet(nested(10_000))), CodeTooManyRows},
		{"1,000 groups in groups", parts(t, oneSheet(nested(1_000))), CodeTooDeep},
		{"10,000 brackets", parts(t, oneSheet(textRow(1, "type", "name", "label", "relevant")+
			textRow(2, "text", "q1", "Q1", strings.Repeat("(", 10_000)+"1"+strings.Repeat(")", 10_000)))), ExpressionCode("too-deep")},
		{"4,000 mistakes", parts(t, oneSheet(textRow(1, "type", "name", "label")+mistakes(4_000))), withNear(CodeUnknownType, "text")},
		{"50,000 questions", parts(t, oneSheet(textRow(1, "type", "name", "label")+mistakes(50_000))), CodeTooManyRows},
		{"entities that grow", parts(t, withPart("xl/worksheets/sheet1.xml", entities())), CodeMissingColumn},
		{"a circle", parts(t, oneSheet(textRow(1, "type", "name", "label", "calculation")+
			textRow(2, "calculate", "a", "", "${b}")+textRow(3, "calculate", "b", "", "${a}"))), survey.CodeCycle},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			problems, spent, memory := measure(c.file)
			for try := 1; try < hostileTries && spent > hostileTime; try++ {
				_, again, _ := measure(c.file)
				spent = min(spent, again)
			}
			if c.code != "" && !hasCode(problems, c.code) || c.code == "" && survey.Blocking(problems) {
				t.Errorf("want %q, said:\n%.600s", c.code, listing(problems))
			}
			if len(problems) > maxProblems+100 {
				t.Errorf("%d problems", len(problems))
			}
			t.Logf("%v, %d MB", spent.Round(time.Millisecond), memory>>20)
			if spent > hostileTime || memory > hostileMemory {
				t.Errorf("cost %v and %d MB", spent, memory>>20)
			}
		})
	}
}

func TestHostile_xform(t *testing.T) {
	for name, document := range map[string]string{
		"entities that grow":          entities(),
		"10,000 elements in elements": "<html>" + strings.Repeat("<a>", 10_000),
		"a million elements":          "<html>" + strings.Repeat("<a/>", 1_000_000),
	} {
		start := time.Now()
		_, err := ReadXForm(strings.NewReader(document))
		var unread survey.Problems
		if !errors.As(err, &unread) || !hasCode(unread, CodeXFormUnreadable) {
			t.Errorf("%s: %v", name, err)
		}
		t.Logf("%s: %v", name, time.Since(start).Round(time.Millisecond))
	}
}

// measure reads a file and tells what it cost; memory is what was live at the
// worst moment seen.
func measure(file []byte) ([]survey.Problem, time.Duration, uint64) {
	runtime.GC()
	var before, now runtime.MemStats
	runtime.ReadMemStats(&before)
	done := make(chan uint64)
	stop := make(chan struct{})
	go func() {
		peak := uint64(0)
		for {
			select {
			case <-stop:
				done <- peak
				return
			case <-time.After(5 * time.Millisecond):
				runtime.ReadMemStats(&now)
				peak = max(peak, now.HeapInuse)
			}
		}
	}()
	start := time.Now()
	_, problems, err := ReadAll(bytes.NewReader(file))
	spent := time.Since(start)
	close(stop)
	peak := <-done
	var unread survey.Problems
	if errors.As(err, &unread) {
		problems = unread
	}
	if peak < before.HeapInuse {
		return problems, spent, 0
	}
	return problems, spent, peak - before.HeapInuse
}

func hasCode(problems []survey.Problem, code string) bool {
	for _, p := range problems {
		if p.Code == code {
			return true
		}
	}
	return false
}

func manyParts() map[string]string {
	files := oneSheet(twoRows)
	for i := range 2000 {
		files[fmt.Sprintf("xl/worksheets/other%d.xml", i)] = "x"
	}
	return files
}

// entities is the « billion laughs »: a gigabyte, for a reader that expands them.
func entities() string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a0 "ha">`)
	for i := range 9 {
		fmt.Fprintf(&b, `<!ENTITY a%d "%s">`, i+1, strings.Repeat(fmt.Sprintf("&a%d;", i), 10))
	}
	b.WriteString(`]><html xmlns="http://www.w3.org/1999/xhtml"><sheetData><row r="1"><c t="str"><v>&a9;</v></c></row></sheetData></html>`)
	return b.String()
}

func mistakes(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(textRow(i+2, "texte", fmt.Sprint("q", i), "Q"))
	}
	return b.String()
}

// Cells hold what their author sees: formulas give their cached value,
// numbers lose a useless ".0", dates are dates.
func TestCells_values(t *testing.T) {
	rows := textRow(1, "type", "name", "label") +
		`<row r="2"><c r="A2" t="str"><f>"te"&amp;"xt"</f><v>text</v></c><c r="B2" t="str"><v>q_1.0</v></c><c r="C2"><v>3.0</v></c></row>` +
		`<row r="3"><c r="A3" t="inlineStr"><is><t>text</t></is></c><c r="B3" t="str"><v>q2</v></c><c r="C3" t="b"><v>1</v></c></row>` +
		`<row r="4"><c r="A4" t="inlineStr"><is><t> text&#160;</t></is></c><c r="B4" t="str"><v>q3</v></c><c r="C4"><v>0.30000000000000004</v></c></row>` +
		`<row r="5"><c r="A5" t="str"><v>text</v></c><c r="B5" t="str"><v>q4</v></c><c r="C5" s="1"><v>45322</v></c></row>` +
		`<row r="6"><c r="A6" t="str"><v>text</v></c><c r="B6" t="str"><v>q5</v></c><c r="C6" s="2"><v>0.5</v></c></row>`
	files := oneSheet(rows)
	files["xl/styles.xml"] = `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="9" applyNumberFormat="1"/></cellXfs></styleSheet>`
	files["[Content_Types].xml"] = strings.Replace(files["[Content_Types].xml"], "</Types>", `<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>`, 1)
	form, err := Read(bytes.NewReader(parts(t, files)))
	check(t, err)
	want := map[string]string{"q_1.0": "3", "q2": "TRUE", "q3": "0.3", "q4": "2024-01-31", "q5": "0.5"}
	for name, label := range want {
		if got := question(t, form, name).Label.In(""); got != label {
			t.Errorf("%s reads %q, want %q", name, got, label)
		}
	}
}
