package stats

import (
	"math"
	"testing"
)

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if math.IsNaN(want) && math.IsNaN(got) {
		return
	}
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s = %.15g, want %.15g", what, got, want)
	}
}

// Worked by hand from Wilson's formula for 7 of 12: centre
// (7/12 + 1.9207/12)/(1 + 3.8415/12), and R's prop.test(7, 12, correct=FALSE).
func TestWilson(t *testing.T) {
	for _, c := range []struct {
		x, n      int
		low, high float64
	}{
		{7, 12, 0.319514, 0.806741},
		{0, 10, 0, 0.277533},
		{10, 10, 0.722467, 1},
		{0, 0, 0, 1},
		{1, 1, 0.206549, 1},
	} {
		got := Wilson(c.x, c.n, Z95)
		near(t, "low", got.Low, c.low, 1e-4)
		near(t, "high", got.High, c.high, 1e-4)
	}
}

// Type 7 of 1, 2, 3, 4 is 1.75, 2.5, 3.25 (Hyndman and Fan, 1996; R's quantile by default).
func TestQuantile_type7(t *testing.T) {
	four := []float64{1, 2, 3, 4}
	near(t, "q1", Quantile(four, 0.25), 1.75, 0)
	near(t, "median", Quantile(four, 0.5), 2.5, 0)
	near(t, "q3", Quantile(four, 0.75), 3.25, 0)
	near(t, "min", Quantile(four, 0), 1, 0)
	near(t, "max", Quantile(four, 1), 4, 0)
	near(t, "one value", Quantile([]float64{6}, 0.95), 6, 0)
	near(t, "none", Quantile(nil, 0.5), math.NaN(), 0)
}

func TestRatioOfSums(t *testing.T) {
	// (1+2+3)/(2+2+6) = 0.6; residuals -0.2, 0.8, -0.6: squares 1.04;
	// se = sqrt(3/2 × 1.04)/10 = 0.124900; Student's quantile on 2 is 4.302653,
	// so that the high end passes 1 and is cut.
	r := RatioOfSums([]float64{1, 2, 3}, []float64{2, 2, 6})
	near(t, "ratio", r.Value, 0.6, 1e-12)
	near(t, "low", r.Interval.Low, 0.6-4.302653*0.12489996, 1e-6)
	near(t, "high", r.Interval.High, 1, 0)
	if r := RatioOfSums([]float64{0}, []float64{0}); !math.IsNaN(r.Value) || r.HasInterval {
		t.Errorf("ratio over zero = %+v", r)
	}
	if r := RatioOfSums([]float64{1, 9}, []float64{1, 10}); r.Interval.High > 1 {
		t.Errorf("part of a whole reaches %v", r.Interval.High)
	}
}

// The quantiles that printed tables of Student's law have: those of 18 and 22
// respondents are 8 and 6 % above the normal law's.
func TestStudentQuantile(t *testing.T) {
	for freedom, want := range map[float64]float64{1: 12.7062, 2: 4.3027, 9: 2.2622, 17: 2.1098, 21: 2.0796, 1e9: 1.9600} {
		near(t, "t", StudentQuantile(0.95, freedom), want, 5e-5)
	}
	// Of 18 that each give 1 for 2, but for one that gives 2: 19/36, residuals
	// -1/18 seventeen times and 17/18: squares 17/18, se = sqrt(18/17 × 17/18)/36
	// = 1/36, so that the interval is ± 2.109816/36.
	over, under := make([]float64, 18), make([]float64, 18)
	for i := range over {
		over[i], under[i] = 1, 2
	}
	over[0] = 2
	near(t, "low of 18", RatioOfSums(over, under).Interval.Low, 19.0/36-2.109816/36, 1e-7)
	near(t, "high of 18", QuotientOfSums(over, under).Interval.High, 19.0/36+2.109816/36, 1e-7)
}

// The same sums as a quotient: 10/11, residuals 1 - 10/11 = 1/11 and 9 - 100/11
// = -1/11: se = sqrt(2 × 2/121)/11 = 0.016529, Student's quantile on 1 is
// 12.706205; nothing stops it at 1. Of 0 and
// 6 over 2 and 2: 1.5, residuals -3 and 3, se = sqrt(2 × 18)/4 = 1.5, and the
// low end -1.44 is cut.
func TestQuotientOfSums(t *testing.T) {
	r := QuotientOfSums([]float64{1, 9}, []float64{1, 10})
	near(t, "low", r.Interval.Low, 10.0/11-12.706205*2/121, 1e-7)
	near(t, "high", r.Interval.High, 10.0/11+12.706205*2/121, 1e-7)
	if whole := QuotientOfSums([]float64{10, 10, 9}, []float64{10, 10, 10}); whole.Interval.High <= 1 {
		t.Errorf("a quotient is stopped at %v", whole.Interval.High)
	}
	r = QuotientOfSums([]float64{0, 6}, []float64{2, 2})
	near(t, "value", r.Value, 1.5, 0)
	near(t, "cut", r.Interval.Low, 0, 0)
	near(t, "not cut", r.Interval.High, 1.5+1.5*12.706205, 1e-6)
	if r := QuotientOfSums([]float64{-6, 0}, []float64{2, 2}); r.Interval.Low > -1.5-1.4*12.7 {
		t.Errorf("a negative quotient begins at %v", r.Interval.Low)
	}
	if r := QuotientOfSums([]float64{3}, []float64{2}); r.Value != 1.5 || r.HasInterval {
		t.Errorf("of one pair: %+v", r)
	}
}
