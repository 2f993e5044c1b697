package stats

import (
	"math"
	"slices"
)

// MostExactRanks is the number of observations in all up to which
// MannWhitney's P is exact.
const MostExactRanks = 25

// RankSum compares the positions of two independent groups on an ordered
// scale (Mann and Whitney, 1947; Wilcoxon, 1945).
type RankSum struct {
	U float64 // pairs where x is over y, plus half of the ties
	// RankBiserial is 2U/mn - 1 (Wendt, 1972), from -1 (all y above) to 1.
	RankBiserial float64
	// Normal is the two-sided probability by the normal law with the ties'
	// variance, Corrected the same with a continuity correction of one half.
	Normal, Corrected float64

	doubled []int // twice the mid-ranks of both groups, whole numbers
	m       int   // of the first group
}

// MannWhitney compares two groups. When all values are equal, every p is 1:
// nothing differs. With an empty group U is 0, and every p and RankBiserial NaN.
func MannWhitney(x, y []float64) RankSum {
	all := slices.Concat(x, y)
	ranks := Ranks(all)
	m, n, N := float64(len(x)), float64(len(y)), float64(len(all))
	r := RankSum{m: len(x), doubled: make([]int, len(all))}
	for i, rank := range ranks {
		r.doubled[i] = int(2 * rank)
	}
	r.U = sumOf(ranks[:len(x)]) - m*(m+1)/2
	r.RankBiserial = 2*r.U/(m*n) - 1
	if m == 0 || n == 0 {
		r.Normal, r.Corrected = math.NaN(), math.NaN()
		return r
	}
	deviation := math.Sqrt(m * n / 12 * (N + 1 - ties(all)/(N*(N-1))))
	apart := math.Abs(r.U - m*n/2)
	if deviation == 0 {
		r.Normal, r.Corrected = 1, 1
		return r
	}
	r.Normal = beyond(apart / deviation)
	// Half a pair is never taken past the middle.
	r.Corrected = beyond(math.Max(0, apart-0.5) / deviation)
	return r
}

// P is Exact up to MostExactRanks observations, else Corrected; exact says
// which. Past that number a group of one or two is told roughly: 2 that lie over
// 24 others have 0.024 instead of the exact 0.006, 1 beside 25 on a scale may
// have 0.08 instead of 0.12.
func (r RankSum) P() (p float64, exact bool) {
	if len(r.doubled) <= MostExactRanks {
		return r.Exact(), true
	}
	return r.Corrected, false
}

// Exact is the permutation probability, ties included: the share of the ways
// to choose the first group's places for which U is as far from its middle as
// the one seen. Doubling one tail instead would be wrong with ties, which make
// the law uneven. Its time grows as the fourth power of the observations.
// NaN with an empty group.
func (r RankSum) Exact() float64 {
	if r.m == 0 || r.m == len(r.doubled) {
		return math.NaN()
	}
	total, seen := sumOf(r.doubled), sumOf(r.doubled[:r.m])
	// ways[k][s]: choices of k places whose doubled ranks add up to s.
	ways := make([][]float64, r.m+1)
	for k := range ways {
		ways[k] = make([]float64, total+1)
	}
	ways[0][0] = 1
	for placed, rank := range r.doubled {
		for k := min(placed+1, r.m); k >= 1; k-- {
			for s := total; s >= rank; s-- {
				ways[k][s] += ways[k-1][s-rank]
			}
		}
	}
	// Twice the doubled sum less its mean, in whole numbers.
	n := len(r.doubled)
	apart := func(sum int) int { return max(sum*n-total*r.m, total*r.m-sum*n) }
	var as, all float64
	for sum, count := range ways[r.m] {
		all += count
		if apart(sum) >= apart(seen) {
			as += count
		}
	}
	return as / all
}
