package audit

// outcome is how a call on a linear programme ended.
type outcome uint8

const (
	optimal   outcome = iota // no table is better
	reached                  // a whole table at least as good as asked
	endless                  // the objective grows without limit
	empty                    // no table at all
	overflow                 // the numbers outgrew the arithmetic
	exhausted                // too many steps
)

// mostSteps bounds the pivots of one call. Bland's rule ends anyway; the bound
// keeps a degenerate component from holding a release up.
const mostSteps = 20_000

// patience is how many steps in a row may leave the table where it is before
// the entering column is chosen by Bland's rule, which cannot cycle.
const patience = 12

// programme is a linear programme kept at one of its vertices.
type programme interface {
	// feasible moves to a vertex within every bound: optimal, empty, overflow, exhausted.
	feasible() outcome
	// push moves the variable up (sign 1) or down (-1) as far as it goes; it stops
	// at a whole vertex where the variable is at goal or beyond.
	push(variable, sign int, goal int64) outcome
	// value is the whole part of a variable at the vertex, and whether that is all of it.
	value(variable int) (whole int64, exact, fits bool)
	bounds(variable int) (low, high int64)
	// bind changes a variable's bounds; false on overflow. feasible comes next.
	bind(variable int, low, high int64) bool
	clone() programme
}

// tableau is a simplex dictionary with bounded variables. The variables are the
// cells, then one for each row (its sum, between the row's bounds). Row i says
// d[i]·basic[i] + Σ t[i][j]·nonbasic[j] = 0, all whole numbers, d[i] > 0: no
// fraction, and rows that a pivot does not touch stay as they are. A row is
// reduced before it pivots, and when its denominator grows. The last column holds d[i]·(value of basic[i]).
type tableau[T any] struct {
	ring[T]
	cells     int
	t         [][]T
	d         []T
	basic     []int
	nonbasic  []int
	where     []int // variable → row, or ^column; gone when dropped
	low, high []int64
	atHigh    []bool
	cost      []T
	filled    []int // columns of the pivot row that are not zero, while pivoting
	outside   []int // rows out of bounds, from 1, with their side's sign
}

// gone marks the sum of an equation that left the basis: it never moves again.
const gone = int(^uint(0)>>1) * -1

// newTableau starts with every cell at its lower bound and every row's sum
// basic. False when a number does not fit the arithmetic.
func newTableau[T any](r ring[T], low, high []int64, rows []row) (*tableau[T], bool) {
	n, m := len(low), len(rows)
	t := &tableau[T]{ring: r, cells: n, low: append([]int64(nil), low...), high: append([]int64(nil), high...)}
	one, _ := r.of(1)
	t.atHigh = make([]bool, n+m)
	t.where = make([]int, n+m)
	t.cost = make([]T, n+1)
	for j := range n {
		t.nonbasic = append(t.nonbasic, j)
		t.where[j] = ^j
	}
	for i, source := range rows {
		line := r.zeros(n + 1)
		for k, cell := range source.cells {
			by, fits := r.of(-source.by[k])
			if !fits {
				return nil, false
			}
			line[cell] = by
			if line[n], fits = r.shift(line[n], by, low[cell]); !fits {
				return nil, false
			}
		}
		t.t, t.d = append(t.t, line), append(t.d, one)
		t.basic = append(t.basic, n+i)
		t.where[n+i] = i
		t.low, t.high = append(t.low, source.low), append(t.high, source.high)
	}
	return t, true
}

// lean rests each cell at the bound that is nearer to a table's value.
func (t *tableau[T]) lean(table []int64) bool {
	for v, x := range table {
		if t.high[v] == Unbounded || t.high[v]-x >= x-t.low[v] {
			continue
		}
		t.atHigh[v] = true
		if !t.move(^t.where[v], t.high[v]-t.low[v]) {
			return false
		}
	}
	return true
}

func (t *tableau[T]) clone() programme {
	c := *t
	c.t = make([][]T, len(t.t))
	for i, line := range t.t {
		c.t[i] = append([]T(nil), line...)
	}
	c.d = append([]T(nil), t.d...)
	c.basic = append([]int(nil), t.basic...)
	c.nonbasic = append([]int(nil), t.nonbasic...)
	c.where = append([]int(nil), t.where...)
	c.low = append([]int64(nil), t.low...)
	c.high = append([]int64(nil), t.high...)
	c.atHigh = append([]bool(nil), t.atHigh...)
	c.cost, c.filled, c.outside = make([]T, len(t.cost)), nil, nil
	return &c
}

func (t *tableau[T]) value(v int) (int64, bool, bool) {
	if i := t.where[v]; i >= 0 {
		return t.floor(t.last(i), t.d[i])
	}
	return t.resting(v), true, true
}

// last is d[i] times the value of row i's variable.
func (t *tableau[T]) last(i int) T { return t.t[i][len(t.nonbasic)] }

// resting is the bound at which a variable outside the basis lies.
func (t *tableau[T]) resting(v int) int64 {
	if t.atHigh[v] {
		return t.high[v]
	}
	return t.low[v]
}

func (t *tableau[T]) bounds(v int) (int64, int64) { return t.low[v], t.high[v] }

func (t *tableau[T]) bind(v int, low, high int64) bool {
	before := int64(0)
	outside := t.where[v] < 0
	if outside {
		before = t.resting(v)
	}
	t.low[v], t.high[v] = low, high
	if !outside {
		return true
	}
	t.atHigh[v] = high != Unbounded && before >= high
	return t.move(^t.where[v], t.resting(v)-before)
}

// move shifts the variable of a column by a whole number.
func (t *tableau[T]) move(column int, by int64) bool {
	if by == 0 {
		return true
	}
	x := len(t.nonbasic)
	for _, line := range t.t {
		var fits bool
		if line[x], fits = t.shift(line[x], line[column], by); !fits {
			return false
		}
	}
	return true
}

// side is -1 when the row's variable is under its bounds, 1 when above, else 0.
func (t *tableau[T]) side(i int) int {
	v := t.basic[i]
	if t.low[v] != -Unbounded && t.compare(t.last(i), t.d[i], t.low[v]) < 0 {
		return -1
	}
	if t.high[v] != Unbounded && t.compare(t.last(i), t.d[i], t.high[v]) > 0 {
		return 1
	}
	return 0
}

// whole tells whether every cell is a whole number at this vertex.
func (t *tableau[T]) whole() bool {
	for i, v := range t.basic {
		if v >= t.cells {
			continue
		}
		if _, exact, _ := t.floor(t.last(i), t.d[i]); !exact {
			return false
		}
	}
	return true
}
