package stats

import (
	"math"
	"testing"
)

// Three of four against one of four: every cell expects 2 and is 1 off, so
// chi-square is 4 × 1/2 = 2, and 4 × (1/2)²/2 = 1/2 with Yates. At one degree
// of freedom p is erfc(sqrt(chi2/2)).
func TestChiSquare(t *testing.T) {
	table := [][]int{{3, 1}, {1, 3}}
	plain, yates := ChiSquare(table), ChiSquareYates(table)
	near(t, "chi2", plain.Statistic, 2, 1e-12)
	near(t, "p", plain.P, math.Erfc(1), 1e-12)
	near(t, "expected", plain.MinExpected, 2, 0)
	near(t, "yates", yates.Statistic, 0.5, 1e-12)
	v, corrected := CramersV(table)
	near(t, "v", v, 0.5, 1e-12)
	near(t, "bergsma", corrected, math.Sqrt((0.25-1.0/7)/(2-1.0/7-1)), 1e-12)
	near(t, "two shares", TwoProportions(3, 4, 1, 4).Statistic, 2, 1e-12)
}

func TestChiSquare_emptyLines(t *testing.T) {
	full, holed := ChiSquare([][]int{{3, 1}, {1, 3}}), ChiSquare([][]int{{0, 3, 1}, {0, 0, 0}, {0, 1, 3}})
	if full != holed {
		t.Errorf("with empty lines %+v, without %+v", holed, full)
	}
	for _, table := range [][][]int{{{3, 1}}, {{3, 0}, {4, 0}}, {}, {{0, 0}, {0, 0}}} {
		if got := ChiSquare(table); !math.IsNaN(got.P) || got.Trusted() {
			t.Errorf("%v: %+v, want undefined", table, got)
		}
		if v, _ := CramersV(table); !math.IsNaN(v) {
			t.Errorf("%v: V = %v", table, v)
		}
	}
	if _, corrected := CramersV([][]int{{1, 0}, {0, 1}}); !math.IsNaN(corrected) {
		t.Errorf("two people cannot be corrected: %v", corrected)
	}
}

func TestChiSquare_trusted(t *testing.T) {
	for _, c := range []struct {
		table          [][]int
		trusted, over5 bool
	}{
		{[][]int{{5, 5}, {5, 5}}, true, true},
		{[][]int{{4, 4}, {4, 4}}, false, false},
		// One expected count in six is under 5: 4.
		{[][]int{{20, 20, 8}, {20, 20, 8}}, true, true},
		{[][]int{{20, 20, 4}, {40, 40, 8}, {40, 40, 8}}, true, false},
	} {
		if got := ChiSquare(c.table); got.Trusted() != c.trusted || got.Over5 != c.over5 {
			t.Errorf("%v: %+v", c.table, got)
		}
	}
}

// 30 and 10 where 24 and 16 are expected: 36/24 + 36/16 = 3.75.
func TestGoodnessOfFit(t *testing.T) {
	near(t, "fit", GoodnessOfFit([]int{30, 10}, []float64{3, 2}).Statistic, 3.75, 1e-12)
	near(t, "never met, impossible", GoodnessOfFit([]int{3, 3, 0}, []float64{1, 1, 0}).Statistic, 0, 0)
	near(t, "met, impossible", GoodnessOfFit([]int{3, 3, 1}, []float64{1, 1, 0}).P, 0, 0)
	near(t, "none", GoodnessOfFit([]int{0, 0}, []float64{1, 1}).P, math.NaN(), 0)
}

// Of 11 who changed, 8 and 3: (5-1)²/11; exactly, twice P(X ≤ 3) of 11 coins,
// 2 × (1+11+55+165)/2048.
func TestMcNemar(t *testing.T) {
	corrected, exact := McNemar(8, 3)
	near(t, "chi2", corrected.Statistic, 16.0/11, 1e-12)
	near(t, "exact", exact, 2*232.0/2048, 1e-12)
	if corrected, exact := McNemar(4, 4); corrected.Statistic != 0 || exact != 1 {
		t.Errorf("as many either way: %+v, %v", corrected, exact)
	}
	if corrected, exact := McNemar(0, 0); !math.IsNaN(corrected.P) || exact != 1 {
		t.Errorf("nobody changed: %+v, %v", corrected, exact)
	}
}

// 0 of 3 at 1/2: both ends, 2/8. 2 of 2 at 1/3: 1/9, and 0 of 2 (4/9) is likelier.
func TestBinomialTest(t *testing.T) {
	near(t, "0 of 3", BinomialTest(0, 3, 0.5), 0.25, 1e-12)
	near(t, "2 of 2", BinomialTest(2, 2, 1.0/3), 1.0/9, 1e-12)
	near(t, "impossible", BinomialTest(1, 2, 0), 0, 0)
	near(t, "certain", BinomialTest(2, 2, 1), 1, 0)
}

// 0, 1, 2 of 2: p = 1/2; score 1×0+2×1+3×2 = 8 against 1/2×12 = 6; variance
// 1/4 × (28 - 144/6) = 1: chi-square 4.
func TestTrend(t *testing.T) {
	near(t, "rise", Trend([]int{0, 1, 2}, []int{2, 2, 2}).Statistic, 4, 1e-12)
	near(t, "flat", Trend([]int{3, 3, 3}, []int{9, 9, 9}).P, 1, 0)
	near(t, "nobody", Trend([]int{0, 0, 0}, []int{9, 9, 9}).P, math.NaN(), 0)
}

// 1 of 49 leaves 1 - 49 × (1/49), which is not 0 to the last bit: divided by 0
// it made a trend of one group certain.
func TestTrend_oneGroup(t *testing.T) {
	for _, groups := range [][2][]int{{{1}, {49}}, {{1, 0}, {49, 0}}, {{0, 2}, {0, 49}}, {nil, nil}} {
		if got := Trend(groups[0], groups[1]); !math.IsNaN(got.Statistic) || !math.IsNaN(got.P) {
			t.Errorf("trend of %v = %+v, want NaN", groups, got)
		}
	}
}

// A category that can have no one is no category: 3 and 4 against halves has
// one degree of freedom with it as without it.
func TestGoodnessOfFit_impossible(t *testing.T) {
	want := GoodnessOfFit([]int{3, 4}, []float64{1, 1})
	if got := GoodnessOfFit([]int{3, 4, 0}, []float64{1, 1, 0}); got != want || got.DF != 1 {
		t.Errorf("with an impossible category = %+v, want %+v", got, want)
	}
	if got := GoodnessOfFit([]int{3, 4, 1}, []float64{1, 1, 0}); !math.IsInf(got.Statistic, 1) || got.DF != 2 || got.P != 0 {
		t.Errorf("the impossible met = %+v", got)
	}
}
