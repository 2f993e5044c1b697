package audit

import "errors"

// mostNarrowings bounds how often one row is looked at again while intervals
// shrink: unbounded systems can shrink for ever, and stopping early only
// leaves more to the simplex.
const mostNarrowings = 60

// box is the bounds of a component's cells, and the rows between them.
type box struct {
	low, high []int64
	rows      []row // cells are positions in low and high
}

// narrow shrinks every interval by what each row alone says of it, until
// nothing moves. False when an interval is empty.
func (b *box) narrow() bool {
	touching := make([][]int, len(b.low))
	for i, r := range b.rows {
		for _, c := range r.cells {
			touching[c] = append(touching[c], i)
		}
	}
	queue := make([]int, len(b.rows))
	queued := make([]int, len(b.rows))
	waiting := make([]bool, len(b.rows))
	for i := range queue {
		queue[i], waiting[i] = i, true
	}
	for len(queue) > 0 {
		i := queue[0]
		queue, waiting[i] = queue[1:], false
		changed, ok := b.narrowBy(b.rows[i])
		if !ok {
			return false
		}
		for _, c := range changed {
			for _, next := range touching[c] {
				if !waiting[next] && queued[next] < mostNarrowings {
					queued[next]++
					waiting[next] = true
					queue = append(queue, next)
				}
			}
		}
	}
	return true
}

// reach is the least and greatest that a row can sum to.
type reach struct {
	low, high         int64 // of the finite terms
	lowOpen, highOpen int   // terms without a limit
	lowFits, highFits bool
}

// extent is what one term spans.
func extent(by, low, high int64) (from, to int64, fromOpen, toOpen, fits bool) {
	if by < 0 {
		low, high = high, low
	}
	a, b := true, true
	if fromOpen = low == Unbounded; !fromOpen {
		from, a = times(by, low)
	}
	if toOpen = high == Unbounded; !toOpen {
		to, b = times(by, high)
	}
	return from, to, fromOpen, toOpen, a && b
}

func (b *box) reach(r row) reach {
	all := reach{lowFits: true, highFits: true}
	for k, c := range r.cells {
		from, to, fromOpen, toOpen, fits := extent(r.by[k], b.low[c], b.high[c])
		if !fits {
			all.lowFits, all.highFits = false, false
			return all
		}
		if fromOpen {
			all.lowOpen++
		} else {
			all.low, fits = plus(all.low, from)
			all.lowFits = all.lowFits && fits
		}
		if toOpen {
			all.highOpen++
		} else {
			all.high, fits = plus(all.high, to)
			all.highFits = all.highFits && fits
		}
	}
	return all
}

// narrowBy applies one row to its cells and lists those that moved.
func (b *box) narrowBy(r row) (changed []int, ok bool) {
	all := b.reach(r)
	if all.lowFits && all.lowOpen == 0 && r.high != Unbounded && all.low > r.high {
		return nil, false
	}
	if all.highFits && all.highOpen == 0 && r.low != -Unbounded && all.high < r.low {
		return nil, false
	}
	for k, c := range r.cells {
		from, to, fromOpen, toOpen, _ := extent(r.by[k], b.low[c], b.high[c])
		moved := false
		if r.high != Unbounded && all.lowFits && all.lowOpen == opened(fromOpen) {
			if room, fits := without(r.high, all.low, from); fits { // by·cell ≤ room
				moved = b.cap(c, r.by[k], room) || moved
			}
		}
		if r.low != -Unbounded && all.highFits && all.highOpen == opened(toOpen) {
			if need, fits := without(r.low, all.high, to); fits { // by·cell ≥ need
				moved = b.cap(c, -r.by[k], -need) || moved
			}
		}
		if moved {
			if b.low[c] > b.high[c] {
				return nil, false
			}
			changed = append(changed, c)
			all = b.reach(r)
		}
	}
	return changed, true
}

func opened(open bool) int {
	if open {
		return 1
	}
	return 0
}

// without is limit − (sum − term): what the other terms leave to this one.
func without(limit, sum, term int64) (int64, bool) {
	others, fits := minus(sum, term)
	room, also := minus(limit, others)
	return room, fits && also
}

// cap applies by·cell ≤ room to a cell's interval.
func (b *box) cap(c int, by, room int64) bool {
	if by > 0 {
		if limit := floorDivide(room, by); limit < b.high[c] {
			b.high[c] = limit
			return true
		}
		return false
	}
	if limit := -floorDivide(room, -by); limit > b.low[c] {
		b.low[c] = limit
		return true
	}
	return false
}

func floorDivide(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// split separates the cells that are still open into groups that share no row.
// Cells at one value become constants; rows that every table satisfies go,
// unless all are wanted.
// Contradictions among constants are found by narrow.
func (b *box) split(all bool) ([]group, error) {
	parent := make([]int, len(b.low))
	for i := range parent {
		parent[i] = i
	}
	find := func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	var kept []row
	for _, r := range b.rows {
		open, binding, err := b.open(r)
		if err != nil {
			return nil, err
		}
		if len(open.cells) == 0 || !binding && !all {
			continue
		}
		kept = append(kept, open)
		for _, c := range open.cells[1:] {
			parent[find(c)] = find(open.cells[0])
		}
	}
	return b.gather(find, kept), nil
}

// gather puts the open cells and the rows in the groups that find tells.
func (b *box) gather(find func(cell int) int, rows []row) []group {
	number := make(map[int]int)
	var groups []group
	position := make([]int, len(b.low))
	for c := range b.low {
		if b.low[c] == b.high[c] {
			continue
		}
		root := find(c)
		if _, ok := number[root]; !ok {
			number[root] = len(groups)
			groups = append(groups, group{})
		}
		g := &groups[number[root]]
		position[c] = len(g.cells)
		g.cells = append(g.cells, c)
		g.low, g.high = append(g.low, b.low[c]), append(g.high, b.high[c])
	}
	for _, r := range rows {
		g := &groups[number[find(r.cells[0])]]
		for i, c := range r.cells {
			r.cells[i] = position[c]
		}
		g.rows = append(g.rows, r)
	}
	return groups
}

// errTooLarge tells that constants do not add up within 64 bits.
var errTooLarge = errors.New("the numbers are too large to add up")

// open is the row on the cells that are not at one value, and whether it says
// anything that their intervals do not.
func (b *box) open(r row) (open row, binding bool, err error) {
	all := b.reach(r)
	binding = !all.lowFits || !all.highFits ||
		r.low != -Unbounded && (all.lowOpen > 0 || all.low < r.low) ||
		r.high != Unbounded && (all.highOpen > 0 || all.high > r.high)
	constant := int64(0)
	for k, c := range r.cells {
		if b.low[c] != b.high[c] {
			open.cells, open.by = append(open.cells, c), append(open.by, r.by[k])
			continue
		}
		product, fits := times(r.by[k], b.low[c])
		if fits {
			constant, fits = plus(constant, product)
		}
		if !fits {
			return row{}, false, errTooLarge
		}
	}
	open.low, open.high = r.low, r.high
	lowFits, highFits := true, true
	if r.low != -Unbounded {
		open.low, lowFits = minus(r.low, constant)
	}
	if r.high != Unbounded {
		open.high, highFits = minus(r.high, constant)
	}
	if !lowFits || !highFits {
		return row{}, false, errTooLarge
	}
	return open, binding, nil
}

// group is an independent part of a component, after narrowing.
type group struct {
	box
	cells []int // positions in the component
}
