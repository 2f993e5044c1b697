package workbook

import (
	"cmp"

	"constat/analysis/disclosure"
)

// publicGrid is a cross as it is laid out: with many answers and few
// categories, the answers become the rows.
type publicGrid struct {
	columns []string
	labels  []string
	cells   [][]disclosure.Shown
	totals  bool // the last row is the totals, not an answer
}

func newPublicGrid(c *disclosure.PublishedCross) publicGrid {
	if len(c.Columns) <= mostCrossAnswers || len(c.Rows) >= len(c.Columns) {
		g := publicGrid{columns: []string{textTotal}}
		for _, answer := range c.Columns {
			g.columns = append(g.columns, crossLabel(answer))
		}
		for _, row := range c.Rows {
			g.labels = append(g.labels, crossLabel(row.Label))
			g.cells = append(g.cells, append([]disclosure.Shown{row.Total}, row.Cells...))
		}
		return g
	}
	g := publicGrid{totals: true}
	for _, row := range c.Rows {
		g.columns = append(g.columns, crossLabel(row.Label))
	}
	for i, answer := range c.Columns {
		g.labels = append(g.labels, crossLabel(answer))
		var cells []disclosure.Shown
		for _, row := range c.Rows {
			cells = append(cells, row.Cells[i])
		}
		g.cells = append(g.cells, cells)
	}
	var totals []disclosure.Shown
	for _, row := range c.Rows {
		totals = append(totals, row.Total)
	}
	g.labels, g.cells = append(g.labels, textTotal), append(g.cells, totals)
	return g
}

// crossLabel names a category of a cross; only the answers gathered as rare
// come without a label.
func crossLabel(label string) string { return cmp.Or(label, textMergedLine) }

const publicCrossWidth = 15

func (x *edition) writeCrosses(s *sheet) error {
	widest := fewestCrossAnswers
	grids := make([]publicGrid, len(x.pub.Crosses))
	for i := range x.pub.Crosses {
		grids[i] = newPublicGrid(&x.pub.Crosses[i])
		widest = max(widest, len(grids[i].columns))
	}
	widths := []float64{crossLabelWidth}
	for range widest {
		widths = append(widths, publicCrossWidth)
	}
	s.columns(widths...)
	x.head(s, nameCrosses)
	s.freeze(s.opening, 1)
	s.across(1, len(widths), textPublicCrosses, x.style.body, 10)
	s.gap(8)
	for i := range x.pub.Crosses {
		c := &x.pub.Crosses[i]
		end := s.block()
		s.across(1, len(widths), publicCrossTitle(c), x.style.question, 11)
		s.across(1, len(widths), publicCrossBase(x.pub, c), x.style.small, 9)
		x.grid(s, grids[i])
		s.gap(16)
		end()
	}
	s.print(0)
	return nil
}

func (x *edition) grid(s *sheet, g publicGrid) {
	s.set(1, nil, x.style.headerLeft)
	for j, title := range g.columns {
		s.wrapped(2+j, title, x.style.header, 9)
	}
	s.height(30)
	s.next()
	for i, label := range g.labels {
		labelStyle, count := x.style.label, x.style.filled
		if g.totals && i == len(g.labels)-1 {
			labelStyle, count = x.style.labelStrong, x.style.countStrong
		}
		s.wrapped(1, label, labelStyle, 10)
		for j, v := range g.cells[i] {
			style := count
			if j == 0 && !g.totals {
				style = x.style.countStrong
			}
			x.shown(s, 2+j, v, style)
		}
		s.next()
	}
}
