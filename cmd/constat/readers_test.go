package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"maps"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"constat/analysis"
	"constat/analysis/disclosure"
	"constat/analysis/workbook"
	"constat/internal/npmtest"
	"constat/survey/catalogue"
)

// cellsRead are the cells that a program reads, by sheet and address: numbers
// or texts.
type cellsRead map[string]map[string]any

// judgement is what programs say of one workbook.
type judgement struct {
	Errors   []string  `json:"errors"`
	Exceljs  cellsRead `json:"exceljs"`
	Sheetjs  cellsRead `json:"sheetjs"`
	Openpyxl cellsRead `json:"openpyxl"`
	ReadOnly cellsRead `json:"read-only"`
}

// TestReaders has independent programs open every workbook that the product
// writes: the Open XML SDK's validator finds nothing to say, and exceljs,
// SheetJS and openpyxl, whole and read-only, see every cell as it was written.
func TestReaders(t *testing.T) {
	d := desk{t, t.TempDir()}
	var files []string
	put := func(name string, content []byte) {
		files = append(files, d.put(name+workbookExtension, string(content)))
	}
	put("modele", catalogue.Template())
	for i, entry := range catalogue.Entries() {
		put(entry.ID, entry.Bytes())
		put(entry.ID+"-interne", imaginaryDiagnostic(t, entry, 60))
		public := publicWorkbooks(t, entry)
		if i > 0 {
			public = public[1:2] // of all territories
		}
		files = append(files, public...)
	}
	put("comparaison", comparedDiagnostic(t))
	put("sans-reponse", imaginaryDiagnostic(t, catalogue.Entries()[0], 0))
	odd := oddAnswers(t)
	files = append(files, odd)
	files = append(files, realAnswers(t)...)

	cells := 0
	said := heard(t, files)
	for _, file := range files {
		name := filepath.Base(filepath.Dir(file)) + "/" + filepath.Base(file)
		j := said[file]
		for _, problem := range j.Errors {
			t.Errorf("%s: %s", name, problem)
		}
		want := cellsWritten(t, file)
		for program, read := range map[string]cellsRead{"exceljs": j.Exceljs, "SheetJS": j.Sheetjs, "openpyxl": j.Openpyxl, "openpyxl, read-only": j.ReadOnly} {
			compareCells(t, name+", "+program, want, read)
		}
		for _, sheet := range want {
			cells += len(sheet)
		}
	}
	for _, text := range oddTexts {
		if sheet := said[odd].Sheetjs["Verbatims"]; !slices.Contains(slices.Collect(maps.Values(sheet)), any(strings.TrimSpace(text))) {
			t.Errorf("nobody reads %.40q as it was answered", text)
		}
	}
	if len(files) < 15 || cells < 40_000 {
		t.Errorf("%d workbooks, %d cells: this test proves little", len(files), cells)
	}
}

// heard runs the programs, each once for all workbooks.
func heard(t *testing.T, files []string) map[string]judgement {
	t.Helper()
	said := make(map[string]judgement)
	node, python := make(chan []byte, 1), make(chan []byte, 1)
	go func() {
		node <- output(t, append([]string{"node", filepath.Join(readersFolder(t), "read.mjs")}, files...))
	}()
	go func() {
		python <- output(t, append([]string{pythonWithOpenpyxl(t), filepath.Join("testdata", "readers", "read.py")}, files...))
	}()
	for _, out := range [][]byte{<-node, <-python} {
		var one map[string]judgement
		if err := json.Unmarshal(out, &one); err != nil {
			t.Fatalf("what a program says: %v", err)
		}
		for file, j := range one {
			all := said[file]
			all.Errors = append(all.Errors, j.Errors...)
			if j.Exceljs != nil {
				all.Exceljs, all.Sheetjs = j.Exceljs, j.Sheetjs
			} else {
				all.Openpyxl, all.ReadOnly = j.Openpyxl, j.ReadOnly
			}
			said[file] = all
		}
	}
	return said
}

