package stats

import "gonum.org/v1/gonum/stat/distuv"

// Jeffreys gives the interval of a proportion of x among n that leaves half of
// 1 - confidence on each side of a Beta(x+1/2, n-x+1/2) law (Brown, Cai and
// DasGupta, Statistical Science 16, 2001). Its end is 0 or 1 when x is 0 or n.
// With n = 0 nothing is known: [0, 1].
func Jeffreys(x, n int, confidence float64) Interval {
	return betaInterval(x, n, confidence, 0.5, 0.5)
}

// ClopperPearson gives the interval of a proportion of x among n that is never
// less sure than it says (Clopper and Pearson, Biometrika 26, 1934); it is the
// widest of the three. Ends and n = 0 as for Jeffreys.
func ClopperPearson(x, n int, confidence float64) Interval {
	return betaInterval(x, n, confidence, 0, 1)
}

// betaInterval takes its low end from Beta(x+low, n-x+1-low) and its high end
// from Beta(x+high, n-x+1-high).
func betaInterval(x, n int, confidence, low, high float64) Interval {
	interval := Interval{0, 1}
	if n <= 0 {
		return interval
	}
	tail, with, without := (1-confidence)/2, float64(x), float64(n-x)
	if x > 0 {
		interval.Low = distuv.Beta{Alpha: with + low, Beta: without + 1 - low}.Quantile(tail)
	}
	if x < n {
		interval.High = distuv.Beta{Alpha: with + high, Beta: without + 1 - high}.Quantile(1 - tail)
	}
	return interval
}
