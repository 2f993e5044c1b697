package stats

import "math"

// BinomialTest is the exact two-sided probability of x successes among n when
// each has probability p0: that of all outcomes no likelier than the one seen.
// With n = 0, 1.
func BinomialTest(x, n int, p0 float64) float64 {
	switch {
	case p0 <= 0:
		return certain(x == 0)
	case p0 >= 1:
		return certain(x == n)
	}
	factorials := logFactorials(n)
	log := func(k int) float64 {
		return factorials[n] - factorials[k] - factorials[n-k] + float64(k)*math.Log(p0) + float64(n-k)*math.Log1p(-p0)
	}
	seen, p := log(x), 0.0
	for k := range n + 1 {
		if each := log(k); each <= seen+equalled {
			p += math.Exp(each)
		}
	}
	return math.Min(p, 1)
}

func certain(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}

// McNemar compares the yes of the same people at two times, from the numbers
// who changed: toNo said yes then no, toYes no then yes. The first result has
// the continuity correction of one (McNemar, Psychometrika 12, 1947; Edwards,
// 1948), none when the two are equal; exact is the binomial test of toNo among
// those who changed, to be preferred under 25 of them. Nobody changed:
// statistic NaN, exact 1.
func McNemar(toNo, toYes int) (corrected Test, exact float64) {
	changed := float64(toNo + toYes)
	apart := math.Max(math.Abs(float64(toNo-toYes))-1, 0)
	corrected = chiSquareTest(apart*apart/changed, 1)
	return corrected, BinomialTest(toNo, toNo+toYes, 0.5)
}
