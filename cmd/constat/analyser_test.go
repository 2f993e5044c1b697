package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"constat/analysis"
	"constat/analysis/disclosure"
	"constat/analysis/workbook"
	"constat/survey"
	"constat/survey/catalogue"
)

// lookup is a choice made in the drop-down lists of the Analyseur.
type lookup struct {
	question, by     *analysis.Column
	filters          [2]*analysis.Column
	kept             [2]int // the category that each filter keeps
	counts           bool
	unansweredFilter bool // the first filter has its question and no answer
}

func (l lookup) String() string {
	name := func(c *analysis.Column) string {
		if c == nil {
			return "-"
		}
		return c.Question.Key
	}
	return fmt.Sprintf("%s by %s, filters %s and %s, counts %v", name(l.question), name(l.by), name(l.filters[0]), name(l.filters[1]), l.counts)
}

// lookups takes every measure that a Dataset has as a question, and every kind
// of category as a breakdown and as a filter.
func lookups(d *analysis.Dataset, offered func(*analysis.Column) bool) []lookup {
	by := make(map[survey.Measure][]*analysis.Column)
	for _, c := range d.Columns {
		if offered(c) {
			by[c.Measure] = append(by[c.Measure], c)
		}
	}
	pick := func(m survey.Measure, i int) *analysis.Column {
		if len(by[m]) == 0 {
			return nil
		}
		return by[m][i%len(by[m])]
	}
	nominal, ordinal, multiple := survey.MeasureNominal, survey.MeasureOrdinal, survey.MeasureMultiple
	quantity, date := survey.MeasureQuantity, survey.MeasureDate
	all := []lookup{
		{question: pick(nominal, 0)},
		{question: pick(nominal, 1), by: pick(multiple, 0), counts: true},
		{question: pick(ordinal, 0), by: pick(nominal, 1), filters: [2]*analysis.Column{pick(multiple, 1)}},
		{question: pick(multiple, 0), by: pick(nominal, 0), filters: [2]*analysis.Column{pick(nominal, 2), pick(multiple, 1)}, counts: true},
		{question: pick(multiple, 1), by: pick(ordinal, 1)},
		{question: pick(multiple, 1), by: pick(multiple, 1), filters: [2]*analysis.Column{nil, pick(nominal, 1)}},
		{question: pick(quantity, 0), by: pick(nominal, 0), counts: true},
		{question: pick(quantity, 1), by: pick(ordinal, 0), filters: [2]*analysis.Column{pick(nominal, 1)}},
		{question: pick(date, 0), by: pick(nominal, 0)},
		{question: pick(nominal, 2), filters: [2]*analysis.Column{pick(nominal, 0)}, unansweredFilter: true},
	}
	var made []lookup
	for _, l := range all {
		if l.question == nil {
			continue
		}
		for i, f := range l.filters {
			if f != nil {
				l.kept[i] = mostGiven(d, f)
			}
		}
		made = append(made, l)
	}
	return made
}

func mostGiven(d *analysis.Dataset, c *analysis.Column) int {
	counts := make([]int, len(c.Categories))
	for row := range d.Len() {
		for place := range counts {
			if gave(c, row, place) {
				counts[place]++
			}
		}
	}
	return slices.Index(counts, slices.Max(counts))
}

// gave tells whether a row's answer has a category.
func gave(c *analysis.Column, row, place int) bool {
	if code, ok := c.Code(row); ok {
		return code == place
	}
	return slices.Contains(c.Ticks(row), uint32(place))
}

// among tells the rows that the filters keep.
func (l lookup) among(row int) bool {
	for i, f := range l.filters {
		if f != nil && !(i == 0 && l.unansweredFilter) && !gave(f, row, l.kept[i]) {
			return false
		}
	}
	return true
}

// TestAnalyser_countsWhatIsChosen makes choices in the drop-down lists, has
// LibreOffice calculate, and counts the same rows one by one.
func TestAnalyser_countsWhatIsChosen(t *testing.T) {
	for _, entry := range catalogue.Entries() {
		t.Run(entry.ID, func(t *testing.T) {
			checkAnalyser(t, imaginary(t, entry, 60, -1), 6)
		})
	}
}

