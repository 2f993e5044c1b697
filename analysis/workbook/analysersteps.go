package workbook

import (
	"fmt"

	"constat/analysis"
)

// acrossBlock counts, for everybody and for each category of the breakdown,
// what the lines after the answers say.
func (s *sheet) acrossBlock(a *analyser, columns []across) {
	s.listBlock(a.at.across, acrossHeaders)
	q := &a.questions[a.question]
	for j := range 1 + mostAnalysedAcross {
		column := across{line: offeredLine{column: 1, value: ""}}
		used := j < len(columns) && j <= mostAnalysedAcross
		if used {
			column = columns[j]
		}
		row := s.row
		s.values(listNumber, j)
		among := ""
		if j == 0 {
			s.values(listLabel, textAll, nil, nil)
		} else {
			among = "*(" + a.columnAt(s.at(acrossColumn, row)) + "=" + s.at(acrossValue, row) + ")"
			s.categoryOf(a, j, column)
		}
		values := column.tail(q)
		for k, f := range a.tailFormulas(s.at(listLabel, row), s.at(acrossBase, row), among) {
			value := values[k]
			if !used {
				value = ""
			}
			s.computed(acrossBase+k, computedCell{f, value})
		}
		s.divisor(a, j, column, used)
		s.next()
	}
}

// categoryOf picks a category of the breakdown.
func (s *sheet) categoryOf(a *analyser, j int, column across) {
	shown, first := a.list(chosenShown, a.at.chosen+1), a.list(chosenFirst, a.at.chosen+1)
	pick := func(col int, otherwise string) formula {
		return plainf("IF(%d>%s,%s,INDEX(%s,%s+%d))", j, shown, otherwise, a.ofLines(col), first, j-1)
	}
	s.computed(listLabel,
		computedCell{pick(listLabel, `""`), column.label},
		computedCell{pick(lineColumn, "1"), column.line.column},
		computedCell{pick(lineValue, `""`), column.line.value},
	)
}

// tailFormulas are those of tailLabels, among the rows of one column.
func (a *analyser) tailFormulas(label, base, among string) []formula {
	apart := "(" + nameQuestion + "=" + literal(textNotAskedCell) + ")"
	if a.notConcerned > 0 {
		apart += "+" + a.slotTerms(0, a.notConcerned)
	}
	refused := "0"
	if a.refused > 0 {
		refused = fmt.Sprintf("SUMPRODUCT(%s%s*(%s))", nameKept, among, a.slotTerms(a.notConcerned, a.refused))
	}
	of := func(expression string) formula { return plainf(`IF(%s="","",%s)`, label, expression) }
	statistic := func(expression string) formula {
		f := plainf(`IF(OR(%s="",%s=0),"",IF(%s=0,%s,%s))`, label, a.list(chosenNumbers, a.at.chosen), base, literal(textDash), expression)
		f.array = true
		return f
	}
	given := "IF(" + nameCounted + among + "=1," + nameQuestion + `,"")`
	return []formula{
		of("SUMPRODUCT(" + nameCounted + among + ")"),
		of(fmt.Sprintf("SUMPRODUCT(%s%s*(%s))", nameKept, among, apart)),
		of(fmt.Sprintf(`SUMPRODUCT(%s%s*(%s=""))`, nameKept, among, nameQuestion)),
		of(refused),
		statistic("SUM(" + given + ")"), statistic("MEDIAN(" + given + ")"), statistic("MAX(" + given + ")"),
	}
}

// divisor is what a count is divided by: a hundredth of its base for a
// percentage, 0 when the base is too small for one, 1 for the count itself.
func (s *sheet) divisor(a *analyser, j int, column across, used bool) {
	value := any("")
	switch {
	case used && j > 0 && a.asCounts:
		value = 1
	case used && column.base < analysis.MinPercentBase:
		value = 0
	case used:
		value = float64(column.base) / 100
	}
	base := s.at(acrossBase, s.row)
	share := fmt.Sprintf("IF(%[1]s<%[2]d,0,%[1]s/100)", base, analysis.MinPercentBase)
	if j > 0 {
		share = fmt.Sprintf("IF(%s=%s,1,%s)", a.mode(), literal(textCounts), share)
	}
	s.computed(acrossDivisor, computedCell{plainf(`IF(%s="","",%s)`, s.at(listLabel, s.row), share), value})
}

// mode is the cell that says what the crossed columns show.
func (a *analyser) mode() string { return a.control(len(analyserChoices) - 1) }

// countOf counts the rows of an answer, whose column, value and range are in
// cells.
func (a *analyser) countOf(column, value, high, edge, among string) string {
	return fmt.Sprintf("IF(%[1]s=1,SUMPRODUCT(%[2]s%[3]s*(%[4]s>=%[5]s)*((%[4]s<%[6]s)+(%[4]s=%[7]s))),SUMPRODUCT(%[2]s%[3]s*(%[8]s=%[5]s)))",
		a.list(chosenClasses, a.at.chosen), nameCounted, among, nameQuestion, value, high, edge, a.columnAt(column))
}

