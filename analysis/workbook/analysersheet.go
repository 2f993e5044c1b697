package workbook

import (
	"fmt"

	"github.com/xuri/excelize/v2"
)

// Columns of the sheet Analyseur: answers, everybody, then the breakdown. The
// drop-down lists end where the chart begins.
const (
	analyserLabel = iota + 1
	analyserCount
	analyserPercent
	analyserAcross // the first category of the breakdown

	analyserChoiceEnd = analyserAcross + 5
	analyserEnd       = analyserAcross + mostAnalysedAcross - 1
)

// writeAnalyser prints the drop-down lists and the table that follows them.
func (b *book) writeAnalyser(s *sheet) error {
	a := b.analyser
	widths := []float64{50, 8, 8}
	for range mostAnalysedAcross {
		widths = append(widths, 9)
	}
	s.columns(widths...)
	s.head(s.name)
	for _, step := range analyserSteps(len(b.tables) > 1) {
		s.across(1, analyserEnd, "• "+step, b.style.body, 10)
	}
	s.gap(6)
	top := s.row
	s.set(analyserLabel, textYourChoice, b.style.heading)
	s.set(analyserChoiceEnd+2, drawnTitle(min(a.shownAnswers(), mostAnalysedBars)), b.style.context)
	s.height(20)
	s.next()
	s.controls(a)
	s.analysedChart(a, top+1)
	s.gap(8)
	s.analysedHead(a, a.columns)
	s.analysedGrid(a, a.columns)
	s.print(1)
	return nil
}

// controls writes the cells of the drop-down lists, with the first choice.
func (s *sheet) controls(a *analyser) {
	by := textNone
	if a.by >= 0 {
		by = a.questions[a.by].label
	}
	lists := []string{
		a.ofQuestion(listLabel), a.span(listLabel, a.at.askable, 1+len(a.askable)),
		a.span(listLabel, a.at.askable, 1+len(a.askable)), a.answersOf(0),
		a.span(listLabel, a.at.askable, 1+len(a.askable)), a.answersOf(1),
		`"` + textPercentages + "," + textCounts + `"`,
	}
	chosen := []any{a.questions[a.question].label, by, textNone, nil, textNone, nil, textPercentages}
	if a.asCounts {
		chosen[len(chosen)-1] = textCounts
	}
	for i, label := range analyserChoices {
		s.set(analyserLabel, label, s.book.style.labelStrong)
		for col := analyserCount; col <= analyserChoiceEnd; col++ {
			s.set(col, nil, s.book.style.choice)
		}
		s.set(analyserCount, chosen[i], s.book.style.choice)
		s.keep(s.book.file.MergeCell(s.name, cell(analyserCount, s.row), cell(analyserChoiceEnd, s.row)))
		s.dropDown(cell(analyserCount, s.row), label, lists[i])
		s.height(25)
		s.next()
	}
}

// answersOf is the range of the answers to a filter's question, the word for
// none when it has no question.
func (a *analyser) answersOf(filter int) string {
	row := a.at.filters + filter
	return fmt.Sprintf("IF(%s=0,%s,OFFSET(%s,%s-1,0,MAX(1,%s),1))",
		a.list(filterRank, row), a.list(listLabel, a.at.askable), a.list(listLabel, a.at.lines), a.list(filterFirst, row), a.list(filterLines, row))
}

func (s *sheet) dropDown(at, title, source string) {
	list := excelize.NewDataValidation(true)
	list.Sqref = at
	list.SetSqrefDropList(source)
	list.SetInput(title, textChooseOne)
	list.SetError(excelize.DataValidationErrorStyleStop, textNotInList, textChooseOne)
	s.keep(s.book.file.AddDataValidation(s.name, list))
}

// analysedChart draws the first answers beside the drop-down lists.
func (s *sheet) analysedChart(a *analyser, top int) {
	bars := min(a.shownAnswers(), mostAnalysedBars)
	s.bars(area{analyserChoiceEnd + 2, analyserEnd, top, s.row - 1}, series{
		sheet: a.lists, labelCol: listLabel, valueCol: sortedCount,
		firstRow: a.at.sorted, lastRow: a.at.sorted + bars - 1, format: formatBars, description: textAnalyserBars,
	})
}

// formatBars leaves out the zeros of answers that a shorter list does not have.
const formatBars = `#,##0;;`

