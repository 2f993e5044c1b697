package audit

import (
	"context"
	"slices"
)

// show shows again, last first, every masked cell that nothing needs.
func (t *trial) show(ctx context.Context, p *plan) error {
	if len(p.order) < 2 {
		return nil
	}
	for _, cell := range slices.Backward(slices.Clone(p.order)) {
		less := p.clone()
		less.unmask(cell)
		if ok, err := t.stands(ctx, p, less); err != nil {
			return err
		} else if ok {
			*p = *less
		}
	}
	return nil
}

// stands tells whether a plan proves all that another proved, and completes its
// proofs: those whose tables show nothing else than what is printed stay.
func (t *trial) stands(ctx context.Context, than, p *plan) (bool, error) {
	var s *views
	for i, j := range t.judgements {
		if than.proofs[i] == nil || p.proofs[i] != nil && t.agrees(p.masked, p.proofs[i]) {
			continue
		}
		if s == nil {
			s = t.views(ctx, p.masked)
		}
		var err error
		if p.proofs[i], err = s.prove(j); err != nil || p.proofs[i] == nil {
			return false, err
		}
	}
	return true, nil
}

// agrees tells whether a proof's tables lie within what is printed. The true
// values do: of a table told by its differences from them, those are compared.
func (t *trial) agrees(masked []bool, p *proof) bool {
	for _, table := range []*table{p.low, p.high} {
		for k, i := range table.cells {
			if !masked[i] && (table.values[k] < t.low[i] || table.values[k] > t.high[i]) {
				return false
			}
		}
		if t.mover != nil {
			continue
		}
		for i, value := range table.base {
			if !masked[i] && (value < t.low[i] || value > t.high[i]) {
				return false
			}
		}
	}
	return true
}

// exchange looks for one cell that does the work of two, again and again.
func (t *trial) exchange(ctx context.Context, p *plan, e *effort) error {
	for again := true; again && len(p.order) > 1; {
		again = false
		hardest := -1
		for a := 0; a < len(p.order) && !again; a++ {
			for b := a + 1; b < len(p.order) && !again; b++ {
				var err error
				if again, err = t.exchangePair(ctx, p, p.order[a], p.order[b], &hardest, e); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (t *trial) exchangePair(ctx context.Context, p *plan, a, b int, hardest *int, e *effort) (bool, error) {
	reason := p.reasons[slices.Index(p.order, a)]
	for i := range t.cells {
		if p.masked[i] || !t.cell(i).Maskable {
			continue
		}
		if e.left <= 0 {
			return false, nil
		}
		less := p.clone()
		less.unmask(a)
		less.unmask(b)
		less.mask(i, reason)
		ok, err := t.wouldStand(ctx, p, less, hardest, e)
		if err != nil {
			return false, err
		}
		if ok {
			*p = *less
			return true, nil
		}
	}
	return false, nil
}

// wouldStand asks the judgement that failed last first.
func (t *trial) wouldStand(ctx context.Context, than, p *plan, hardest *int, e *effort) (bool, error) {
	if h := *hardest; h >= 0 && than.proofs[h] != nil && !t.agrees(p.masked, p.proofs[h]) {
		e.left--
		if ok, err := t.views(ctx, p.masked).passes(t.judgements[h]); err != nil || !ok {
			return false, err
		}
	}
	s := t.views(ctx, p.masked)
	defer func() { e.left -= len(s.of) }()
	for i, j := range t.judgements {
		if than.proofs[i] == nil || t.agrees(p.masked, p.proofs[i]) {
			continue
		}
		var err error
		if p.proofs[i], err = s.prove(j); err != nil || p.proofs[i] == nil {
			*hardest = i
			return false, err
		}
	}
	return true, nil
}