// answerBlock counts every answer of the chosen question, in the form's order,
// and gives each a key that no other has: sorted, it ranks them.
func (s *sheet) answerBlock(a *analyser, counts []int) {
	s.listBlock(a.at.answers, answerHeaders)
	tabled, first, sorted := a.list(chosenTabled, a.at.chosen), a.list(chosenFirst, a.at.chosen), a.list(chosenSorted, a.at.chosen)
	q := &a.questions[a.question]
	for p := range a.answers {
		row := s.row
		line, count, key := offeredLine{column: 1, value: "", high: "", edge: ""}, any(""), any("")
		know := any("")
		if p < q.tabled {
			line, count, know = q.lines[p], counts[p], flag(q.lines[p].dontKnow)
			key = -(p + 1)
			if q.sorted() {
				key = 1000*counts[p] - flag(q.lines[p].dontKnow)*lastOfAll - p - 1
			}
		}
		pick := func(col int, otherwise string) formula {
			return plainf("IF(%d>%s,%s,INDEX(%s,%s+%d))", p+1, tabled, otherwise, a.ofLines(col), first, p)
		}
		label := s.at(listLabel, row)
		s.values(listNumber, p+1)
		s.computed(listLabel,
			computedCell{pick(listLabel, `""`), line.label},
			computedCell{pick(lineColumn, "1"), line.column},
			computedCell{pick(lineValue, `""`), line.value},
			computedCell{pick(lineHigh, `""`), line.high},
			computedCell{pick(lineEdge, `""`), line.edge},
			computedCell{pick(lineDontKnow, `""`), know},
			computedCell{plainf(`IF(%s="","",%s)`, label, a.countOf(s.at(answerColumn, row), s.at(answerValue, row), s.at(answerHigh, row), s.at(answerEdge, row), "")), count},
			computedCell{plainf(`IF(%s="","",IF(%s=1,1000*%s-%d*%s,0)-%d)`, label, sorted, s.at(answerCount, row), lastOfAll, s.at(answerDontKnow, row), p+1), key},
		)
		s.next()
	}
}

// lastOfAll is more than any count of rows, so that « ne sait pas » comes last.
// A key is a whole number that a cell holds exactly.
const lastOfAll = 1_000_000_000_000

// sortedBlock is the answers as the table shows them.
func (s *sheet) sortedBlock(a *analyser, counts, order []int) {
	s.listBlock(a.at.sorted, sortedHeaders)
	q := &a.questions[a.question]
	of := func(col int) string { return a.span(col, a.at.answers, a.answers) }
	for i := range a.shownAnswers() {
		row := s.row
		line, count, place := offeredLine{column: 1, value: "", high: "", edge: ""}, any(""), 0
		if i < len(order) {
			line, count, place = q.lines[order[i]], counts[order[i]], order[i]+1
		}
		at := s.at(sortedPlace, row)
		s.values(listNumber, i+1)
		s.computed(listLabel,
			computedCell{pick(at, of(listLabel), `""`), line.label},
			computedCell{pick(at, of(answerColumn), "1"), line.column},
			computedCell{pick(at, of(answerValue), `""`), line.value},
			computedCell{pick(at, of(answerHigh), `""`), line.high},
			computedCell{pick(at, of(answerEdge), `""`), line.edge},
			computedCell{pick(at, of(answerCount), `""`), count},
			computedCell{plainf("IF(%[1]d>%[2]s,0,MATCH(LARGE(%[3]s,%[1]d),%[3]s,0))", i+1, a.list(chosenShown, a.at.chosen), of(answerKey)), place},
		)
		s.next()
	}
}

// offeredBlocks list the questions and their answers.
func (s *sheet) offeredBlocks(a *analyser) {
	s.listBlock(a.at.askable, askableHeaders)
	for i, label := range append([]string{textNone}, a.askable...) {
		s.values(listNumber, i, label)
		s.next()
	}
	headers := questionHeaders
	for i := range a.notConcerned + a.refused {
		word := wordNotConcerned
		if i >= a.notConcerned {
			word = wordRefused
		}
		headers = append(headers[:len(headers):len(headers)], word)
	}
	for len(s.widths) < len(headers) {
		s.widths = append(s.widths, 16)
	}
	s.listBlock(a.at.questions, headers)
	for i := range a.questions {
		q := &a.questions[i]
		s.values(listNumber, i+1, q.label, q.field.column.Question.Key, nature(q.field.column), q.column, q.first, q.tabled, len(q.lines),
			flag(q.sorted()), flag(q.classes), flag(q.numbers()))
		s.values(questionSlots, a.slots(q)...)
		s.next()
	}
	s.listBlock(a.at.lines, lineHeaders)
	n := 0
	for i := range a.questions {
		for _, line := range a.questions[i].lines {
			n++
			s.values(listNumber, n, line.label, i+1, line.column, line.value, line.high, line.edge, flag(line.dontKnow))
			s.next()
		}
	}
}
