package stats

import "math"

// Ratio is the quotient of two sums over the same respondents, such as
// children followed over children referred.
type Ratio struct {
	Over, Under float64  // the two sums
	N           int      // pairs summed
	Value       float64  // NaN when Under is 0
	Interval    Interval // at 95 %; meaningless without HasInterval
	HasInterval bool
}

// RatioOfSums divides the sum of over by the sum of under, pair by pair of
// the same respondent. Its 95 % interval is by linearisation (Cochran,
// Sampling Techniques, 6.4), with Student's quantile on n-1: the children of one
// respondent resemble each other, so that counting them as independent, or the
// normal law's quantile of some twenty respondents, would promise too much.
// There is none under two pairs. When every over is at most its under, the ratio is a
// part of a whole and the interval is cut to [0, 1].
func RatioOfSums(over, under []float64) Ratio {
	r := linearised(over, under)
	part := r.HasInterval
	for i := range over {
		part = part && over[i] >= 0 && over[i] <= under[i]
	}
	if part {
		r.Interval = Interval{math.Max(r.Interval.Low, 0), math.Min(r.Interval.High, 1)}
	}
	return r
}

// QuotientOfSums is RatioOfSums for two quantities of which neither is a part
// of the other, children per family: 1 is no bound of it, whatever the numbers
// happen to be. When none of them is negative, the interval begins at 0.
func QuotientOfSums(over, under []float64) Ratio {
	r := linearised(over, under)
	positive := r.HasInterval
	for i := range over {
		positive = positive && over[i] >= 0 && under[i] >= 0
	}
	if positive {
		r.Interval.Low = math.Max(r.Interval.Low, 0)
	}
	return r
}

func linearised(over, under []float64) Ratio {
	r := Ratio{N: len(over), Value: math.NaN()}
	for i := range over {
		r.Over += over[i]
		r.Under += under[i]
	}
	if r.Under == 0 {
		return r
	}
	r.Value = r.Over / r.Under
	if r.N < 2 {
		return r
	}
	var squares float64
	for i := range over {
		residual := over[i] - r.Value*under[i]
		squares += residual * residual
	}
	n := float64(r.N)
	half := StudentQuantile(0.95, n-1) * math.Sqrt(n/(n-1)*squares) / math.Abs(r.Under)
	r.Interval, r.HasInterval = Interval{r.Value - half, r.Value + half}, true
	return r
}
