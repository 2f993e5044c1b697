package audit

import (
	"fmt"
	"slices"
	"strings"
)

// table adds a sheet's cells, and the sums along every tree of its dimensions.
func (r *reader) table(t DocumentTable) error {
	for _, c := range t.Cells {
		if len(c.At) != len(t.Dims) {
			return fmt.Errorf("a cell at %v for dimensions %v", c.At, t.Dims)
		}
		if err := r.cell(r.place(t.Dims, c.At), t.ID+":"+strings.Join(c.At, "/"), c); err != nil {
			return err
		}
	}
	if r.tied == nil {
		r.tied = make(map[string]bool)
	}
	r.product(t.Dims, func(at []string) {
		r.hold(t.Dims, at)
		for i, dim := range t.Dims {
			for number, tree := range r.document.Hierarchies[dim] {
				if children := tree[at[i]]; len(children) > 0 {
					r.tie(t.Dims, at, i, number, children)
				}
			}
		}
	})
	return nil
}

// tie adds the sum of a place over its children in one dimension's tree, once.
func (r *reader) tie(dims, at []string, dim, tree int, children []string) {
	key := r.place(dims, at)
	name := fmt.Sprint(key, "|", dims[dim], "|", tree)
	if r.tied[name] {
		return
	}
	r.tied[name] = true
	s := Sum{Total: r.quantity(key)}
	below := slices.Clone(at)
	for _, child := range children {
		below[dim] = child
		s.Parts = append(s.Parts, r.quantity(r.place(dims, below)))
	}
	r.Family.Sums = append(r.Family.Sums, s)
}

// hold notes whose edition shows the place's exact count.
func (r *reader) hold(dims, at []string) {
	i := slices.Index(dims, r.territories)
	if i < 0 || at[i] == r.root(dims[i]) {
		return
	}
	for _, tree := range r.document.Hierarchies[dims[i]] {
		if len(tree[at[i]]) > 0 {
			return
		}
	}
	r.Family.Cells[r.quantity(r.place(dims, at))].Holder = at[i]
}

func (r *reader) root(dim string) string {
	if root := r.document.Roots[dim]; root != "" {
		return root
	}
	return "Total"
}

// place names a quantity by the codes that restrict it: margins of several
// tables are the same quantity.
func (r *reader) place(dims, at []string) string {
	var codes []string
	for i, code := range at {
		if code != r.root(dims[i]) {
			codes = append(codes, dims[i]+"="+code)
		}
	}
	slices.Sort(codes)
	return "n||" + strings.Join(codes, "&")
}

// product visits every combination of codes, printed or not.
func (r *reader) product(dims []string, visit func(at []string)) {
	codes := make([][]string, len(dims))
	for i, dim := range dims {
		codes[i] = r.codes(dim)
	}
	at := make([]string, len(dims))
	var fill func(int)
	fill = func(i int) {
		if i == len(dims) {
			visit(at)
			return
		}
		for _, at[i] = range codes[i] {
			fill(i + 1)
		}
	}
	fill(0)
}

// codes are those of a dimension, parents first, in the order of its trees.
func (r *reader) codes(dim string) []string {
	codes := []string{r.root(dim)}
	for _, tree := range r.document.Hierarchies[dim] {
		for i := 0; i < len(codes); i++ {
			for _, child := range tree[codes[i]] {
				if !slices.Contains(codes, child) {
					codes = append(codes, child)
				}
			}
		}
	}
	return codes
}
