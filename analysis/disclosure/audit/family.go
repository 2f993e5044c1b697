package audit

import (
	"errors"
	"fmt"
	"math"
)

// Unbounded stands for no limit: as a High, none above; -Unbounded as a Low of
// a [Linear], none below.
const Unbounded int64 = math.MaxInt64

// ErrContradiction tells that no whole numbers agree with what is printed: an
// error in the publication, not a leak.
var ErrContradiction = errors.New("what is printed contradicts itself")

// Cell is one distinct quantity, in whole units (respondents, children).
type Cell struct {
	// Key is unique and stable: it orders the repair and names the cell in the ledger.
	Key string
	// True is the exact value. The attack of a reader never uses it; the rules
	// judge with it, and the holder of an exact edition knows it.
	True int64
	// Low and High are what a reader knows from what is printed (R5). Low is
	// finite; High may be Unbounded. Equal, they are a number printed exactly.
	Low, High int64
	// MaskedLow and MaskedHigh are what he knows once the cell prints « nc ».
	MaskedLow, MaskedHigh int64
	// Maskable tells that the repair may print « nc » instead.
	Maskable bool
	// Band tells that the cell is printed as a band: hidden rather than a number.
	Band bool
	// Floor is k: a cell whose True is under it is sensitive. 0: never.
	Floor int64
	// Width is how much must stay open of the cell to a reader, when that is not
	// ReaderWidth: less where the respondents are fewer, more for a sum that one
	// contributor could estimate of another. 0: ReaderWidth.
	Width int64
	// Holder is the territory whose exact edition shows the cell; "" for aggregates.
	Holder string
}

// readerWidth and holderWidth are what the two attackers must leave open.
func (c Cell) readerWidth() int64 {
	if c.Width > 0 {
		return c.Width
	}
	return ReaderWidth
}

func (c Cell) holderWidth() int64 { return min(HolderWidth, c.readerWidth()) }

// Exact tells whether a reader knows the cell to the unit.
func (c Cell) Exact() bool { return c.Low == c.High }

// Sensitive tells whether the rules protect the cell.
func (c Cell) Sensitive() bool { return c.True < c.Floor }

// Sum ties cells, by their indexes: Total is the sum of Parts.
type Sum struct {
	Total int
	Parts []int
}

// Shift is the sum when its cells come after n others.
func (s Sum) Shift(n int) Sum {
	shifted := Sum{Total: s.Total + n}
	for _, p := range s.Parts {
		shifted.Parts = append(shifted.Parts, p+n)
	}
	return shifted
}

// Term is a cell counted Times times.
type Term struct {
	Cell  int
	Times int64
}

// Linear is anything else a reader can compute with: Low ≤ Σ Times·cell ≤ High.
// A percentage, a mean, a rate are written so, scaled to whole coefficients.
type Linear struct {
	Terms     []Term
	Low, High int64
}

// Shift is the combination when its cells come after n others.
func (l Linear) Shift(n int) Linear {
	shifted := Linear{Low: l.Low, High: l.High}
	for _, t := range l.Terms {
		shifted.Terms = append(shifted.Terms, Term{t.Cell + n, t.Times})
	}
	return shifted
}

// Family is everything published of a wave, as one system of equations.
type Family struct {
	Cells   []Cell
	Sums    []Sum
	Linears []Linear
	// Moves help the audit find tables; none is needed.
	Moves []Move `json:"-"`
	// Guesses lead from the true table to others that may agree with everything
	// printed, such as those that proved an earlier edition. They are tried first.
	Guesses []Move `json:"-"`
}

// Known is what an attacker knows beyond what is printed.
type Known struct {
	Cell      int
	Low, High int64
}

// Mask returns the family in which these cells print « nc ».
func (f *Family) Mask(cells ...int) *Family {
	masked := *f
	masked.Cells = append([]Cell(nil), f.Cells...)
	for _, i := range cells {
		c := &masked.Cells[i]
		c.Low, c.High = c.MaskedLow, c.MaskedHigh
	}
	return &masked
}

// Holds checks that the true values agree with everything printed: each within
// what a reader knows, each sum equal. A release in which they do not is wrong
// before it is unsafe.
func (f *Family) Holds() error {
	if err := f.validate(); err != nil {
		return err
	}
	for _, c := range f.Cells {
		if c.True < c.Low || c.True > c.High {
			return fmt.Errorf("cell %s: %w: the true value is outside what is printed", c.Key, ErrContradiction)
		}
	}
	for i, r := range f.rows() {
		if !r.holds(func(cell int) int64 { return f.Cells[cell].True }) {
			return fmt.Errorf("equation %d: %w: the true values do not add up", i, ErrContradiction)
		}
	}
	return nil
}

// farthest is the greatest limit that may be printed.
const farthest = int64(1) << 60

// validate refuses what cannot be a family: an unknown index, a cell without a
// finite lower limit, a limit that sums cannot hold.
func (f *Family) validate() error {
	for _, c := range f.Cells {
		if c.Low > farthest || c.Low < -farthest || c.High > farthest && c.High != Unbounded {
			return fmt.Errorf("cell %s: no lower limit, or one out of range", c.Key)
		}
		if c.Low > c.High {
			return fmt.Errorf("cell %s: %w", c.Key, ErrContradiction)
		}
		if c.Maskable && (c.MaskedLow > c.Low || c.MaskedLow < -farthest || c.MaskedHigh < c.High) {
			return fmt.Errorf("cell %s: « nc » must leave open at least what is printed", c.Key)
		}
	}
	for _, s := range f.Sums {
		for _, i := range append([]int{s.Total}, s.Parts...) {
			if i < 0 || i >= len(f.Cells) {
				return fmt.Errorf("a sum names cell %d of %d", i, len(f.Cells))
			}
		}
	}
	for _, l := range f.Linears {
		for _, t := range l.Terms {
			if t.Cell < 0 || t.Cell >= len(f.Cells) {
				return fmt.Errorf("an equation names cell %d of %d", t.Cell, len(f.Cells))
			}
		}
	}
	return nil
}