// TestAnalyser_awkwardAnswers: labels that a spreadsheet would take for a
// pattern, a number, a date or an operator, refusals, decimals, days.
func TestAnalyser_awkwardAnswers(t *testing.T) {
	d := newDesk(t, `
survey
| | type | name | label |
| | select_one signe | a | Combien ? (*) |
| | select_one signe | b | Combien ?? |
| | select_multiple signe | m | Lesquels |
| | select_one ordre | o | Quand |
| | decimal | x | Mesure |
| | date | jour | Quel jour |
choices
| | list_name | name | label | missing |
| | signe | c1 | 3 | |
| | signe | c2 | >5 | |
| | signe | c3 | Oui* | |
| | signe | c4 | Oui, toujours | |
| | signe | c5 | 1 mars 2026 | |
| | signe | c6 | VRAI | |
| | signe | c7 | =A1 | |
| | signe | nsp | Je ne sais pas | nsp |
| | signe | nc | Sans objet | nc |
| | signe | refus | Je préfère me taire | refus |
| | signe | refus2 | Encore un refus | refus |
| | ordre | t1 | Tôt | |
| | ordre | t2 | Tard | |
settings
| | form_id | form_title |
| | awkward | Réponses malcommodes |
`)
	codes := []string{"c1", "c2", "c3", "c4", "c5", "c6", "c7", "nsp", "nc", "refus", "refus2", ""}
	answers := "a,b,m,o,x,jour\n"
	for i := range 90 {
		several := codes[(i*5)%8] + " " + codes[(i*7+1)%7]
		if i%9 == 0 {
			several = codes[8+i%3]
		}
		answers += fmt.Sprintf("%s,%s,%s,t%d,%d.%d,2026-0%d-1%d\n", codes[i%12], codes[(i*i)%12], several, 1+i%2, i%7, i%10, 1+i%4, i%9)
	}
	checkAnalyser(t, diagnosed(t, d.path("form.xlsx"), d.put("answers.csv", answers)), 7)
}

// Real questionnaires have more answers, longer labels, dates.
func TestAnalyser_realAnswers(t *testing.T) {
	folder := os.Getenv("CONSTAT_FORMS")
	if folder == "" {
		folder = "../../../shared/forms"
	}
	path := filepath.Join(folder, "koboloadeR__form.xlsx")
	if _, err := os.Stat(path); os.IsNotExist(err) {
		t.Logf("%s is absent: nothing real was looked up", path)
		return
	}
	checkAnalyser(t, diagnosed(t, path, filepath.Join(folder, "data", "koboloader_main.csv")), 6)
}

