package stats

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// vectorChecks runs each statistic of the oracle vectors. A statistic that is
// not in the table fails the test.
var vectorChecks = map[string]func(*vector){
	"wilson": checkWilson, "wilson_fpc": checkWilsonFinite, "jeffreys": checkJeffreys, "clopper_pearson": checkClopperPearson,
	"newcombe_diff": checkNewcombe, "two_prop_test": checkTwoProportions, "binom_test": checkBinomial, "poisson_rate": checkPoisson,
	"quantile7": checkQuantile, "mean_ci": checkMean,
	"fisher_2x2": checkFisherTwo, "fisher_2xk": checkFisher(1e-9), "fisher_rxc": checkFisher(1e-7),
	"chisq": checkChiSquare, "chisq_yates": checkYates, "chisq_gof": checkGoodness, "cramers_v": checkCramersV,
	"mcnemar": checkMcNemar, "trend_waves": checkTrend,
	"mann_whitney": checkMannWhitney, "kruskal_wallis": checkKruskal, "kendall_tau_b": checkAssociation, "ranking": checkRanking,
	"p_adjust": checkAdjust,
	"raking":   checkRaking, "poststratified": checkPostStratified, "stratified_fpc": checkStratified, "ratio_estimator": checkRatio,
	"srs_total": checkSampleTotal, "srs_domain": checkDomain,
}

// vector is one fact computed by R.
type vector struct {
	t             *testing.T
	ID, Stat      string
	Input, Output json.RawMessage
	out           map[string]json.RawMessage
}

// TestVectors runs the oracle vectors that R computed, when they are there.
func TestVectors(t *testing.T) {
	folder := os.Getenv("CONSTAT_VECTORS")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "shared", "vectors")
	}
	content, err := os.ReadFile(filepath.Join(folder, "stats-vectors.json"))
	if os.IsNotExist(err) {
		t.Log("no vectors here; the tests of each file stand alone")
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Vectors []vector }
	if err := json.Unmarshal(content, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Vectors) == 0 {
		t.Error("the file has no vector")
	}
	for _, v := range file.Vectors {
		check, known := vectorChecks[v.Stat]
		if !known {
			t.Errorf("%s: no check for statistic %s", v.ID, v.Stat)
			continue
		}
		v.t = t
		check(&v)
	}
	t.Logf("%d vectors", len(file.Vectors))
}

func (v *vector) input(into any) {
	v.t.Helper()
	if err := json.Unmarshal(v.Input, into); err != nil {
		v.t.Fatalf("%s: %v", v.ID, err)
	}
	if err := json.Unmarshal(v.Output, &v.out); err != nil {
		v.t.Fatalf("%s: %v", v.ID, err)
	}
}

// want compares what we found with a field of the output, a number or a list.
// A null is what R leaves undefined: NaN or infinite here.
func (v *vector) want(field string, tolerance float64, got ...float64) {
	v.t.Helper()
	v.wantOr(math.NaN(), field, tolerance, got...)
}

// wantOr is want, where a null asks for a value by the vector's note.
func (v *vector) wantOr(null float64, field string, tolerance float64, got ...float64) {
	v.t.Helper()
	raw, ok := v.out[field]
	if !ok {
		v.t.Errorf("%s: the output has no %s", v.ID, field)
		return
	}
	if len(raw) > 0 && raw[0] != '[' {
		raw = slices.Concat([]byte("["), raw, []byte("]"))
	}
	var want []*float64
	if err := json.Unmarshal(raw, &want); err != nil {
		v.t.Fatalf("%s %s: %v", v.ID, field, err)
	}
	if len(want) != len(got) {
		v.t.Errorf("%s %s: %v, want %d of them", v.ID, field, got, len(want))
		return
	}
	for i, w := range want {
		switch {
		case w != nil:
			near(v.t, v.ID+" "+field, got[i], *w, tolerance)
		case math.IsNaN(null) && !math.IsNaN(got[i]) && !math.IsInf(got[i], 0):
			v.t.Errorf("%s %s = %v, want it undefined", v.ID, field, got[i])
		case !math.IsNaN(null):
			near(v.t, v.ID+" "+field, got[i], null, tolerance)
		}
	}
}

