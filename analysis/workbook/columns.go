package workbook

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"constat/analysis"
	"constat/survey"
)

// A dataTable is one level of the answers, as the Excel table that the figures
// are formulas over: Donnees for the responses, Donnees_KEY for each repeat.
// Its columns, in order:
//
//   - N°, the row's number, 1 to N;
//   - for a repeat, « N° réponse », the number of the response that the row
//     belongs to, and « N° KEY » for each repeat between the two;
//   - Jour, the day received, when it is known;
//   - one column per question, named after the question's key;
//   - one column per choice of a question with several answers, KEY/code.
//
// The column named after the question tells what became of it, whatever its
// measure: blank is « sans réponse », textNotAskedCell that the form's logic
// left it out, the label of a missing category (« ne sait pas », refusal, not
// concerned) that nothing else was said, and anything else an answer on the
// substance: a label, the labels ticked, a number, a date. Labels of one
// question are made different for Excel, which does not tell cases apart, and
// short enough to be criteria: see field.values.
//
// A KEY/code column is 1 where the choice is ticked, 0 where it is not, and
// blank for whoever is in no base, so that its mean is the share printed.
type dataTable struct {
	name    string // as formulas call it
	level   *analysis.Dataset
	above   *dataTable // nil for the responses
	columns []dataColumn
	printed int // the first columns, for reading; those after them are for formulas
	fields  map[*survey.Question]*field
}

// field is one question's columns.
type field struct {
	table  *dataTable
	column *analysis.Column
	header string
	values []string // by category: what its cells hold
	ticks  []string // by category, of a question with several answers: the header, "" for a choice never offered
}

// dataColumn is one column of a data sheet.
type dataColumn struct {
	header, label string
	width         float64
	value         func(row int) any
}

// ref is the question's column as formulas call it: Donnees[type_structure].
func (f *field) ref() string { return f.table.ref(f.header) }

// tick is a choice's column as formulas call it; "" without one.
func (f *field) tick(place int) string {
	if f.ticks == nil || f.ticks[place] == "" {
		return ""
	}
	return f.table.ref(f.ticks[place])
}

// ref calls a column: headers hold no character that would need escaping.
func (t *dataTable) ref(header string) string { return t.name + "[" + header + "]" }

// numbers is the column of the rows' own numbers: to count it is to count rows.
func (t *dataTable) numbers() string { return t.ref(textRowNumber) }

// up is the column that gives, for each row here, its row's number in a table
// above.
func (t *dataTable) up(to *dataTable) string { return t.ref(climbHeader(to.level)) }

func climbHeader(above *analysis.Dataset) string {
	if above.Scope.Repeat == nil {
		return textParentNumber
	}
	return textRowNumber + " " + plainHeader(above.Scope.Repeat.Key)
}

// field finds a question's columns; nil in an edition without rows, and for
// what the data sheets leave out.
func (b *book) field(q *survey.Question) *field {
	for _, t := range b.tables {
		if f, ok := t.fields[q]; ok {
			return f
		}
	}
	return nil
}

// rows is the table of the responses; nil in an edition without rows.
func (b *book) rows() *dataTable {
	if len(b.tables) == 0 {
		return nil
	}
	return b.tables[0]
}

// layTables lays the data out before any sheet is written: figures refer to
// columns that come after them.
func (b *book) layTables() {
	if b.report.Data() == nil {
		return
	}
	used := b.usedQuestions()
	seen := make(map[string]bool)
	tables := make(map[*analysis.Dataset]*dataTable)
	for _, level := range b.report.Data().All() {
		if level.Scope.Repeat != nil && level.Len() == 0 {
			continue
		}
		name := "Donnees"
		if level.Scope.Repeat != nil {
			name += "_" + tableName(level.Scope.Repeat.Key)
		}
		for seen[strings.ToLower(name)] {
			name += "_"
		}
		seen[strings.ToLower(name)] = true
		t := &dataTable{name: name, level: level, above: tables[level.Above], fields: make(map[*survey.Question]*field)}
		t.lay(b, used)
		tables[level] = t
		b.tables = append(b.tables, t)
	}
}

// usedQuestions are those that the diagnostic counts: their columns are there
// even when they say the same for everybody.
func (b *book) usedQuestions() map[*survey.Question]bool {
	used := make(map[*survey.Question]bool)
	for _, ind := range b.diag.Form.Diagnostic {
		for _, q := range append(append([]*survey.Question{ind.Denominator.Question}, ind.Questions...), ind.By...) {
			used[q] = true
		}
		for _, term := range append(append([]survey.Term{}, ind.Condition...), ind.Denominator.Condition...) {
			used[term.Question] = true
		}
		for _, q := range usesOf(b.diag.Form, ind) {
			used[q] = true
		}
	}
	for _, x := range b.diag.Crosses {
		used[x.Question], used[x.By] = true, true
	}
	return used
}