func output(t *testing.T, command []string) []byte {
	cmd := exec.CommandContext(t.Context(), command[0], command[1:]...)
	var problems bytes.Buffer
	cmd.Stderr = &problems
	out, err := cmd.Output()
	if err != nil {
		t.Errorf("%s: %v\n%s", filepath.Base(command[0]), err, &problems)
	}
	return out
}

// readersFolder holds the script beside the packages that it imports.
func readersFolder(t *testing.T) string {
	source := filepath.Join("testdata", "readers")
	read := func(name string) []byte {
		content, err := os.ReadFile(filepath.Join(source, name))
		if err != nil {
			t.Error(err)
		}
		return content
	}
	lock := read("package-lock.json")
	sum := sha256.Sum256(lock)
	folder := npmtest.Folder(t, "readers-"+hex.EncodeToString(sum[:8]), read("package.json"), lock)
	if err := os.WriteFile(filepath.Join(folder, "read.mjs"), read("read.mjs"), 0o600); err != nil {
		t.Error(err)
	}
	return folder
}

// pythonWithOpenpyxl: a Python that a version manager puts first may not have
// the system's modules.
func pythonWithOpenpyxl(t *testing.T) string {
	for _, python := range []string{"python3", "/usr/bin/python3"} {
		if exec.Command(python, "-c", "import openpyxl").Run() == nil {
			return python
		}
	}
	t.Error("this test needs openpyxl (sh .ci/need openpyxl)")
	return "python3"
}

