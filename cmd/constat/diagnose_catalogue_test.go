package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"constat/analysis/disclosure"
	"constat/analysis/workbook"
	"constat/survey/catalogue"
)

// TestDiagnose_publicCatalogue makes the public edition of each questionnaire
// of the catalogue with the command, and reads everything back: no workbook
// holds a number that is not published, each line of its tables is the
// register's, and neither the register nor the JSON says a true number.
func TestDiagnose_publicCatalogue(t *testing.T) {
	for _, entry := range catalogue.Entries() {
		t.Run(entry.ID, func(t *testing.T) {
			t.Parallel()
			e := publishEntry(t, entry)
			e.checkTrueCounts()
			e.checkNumbers()
			e.checkDocument()
			for _, report := range e.release.Reports() {
				p := report.Publication()
				file := e.read("public/" + p.Area.Key + workbookExtension)
				checkPublicFile(t, file, p)
				e.checkLines(file, p)
			}
			if files, err := filepath.Glob(e.path("public/*" + workbookExtension)); err != nil || len(files) != len(e.release.Reports()) || len(files) != 4 {
				t.Errorf("%d workbooks, %v", len(files), err)
			}
		})
	}
}

// publishedEntry is what the command made of a questionnaire, and what it must
// have made it of.
type publishedEntry struct {
	desk
	register disclosure.Ledger
	texts    map[string]string // of the register, by key
	json     []byte
	document publicDocument
	release  *disclosure.Release
}

func publishEntry(t *testing.T, entry catalogue.Entry) *publishedEntry {
	e := &publishedEntry{desk: publicDesk(t, entry, func(i int) int {
		return []int{30, 24, 5, 0, 0, 0, 0, 0, 0, 0}[i]
	}), texts: make(map[string]string)}
	var told string
	e.json, told = e.diagnosed("publique", "-o", e.path("public"))
	// Each questionnaire has questions of the lower floor.
	if want := "(5 réponses)\u00a0; il faut au moins 12 réponses"; strings.Count(told, want) != 1 {
		t.Errorf("a small network is not told what it lacks, %q:\n%s", want, told)
	}
	if err := json.Unmarshal(e.json, &e.document); err != nil {
		t.Fatal(err)
	}
	var err error
	if e.register, err = disclosure.ReadLedger(e.read("public/" + registerName)); err != nil {
		t.Fatal(err)
	}
	for _, entry := range e.register {
		e.texts[entry.Key] = entry.Text
	}
	e.release = e.protected()
	return e
}

func (e *publishedEntry) diagnosed(edition string, more ...string) (document []byte, told string) {
	e.t.Helper()
	var out, problems bytes.Buffer
	args := append([]string{"diagnose", "--form", e.path("form.xlsx"), "--answers", e.path("answers.json"), "--territory", "territoire", "--edition", edition, "--json"}, more...)
	if code := run(context.Background(), args, noEnv, strings.NewReader(""), &out, &problems); code != exitDone {
		e.t.Fatalf("exit %d: %s", code, problems.String())
	}
	return out.Bytes(), problems.String()
}

func (e *publishedEntry) read(name string) []byte {
	e.t.Helper()
	content, err := os.ReadFile(e.path(name))
	if err != nil {
		e.t.Fatal(err)
	}
	return content
}

// protected is the same wave, protected again: what may stand in the files is
// worked out from it.
func (e *publishedEntry) protected() *disclosure.Release {
	e.t.Helper()
	c := diagnoseCmd{Territory: "territoire", Form: []string{e.path("form.xlsx")}, Answers: []string{e.path("answers.json")}}
	p := &program{ctx: context.Background(), getenv: noEnv, stdin: strings.NewReader(""), stdout: &bytes.Buffer{}, stderr: &bytes.Buffer{}, clock: time.Now}
	form, _, err := formToDiagnose(c.Form[0], nil)
	if err != nil {
		e.t.Fatal(err)
	}
	choice, err := c.choose(form)
	if err != nil {
		e.t.Fatal(err)
	}
	answers, err := c.collect(p, form, choice, nil)
	if err != nil {
		e.t.Fatal(err)
	}
	w, err := c.wave(p, answers)
	if err != nil {
		e.t.Fatal(err)
	}
	release, err := disclosure.Protect(p.ctx, w.batch, time.Now())
	if err != nil {
		e.t.Fatal(err)
	}
	return release
}

// checkLines wants each line of a workbook's tables in the register, with the
// same text, and each line that the register has of them in the workbook.
func (e *publishedEntry) checkLines(file []byte, p *disclosure.Publication) {
	e.t.Helper()
	shown := shownLines(e.t, file)
	compared := 0
	for _, row := range workbook.Register(p, e.register) {
		text, ok := shown[[2]string{row.Question, row.Answer}]
		if !ok {
			continue
		}
		if compared++; text != row.Text {
			e.t.Errorf("%s: %s, %s: the sheet shows %q, the register %q", p.Area.Key, row.Question, row.Answer, text, row.Text)
		}
		delete(shown, [2]string{row.Question, row.Answer})
	}
	if p.Refused == "" && compared < 40 {
		e.t.Errorf("%s: %d lines compared: this test proves little", p.Area.Key, compared)
	}
	for line, text := range shown {
		if text != disclosure.TextImpossible { // by the form: it is no count
			e.t.Errorf("%s: %q shows %s, and the register has nothing", p.Area.Key, line, text)
		}
	}
}

