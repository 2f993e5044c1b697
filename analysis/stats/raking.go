package stats

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
)

// How raking stops, and what its weights may become.
const (
	rakeAim        = 1e-10 // distance to each target, relative, at which passes stop
	rakeTolerance  = 1e-6  // at which the margins count as met when MostRakeSteps did
	MostRakeSteps  = 500   // passes over all margins
	MaxWeightRatio = 5     // of a weight over the mean weight (DeBell and Krosnick, 2009)
)

// Margin is what is known of the population for one trait: how many people
// each category has.
type Margin struct {
	Categories []string           // each respondent's
	Targets    map[string]float64 // people in the population
}

// Weights are what each respondent counts for.
type Weights struct {
	Values    []float64
	Steps     int
	Converged bool    // every margin is met; else the weights may not be used
	Capped    bool    // a weight was held back at the cap
	Kish      float64 // design effect n·Σw²/(Σw)², 1 or more
}

// Rake weighs respondents so that each margin is met, by adjusting to one
// after the other (Deming and Stephan, 1940). From weights of 1, at most
// MostRakeSteps passes. ratio caps each weight at so many times the mean
// weight after each pass (MaxWeightRatio, or +Inf for no cap); a cap that
// binds may keep the margins from being met. A target of 0 gives its
// respondents a weight of 0. Margins that contradict each other do not converge,
// and may leave weights NaN. Errors: no respondent, margins of other numbers of
// respondents, a target category without respondents, a respondent in no target
// category.
func Rake(margins []Margin, ratio float64) (Weights, error) {
	if len(margins) == 0 || len(margins[0].Categories) == 0 {
		return Weights{}, errors.New("rake: no respondents to weigh")
	}
	w := Weights{Values: make([]float64, len(margins[0].Categories))}
	for i := range w.Values {
		w.Values[i] = 1
	}
	for _, m := range margins {
		if len(m.Categories) != len(w.Values) {
			return Weights{}, fmt.Errorf("rake: a margin has %d respondents, the first has %d", len(m.Categories), len(w.Values))
		}
		if err := m.check(); err != nil {
			return Weights{}, fmt.Errorf("rake: %w", err)
		}
	}
	within := func(tolerance float64) bool {
		return !slices.ContainsFunc(margins, func(m Margin) bool { return !m.met(w.Values, tolerance) })
	}
	for done := false; w.Steps < MostRakeSteps && !done; done = within(rakeAim) {
		w.Steps++
		for _, m := range margins {
			sums := m.sums(w.Values)
			for i, category := range m.Categories {
				if m.Targets[category] == 0 {
					w.Values[i] = 0 // the second pass would divide 0 by 0
					continue
				}
				w.Values[i] *= m.Targets[category] / sums[category]
			}
		}
		if capWeights(w.Values, ratio) {
			w.Capped = true
		}
	}
	w.Converged = within(rakeTolerance)
	w.Kish = KishEffect(w.Values)
	return w, nil
}

func (m Margin) check() error {
	seen := make(map[string]bool)
	for _, category := range m.Categories {
		if _, known := m.Targets[category]; !known {
			return fmt.Errorf("category %q has respondents and no target", category)
		}
		seen[category] = true
	}
	for _, category := range slices.Sorted(maps.Keys(m.Targets)) {
		if !seen[category] && m.Targets[category] != 0 {
			return fmt.Errorf("category %q has a target and no respondents", category)
		}
	}
	return nil
}

func (m Margin) sums(weights []float64) map[string]float64 {
	sums := make(map[string]float64)
	for i, category := range m.Categories {
		sums[category] += weights[i]
	}
	return sums
}

func (m Margin) met(weights []float64, tolerance float64) bool {
	for category, sum := range m.sums(weights) {
		// A NaN meets nothing: written so that it is not within.
		if !(math.Abs(sum-m.Targets[category]) <= tolerance*math.Max(1, m.Targets[category])) {
			return false
		}
	}
	return true
}

// capWeights holds each weight under ratio times the mean weight.
func capWeights(weights []float64, ratio float64) (capped bool) {
	most := ratio * sumOf(weights) / float64(len(weights))
	for i, w := range weights {
		if w > most {
			weights[i], capped = most, true
		}
	}
	return capped
}

// KishEffect is by how much unequal weights multiply the variance, n·Σw²/(Σw)²
// (Kish, Survey Sampling, 1965): 1 when all are equal, NaN without weights.
func KishEffect(weights []float64) float64 {
	var sum, sum2 float64
	for _, w := range weights {
		sum += w
		sum2 += w * w
	}
	return float64(len(weights)) * sum2 / (sum * sum)
}

// Usable is the rule by which weighted results may be shown beside the
// unweighted ones: 50 respondents or more, converged, a design effect under 2.
func (w Weights) Usable() bool {
	return w.Converged && len(w.Values) >= 50 && w.Kish < 2
}

// WeightedMean is Σwy/Σw, NaN without weights.
func WeightedMean(weights, y []float64) float64 {
	var sum, weight float64
	for i, w := range weights {
		sum += w * y[i]
		weight += w
	}
	return sum / weight
}
