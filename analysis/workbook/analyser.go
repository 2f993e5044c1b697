package workbook

import (
	"slices"

	"constat/analysis"
	"constat/survey"
)

// How much of a choice the Analyseur shows: answers one under the other,
// categories side by side on a printed page, bars beside the drop-down lists.
const (
	mostAnalysed       = 30
	mostAnalysedAcross = 16
	mostAnalysedBars   = 12
	mostOffered        = 400 // answers of a question that is offered
	quantityTail       = 3   // the last of tailLabels, of numbers only
)

// An analyser is a table that a lead makes alone: a question, another to break
// it down, two filters. The sheet Analyseur has the drop-down lists and the
// table; the sheet Listes has what the lists offer and the steps of the count.
// Both are formulas that Excel 2013 and LibreOffice calculate alike: nothing
// in them spills.
//
// Only questions asked once per response are offered: a repeat's rows are not
// those of the responses.
type analyser struct {
	rows                  *dataTable
	questions             []offered
	askable               []string // labels of those that break down and filter
	lines                 int
	answers               int // the most that one question has in its table
	notConcerned, refused int // the most categories of that kind in one question
	question, by          int // chosen at first; -1: none
	columns               []across
	asCounts              bool // what the crossed columns show at first
	sheet, lists          string
	at                    analyserPlaces
}

// offered is one question of the drop-down lists.
type offered struct {
	field                 *field
	label                 string // no two are alike
	lines                 []offeredLine
	tabled                int // the first lines are those of its table
	first                 int // of its lines among everybody's, from 1
	column                int
	classes               bool // lines are ranges of numbers or of days
	notConcerned, refused []string
}

// offeredLine is one answer: a text or a tick of a column, or a range.
type offeredLine struct {
	label    string
	column   int // in the data table, from 1
	value    any // what the cell holds, or the lower end
	high     any // the upper end, excluded
	edge     any // a last value that the range includes
	dontKnow bool
	place    int // of the category
}

// endless is the upper end of the last class, when it has none.
const endless = 1e15

// layAnalyser prepares the Analyseur; nil without rows or without a question
// to offer.
func (b *book) layAnalyser() *analyser {
	rows := b.rows()
	if rows == nil || rows.level.Len() == 0 {
		return nil
	}
	a := &analyser{rows: rows, by: -1}
	seen := make(map[string]bool)
	for _, c := range rows.level.Columns {
		f, ok := rows.fields[c.Question]
		// A calculation without a text of its own would be offered by its code.
		label := analysis.LabelOf(b.diag.Form, c.Question)
		if !ok || !described(c) || !c.Asked() || c.Question.Type.Kind == survey.Hidden && label == c.Question.Name {
			continue
		}
		q, ok := b.offer(f)
		if !ok {
			continue
		}
		q.label = oneLabel(label, c.Question.Key, seen)
		q.first = a.lines + 1
		a.lines += len(q.lines)
		a.answers = max(a.answers, q.tabled)
		a.notConcerned, a.refused = max(a.notConcerned, len(q.notConcerned)), max(a.refused, len(q.refused))
		if !q.classes {
			a.askable = append(a.askable, q.label)
		}
		a.questions = append(a.questions, q)
	}
	if len(a.questions) == 0 {
		return nil
	}
	a.choose(b.diag)
	a.columns = a.tally()
	large := 0
	for _, c := range a.columns[1:] {
		large += flag(c.base >= analysis.MinPercentBase)
	}
	a.asCounts = 2*large < len(a.columns)-1 // dashes would say nothing
	return a
}

// oneLabel makes a question's label unlike those seen, as a list compares them.
func oneLabel(label, key string, seen map[string]bool) string {
	if runes := []rune(label); len(runes) > longestValue {
		label = string(runes[:longestValue-1]) + ellipsis
	}
	if seen[foldLabel(label)] {
		label += " [" + key + "]"
	}
	for seen[foldLabel(label)] {
		label += "'"
	}
	seen[foldLabel(label)] = true
	return label
}

