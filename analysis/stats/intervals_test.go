package stats

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func nearInterval(t *testing.T, what string, got Interval, low, high, tolerance float64) {
	t.Helper()
	near(t, what+" low", got.Low, low, tolerance)
	near(t, what+" high", got.High, high, tolerance)
}

func TestWilsonFinite(t *testing.T) {
	// 7 of 12 among 23 invited: n* = 12 × 22/11 = 24, that is, 14 of 24.
	same := Wilson(14, 24, Z95)
	nearInterval(t, "half invited", WilsonFinite(7, 12, 23, Z95), same.Low, same.High, 1e-12)
	nearInterval(t, "everybody", WilsonFinite(7, 12, 12, Z95), 7.0/12, 7.0/12, 0)
	nearInterval(t, "one of one", WilsonFinite(1, 1, 1, Z95), 1, 1, 0)
	plain := Wilson(7, 12, Z95)
	nearInterval(t, "size under n", WilsonFinite(7, 12, 9, Z95), plain.Low, plain.High, 0)
	nearInterval(t, "nobody", WilsonFinite(0, 0, 9, Z95), 0, 1, 0)
}

// With x = 0 of n the ends have closed forms: Clopper and Pearson's high end
// is 1 - (a/2)^(1/n).
func TestClopperPearson(t *testing.T) {
	nearInterval(t, "0 of 10", ClopperPearson(0, 10, 0.95), 0, 1-math.Pow(0.025, 0.1), 1e-12)
	nearInterval(t, "10 of 10", ClopperPearson(10, 10, 0.95), math.Pow(0.025, 0.1), 1, 1e-12)
	nearInterval(t, "1 of 1", ClopperPearson(1, 1, 0.95), 0.025, 1, 1e-12)
	nearInterval(t, "none", ClopperPearson(0, 0, 0.95), 0, 1, 0)
}

// Beta(1/2, 3/2) and the like have no simple quantile; Beta(3/2, 1/2) at x = n
// = 1 mirrors x = 0.
func TestJeffreys(t *testing.T) {
	zero, all := Jeffreys(0, 1, 0.95), Jeffreys(1, 1, 0.95)
	nearInterval(t, "mirror", all, 1-zero.High, 1, 1e-12)
	// The arcsine law of Beta(1/2, 1/2) plus symmetry: for 1 of 2 the middle is 1/2.
	one := Jeffreys(1, 2, 0.95)
	near(t, "middle", one.Low+one.High, 1, 1e-12)
	nearInterval(t, "none", Jeffreys(0, 0, 0.95), 0, 1, 0)
}

// Newcombe's own example (1998, table II): 56/70 against 48/80 is a difference
// of 0.2, from 0.0524 to 0.3339.
func TestNewcombe(t *testing.T) {
	difference, interval := Newcombe(48, 80, 56, 70, Z95)
	near(t, "difference", difference, 0.2, 1e-12)
	nearInterval(t, "example", interval, 0.0524, 0.3339, 5e-5)
	if difference, interval := Newcombe(0, 0, 3, 9, Z95); !math.IsNaN(difference) || interval != (Interval{-1, 1}) {
		t.Errorf("empty group: %v, %v", difference, interval)
	}
}

// The interval at the probability's own level touches 0.
func TestNewcombeP(t *testing.T) {
	p := NewcombeP(48, 80, 56, 70)
	_, interval := Newcombe(48, 80, 56, 70, NormalQuantile(1-p))
	near(t, "touches", interval.Low, 0, 1e-9)
	if p <= 0 || p >= 0.05 {
		t.Errorf("p = %v where the 95 %% interval leaves 0 out", p)
	}
	near(t, "either way", NewcombeP(56, 70, 48, 80), p, 1e-9)
	near(t, "equal", NewcombeP(3, 9, 5, 15), 1, 0)
	near(t, "empty", NewcombeP(0, 0, 5, 15), math.NaN(), 0)
}

