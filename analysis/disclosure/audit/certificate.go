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
func (c Certificate) Check(f *Family) error { return f.CheckAll([]Certificate{c}) }

// CheckAll verifies certificates as [Certificate.Check] does. Those of one
// component share its equations, and often their tables: each is added up once.
func (f *Family) CheckAll(certificates []Certificate) error {
	k := checker{family: f, rows: f.rows(), good: make(map[sheet]bool)}
	for _, c := range certificates {
		if err := k.check(c); err != nil {
			return fmt.Errorf("certificate of %s: %w", f.Cells[c.Cell].Key, err)
		}
	}
	return nil
}

// checker holds what certificates have in common.
type checker struct {
	family  *Family
	rows    []row
	cells   []int // of the component at hand
	at      []int // cell → its place there, 1 for the first
	touched []int // rows that reach it
	good    map[sheet]bool
}

// sheet is a table that was added up, for one attacker.
type sheet struct {
	first  *int64
	holder string
}

var (
	errLeftOut = errors.New("reaches a cell that the tables leave out")
	errUnequal = errors.New("does not hold")
)

func (k *checker) check(c Certificate) error {
	if len(c.Low) != len(c.Cells) || len(c.High) != len(c.Cells) {
		return errors.New("tables of another size")
	}
	k.reach(c.Cells)
	if k.at[c.Cell] == 0 {
		return errors.New("its tables leave the cell out")
	}
	if i := k.at[c.Cell] - 1; c.High[i]-c.Low[i] < c.Width {
		return fmt.Errorf("%d and %d are less than %d apart", c.Low[i], c.High[i], c.Width)
	}
	for _, table := range [][]int64{c.Low, c.High} {
		done := sheet{&table[0], c.Holder}
		if k.good[done] {
			continue
		}
		if err := k.checkTable(table, c.Holder); err != nil {
			return err
		}
		k.good[done] = true
	}
	return nil
}

// reach finds the rows of a component, unless it is the one at hand.
func (k *checker) reach(cells []int) {
	if k.at != nil && len(cells) > 0 && len(cells) == len(k.cells) && &cells[0] == &k.cells[0] {
		return
	}
	k.cells, k.at, k.touched = cells, make([]int, len(k.family.Cells)), nil
	for i, cell := range cells {
		k.at[cell] = i + 1
	}
	for i, r := range k.rows {
		if slices.ContainsFunc(r.cells, func(cell int) bool { return k.at[cell] > 0 }) {
			k.touched = append(k.touched, i)
		}
	}
}

func (k *checker) checkTable(table []int64, holder string) error {
	for i, cell := range k.cells {
		known := &k.family.Cells[cell]
		if table[i] < known.Low || table[i] > known.High {
			return fmt.Errorf("%s: %d is outside what is printed", known.Key, table[i])
		}
		if holder != "" && known.Holder == holder && table[i] != known.True {
			return fmt.Errorf("%s: %s knows that it is not %d", known.Key, holder, table[i])
		}
	}
	for _, i := range k.touched {
		if err := k.checkRow(k.rows[i], table); err != nil {
			return fmt.Errorf("equation %d: %w", i, err)
		}
	}
	return nil
}

func (k *checker) checkRow(r row, table []int64) error {
	known := true
	holds := r.holds(func(cell int) int64 {
		if k.at[cell] > 0 {
			return table[k.at[cell]-1]
		}
		known = known && k.family.Cells[cell].Exact()
		return k.family.Cells[cell].Low
	})
	switch {
	case !known:
		return errLeftOut
	case !holds:
		return errUnequal
	}
	return nil
}
