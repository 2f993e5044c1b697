package audit

import (
	"context"
	"fmt"
)

// Range is what all the publications together leave open for one cell.
type Range struct {
	// Low and High are the least and greatest whole numbers that agree with
	// everything printed; High is Unbounded when nothing limits it.
	Low, High int64
	// Proven is false when the search was cut off: the true interval may then be wider.
	Proven bool
	// Cells are those of the cell's component; AtLow and AtHigh are tables over
	// them that reach Low and High. Empty for a cell that is printed exactly.
	Cells         []int
	AtLow, AtHigh []int64
}

// Width is High minus Low, or Unbounded.
func (r Range) Width() int64 {
	if r.High == Unbounded {
		return Unbounded
	}
	return r.High - r.Low
}

// Ranges computes the whole-number interval of every cell, for a reader who
// knows what is printed and, besides, these quantities. It never reads a true
// value. ErrContradiction: no whole numbers agree with all of it.
func (f *Family) Ranges(ctx context.Context, knowing ...Known) ([]Range, error) {
	components, err := f.components()
	if err != nil {
		return nil, err
	}
	low, high, err := f.limits(knowing)
	if err != nil {
		return nil, err
	}
	ranges := make([]Range, len(f.Cells))
	for i := range ranges {
		ranges[i] = Range{Low: low[i], High: high[i], Proven: true}
	}
	for i := range components {
		if err := f.rangesOf(ctx, &components[i], low, high, ranges); err != nil {
			return nil, fmt.Errorf("intervals of %s and its neighbours: %w", f.Cells[components[i].cells[0]].Key, err)
		}
	}
	return ranges, nil
}

// limits intersects what is printed with what else is known.
func (f *Family) limits(knowing []Known) (low, high []int64, err error) {
	low, high = make([]int64, len(f.Cells)), make([]int64, len(f.Cells))
	for i, c := range f.Cells {
		low[i], high[i] = c.Low, c.High
	}
	for _, k := range knowing {
		if k.Cell < 0 || k.Cell >= len(f.Cells) {
			return nil, nil, fmt.Errorf("what is known names cell %d of %d", k.Cell, len(f.Cells))
		}
		low[k.Cell], high[k.Cell] = max(low[k.Cell], k.Low), min(high[k.Cell], k.High)
		if low[k.Cell] > high[k.Cell] {
			return nil, nil, fmt.Errorf("cell %s: %w", f.Cells[k.Cell].Key, ErrContradiction)
		}
	}
	return low, high, nil
}

func (f *Family) rangesOf(ctx context.Context, c *component, low, high []int64, ranges []Range) error {
	from, to := make([]int64, len(c.cells)), make([]int64, len(c.cells))
	for i, cell := range c.cells {
		from[i], to[i] = low[cell], high[cell]
	}
	v, err := look(ctx, c, from, to, nil)
	if err != nil {
		return err
	}
	for i, cell := range c.cells {
		r := Range{Cells: c.cells}
		if r.Low, r.High, r.Proven, err = v.span(i); err != nil {
			return err
		}
		ranges[cell] = r
	}
	for i, cell := range c.cells {
		ranges[cell].AtLow, ranges[cell].AtHigh = v.witnesses(i)
	}
	return nil
}
