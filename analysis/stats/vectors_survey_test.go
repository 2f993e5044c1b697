package stats

import (
	"math"
	"slices"
)

func checkRaking(v *vector) {
	var in struct {
		Rows    [][]string
		Vars    []string
		Targets map[string]map[string]float64
		Yes     []float64
	}
	v.input(&in)
	margins := make([]Margin, len(in.Vars))
	for i, name := range in.Vars {
		margins[i].Targets = in.Targets[name]
		for _, row := range in.Rows {
			margins[i].Categories = append(margins[i].Categories, row[i])
		}
	}
	got, err := Rake(margins, math.Inf(1)) // R's rake has no cap
	if err != nil || !got.Converged {
		v.t.Errorf("%s: converged %v, %v", v.ID, got.Converged, err)
	}
	v.want("weights", 1e-6, got.Values...)
	v.want("mean_yes", 1e-9, WeightedMean(got.Values, in.Yes))
	v.want("deff_kish", 1e-9, got.Kish)
}

// surveyed is the input of the estimators.
type surveyed struct {
	Stratum []string
	N       map[string]int
	Y, X    []float64
	Yes     []float64
}

func (s surveyed) strata(values []float64) []Stratum {
	var strata []Stratum
	for name, size := range s.N {
		stratum := Stratum{Name: name, Size: size}
		for i, each := range s.Stratum {
			if each == name {
				stratum.Values = append(stratum.Values, values[i])
				if s.X != nil {
					stratum.Sizes = append(stratum.Sizes, s.X[i])
				}
			}
		}
		strata = append(strata, stratum)
	}
	return strata
}

func (v *vector) wantEstimate(value, deviation string, got Estimate, err error) {
	v.t.Helper()
	if err != nil {
		v.t.Errorf("%s: %v", v.ID, err)
	}
	v.want(value, 1e-9, got.Value)
	v.want(deviation, 1e-9, got.Error)
}

func (v *vector) wantEstimates(in surveyed, mean, total func([]Stratum) (Estimate, error)) {
	v.t.Helper()
	of, err := mean(in.strata(in.Yes))
	v.wantEstimate("mean_yes", "se_yes", of, err)
	of, err = mean(in.strata(in.Y))
	v.wantEstimate("mean_y", "se_y", of, err)
	of, err = total(in.strata(in.Y))
	v.wantEstimate("total_y", "se_total_y", of, err)
}

func checkPostStratified(v *vector) {
	var in surveyed
	v.input(&in)
	v.wantEstimates(in, PostStratifiedMean, PostStratifiedTotal)
	counts := make(map[string]int)
	for _, name := range in.Stratum {
		counts[name]++
	}
	var weights []float64
	for _, name := range in.Stratum {
		weights = append(weights, float64(in.N[name])/float64(counts[name]))
	}
	v.want("weights", 1e-9, weights...)
}

func checkStratified(v *vector) {
	var in surveyed
	v.input(&in)
	v.wantEstimates(in, StratifiedMean, StratifiedTotal)
}

func checkRatio(v *vector) {
	var in surveyed
	v.input(&in)
	got, err := RatioEstimate(in.strata(in.Y))
	v.wantEstimate("ratio", "se", got, err)
}

func checkSampleTotal(v *vector) {
	var in struct {
		N int
		Y []float64
	}
	v.input(&in)
	got, err := SampleTotal(in.N, in.Y)
	v.wantEstimate("total", "se_total", got, err)
	v.wantEstimate("mean", "se_mean", got.over(float64(in.N)), err)
}

func checkDomain(v *vector) {
	var in struct {
		N      int
		Domain []string
		Yes    []float64
	}
	v.input(&in)
	var means, errors []float64
	names := slices.Clone(in.Domain)
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		got := DomainMean(in.N, in.Yes, func(i int) bool { return in.Domain[i] == name })
		means, errors = append(means, got.Value), append(errors, got.Error)
	}
	v.want("mean", 1e-9, means...)
	v.want("se", 1e-9, errors...)
}
