package audit

import "slices"

// tables are those found along moves under one set of masked cells. What agreed
// with more that was printed agrees with less: wider has the tables of its
// parent.
type tables struct {
	*mover
	// low and high are what any reader knows of the cells. A holder's own move
	// with his territory's moves alone, which he does not leave open.
	low, high []int64
	parent    *tables
	found     []met
	at        map[int][]spot // cell → the tables that move it
	failed    map[judgement]bool
}

type met struct {
	*table
	touched map[string]bool // the holders whose cells it changes
}

// spot is what a table found holds in a cell.
type spot struct {
	found int
	value int64
}

func (m *mover) tables(masked []bool, parent *tables) *tables {
	if m == nil {
		return nil
	}
	if parent == nil {
		parent = m.guessed
	}
	s := &tables{
		mover: m, parent: parent, at: make(map[int][]spot), failed: make(map[judgement]bool),
		low: make([]int64, len(m.cells)), high: make([]int64, len(m.cells)),
	}
	for i := range m.cells {
		c := m.cell(i)
		if s.low[i], s.high[i] = c.Low, c.High; masked[i] {
			s.low[i], s.high[i] = c.MaskedLow, c.MaskedHigh
		}
	}
	return s
}

// apart is two tables that pass a judgement; nil when none was found.
func (s *tables) apart(j judgement) *proof {
	if s == nil || s.failed[j] {
		return nil
	}
	if p := s.known(j); p != nil {
		return p
	}
	low, high := s.low[j.cell], s.high[j.cell]
	up, down := j.width, min(j.width, s.truth[j.cell]-low)
	if high != Unbounded {
		up = min(up, high-s.truth[j.cell])
	}
	for attempt := range mostAttempts {
		for _, by := range [2]int64{up, -down} {
			if by == 0 {
				continue
			}
			if values := s.walk(s, j, by, attempt); values != nil {
				s.keep(differing(s.truth, values))
				if p := s.known(j); p != nil {
					return p
				}
			}
		}
	}
	if p := s.mended(j); p != nil {
		return p
	}
	s.failed[j] = true
	return nil
}

// mostMended is how many guesses that do not agree with what is printed are
// mended for one judgement.
const mostMended = 12

// mended starts from guesses that move the cell.
func (s *tables) mended(j judgement) *proof {
	tried := 0
	for _, g := range s.guessesAt[j.cell] {
		guess := &s.guesses[g]
		if j.holder != "" && s.touches(guess, j.holder) {
			continue
		}
		if tried++; tried > mostMended {
			return nil
		}
		if values := s.walkFrom(guess, s, j); values != nil {
			s.keep(differing(s.truth, values))
			if p := s.known(j); p != nil {
				return p
			}
		}
	}
	return nil
}

func (s *tables) touches(guess *Move, holder string) bool {
	return slices.ContainsFunc(guess.Cells, func(i int) bool { return s.cell(i).Holder == holder })
}

func (s *tables) keep(found *table) {
	t := met{found, make(map[string]bool)}
	for k, i := range t.cells {
		s.at[i] = append(s.at[i], spot{len(s.found), t.values[k]})
		if h := s.cell(i).Holder; h != "" {
			t.touched[h] = true
		}
	}
	s.found = append(s.found, t)
}

// try keeps the tables that guesses lead to, of those that agree with what is
// printed before anything is masked.
func (s *tables) try(guesses []Move) {
	s.guessesAt = make([][]int, len(s.cells))
	for g, move := range guesses {
		t := &table{base: s.truth}
		for k, i := range move.Cells {
			t.cells, t.values = append(t.cells, i), append(t.values, s.truth[i]+move.By[k])
			s.guessesAt[i] = append(s.guessesAt[i], g)
		}
		if s.agreesWith(move) {
			s.keep(t)
		}
	}
}

func (s *tables) agreesWith(move Move) bool {
	change := make(map[int]int64)
	for k, i := range move.Cells {
		if value := s.truth[i] + move.By[k]; value < s.low[i] || value > s.high[i] {
			return false
		}
		for _, t := range s.inequalities[i] {
			change[t.row] += t.by * move.By[k]
		}
	}
	for row, by := range change {
		if outside(s.rows[row].low, s.rows[row].high, s.sums[row]+by) > 0 {
			return false
		}
	}
	return true
}

// known looks among the tables found, the true one included, for two that lie far
// enough apart.
func (s *tables) known(j judgement) *proof {
	least, most := s.trueTable, s.trueTable
	low, high := s.truth[j.cell], s.truth[j.cell]
	for at := s; at != nil; at = at.parent {
		for _, r := range at.at[j.cell] {
			t := at.found[r.found]
			if j.holder != "" && t.touched[j.holder] {
				continue
			}
			if r.value < low {
				least, low = t.table, r.value
			}
			if r.value > high {
				most, high = t.table, r.value
			}
			if high-low >= j.width {
				return &proof{least, most}
			}
		}
	}
	return nil
}

// open is how far apart the tables found lie in a cell, at least.
func (s *tables) open(j judgement) (low, high int64) {
	low, high = s.truth[j.cell], s.truth[j.cell]
	for at := s; at != nil; at = at.parent {
		for _, r := range at.at[j.cell] {
			if j.holder == "" || !at.found[r.found].touched[j.holder] {
				low, high = min(low, r.value), max(high, r.value)
			}
		}
	}
	return low, high
}
