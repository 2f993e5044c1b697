// Package stats is the arithmetic of a diagnostic: intervals, tests,
// quantiles, corrections and weights, each named and sourced, with its edge
// cases. It knows nothing of questionnaires. Nothing here reads a clock, and
// what is simulated draws from a source that the caller gives.
//
// What a formula leaves undefined is NaN, never a plausible number: a test
// that cannot be made is absent, and Holm and its like leave it out.
package stats

import "math"

// Z95 is the two-sided 95 % quantile of the normal law.
const Z95 = 1.959963984540054

// NormalQuantile gives z such that a normal law lies within ±z with a
// probability of confidence: Z95 for 0.95.
func NormalQuantile(confidence float64) float64 { return math.Sqrt2 * math.Erfinv(confidence) }

// beyond is the two-sided probability past a normal deviate, either way.
func beyond(z float64) float64 { return math.Erfc(math.Abs(z) / math.Sqrt2) }

// Test is a test's statistic with its degrees of freedom and its probability
// under the hypothesis that nothing differs.
type Test struct {
	Statistic float64
	DF        int
	P         float64
}

// equalled is the tolerance within which two probabilities count as equal in
// an exact test: without it, tables equally likely would be told apart by the
// last bit. It is the one of R's fisher.test and binom.test.
const equalled = 1e-7

func sumOf[T int | float64](values []T) T {
	var sum T
	for _, v := range values {
		sum += v
	}
	return sum
}

// logFactorial is ln n!, by the log-gamma function.
func logFactorial(n int) float64 {
	value, _ := math.Lgamma(float64(n) + 1)
	return value
}

// logFactorials tabulates ln 0! to ln n!.
func logFactorials(n int) []float64 {
	table := make([]float64, n+1)
	for i := range table {
		table[i] = logFactorial(i)
	}
	return table
}
