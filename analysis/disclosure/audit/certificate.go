package audit

import (
	"errors"
	"fmt"
	"slices"
)

// Certificate proves that a sensitive cell stays open: two tables of its
// component, both in agreement with everything printed, that lie Width apart
// in that cell. Whoever sees only what is printed cannot tell which is true;
// yet a table may happen to be the true one, so that certificates are kept with
// the internal edition and never published.
type Certificate struct {
	Cell   int
	Holder string // who cannot tell, though he holds this territory's exact edition; "" for any reader
	Width  int64
	// Cells are those of the component, by their indexes in the family; Low and
	// High are the tables, in that order.
	Cells     []int
	Low, High []int64
}

// Check verifies the certificate against a family, as published: additions
// and comparisons only, no solver. The rest of the family is covered by
// [Family.Holds]: no equation ties it to the component but through numbers
// printed exactly.
func (c Certificate) Check(f *Family) error {
	if len(c.Low) != len(c.Cells) || len(c.High) != len(c.Cells) {
		return fmt.Errorf("certificate of %s: tables of another size", f.Cells[c.Cell].Key)
	}
	at := make([]int, len(f.Cells))
	for i, cell := range c.Cells {
		at[cell] = i + 1
	}
	if at[c.Cell] == 0 {
		return fmt.Errorf("certificate of %s: its tables leave the cell out", f.Cells[c.Cell].Key)
	}
	if i := at[c.Cell] - 1; c.High[i]-c.Low[i] < c.Width {
		return fmt.Errorf("certificate of %s: %d and %d are less than %d apart", f.Cells[c.Cell].Key, c.Low[i], c.High[i], c.Width)
	}
	for _, table := range [][]int64{c.Low, c.High} {
		if err := c.checkTable(f, table, at); err != nil {
			return fmt.Errorf("certificate of %s: %w", f.Cells[c.Cell].Key, err)
		}
	}
	return nil
}

func (c Certificate) checkTable(f *Family, table []int64, at []int) error {
	for i, cell := range c.Cells {
		known := f.Cells[cell]
		if table[i] < known.Low || table[i] > known.High {
			return fmt.Errorf("%s: %d is outside what is printed", known.Key, table[i])
		}
		if c.Holder != "" && known.Holder == c.Holder && table[i] != known.True {
			return fmt.Errorf("%s: %s knows that it is not %d", known.Key, c.Holder, table[i])
		}
	}
	value := func(cell int) (n int64, known bool) {
		if at[cell] > 0 {
			return table[at[cell]-1], true
		}
		return f.Cells[cell].Low, f.Cells[cell].Exact()
	}
	for i, s := range f.Sums {
		if err := s.check(at, value); err != nil {
			return fmt.Errorf("sum %d: %w", i, err)
		}
	}
	for i, l := range f.Linears {
		if err := l.check(at, value); err != nil {
			return fmt.Errorf("linear %d: %w", i, err)
		}
	}
	return nil
}

var (
	errLeftOut = errors.New("reaches a cell that the tables leave out")
	errUnequal = errors.New("does not hold")
)

// check adds the sum up, if it touches the tables.
func (s Sum) check(at []int, value func(int) (int64, bool)) error {
	touched := at[s.Total] > 0
	for _, p := range s.Parts {
		touched = touched || at[p] > 0
	}
	if !touched {
		return nil
	}
	rest, known := value(s.Total)
	for _, p := range s.Parts {
		n, ok := value(p)
		rest, known = rest-n, known && ok
	}
	switch {
	case !known:
		return errLeftOut
	case rest != 0:
		return errUnequal
	}
	return nil
}

// check adds the terms up, if they touch the tables.
func (l Linear) check(at []int, value func(int) (int64, bool)) error {
	r := newRow(l.Terms, l.Low, l.High)
	if !slices.ContainsFunc(r.cells, func(cell int) bool { return at[cell] > 0 }) {
		return nil
	}
	known := true
	holds := r.holds(func(cell int) int64 {
		n, ok := value(cell)
		known = known && ok
		return n
	})
	switch {
	case !known:
		return errLeftOut
	case !holds:
		return errUnequal
	}
	return nil
}
