package analysis_test

import (
	"math"
	"testing"

	"constat/analysis"
	"constat/analysis/internal/fixture"
)

// leaning is a diagnostic of so many answers on each level of a scale of three.
func leaning(t *testing.T, none, some, full int) *analysis.Diagnostic {
	t.Helper()
	return crossed(t, small(), nil, map[string]int{"pas": none, "plutot": some, "tout": full}, "role")
}

func TestMedianLevels(t *testing.T) {
	for _, c := range []struct {
		none, some, full int
		low, high        string
	}{
		{3, 1, 1, "Pas du tout", "Pas du tout"},
		{2, 1, 2, "Plutôt", "Plutôt"},
		{2, 0, 2, "Pas du tout", "Tout à fait"},
		{1, 1, 2, "Plutôt", "Tout à fait"},
		{0, 0, 1, "Tout à fait", "Tout à fait"},
		{0, 0, 0, "", ""},
	} {
		d := leaning(t, c.none, c.some, c.full)
		table, ok := d.Table(fixture.Question(d.Form, "role"))
		if !ok {
			t.Fatal("no table of the scale")
		}
		if low, high := table.MedianLevels(); low != c.low || high != c.high {
			t.Errorf("%d, %d, %d: %q to %q, want %q to %q", c.none, c.some, c.full, low, high, c.low, c.high)
		}
	}
}

// A scale is one comparison. Here 2, 4 and 6 of 12; the reference has 20, 12 and
// 10 of 42, so 18, 8 and 4 of 30 in the rest. U counts the pairs in which the
// answer here is higher, ties for a half: 2·18/2 + 4·(18 + 8/2) + 6·(26 + 4/2)
// = 18 + 88 + 168 = 274 of 360.
func TestCompare_scale(t *testing.T) {
	all := compare(t, leaning(t, 2, 4, 6), leaning(t, 20, 12, 10), analysis.Containing)
	c := find(t, all, "Un rôle ?", "")
	if c.Scale == nil || len(c.Scale.Levels) != 3 || c.Scale.Levels[2].This.Count != 6 || c.Scale.Levels[2].Other.Count != 4 || c.Scale.Levels[2].Other.Base != 30 {
		t.Fatalf("%+v, scale %+v", c, c.Scale)
	}
	if want := 2*274.0/360 - 1; math.Abs(c.Scale.Effect-want) > 1e-12 {
		t.Errorf("effect %v, want %v", c.Scale.Effect, want)
	}
	if c.Scale.Here != [2]string{"Plutôt", "Tout à fait"} || c.Scale.There != [2]string{"Pas du tout", "Pas du tout"} {
		t.Errorf("medians %q and %q", c.Scale.Here, c.Scale.There)
	}
	for _, each := range all {
		if each.Table == c.Table && each.Scale == nil {
			t.Errorf("a level is compared by itself: %+v", each)
		}
	}
	if all := compare(t, leaning(t, 0, 12, 0), leaning(t, 0, 30, 0), analysis.Apart); len(all) != 0 {
		t.Errorf("one level on both sides: %+v", all)
	}
	if _, err := analysis.Compare(leaning(t, 12, 4, 6), leaning(t, 10, 30, 10), analysis.Containing); err == nil {
		t.Error("10 do not contain 12")
	}
}

// The p of wilcox.test(x, y, correct = TRUE) for the same levels, by hand:
// the variance of U is mn/12·((N+1) − Σ(t³−t)/(N(N−1))), ties of 20, 12 and 10.
func TestCompare_scaleP(t *testing.T) {
	c := find(t, compare(t, leaning(t, 2, 4, 6), leaning(t, 18, 8, 4), analysis.Apart), "Un rôle ?", "")
	ties := 0.0
	for _, n := range []float64{20, 12, 10} {
		ties += n*n*n - n
	}
	deviation := math.Sqrt(12 * 30 / 12.0 * (43 - ties/(42*41)))
	want := math.Erfc((274 - 180 - 0.5) / deviation / math.Sqrt2)
	if math.Abs(c.P-want) > 1e-12 {
		t.Errorf("p = %v, want %v", c.P, want)
	}
}
