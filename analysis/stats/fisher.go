package stats

import "math"

// OddsRatio is the exact test of a 2 × 2 table with the strength of its
// association.
type OddsRatio struct {
	P        float64  // two-sided, Fisher's exact test
	Ratio    float64  // the conditional maximum likelihood estimate; +Inf when it has no bound
	Interval Interval // exact, conditional on both margins
}

// FisherTwo tests {{a, b}, {c, d}} given its margins (Fisher, 1935). The odds
// ratio is the conditional estimate, not ad/bc, and its interval inverts the
// two one-sided tests (Cornfield, 1956). Both are the figures that R's
// fisher.test prints, found as closely as it does: the far end of a very wide
// interval may be a hundredth off, while P is exact. When the margins leave one
// table only, p is 1, the ratio 0 and its interval [0, +Inf): nothing is known.
func FisherTwo(table [2][2]int, confidence float64) OddsRatio {
	h := newHypergeometric(table)
	tail := (1 - confidence) / 2
	return OddsRatio{
		P:        h.twoSided(),
		Ratio:    h.estimate(),
		Interval: Interval{h.lowEnd(tail), h.highEnd(tail)},
	}
}

// hypergeometric is the law of a table's first cell given its margins, at any
// odds ratio (Fisher's noncentral hypergeometric law).
type hypergeometric struct {
	least, most, seen int
	logs              []float64 // central log-probability, up to a constant, from least to most
}

func newHypergeometric(table [2][2]int) hypergeometric {
	first, second := table[0][0]+table[1][0], table[0][1]+table[1][1] // columns
	drawn := table[0][0] + table[0][1]
	h := hypergeometric{least: max(0, drawn-second), most: min(drawn, first), seen: table[0][0]}
	for x := h.least; x <= h.most; x++ {
		h.logs = append(h.logs, -logFactorial(x)-logFactorial(first-x)-logFactorial(drawn-x)-logFactorial(second-drawn+x))
	}
	return h
}

// at gives the probabilities at an odds ratio.
func (h hypergeometric) at(odds float64) []float64 {
	p := make([]float64, len(h.logs))
	if odds == 0 {
		p[0] = 1
		return p
	}
	highest := math.Inf(-1)
	for i, log := range h.logs {
		p[i] = log + math.Log(odds)*float64(h.least+i)
		highest = math.Max(highest, p[i])
	}
	for i := range p {
		p[i] = math.Exp(p[i] - highest)
	}
	whole := sumOf(p)
	for i := range p {
		p[i] /= whole
	}
	return p
}

func (h hypergeometric) twoSided() float64 {
	p, sum := h.at(1), 0.0
	seen := p[h.seen-h.least]
	for _, each := range p {
		if each <= seen*(1+equalled) {
			sum += each
		}
	}
	return math.Min(sum, 1)
}

func (h hypergeometric) estimate() float64 {
	switch h.seen {
	case h.least:
		return 0
	case h.most:
		return math.Inf(1)
	}
	return crossing(func(odds float64) float64 {
		mean := 0.0
		for i, p := range h.at(odds) {
			mean += p * float64(h.least+i)
		}
		return mean - float64(h.seen)
	})
}

// lowEnd is the odds ratio at which as much as was seen, or more, has
// probability tail.
func (h hypergeometric) lowEnd(tail float64) float64 {
	if h.seen == h.least {
		return 0
	}
	return crossing(func(odds float64) float64 { return sumOf(h.at(odds)[h.seen-h.least:]) - tail })
}

func (h hypergeometric) highEnd(tail float64) float64 {
	if h.seen == h.most {
		return math.Inf(1)
	}
	return crossing(func(odds float64) float64 { return tail - sumOf(h.at(odds)[:h.seen-h.least+1]) })
}

// crossing finds the odds ratio where a rising function passes 0. Below 1 the
// ratio itself is searched, above 1 its inverse, each in (0, 1).
func crossing(rising func(odds float64) float64) float64 {
	middle := rising(1)
	switch {
	case middle > 0:
		return brent(rising, 0, 1, rootTolerance)
	case middle < 0:
		return 1 / brent(func(inverse float64) float64 { return rising(1 / inverse) }, epsilon, 1, rootTolerance)
	}
	return 1
}
