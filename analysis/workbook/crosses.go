package workbook

import (
	"constat/analysis"
)

// The columns of the crosses: a label, the base, then one per answer.
const (
	crossLabelWidth, crossBaseWidth, crossWidth = 40, 10, 13
	fewestCrossColumns                          = 8
)

func (b *book) writeCrosses(s *sheet) error {
	answers := fewestCrossColumns
	for _, x := range b.diag.Crosses {
		answers = max(answers, newGrid(x).answers())
	}
	widths := []float64{crossLabelWidth, crossBaseWidth}
	for range answers {
		widths = append(widths, crossWidth)
	}
	s.columns(widths...)
	s.head("Croisements")
	s.freeze(s.opening, 1)
	s.across(1, len(widths), textCrossReading, b.style.body, 10)
	s.gap(8)
	for _, x := range b.diag.Crosses {
		if x.All.Quantity != nil {
			s.crossQuantity(x)
		} else {
			s.cross(x)
		}
	}
	s.print(0)
	return nil
}

// grid is a cross as it is laid out. Its rows are the breakdown's categories;
// when the question has many more answers than the breakdown has categories,
// the answers become the rows, and each column keeps its own base.
type grid struct {
	*analysis.Cross
	turned bool
}

// mostAnswerColumns is how many answers stand side by side on a printed page.
const mostAnswerColumns = 12

func newGrid(x *analysis.Cross) grid {
	return grid{x, x.All.Quantity == nil && len(x.Columns) > mostAnswerColumns && len(x.Rows) < len(x.Columns)}
}

func (g grid) answers() int {
	switch {
	case g.All.Quantity != nil:
		return len(crossQuantityHeaders) - 2
	case g.turned:
		return len(g.Rows) + 1
	}
	return len(g.Columns)
}

func (s *sheet) cross(x *analysis.Cross) {
	end := s.block()
	g := newGrid(x)
	last := 2 + g.answers()
	s.crossTitle(x, last)
	s.crossHeader(g, textCounts)
	s.crossRows(g, false)
	s.gap(6)
	s.crossHeader(g, textRowPercents(g.turned))
	first := s.row
	s.crossRows(g, true)
	s.keep(s.book.file.SetConditionalFormat(s.name, cell(3, first)+":"+cell(last, s.row-1), heatMap()))
	s.crossNotes(x)
	s.gap(16)
	end()
}

func (s *sheet) crossTitle(x *analysis.Cross, last int) {
	last = max(last, 2+fewestCrossColumns)
	s.across(1, last, x.Title, s.book.style.question, 11)
	s.across(1, last, "Selon : "+x.ByTitle+". "+personsAnswered(x.All.Base), s.book.style.small, 9)
}

func (s *sheet) crossNotes(x *analysis.Cross) {
	for _, sentence := range noteSentences(x.Notes) {
		s.across(1, 2+fewestCrossColumns, "⚠ "+sentence, s.book.style.note, 9)
	}
}

func (s *sheet) crossHeader(g grid, corner string) {
	titles := []string{corner, textBase}
	if g.turned {
		titles[1] = textAll
		for _, row := range g.Rows {
			titles = append(titles, row.Label)
		}
		titles = append(titles[:1], append([]string{textAll}, titles[2:]...)...)
	} else {
		for _, c := range g.Columns {
			titles = append(titles, c.Label)
		}
	}
	s.header(titles...)
}

func (s *sheet) crossRows(g grid, percents bool) {
	st := s.book.style
	if g.turned {
		s.turnedRows(g, percents)
		return
	}
	for i := range len(g.Rows) + 1 {
		row, style := g.All, st.labelStrong
		label := textAll
		if i < len(g.Rows) {
			row, style, label = g.Rows[i], st.label, g.Rows[i].Label
		}
		s.wrapped(1, label, style, 10)
		s.set(2, row.Base, st.countStrong)
		for j, share := range row.Shares {
			s.crossCell(3+j, share, percents)
		}
		s.next()
	}
}

// turnedRows prints one answer per row, one category of the breakdown per
// column, everybody first.
func (s *sheet) turnedRows(g grid, percents bool) {
	st := s.book.style
	s.set(1, textBase, st.labelStrong)
	s.set(2, g.All.Base, st.countStrong)
	for j, row := range g.Rows {
		s.set(3+j, row.Base, st.countStrong)
	}
	s.next()
	for i, answer := range g.Columns {
		s.wrapped(1, answer.Label, st.label, 10)
		s.crossCell(2, g.All.Shares[i], percents)
		for j, row := range g.Rows {
			s.crossCell(3+j, row.Shares[i], percents)
		}
		s.next()
	}
}

func (s *sheet) crossCell(col int, share analysis.Share, percents bool) {
	if !percents {
		s.set(col, share.Count, s.book.style.count)
		return
	}
	if value, ok := share.Fraction(); ok {
		s.set(col, 100*value, s.book.style.heat)
	} else {
		s.set(col, textDash, s.book.style.dash)
	}
}

var crossQuantityHeaders = []string{"", "Réponses", "Somme", "Médiane", "Minimum", "Maximum", "1er quartile", "3e quartile"}

func (s *sheet) crossQuantity(x *analysis.Cross) {
	end := s.block()
	st := s.book.style
	s.crossTitle(x, len(crossQuantityHeaders))
	s.header(crossQuantityHeaders...)
	for i := range len(x.Rows) + 1 {
		row, style, label := x.All, st.labelStrong, textAll
		if i < len(x.Rows) {
			row, style, label = x.Rows[i], st.label, x.Rows[i].Label
		}
		s.wrapped(1, label, style, 10)
		q := row.Quantity
		s.set(2, q.N, st.countStrong)
		values := []float64{q.Sum, q.Median, q.Min, q.Max, q.Q1, q.Q3}
		for j, v := range values {
			if q.N == 0 {
				s.set(3+j, textDash, st.dash)
			} else {
				s.set(3+j, v, st.number)
			}
		}
		s.next()
	}
	s.crossNotes(x)
	s.gap(16)
	end()
}
