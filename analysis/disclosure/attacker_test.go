package disclosure_test

import (
	"strconv"
)

// attacker is whoever reads everything printed and tries every whole-number
// table. He shares no line with package audit: bounds that follow from each
// other, then trial of every value, and again.
type attacker struct {
	names     []string
	truth     []int // steers the order of trials, decides nothing
	low, high []int
	sums      []linked
	touching  [][]int
	tried     int

	// Kept from one trial to the next: making them anew took a fifth of the time.
	waiting []bool
	queue   []int
	spare   []bounds
}

// endless is the limit of a sum that nothing bounds.
const endless = 1 << 30

// linked is low ≤ Σ by·unknown ≤ high.
type linked struct {
	of        []int
	by        []int
	low, high int
}

func (a *attacker) unknown(name string, truth, low, high int) int {
	a.names = append(a.names, name)
	a.truth = append(a.truth, truth)
	a.low, a.high = append(a.low, low), append(a.high, high)
	a.touching = append(a.touching, nil)
	return len(a.names) - 1
}

// read intersects what is known of an unknown.
func (a *attacker) read(i, low, high int) {
	a.low[i], a.high[i] = max(a.low[i], low), min(a.high[i], high)
}

func (a *attacker) link(low, high int, of, by []int) {
	for _, i := range of {
		a.touching[i] = append(a.touching[i], len(a.sums))
	}
	a.sums = append(a.sums, linked{of, by, low, high})
}

// total says that an unknown is the sum of others.
func (a *attacker) total(i int, parts []int) {
	of, by := []int{i}, []int{-1}
	for _, p := range parts {
		of, by = append(of, p), append(by, 1)
	}
	a.link(0, 0, of, by)
}

// adds says that unknowns add up to a number.
func (a *attacker) adds(n int, parts []int) {
	by := make([]int, len(parts))
	for k := range by {
		by[k] = 1
	}
	a.link(n, n, parts, by)
}

// bounds are the limits of all unknowns at one point of the search.
type bounds struct{ low, high []int }

// clone is a copy to try a value in, which drop takes back.
func (a *attacker) clone(b bounds) bounds {
	var c bounds
	if last := len(a.spare) - 1; last >= 0 {
		c, a.spare = a.spare[last], a.spare[:last]
	}
	return bounds{append(c.low[:0], b.low...), append(c.high[:0], b.high...)}
}

func (a *attacker) drop(b bounds) { a.spare = append(a.spare, b) }

// settle narrows the bounds by every sum touched; false when none is left.
func (a *attacker) settle(b bounds, from []int) bool {
	if len(a.waiting) < len(a.sums) {
		a.waiting = make([]bool, len(a.sums))
	}
	a.queue = a.queue[:0]
	next := 0
	defer func() {
		for _, s := range a.queue[next:] {
			a.waiting[s] = false
		}
	}()
	for _, i := range from {
		if b.low[i] > b.high[i] {
			return false
		}
		a.wake(i)
	}
	for next < len(a.queue) {
		s := &a.sums[a.queue[next]]
		a.waiting[a.queue[next]] = false
		next++
		least, most := 0, 0
		for k, i := range s.of {
			l, h := span(s.by[k], b.low[i], b.high[i])
			least, most = least+l, most+h
		}
		if least > s.high || most < s.low {
			return false
		}
		for k, i := range s.of {
			l, h := span(s.by[k], b.low[i], b.high[i])
			// by·x ≤ high less the least of the others, and ≥ low less their most.
			low, high := divide(s.by[k], max(l, s.low-(most-h)), min(h, s.high-(least-l)))
			if low > b.low[i] || high < b.high[i] {
				b.low[i], b.high[i] = max(b.low[i], low), min(b.high[i], high)
				if b.low[i] > b.high[i] {
					return false
				}
				nl, nh := span(s.by[k], b.low[i], b.high[i])
				least, most = least+nl-l, most+nh-h
				a.wake(i)
			}
		}
	}
	return true
}

// wake has the sums of an unknown looked at.
func (a *attacker) wake(i int) {
	for _, s := range a.touching[i] {
		if !a.waiting[s] {
			a.waiting[s] = true
			a.queue = append(a.queue, s)
		}
	}
}

