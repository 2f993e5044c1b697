package workbook

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"
)

// analyserPlaces are the rows of the two sheets that formulas call: the first
// of each block, under its header.
type analyserPlaces struct {
	controls int // of Analyseur

	chosen, filters, slots, across, answers, sorted, askable, questions, lines int // of Listes
}

// Columns of the blocks of the sheet Listes; the first is a number or a role,
// the second a label.
const (
	listNumber = iota + 1
	listLabel
	listThird
)

const (
	chosenRank = iota + listThird
	chosenFirst
	chosenTabled
	chosenLines
	chosenColumn
	chosenSorted
	chosenClasses
	chosenNumbers
	chosenShown
	chosenTail
)

const (
	filterRank = iota + listThird
	filterFirst
	_
	filterLines
	filterAnswer
	filterLine
	filterColumn
	filterValue
	filterActive
)

const (
	acrossColumn = iota + listThird
	acrossValue
	acrossBase    // then the other lines of tailLabels
	acrossDivisor = acrossBase + 7
)

const (
	answerColumn = iota + listThird
	answerValue
	answerHigh
	answerEdge
	answerDontKnow
	answerCount
	answerKey
)

const (
	sortedColumn = iota + listThird
	sortedValue
	sortedHigh
	sortedEdge
	sortedCount
	sortedPlace
)

const (
	questionKey = iota + listThird
	questionNature
	questionColumn
	questionFirst
	questionTabled
	questionLines
	questionSorted
	questionClasses
	questionNumbers
	questionSlots // one column per category out of bases
)

const (
	lineQuestion = iota + listThird
	lineColumn
	lineValue
	lineHigh
	lineEdge
	lineDontKnow
)

// place fixes the rows, the first free ones being given.
func (a *analyser) place(first int) {
	a.at.controls = first + len(analyserSteps(false)) + 2
	row := first + 2
	for _, block := range []struct {
		at    *int
		lines int
	}{
		{&a.at.chosen, 2}, {&a.at.filters, 2}, {&a.at.slots, a.notConcerned + a.refused}, {&a.at.across, 1 + mostAnalysedAcross},
		{&a.at.answers, a.answers}, {&a.at.sorted, a.shownAnswers()}, {&a.at.askable, 1 + len(a.askable)},
		{&a.at.questions, len(a.questions)}, {&a.at.lines, a.lines},
	} {
		*block.at = row + 1
		row += block.lines + 2
	}
}

// list is a cell of the sheet Listes, and span one of its columns.
func (a *analyser) list(col, row int) string { return quoted(a.lists) + "!" + absolute(col, row) }

func (a *analyser) span(col, first, n int) string {
	return quoted(a.lists) + "!" + absolute(col, first) + ":" + absolute(col, first+n-1)
}

// control is a cell of the sheet Analyseur that holds a choice.
func (a *analyser) control(i int) string {
	return quoted(a.sheet) + "!" + absolute(analyserCount, a.at.controls+i)
}

func (a *analyser) ofQuestion(col int) string { return a.span(col, a.at.questions, len(a.questions)) }

func (a *analyser) ofLines(col int) string { return a.span(col, a.at.lines, a.lines) }

// columnAt is the data column that a cell gives the number of.
func (a *analyser) columnAt(at string) string {
	return "INDEX(" + a.rows.name + "[],0," + at + ")"
}

// names defines what the formulas have in common.
func (a *analyser) names(f *excelize.File) error {
	kept := `(` + a.rows.numbers() + `<>"")`
	for i := range 2 {
		row := a.at.filters + i
		// Without a filter, no row's number is the blank value: 0 = 0 keeps it.
		kept += fmt.Sprintf("*((%s=%s)*1=%s)", a.columnAt(a.list(filterColumn, row)), a.list(filterValue, row), a.list(filterActive, row))
	}
	counted := nameKept + `*(` + nameQuestion + `<>"")*(` + nameQuestion + `<>` + literal(textNotAskedCell) + `)`
	for i := range a.notConcerned + a.refused {
		counted += "*(" + nameQuestion + "<>" + a.list(listLabel, a.at.slots+i) + ")"
	}
	for _, each := range []excelize.DefinedName{
		{Name: nameQuestion, RefersTo: a.columnAt(a.list(chosenColumn, a.at.chosen)), Comment: commentQuestion},
		{Name: nameKept, RefersTo: kept, Comment: commentKept},
		{Name: nameCounted, RefersTo: counted, Comment: commentCounted},
	} {
		if err := f.SetDefinedName(&each); err != nil {
			return fmt.Errorf("define the name %s: %w", each.Name, err)
		}
	}
	return nil
}

// writeLists prints what the lists offer and the steps of the count.
func (b *book) writeLists(s *sheet) error {
	a := b.analyser
	s.columns(7, 70, 18, 24, 14, 13, 13, 13, 13, 13, 13, 13)
	s.head(s.name)
	s.across(1, len(s.widths), textListsReading, b.style.body, 10)
	counts := a.columns[0].counts
	s.chosenBlock(a)
	s.filterBlock(a)
	s.slotBlock(a)
	s.acrossBlock(a, a.columns)
	s.answerBlock(a, counts)
	s.sortedBlock(a, counts, a.questions[a.question].order(counts))
	s.paper = s.row - 1 // what follows is long, and says nothing of the choice
	s.offeredBlocks(a)
	s.print(0)
	return a.names(b.file)
}

// listBlock begins a block at its row, under its header.
func (s *sheet) listBlock(row int, headers []string) {
	for s.row < row-1 {
		s.gap(lineRow)
	}
	s.header(headers...)
}

// values writes constant cells from a column on.
func (s *sheet) values(col int, values ...any) {
	for i, v := range values {
		style := s.book.style.listText
		switch v.(type) {
		case int, float64:
			style = s.book.style.number
		}
		s.set(col+i, v, style)
	}
}

