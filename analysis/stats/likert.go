package stats

import "math"

// Likert sums up the answers to a scale of agreement. The mean of the labels
// is not among them: the steps of a scale are not equal.
type Likert struct {
	Agree, Disagree float64 // shares of the two levels at each end
	Net             float64 // Agree - Disagree
	Median          float64 // level from 1; a half between two levels
}

// LikertOf reads counts by level, from disagreement to agreement. Under four
// levels each end has one level. NaN without answers.
func LikertOf(counts []int) Likert {
	n, end := float64(sumOf(counts)), 2
	if len(counts) < 4 {
		end = 1
	}
	if n == 0 {
		return Likert{math.NaN(), math.NaN(), math.NaN(), math.NaN()}
	}
	l := Likert{Agree: float64(sumOf(counts[len(counts)-end:])) / n, Disagree: float64(sumOf(counts[:end])) / n}
	l.Net = l.Agree - l.Disagree
	var levels []float64
	for i, count := range counts {
		for range count {
			levels = append(levels, float64(i+1))
		}
	}
	l.Median = Quantile(levels, 0.5)
	return l
}
