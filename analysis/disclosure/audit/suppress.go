package audit

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
)

// Suppression is the classical task: exact tables, from which the Primary cells
// are hidden by rule; which others must go so that nobody subtracts them back?
type Suppression struct {
	// Primary cells are hidden, by their indexes.
	Primary []int
	// Keep are cells that stay published: grand totals, open zeros.
	Keep []int
	// Knowing are primary cells that each hold one respondent, who knows his own:
	// each of them alone must not learn the others.
	Knowing []int
	// Width is the whole-number interval that must stay open for each primary cell.
	Width int64
	// Weights is the cost of hiding each cell, positive; nil costs one each.
	Weights []int64
}

// Suppressed is the answer to a Suppression.
type Suppressed struct {
	Secondary []int // the cells to hide besides, in the family's order
	Cost      int64
	// Failing are the primary cells that stay too narrow with everything hidden.
	Failing      []int
	Certificates []Certificate
}

// Under lists the cells with fewer than threshold contributors. Zeros are
// among them when they are protected (a zero says something of everybody).
func (f *Family) Under(threshold int64, zeros bool) []int {
	var under []int
	for i, c := range f.Cells {
		if c.True < threshold && (c.True > 0 || zeros) {
			under = append(under, i)
		}
	}
	return under
}

// mostRebuilds bounds how often a solution is taken apart and built again;
// large systems, where each time costs more, get fewer.
const mostRebuilds = 150

func rebuilds(cells int) int { return max(4, min(mostRebuilds, 600_000/(cells*cells))) }

// Suppress chooses the secondary cells: it protects one primary cell after the
// other along the cheapest closed path of changes, a linear programme (Kelly,
// Golden and Assad; Castro), shows again what is not needed, then takes parts of
// the solution away and rebuilds them, under costs disturbed from a fixed seed,
// while that finds cheaper ones. Every solution kept has passed the attack.
func (f *Family) Suppress(ctx context.Context, task Suppression) (Suppressed, error) {
	var all Suppressed
	hidden := f.hidden(task)
	components, err := hidden.components()
	if err != nil {
		return all, err
	}
	for i := range components {
		if err := hidden.suppress(ctx, &components[i], task, &all); err != nil {
			return all, fmt.Errorf("suppress around %s: %w", f.Cells[components[i].cells[0]].Key, err)
		}
	}
	slices.Sort(all.Secondary)
	return all, nil
}

// hidden is the family with its primary cells unknown and the rest exact.
func (f *Family) hidden(task Suppression) *Family {
	g := &Family{Cells: slices.Clone(f.Cells), Sums: f.Sums, Linears: f.Linears}
	for i := range g.Cells {
		c := &g.Cells[i]
		c.Low, c.High, c.MaskedLow, c.MaskedHigh = c.True, c.True, 0, Unbounded
		c.Maskable, c.Holder, c.Floor = true, "", 0
	}
	for _, i := range task.Keep {
		g.Cells[i].Maskable = false
	}
	for _, i := range task.Primary {
		g.Cells[i].Low, g.Cells[i].High, g.Cells[i].Maskable = 0, Unbounded, false
	}
	for _, i := range task.Knowing {
		g.Cells[i].Holder = g.Cells[i].Key
	}
	return g
}

func (f *Family) suppress(ctx context.Context, c *component, task Suppression, all *Suppressed) error {
	t := &trial{component: c, family: f}
	t.low, t.high = c.bounds(f)
	t.judgements = t.secrets(task)
	if len(t.judgements) == 0 {
		return nil
	}
	b := newBuilder(ctx, t, task.Weights)
	masked, err := b.best()
	if err != nil {
		return err
	}
	for i, hidden := range masked {
		if hidden {
			all.Secondary = append(all.Secondary, c.cells[i])
			all.Cost += b.weights[i]
		}
	}
	proofs, err := t.proofs(ctx, masked)
	if err != nil {
		return err
	}
	failures, err := t.failures(ctx, masked, proofs)
	if err != nil {
		return err
	}
	for _, failure := range failures {
		if cell := c.cells[failure.Cell]; !slices.Contains(all.Failing, cell) {
			all.Failing = append(all.Failing, cell)
		}
	}
	all.Certificates = append(all.Certificates, t.certificates(proofs)...)
	return nil
}

// secrets are what must stay open: each primary cell, for a reader and for each
// respondent alone in his own.
func (t *trial) secrets(task Suppression) []judgement {
	var judgements []judgement
	for i, cell := range t.cells {
		if !slices.Contains(task.Primary, cell) {
			continue
		}
		judgements = append(judgements, judgement{i, "", task.Width})
		for _, knowing := range t.cells {
			if h := t.family.Cells[knowing].Holder; h != "" && knowing != cell {
				judgements = append(judgements, judgement{i, h, task.Width})
			}
		}
	}
	return judgements
}

