package audit

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
)

// Repaired is what to print « nc » for, and what cannot be saved.
type Repaired struct {
	// Masked are the cells to print « nc » for, by their indexes, in the order chosen.
	Masked []int
	// Reasons tells, for each, the cell that it protects first, and from whom.
	Reasons []Reason
	// Failing are the sensitive cells with nothing left to hide around them:
	// what prints them must be dropped. In the order of M1, M2 and keys.
	Failing []int
	// Certificates prove every judgement of the masked family that passes.
	Certificates []Certificate
}

// Reason is why a cell was masked.
type Reason struct {
	Cell   int    // the sensitive cell that it protects
	Holder string // from this holder; "" from any reader
}

// Repair finds what to mask so that every judgement passes: the deterministic
// loop of statistics.md, section 6, then a pass that shows again whatever is
// not needed. The family itself is left as it is; [Family.Mask] applies it.
func (f *Family) Repair(ctx context.Context) (Repaired, error) {
	var all Repaired
	components, err := f.components()
	if err != nil {
		return all, err
	}
	for i, c := range f.Cells {
		if c.Sensitive() && c.fixed() {
			all.Failing = append(all.Failing, i)
		}
	}
	for i := range components {
		t := f.trial(&components[i])
		if err := t.repair(ctx, &all); err != nil {
			return all, fmt.Errorf("repair %s and its neighbours: %w", f.Cells[t.cells[0]].Key, err)
		}
	}
	return all, nil
}

// repair adds one component's share.
func (t *trial) repair(ctx context.Context, all *Repaired) error {
	p, err := t.plan(ctx)
	if err != nil {
		return err
	}
	for i, cell := range p.order {
		all.Masked = append(all.Masked, t.cells[cell])
		j := t.judgements[p.reasons[i]]
		all.Reasons = append(all.Reasons, Reason{t.cells[j.cell], j.holder})
	}
	failures, certificates, err := t.report(ctx, p.masked)
	if err != nil {
		return err
	}
	for _, failure := range failures {
		if !slices.Contains(all.Failing, failure.Cell) {
			all.Failing = append(all.Failing, failure.Cell)
		}
	}
	all.Certificates = append(all.Certificates, certificates...)
	return nil
}

// plan is a set of cells to mask, in order, each with the judgement that asked for it.
type plan struct {
	masked  []bool
	order   []int
	reasons []int
}

func (p *plan) mask(cell, reason int) {
	p.masked[cell] = true
	p.order, p.reasons = append(p.order, cell), append(p.reasons, reason)
}

func (p *plan) unmask(cell int) {
	i := slices.Index(p.order, cell)
	p.masked[cell] = false
	p.order, p.reasons = slices.Delete(p.order, i, i+1), slices.Delete(p.reasons, i, i+1)
}

func (t *trial) plan(ctx context.Context) (*plan, error) {
	p := &plan{masked: make([]bool, len(t.cells))}
	lost, err := t.greedy(ctx, p)
	if err != nil || len(p.order) < 2 {
		return p, err
	}
	return p, t.show(ctx, p, lost)
}

// greedy masks until everything passes or nothing helps; it returns the
// judgements given up.
func (t *trial) greedy(ctx context.Context, p *plan) ([]int, error) {
	var lost []int
	for {
		s := t.views(ctx, p.masked)
		first := -1
		for i, j := range t.judgements {
			ok, err := s.passes(j)
			if err != nil {
				return nil, err
			}
			if !ok && !slices.Contains(lost, i) {
				first = i
				break
			}
		}
		if first < 0 {
			return lost, nil
		}
		next, err := t.candidate(ctx, p, first)
		if err != nil {
			return nil, err
		}
		if next < 0 {
			lost = append(lost, first)
			continue
		}
		p.mask(next, first)
	}
}

// candidate is the shown cell to mask for a judgement: one that makes it pass,
// a band before a number, the smaller true count, the order of keys; among the
// cells that share an equation with it, then among those farther; -1 for none.
func (t *trial) candidate(ctx context.Context, p *plan, judged int) (int, error) {
	j := t.judgements[judged]
	distance := t.distances(j.cell)
	best, saves := -1, false
	for i := range t.cells {
		if p.masked[i] || !t.cell(i).Maskable || distance[i] == math.MaxInt {
			continue
		}
		if best >= 0 && distance[i] > distance[best] && distance[i] > 1 {
			continue
		}
		masked := slices.Clone(p.masked)
		masked[i] = true
		passes, err := t.views(ctx, masked).passes(j)
		if err != nil {
			return -1, err
		}
		if best < 0 || t.preferred(i, best, distance, passes, saves) {
			best, saves = i, passes
		}
	}
	return best, nil
}

// distances counts the equations between a cell and the others: 0 for itself
// and 1 for those it shares one with are one class, math.MaxInt unreachable.
func (t *trial) distances(from int) []int {
	distance := make([]int, len(t.cells))
	for i := range distance {
		distance[i] = math.MaxInt
	}
	distance[from] = 1
	queue := []int{from}
	for at := from; len(queue) > 0; {
		at, queue = queue[0], queue[1:]
		for _, i := range t.near[at] {
			if distance[i] == math.MaxInt {
				distance[i] = distance[at]
				if at != from {
					distance[i]++
				}
				queue = append(queue, i)
			}
		}
	}
	return distance
}

func (t *trial) preferred(i, than int, distance []int, passes, saves bool) bool {
	a, b := t.cell(i), t.cell(than)
	return cmp.Or(
		cmp.Compare(distance[i], distance[than]),
		yesFirst(passes, saves),
		yesFirst(a.Band, b.Band),
		cmp.Compare(a.True, b.True),
		cmp.Compare(a.Key, b.Key),
	) < 0
}

func yesFirst(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// show shows again, last first, every masked cell that nothing needs.
func (t *trial) show(ctx context.Context, p *plan, lost []int) error {
	for _, cell := range slices.Backward(slices.Clone(p.order)) {
		masked := slices.Clone(p.masked)
		masked[cell] = false
		ok, err := t.allPass(ctx, masked, lost)
		if err != nil {
			return err
		}
		if ok {
			p.unmask(cell)
		}
	}
	return nil
}

// allPass judges everything but what was given up.
func (t *trial) allPass(ctx context.Context, masked []bool, lost []int) (bool, error) {
	s := t.views(ctx, masked)
	for i, j := range t.judgements {
		if slices.Contains(lost, i) {
			continue
		}
		if ok, err := s.passes(j); err != nil || !ok {
			return false, err
		}
	}
	return true, nil
}
