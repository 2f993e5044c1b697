package workbook

import (
	"slices"

	"github.com/xuri/excelize/v2"

	"constat/analysis"
	"constat/survey"
)

// The columns of the crosses: a label, the base, then a count and a percentage
// per answer.
const (
	crossLabelWidth, crossBaseWidth    = 42, 9
	crossCountWidth, crossPercentWidth = 6, 8
	fewestCrossAnswers, firstCrossCell = 6, 3
	mostCrossAnswers                   = 12 // side by side on a printed page
)

func (b *book) writeCrosses(s *sheet) error {
	answers := fewestCrossAnswers
	for _, x := range b.diag.Crosses {
		answers = max(answers, newGrid(x, b).columns())
	}
	widths := []float64{crossLabelWidth, crossBaseWidth}
	for range answers {
		widths = append(widths, crossCountWidth, crossPercentWidth)
	}
	s.columns(widths...)
	s.head(nameCrosses)
	s.freeze(s.opening, 1)
	s.across(1, len(widths), textCrossReading, b.style.body, 10)
	if slices.ContainsFunc(b.diag.Crosses, func(x *analysis.Cross) bool { return x.Test != nil }) {
		s.across(1, len(widths), textTestsReading, b.style.body, 10)
	}
	s.gap(8)
	for _, x := range b.diag.Crosses {
		end := s.block()
		s.across(1, len(widths), x.Title, b.style.question, 11)
		sentence, base := s.row, ""
		s.across(1, len(widths), crossSentence(x, "").text, b.style.small, 9)
		if x.All.Quantity != nil {
			base = s.crossQuantity(x)
		} else {
			base = s.cross(newGrid(x, b))
		}
		s.say(1, sentence, crossSentence(x, base))
		if x.Test != nil {
			s.across(1, len(widths), testSentence(x.Test), b.style.body, 10)
		}
		for _, n := range x.Notes {
			s.note(1, len(widths), n, b.noteSaid(n, x.All.Base, base, x.Question))
		}
		s.gap(16)
		end()
	}
	s.print(0)
	return nil
}

// grid is a cross as it is laid out: labels of rows and columns, and who has
// the base. Rows are the breakdown's categories; when the question has many
// answers and the breakdown fewer categories, the answers become the rows, and
// each column keeps its own base.
type grid struct {
	*analysis.Cross
	turned bool
	counts crossing
}

func newGrid(x *analysis.Cross, b *book) grid {
	turned := x.All.Quantity == nil && len(x.Columns) > mostCrossAnswers && len(x.Rows) < len(x.Columns)
	return grid{x, turned, b.crossing(x)}
}

// crossing makes the formulas of a cross, over the table where both questions
// are known; the zero crossing makes none.
type crossing struct {
	rows     *dataTable
	over, by *field
}

func (b *book) crossing(x *analysis.Cross) crossing {
	over, by := b.field(x.Question), b.field(x.By)
	rows := deepest(over, by)
	if rows == nil {
		return crossing{}
	}
	return crossing{rows, over, by}
}

// in holds for the rows of one category of the breakdown, "" for everybody; at
// shows its label.
func (c crossing) in(code, at string) []anyOf {
	if place, ok := c.by.place(code); ok && code != "" {
		return []anyOf{{c.by.is(place, at)}}
	}
	return nil
}

// base counts who answered the question in a category.
func (c crossing) base(row analysis.CrossRow, at string) formula {
	if c.rows == nil {
		return formula{}
	}
	return plain(countRows(c.rows, append(c.in(row.Code, at), c.over.answered(false)...)...))
}

// cell counts an answer in a category.
func (c crossing) cell(row analysis.CrossRow, answer analysis.Category, rowAt, answerAt string) formula {
	if c.rows == nil {
		return formula{}
	}
	place, ok := c.over.place(answer.Code)
	if !ok {
		return formula{}
	}
	conditions := append([]anyOf{{c.over.is(place, answerAt)}}, c.in(row.Code, rowAt)...)
	if c.over.ticks != nil && answer.Missing != survey.Substantive {
		conditions = append(conditions, c.over.answered(false)...)
	}
	return plain(countRows(c.rows, conditions...))
}

func (g grid) columns() int {
	switch {
	case g.All.Quantity != nil:
		return len(crossQuantityHeaders)/2 + 1
	case g.turned:
		return len(g.Rows) + 1
	}
	return len(g.Columns)
}

// cross prints a grid and tells the cell of everybody's base.
func (s *sheet) cross(g grid) (base string) {
	if g.turned {
		return s.turnedCross(g)
	}
	titles := make([]string, len(g.Columns))
	for i, c := range g.Columns {
		titles[i] = c.Label
	}
	s.crossHeader(g.ByTitle, titles, textRowPercents)
	first := s.row
	for _, row := range append(g.Rows[:len(g.Rows):len(g.Rows)], g.All) {
		style, label := s.book.style.label, row.Label
		if label == "" {
			style, label = s.book.style.labelStrong, textAll
		}
		s.wrapped(1, label, style, 10)
		s.live(2, g.counts.base(row, fixed(1, s.row, true, false)), row.Base, s.book.style.countStrong)
		base = s.at(2, s.row)
		for j, share := range row.Shares {
			col := firstCrossCell + 2*j
			count := g.counts.cell(row, g.Columns[j], fixed(1, s.row, true, false), fixed(col, first-2, false, true))
			s.crossCell(j, share, count, fixed(2, s.row, true, false))
		}
		s.next()
	}
	s.heat(first, len(g.Columns))
	return g.counts.known(base)
}

