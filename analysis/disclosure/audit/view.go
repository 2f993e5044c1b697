package audit

import (
	"context"
	"slices"
)

// view is a component as one attacker sees it.
type view struct {
	box
	groups  []*explorer // nil where no table was found in the bound
	group   []int       // cell → group, -1 when the rows leave it one value
	place   []int       // cell → position in its group
	settled []int64     // a table of the whole component: each group's first
	found   bool        // settled is one: every group has a table
}

// look narrows what the attacker knows and finds a first table of each group.
// hint may be a table of the component that agrees with all he knows, found
// before; it spares that search.
func look(ctx context.Context, c *component, low, high, hint []int64) (*view, error) {
	v := &view{box: box{slices.Clone(low), slices.Clone(high), c.rows}}
	if !v.narrow() {
		return nil, ErrContradiction
	}
	v.group, v.place = make([]int, len(low)), make([]int, len(low))
	v.settled, v.found = slices.Clone(v.low), true
	for i := range v.group {
		v.group[i] = -1
	}
	groups, err := v.split(false)
	if err != nil {
		return nil, err
	}
	for i, g := range groups {
		e, found, err := explore(ctx, g, among(hint, g.cells), c.brief)
		if err != nil {
			return nil, err
		}
		for p, cell := range g.cells {
			v.group[cell], v.place[cell] = i, p
			if found {
				v.settled[cell] = e.tables[0][p]
			}
		}
		if !found {
			e, v.found = nil, false
		}
		v.groups = append(v.groups, e)
	}
	return v, nil
}

// apart looks for two tables in which the cell differs by width.
func (v *view) apart(cell int, width int64) (found bool, err error) {
	e, i := v.explorer(cell)
	if e == nil || v.high[cell] != Unbounded && v.high[cell]-v.low[cell] < width {
		return false, nil
	}
	if e.width(i) >= width {
		return true, nil
	}
	if _, err := e.raise(i, e.least(i)+width); err != nil || e.width(i) >= width {
		return err == nil, err
	}
	_, err = e.lower(i, e.greatest(i)-width)
	return err == nil && e.width(i) >= width, err
}

// span finds the cell's whole interval. proven is false when a search was cut
// off: the interval is then what is known to be open, at least.
func (v *view) span(cell int) (low, high int64, proven bool, err error) {
	if v.group[cell] < 0 {
		return v.low[cell], v.low[cell], true, nil
	}
	e, i := v.explorer(cell)
	if e == nil {
		return v.settled[cell], v.settled[cell], false, nil
	}
	up, err := e.raise(i, Unbounded)
	if err != nil {
		return 0, 0, false, err
	}
	down, err := e.lower(i, -Unbounded)
	if err != nil {
		return 0, 0, false, err
	}
	high = e.greatest(i)
	if e.endless[i] {
		high = Unbounded
	}
	return e.least(i), high, up && down, nil
}

// explorer is the search of a cell's group and its place there; nil when the
// cell has one value, or no table is known.
func (v *view) explorer(cell int) (*explorer, int) {
	if v.group[cell] < 0 {
		return nil, 0
	}
	return v.groups[v.group[cell]], v.place[cell]
}

// witnesses are two tables of the component with the cell at its least and
// greatest known values.
func (v *view) witnesses(cell int) (low, high []int64) {
	e, i := v.explorer(cell)
	if e == nil {
		return v.settled, v.settled
	}
	return v.table(e, e.lowest[i]), v.table(e, e.most[i])
}

// table completes one group's table with the others' first ones. Judgements
// that rest on the same table share it.
func (v *view) table(e *explorer, at int) []int64 {
	for len(e.completed) <= at {
		e.completed = append(e.completed, nil)
	}
	if e.completed[at] == nil {
		e.completed[at] = slices.Clone(v.settled)
		for p, cell := range e.cells {
			e.completed[at][cell] = e.tables[at][p]
		}
	}
	return e.completed[at]
}

// among is a table of fewer cells; nil of none.
func among(table []int64, cells []int) []int64 {
	if table == nil {
		return nil
	}
	picked := make([]int64, len(cells))
	for i, c := range cells {
		picked[i] = table[c]
	}
	return picked
}