func (v *vector) wantInterval(got Interval, tolerance float64) {
	v.t.Helper()
	v.want("lo", tolerance, got.Low)
	v.want("hi", tolerance, got.High)
}

func (v *vector) proportion() (in struct {
	X, N int
	Conf float64
}) {
	v.input(&in)
	return in
}

func checkWilson(v *vector) {
	in := v.proportion()
	v.want("p", 1e-9, float64(in.X)/float64(in.N))
	v.wantInterval(Wilson(in.X, in.N, NormalQuantile(in.Conf)), 1e-9)
}

func checkJeffreys(v *vector) {
	in := v.proportion()
	v.wantInterval(Jeffreys(in.X, in.N, in.Conf), 1e-9)
}

func checkClopperPearson(v *vector) {
	in := v.proportion()
	v.wantInterval(ClopperPearson(in.X, in.N, in.Conf), 1e-9)
}

func checkWilsonFinite(v *vector) {
	// Decoding is blind to case, and there are two n: the keys are read apart.
	var in map[string]float64
	v.input(&in)
	v.wantInterval(WilsonFinite(int(in["x"]), int(in["n"]), int(in["N"]), NormalQuantile(in["conf"])), 1e-9)
}

func checkNewcombe(v *vector) {
	var in struct {
		X1, N1, X2, N2 int
		Conf           float64
	}
	v.input(&in)
	difference, interval := Newcombe(in.X1, in.N1, in.X2, in.N2, NormalQuantile(in.Conf))
	v.want("diff", 1e-9, difference)
	v.wantInterval(interval, 1e-9)
}

func checkTwoProportions(v *vector) {
	var in struct{ X1, N1, X2, N2 int }
	v.input(&in)
	got := TwoProportions(in.X1, in.N1, in.X2, in.N2)
	v.want("chi2", 1e-9, got.Statistic)
	v.want("p", 1e-9, got.P)
}

func checkBinomial(v *vector) {
	var in struct {
		X, N int
		P0   float64
	}
	v.input(&in)
	v.want("p", 1e-9, BinomialTest(in.X, in.N, in.P0))
}

func checkPoisson(v *vector) {
	var in struct {
		Events         int
		Exposure, Conf float64
	}
	v.input(&in)
	rate, interval := PoissonRate(in.Events, in.Exposure, in.Conf)
	v.want("rate", 1e-9, rate)
	v.wantInterval(interval, 1e-9)
}

func checkQuantile(v *vector) {
	var in struct{ X, P []float64 }
	v.input(&in)
	slices.Sort(in.X)
	var got []float64
	for _, p := range in.P {
		got = append(got, Quantile(in.X, p))
	}
	v.want("q", 1e-9, got...)
}

func checkMean(v *vector) {
	var in struct {
		X    []float64
		Conf float64
	}
	v.input(&in)
	got := MeanOf(in.X, in.Conf)
	v.want("n", 0, float64(got.N))
	v.want("mean", 1e-9, got.Value)
	v.want("sd", 1e-9, got.Deviation)
	v.wantInterval(got.Interval, 1e-9)
}

func (v *vector) table() [][]int {
	var in struct{ Table [][]int }
	v.input(&in)
	return in.Table
}

func checkFisherTwo(v *vector) {
	t := v.table()
	got := FisherTwo([2][2]int{{t[0][0], t[0][1]}, {t[1][0], t[1][1]}}, 0.95)
	v.want("p", 1e-9, got.P)
	v.want("odds_ratio", 1e-9, got.Ratio)
	v.want("or_lo", 1e-9, got.Interval.Low)
	v.want("or_hi", 1e-9, got.Interval.High)
}

