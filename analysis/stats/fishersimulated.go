package stats

import (
	"math"
	"math/rand/v2"
	"slices"
)

// Draws is the number of tables that Fisher draws when it cannot list them: p
// is then known to half a hundredth near 0.05 (two standard errors).
const Draws = 9_999

// ExactTest is Fisher's test of a table; Simulated tells that p comes from
// random tables, and must be said so.
type ExactTest struct {
	P         float64
	Simulated bool
}

// Fisher tests a table exactly when that takes a few hundredths of a second,
// else on Draws random tables, which takes as long.
func Fisher(table [][]int, random *rand.Rand) ExactTest {
	if p, ok := fisherWithin(table, soonExactSteps); ok {
		return ExactTest{P: p}
	}
	return ExactTest{P: FisherSimulated(table, Draws, random), Simulated: true}
}

// FisherSimulated estimates the exact test's probability from random tables
// with the margins of the one seen: (b + 1)/(draws + 1) where b of them are no
// likelier, so that p is never 0 (Davison and Hinkley, Bootstrap Methods,
// 4.2.5). The same source gives the same p.
func FisherSimulated(table [][]int, draws int, random *rand.Rand) float64 {
	c := newContingency(table)
	if !c.comparable() {
		return 1
	}
	s := sampler{contingency: c, factorials: logFactorials(c.n), random: random}
	seen := 0.0
	for _, row := range c.cells {
		for _, count := range row {
			seen -= s.factorials[count]
		}
	}
	likelier := 0
	for range draws {
		if s.draw() > seen+equalled {
			likelier++
		}
	}
	return float64(draws-likelier+1) / float64(draws+1)
}

// sampler draws tables with given margins, cell by cell (Patefield, Applied
// Statistics 30, 1981): the time does not grow with the counts' total.
type sampler struct {
	contingency
	factorials []float64
	random     *rand.Rand
}

// draw gives minus the sum of the logarithms of the cells' factorials of one
// random table.
func (s sampler) draw() float64 {
	sum := 0.0
	columns := slices.Clone(s.columns)
	all := s.n
	for _, row := range s.rows[:len(s.rows)-1] {
		among, left := all, row // counts not yet placed in this column and those after; this row's
		for j, column := range columns {
			x := s.place(column, among-column, left)
			among -= column
			left -= x
			columns[j] -= x
			sum -= s.factorials[x]
		}
		all -= row
	}
	for _, x := range columns { // the last row takes what is left
		sum -= s.factorials[x]
	}
	return sum
}

// place draws how many of drawn fall among inside rather than outside: the
// hypergeometric law inverted from its mode outwards.
func (s sampler) place(inside, outside, drawn int) int {
	least, most := max(0, drawn-outside), min(inside, drawn)
	if least == most {
		return least
	}
	f := s.factorials
	up := min(max((drawn+1)*(inside+1)/(inside+outside+2), least), most)
	mode, down := up, up
	rise := math.Exp(f[inside] - f[up] - f[inside-up] + f[outside] - f[drawn-up] - f[outside-drawn+up] -
		f[inside+outside] + f[drawn] + f[inside+outside-drawn])
	fall, left := rise, s.random.Float64()-rise
	for left >= 0 && (up < most || down > least) {
		if up < most {
			rise *= float64(inside-up) * float64(drawn-up) / (float64(up+1) * float64(outside-drawn+up+1))
			up++
			if left -= rise; left < 0 {
				return up
			}
		}
		if down > least {
			fall *= float64(down) * float64(outside-drawn+down) / (float64(inside-down+1) * float64(drawn-down+1))
			down--
			if left -= fall; left < 0 {
				return down
			}
		}
	}
	return mode
}
