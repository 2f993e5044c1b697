package workbook

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"constat/analysis"
	"constat/survey"
)

// The columns of a sheet of questions: a table on the left, its chart on the
// right.
const (
	colLabel = iota + 1
	colCount
	colPercent
	colLow
	colHigh
	colKnown
	colGap
	colChart
)

var questionColumns = []float64{46, 10, 10, 9, 9, 12, 2, 74}

// printedTable remembers where a table's lines are, for other charts.
type printedTable struct{ series }

func itoa(n int) string { return strconv.Itoa(n) }

// question prints one table with its chart, and never parts them.
func (s *sheet) question(t *analysis.Table) {
	end := s.block()
	st := s.book.style
	s.across(colLabel, colChart, tableTitle(t), st.question, 11)
	sentence := s.row
	s.across(colLabel, colChart, baseSentence(t, counted{}).text, st.small, 9)
	top, base := s.row, ""
	switch {
	case t.Measure == survey.MeasureVerbatim:
		s.verbatimPointer(t)
	case t.Base.Answered() == 0:
		// The base sentence says it: an empty table and chart would add nothing.
	default:
		c := s.book.counted(t)
		s.quantityLines(t, c)
		s.tableLines(t, c)
		base = s.at(colCount, s.book.printed[t].lastRow+1)
		if c.none() {
			base = ""
		}
		s.say(colLabel, sentence, baseSentence(t, c.withBase(base)))
		s.tableChart(t, top)
	}
	s.notes(t.Notes, t.Base.Answered(), base, t.Question)
	s.gap(14)
	end()
}

func (s *sheet) verbatimPointer(t *analysis.Table) {
	if t.Base.Substantive > 0 {
		s.link(colLabel, textSeeVerbatims, nameVerbatims)
		s.next()
	}
}

// quantityLines prints the summary of numbers, before their classes.
func (s *sheet) quantityLines(t *analysis.Table, c counted) {
	if t.Quantity == nil {
		return
	}
	s.header(quantityHeaders...)
	q := t.Quantity
	given, ok := s.book.amountOf(t.Question)
	s.liveText(colLabel, quantityLabel(q, given, ok), s.book.style.labelStrong, 10)
	for i, each := range []struct {
		value          float64
		function, last string
	}{{q.Sum, "SUM", ""}, {q.Median, "MEDIAN", ""}, {q.Q1, "QUARTILE", ",1"}, {q.Q3, "QUARTILE", ",3"}, {q.Max, "MAX", ""}} {
		var f formula
		if ok {
			f = given.statistic(each.function, each.last, "")
		}
		s.live(colCount+i, f, number(each.value), s.book.style.number)
	}
	s.next()
	s.gap(5)
}

// tableHeader writes the headers of a table's block, the first column to the
// left. They are two lines high whatever they say, so that blocks look alike.
func (s *sheet) tableHeader(titles []string) {
	for i, title := range titles {
		style := s.book.style.header
		if i == 0 {
			style = s.book.style.headerLeft
		}
		s.set(i+1, title, style)
	}
	s.height(30)
	s.next()
}

