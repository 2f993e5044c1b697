package audit

import (
	"fmt"
	"slices"
)

// component is a part of the family that shares no unknown with the rest.
type component struct {
	cells []int // of the family, in order
	rows  []row // cells are positions in cells; constants are folded in
	near  [][]int
	brief bool // searched briefly
}

// fixed tells whether a cell is and stays a constant for every reader.
func (c Cell) fixed() bool { return c.Exact() && !c.Maskable }

// components splits the family. Rows of constants alone are checked here.
func (f *Family) components() ([]component, error) {
	if err := f.validate(); err != nil {
		return nil, err
	}
	all := box{low: make([]int64, len(f.Cells)), high: make([]int64, len(f.Cells)), rows: f.rows()}
	for i, c := range f.Cells {
		all.low[i], all.high[i] = c.Low, c.High
		if !c.fixed() && c.Exact() { // may be masked: kept as an unknown
			all.high[i] = c.High + 1
		}
	}
	var components []component
	for i, r := range all.rows {
		open, _, err := all.open(r)
		if err != nil {
			return nil, fmt.Errorf("equation %d: %w", i, err)
		}
		if len(open.cells) == 0 && (open.low > 0 || open.high < 0) {
			return nil, fmt.Errorf("equation %d: %w", i, ErrContradiction)
		}
	}
	groups, err := all.split(true)
	if err != nil {
		return nil, err
	}
	for _, g := range groups {
		c := component{cells: g.cells, rows: g.rows, near: make([][]int, len(g.cells))}
		for _, r := range c.rows {
			for _, cell := range r.cells {
				c.near[cell] = append(c.near[cell], r.cells...)
			}
		}
		for i := range c.near {
			slices.Sort(c.near[i])
			c.near[i] = slices.Compact(c.near[i])
		}
		components = append(components, c)
	}
	return components, nil
}

// bounds are what a reader knows of the component's cells.
func (c *component) bounds(f *Family) (low, high []int64) {
	low, high = make([]int64, len(c.cells)), make([]int64, len(c.cells))
	for i, cell := range c.cells {
		low[i], high[i] = f.Cells[cell].Low, f.Cells[cell].High
	}
	return low, high
}