// cellsWritten are the cells of a workbook that hold something.
func cellsWritten(t *testing.T, file string) map[string]map[string]string {
	t.Helper()
	book, err := excelize.OpenFile(file, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	sheets := make(map[string]map[string]string)
	for _, name := range book.GetSheetList() {
		rows, err := book.GetRows(name)
		if err != nil {
			t.Fatal(err)
		}
		sheets[name] = make(map[string]string)
		for i, row := range rows {
			for j, text := range row {
				if at, err := excelize.CoordinatesToCellName(j+1, i+1); err != nil {
					t.Fatal(err)
				} else if text != "" {
					sheets[name][at] = text
				}
			}
		}
	}
	return sheets
}

// compareCells wants the same sheets, the same cells and the same values.
func compareCells(t *testing.T, place string, want map[string]map[string]string, read cellsRead) {
	t.Helper()
	if len(read) != len(want) {
		t.Errorf("%s: reads %d sheets of %d", place, len(read), len(want))
	}
	for sheet, cells := range want {
		differ := 0
		for at, text := range cells {
			if value := read[sheet][at]; !readAs(value, text) {
				if differ++; differ <= 3 {
					t.Errorf("%s: %s!%s is read as %.80v, and is %.80q", place, sheet, at, value, text)
				}
			}
		}
		if len(read[sheet]) != len(cells) {
			t.Errorf("%s: %s has %d cells, and %d are read", place, sheet, len(cells), len(read[sheet]))
		}
	}
}

func readAs(read any, written string) bool {
	switch x := read.(type) {
	case string:
		return x == strings.ReplaceAll(written, "\r\n", "\n")
	case float64:
		want, err := strconv.ParseFloat(written, 64)
		return err == nil && math.Abs(x-want) <= 1e-9*max(1, math.Abs(want))
	}
	return false
}

// publicWorkbooks are a wave's: two networks, one that is too small, and all.
func publicWorkbooks(t *testing.T, entry catalogue.Entry) []string {
	t.Helper()
	d := publicDesk(t, entry, func(i int) int { return []int{30, 24, 5, 0, 0, 0, 0, 0, 0, 0}[i] })
	if code, _, told := d.diagnose("--answers", d.path("answers.json"), "--territory", "territoire", "--edition", "publique", "-o", d.path(entry.ID)); code != exitDone {
		t.Fatalf("%s: exit %d: %s", entry.ID, code, told)
	}
	files, err := filepath.Glob(filepath.Join(d.path(entry.ID), "*"+workbookExtension))
	if err != nil || len(files) != 4 {
		t.Fatalf("%s: %d workbooks, %v", entry.ID, len(files), err)
	}
	return files
}

// comparedDiagnostic has a sheet that sets two groups side by side, and its chart.
func comparedDiagnostic(t *testing.T) []byte {
	t.Helper()
	entry := catalogue.Entries()[0]
	here := imaginary(t, entry, 60, -1)
	compared, err := analysis.Compare(here, imaginary(t, entry, 90, 3), analysis.Apart)
	if err != nil {
		t.Fatal(err)
	}
	here.Compared = []*analysis.Compared{compared}
	var out bytes.Buffer
	if err := workbook.Write(&out, disclosure.Internal("essai", here.Meta.GeneratedOn, here)); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// oddTexts are answers that formats trip over.
var oddTexts = []string{
	"=1+1", "+33 6", "@nom", "-2", "_x0041_ et _x000D_", "deux\nlignes", "  bords  ", "<t>&amp;]]>", "🙂 é", "'apostrophe", "0012", "1e5", "vrai",
	strings.Repeat("long ", 900),
}

// oddAnswers is a diagnostic made by the command: odd texts, names that need
// quoting, a repeat, and days.
func oddAnswers(t *testing.T) string {
	t.Helper()
	d := newDesk(t, `
survey
| | type | name | label |
| | text | libre | Dites-le avec vos mots |
| | select_multiple l | choix | Qu'en pensez-vous, « au fond » ? |
| | date | jour | Quel jour ? |
| | decimal | mesure | Combien ? |
| | begin_repeat | tour | L'<autre> & moi |
| | integer | n | Combien de fois ? |
| | end_repeat | | |
choices
| | list_name | name | label |
| | l | a | =1+1 |
| | l | b | <b>gras</b> & « co » |
`)
	var rows []map[string]any
	for i, text := range oddTexts {
		rows = append(rows, map[string]any{
			"libre": text, "choix": []string{"a", "b", "a b"}[i%3], "jour": "2026-02-" + strconv.Itoa(10+i), "mesure": -0.1 * float64(i),
			"tour": []map[string]any{{"n": i}, {"n": i * i}},
		})
	}
	content, err := json.Marshal(rows)
	if err != nil {
		t.Fatal(err)
	}
	d.put("answers.json", string(content))
	if code, _, told := d.diagnose("--answers", d.path("answers.json"), "-o", d.path("textes.xlsx")); code != exitDone {
		t.Fatalf("exit %d: %s", code, told)
	}
	return d.path("textes.xlsx")
}

// realAnswers are diagnostics of what other projects published, in the folder
// that CONSTAT_FORMS names: extra, and too long for every day.
func realAnswers(t *testing.T) []string {
	t.Helper()
	if os.Getenv("CONSTAT_FORMS") == "" {
		t.Log("CONSTAT_FORMS names no folder: nothing published by others is read")
		return nil
	}
	index, err := os.Open(outside("CONSTAT_FORMS", "forms", filepath.Join("data", "INDEX.tsv")))
	check(t, err)
	defer func() { check(t, index.Close()) }()
	lines := csv.NewReader(index)
	lines.Comma, lines.LazyQuotes = '\t', true
	all, err := lines.ReadAll()
	check(t, err)
	d, answers, forms := desk{t, t.TempDir()}, make(map[string][]string), []string(nil)
	for _, line := range all[1:] {
		if answers[line[1]] == nil {
			forms = append(forms, line[1])
		}
		answers[line[1]] = append(answers[line[1]], "--answers", outside("CONSTAT_FORMS", "forms", filepath.Join("data", line[0])))
	}
	var files []string
	for _, form := range forms {
		content, err := os.ReadFile(outside("CONSTAT_FORMS", "forms", form))
		check(t, err)
		d.put("form.xlsx", string(content))
		file := d.path("reel-" + form)
		if code, _, told := d.diagnose(append(answers[form], "-o", file)...); code != exitDone {
			t.Errorf("%s: exit %d: %s", form, code, told)
			continue
		}
		files = append(files, file)
	}
	return files
}
