package audit

import "slices"

// Move is a way from one table to another that keeps every sum: somebody of a
// territory had answered otherwise. Whoever counts the family knows such ways;
// the audit only tries them, and what they lead to is judged like any table.
type Move struct {
	Cells  []int   // indexes of the family, ascending
	By     []int64 // parallel to Cells, none zero
	Holder string  // the territory they answer from, whose exact edition knows
}

// The bounds of one search along moves: one that fails costs little.
const (
	mostAttempts   = 4   // with other preferences
	mostMoves      = 80  // moves in one attempt
	mostCandidates = 160 // moves weighed for one step
	mostUphill     = 4   // steps of one attempt that may mend nothing
)

// mover looks for tables near the true one along the family's moves. Most
// sensitive cells are proven open so, without a simplex, and in families too
// large for one. What it does not find proves nothing.
type mover struct {
	*trial
	truth        []int64
	trueTable    *table
	moves        []Move     // restricted to the component; Cells are positions in it
	by           [][2][]int // cell → the moves that bring it down, up
	inequalities [][]touch  // cell → those that it is in
	equations    [][]touch  // likewise
	rowsOf       [][]int    // cell → the rows that it is in
	sums         []int64    // of the true table, by row
	walking      walking    // used again by each attempt
	guesses      []Move     // likewise
	guessed      *tables    // those that are good as they are
	guessesAt    [][]int    // cell → guesses that move it
}

// walking is the place in which attempts are made, most of them in vain.
type walking struct{ table, sums []int64 }

// touch is a row that a cell is in, and how often it counts there.
type touch struct {
	row int
	by  int64
}

// newMover is nil when there is no move, or when the true values do not agree
// with what is printed, as in a document that tells none.
func newMover(t *trial) *mover {
	m := &mover{trial: t, truth: make([]int64, len(t.cells)), by: make([][2][]int, len(t.cells)), inequalities: make([][]touch, len(t.cells)), equations: make([][]touch, len(t.cells))}
	place := make(map[int]int, len(t.cells))
	for i, cell := range t.cells {
		place[cell] = i
		c := t.cell(i)
		if m.truth[i] = c.True; c.True < c.Low || c.True > c.High {
			return nil
		}
	}
	m.trueTable = &table{base: m.truth}
	if len(t.family.Moves) == 0 || !m.takeRows() {
		return nil
	}
	for _, each := range t.family.Moves {
		m.take(each, place)
	}
	if len(m.moves) == 0 {
		return nil
	}
	for _, each := range t.family.Guesses {
		if own, ok := m.within(each, place); ok && len(own.Cells) > 0 && m.keepsEquations(own) {
			m.guesses = append(m.guesses, own)
		}
	}
	m.guessed = m.tables(make([]bool, len(m.cells)), nil)
	m.guessed.try(m.guesses)
	return m
}

// take keeps a move's part in the component, unless it would change what every
// reader knows, or break an equation: an answer changed in one edition alone,
// where he knows that nothing was. Steps look at inequalities only.
func (m *mover) take(each Move, place map[int]int) {
	own, ok := m.within(each, place)
	if !ok || !m.keepsEquations(own) {
		return
	}
	for k, i := range own.Cells {
		m.by[i][direction(own.By[k])] = append(m.by[i][direction(own.By[k])], len(m.moves))
	}
	if len(own.Cells) > 0 {
		m.moves = append(m.moves, own)
	}
}

// within is a move's part in the component, by positions in ascending order;
// false when it changes a cell that every reader knows.
func (m *mover) within(each Move, place map[int]int) (own Move, ok bool) {
	own.Holder = each.Holder
	for k, cell := range each.Cells {
		if m.family.Cells[cell].fixed() {
			return Move{}, false
		}
		if i, ok := place[cell]; ok {
			own.Cells, own.By = append(own.Cells, i), append(own.By, each.By[k])
		}
	}
	return own, true
}

func (m *mover) keepsEquations(move Move) bool {
	change := make(map[int]int64)
	for k, i := range move.Cells {
		for _, t := range m.equations[i] {
			change[t.row] += t.by * move.By[k]
		}
	}
	for _, by := range change {
		if by != 0 {
			return false
		}
	}
	return true
}

// direction is 1 for up, 0 for down.
func direction(by int64) int {
	if by > 0 {
		return 1
	}
	return 0
}

// takeRows notes the inequalities, which moves may break, and the equations,
// which none may.
func (m *mover) takeRows() bool {
	m.sums, m.rowsOf = make([]int64, len(m.rows)), make([][]int, len(m.cells))
	for i, r := range m.rows {
		if !r.holds(func(cell int) int64 { return m.truth[cell] }) {
			return false
		}
		for k, cell := range r.cells {
			m.sums[i] += r.by[k] * m.truth[cell]
			m.rowsOf[cell] = append(m.rowsOf[cell], i)
			if r.low != r.high {
				m.inequalities[cell] = append(m.inequalities[cell], touch{i, r.by[k]})
			} else {
				m.equations[cell] = append(m.equations[cell], touch{i, r.by[k]})
			}
		}
	}
	return true
}

