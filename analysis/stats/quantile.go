package stats

import "math"

// Quantile gives the p-quantile (0 ≤ p ≤ 1) of values sorted in ascending
// order, by type 7 of Hyndman and Fan (1996): linear between order statistics
// at h = (n-1)p. It is what Excel's QUARTILE.INC and CENTILE.INCLURE give, so
// that a lead who checks finds the same figure. No value: NaN.
func Quantile(sorted []float64, p float64) float64 {
	n := len(sorted)
	if n == 0 {
		return math.NaN()
	}
	h := float64(n-1) * math.Min(math.Max(p, 0), 1)
	below := int(math.Floor(h))
	if below >= n-1 {
		return sorted[n-1]
	}
	return sorted[below] + (h-float64(below))*(sorted[below+1]-sorted[below])
}