// analysedHead says what the table is about, over whom, and what to heed.
func (s *sheet) analysedHead(a *analyser, columns []across) {
	q := &a.questions[a.question]
	by := ""
	if a.by >= 0 {
		by = a.questions[a.by].label
	}
	chosen, crossed := a.at.chosen, a.at.chosen+1
	title := analysedTitle(q.label, by, a.control(0), a.control(1), a.list(chosenRank, crossed))
	s.liveAcross(1, analyserEnd, title, s.book.style.question, 11)
	base, kept := a.list(acrossBase, a.at.across), "SUMPRODUCT("+nameKept+")"
	n := a.rows.level.Len()
	s.liveAcross(1, analyserEnd, analysedBase(columns[0].base, n, n, base, kept, countRows(a.rows)), s.book.style.small, 9)
	warnings := said{}
	for _, w := range []analyserWarning{
		warnUnknown(false, a.list(chosenRank, chosen)+"=0"),
		a.unanswered(0), a.unanswered(1),
		warnBase(columns[0].base, base),
		warnLong(q.tabled > a.shownAnswers(), a.list(chosenTabled, chosen)+">"+itoa(a.shownAnswers()), a.shownAnswers()),
		warnWide(false, a.list(chosenLines, crossed)+">"+itoa(mostAnalysedAcross), mostAnalysedAcross),
		warnSeveral(q.field.ticks != nil, a.several()),
	} {
		warnings = warnings.choose(w.holds, w.condition, w.words, said{})
	}
	s.height(30)
	s.liveAcross(1, analyserEnd, warnings, s.book.style.note, 9)
}

// unanswered warns of a filter whose question is chosen and whose answer is
// not.
func (a *analyser) unanswered(filter int) analyserWarning {
	row := a.at.filters + filter
	return warnFilter(filter+1, "AND("+a.list(filterRank, row)+">0,"+a.list(filterActive, row)+"=0)")
}

// several tells the questions whose answers are columns of their own.
func (a *analyser) several() string {
	return fmt.Sprintf("AND(%s=0,%s<>%s)", a.list(chosenClasses, a.at.chosen), a.list(answerColumn, a.at.answers), a.list(chosenColumn, a.at.chosen))
}

// analysedGrid prints the answers and, right under them, the lines of
// tailLabels: as many rows as the longest question takes.
func (s *sheet) analysedGrid(a *analyser, columns []across) {
	s.analysedHeader(a, columns)
	q := &a.questions[a.question]
	order := q.order(columns[0].counts)
	shown := min(q.tabled, a.shownAnswers())
	first := s.row
	for i := range a.shownAnswers() + a.tailLines() {
		s.analysedRow(a, i, columns, order[:shown])
	}
	s.analysedFormats(a, first)
}

func (s *sheet) analysedHeader(a *analyser, columns []across) {
	st := s.book.style
	s.set(analyserLabel, textAnswer, st.headerLeft)
	s.set(analyserCount, textAll, st.header)
	s.set(analyserPercent, nil, st.header)
	s.keep(s.book.file.MergeCell(s.name, cell(analyserCount, s.row), cell(analyserPercent, s.row)))
	for j := 1; j <= mostAnalysedAcross; j++ {
		label := ""
		if j < len(columns) {
			label = columns[j].label
			s.height(textHeight(label, s.widths[analyserAcross+j-2], 9.5))
		}
		s.live(analyserAcross+j-1, plain(a.list(listLabel, a.at.across+j)), label, st.acrossHeader)
	}
	s.height(72)
	s.next()
	s.set(analyserLabel, nil, st.subheader)
	s.set(analyserCount, "n", st.subheader)
	s.set(analyserPercent, "%", st.subheader)
	for j := 1; j <= mostAnalysedAcross; j++ {
		head := s.at(analyserAcross+j-1, s.row-1)
		value := ""
		switch {
		case j < len(columns) && a.asCounts:
			value = "n"
		case j < len(columns):
			value = "%"
		}
		s.live(analyserAcross+j-1, plainf(`IF(%s="","",IF(%s=%s,"n","%%"))`, head, a.mode(), literal(textCounts)), value, st.subheader)
	}
	s.next()
}