// No event in 2 years: the high end is -ln(0.025)/2.
func TestPoissonRate(t *testing.T) {
	rate, interval := PoissonRate(0, 2, 0.95)
	near(t, "rate", rate, 0, 0)
	nearInterval(t, "none", interval, 0, -math.Log(0.025)/2, 1e-12)
	rate, interval = PoissonRate(3, 1.5, 0.95)
	near(t, "rate", rate, 2, 1e-12)
	nearInterval(t, "three", interval, 0.618672/1.5, 8.767273/1.5, 1e-5) // tabulated for 3 events
	if rate, interval := PoissonRate(3, 0, 0.95); !math.IsNaN(rate) || !math.IsInf(interval.High, 1) {
		t.Errorf("no exposure: %v, %v", rate, interval)
	}
}

// 1, 2, 3, 4: mean 2.5, squares 5, deviation sqrt(5/3), Student's 3.182446 at
// 3 degrees of freedom.
func TestMeanOf(t *testing.T) {
	m := MeanOf([]float64{1, 2, 3, 4}, 0.95)
	near(t, "mean", m.Value, 2.5, 0)
	near(t, "deviation", m.Deviation, math.Sqrt(5.0/3), 1e-12)
	half := 3.182446 * math.Sqrt(5.0/3) / 2
	nearInterval(t, "interval", m.Interval, 2.5-half, 2.5+half, 1e-5)
	if one := MeanOf([]float64{5}, 0.95); one.Value != 5 || !math.IsNaN(one.Deviation) || !math.IsNaN(one.Interval.Low) {
		t.Errorf("one value: %+v", one)
	}
	if none := MeanOf(nil, 0.95); !math.IsNaN(none.Value) {
		t.Errorf("no value: %+v", none)
	}
}

func TestQualityOf(t *testing.T) {
	for _, c := range []struct {
		x, n int
		want Quality
	}{{5, 10, CountsOnly}, {6, 11, Indicative}, {0, 19, Indicative}, {10, 20, Indicative}, {0, 20, Measured}, {50, 100, Measured}} {
		if got := QualityOf(c.n, Wilson(c.x, c.n, Z95)); got != c.want {
			t.Errorf("%d of %d: quality %d, want %d", c.x, c.n, got, c.want)
		}
	}
}

// Five levels: 1, 2, 3, 4, 10 answers: 14 agree, 3 do not, the middle of 20 is 4.5.
func TestLikertOf(t *testing.T) {
	l := LikertOf([]int{1, 2, 3, 4, 10})
	near(t, "agree", l.Agree, 0.7, 1e-12)
	near(t, "disagree", l.Disagree, 0.15, 1e-12)
	near(t, "net", l.Net, 0.55, 1e-12)
	near(t, "median", l.Median, 4.5, 0)
	near(t, "three levels", LikertOf([]int{1, 0, 3}).Agree, 0.75, 0)
	near(t, "none", LikertOf([]int{0, 0, 0, 0, 0}).Net, math.NaN(), 0)
}

// Every interval of a proportion holds the proportion, stays within [0, 1],
// and turns over when yes and no do.
func TestIntervals_properties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 300).Draw(t, "n")
		x := rapid.IntRange(0, n).Draw(t, "x")
		p := float64(x) / float64(n)
		for name, of := range map[string]func(x int) Interval{
			"wilson":   func(x int) Interval { return Wilson(x, n, Z95) },
			"finite":   func(x int) Interval { return WilsonFinite(x, n, n+7, Z95) },
			"jeffreys": func(x int) Interval { return Jeffreys(x, n, 0.95) },
			"exact":    func(x int) Interval { return ClopperPearson(x, n, 0.95) },
		} {
			i, mirror := of(x), of(n-x)
			if i.Low < 0 || i.High > 1 || p < i.Low || p > i.High {
				t.Fatalf("%s: %v is not in %v", name, p, i)
			}
			if math.Abs(i.Low-(1-mirror.High)) > 1e-9 || math.Abs(i.High-(1-mirror.Low)) > 1e-9 {
				t.Fatalf("%s: %v and its mirror %v", name, i, mirror)
			}
		}
		difference, i := Newcombe(x, n, n-x, n, Z95)
		if difference < i.Low || difference > i.High || i.Low < -1 || i.High > 1 {
			t.Fatalf("newcombe: %v is not in %v", difference, i)
		}
	})
}