// known gives the cell of a base that a formula counts, "" otherwise.
func (c crossing) known(base string) string {
	if c.rows == nil {
		return ""
	}
	return base
}

// fixed is a cell for formulas of its own sheet, with the parts that stay when
// it is copied along a row or a column.
func fixed(col, row int, keepCol, keepRow bool) string {
	name, _ := excelize.ColumnNumberToName(col)
	if keepCol {
		name = "$" + name
	}
	if keepRow {
		name += "$"
	}
	return name + itoa(row)
}

// turnedCross prints one answer per row, one category of the breakdown per
// column, everybody last.
func (s *sheet) turnedCross(g grid) (base string) {
	rows := append(g.Rows[:len(g.Rows):len(g.Rows)], g.All)
	titles := make([]string, len(rows))
	for i, row := range rows {
		titles[i] = row.Label
	}
	titles[len(rows)-1] = textAll
	s.crossHeader(g.Title, titles, textColumnPercents)
	s.set(1, textBase, s.book.style.labelStrong)
	s.set(2, nil, s.book.style.label)
	bases, head := s.row, s.row-2
	for j, row := range rows {
		col := firstCrossCell + 2*j
		s.live(col, g.counts.base(row, fixed(col, head, false, true)), row.Base, s.book.style.countStrong)
		s.set(col+1, nil, s.book.style.dash)
		base = s.at(col, s.row)
	}
	s.next()
	first := s.row
	for i, answer := range g.Columns {
		s.wrapped(1, answer.Label, s.book.style.label, 10)
		s.set(2, nil, s.book.style.label)
		for j, row := range rows {
			col := firstCrossCell + 2*j
			count := g.counts.cell(row, answer, fixed(col, head, false, true), fixed(1, s.row, true, false))
			s.crossCell(j, row.Shares[i], count, fixed(col, bases, false, true))
		}
		s.next()
	}
	s.heat(first, len(rows))
	return g.counts.known(base)
}

// crossHeader writes an answer over its two columns, then what they are.
func (s *sheet) crossHeader(corner string, titles []string, percents string) {
	st := s.book.style
	s.wrapped(1, corner, st.headerLeft, 9)
	s.set(2, textBaseShort, st.header)
	for i, title := range titles {
		s.mergeWrapped(firstCrossCell+2*i, firstCrossCell+2*i+1, title, st.header, 9)
	}
	s.height(24)
	s.next()
	s.set(1, percents, st.subheader)
	s.set(2, nil, st.subheader)
	for i := range titles {
		s.set(firstCrossCell+2*i, "n", st.subheader)
		s.set(firstCrossCell+2*i+1, "%", st.subheader)
	}
	s.next()
}

func (s *sheet) crossCell(j int, share analysis.Share, count formula, base string) {
	st := s.book.style
	col := firstCrossCell + 2*j
	s.live(col, count, share.Count, st.count)
	style := st.heat
	if share.Base < analysis.MinPercentBase {
		style = st.dash
	}
	s.live(col+1, percentOf(s.at(col, s.row), base), percentValue(share), style)
}

func (s *sheet) heat(first, columns int) {
	for j := range columns {
		col := firstCrossCell + 2*j + 1
		s.keep(s.book.file.SetConditionalFormat(s.name, cell(col, first)+":"+cell(col, s.row-1), heatMap()))
	}
}

// crossQuantity prints the numbers of each category, one value over the two
// columns of an answer.
func (s *sheet) crossQuantity(x *analysis.Cross) (base string) {
	st := s.book.style
	s.wrapped(1, x.ByTitle, st.headerLeft, 9)
	s.set(2, textAnswers, st.header)
	for i, title := range crossQuantityHeaders {
		s.mergeWrapped(firstCrossCell+2*i, firstCrossCell+2*i+1, title, st.header, 9)
	}
	s.next()
	c := s.book.crossing(x)
	given, _ := s.book.amountOf(x.Question)
	for _, row := range append(x.Rows[:len(x.Rows):len(x.Rows)], x.All) {
		style, label := st.label, row.Label
		if label == "" {
			style, label = st.labelStrong, textAll
		}
		s.wrapped(1, label, style, 10)
		base = s.at(2, s.row)
		var among []anyOf
		var n formula
		if c.rows != nil {
			among = c.in(row.Code, fixed(1, s.row, true, false))
			n = given.count(among...)
		}
		q := row.Quantity
		s.live(2, n, q.N, st.countStrong)
		for i, each := range []struct {
			value          float64
			function, last string
		}{{q.Sum, "SUM", ""}, {q.Median, "MEDIAN", ""}, {q.Min, "MIN", ""}, {q.Max, "MAX", ""}, {q.Q1, "QUARTILE", ",1"}, {q.Q3, "QUARTILE", ",3"}} {
			at := firstCrossCell + 2*i
			s.set(at+1, nil, st.number)
			value, f, style := number(each.value), formula{}, st.number
			if q.N == 0 {
				value, style = textDash, st.dash
			}
			if c.rows != nil && each.function == "SUM" {
				f = plainf(`IF(%s=0,%s,%s)`, base, literal(textDash), given.sum(among...).text)
			} else if c.rows != nil {
				f = given.statistic(each.function, each.last, base, among...)
			}
			s.live(at, f, value, style)
			s.keep(s.book.file.MergeCell(s.name, cell(at, s.row), cell(at+1, s.row)))
		}
		s.next()
	}
	return c.known(base)
}
