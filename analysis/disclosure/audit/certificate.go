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
	// Cells are those of the component, by their indexes in the family.
	Cells     []int
	low, high *table
}

// Tables are the two tables, in the order of Cells.
func (c Certificate) Tables() (low, high []int64) { return c.low.whole(), c.high.whole() }

// Check verifies the certificate against a family, as published: additions
// and comparisons only, no solver. The rest of the family is covered by
// [Family.Holds]: no equation ties it to the component but through numbers
// printed exactly.
func (c Certificate) Check(f *Family) error { return f.CheckAll([]Certificate{c}) }

// CheckAll verifies certificates as [Certificate.Check] does. Those of one
// component share its equations, and often their tables: each is added up once.
func (f *Family) CheckAll(certificates []Certificate) error {
	k := checker{family: f, rows: f.rows(), good: make(map[sheet]bool), sound: make(map[foundation]bool)}
	for _, c := range certificates {
		if err := k.check(c); err != nil {
			return fmt.Errorf("certificate of %s: %w", f.Cells[c.Cell].Key, err)
		}
	}
	return nil
}

// Certified verifies certificates as [Family.CheckAll] does, and that none is
// missing: each sensitive cell has one against any reader, and one against every
// holder of another exact edition who could learn something of it.
func (f *Family) Certified(certificates []Certificate) error {
	if err := f.CheckAll(certificates); err != nil {
		return err
	}
	if lost := f.lost(); len(lost) > 0 {
		return fmt.Errorf("%s is sensitive and printed", f.Cells[lost[0].Cell].Key)
	}
	type against struct {
		cell   int
		holder string
	}
	proven := make(map[against]int64)
	for _, c := range certificates {
		proven[against{c.Cell, c.Holder}] = max(proven[against{c.Cell, c.Holder}], c.Width)
	}
	components, err := f.components()
	if err != nil {
		return err
	}
	for i := range components {
		t := &trial{component: &components[i], family: f}
		for _, j := range t.ask() {
			if proven[against{t.cells[j.cell], j.holder}] < j.width {
				return fmt.Errorf("%s has no certificate against %q", t.cell(j.cell).Key, j.holder)
			}
		}
	}
	return nil
}

// checker holds what certificates have in common.
type checker struct {
	family *Family
	rows   []row
	cells  []int   // of the component at hand
	at     []int   // cell → its place there, 1 for the first
	rowsOf [][]int // place → the rows that reach it
	table  []int64 // the one at hand, written out
	base   []int64 // what it was written from
	good   map[sheet]bool
	sound  map[foundation]bool
}

// sheet is a table that was added up, for one attacker; foundation is what its
// differences stand on.
type (
	sheet struct {
		*table
		holder string
	}
	foundation struct {
		base   *int64
		holder string
	}
)

var (
	errLeftOut = errors.New("reaches a cell that the tables leave out")
	errUnequal = errors.New("does not hold")
)

func (k *checker) check(c Certificate) error {
	if len(c.low.base) != len(c.Cells) || len(c.high.base) != len(c.Cells) {
		return errors.New("tables of another size")
	}
	k.reach(c.Cells)
	if k.at[c.Cell] == 0 {
		return errors.New("its tables leave the cell out")
	}
	if i := k.at[c.Cell] - 1; c.high.at(i)-c.low.at(i) < c.Width {
		return fmt.Errorf("%d and %d are less than %d apart", c.low.at(i), c.high.at(i), c.Width)
	}
	for _, t := range []*table{c.low, c.high} {
		done := sheet{t, c.Holder}
		if k.good[done] {
			continue
		}
		if err := k.checkTable(t, c.Holder); err != nil {
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
	k.cells, k.at, k.rowsOf, k.base = cells, make([]int, len(k.family.Cells)), make([][]int, len(cells)), nil
	for i, cell := range cells {
		k.at[cell] = i + 1
	}
	for i, r := range k.rows {
		for _, cell := range r.cells {
			if at := k.at[cell]; at > 0 {
				k.rowsOf[at-1] = append(k.rowsOf[at-1], i)
			}
		}
	}
}

// checkTable adds a table up: all of what it is based on, once, then what the
// differences change.
func (k *checker) checkTable(t *table, holder string) error {
	if k.base == nil || &k.base[0] != &t.base[0] {
		k.base, k.table = t.base, slices.Clone(t.base)
	}
	if stands := (foundation{&t.base[0], holder}); !k.sound[stands] {
		if err := k.checkCells(k.everyCell(), holder); err != nil {
			return err
		}
		k.sound[stands] = true
	}
	for i, cell := range t.cells {
		k.table[cell] = t.values[i]
	}
	err := k.checkCells(t.cells, holder)
	for _, cell := range t.cells {
		k.table[cell] = k.base[cell]
	}
	return err
}

func (k *checker) everyCell() []int {
	all := make([]int, len(k.cells))
	for i := range all {
		all[i] = i
	}
	return all
}

// checkCells compares cells, by their places, with what is printed of them, and
// adds up every row that they are in.
func (k *checker) checkCells(places []int, holder string) error {
	var rows []int
	for _, i := range places {
		known := &k.family.Cells[k.cells[i]]
		if k.table[i] < known.Low || k.table[i] > known.High {
			return fmt.Errorf("%s: %d is outside what is printed", known.Key, k.table[i])
		}
		if holder != "" && known.Holder == holder && k.table[i] != known.True {
			return fmt.Errorf("%s: %s knows that it is not %d", known.Key, holder, k.table[i])
		}
		rows = append(rows, k.rowsOf[i]...)
	}
	slices.Sort(rows)
	for _, i := range slices.Compact(rows) {
		if err := k.checkRow(k.rows[i]); err != nil {
			return fmt.Errorf("equation %d: %w", i, err)
		}
	}
	return nil
}

func (k *checker) checkRow(r row) error {
	known := true
	holds := r.holds(func(cell int) int64 {
		if k.at[cell] > 0 {
			return k.table[k.at[cell]-1]
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