// walk is a table on its way from the true one.
type walk struct {
	*mover
	low, high []int64 // what is printed of the cells
	holder    string
	seed      int
	goal      int64 // of the seed's value
	direction int64 // on which side of the true value that is
	table     []int64
	sums      []int64
	broken    []int // cells that may be out of bounds
	skip      int   // where candidates are first looked for
	patience  int   // steps left that mend nothing
}

// walk looks for a table in which the cell lies by further; nil when there is
// none on its way. The next walk writes over it.
func (m *mover) walk(within *tables, j judgement, by int64, attempt int) []int64 {
	return m.start(within, j, by, attempt).walk()
}

// walkFrom begins at a guess, and mends what it leaves out of bounds.
func (m *mover) walkFrom(guess *Move, within *tables, j judgement) []int64 {
	k, _ := slices.BinarySearch(guess.Cells, j.cell)
	w := m.start(within, j, guess.By[k], 0)
	w.make(guess)
	return w.walk()
}

func (m *mover) start(within *tables, j judgement, by int64, attempt int) *walk {
	w := &walk{
		mover: m, low: within.low, high: within.high, holder: j.holder, seed: j.cell, goal: m.truth[j.cell] + by, direction: by,
		table: append(m.walking.table[:0], m.truth...), sums: append(m.walking.sums[:0], m.sums...),
		skip: attempt * 7919, patience: mostUphill,
	}
	m.walking = walking{w.table, w.sums}
	return w
}

func (w *walk) walk() []int64 {
	for range mostMoves {
		if left := w.goal - w.table[w.seed]; left*w.direction > 0 {
			if !w.step(w.seed, left, true) {
				return nil
			}
			continue
		}
		cell, excess := w.worst()
		if cell < 0 {
			if w.holds() {
				return w.table
			}
			return nil
		}
		if !w.step(cell, -excess, false) {
			return nil
		}
	}
	return nil
}

// step makes the best of the moves that bring a cell in a direction. One that
// mends must lessen what is out of bounds.
func (w *walk) step(cell int, by int64, seeding bool) bool {
	candidates := w.by[cell][direction(by)]
	best, least := -1, int64(0)
	for k := range min(len(candidates), mostCandidates) {
		i := candidates[(k+w.skip)%len(candidates)]
		if len(candidates) > mostCandidates {
			i = candidates[(k*len(candidates)/mostCandidates+w.skip)%len(candidates)]
		}
		if !w.may(i, seeding) {
			continue
		}
		cost := w.cost(&w.moves[i])
		if best < 0 || cost < least {
			best, least = i, cost
		}
	}
	if best < 0 || !seeding && least >= 0 && w.patience == 0 {
		return false
	}
	if !seeding && least >= 0 {
		w.patience--
	}
	w.make(&w.moves[best])
	return true
}

// may tells whether the attacker leaves a move open: not in his own territory,
// and not back from the goal.
func (w *walk) may(i int, seeding bool) bool {
	move := &w.moves[i]
	if w.holder != "" && move.Holder == w.holder {
		return false
	}
	if seeding {
		return true
	}
	k, touches := slices.BinarySearch(move.Cells, w.seed)
	return !touches || (w.table[w.seed]+move.By[k]-w.goal)*w.direction >= 0
}

func (w *walk) make(move *Move) {
	for k, cell := range move.Cells {
		w.table[cell] += move.By[k]
		w.broken = append(w.broken, cell)
		for _, t := range w.inequalities[cell] {
			w.sums[t.row] += t.by * move.By[k]
		}
	}
}

// cost is what a move adds to all that is out of bounds.
func (w *walk) cost(move *Move) int64 {
	cost := int64(0)
	for k, cell := range move.Cells {
		low, high, now := w.low[cell], w.high[cell], w.table[cell]
		cost += outside(low, high, now+move.By[k]) - outside(low, high, now)
		for _, t := range w.inequalities[cell] {
			low, high, now := w.rows[t.row].low, w.rows[t.row].high, w.sums[t.row]
			cost += outside(low, high, now+t.by*move.By[k]) - outside(low, high, now)
		}
	}
	return cost
}

func size(n int64) int64 { return max(n, -n) }

// outside is how far a value lies out of limits. No sum of a table comes near
// Unbounded, so that neither end needs a case of its own.
func outside(low, high, value int64) int64 {
	switch {
	case value > high:
		return value - high
	case value < low:
		return low - value
	}
	return 0
}

// excess is how far a cell lies out of what is printed of it, signed.
func (w *walk) excess(cell int) int64 {
	return max(0, w.table[cell]-w.high[cell]) - max(0, w.low[cell]-w.table[cell])
}

// worst is the cell that lies farthest out of bounds, -1 when none does.
func (w *walk) worst() (cell int, excess int64) {
	cell = -1
	kept := w.broken[:0]
	for _, i := range w.broken {
		e := w.excess(i)
		if e == 0 {
			continue
		}
		kept = append(kept, i)
		if cell < 0 || size(e) > size(excess) {
			cell, excess = i, e
		}
	}
	w.broken = kept
	return cell, excess
}

// holds adds every row up: whoever made the moves is not trusted.
func (w *walk) holds() bool {
	for _, r := range w.rows {
		if !r.holds(func(cell int) int64 { return w.table[cell] }) {
			return false
		}
	}
	return true
}