// builder makes solutions of a suppression and keeps the cheapest.
type builder struct {
	*trial
	ctx     context.Context
	random  *rand.Rand
	weights []int64
	prices  []int64 // the weights, disturbed
	order   []int   // judgements, those that failed last first
}

func newBuilder(ctx context.Context, t *trial, weights []int64) *builder {
	b := &builder{trial: t, ctx: ctx, random: rand.New(rand.NewPCG(11, 85))}
	b.weights, b.prices = make([]int64, len(t.cells)), make([]int64, len(t.cells))
	for i, cell := range t.cells {
		b.weights[i] = 1
		if weights != nil {
			b.weights[i] = weights[cell]
		}
	}
	return b
}

// best is the cheapest solution found.
func (b *builder) best() ([]bool, error) {
	if err := b.possible(); err != nil {
		return nil, err
	}
	copy(b.prices, b.weights)
	best := make([]bool, len(b.cells))
	if err := b.build(best); err != nil {
		return nil, err
	}
	cost := b.cost(best)
	for i := 0; i < rebuilds(len(b.cells)) && cost > 0; i++ {
		next := slices.Clone(best)
		b.disturb(next, i)
		if err := b.build(next); err != nil {
			return nil, err
		}
		if c := b.cost(next); c <= cost {
			best, cost = next, c
		}
	}
	return best, nil
}

// possible leaves out the judgements that fail with everything hidden.
func (b *builder) possible() error {
	everything := make([]bool, len(b.cells))
	for i := range everything {
		everything[i] = b.cell(i).Maskable
	}
	s := b.views(b.ctx, everything)
	for i, j := range b.judgements {
		ok, err := s.passes(j)
		if err != nil {
			return err
		}
		if ok {
			b.order = append(b.order, i)
		}
	}
	return nil
}

// disturb shows part of a solution again, all of it every eighth time, and
// moves the prices by up to their double.
func (b *builder) disturb(masked []bool, round int) {
	for i := range masked {
		if masked[i] && (round%8 == 7 || b.random.IntN(5) < 2) {
			masked[i] = false
		}
		b.prices[i] = b.weights[i] * int64(8+b.random.IntN(9))
	}
	b.random.Shuffle(len(b.order), func(i, j int) { b.order[i], b.order[j] = b.order[j], b.order[i] })
}

// build hides cells until every judgement passes, then shows again what is not needed.
func (b *builder) build(masked []bool) error {
	for {
		failing, err := b.failing(masked)
		if err != nil {
			return err
		}
		if failing < 0 {
			return b.prune(masked)
		}
		more, err := b.path(masked, b.judgements[failing])
		if err != nil {
			return err
		}
		if len(more) == 0 { // no path of rationals: widen around the cell
			next, err := b.candidate(b.ctx, masked, failing)
			if err != nil {
				return err
			}
			if next < 0 { // a search was cut off: the cell is reported as failing
				b.order = slices.DeleteFunc(b.order, func(i int) bool { return i == failing })
				continue
			}
			more = []int{next}
		}
		for _, i := range more {
			masked[i] = true
		}
	}
}

// failing is a judgement that fails, -1 for none. It is asked first next time.
func (b *builder) failing(masked []bool) (int, error) {
	s := b.views(b.ctx, masked)
	for at, i := range b.order {
		ok, err := s.passes(b.judgements[i])
		if err != nil {
			return -1, err
		}
		if !ok {
			b.order = slices.Insert(slices.Delete(b.order, at, at+1), 0, i)
			return i, nil
		}
	}
	return -1, nil
}

// prune shows again, dearest first, the cells that no judgement needs.
func (b *builder) prune(masked []bool) error {
	var hidden []int
	for i, m := range masked {
		if m {
			hidden = append(hidden, i)
		}
	}
	slices.SortStableFunc(hidden, func(i, j int) int {
		return cmp.Or(-cmp.Compare(b.weights[i], b.weights[j]), -cmp.Compare(b.prices[i], b.prices[j]))
	})
	for _, i := range hidden {
		masked[i] = false
		failing, err := b.failing(masked)
		if err != nil {
			return err
		}
		masked[i] = failing >= 0
	}
	return nil
}

func (b *builder) cost(masked []bool) int64 {
	cost := int64(0)
	for i, m := range masked {
		if m {
			cost += b.weights[i]
		}
	}
	return cost
}
