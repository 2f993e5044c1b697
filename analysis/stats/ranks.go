package stats

import (
	"math"
	"slices"
)

// Ranks gives each value its rank from 1; equal values share the mean of
// theirs. NaN has no rank: NaN.
func Ranks(values []float64) []float64 {
	sorted := slices.Clone(values)
	slices.Sort(sorted)
	sorted = slices.DeleteFunc(sorted, math.IsNaN) // equal to nothing, itself included
	shared := make(map[float64]float64)
	for first := 0; first < len(sorted); {
		after := first
		for after < len(sorted) && sorted[after] == sorted[first] {
			after++
		}
		shared[sorted[first]] = float64(first+1+after) / 2
		first = after
	}
	ranks := make([]float64, len(values))
	for i, v := range values {
		rank, ok := shared[v]
		if !ok {
			rank = math.NaN()
		}
		ranks[i] = rank
	}
	return ranks
}

// ties sums t³ - t over the groups of t equal values.
func ties(values []float64) float64 {
	counts := make(map[float64]float64)
	for _, v := range values {
		counts[v]++
	}
	var sum float64 // of whole numbers: the same in any order
	for _, t := range counts {
		sum += t*t*t - t
	}
	return sum
}

// KruskalWallis compares the positions of several groups, with the correction
// for ties (Kruskal and Wallis, JASA 47, 1952). Epsilon2, H/(n-1), is the
// share of the ranks' variance that the groups explain (Tomczak and Tomczak,
// 2014). Empty groups are left out. When all values are equal, H is 0 and p 1:
// nothing differs. With fewer than two groups, NaN. P is that of the chi-square
// law, which is rough for groups of one or two: drawn at random, 2, 2 and 26 on
// a scale where nearly all answer alike fall under 0.05 seven times in a hundred.
func KruskalWallis(groups ...[]float64) (test Test, epsilon2 float64) {
	groups = slices.DeleteFunc(slices.Clone(groups), func(g []float64) bool { return len(g) == 0 })
	all := slices.Concat(groups...)
	if len(groups) < 2 {
		return chiSquareTest(math.NaN(), 0), math.NaN()
	}
	n, ranks, df := float64(len(all)), Ranks(all), len(groups)-1
	tied := 1 - ties(all)/(n*n*n-n)
	if tied == 0 {
		return Test{DF: df, P: 1}, 0
	}
	between := 0.0
	for _, g := range groups {
		sum := sumOf(ranks[:len(g)])
		between += sum * sum / float64(len(g))
		ranks = ranks[len(g):]
	}
	h := math.Max(0, (12/(n*(n+1))*between-3*(n+1))/tied)
	return chiSquareTest(h, df), h / (n - 1)
}

// KendallTauB measures how two orderings of the same people agree, from -1 to
// 1, ties apart (Kendall, Biometrika 33, 1945). NaN when one side is constant.
func KendallTauB(x, y []float64) float64 {
	agree, pairsX, pairsY := 0.0, 0.0, 0.0
	for i := range x {
		for j := range i {
			dx, dy := sign(x[i]-x[j]), sign(y[i]-y[j])
			agree += dx * dy
			pairsX += dx * dx
			pairsY += dy * dy
		}
	}
	return agree / math.Sqrt(pairsX*pairsY)
}

func sign(v float64) float64 {
	switch {
	case v > 0:
		return 1
	case v < 0:
		return -1
	}
	return 0
}

// Spearman is the correlation of the ranks of two measures of the same people,
// ties sharing their mean rank (Spearman, 1904). NaN when one side is constant.
func Spearman(x, y []float64) float64 {
	rx, ry := Ranks(x), Ranks(y)
	middle := float64(len(x)+1) / 2
	product := 0.0
	for i := range rx {
		product += (rx[i] - middle) * (ry[i] - middle)
	}
	return product / math.Sqrt(squares(rx, middle)*squares(ry, middle))
}
