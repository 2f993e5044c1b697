package stats

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestAdjust(t *testing.T) {
	nan := math.NaN()
	p := []float64{0.04, nan, 0.01, 0.03}
	for name, c := range map[string]struct{ got, want []float64 }{
		// 3 × 0.01, 2 × 0.03, 1 × 0.04 raised to the one before.
		"holm": {Holm(p), []float64{0.06, nan, 0.03, 0.06}},
		// 3/3 × 0.04, 3/2 × 0.03 lowered to the one after, 3/1 × 0.01.
		"bh":         {BenjaminiHochberg(p), []float64{0.04, nan, 0.03, 0.04}},
		"bonferroni": {Bonferroni(p), []float64{0.12, nan, 0.03, 0.09}},
	} {
		for i := range p {
			near(t, name, c.got[i], c.want[i], 1e-12)
		}
	}
	if len(Holm(nil)) != 0 || !math.IsNaN(Holm([]float64{nan})[0]) {
		t.Error("an empty family")
	}
}

func TestAdjust_properties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SliceOf(rapid.Float64Range(0, 1)).Draw(t, "p")
		holm, bh, bonferroni := Holm(p), BenjaminiHochberg(p), Bonferroni(p)
		for i := range p {
			if !(p[i] <= bh[i] && bh[i] <= holm[i] && holm[i] <= bonferroni[i] && bonferroni[i] <= 1) {
				t.Fatalf("%v: bh %v, holm %v, bonferroni %v", p[i], bh[i], holm[i], bonferroni[i])
			}
			for j := range p {
				if p[i] < p[j] && (holm[i] > holm[j] || bh[i] > bh[j]) {
					t.Fatalf("order lost between %v and %v", p[i], p[j])
				}
			}
		}
	})
}
