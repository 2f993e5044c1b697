package stats

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// MinMean is the number of values from which a mean may be shown with its
// interval; under it, and for the levels of a scale, the median is.
const MinMean = 10

// Mean is an arithmetic mean with its spread.
type Mean struct {
	N         int
	Value     float64 // NaN without values
	Deviation float64 // of the sample, over n-1; NaN under two values
	Interval  Interval
}

// MeanOf gives the mean of values and Student's interval (Student, Biometrika
// 6, 1908). Under two values, deviation and interval are NaN; when all are
// equal, the interval is the point.
func MeanOf(values []float64, confidence float64) Mean {
	n := float64(len(values))
	m := Mean{N: len(values), Value: math.NaN(), Deviation: math.NaN(), Interval: Interval{math.NaN(), math.NaN()}}
	if n > 0 {
		m.Value = sumOf(values) / n
	}
	if n < 2 {
		return m
	}
	m.Deviation = math.Sqrt(squares(values, m.Value) / (n - 1))
	half := StudentQuantile(confidence, n-1) * m.Deviation / math.Sqrt(n)
	m.Interval = Interval{m.Value - half, m.Value + half}
	return m
}

// StudentQuantile gives t such that Student's law lies within ±t with a
// probability of confidence. It is what an interval of a mean or a ratio takes
// while the spread is estimated too: of ten values 2.26, where the normal law
// has 1.96.
func StudentQuantile(confidence, freedom float64) float64 {
	return distuv.StudentsT{Sigma: 1, Nu: freedom}.Quantile((1 + confidence) / 2)
}

// squares sums the squared distances to a centre.
func squares(values []float64, centre float64) float64 {
	var sum float64
	for _, v := range values {
		sum += (v - centre) * (v - centre)
	}
	return sum
}