// shownLines reads the questions' tables of a workbook as somebody does: a
// title, a line that begins with « Base : », headers, lines.
func shownLines(t testing.TB, file []byte) map[[2]string]string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(file), excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := make(map[[2]string]string)
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			if i < 2 || len(row) == 0 || row[0] != "Réponse" || len(rows[i-1]) == 0 || !strings.HasPrefix(rows[i-1][0], "Base") {
				continue
			}
			for _, line := range rows[i+1:] {
				if len(line) < 2 || line[0] == "" || line[1] == "" {
					break
				}
				if line[0] != "Classe de la médiane" {
					lines[[2]string{rows[i-2][0], line[0]}] = line[1]
				}
			}
		}
	}
	return lines
}

// checkDocument wants each cell of the JSON in the register, and no other.
func (e *publishedEntry) checkDocument() {
	e.t.Helper()
	areas := make(map[string]string)
	for _, a := range e.document.Territories {
		areas[a.Territory] = a.Area
		if e.texts[a.Area] != a.Shown {
			e.t.Errorf("%s: %s answers, the register says %s", a.Area, a.Shown, e.texts[a.Area])
		}
	}
	cells := 0
	for _, table := range e.document.Tables {
		for _, c := range table.Cells {
			key := cellKey(areas[table.Territory], table.Question, c.Code, table.By, c.By)
			if c.Shown == disclosure.TextImpossible {
				continue
			}
			if cells++; e.texts[key] != c.Shown {
				e.t.Errorf("%s: the JSON says %q, the register %q", key, c.Shown, e.texts[key])
			}
		}
	}
	if cells < 200 {
		e.t.Errorf("%d cells: this test proves little", cells)
	}
}

func cellKey(area, question, code, by, row string) string {
	if by == "" {
		return strings.Join([]string{area, question, code}, "|")
	}
	return area + "|" + question + "=" + code + "|" + by + "=" + row
}

// checkTrueCounts sets the register beside the internal edition: what it says
// of each count is so, and no count is printed as it is but those that
// rounding leaves.
func (e *publishedEntry) checkTrueCounts() {
	e.t.Helper()
	var truth tablesDocument
	exact, _ := e.diagnosed("interne")
	if err := json.Unmarshal(exact, &truth); err != nil {
		e.t.Fatal(err)
	}
	area := make(map[string]string)
	for _, a := range e.document.Territories {
		area[a.Territory] = a.Area
	}
	entries := make(map[string]disclosure.Entry)
	for _, entry := range e.register {
		entries[entry.Key] = entry
	}
	compared := 0
	for _, table := range truth.Tables {
		for _, c := range table.Cells {
			entry, ok := entries[cellKey(area[table.Territory], table.Question, c.Code, table.By, c.By)]
			if !ok {
				continue
			}
			if compared++; c.N < entry.Low || c.N > entry.High {
				e.t.Errorf("%s prints %s, from %d to %d: there are %d", entry.Key, entry.Text, entry.Low, entry.High, c.N)
			}
			if n, err := strconv.Atoi(entry.Text); err == nil && (c.N < entry.Floor || n%5 != 0 && n != entry.Floor) {
				e.t.Errorf("%s prints %s of %d", entry.Key, entry.Text, c.N)
			}
		}
	}
	if compared < 200 {
		e.t.Errorf("%d counts: this test proves little", compared)
	}
}

var printedText = regexp.MustCompile(`^(\d+|<\d+|>=\d+|presque tous|nc|–)$`)

// checkNumbers looks at the JSON as it is: the only numbers in it are the
// edition's and how many answered, and what is shown is shown as in the files.
func (e *publishedEntry) checkNumbers() {
	e.t.Helper()
	var document any
	if err := json.Unmarshal(e.json, &document); err != nil {
		e.t.Fatal(err)
	}
	sizes := make(map[string]bool)
	for _, a := range e.document.Territories {
		sizes[a.Shown] = true
	}
	var look func(key string, value any)
	look = func(key string, value any) {
		switch v := value.(type) {
		case map[string]any:
			for name, each := range v {
				look(name, each)
			}
		case []any:
			for _, each := range v {
				look(key, each)
			}
		case float64:
			if key != "edition" && (key != "base" || !sizes[strconv.Itoa(int(v))]) {
				e.t.Errorf("the JSON says %s: %v", key, v)
			}
		case string:
			if (key == "shown" || key == "base_shown" || key == "sum") && !printedText.MatchString(v) {
				e.t.Errorf("the JSON says %s: %q", key, v)
			}
		}
	}
	look("", document)
}
