package stats

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Stratum B: 5, 7, 6, 2 of 12 people, mean 5, squares 14. Stratum T: 4, 4 of 4.
func twoStrata() []Stratum {
	return []Stratum{{Name: "B", Size: 12, Values: []float64{5, 7, 6, 2}}, {Name: "T", Size: 4, Values: []float64{4, 4}}}
}

func estimate(t *testing.T, what string, got Estimate, err error, value, deviation float64) {
	t.Helper()
	if err != nil {
		t.Errorf("%s: %v", what, err)
	}
	near(t, what, got.Value, value, 1e-12)
	near(t, what+" error", got.Error, deviation, 1e-12)
}

func TestStratifiedTotal(t *testing.T) {
	got, err := StratifiedTotal(twoStrata()) // 144 × 8/12 × 14/3 / 4 = 112
	estimate(t, "total", got, err, 76, math.Sqrt(112))
	got, err = StratifiedMean(twoStrata())
	estimate(t, "mean", got, err, 76.0/16, math.Sqrt(112)/16)
	got, err = StratifiedTotal([]Stratum{{Size: 2, Values: []float64{1, 3}}, {Size: 1, Values: []float64{5}}})
	estimate(t, "everybody", got, err, 9, 0)
	interval := Estimate{10, 2}.Interval(Z95)
	nearInterval(t, "interval", interval, 10-2*Z95, 10+2*Z95, 0)
}

func TestPostStratifiedTotal(t *testing.T) {
	got, err := PostStratifiedTotal(twoStrata()) // 6/5 × 3² × 14 = 151.2
	estimate(t, "total", got, err, 76, math.Sqrt(151.2))
	got, err = PostStratifiedMean(twoStrata())
	estimate(t, "mean", got, err, 4.75, math.Sqrt(151.2)/16)
}

