package audit

func (t *tableau[T]) feasible() outcome {
	stalled := 0
	for range mostSteps {
		outside, fits := t.priceInfeasibility()
		if !fits {
			return overflow
		}
		if !outside {
			return optimal
		}
		column, direction := t.entering(stalled > patience)
		if column < 0 {
			return empty
		}
		moved, end := t.step(column, direction)
		if end != optimal {
			return end
		}
		stalled = count(stalled, moved)
	}
	return exhausted
}

func (t *tableau[T]) push(v, sign int, goal int64) outcome {
	stalled := 0
	for range mostSteps {
		if t.attained(v, sign, goal) && t.whole() {
			return reached
		}
		t.price(v, sign)
		column, direction := t.entering(stalled > patience)
		if column < 0 {
			return optimal
		}
		moved, end := t.step(column, direction)
		if end != optimal {
			return end
		}
		stalled = count(stalled, moved)
	}
	return exhausted
}

func count(stalled int, moved bool) int {
	if moved {
		return 0
	}
	return stalled + 1
}

func (t *tableau[T]) attained(v, sign int, goal int64) bool {
	if goal == Unbounded || goal == -Unbounded {
		return false
	}
	if i := t.where[v]; i >= 0 {
		return t.compare(t.last(i), t.d[i], goal)*sign >= 0
	}
	return (t.resting(v)-goal)*int64(sign) >= 0
}

// price sets the gain of each column when one variable is pushed.
func (t *tableau[T]) price(v, sign int) {
	cost := t.clear()
	if i := t.where[v]; i >= 0 {
		weight, _ := t.of(int64(-sign))
		t.accumulate(cost, t.t[i][:len(cost)], weight)
	} else {
		cost[^t.where[v]], _ = t.of(int64(sign))
	}
}

// priceInfeasibility sets the gain of each column when the distance to the
// bounds is reduced, over the rows' common denominator. outside is false when
// there is no such distance.
func (t *tableau[T]) priceInfeasibility() (outside, fits bool) {
	cost := t.clear()
	scale, _ := t.of(1)
	t.outside = t.outside[:0]
	for i := range t.basic {
		side := t.side(i)
		if side == 0 {
			continue
		}
		t.outside = append(t.outside, side*(i+1))
		if scale, fits = t.common(scale, t.d[i]); !fits {
			return true, false
		}
	}
	for _, signed := range t.outside {
		i := max(signed, -signed) - 1
		weight := t.over(scale, t.d[i])
		if signed < 0 {
			weight = t.opposite(weight)
		}
		if !t.accumulate(cost, t.t[i][:len(cost)], weight) {
			return true, false
		}
	}
	return len(t.outside) > 0, true
}

func (t *tableau[T]) clear() []T {
	cost := t.cost[:len(t.nonbasic)]
	zero, _ := t.of(0)
	for j := range cost {
		cost[j] = zero
	}
	return cost
}

// entering picks the column that gains most, or by Bland's rule the first
// variable that gains; -1 when none does.
func (t *tableau[T]) entering(bland bool) (column, direction int) {
	column = -1
	for j, v := range t.nonbasic {
		gain := t.sign(t.cost[j])
		if gain == 0 || t.low[v] == t.high[v] || (gain > 0) == t.atHigh[v] {
			continue
		}
		if column >= 0 {
			larger := t.compareSize(t.cost[j], t.cost[column])
			if bland {
				larger = 0
			}
			if larger < 0 || larger == 0 && v > t.nonbasic[column] {
				continue
			}
		}
		column, direction = j, gain
	}
	return column, direction
}

// step moves the column's variable until a bound stops it, and changes the
// basis if the bound is another's.
func (t *tableau[T]) step(column, direction int) (moved bool, end outcome) {
	v := t.nonbasic[column]
	leaving, bound := -1, int64(0)
	var gap, rate T
	for i, line := range t.t {
		slope := t.sign(line[column]) * direction
		if slope == 0 {
			continue
		}
		limit, limited := t.limit(i, slope)
		if !limited {
			continue
		}
		distance, fits := t.shift(t.last(i), t.d[i], limit)
		if !fits {
			return false, overflow
		}
		distance = t.absolute(distance)
		size := t.absolute(line[column])
		if leaving >= 0 {
			nearer := t.compareSteps(distance, size, gap, rate)
			if nearer > 0 || nearer == 0 && t.basic[i] > t.basic[leaving] {
				continue
			}
		}
		leaving, bound, gap, rate = i, limit, distance, size
	}
	if t.high[v] != Unbounded {
		span := t.high[v] - t.low[v]
		if leaving < 0 || t.compare(gap, rate, span) >= 0 {
			t.atHigh[v] = !t.atHigh[v]
			if !t.move(column, span*int64(direction)) {
				return false, overflow
			}
			return true, optimal
		}
	}
	if leaving < 0 {
		return false, endless
	}
	moved = t.sign(gap) != 0
	if !t.pivot(leaving, column, bound) {
		return false, overflow
	}
	return moved, optimal
}