func checkFisher(tolerance float64) func(*vector) {
	return func(v *vector) {
		p, ok := FisherExact(v.table())
		if !ok {
			v.t.Errorf("%s: too large", v.ID)
		}
		v.want("p", tolerance, p)
	}
}

func checkChiSquare(v *vector) {
	got := ChiSquare(v.table())
	v.want("chi2", 1e-9, got.Statistic)
	v.want("df", 0, float64(got.DF))
	v.want("p", 1e-9, got.P)
	v.want("min_expected", 1e-9, got.MinExpected)
}

func checkYates(v *vector) {
	got := ChiSquareYates(v.table())
	v.want("chi2", 1e-9, got.Statistic)
	v.want("p", 1e-9, got.P)
}

func checkGoodness(v *vector) {
	var in struct {
		Obs []int
		P   []float64
	}
	v.input(&in)
	got := GoodnessOfFit(in.Obs, in.P)
	v.want("chi2", 1e-9, got.Statistic)
	v.want("df", 0, float64(got.DF))
	v.want("p", 1e-9, got.P)
}

func checkCramersV(v *vector) {
	plain, corrected := CramersV(v.table())
	v.want("v", 1e-9, plain)
	v.want("v_corrected", 1e-9, corrected)
}

func checkMcNemar(v *vector) {
	t := v.table()
	corrected, exact := McNemar(t[0][1], t[1][0])
	v.want("chi2", 1e-9, corrected.Statistic)
	v.want("p", 1e-9, corrected.P)
	v.want("p_exact", 1e-9, exact)
}

func checkTrend(v *vector) {
	var in struct{ X, N []int }
	v.input(&in)
	got := Trend(in.X, in.N)
	v.want("chi2", 1e-9, got.Statistic)
	v.want("p", 1e-9, got.P)
}

func checkMannWhitney(v *vector) {
	var in struct{ X, Y []float64 }
	v.input(&in)
	got := MannWhitney(in.X, in.Y)
	v.want("U", 1e-9, got.U)
	v.want("rank_biserial", 1e-9, got.RankBiserial)
	v.wantOr(1, "p_normal_cc", 1e-9, got.Corrected)
	v.wantOr(1, "p_normal", 1e-9, got.Normal)
	v.wantOr(1, "p_exact", 1e-9, got.Exact())
}

func checkKruskal(v *vector) {
	var in struct{ Groups [][]float64 }
	v.input(&in)
	got, epsilon2 := KruskalWallis(in.Groups...)
	v.wantOr(0, "H", 1e-9, got.Statistic)
	v.want("df", 0, float64(got.DF))
	v.wantOr(1, "p", 1e-9, got.P)
	v.wantOr(0, "epsilon2", 1e-9, epsilon2)
}

func checkAssociation(v *vector) {
	var in struct{ X, Y []float64 }
	v.input(&in)
	v.want("tau", 1e-9, KendallTauB(in.X, in.Y))
	v.want("spearman", 1e-9, Spearman(in.X, in.Y))
}

func checkRanking(v *vector) {
	var in struct{ Ranks [][]float64 }
	v.input(&in)
	got := RankItems(in.Ranks)
	v.want("mean_rank", 1e-9, got.MeanRank...)
	v.want("borda", 1e-9, got.Borda...)
	v.want("first_share", 1e-9, got.FirstShare...)
	v.want("friedman_chi2", 1e-9, got.Friedman.Statistic)
	v.want("df", 0, float64(got.Friedman.DF))
	v.want("p", 1e-9, got.Friedman.P)
	v.want("kendall_w", 1e-9, got.KendallW)
}

func checkAdjust(v *vector) {
	var in struct{ P []*float64 } // null: a test that could not be made
	v.input(&in)
	p := make([]float64, len(in.P))
	for i, each := range in.P {
		p[i] = math.NaN()
		if each != nil {
			p[i] = *each
		}
	}
	v.want("holm", 1e-9, Holm(p)...)
	v.want("bh", 1e-9, BenjaminiHochberg(p)...)
	v.want("bonferroni", 1e-9, Bonferroni(p)...)
}
