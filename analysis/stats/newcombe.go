package stats

import "math"

// Newcombe gives the interval of the difference p2 - p1 of two independent
// proportions, from their two Wilson intervals (Newcombe, Statistics in
// Medicine 17, 1998, method 10). With an empty group nothing is known of it.
func Newcombe(x1, n1, x2, n2 int, z float64) (difference float64, interval Interval) {
	if n1 <= 0 || n2 <= 0 {
		return math.NaN(), Interval{-1, 1}
	}
	p1, p2 := float64(x1)/float64(n1), float64(x2)/float64(n2)
	i1, i2 := Wilson(x1, n1, z), Wilson(x2, n2, z)
	difference = p2 - p1
	return difference, Interval{
		difference - math.Hypot(p2-i2.Low, i1.High-p1),
		difference + math.Hypot(i2.High-p2, p1-i1.Low),
	}
}

// NewcombeP is the probability at which Newcombe's interval just reaches 0:
// under 0.05, the 95 % interval leaves 0 out. A verdict drawn from it, adjusted
// or not, cannot contradict the interval that is shown. Equal proportions: 1;
// an empty group: NaN.
func NewcombeP(x1, n1, x2, n2 int) float64 {
	difference, _ := Newcombe(x1, n1, x2, n2, 0)
	switch {
	case math.IsNaN(difference):
		return math.NaN()
	case difference == 0:
		return 1
	}
	// From z = 0, where the interval is the difference itself, to one so wide
	// that its probability is no number; halving is enough.
	inside, outside := 0.0, 40.0
	for range 60 {
		z := (inside + outside) / 2
		if _, i := Newcombe(x1, n1, x2, n2, z); i.Low > 0 || i.High < 0 {
			inside = z
		} else {
			outside = z
		}
	}
	return beyond(inside)
}
