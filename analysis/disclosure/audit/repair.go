package audit

import (
	"context"
	"crypto/sha256"
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
	return new(Memory).Repair(ctx, f)
}

// Memory remembers the last repair by what it was made from. A release that
// drops tables and starts again repairs only what the drop touched.
type Memory struct {
	cured, before map[[sha256.Size]byte]*cure // this time, and the time before
}

// cure is the repair of one component, by positions in it.
type cure struct {
	*plan
	failures []Failure // cells as positions
}

// Repair is [Family.Repair], and remembers.
func (m *Memory) Repair(ctx context.Context, f *Family) (Repaired, error) {
	var all Repaired
	components, err := f.components()
	if err != nil {
		return all, err
	}
	failures := f.lost()
	m.cured, m.before = make(map[[sha256.Size]byte]*cure), m.cured
	for i := range components {
		t := f.trial(&components[i])
		c, err := m.cure(ctx, t)
		if err != nil {
			return all, fmt.Errorf("repair %s and its neighbours: %w", f.Cells[t.cells[0]].Key, err)
		}
		for k, cell := range c.order {
			j := t.judgements[c.reasons[k]]
			all.Masked = append(all.Masked, t.cells[cell])
			all.Reasons = append(all.Reasons, Reason{t.cells[j.cell], j.holder})
		}
		all.Certificates = append(all.Certificates, t.certificates(c.proofs)...)
		for _, failure := range c.failures {
			failure.Cell = t.cells[failure.Cell]
			failures = append(failures, failure)
		}
	}
	f.sortFailures(failures)
	for _, failure := range failures {
		if !slices.Contains(all.Failing, failure.Cell) {
			all.Failing = append(all.Failing, failure.Cell)
		}
	}
	return all, nil
}

func (m *Memory) cure(ctx context.Context, t *trial) (*cure, error) {
	print := t.fingerprint()
	if c := m.before[print]; c != nil {
		m.cured[print] = c
		return c, nil
	}
	p, err := t.cure(ctx)
	if err != nil {
		return nil, err
	}
	c := &cure{plan: p}
	if c.failures, err = t.failures(ctx, p.masked, p.proofs); err != nil {
		return nil, err
	}
	m.cured[print] = c
	return c, nil
}

// fingerprint tells components apart by all that a repair depends on.
func (t *trial) fingerprint() [sha256.Size]byte {
	h := sha256.New()
	for i := range t.cells {
		fmt.Fprintf(h, "%#v\n", *t.cell(i))
	}
	for _, r := range t.rows {
		fmt.Fprintln(h, r.cells, r.by, r.low, r.high)
	}
	return [sha256.Size]byte(h.Sum(nil))
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
		if len(best.order) < 2 || t.hard() || t.brief {
			return best, nil
		}
	}
	return best, t.exchange(ctx, best, &e)
}
