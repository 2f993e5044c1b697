package workbook

import "constat/analysis"

// The columns of the crosses: a label, the base, then a count and a percentage
// per answer.
const (
	crossLabelWidth, crossBaseWidth    = 42, 9
	crossCountWidth, crossPercentWidth = 7, 9.5
	fewestCrossAnswers, firstCrossCell = 6, 3
	mostCrossAnswers                   = 12 // side by side on a printed page
)

func (b *book) writeCrosses(s *sheet) error {
	answers := fewestCrossAnswers
	for _, x := range b.diag.Crosses {
		answers = max(answers, newGrid(x).columns())
	}
	widths := []float64{crossLabelWidth, crossBaseWidth}
	for range answers {
		widths = append(widths, crossCountWidth, crossPercentWidth)
	}
	s.columns(widths...)
	s.head(nameCrosses)
	s.freeze(s.opening, 1)
	s.across(1, len(widths), textCrossReading, b.style.body, 10)
	s.gap(8)
	for _, x := range b.diag.Crosses {
		end := s.block()
		s.across(1, len(widths), x.Title, b.style.question, 11)
		s.across(1, len(widths), crossSentence(x), b.style.small, 9)
		if x.All.Quantity != nil {
			s.crossQuantity(x)
		} else {
			s.cross(newGrid(x))
		}
		for _, n := range x.Notes {
			s.note(1, len(widths), n)
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
}

func newGrid(x *analysis.Cross) grid {
	return grid{x, x.All.Quantity == nil && len(x.Columns) > mostCrossAnswers && len(x.Rows) < len(x.Columns)}
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

func (s *sheet) cross(g grid) {
	if g.turned {
		s.turnedCross(g)
		return
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
		s.set(2, row.Base, s.book.style.countStrong)
		for j, share := range row.Shares {
			s.crossCell(j, share)
		}
		s.next()
	}
	s.heat(first, len(g.Columns))
}

// turnedCross prints one answer per row, one category of the breakdown per
// column, everybody last.
func (s *sheet) turnedCross(g grid) {
	rows := append(g.Rows[:len(g.Rows):len(g.Rows)], g.All)
	titles := make([]string, len(rows))
	for i, row := range rows {
		titles[i] = row.Label
	}
	titles[len(rows)-1] = textAll
	s.crossHeader(g.Title, titles, textColumnPercents)
	s.set(1, textBase, s.book.style.labelStrong)
	s.set(2, nil, s.book.style.label)
	for j, row := range rows {
		s.set(firstCrossCell+2*j, row.Base, s.book.style.countStrong)
		s.set(firstCrossCell+2*j+1, nil, s.book.style.dash)
	}
	s.next()
	first := s.row
	for i, answer := range g.Columns {
		s.wrapped(1, answer.Label, s.book.style.label, 10)
		s.set(2, nil, s.book.style.label)
		for j, row := range rows {
			s.crossCell(j, row.Shares[i])
		}
		s.next()
	}
	s.heat(first, len(rows))
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

func (s *sheet) crossCell(j int, share analysis.Share) {
	st := s.book.style
	s.set(firstCrossCell+2*j, share.Count, st.count)
	if value, ok := share.Fraction(); ok {
		s.set(firstCrossCell+2*j+1, 100*value, st.heat)
	} else {
		s.set(firstCrossCell+2*j+1, textDash, st.dash)
	}
}

func (s *sheet) heat(first, columns int) {
	for j := range columns {
		col := firstCrossCell + 2*j + 1
		s.keep(s.book.file.SetConditionalFormat(s.name, cell(col, first)+":"+cell(col, s.row-1), heatMap()))
	}
}

// crossQuantity prints the numbers of each category, one value over the two
// columns of an answer.
func (s *sheet) crossQuantity(x *analysis.Cross) {
	st := s.book.style
	s.wrapped(1, x.ByTitle, st.headerLeft, 9)
	s.set(2, textAnswers, st.header)
	for i, title := range crossQuantityHeaders {
		s.mergeWrapped(firstCrossCell+2*i, firstCrossCell+2*i+1, title, st.header, 9)
	}
	s.next()
	for _, row := range append(x.Rows[:len(x.Rows):len(x.Rows)], x.All) {
		style, label := st.label, row.Label
		if label == "" {
			style, label = st.labelStrong, textAll
		}
		s.wrapped(1, label, style, 10)
		q := row.Quantity
		s.set(2, q.N, st.countStrong)
		for i, value := range []float64{q.Sum, q.Median, q.Min, q.Max, q.Q1, q.Q3} {
			at := firstCrossCell + 2*i
			s.set(at+1, nil, st.number)
			if q.N == 0 {
				s.set(at, textDash, st.dash)
			} else {
				s.set(at, value, st.number)
			}
			s.keep(s.book.file.MergeCell(s.name, cell(at, s.row), cell(at+1, s.row)))
		}
		s.next()
	}
}
