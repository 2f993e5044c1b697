package audit

// mostFixed bounds the cells that one plunge rounds.
const mostFixed = 60

// plunge looks for a whole table where the cell is at the goal, or as far as the
// rationals allow: it holds the cell there and rounds one cell after the other,
// without ever going back. True ends the search: nothing lies beyond. Most
// tables are found so, at the price of one copy of the programme.
func (e *explorer) plunge(p programme, c, sign int, goal int64) bool {
	limit, exact, fits := p.value(c)
	if !fits {
		return false
	}
	low, high := p.bounds(c)
	if sign > 0 {
		low = min(goal, limit)
	} else {
		if !exact {
			limit++
		}
		high = max(goal, limit)
	}
	q := p.clone()
	if !q.bind(c, low, high) || q.feasible() != optimal {
		return false
	}
	for range mostFixed {
		i, whole, ok := e.broken(q)
		if !ok {
			return false
		}
		if i < 0 {
			return e.note(q)
		}
		low, high := q.bounds(i)
		if !q.bind(i, low, whole) {
			return false
		}
		switch q.feasible() {
		case optimal:
		case empty:
			if !q.bind(i, whole+1, high) || q.feasible() != optimal {
				return false
			}
		default:
			return false
		}
	}
	return false
}

// broken is the first cell that is not whole at the vertex, with its whole
// part; -1 when all are. ok is false for a number out of reach.
func (e *explorer) broken(p programme) (cell int, whole int64, ok bool) {
	for i := range e.low {
		whole, exact, fits := p.value(i)
		if !fits {
			return 0, 0, false
		}
		if !exact {
			return i, whole, true
		}
	}
	return -1, 0, true
}
