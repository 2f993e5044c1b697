package audit

import "slices"

// row is an equation or a pair of inequalities: low ≤ Σ by·cell ≤ high.
type row struct {
	cells     []int
	by        []int64
	low, high int64
}

// rows writes every sum and linear of the family, like terms gathered.
func (f *Family) rows() []row {
	rows := make([]row, 0, len(f.Sums)+len(f.Linears))
	for _, s := range f.Sums {
		terms := make([]Term, 0, len(s.Parts)+1)
		for _, p := range s.Parts {
			terms = append(terms, Term{p, 1})
		}
		rows = append(rows, newRow(append(terms, Term{s.Total, -1}), 0, 0))
	}
	for _, l := range f.Linears {
		rows = append(rows, newRow(l.Terms, l.Low, l.High))
	}
	return rows
}

func newRow(terms []Term, low, high int64) row {
	terms = slices.Clone(terms)
	slices.SortStableFunc(terms, func(a, b Term) int { return a.Cell - b.Cell })
	r := row{low: low, high: high}
	for _, t := range terms {
		if last := len(r.cells) - 1; last >= 0 && r.cells[last] == t.Cell {
			r.by[last] += t.Times
			continue
		}
		r.cells, r.by = append(r.cells, t.Cell), append(r.by, t.Times)
	}
	kept := 0
	for i := range r.cells {
		if r.by[i] != 0 {
			r.cells[kept], r.by[kept] = r.cells[i], r.by[i]
			kept++
		}
	}
	r.cells, r.by = r.cells[:kept], r.by[:kept]
	return r
}

// holds adds the row up and compares.
func (r row) holds(value func(cell int) int64) bool {
	total, ok := int64(0), true
	for i, c := range r.cells {
		product, fits := times(r.by[i], value(c))
		total, ok = plus(total, product)
		if !fits || !ok {
			return false
		}
	}
	return total >= r.low && total <= r.high
}

// times, plus and minus tell whether the result fits in a machine word.
func times(a, b int64) (int64, bool) {
	if a == 0 || b == 0 {
		return 0, true
	}
	c := a * b
	return c, c/b == a && (a != -1 || b != -Unbounded-1) && (b != -1 || a != -Unbounded-1)
}

func plus(a, b int64) (int64, bool) {
	c := a + b
	return c, (c > a) == (b > 0)
}

func minus(a, b int64) (int64, bool) {
	c := a - b
	return c, (c < a) == (b > 0)
}
