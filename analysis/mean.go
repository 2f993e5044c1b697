package analysis

import (
	"math"
	"slices"

	"constat/analysis/stats"
	"constat/survey"
)

// summarize makes the Quantity of an indicator, with its mean when it asks for
// one: from stats.MinMean numbers on, with Student's 95 % interval. The mean of
// numbers of which none is negative is not: nor is the low end of its interval.
func (f *Figure) summarize(numbers []float64) *Quantity {
	q := Summarize(numbers)
	if f.Indicator.Type != survey.IndicatorMean || q.N < stats.MinMean {
		return q
	}
	mean := stats.MeanOf(slices.Sorted(slices.Values(numbers)), meanConfidence)
	if q.Min >= 0 {
		mean.Interval.Low = math.Max(mean.Interval.Low, 0)
	}
	q.Mean = &mean
	return q
}

const meanConfidence = 0.95

// meanNotes tells that the median stands for the mean of some question.
func (f *Figure) meanNotes() []Note {
	if slices.ContainsFunc(f.Parts, func(p Part) bool { return p.Quantity.N > 0 && p.Quantity.Mean == nil }) {
		return []Note{{Code: NoteMeanMedian}}
	}
	return nil
}