func TestStratified_refused(t *testing.T) {
	for name, c := range map[string]struct {
		strata []Stratum
		want   string
	}{
		"no strata":   {nil, "no strata"},
		"no answers":  {[]Stratum{{Name: "B", Size: 3}}, "no respondents"},
		"too many":    {[]Stratum{{Name: "B", Size: 1, Values: []float64{1, 2}}}, "2 respondents among 1"},
		"one of many": {[]Stratum{{Name: "B", Size: 4, Values: []float64{1}}}, "collapse"},
	} {
		if _, err := StratifiedTotal(c.strata); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := PostStratifiedTotal(nil); err == nil {
		t.Error("post-stratified without strata")
	}
}

func TestCollapse(t *testing.T) {
	five := []float64{1, 2, 3, 4, 5}
	got := Collapse([]Stratum{{"a", 3, []float64{1}, nil}, {"b", 9, five, nil}, {"c", 9, five, nil}, {"d", 4, []float64{2}, nil}}, LeastInStratum)
	if len(got) != 2 || got[0].Name != "a + b" || got[0].Size != 12 || len(got[0].Values) != 6 || got[1].Name != "c + d" || got[1].Size != 13 {
		t.Errorf("%+v", got)
	}
	if got := Collapse([]Stratum{{Name: "a", Size: 3, Values: []float64{1}}}, LeastInStratum); len(got) != 1 {
		t.Errorf("alone: %+v", got)
	}
}

// y = 1, 3 and x = 1, 1 of 4 people: R = 2, residuals -1 and 1: variance
// 16 × 1/2 × 2/2 = 8 over X = 4.
func TestRatioEstimate(t *testing.T) {
	got, err := RatioEstimate([]Stratum{{Size: 4, Values: []float64{1, 3}, Sizes: []float64{1, 1}}})
	estimate(t, "ratio", got, err, 2, math.Sqrt(8)/4)
	if _, err := RatioEstimate([]Stratum{{Size: 4, Values: []float64{1, 3}, Sizes: []float64{0, 0}}}); err == nil {
		t.Error("sizes that add up to 0")
	}
	if _, err := RatioEstimate([]Stratum{{Size: 4, Values: []float64{1, 3}}}); err == nil {
		t.Error("no sizes")
	}
}

func TestSampleTotal(t *testing.T) {
	got, err := SampleTotal(10, []float64{1, 3}) // 100 × 8/10 × 2/2
	estimate(t, "total", got, err, 20, math.Sqrt(80))
}

// Four 0, 0, 0, 1 of a domain among 6 respondents of 12 people: mean 1/4,
// squares 3/4; 1/2 × 6/5 × (3/4)/16.
func TestDomainMean(t *testing.T) {
	got := DomainMean(12, []float64{0, 0, 1, 1, 0, 1}, func(i int) bool { return i < 2 || i > 3 })
	estimate(t, "domain", got, nil, 0.25, math.Sqrt(0.5*1.2*0.75/16))
	near(t, "empty", DomainMean(12, []float64{0, 1}, func(int) bool { return false }).Value, math.NaN(), 0)
}

// A seeded bootstrap finds the error that the formula gives, within a tenth:
// the check that the design asks for. It draws with replacement, so the people
// are many.
func TestStratifiedTotal_bootstrap(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	strata := []Stratum{{Name: "a", Size: 40_000}, {Name: "b", Size: 10_000}}
	for i := range 60 {
		strata[0].Values = append(strata[0].Values, float64(i%7))
		strata[1].Values = append(strata[1].Values, float64(i*i%11))
	}
	want, err := StratifiedTotal(strata)
	if err != nil {
		t.Fatal(err)
	}
	var totals []float64
	for range 2_000 {
		total := 0.0
		for _, s := range strata {
			sum := 0.0
			for range s.Values {
				sum += s.Values[random.IntN(len(s.Values))]
			}
			total += float64(s.Size) * sum / float64(len(s.Values))
		}
		totals = append(totals, total)
	}
	near(t, "error", MeanOf(totals, 0.95).Deviation/want.Error, 1, 0.1)
}

// Two traits of 4 respondents, one each way, 6 + 2 and 4 + 4 people: the
// product of shares, 8 × 3/4 × 1/2.
func TestRake(t *testing.T) {
	margins := []Margin{
		{[]string{"a", "a", "b", "b"}, map[string]float64{"a": 6, "b": 2}},
		{[]string{"x", "y", "x", "y"}, map[string]float64{"x": 4, "y": 4}},
	}
	w, err := Rake(margins, MaxWeightRatio)
	if err != nil || !w.Converged || w.Capped {
		t.Fatalf("%+v, %v", w, err)
	}
	for i, want := range []float64{3, 3, 1, 1} {
		near(t, "weight", w.Values[i], want, 1e-9)
	}
	near(t, "kish", w.Kish, 4*20.0/64, 1e-9)
	near(t, "mean", WeightedMean(w.Values, []float64{1, 0, 0, 0}), 3.0/8, 1e-9)
	if w.Usable() {
		t.Error("four respondents are too few")
	}
}

func TestRake_refused(t *testing.T) {
	for name, margins := range map[string][]Margin{
		"no respondents":     {},
		"a target left over": {{[]string{"a", "a"}, map[string]float64{"a": 6, "b": 2}}},
		"an answer too many": {{[]string{"a", "c"}, map[string]float64{"a": 6}}},
	} {
		if _, err := Rake(margins, MaxWeightRatio); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// Margins that contradict each other (8 people by one, 9 by the other) never
// meet; a rare category that should weigh 30 times the mean is held at 5.
func TestRake_givesUp(t *testing.T) {
	w, err := Rake([]Margin{
		{[]string{"a", "b"}, map[string]float64{"a": 6, "b": 2}},
		{[]string{"x", "y"}, map[string]float64{"x": 4, "y": 5}},
	}, MaxWeightRatio)
	if err != nil || w.Converged || w.Steps != MostRakeSteps {
		t.Errorf("contradiction: %+v, %v", w, err)
	}
	categories := make([]string, 60)
	for i := range categories {
		categories[i] = "common"
	}
	categories[0] = "rare"
	w, err = Rake([]Margin{{categories, map[string]float64{"common": 30, "rare": 30}}}, MaxWeightRatio)
	if err != nil || w.Converged || !w.Capped || w.Usable() {
		t.Errorf("cap: %+v, %v", w, err)
	}
}

func TestRake_meetsMargins(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		// The population's own table gives margins that can be met.
		var first, second []string
		geo, kind := make(map[string]float64), make(map[string]float64)
		for _, g := range []string{"a", "b", "c"} {
			for _, k := range []string{"x", "y"} {
				people := float64(rapid.IntRange(1, 40).Draw(t, "people"))
				geo[g] += people
				kind[k] += people
				for range rapid.IntRange(1, 9).Draw(t, "answers") {
					first, second = append(first, g), append(second, k)
				}
			}
		}
		margins := []Margin{{first, geo}, {second, kind}}
		w, err := Rake(margins, math.Inf(1))
		if err != nil || !w.Converged {
			t.Fatalf("%+v, %v", w, err)
		}
		for _, m := range margins {
			for category, sum := range m.sums(w.Values) {
				if math.Abs(sum-m.Targets[category]) > 1e-6 {
					t.Fatalf("%s: %v, want %v", category, sum, m.Targets[category])
				}
			}
		}
		if w.Kish < 1-1e-12 {
			t.Fatalf("kish %v", w.Kish)
		}
	})
}

// Three respondents among two people: the size is wrong, and the error was 0 as
// if everybody had answered.
func TestDomainMean_sizeTooSmall(t *testing.T) {
	every := func(int) bool { return true }
	near(t, "too few people", DomainMean(2, []float64{1, 2, 5}, every).Error, math.NaN(), 0)
	near(t, "everybody", DomainMean(3, []float64{1, 2, 5}, every).Error, 0, 0)
}

// Nobody is to be counted of a and of x: the passes that meet b and y divide 0
// by 0 unless a weight of 0 stays 0.
func TestRake_targetOfZero(t *testing.T) {
	margins := []Margin{
		{[]string{"a", "b", "b", "b"}, map[string]float64{"a": 0, "b": 9}},
		{[]string{"x", "x", "y", "z"}, map[string]float64{"x": 2, "y": 3, "z": 4}},
	}
	w, err := Rake(margins, math.Inf(1))
	if err != nil || !w.Converged {
		t.Fatalf("%+v, %v", w, err)
	}
	for i, want := range []float64{0, 2, 3, 4} {
		near(t, "weight", w.Values[i], want, 1e-6)
	}
	same := []Margin{
		{[]string{"a", "b"}, map[string]float64{"a": 0, "b": 9}},
		{[]string{"x", "y"}, map[string]float64{"x": 0, "y": 9}},
	}
	if w, err := Rake(same, math.Inf(1)); err != nil || !w.Converged || w.Values[0] != 0 || w.Values[1] != 9 {
		t.Errorf("twice nobody: %+v, %v", w, err)
	}
	apart := []Margin{
		{[]string{"a", "b"}, map[string]float64{"a": 0, "b": 9}},
		{[]string{"x", "y"}, map[string]float64{"x": 4, "y": 9}},
	}
	if w, err := Rake(apart, math.Inf(1)); err != nil || w.Converged {
		t.Errorf("nobody and four: %+v, %v", w, err)
	}
}

func TestRake_marginsOfOtherLengths(t *testing.T) {
	_, err := Rake([]Margin{
		{[]string{"a", "b"}, map[string]float64{"a": 1, "b": 1}},
		{[]string{"x"}, map[string]float64{"x": 2}},
	}, math.Inf(1))
	if err == nil {
		t.Error("a margin of one respondent beside one of two is taken")
	}
}