// offer gives a question's lines; false when it has none to choose from, or
// too many.
func (b *book) offer(f *field) (offered, bool) {
	q := offered{field: f, column: f.table.position(f.header)}
	switch f.column.Measure {
	case survey.MeasureNominal, survey.MeasureOrdinal, survey.MeasureMultiple:
		q.categories()
	case survey.MeasureQuantity, survey.MeasureDate:
		t, ok := b.diag.Table(f.column.Question)
		if !ok || !q.ranges(t) {
			return q, false
		}
	}
	return q, q.tabled > 0 && len(q.lines) <= mostOffered
}

// position is a column's place in the table, from 1.
func (t *dataTable) position(header string) int {
	return 1 + slices.IndexFunc(t.columns, func(c dataColumn) bool { return c.header == header })
}

// categories makes a line of each category that was offered: those of tables
// first, then « non concerné » and refusals, which only filter and break down.
func (q *offered) categories() {
	f := q.field
	var aside []offeredLine
	for place, category := range f.column.Categories {
		switch category.Missing {
		case survey.NotApplicable:
			q.notConcerned = append(q.notConcerned, f.values[place])
		case survey.Refused:
			q.refused = append(q.refused, f.values[place])
		}
		if !f.column.Listed(place) {
			continue
		}
		line := offeredLine{label: f.values[place], column: q.column, value: f.values[place], high: textNoneOfThem, edge: textNoneOfThem, place: place, dontKnow: category.Missing == survey.DontKnow}
		if f.ticks != nil {
			line.column, line.value = f.table.position(f.ticks[place]), 1
		}
		if category.Missing == survey.Substantive || line.dontKnow {
			q.lines = append(q.lines, line)
		} else {
			aside = append(aside, line)
		}
	}
	q.tabled = len(q.lines)
	q.lines = append(q.lines, aside...)
}

// ranges makes a line of each class of numbers or period of days; false for
// days that spreadsheets do not number.
func (q *offered) ranges(t *analysis.Table) bool {
	q.classes = true
	for _, each := range t.Lines {
		line := offeredLine{label: lineLabel(t, each), column: q.column, high: float64(endless), edge: textNoneOfThem}
		switch {
		case each.Class == nil:
			from, to, ok := serials(each.Code)
			if !ok {
				return false
			}
			line.value, line.high = from, to
		default:
			line.value = each.Class.Low
			if !each.Class.Open() {
				line.high = each.Class.High
			}
			if !each.Class.Open() && (each.Class.Whole || each.Class.Last) {
				line.edge = each.Class.High
			}
		}
		q.lines = append(q.lines, line)
	}
	q.tabled = len(q.lines)
	return true
}

// choose makes the first choice: the first ranked need, by the respondents'
// main profile.
func (a *analyser) choose(d *analysis.Diagnostic) {
	for _, t := range d.Rankings() {
		if i := a.find(t.Question); i >= 0 {
			a.question = i
			break
		}
	}
	for _, ind := range d.Form.Diagnostic {
		if ind.Type != survey.IndicatorParticipation || len(ind.Questions) == 0 {
			continue
		}
		i := a.find(ind.Questions[0])
		if i >= 0 && i != a.question && !a.questions[i].classes && len(a.questions[i].lines) <= mostAnalysedAcross {
			a.by = i
		}
		return
	}
}

func (a *analyser) find(q *survey.Question) int {
	return slices.IndexFunc(a.questions, func(o offered) bool { return o.field.column.Question == q })
}

// sorted tells the questions whose most frequent answer goes first.
func (q *offered) sorted() bool {
	return q.field.column.Measure == survey.MeasureNominal || q.field.column.Measure == survey.MeasureMultiple
}

func (q *offered) numbers() bool { return q.field.column.Measure == survey.MeasureQuantity }

// name gives the sheets' names, once they are known to be unique.
func (a *analyser) name(pages []page) {
	for _, p := range pages {
		switch p.about {
		case aboutAnalyser:
			a.sheet = p.name
		case aboutLists:
			a.lists = p.name
		}
	}
}

// tailLines is how many lines after the answers a choice may need.
func (a *analyser) tailLines() int {
	for i := range a.questions {
		if a.questions[i].numbers() {
			return len(tailLabels)
		}
	}
	return len(tailLabels) - quantityTail
}

func (a *analyser) shownAnswers() int { return min(a.answers, mostAnalysed) }

func flag(holds bool) int {
	if holds {
		return 1
	}
	return 0
}
