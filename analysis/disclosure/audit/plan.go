package audit

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
)

// plan is a set of cells to mask, in order, each with the judgement that asked
// for it, and what is proven with them masked. Masking only leaves more tables
// open, so a proof stays one while the plan grows.
type plan struct {
	masked  []bool
	order   []int
	reasons []int
	proofs  []*proof
	lost    []bool // judgements given up: nothing left to mask helps
}

func (p *plan) clone() *plan {
	return &plan{
		slices.Clone(p.masked), slices.Clone(p.order), slices.Clone(p.reasons),
		slices.Clone(p.proofs), slices.Clone(p.lost),
	}
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

// better tells whether the plan saves more, or as much with fewer cells.
func (p *plan) better(than *plan) bool {
	return cmp.Or(cmp.Compare(p.losses(), than.losses()), cmp.Compare(len(p.order), len(than.order))) < 0
}

func (p *plan) losses() int {
	n := 0
	for _, proof := range p.proofs {
		if proof == nil {
			n++
		}
	}
	return n
}

// mostEffort bounds the variants tried for one component, in views built times
// the square of its cells: beyond it the best plan found stands.
const mostEffort = 12_000_000

// effort counts the views that may still be built for a better plan.
type effort struct{ left int }

// strategy is how the next cell to mask is chosen.
type strategy uint8

const (
	// section6 prefers a cell that saves the first failing judgement, a band
	// before a number, the smaller true count, the order of keys.
	section6 strategy = iota
	// widest prefers the cell that saves the most failing judgements at once.
	widest
)

// greedy masks until everything passes or nothing helps.
func (t *trial) greedy(ctx context.Context, p *plan, how strategy, e *effort) error {
	if p.lost == nil {
		p.lost = make([]bool, len(t.judgements))
	}
	for {
		if t.hard() {
			return t.maskNear(ctx, p)
		}
		first := t.firstFailing(p)
		if first < 0 {
			return nil
		}
		next, err := -1, error(nil)
		if how == widest && e.left > 0 {
			next, err = t.savesMost(ctx, p, first, e)
		} else {
			next, err = t.candidate(ctx, p.masked, first)
		}
		if err != nil {
			return err
		}
		if next < 0 {
			p.lost[first] = true
			continue
		}
		p.mask(next, first)
		if err := t.prove(ctx, p); err != nil {
			return err
		}
	}
}

// maskNear is greedy for a component too large to try much: the cells that the
// most equations speak of are saved first, since the others follow.
func (t *trial) maskNear(ctx context.Context, p *plan) error {
	order := make([]int, len(t.judgements))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(len(t.mover.rowsOf[t.judgements[b].cell]), len(t.mover.rowsOf[t.judgements[a].cell]))
	})
	for again := true; again; {
		again = false
		for _, i := range order {
			if p.proofs[i] != nil {
				continue
			}
			masked, err := t.maskFor(ctx, p, i)
			if err != nil {
				return err
			}
			again = again || masked
		}
	}
	return nil
}

// maskFor saves one judgement: as it is by now, else by the first cell that
// helps, in the order of preference.
func (t *trial) maskFor(ctx context.Context, p *plan, i int) (masked bool, err error) {
	if err := ctx.Err(); err != nil {
		return false, fmt.Errorf("hide neighbours: %w", err)
	}
	j := t.judgements[i]
	s := t.views(ctx, p.masked)
	if p.proofs[i] = s.near.apart(j); p.proofs[i] != nil {
		return false, nil
	}
	distance := t.distances(j.cell)
	shown := t.shown(p.masked, distance)
	for k, cell := range shown {
		if k == mostTried || distance[cell] > distance[shown[0]] {
			return false, nil
		}
		if proof := s.more(cell).near.apart(j); proof != nil {
			p.mask(cell, i)
			p.proofs[i] = proof
			return true, nil
		}
	}
	return false, nil
}

// mostTried is how many cells are tried, one by one, for a judgement of a large
// component.
const mostTried = 12

func (t *trial) firstFailing(p *plan) int {
	for i, proof := range p.proofs {
		if proof == nil && !p.lost[i] {
			return i
		}
	}
	return -1
}

// prove judges again what has no proof yet.
func (t *trial) prove(ctx context.Context, p *plan) error {
	s := t.views(ctx, p.masked)
	for i, j := range t.judgements {
		if p.proofs[i] != nil {
			continue
		}
		var err error
		if p.proofs[i], err = s.prove(j); err != nil {
			return err
		}
		if p.proofs[i] != nil && p.lost != nil {
			p.lost[i] = false
		}
	}
	return nil
}

// candidate is the shown cell to mask for a judgement by section 6, among the
// cells that share an equation with it, then among those farther; -1 for none.
func (t *trial) candidate(ctx context.Context, masked []bool, judged int) (int, error) {
	j := t.judgements[judged]
	distance := t.distances(j.cell)
	s := t.views(ctx, masked)
	if _, err := s.passes(j); err != nil {
		return -1, err
	}
	shown := t.shown(masked, distance)
	if len(shown) == 0 {
		return -1, nil
	}
	for _, i := range shown { // in order of preference: the first that saves is the one
		if distance[i] > distance[shown[0]] {
			break
		}
		passes, err := s.more(i).passes(j)
		if err != nil {
			return -1, err
		}
		if passes {
			return i, nil
		}
	}
	return shown[0], nil
}

// savesMost is the cell, among those that share an equation with the first
// failing one, whose masking saves most.
func (t *trial) savesMost(ctx context.Context, p *plan, first int, e *effort) (int, error) {
	distance := t.distances(t.judgements[first].cell)
	now := t.views(ctx, p.masked)
	for at, j := range t.judgements {
		if p.proofs[at] == nil {
			if _, err := now.passes(j); err != nil {
				return -1, err
			}
		}
	}
	best, most := -1, -1
	for _, i := range t.shown(p.masked, distance) {
		if best >= 0 && distance[i] > distance[best] {
			break
		}
		s, saved := now.more(i), 0
		for at, j := range t.judgements {
			if p.proofs[at] != nil {
				continue
			}
			ok, err := s.passes(j)
			if err != nil {
				return -1, err
			}
			if ok {
				saved++
			}
		}
		e.left -= len(s.of)
		if saved > most {
			best, most = i, saved
		}
	}
	return best, nil
}

// shown are the cells that may still be masked, the nearest first, then in the
// order of preference.
func (t *trial) shown(masked []bool, distance []int) []int {
	var shown []int
	for i := range t.cells {
		if !masked[i] && t.cell(i).Maskable && distance[i] < math.MaxInt {
			shown = append(shown, i)
		}
	}
	slices.SortStableFunc(shown, func(a, b int) int {
		return cmp.Or(cmp.Compare(distance[a], distance[b]), t.inOrder(a, b))
	})
	return shown
}

// distances counts the equations between a cell and the others: 1 for itself
// and for those it shares one with, math.MaxInt for those out of reach.
func (t *trial) distances(from int) []int {
	distance := make([]int, len(t.cells))
	for i := range distance {
		distance[i] = math.MaxInt
	}
	distance[from] = 1
	for queue := []int{from}; len(queue) > 0; queue = queue[1:] {
		at := queue[0]
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

// inOrder is the preference between two cells that help alike.
func (t *trial) inOrder(a, b int) int {
	x, y := t.cell(a), t.cell(b)
	return cmp.Or(yesFirst(x.Band, y.Band), cmp.Compare(x.True, y.True), cmp.Compare(x.Key, y.Key))
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