func span(by, low, high int) (int, int) {
	if by < 0 {
		return by * high, by * low
	}
	return by * low, by * high
}

// divide inverts span, to the whole numbers within.
func divide(by, low, high int) (int, int) {
	if by < 0 {
		by, low, high = -by, -high, -low
	}
	return -floored(-low, by), floored(high, by)
}

// floored is the quotient, rounded down.
func floored(n, by int) int {
	if by == 1 {
		return n
	}
	q := n / by
	if n%by < 0 {
		q--
	}
	return q
}

// mostTried bounds one search; a table that it does not find is not counted
// as impossible.
const mostTried = 4000

// possible tells whether a table exists within the bounds, by trial.
func (a *attacker) possible(b bounds, from []int) (found, decided bool) {
	if !a.settle(b, from) {
		return false, true
	}
	if a.tried++; a.tried > mostTried {
		return false, false
	}
	open := -1
	for i := range b.low {
		if b.low[i] < b.high[i] && (open < 0 || b.high[i]-b.low[i] < b.high[open]-b.low[open]) {
			open = i
		}
	}
	if open < 0 {
		return true, true
	}
	middle := b.low[open] + (b.high[open]-b.low[open])/2
	halves := [2][2]int{{b.low[open], middle}, {middle + 1, b.high[open]}}
	if a.truth[open] > middle {
		halves[0], halves[1] = halves[1], halves[0]
	}
	decided = true
	for _, half := range halves {
		c := a.clone(b)
		c.low[open], c.high[open] = half[0], half[1]
		found, sure := a.possible(c, []int{open})
		a.drop(c)
		if found {
			return true, true
		}
		decided = decided && sure
	}
	return false, decided
}

// view is what a holder of exact counts starts from; nil holds none.
func (a *attacker) view(exact func(i int) bool) (bounds, bool) {
	b := bounds{append([]int(nil), a.low...), append([]int(nil), a.high...)}
	all := make([]int, len(a.low))
	for i := range all {
		all[i] = i
		if exact != nil && exact(i) {
			b.low[i], b.high[i] = max(b.low[i], a.truth[i]), min(b.high[i], a.truth[i])
		}
	}
	return b, a.settle(b, all)
}

// width is how far apart two tables can lie in an unknown, up to enough: the
// greatest and the least value that some table has.
func (a *attacker) width(b bounds, i, enough int) (low, high int, decided bool) {
	low, high, decided = a.truth[i], a.truth[i], true
	b = a.clone(b)
	defer func() { a.drop(b) }()
	if b.high[i] == endless { // a sum: whatever allows more allows this much
		b.high[i] = a.truth[i] + enough
	}
	at := func(v int) bool {
		a.tried = 0
		c := a.clone(b)
		c.low[i], c.high[i] = v, v
		found, sure := a.possible(c, []int{i})
		a.drop(c)
		decided = decided && (found || sure)
		return found
	}
	for v := b.high[i]; v > a.truth[i]; v-- {
		if at(v) {
			high = v
			break
		}
	}
	if v := high - enough; v >= b.low[i] && v < a.truth[i] && at(v) {
		return v, high, decided
	}
	for v := b.low[i]; v < a.truth[i]; v++ {
		if at(v) {
			low = v
			break
		}
	}
	return low, high, decided
}

// textOf is rule R5 as the design tells it, written again: x of n, floor k.
func textOf(x, n, k int) string {
	switch {
	case x <= k-1:
		return "<" + strconv.Itoa(k)
	case n-x <= k-1:
		return ">=" + strconv.Itoa(n-k+1)
	}
	return strconv.Itoa(max(5*((x+2)/5), k))
}

// readText is what a reader knows who finds a text beside n and the legend.
func readText(text string, n, k int) (low, high int) {
	switch text {
	case "nc":
		return 0, n
	case "–":
		return 0, 0
	}
	low, high = n+1, -1
	for x := 0; x <= n; x++ {
		if textOf(x, n, k) == text {
			low, high = min(low, x), max(high, x)
		}
	}
	return low, high
}
