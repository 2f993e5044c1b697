package audit

import (
	"context"
	"fmt"
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
// loop of statistics.md, section 6, and a few variants of it, then passes that
// show again whatever is not needed; the smallest set is kept. The family
// itself is left as it is; [Family.Mask] applies it.
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
	p, err := t.cure(ctx)
	if err != nil {
		return err
	}
	for i, cell := range p.order {
		all.Masked = append(all.Masked, t.cells[cell])
		j := t.judgements[p.reasons[i]]
		all.Reasons = append(all.Reasons, Reason{t.cells[j.cell], j.holder})
	}
	failures, certificates, err := t.report(ctx, p.masked, p.proofs)
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

// cure is the smallest plan of several; of equals, the one of section 6.
func (t *trial) cure(ctx context.Context) (*plan, error) {
	start := &plan{masked: make([]bool, len(t.cells))}
	var err error
	if start.proofs, err = t.proofs(ctx, start.masked); err != nil {
		return nil, err
	}
	var best *plan
	e := effort{left: mostEffort / (len(t.cells) * len(t.cells))}
	for _, strategy := range []strategy{section6, widest} {
		p := start.clone()
		if err := t.greedy(ctx, p, strategy, &e); err != nil {
			return nil, err
		}
		if err := t.show(ctx, p); err != nil {
			return nil, err
		}
		if best == nil || p.better(best) {
			best = p
		}
		if len(best.order) < 2 {
			return best, nil
		}
	}
	return best, t.exchange(ctx, best, &e)
}
