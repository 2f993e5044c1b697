package audit

import (
	"context"
	"math/big"
	"slices"
)

// mostNodes bounds the branches of one search for a whole-number table,
// briefNodes those of a brief one, which stays with machine words.
const (
	mostNodes  = 2_000
	briefNodes = 40
)

// explorer looks for whole-number tables of one group. Every table found is a
// witness for all the group's cells at once.
type explorer struct {
	group
	ctx    context.Context
	vertex programme
	big    bool // the numbers outgrew machine words
	tables [][]int64
	// completed are the tables with the rest of the component, where asked for.
	completed [][]int64
	lowest    []int // cell → table with its least known value
	most      []int
	// floor and ceiling are what is proven: no table lies outside.
	floor, ceiling []int64
	// endless tells that a cell has no greatest value.
	endless []bool
	nodes   int
	budget  int // nodes of each search
	brief   bool
	cutoff  bool // the last search ran out of nodes
	fresh   bool // the search has not branched yet
	spoilt  bool // the vertex overflowed half way: it is none any more
}

// explore finds a first table of the group, or takes the one known. Without
// any, ErrContradiction; found is false when the search ran out of nodes.
func explore(ctx context.Context, g group, known []int64, brief bool) (e *explorer, found bool, err error) {
	e = &explorer{group: g, ctx: ctx, brief: brief, budget: mostNodes}
	if brief {
		e.budget = briefNodes
	}
	e.floor, e.ceiling = slices.Clone(g.low), slices.Clone(g.high)
	e.lowest, e.most = make([]int, len(g.low)), make([]int, len(g.low))
	e.endless = make([]bool, len(g.low))
	e.nodes = e.budget
	if len(g.rows) == 0 {
		return e, true, e.corners()
	}
	vertex, end := e.start(g.low, g.high, known)
	switch end {
	case optimal:
		e.vertex = vertex
	case empty:
		return nil, false, ErrContradiction
	default:
		return nil, false, nil
	}
	if known != nil {
		e.keep(known)
		return e, true, nil
	}
	if err = e.dive(e.vertex, -1, 1, 0); err != nil {
		return nil, false, err
	}
	if len(e.tables) == 0 && !e.cutoff {
		return nil, false, ErrContradiction
	}
	return e, len(e.tables) > 0, nil
}

// corners are the tables of a group that no row binds.
func (e *explorer) corners() error {
	e.tables = [][]int64{slices.Clone(e.low), slices.Clone(e.high)}
	for i := range e.most {
		e.most[i] = 1
		if e.high[i] == Unbounded {
			e.tables[1][i] = e.low[i]
		}
	}
	return nil
}

// start looks for a feasible programme within these bounds, from near a table.
func (e *explorer) start(low, high, near []int64) (programme, outcome) {
	if !e.big {
		if t, fits := newTableau(ring[int64](word{}), low, high, e.rows); fits && t.lean(near) {
			if end := t.feasible(); end != overflow {
				return t, end
			}
		}
		if e.brief {
			return nil, exhausted
		}
		e.big = true
	}
	t, _ := newTableau(ring[*big.Int](boundless{}), low, high, e.rows)
	return t, t.feasible()
}

// note keeps a table, and says whether it widens any cell's known interval.
func (e *explorer) note(p programme) bool {
	table := make([]int64, len(e.low))
	for c := range table {
		v, exact, fits := p.value(c)
		if !exact || !fits {
			return false
		}
		table[c] = v
	}
	e.keep(table)
	return true
}

func (e *explorer) keep(table []int64) {
	at := len(e.tables)
	e.tables = append(e.tables, table)
	useful := at == 0
	for c, v := range table {
		if v < e.tables[e.lowest[c]][c] {
			e.lowest[c], useful = at, true
		}
		if v > e.tables[e.most[c]][c] {
			e.most[c], useful = at, true
		}
	}
	if !useful {
		e.tables = e.tables[:at]
	}
}

// least and greatest are the extreme values met so far.
func (e *explorer) least(c int) int64    { return e.tables[e.lowest[c]][c] }
func (e *explorer) greatest(c int) int64 { return e.tables[e.most[c]][c] }

// width is how far apart two known tables lie in a cell.
func (e *explorer) width(c int) int64 {
	if e.endless[c] {
		return Unbounded
	}
	return e.greatest(c) - e.least(c)
}

// raise looks for a table where the cell is at goal or above; without one, it
// proves the greatest value. proven is false when the search was cut off.
func (e *explorer) raise(c int, goal int64) (proven bool, err error) {
	goal = min(goal, e.ceiling[c])
	if e.endless[c] || e.greatest(c) >= goal {
		return true, nil
	}
	if err := e.ctx.Err(); err != nil {
		return false, err
	}
	return e.seek(c, 1, goal)
}

// lower is raise, downwards.
func (e *explorer) lower(c int, goal int64) (proven bool, err error) {
	goal = max(goal, e.floor[c])
	if e.least(c) <= goal {
		return true, nil
	}
	if err := e.ctx.Err(); err != nil {
		return false, err
	}
	return e.seek(c, -1, goal)
}