func (s *sheet) tableLines(t *analysis.Table, c counted) {
	st := s.book.style
	answered := t.Base.Answered()
	s.tableHeader(tableHeaders(t))
	first := s.row
	base := s.at(colCount, first+len(t.Lines))
	known := c.known(t, base)
	longest := 0
	for _, line := range t.Lines {
		label := lineLabel(t, line)
		longest = max(longest, utf8.RuneCountInString(label))
		s.wrapped(colLabel, label, st.label, 10)
		s.live(colCount, c.line(line, s.at(colLabel, s.row)), line.Share.Count, st.count)
		count := s.at(colCount, s.row)
		s.fraction(colPercent, line.Share, count, base)
		if t.Describes {
			s.set(colLow, nil, st.dash)
			s.set(colHigh, nil, st.dash)
		} else {
			s.interval(colLow, line.Share, count, base)
		}
		if line.Missing == survey.Substantive && t.Base.DontKnow > 0 {
			s.fraction(colKnown, line.Known, count, known)
		} else {
			s.set(colKnown, nil, st.dash)
		}
		s.book.spots.lines[t] = append(s.book.spots.lines[t], spot{count: s.from(colCount, s.row)})
		s.next()
	}
	last := s.row - 1
	for i := range s.book.spots.lines[t] {
		s.book.spots.lines[t][i].base = s.from(colCount, s.row)
	}
	s.dataBars(colPercent, first, last)
	s.book.printed[t] = printedTable{series{
		sheet: s.name, labelCol: colLabel, valueCol: valueColumn(answered), firstRow: first, lastRow: last,
		format: valueFormat(answered), description: chartDescription(t), longestLabel: longest, levels: substantiveLines(t),
	}}
	s.aside(t, c)
	s.medianLevel(t, first)
}

// medianLevel names the level that the middle answers to a scale have.
func (s *sheet) medianLevel(t *analysis.Table, first int) {
	low, high := t.MedianLevels()
	if low == "" {
		return
	}
	s.set(colLabel, textMedianLevel, s.book.style.labelMuted)
	row := s.row
	s.across(colCount, colKnown, medianText(low, high), s.book.style.small, 9)
	s.liveAt(colCount, row, s.medianFormula(first, first+scaleLevels(t)-1), medianText(low, high))
}

// scaleLevels is how many lines of a scale are its levels: they come first.
func scaleLevels(t *analysis.Table) int {
	return slices.IndexFunc(append(t.Lines[:len(t.Lines):len(t.Lines)], analysis.Line{Undeclared: true}), func(l analysis.Line) bool {
		return l.Missing != survey.Substantive || l.Undeclared
	})
}

// medianFormula finds the levels again, from the counts of the scale's lines.
func (s *sheet) medianFormula(first, last int) formula {
	counts := func(to int) string {
		return "SUM(" + absolute(colCount, first) + ":" + absolute(colCount, to) + ")"
	}
	total := counts(last)
	level := func(reached string) string {
		found := literal(textDash)
		for row := last; row >= first; row-- {
			found = "IF(2*" + counts(row) + reached + total + "," + absolute(colLabel, row) + "," + found + ")"
		}
		return found
	}
	low, high := level(">="), level(">")
	return plainf(`IF(%s=0,%s,%s)`, total, literal(textDash), medianSaid(low, high))
}

// fraction prints a percentage: no decimal under a hundred people, and none at
// all under eleven.
func (s *sheet) fraction(col int, share analysis.Share, count, base string) {
	style := s.book.style.percent
	switch {
	case share.Base < analysis.MinPercentBase:
		style = s.book.style.dash
	case share.Base >= analysis.DecimalBase:
		style = s.book.style.percent1
	}
	f := formula{}
	if count != "" && base != "" {
		f = percentOf(count, base)
	}
	s.live(col, f, percentValue(share), style)
}

// percentOf is a percentage of two cells, held back on a base too small.
func percentOf(count, base string) formula {
	return plainf("IF(%s<%d,%s,100*%s/%s)", grouped(base), analysis.MinPercentBase, literal(textDash), count, grouped(base))
}

func percentValue(share analysis.Share) any {
	if value, ok := share.Fraction(); ok {
		return 100 * value
	}
	return textDash
}

// grouped puts a difference between parentheses.
func grouped(expression string) string {
	if strings.ContainsAny(expression, "-+&") {
		return "(" + expression + ")"
	}
	return expression
}

