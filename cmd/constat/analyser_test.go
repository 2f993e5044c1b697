package main

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
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

// Real questionnaires have more answers, longer labels, dates.
func TestAnalyser_realAnswers(t *testing.T) {
	folder := os.Getenv("CONSTAT_FORMS")
	if folder == "" {
		folder = "../../../shared/forms"
	}
	command := diagnoseCmd{
		Form: filepath.Join(folder, "koboloadeR__form.xlsx"), Answers: []string{filepath.Join(folder, "data", "koboloader_main.csv")},
		Edition: "interne", Output: "-",
	}
	if _, err := os.Stat(command.Form); os.IsNotExist(err) {
		t.Logf("%s is absent: nothing real was looked up", command.Form)
		return
	}
	form, _, err := formToDiagnose(command.Form)
	if err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	p := &program{ctx: context.Background(), stdout: &stdout, stderr: &stderr, clock: time.Now}
	choice, err := command.choose(form)
	if err != nil {
		t.Fatal(err)
	}
	b, err := command.collect(p, form, choice)
	if err != nil {
		t.Fatal(err)
	}
	if err := command.diagnostics(p, b, func(_ *group, d *analysis.Diagnostic) error {
		checkAnalyser(t, d, 6)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
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
		n := made[i].check(t, d.Data, f, labels)
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
// hold something.
func (l lookup) check(t *testing.T, d *analysis.Dataset, f *excelize.File, labels map[string]string) int {
	t.Helper()
	rows := sheetRows(t, f, "Analyseur")
	head := slices.IndexFunc(rows, func(row []string) bool { return len(row) > 0 && row[0] == "Réponse" })
	if head < 0 {
		t.Fatalf("%s: no table", l)
	}
	for _, value := range slices.Concat(rows...) {
		if spreadsheetError.MatchString(value) {
			t.Fatalf("%s: the sheet shows %s", l, value)
		}
	}
	if said := rows[head-1]; l.unansweredFilter != (len(said) > 0 && strings.Contains(said[0], "filtre 1 n’est pas appliqué")) {
		t.Errorf("%s: it says %q of the filter", l, said)
	}
	groups := l.groups(d)
	cells := 0
	for j, g := range groups {
		if j > 0 && (len(rows[head]) <= 2+j || !sameLabel(rows[head][2+j], g.category)) {
			t.Errorf("%s: column %d is not %q: %q", l, j, g.category.Label, rows[head])
		}
	}
	for _, label := range rows[head][min(len(rows[head]), 2+len(groups)):] {
		if label != "" {
			t.Errorf("%s: a column %s more", l, label)
		}
	}
	var found []string
	previous := math.Inf(1)
	for _, row := range rows[head+2:] {
		if len(row) == 0 || row[0] == "" {
			if strings.Join(row, "") != "" {
				t.Errorf("%s: a line without a label: %q", l, row)
			}
			continue
		}
		for len(row) < 3+len(groups) {
			row = append(row, "")
		}
		answer := row[0] != "Base des pourcentages" && !slices.Contains(found, "Base des pourcentages")
		found = append(found, row[0])
		for j, g := range groups {
			col := 2 + j
			if j == 0 {
				col = 1
			}
			want := g.tail(l.question, row[0])
			if answer {
				want = g.count(l.question, row[0])
				if j > 0 && !l.counts {
					want = percent(want, g.base(l.question))
				}
			}
			if cells++; !alike(row[col], want) {
				t.Errorf("%s: %s | %s: %q, want %q", l, row[0], g.category.Label, row[col], want)
			}
		}
		if answer {
			if want := percent(groups[0].count(l.question, row[0]), groups[0].base(l.question)); !alike(row[2], want) {
				t.Errorf("%s: %s: %q, want %q", l, row[0], row[2], want)
			}
			if n, _ := strconv.ParseFloat(row[1], 64); sortedAnswers(l.question) && !doubtful(l.question, row[0]) {
				if n > previous {
					t.Errorf("%s: %s is after less frequent answers", l, row[0])
				}
				previous = n
			}
		}
	}
	l.checkLabels(t, found)
	l.checkFilterList(t, f)
	return cells
}

func sortedAnswers(c *analysis.Column) bool {
	return c.Measure == survey.MeasureNominal || c.Measure == survey.MeasureMultiple
}

func doubtful(c *analysis.Column, label string) bool {
	return slices.ContainsFunc(c.Categories, func(k analysis.Category) bool { return sameLabel(label, k) && k.Missing == survey.DontKnow })
}

// checkLabels expects every answer of the question, thirty at most.
func (l lookup) checkLabels(t *testing.T, found []string) {
	t.Helper()
	if end := slices.Index(found, "Base des pourcentages"); end < 0 {
		t.Errorf("%s: no base among %q", l, found)
	} else {
		found = found[:end]
	}
	if l.question.Measure == survey.MeasureQuantity || l.question.Measure == survey.MeasureDate {
		if len(found) == 0 {
			t.Errorf("%s: no classes", l)
		}
		return
	}
	want := 0
	for place, k := range l.question.Categories {
		if !l.question.Listed(place) || k.Missing != survey.Substantive && k.Missing != survey.DontKnow {
			continue
		}
		want++
		if len(found) < 30 && !slices.ContainsFunc(found, func(label string) bool { return sameLabel(label, k) }) {
			t.Errorf("%s: no line %q among %q", l, k.Label, found)
		}
	}
	if len(found) != min(want, 30) {
		t.Errorf("%s: %d lines, want %d", l, len(found), min(want, 30))
	}
}

// checkFilterList expects the list of a filter's answers to be those of its
// question.
func (l lookup) checkFilterList(t *testing.T, f *excelize.File) {
	t.Helper()
	rows := sheetRows(t, f, "Listes")
	block := slices.IndexFunc(rows, func(row []string) bool { return len(row) > 6 && row[6] == "Réponse gardée" })
	lines := slices.IndexFunc(rows, func(row []string) bool { return len(row) > 2 && row[2] == "Question n°" })
	for i, c := range l.filters {
		if c == nil {
			continue
		}
		chosen := rows[block+1+i]
		first, _ := strconv.Atoi(chosen[3])
		n, _ := strconv.Atoi(chosen[5])
		offered := 0
		for place, k := range c.Categories {
			if !c.Listed(place) {
				continue
			}
			offered++
			if !slices.ContainsFunc(rows[lines+first:lines+first+n], func(row []string) bool { return sameLabel(row[1], k) }) {
				t.Errorf("%s: filter %d does not offer %q", l, i+1, k.Label)
			}
		}
		if n != offered {
			t.Errorf("%s: filter %d offers %d answers, want %d", l, i+1, n, offered)
		}
	}
}

// sameLabel allows for what makes two labels differ, or one fit a cell.
func sameLabel(shown string, k analysis.Category) bool {
	return shown == strings.TrimSpace(k.Label) || shown == strings.TrimSpace(k.Label)+" ["+k.Code+"]"
}

// rowsOf are the rows that one column of the table counts.
type rowsOf struct {
	category analysis.Category
	rows     []int
}

// groups are everybody kept, then each category of the breakdown.
func (l lookup) groups(d *analysis.Dataset) []rowsOf {
	groups := []rowsOf{{}}
	for row := range d.Len() {
		if l.among(row) {
			groups[0].rows = append(groups[0].rows, row)
		}
	}
	if l.by == nil {
		return groups
	}
	var aside []rowsOf
	for place, k := range l.by.Categories {
		if !l.by.Listed(place) {
			continue
		}
		g := rowsOf{category: k}
		for _, row := range groups[0].rows {
			if gave(l.by, row, place) {
				g.rows = append(g.rows, row)
			}
		}
		if k.Missing == survey.NotApplicable || k.Missing == survey.Refused {
			aside = append(aside, g)
		} else {
			groups = append(groups, g)
		}
	}
	groups = append(groups, aside...)
	return groups[:min(len(groups), 17)]
}

func inBase(c *analysis.Column, row int) bool {
	if c.Measure == survey.MeasureQuantity {
		_, ok := c.Number(row)
		return ok
	}
	return c.State(row) == survey.Answered || c.State(row) == survey.AnsweredDontKnow
}

func (g rowsOf) base(c *analysis.Column) int {
	n := 0
	for _, row := range g.rows {
		if inBase(c, row) {
			n++
		}
	}
	return n
}

// count counts the rows in the base whose answer a label names.
func (g rowsOf) count(c *analysis.Column, label string) string {
	n := 0
	for _, row := range g.rows {
		if !inBase(c, row) {
			continue
		}
		switch c.Measure {
		case survey.MeasureQuantity:
			x, _ := c.Number(row)
			if inClass(x, label) {
				n++
			}
		case survey.MeasureDate:
			if day, _ := c.Date(row); inPeriod(day, label) {
				n++
			}
		default:
			if slices.ContainsFunc(c.Categories, func(k analysis.Category) bool {
				return sameLabel(label, k) && gave(c, row, slices.IndexFunc(c.Categories, func(o analysis.Category) bool { return o.Code == k.Code }))
			}) {
				n++
			}
		}
	}
	return strconv.Itoa(n)
}

var figureOf = regexp.MustCompile(`[0-9]+(,[0-9]+)?`)

// inClass reads a class as a person does.
func inClass(x float64, label string) bool {
	var bounds []float64
	for _, text := range figureOf.FindAllString(strings.ReplaceAll(label, "\u00a0", ""), -1) {
		bound, _ := strconv.ParseFloat(strings.Replace(text, ",", ".", 1), 64)
		bounds = append(bounds, bound)
	}
	switch {
	case strings.HasSuffix(label, "et plus"):
		return x >= bounds[0]
	case len(bounds) == 1:
		return x == bounds[0]
	case strings.Contains(label, "moins de"):
		return x >= bounds[0] && x < bounds[1]
	}
	return x >= bounds[0] && x <= bounds[1]
}

func inPeriod(day time.Time, label string) bool {
	months := []string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"}
	year := strconv.Itoa(day.Year())
	return label == year || label == months[day.Month()-1]+" "+year
}

func percent(count string, base int) string {
	if base < 11 {
		return "–"
	}
	n, _ := strconv.Atoi(count)
	return strconv.FormatFloat(100*float64(n)/float64(base), 'f', -1, 64)
}

// tail is a line after the answers.
func (g rowsOf) tail(c *analysis.Column, label string) string {
	n, sum := 0, 0.0
	var numbers []float64
	for _, row := range g.rows {
		state := c.State(row)
		if x, ok := c.Number(row); ok {
			numbers = append(numbers, x)
			sum += x
		}
		switch label {
		case "Base des pourcentages":
			n += bit(inBase(c, row))
		case "Non concerné, ou question non posée":
			n += bit(state == survey.NotAsked || state == survey.AnsweredNotApplies)
		case "Sans réponse":
			n += bit(state == survey.NoAnswer)
		case "Ne souhaite pas répondre":
			n += bit(state == survey.AnsweredRefused)
		}
	}
	slices.Sort(numbers)
	switch {
	case !slices.Contains([]string{"Somme des nombres donnés", "Médiane", "Maximum"}, label):
		return strconv.Itoa(n)
	case len(numbers) == 0:
		return "–"
	case label == "Médiane":
		return strconv.FormatFloat((numbers[(len(numbers)-1)/2]+numbers[len(numbers)/2])/2, 'f', -1, 64)
	case label == "Maximum":
		return strconv.FormatFloat(numbers[len(numbers)-1], 'f', -1, 64)
	}
	return strconv.FormatFloat(sum, 'f', -1, 64)
}

func bit(holds bool) int {
	if holds {
		return 1
	}
	return 0
}
