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
	return score(float64(x)/float64(n), float64(n), z)
}

// score is Wilson's formula for a proportion seen on a size that need not be
// whole.
func score(p, size, z float64) Interval {
	z2 := z * z
	scale := 1 + z2/size
	centre := (p + z2/(2*size)) / scale
	half := z / scale * math.Sqrt(p*(1-p)/size+z2/(4*size*size))
	interval := Interval{centre - half, centre + half}
	// The two ends are exact there; floating point leaves 1e-17 behind.
	if p <= 0 {
		interval.Low = 0
	}
	if p >= 1 {
		interval.High = 1
	}
	return interval
}

// WilsonFinite is Wilson's interval when the n answers come from size people
// in all, such as those invited: n is replaced by n(N-1)/(N-n), which keeps
// the variance of a draw without replacement (one of two forms in use: O'Neill,
// Mathematical and statistical properties of confidence intervals for finite
// populations, 2021). When everybody answered nothing is left to chance: [p, p].
// It holds only if those who did not answer are like those who did. A size
// under n is a mistake about the size, and is not believed: plain Wilson.
func WilsonFinite(x, n, size int, z float64) Interval {
	if n <= 0 || size < n {
		return Wilson(x, n, z)
	}
	p := float64(x) / float64(n)
	if size == n {
		return Interval{p, p}
	}
	return score(p, float64(n)*float64(size-1)/float64(size-n), z)
}
