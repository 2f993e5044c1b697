package stats

import (
	"cmp"
	"math"
	"slices"
)

// Holm adjusts the probabilities of a family of tests so that the chance of
// one false claim among them stays under the level (Holm, Scandinavian Journal
// of Statistics 6, 1979): what may be claimed. NaN stands for a test that
// could not be made: it stays NaN and leaves the family.
func Holm(p []float64) []float64 {
	return adjust(p, func(rank, m int) float64 { return float64(m - rank) }, false)
}

// BenjaminiHochberg adjusts so that, among what is pointed out, the share of
// false claims stays under the level (JRSS B 57, 1995): for screening. NaN as
// for Holm.
func BenjaminiHochberg(p []float64) []float64 {
	return adjust(p, func(rank, m int) float64 { return float64(m) / float64(rank+1) }, true)
}

// Bonferroni multiplies by the family's size: never sharper than Holm, which
// is to be preferred. NaN as for Holm.
func Bonferroni(p []float64) []float64 {
	adjusted := slices.Clone(p)
	m := float64(len(present(p)))
	for i := range adjusted {
		adjusted[i] = math.Min(1, m*adjusted[i])
	}
	return adjusted
}

// present are the places of the tests made, the smallest p first.
func present(p []float64) []int {
	var places []int
	for i, each := range p {
		if !math.IsNaN(each) {
			places = append(places, i)
		}
	}
	slices.SortStableFunc(places, func(a, b int) int { return cmp.Compare(p[a], p[b]) })
	return places
}

// adjust multiplies each p by a factor of its rank from 0, and keeps their
// order: stepping up (from the greatest, never above the one after) or down.
func adjust(p []float64, factor func(rank, m int) float64, up bool) []float64 {
	adjusted := slices.Clone(p)
	places := present(p)
	m := len(places)
	bound := 0.0
	if up {
		bound = 1
	}
	for i := range places {
		rank := i
		if up {
			rank = m - 1 - i
		}
		each := math.Min(1, factor(rank, m)*p[places[rank]])
		if up {
			bound = math.Min(bound, each)
		} else {
			bound = math.Max(bound, each)
		}
		adjusted[places[rank]] = bound
	}
	return adjusted
}
