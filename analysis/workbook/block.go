package workbook

import (
	"strconv"
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
	s.across(colLabel, colChart, baseSentence(t), st.small, 9)
	top := s.row
	switch {
	case t.Measure == survey.MeasureVerbatim:
		s.verbatimPointer(t)
	case t.Base.Answered() == 0:
		// The base sentence says it: an empty table and chart would add nothing.
	default:
		s.quantityLines(t)
		s.tableLines(t)
		s.tableChart(t, top)
	}
	s.notes(t.Notes)
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
func (s *sheet) quantityLines(t *analysis.Table) {
	if t.Quantity == nil {
		return
	}
	s.header(quantityHeaders...)
	s.wrapped(colLabel, quantityLabel(t.Quantity), s.book.style.labelStrong, 10)
	q := t.Quantity
	for i, value := range []float64{q.Sum, q.Median, q.Q1, q.Q3, q.Max} {
		s.set(colCount+i, value, s.book.style.number)
	}
	s.next()
	s.gap(5)
}

func (s *sheet) tableLines(t *analysis.Table) {
	st := s.book.style
	answered := t.Base.Answered()
	for i, title := range tableHeaders(t) {
		style := st.header
		if i == 0 {
			style = st.headerLeft
		}
		s.set(i+1, title, style)
	}
	s.height(30)
	s.next()
	first := s.row
	longest := 0
	for _, line := range t.Lines {
		label := lineLabel(t, line)
		longest = max(longest, utf8.RuneCountInString(label))
		s.wrapped(colLabel, label, st.label, 10)
		s.set(colCount, line.Share.Count, st.count)
		s.share(line.Share)
		if line.Missing == survey.Substantive && t.Base.DontKnow > 0 {
			s.fraction(colKnown, line.Known)
		} else {
			s.set(colKnown, nil, st.dash)
		}
		s.next()
	}
	last := s.row - 1
	s.dataBars(colPercent, first, last)
	s.book.printed[t] = printedTable{series{
		sheet: s.name, labelCol: colLabel, valueCol: valueColumn(answered), firstRow: first, lastRow: last,
		format: valueFormat(answered), description: chartDescription(t), longestLabel: longest, levels: substantiveLines(t),
	}}
	s.aside(t)
}

// share prints a percentage and its interval.
func (s *sheet) share(share analysis.Share) {
	s.fraction(colPercent, share)
	if _, ok := share.Fraction(); !ok {
		s.set(colLow, nil, s.book.style.dash)
		s.set(colHigh, nil, s.book.style.dash)
		return
	}
	s.set(colLow, 100*share.Interval.Low, s.book.style.percent)
	s.set(colHigh, 100*share.Interval.High, s.book.style.percent)
}

// fraction prints a percentage: no decimal under a hundred people, and none at
// all under eleven.
func (s *sheet) fraction(col int, share analysis.Share) {
	value, ok := share.Fraction()
	switch {
	case !ok:
		s.set(col, textDash, s.book.style.dash)
	case share.Base >= analysis.DecimalBase:
		s.set(col, 100*value, s.book.style.percent1)
	default:
		s.set(col, 100*value, s.book.style.percent)
	}
}

// aside prints, under the table, the people who are not in its base.
func (s *sheet) aside(t *analysis.Table) {
	st := s.book.style
	s.set(colLabel, textBase, st.labelStrong)
	s.set(colCount, t.Base.Answered(), st.countStrong)
	s.next()
	for _, line := range []struct {
		label string
		n     int
	}{
		{textNotConcerned, t.Base.NotConcerned()},
		{textNoAnswer, t.Base.NoAnswer},
		{textRefused, t.Base.Refused},
	} {
		if line.n == 0 {
			continue
		}
		s.set(colLabel, line.label, st.labelMuted)
		s.set(colCount, line.n, st.countMuted)
		s.next()
	}
}

func (s *sheet) notes(notes []analysis.Note) {
	for _, n := range notes {
		if n.Code == analysis.NoteEmpty || n.Code == analysis.NoteMultiple {
			continue // said in the base sentence
		}
		s.note(colLabel, colChart, n)
	}
}

// note prints a warning, or a remark that is not one.
func (s *sheet) note(first, last int, n analysis.Note) {
	if informative[n.Code] {
		s.across(first, last, noteSentence(n), s.book.style.small, 9)
		return
	}
	s.across(first, last, "⚠ "+noteSentence(n), s.book.style.note, 9)
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