// analysedRow is an answer, a line after the answers, or blank.
func (s *sheet) analysedRow(a *analyser, i int, columns []across, order []int) {
	st, q := s.book.style, &a.questions[a.question]
	shownAt, tailAt := a.list(chosenShown, a.at.chosen), a.list(chosenTail, a.at.chosen)
	tail := len(tailLabels) - quantityTail
	if q.numbers() {
		tail = len(tailLabels)
	}
	// line is what a column says on this row; each answer has its own formula,
	// and every row may be one of those after the answers.
	line := func(answer string, row int) formula {
		after := fmt.Sprintf(`IF(%[1]d-%[2]s>%[3]s,"",INDEX(%[4]s,%[1]d-%[2]s))`, i+1, shownAt, tailAt, a.tailSpan(row))
		if i >= a.shownAnswers() {
			return plain(after)
		}
		return plainf("IF(%d<=%s,%s,%s)", i+1, shownAt, answer, after)
	}
	value := func(answer func(place int) any, after []any) any {
		switch {
		case i < len(order):
			return answer(order[i])
		case i-len(order) < tail:
			return after[i-len(order)]
		}
		return ""
	}
	labels := make([]any, len(tailLabels))
	for k, label := range tailLabels {
		labels[k] = label
	}
	sorted := a.at.sorted + i
	label := value(func(place int) any { return q.lines[place].label }, labels)
	s.live(analyserLabel, line(a.list(listLabel, sorted), a.at.across-1), label, st.analysedLabel)
	s.live(analyserCount, line(a.list(sortedCount, sorted), a.at.across), value(func(place int) any { return columns[0].counts[place] }, columns[0].tail(q)), st.analysed)
	percent := any("")
	if i < len(order) {
		percent = columns[0].percent(order[i])
	}
	divisor := a.list(acrossDivisor, a.at.across)
	s.live(analyserPercent, plainf(`IF(%d>%s,"",IF(%s=0,%s,%s/%s))`, i+1, shownAt, divisor, literal(textDash), s.at(analyserCount, s.row), divisor), percent, st.percentBare)
	for j := 1; j <= mostAnalysedAcross; j++ {
		s.analysedCell(a, i, j, columns, line, value)
	}
	s.next()
}

// analysedCell is one answer in one category of the breakdown.
func (s *sheet) analysedCell(a *analyser, i, j int, columns []across, line func(string, int) formula, value func(func(int) any, []any) any) {
	row, sorted := a.at.across+j, a.at.sorted+i
	divisor, col := a.list(acrossDivisor, row), analyserAcross+j-1
	among := "*(" + a.columnAt(a.list(acrossColumn, row)) + "=" + a.list(acrossValue, row) + ")"
	count := a.countOf(a.list(sortedColumn, sorted), a.list(sortedValue, sorted), a.list(sortedHigh, sorted), a.list(sortedEdge, sorted), among)
	f := line(fmt.Sprintf("IF(%[1]s=0,%[2]s,%[3]s/%[1]s)", divisor, literal(textDash), count), row)
	f.text = fmt.Sprintf(`IF(%s="","",%s)`, a.list(listLabel, row), f.text)
	shown := any("")
	if j < len(columns) {
		answer := columns[j].percent
		if a.asCounts {
			answer = func(place int) any { return columns[j].counts[place] }
		}
		shown = value(answer, columns[j].tail(&a.questions[a.question]))
	}
	s.live(col, f, shown, s.book.style.analysed)
}

// tailSpan is the values of tailLabels in one row of the steps, or the labels
// themselves in their header.
func (a *analyser) tailSpan(row int) string {
	return quoted(a.lists) + "!" + absolute(acrossBase, row) + ":" + absolute(acrossBase+len(tailLabels)-1, row)
}

// analysedFormats draw the table over the rows and columns that the choice
// fills.
func (s *sheet) analysedFormats(a *analyser, first int) {
	last, head := s.row-1, first-2
	corner, answer := cell(analyserAcross, first), fmt.Sprintf(`$%s<>""`, cell(analyserPercent, first))
	s.dataBars(analyserPercent, first, last)
	filled := fmt.Sprintf(`AND($%s<>"",%s$%d<>"")`, cell(analyserLabel, first), columnName(analyserAcross), head)
	for _, rule := range []struct {
		from, to  string
		condition string
		look      look
	}{
		{cell(analyserAcross, head), cell(analyserEnd, head), cell(analyserAcross, head) + `<>""`, look{bold: true, colour: "FFFFFF", fill: colourAccent}},
		{corner, cell(analyserEnd, last), fmt.Sprintf(`AND(%s,%s=%s)`, answer, absolute(analyserCount, a.at.controls+len(analyserChoices)-1), literal(textPercentages)), look{format: formatPercent}},
		{cell(analyserLabel, first), cell(analyserPercent, last), fmt.Sprintf(`$%s=%s`, cell(analyserLabel, first), literal(textBase)), look{bold: true}},
		{corner, cell(analyserEnd, last), fmt.Sprintf(`$%s=%s`, cell(analyserLabel, first), literal(textBase)), look{bold: true}},
		{cell(analyserLabel, first), cell(analyserPercent, last), fmt.Sprintf(`$%s<>""`, cell(analyserLabel, first)), look{rule: true}},
		{corner, cell(analyserEnd, last), filled, look{rule: true}},
	} {
		id, err := s.book.file.NewConditionalStyle(rule.look.conditional())
		s.keep(err)
		s.keep(s.book.file.SetConditionalFormat(s.name, rule.from+":"+rule.to, []excelize.ConditionalFormatOptions{{Type: "formula", Criteria: rule.condition, Format: &id}}))
	}
}

func columnName(col int) string {
	name, _ := excelize.ColumnNumberToName(col)
	return name
}