func (t *dataTable) lay(b *book, used map[*survey.Question]bool) {
	names := make(headerNames)
	t.columns = b.rowColumns(t.level)
	for i := range t.columns {
		t.columns[i].header = names.unique(t.columns[i].header)
	}
	var fields []*field
	for _, c := range t.level.Columns {
		if !described(c) && !used[c.Question] || c.Measure == survey.MeasureVerbatim || c.Measure == survey.MeasureNone {
			continue
		}
		f := &field{table: t, column: c, header: names.unique(c.Question.Key), values: cellValues(c)}
		label := analysis.LabelOf(b.diag.Form, c.Question)
		if c.Measure == survey.MeasureMultiple {
			label += textTicksAside
		}
		t.columns = append(t.columns, dataColumn{f.header, label, dataWidth(c), b.dataValue(f)})
		t.fields[c.Question] = f
		fields = append(fields, f)
	}
	t.printed = len(t.columns)
	for _, f := range fields {
		if f.column.Measure == survey.MeasureMultiple {
			t.columns = append(t.columns, f.layTicks(analysis.LabelOf(b.diag.Form, f.column.Question), names)...)
		}
	}
}

// headerNames numbers the headers that Excel would take for the same.
type headerNames map[string]bool

func (h headerNames) unique(header string) string {
	base := plainHeader(header)
	name := base
	for n := 2; h[strings.ToLower(name)]; n++ {
		name = fmt.Sprintf("%s_%d", base, n)
	}
	h[strings.ToLower(name)] = true
	return name
}

// plainHeader leaves out the characters that structured references escape.
func plainHeader(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("[]#'@", r) || r < ' ' {
			return '_'
		}
		return r
	}, s)
}

// longestValue keeps a label under the 255 characters that Excel reads in a
// criterion and in a text of a formula.
const longestValue = 200

// cellValues gives each category a text that no other of the question equals
// for Excel: without regard to case, to the kind of spaces, to ligatures.
func cellValues(c *analysis.Column) []string {
	seen := map[string]bool{"": true, foldLabel(textNotAskedCell): true}
	values := make([]string, len(c.Categories))
	for i, category := range c.Categories {
		label := strings.TrimFunc(category.Label, func(r rune) bool { return r == ' ' || r == '\u00a0' })
		if utf8.RuneCountInString(label) > longestValue {
			label = string([]rune(label)[:longestValue-1]) + ellipsis
		}
		value := label
		if seen[foldLabel(value)] {
			value = strings.TrimSpace(label + " [" + category.Code + "]")
		}
		for n := 2; seen[foldLabel(value)]; n++ {
			value = fmt.Sprintf("%s [%s, %d]", label, category.Code, n)
		}
		seen[foldLabel(value)] = true
		values[i] = value
	}
	return values
}

func foldLabel(s string) string {
	return strings.Join(strings.Fields(ligatures.Replace(strings.ToLower(s))), " ")
}

// rowColumns say which response a row is: a running number and a day, and
// nothing that leads back to a person.
func (b *book) rowColumns(d *analysis.Dataset) []dataColumn {
	columns := []dataColumn{{textRowNumber, textRowNumberLong, 9, func(row int) any { return row + 1 }}}
	if d.Above != nil {
		return append(columns, climbColumns(d)...)
	}
	if !d.Dated() {
		return columns
	}
	day := b.style.day
	return append(columns, dataColumn{textDay, textDayLong, 12, func(row int) any {
		if on := d.Day(row); !on.IsZero() {
			return excelize.Cell{StyleID: day, Value: on}
		}
		return nil
	}})
}

// climbColumns join a repeat's rows to those of every level above, the
// response first.
func climbColumns(d *analysis.Dataset) []dataColumn {
	var columns []dataColumn
	climb := func(row int) int { return row }
	for at := d; at.Above != nil; at = at.Above {
		below, parents := climb, at.Parents
		climb = func(row int) int { return int(parents[below(row)]) }
		reach, label := climb, textParentNumberLong
		if at.Above.Scope.Repeat != nil {
			label = textRepeatNumberLong
		}
		columns = append([]dataColumn{{climbHeader(at.Above), label, 12, func(row int) any { return reach(row) + 1 }}}, columns...)
	}
	return columns
}

// layTicks makes the columns of a question's choices.
func (f *field) layTicks(label string, names headerNames) []dataColumn {
	c := f.column
	f.ticks = make([]string, len(c.Categories))
	var columns []dataColumn
	for place, category := range c.Categories {
		if !c.Listed(place) {
			continue
		}
		f.ticks[place] = names.unique(c.Question.Key + "/" + category.Code)
		columns = append(columns, dataColumn{f.ticks[place], tickLabel(label, category), 14, tickValue(c, place)})
	}
	return columns
}

// tickValue is 1 or 0; outside the base, blank, but for a missing category that
// was ticked: whoever counts by it counts it too.
func tickValue(c *analysis.Column, place int) func(row int) any {
	return func(row int) any {
		for _, t := range c.Ticks(row) {
			if int(t) == place {
				return 1
			}
		}
		if state := c.State(row); state != survey.Answered && state != survey.AnsweredDontKnow {
			return nil
		}
		return 0
	}
}