func (e *explorer) seek(c, sign int, goal int64) (bool, error) {
	e.nodes, e.cutoff, e.fresh = e.budget, false, true
	if e.vertex == nil {
		e.climb(c, goal)
		return true, nil
	}
	if e.spoilt {
		return false, nil
	}
	if err := e.dive(e.vertex, c, sign, goal); err != nil {
		return false, err
	}
	if e.cutoff {
		return false, nil
	}
	if sign > 0 && !e.endless[c] && e.greatest(c) < goal {
		e.ceiling[c] = e.greatest(c)
	}
	if sign < 0 && e.least(c) > goal {
		e.floor[c] = e.least(c)
	}
	return true, nil
}

// climb is seek for a cell that no row binds: it goes where it likes.
func (e *explorer) climb(c int, goal int64) {
	if goal == Unbounded {
		e.endless[c] = true
		return
	}
	table := slices.Clone(e.tables[e.most[c]])
	table[c] = goal
	e.keep(table)
}

// done tells whether the search for a cell, or for any table (c < 0), is over.
func (e *explorer) done(c, sign int, goal int64) bool {
	switch {
	case len(e.tables) == 0:
		return false
	case c < 0:
		return true
	case sign > 0:
		return e.endless[c] || e.greatest(c) >= goal
	}
	return e.least(c) <= goal
}

// dive pushes the cell at this vertex, keeps the table if it is whole, and
// otherwise branches on the first cell that is not.
func (e *explorer) dive(p programme, c, sign int, goal int64) error {
	if e.nodes--; e.nodes < 0 {
		e.cutoff = true
		return nil
	}
	if c >= 0 {
		switch p.push(c, sign, goal) {
		case reached, optimal:
		case endless:
			return e.unlimited(p, c, goal)
		case overflow:
			return e.grow(p, c, sign, goal)
		default:
			e.cutoff = true
			return nil
		}
		whole, exact, fits := p.value(c)
		if !fits {
			e.cutoff = true
			return nil
		}
		if hopeless := e.hopeless(c, sign, whole, exact); hopeless {
			return nil
		}
	}
	i, whole, ok := e.broken(p)
	switch {
	case !ok:
		e.cutoff = true
	case i >= 0:
		return e.branch(p, i, whole, c, sign, goal)
	default:
		e.note(p)
	}
	return nil
}

// hopeless tells that a node cannot beat the tables known.
func (e *explorer) hopeless(c, sign int, whole int64, exact bool) bool {
	if len(e.tables) == 0 {
		return false
	}
	if sign > 0 {
		return whole <= e.greatest(c)
	}
	if !exact {
		whole++
	}
	return whole >= e.least(c)
}

// unlimited meets a cell without a greatest value. With whole coefficients, a
// system that has one whole table and an endless rational direction has whole
// tables without end in that direction: there is one at the goal or beyond.
func (e *explorer) unlimited(p programme, c int, goal int64) error {
	if goal == Unbounded {
		e.endless[c] = true
		return nil
	}
	q := p.clone()
	low, _ := q.bounds(c)
	end := overflow
	if q.bind(c, low, goal) {
		end = q.feasible()
	}
	switch end {
	case optimal:
		return e.dive(q, c, 1, goal)
	case overflow:
		return e.grow(q, c, 1, goal)
	case exhausted:
		e.cutoff = true
	}
	return nil
}

// grow starts again with numbers of any size.
func (e *explorer) grow(p programme, c, sign int, goal int64) error {
	root := p == e.vertex
	if e.brief {
		e.cutoff = true
		if root {
			e.again()
		}
		return nil
	}
	low, high := make([]int64, len(e.low)), make([]int64, len(e.low))
	for i := range low {
		low[i], high[i] = p.bounds(i)
	}
	e.big = true
	q, end := e.start(low, high, nil)
	switch {
	case end == empty:
		return nil
	case end != optimal:
		e.cutoff, e.spoilt = true, root
		return nil
	case root:
		e.vertex = q
	}
	return e.dive(q, c, sign, goal)
}

// again finds the vertex anew, near a table, after a brief search spoilt it.
func (e *explorer) again() {
	var near []int64
	if len(e.tables) > 0 {
		near = e.tables[0]
	}
	vertex, end := e.start(e.low, e.high, near)
	if e.spoilt = end != optimal; !e.spoilt {
		e.vertex = vertex
	}
}

func (e *explorer) branch(p programme, i int, whole int64, c, sign int, goal int64) error {
	if e.fresh && c >= 0 {
		e.fresh = false
		if e.plunge(p, c, sign, goal) {
			return nil
		}
	}
	low, high := p.bounds(i)
	for _, side := range [2][2]int64{{low, whole}, {whole + 1, high}} {
		child := p.clone()
		end := overflow
		if child.bind(i, side[0], side[1]) {
			end = child.feasible()
		}
		var err error
		switch end {
		case optimal:
			err = e.dive(child, c, sign, goal)
		case overflow:
			err = e.grow(child, c, sign, goal)
		case exhausted:
			e.cutoff = true
		}
		if err != nil || e.cutoff || e.done(c, sign, goal) {
			return err
		}
	}
	return nil
}