// computed writes formulas from a column on, with their values of today.
func (s *sheet) computed(col int, cells ...computedCell) {
	for i, c := range cells {
		style := s.book.style.listText
		switch c.value.(type) {
		case int, float64:
			style = s.book.style.number
		}
		s.live(col+i, c.formula, c.value, style)
	}
}

type computedCell struct {
	formula formula
	value   any
}

// rank is the number of a question whose label a cell holds, 0 without one. No
// label is taken for a pattern, as MATCH would.
func (a *analyser) rank(label string) formula {
	return plainf("SUMPRODUCT((%s=%s)*%s)", a.ofQuestion(listLabel), label, a.ofQuestion(listNumber))
}

// pick is a cell of the row that a rank gives, something else without one.
func pick(rank, from, otherwise string) formula {
	return plainf("IF(%s=0,%s,INDEX(%s,%s))", rank, otherwise, from, rank)
}

func (s *sheet) chosenBlock(a *analyser) {
	s.listBlock(a.at.chosen, chosenHeaders)
	for i, place := range []int{a.question, a.by} {
		q, label, rank := &offered{}, textNone, place+1
		if place >= 0 {
			q = &a.questions[place]
			label = q.label
		}
		row := s.row
		own, rankAt := s.at(listLabel, row), s.at(chosenRank, row)
		s.values(listNumber, i+1)
		s.computed(listLabel,
			computedCell{plain(a.control(i) + `&""`), label},
			computedCell{a.rank(own), rank},
			computedCell{pick(rankAt, a.ofQuestion(questionFirst), "1"), max(q.first, 1)},
			computedCell{pick(rankAt, a.ofQuestion(questionTabled), "0"), q.tabled},
			computedCell{pick(rankAt, a.ofQuestion(questionLines), "0"), len(q.lines)},
		)
		if i == 0 {
			s.questionFacts(a, q, rankAt)
		} else {
			s.computed(chosenShown, computedCell{plainf("MIN(%s,%d)", s.at(chosenLines, row), mostAnalysedAcross), min(len(q.lines), mostAnalysedAcross)})
		}
		s.next()
	}
}

func (s *sheet) questionFacts(a *analyser, q *offered, rank string) {
	row, tail := s.row, len(tailLabels)-quantityTail
	if q.numbers() {
		tail = len(tailLabels)
	}
	s.computed(chosenColumn,
		computedCell{pick(rank, a.ofQuestion(questionColumn), "1"), q.column},
		computedCell{pick(rank, a.ofQuestion(questionSorted), "0"), flag(q.sorted())},
		computedCell{pick(rank, a.ofQuestion(questionClasses), "0"), flag(q.classes)},
		computedCell{pick(rank, a.ofQuestion(questionNumbers), "0"), flag(q.numbers())},
		computedCell{plainf("MIN(%s,%d)", s.at(chosenTabled, row), a.shownAnswers()), min(q.tabled, a.shownAnswers())},
		computedCell{plainf("IF(%s=1,%d,%d)", s.at(chosenNumbers, row), len(tailLabels), len(tailLabels)-quantityTail), tail},
	)
}

// filterBlock has no filter at first.
func (s *sheet) filterBlock(a *analyser) {
	s.listBlock(a.at.filters, filterHeaders)
	for i := range 2 {
		row := s.row
		own, rank, answer, line := s.at(listLabel, row), s.at(filterRank, row), s.at(filterAnswer, row), s.at(filterLine, row)
		s.values(listNumber, i+1)
		s.computed(listLabel,
			computedCell{plain(a.control(2+2*i) + `&""`), textNone},
			computedCell{a.rank(own), 0},
			computedCell{pick(rank, a.ofQuestion(questionFirst), "1"), 1},
		)
		s.computed(filterLines,
			computedCell{pick(rank, a.ofQuestion(questionLines), "0"), 0},
			computedCell{plain(a.control(3+2*i) + `&""`), ""},
			computedCell{plainf("SUMPRODUCT((%s=%s)*(%s=%s)*%s)", a.ofLines(lineQuestion), rank, a.ofLines(listLabel), answer, a.ofLines(listNumber)), 0},
			computedCell{pick(line, a.ofLines(lineColumn), "1"), 1},
			computedCell{pick(line, a.ofLines(lineValue), `""`), ""},
			computedCell{plainf("IF(%s=0,0,1)", line), 0},
		)
		s.next()
	}
}

// slotBlock has the chosen question's answers that are in no base: those not
// concerned, then refusals.
func (s *sheet) slotBlock(a *analyser) {
	if a.notConcerned+a.refused == 0 {
		return
	}
	s.listBlock(a.at.slots, slotHeaders)
	for i, text := range a.slots(&a.questions[a.question]) {
		s.values(listNumber, i+1)
		s.computed(listLabel, computedCell{pick(a.list(chosenRank, a.at.chosen), a.ofQuestion(questionSlots+i), literal(textNoSlot)), text})
		s.next()
	}
}

func (a *analyser) slots(q *offered) []any {
	slots := make([]any, a.notConcerned+a.refused)
	for i := range slots {
		slots[i] = textNoSlot
	}
	for i, text := range q.notConcerned {
		slots[i] = text
	}
	for i, text := range q.refused {
		slots[a.notConcerned+i] = text
	}
	return slots
}

// slotTerms tells the rows of one kind out of bases.
func (a *analyser) slotTerms(first, n int) string {
	terms := make([]string, n)
	for i := range n {
		terms[i] = "(" + nameQuestion + "=" + a.list(listLabel, a.at.slots+first+i) + ")"
	}
	return strings.Join(terms, "+")
}
