package stats

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// PoissonRate gives events per unit of exposure (per 1,000 inhabitants, per
// year), with its exact interval from quantiles of the chi-square law (Garwood,
// Biometrika 28, 1936). No event still leaves a high end. Without exposure the
// rate is NaN.
func PoissonRate(events int, exposure, confidence float64) (rate float64, interval Interval) {
	if !(exposure > 0) {
		return math.NaN(), Interval{0, math.Inf(1)}
	}
	tail := (1 - confidence) / 2
	if events > 0 {
		interval.Low = distuv.ChiSquared{K: 2 * float64(events)}.Quantile(tail) / 2 / exposure
	}
	interval.High = distuv.ChiSquared{K: 2*float64(events) + 2}.Quantile(1-tail) / 2 / exposure
	return float64(events) / exposure, interval
}
