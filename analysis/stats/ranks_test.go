package stats

import (
	"math"
	"math/bits"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestRanks_ties(t *testing.T) {
	if got := Ranks([]float64{3, 1, 3, 2, 3}); !slices.Equal(got, []float64{4, 1, 4, 2, 4}) {
		t.Errorf("ranks = %v", got)
	}
}

// 1, 2, 3 under 4, 5, 6: U = 0; two of the 20 choices are as far, so p = 0.1;
// the variance is 3×3×7/12 = 5.25.
func TestMannWhitney(t *testing.T) {
	r := MannWhitney([]float64{1, 2, 3}, []float64{4, 5, 6})
	near(t, "U", r.U, 0, 0)
	near(t, "biserial", r.RankBiserial, -1, 0)
	near(t, "normal", r.Normal, math.Erfc(4.5/math.Sqrt(5.25)/math.Sqrt2), 1e-12)
	near(t, "corrected", r.Corrected, math.Erfc(4/math.Sqrt(5.25)/math.Sqrt2), 1e-12)
	if p, exact := r.P(); !exact || math.Abs(p-0.1) > 1e-12 {
		t.Errorf("p = %v, exact %v", p, exact)
	}
	equal := MannWhitney([]float64{2, 2}, []float64{2, 2, 2})
	if equal.Normal != 1 || equal.Corrected != 1 || equal.Exact() != 1 || equal.RankBiserial != 0 {
		t.Errorf("all equal: %+v", equal)
	}
	if empty := MannWhitney(nil, []float64{2}); !math.IsNaN(empty.Normal) || !math.IsNaN(empty.Exact()) {
		t.Errorf("empty group: %+v", empty)
	}
	large := MannWhitney(make([]float64, 13), []float64{0, 1, 1, 1, 0, 0, 1, 1, 1, 1, 1, 1, 1})
	if p, exact := large.P(); exact || p != large.Corrected {
		t.Errorf("26 observations: p = %v, exact %v", p, exact)
	}
}

// The permutation probability equals that of trying every choice of places.
func TestMannWhitney_equalsPermutations(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		levels := rapid.SliceOfN(rapid.Map(rapid.IntRange(1, 5), func(i int) float64 { return float64(i) }), 2, 11).Draw(t, "levels")
		m := rapid.IntRange(1, len(levels)-1).Draw(t, "m")
		r := MannWhitney(levels[:m], levels[m:])
		ranks, n := Ranks(levels), len(levels)
		middle := float64(m*(n+1)) / 2
		seen := math.Abs(sumOf(ranks[:m]) - middle)
		as, all := 0, 0
		for choice := range uint(1) << n {
			if bits.OnesCount(choice) != m {
				continue
			}
			sum := 0.0
			for i, rank := range ranks {
				if choice>>i&1 == 1 {
					sum += rank
				}
			}
			all++
			if math.Abs(sum-middle) >= seen {
				as++
			}
		}
		if want := float64(as) / float64(all); math.Abs(r.Exact()-want) > 1e-12 {
			t.Fatalf("exact %v, permutations %v", r.Exact(), want)
		}
	})
}

// Sums 6, 15, 24 of 9 ranks: 12/90 × (36+225+576)/3 - 30 = 7.2; two degrees of
// freedom: p = exp(-H/2).
func TestKruskalWallis(t *testing.T) {
	h, epsilon2 := KruskalWallis([]float64{1, 2, 3}, []float64{4, 5, 6}, nil, []float64{7, 8, 9})
	near(t, "H", h.Statistic, 7.2, 1e-12)
	near(t, "p", h.P, math.Exp(-3.6), 1e-12)
	near(t, "epsilon2", epsilon2, 0.9, 1e-12)
	if h, epsilon2 := KruskalWallis([]float64{3, 3}, []float64{3}); h.Statistic != 0 || h.P != 1 || epsilon2 != 0 {
		t.Errorf("all equal: %+v", h)
	}
	if h, _ := KruskalWallis([]float64{3, 4}, nil); !math.IsNaN(h.P) {
		t.Errorf("one group: %+v", h)
	}
}

// (1,1), (2,2), (3,3), (3,4): five pairs agree; the sixth is tied on one side:
// 5/sqrt(5×6). Spearman: ranks 1, 2, 3.5, 3.5 against 1 to 4.
func TestAssociation(t *testing.T) {
	x, y := []float64{1, 2, 3, 3}, []float64{1, 2, 3, 4}
	near(t, "tau-b", KendallTauB(x, y), 5/math.Sqrt(30), 1e-12)
	near(t, "spearman", Spearman(x, y), 4.5/math.Sqrt(4.5*5), 1e-12)
	near(t, "constant", KendallTauB(x, []float64{1, 1, 1, 1}), math.NaN(), 0)
	near(t, "constant", Spearman(x, []float64{1, 1, 1, 1}), math.NaN(), 0)
}

// Two people agree on three items: sums 2, 4, 6; 12 × 8/(2×3×4) = 4, W = 1.
func TestRankItems(t *testing.T) {
	r := RankItems([][]float64{{1, 2, 3}, {1, 2, 3}})
	near(t, "friedman", r.Friedman.Statistic, 4, 1e-12)
	near(t, "p", r.Friedman.P, math.Exp(-2), 1e-12)
	near(t, "W", r.KendallW, 1, 1e-12)
	if !slices.Equal(r.MeanRank, []float64{1, 2, 3}) || !slices.Equal(r.Borda, []float64{4, 2, 0}) || !slices.Equal(r.FirstShare, []float64{1, 0, 0}) {
		t.Errorf("%+v", r)
	}
	if none := RankItems(nil); !math.IsNaN(none.KendallW) {
		t.Errorf("nobody: %+v", none)
	}
	near(t, "all tied", RankItems([][]float64{{2, 2, 2}}).KendallW, math.NaN(), 0)
}

func TestCompleteRanks_tiedLast(t *testing.T) {
	if got := CompleteRanks([]int{3, 0}, 5); !slices.Equal(got, []float64{2, 4, 4, 1, 4}) {
		t.Errorf("ranks = %v", got)
	}
	if got := CompleteRanks(nil, 3); !slices.Equal(got, []float64{2, 2, 2}) {
		t.Errorf("nothing ranked: %v", got)
	}
}

// A NaN equals nothing, itself included: looking for what ties with it must end.
func TestRanks_notANumber(t *testing.T) {
	got := Ranks([]float64{5, math.NaN(), 3, math.NaN()})
	if got[0] != 2 || got[2] != 1 || !math.IsNaN(got[1]) || !math.IsNaN(got[3]) {
		t.Errorf("ranks = %v", got)
	}
}
