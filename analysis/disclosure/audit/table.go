package audit

import "slices"

// table is a value for every cell of a component, told by where it differs from
// another table. Most tables are the true one with some answers moved: thousands
// of them stay small so.
type table struct {
	base   []int64
	cells  []int // ascending positions
	values []int64
}

// differing tells a table by its differences from another.
func differing(base, values []int64) *table {
	t := &table{base: base}
	for i, v := range values {
		if v != base[i] {
			t.cells, t.values = append(t.cells, i), append(t.values, v)
		}
	}
	t.cells, t.values = slices.Clip(t.cells), slices.Clip(t.values)
	return t
}

// at is the value of one cell.
func (t *table) at(cell int) int64 {
	if k, ok := slices.BinarySearch(t.cells, cell); ok {
		return t.values[k]
	}
	return t.base[cell]
}

// whole writes the table out.
func (t *table) whole() []int64 {
	all := slices.Clone(t.base)
	for k, cell := range t.cells {
		all[cell] = t.values[k]
	}
	return all
}
