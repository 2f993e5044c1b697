// Package stats is the arithmetic of a diagnostic: intervals, quantiles and
// ratios, each named and sourced, with its edge cases. It knows nothing of
// questionnaires. Nothing here draws a random number or reads a clock.
package stats

// Z95 is the two-sided 95 % quantile of the normal law.
const Z95 = 1.959963984540054
