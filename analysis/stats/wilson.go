package stats

import "math"

// Interval is a range of values of a proportion or of another estimate.
type Interval struct{ Low, High float64 }

// Half is half the interval's width.
func (i Interval) Half() float64 { return (i.High - i.Low) / 2 }

// Wilson gives the score interval of a proportion of x among n at the normal
// quantile z (Wilson, JASA 22, 1927). Unlike the interval taught first, it
// stays inside [0, 1] and holds for the ten to thirty answers of a territory.
// With n = 0 nothing is known: [0, 1].
func Wilson(x, n int, z float64) Interval {
	if n <= 0 {
		return Interval{0, 1}
	}
	size, p := float64(n), float64(x)/float64(n)
	z2 := z * z
	scale := 1 + z2/size
	centre := (p + z2/(2*size)) / scale
	half := z / scale * math.Sqrt(p*(1-p)/size+z2/(4*size*size))
	interval := Interval{centre - half, centre + half}
	// The two ends are exact there; floating point leaves 1e-17 behind.
	if x <= 0 {
		interval.Low = 0
	}
	if x >= n {
		interval.High = 1
	}
	return interval
}