// limit is the bound that the row's variable meets when it moves: downwards for
// slope > 0. A variable outside its bounds stops at the one it violates.
func (t *tableau[T]) limit(i, slope int) (int64, bool) {
	v, side := t.basic[i], t.side(i)
	if slope > 0 {
		switch {
		case side > 0:
			return t.high[v], true
		case side < 0 || t.low[v] == -Unbounded:
			return 0, false
		}
		return t.low[v], true
	}
	switch {
	case side < 0:
		return t.low[v], true
	case side > 0 || t.high[v] == Unbounded:
		return 0, false
	}
	return t.high[v], true
}

// pivot exchanges the variables of a row, which stops at bound, and of a column.
func (t *tableau[T]) pivot(r, c int, bound int64) bool {
	entering, leaving := t.nonbasic[c], t.basic[r]
	x := len(t.nonbasic)
	line := t.t[r]
	var fits bool
	if line[x], fits = t.shift(line[x], t.d[r], bound); !fits {
		return false
	}
	t.d[r] = t.reduce(line, t.d[r])
	t.fill(line)
	// Denominators stay positive: a negative pivot changes the sign of what is
	// taken from each row.
	p, minus := line[c], t.opposite(line[c])
	negative := t.sign(p) < 0
	size := p
	if negative {
		size = minus
	}
	for i, other := range t.t {
		if i == r || t.sign(other[c]) == 0 {
			continue
		}
		q := other[c]
		if negative {
			q = t.opposite(q)
		}
		if !t.take(i, line, c, size, q, t.d[r]) {
			return false
		}
	}
	// The entering variable moves from where it rested: its value is p·rest + what is left.
	line[c] = t.d[r]
	if line[x], fits = t.shift(line[x], minus, t.resting(entering)); !fits {
		return false
	}
	if negative {
		t.negate(line)
	}
	t.d[r] = size
	t.basic[r], t.nonbasic[c] = entering, leaving
	t.where[entering], t.where[leaving] = r, ^c
	t.atHigh[leaving] = bound == t.high[leaving]
	if leaving >= t.cells && t.low[leaving] == t.high[leaving] {
		t.drop(c)
	}
	return true
}

// take eliminates the entering variable from a row: row·p − q·line, in which
// the leaving variable, d times itself in the line, takes its column.
func (t *tableau[T]) take(i int, line []T, c int, p, q, d T) bool {
	row := t.t[i]
	if !t.eliminate(row, line, t.filled, p, q) {
		return false
	}
	var fits, also bool
	row[c], fits = t.product(t.opposite(q), d)
	t.d[i], also = t.product(t.d[i], p)
	if !fits || !also {
		return false
	}
	if t.heavy(t.d[i]) {
		t.d[i] = t.reduce(row, t.d[i])
	}
	return true
}

// fill lists the columns where the pivot row is not zero.
func (t *tableau[T]) fill(line []T) {
	t.filled = t.filled[:0]
	for j, v := range line {
		if t.sign(v) != 0 {
			t.filled = append(t.filled, j)
		}
	}
}

// drop removes the column of an equation's sum, which is at its only value.
func (t *tableau[T]) drop(c int) {
	last := len(t.nonbasic) - 1
	t.where[t.nonbasic[c]] = gone
	if c != last {
		t.nonbasic[c] = t.nonbasic[last]
		t.where[t.nonbasic[c]] = ^c
	}
	t.nonbasic = t.nonbasic[:last]
	for i, line := range t.t {
		line[c] = line[last]
		line[last] = line[last+1]
		t.t[i] = line[:last+1]
	}
}