// interval prints Wilson's interval in a column and the next: the limits are
// the roots of a quadratic, (2x + z² ± z√(z² + 4x(1 − x/n))) / 2(n + z²).
func (s *sheet) interval(col int, share analysis.Share, count, base string) {
	style := s.book.style.percent
	low, high := any(100*share.Interval.Low), any(100*share.Interval.High)
	if share.Base < analysis.MinPercentBase {
		style = s.book.style.dash
		low, high = "", ""
	}
	for i, bound := range []struct {
		sign  string
		value any
	}{{"-", low}, {"+", high}} {
		s.live(col+i, plainf(`IF(%[1]s<%[2]d,"",100*(2*%[3]s+%[4]s^2%[5]s%[4]s*SQRT(%[4]s^2+4*%[3]s*(1-%[3]s/%[1]s)))/(2*(%[1]s+%[4]s^2)))`,
			base, analysis.MinPercentBase, count, nameNormal, bound.sign), bound.value, style)
	}
}

// aside prints, under the table, the people who are not in its base.
func (s *sheet) aside(t *analysis.Table, c counted) {
	st := s.book.style
	s.set(colLabel, textBase, st.labelStrong)
	s.live(colCount, c.base(), t.Base.Answered(), st.countStrong)
	s.next()
	for _, line := range []struct {
		label string
		n     int
		live  formula
	}{
		{textNotConcerned, t.Base.NotConcerned(), c.notConcerned()},
		{textNoAnswer, t.Base.NoAnswer, c.blank()},
		{textRefused, t.Base.Refused, c.refused()},
	} {
		if line.n == 0 {
			continue
		}
		s.set(colLabel, line.label, st.labelMuted)
		s.live(colCount, line.live, line.n, st.countMuted)
		s.next()
	}
}

// notes prints the warnings of a table; base is the cell of its base.
func (s *sheet) notes(notes []analysis.Note, n int, base string, numbers ...*survey.Question) {
	for _, note := range notes {
		if note.Code == analysis.NoteEmpty || note.Code == analysis.NoteMultiple {
			continue // said in the base sentence
		}
		s.note(colLabel, colChart, note, s.book.noteSaid(note, n, base, numbers...))
	}
}

// note prints a warning, or a remark that is not one.
func (s *sheet) note(first, last int, n analysis.Note, words said) {
	if informative[n.Code] {
		s.liveAcross(first, last, words, s.book.style.small, 9)
		return
	}
	s.liveAcross(first, last, say("⚠ ").and(words), s.book.style.note, 9)
}

// tableChart draws the table beside itself, over rows added when the table is
// too short for it.
func (s *sheet) tableChart(t *analysis.Table, top int) {
	p, ok := s.book.printed[t]
	if !ok || len(t.Lines) == 0 || len(t.Lines) > mostBars {
		return
	}
	need := barsHeight(len(t.Lines), p.longestLabel)
	if stacked(t) {
		need = stackHeight(len(t.Lines))
	}
	if missing := need - s.between(top, s.row); missing > 4 {
		s.gap(missing)
	}
	a := area{colChart, colChart, top, s.row - 1}
	if stacked(t) {
		s.stack(a, p.series)
	} else {
		s.bars(a, p.series)
	}
}

// stacked tells the scales, which are drawn as one bar.
func stacked(t *analysis.Table) bool {
	return t.Measure == survey.MeasureOrdinal && len(t.Lines) <= 8
}

func substantiveLines(t *analysis.Table) int {
	n := 0
	for _, line := range t.Lines {
		if line.Missing == survey.Substantive {
			n++
		}
	}
	return n
}

// valueColumn is what a chart draws: percentages, or counts when the base is
// too small for percentages.
func valueColumn(answered int) int {
	if answered < analysis.MinPercentBase {
		return colCount
	}
	return colPercent
}

func valueFormat(answered int) string {
	if answered < analysis.MinPercentBase {
		return formatCount
	}
	return formatPercent
}

// dataBars shade the cells of a column of percentages from 0 to 100.
func (s *sheet) dataBars(col, first, last int) {
	if last < first {
		return
	}
	s.keep(s.book.file.SetConditionalFormat(s.name, cell(col, first)+":"+cell(col, last), dataBar()))
}