// diagnosed is the diagnostic that constat diagnose would print.
func diagnosed(t *testing.T, path, answers string) (d *analysis.Diagnostic) {
	t.Helper()
	command := diagnoseCmd{Form: []string{path}, Answers: []string{answers}, Edition: "interne", Output: "-"}
	form, _, err := formToDiagnose(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	choice, err := command.choose(form)
	if err != nil {
		t.Fatal(err)
	}
	p := &program{ctx: context.Background(), stdout: io.Discard, stderr: io.Discard, clock: time.Now}
	b, err := command.collect(p, form, choice, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := command.diagnostics(p, b, func(_ *group, g *analysis.Diagnostic) error {
		d = g
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return d
}

func checkAnalyser(t *testing.T, d *analysis.Diagnostic, fewest int) {
	t.Helper()
	var content bytes.Buffer
	if err := workbook.Write(&content, disclosure.Internal("essai", d.Meta.GeneratedOn, d)); err != nil {
		t.Fatal(err)
	}
	labels := offeredLabels(t, opened(t, content.Bytes()))
	made := lookups(d.Data, func(c *analysis.Column) bool { return labels[c.Question.Key] != "" })
	if len(made) < fewest {
		t.Fatalf("only %d choices", len(made))
	}
	var chosen [][]byte
	alone := analyserAlone(t, content.Bytes())
	for _, l := range made {
		chosen = append(chosen, l.choose(t, alone, labels))
	}
	cells := 0
	for i, f := range recalculated(t, chosen...) {
		n := made[i].check(t, d.Data, f)
		t.Logf("%s: %d cells", made[i], n)
		cells += n
	}
	if cells < 25*len(made) {
		t.Errorf("only %d cells compared", cells)
	}
}

// analyserAlone leaves out the sheets that take no part: LibreOffice would take
// its time over them.
func analyserAlone(t *testing.T, content []byte) []byte {
	t.Helper()
	f := opened(t, content)
	for _, sheet := range f.GetSheetList() {
		if !slices.Contains([]string{"Analyseur", "Listes", "Données"}, sheet) {
			if err := f.DeleteSheet(sheet); err != nil {
				t.Fatal(err)
			}
		}
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// offeredLabels are the questions of the drop-down lists, by key.
func offeredLabels(t *testing.T, f *excelize.File) map[string]string {
	t.Helper()
	labels := make(map[string]string)
	for _, row := range sheetRows(t, f, "Listes") {
		if len(row) > 3 && row[3] != "" && row[2] != "Variable" {
			labels[row[2]] = row[1]
		}
	}
	return labels
}

func sheetRows(t *testing.T, f *excelize.File, sheet string) [][]string {
	t.Helper()
	rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// choose writes the choice where a lead would click.
func (l lookup) choose(t *testing.T, content []byte, labels map[string]string) []byte {
	t.Helper()
	f := opened(t, content)
	values := map[string]string{"Question": labels[l.question.Question.Key], "Croisée avec (facultatif)": "(aucune)", "Dans les colonnes croisées": "Pourcentages"}
	if l.by != nil {
		values["Croisée avec (facultatif)"] = labels[l.by.Question.Key]
	}
	if l.counts {
		values["Dans les colonnes croisées"] = "Effectifs"
	}
	for i, c := range l.filters {
		name := fmt.Sprintf("Filtre %d\u00a0: ", i+1)
		if c == nil {
			continue
		}
		values[name+"question"] = labels[c.Question.Key]
		if i > 0 || !l.unansweredFilter {
			values[name+"réponse à garder"] = c.Categories[l.kept[i]].Label
		}
	}
	for r, row := range sheetRows(t, f, "Analyseur") {
		if len(row) == 0 {
			continue
		}
		if value, ok := values[row[0]]; ok {
			if err := f.SetCellValue("Analyseur", fmt.Sprintf("B%d", r+1), value); err != nil {
				t.Fatal(err)
			}
			delete(values, row[0])
		}
	}
	if len(values) > 0 {
		t.Fatalf("no place for %v", values)
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// check compares every cell of the table with the rows, and tells how many
// were compared.
func (l lookup) check(t *testing.T, d *analysis.Dataset, f *excelize.File) int {
	t.Helper()
	rows := sheetRows(t, f, "Analyseur")
	for _, value := range slices.Concat(rows...) {
		if spreadsheetError.MatchString(value) {
			t.Fatalf("%s: the sheet shows %s", l, value)
		}
	}
	head := slices.IndexFunc(rows, func(row []string) bool { return len(row) > 0 && row[0] == "Réponse" })
	if head < 0 {
		t.Fatalf("%s: no table", l)
	}
	groups := l.groups(d)
	l.checkHead(t, rows[head-1], rows[head], groups)
	var found []string
	cells, previous := 0, math.Inf(1)
	for _, row := range rows[head+2:] {
		if len(row) == 0 || row[0] == "" {
			if strings.Join(row, "") != "" {
				t.Errorf("%s: a line without a label: %q", l, row)
			}
			continue
		}
		answer := row[0] != lineOfBase && !slices.Contains(found, lineOfBase)
		found = append(found, row[0])
		cells += l.checkLine(t, row, answer, groups)
		if n, _ := strconv.ParseFloat(row[1], 64); answer && sortedAnswers(l.question) && !doubtful(l.question, row[0]) {
			if n > previous {
				t.Errorf("%s: %s is after less frequent answers", l, row[0])
			}
			previous = n
		}
	}
	l.checkLabels(t, found)
	l.checkFilterList(t, f)
	return cells
}

// lineOfBase is the first line after the answers.
const lineOfBase = "Base des pourcentages"

// checkHead expects a column per category, and a warning for a filter that
// lacks its answer.
func (l lookup) checkHead(t *testing.T, warnings, head []string, groups []rowsOf) {
	t.Helper()
	if l.unansweredFilter != (len(warnings) > 0 && strings.Contains(warnings[0], "filtre 1 n’est pas appliqué")) {
		t.Errorf("%s: it says %q of the filter", l, warnings)
	}
	for j, g := range groups[1:] {
		if len(head) <= 3+j || !sameLabel(head[3+j], g.category) {
			t.Errorf("%s: column %d is not %q: %q", l, j+1, g.category.Label, head)
		}
	}
	for _, label := range head[min(len(head), 2+len(groups)):] {
		if label != "" {
			t.Errorf("%s: a column %s more", l, label)
		}
	}
}

// checkLine compares a line: an answer, or one of those after the answers.
func (l lookup) checkLine(t *testing.T, row []string, answer bool, groups []rowsOf) int {
	t.Helper()
	for len(row) < 3+len(groups) {
		row = append(row, "")
	}
	for j, g := range groups {
		col, want := 2+j, g.tail(l.question, row[0])
		if answer {
			want = g.count(l.question, row[0])
		}
		if j == 0 {
			col = 1
		} else if answer && !l.counts {
			want = percent(want, g.base(l.question))
		}
		if !alike(row[col], want) {
			t.Errorf("%s: %s | %s: %q, want %q", l, row[0], g.category.Label, row[col], want)
		}
	}
	want := ""
	if answer {
		want = percent(groups[0].count(l.question, row[0]), groups[0].base(l.question))
	}
	if !alike(row[2], want) {
		t.Errorf("%s: %s: %q, want %q", l, row[0], row[2], want)
	}
	return 1 + len(groups)
}
