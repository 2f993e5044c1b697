package disclosure

import (
	"math"
	"strconv"

	"constat/analysis/stats"
	"constat/survey"
)

// Wave is what a wave published: its latest edition's ledger.
type Wave struct {
	Name   string
	Ledger Ledger
}

// Versus says what an area is compared with.
type Versus uint8

const (
	VersusRest   Versus = iota + 1 // the whole less the area: nobody is compared with herself
	VersusBefore                   // the same area in the wave before
)

// PublishedComparison is one share here against the same share elsewhere or
// before, of printed numbers alone (R12, R14).
type PublishedComparison struct {
	Name, Label       string // of the indicator
	Versus            Versus
	Other             string // the whole's name, or the earlier wave's
	This, That        int    // whole percentages
	ThisBase, Base    int    // the printed bases
	Points, Low, High int    // This less That, with its 95 % interval (Newcombe), in whole points
	Established       bool   // « différence nette », at the level that Holm's procedure leaves
}

// printedShare is a share whose count and base print a number.
type printedShare struct{ count, base int }

func (s printedShare) valid() bool {
	return s.count >= 0 && s.count <= s.base && s.base >= leastCompared
}

// leastCompared is the base under which a percentage is not compared.
const leastCompared = 11

// publishComparisons sets each printed share beside the rest of the whole and
// beside the wave before. The verdicts of one area are one family.
func (j *judge) publishComparisons(p *Publication, a int) {
	var chances []float64
	add := func(f PublishedFigure, versus Versus, name string, here, there printedShare) {
		if !here.valid() || !there.valid() {
			return
		}
		difference, interval := stats.Newcombe(there.count, there.base, here.count, here.base, stats.Z95)
		p.Comparisons = append(p.Comparisons, PublishedComparison{
			Name: f.Name, Label: f.Label, Versus: versus, Other: name,
			This: percentOf(here.count, here.base), That: percentOf(there.count, there.base), ThisBase: here.base, Base: there.base,
			Points: points(difference), Low: points(interval.Low), High: points(interval.High),
		})
		chances = append(chances, stats.NewcombeP(there.count, there.base, here.count, here.base))
	}
	for _, f := range p.Figures {
		if f.Type != survey.IndicatorShare || !f.HasPercent {
			continue
		}
		here := printedShare{f.Count.Number, f.Base.Number}
		if rest, ok := j.rest(a, f, here); ok {
			add(f, VersusRest, j.areas[j.whole].Name, here, rest)
		}
		if before, ok := j.before(a, f); ok {
			add(f, VersusBefore, j.batch.Before.Name, here, before)
		}
	}
	for i, adjusted := range stats.Holm(chances) {
		p.Comparisons[i].Established = adjusted < claimLevel
	}
}

// claimLevel is the chance of a false claim among all those of one area.
const claimLevel = 0.05

func points(difference float64) int { return int(math.Round(100 * difference)) }

// rest is the share of everybody else, when the whole is published and prints
// both numbers.
func (j *judge) rest(a int, f PublishedFigure, here printedShare) (printedShare, bool) {
	if a == j.whole || !j.areas[j.whole].printed {
		return printedShare{}, false
	}
	count, base, ok := j.shareAt(j.whole, f.Name)
	if !ok || !count.Numeric() || !base.Numeric() {
		return printedShare{}, false
	}
	return printedShare{count.Number - here.count, base.Number - here.base}, true
}

// shareAt is what an area prints of an indicator.
func (j *judge) shareAt(a int, name string) (count, base Shown, ok bool) {
	for i, c := range j.shares {
		if c.indicator.Name != name || !j.showsShare(i, a) {
			continue
		}
		base = j.areas[a].shown
		if c.base != nil {
			base, _ = j.shownAt(j.portionKey(a, i, c.base))
		}
		count, ok = j.shownAt(j.portionKey(a, i, c.count))
		return count, base, ok
	}
	return Shown{}, Shown{}, false
}

// before is the share that the wave before printed.
func (j *judge) before(a int, f PublishedFigure) (printedShare, bool) {
	if j.batch.Before == nil {
		return printedShare{}, false
	}
	for i, c := range j.shares {
		if c.indicator.Name != f.Name {
			continue
		}
		base := j.areas[a].Key
		if c.base != nil {
			base = j.portionKey(a, i, c.base)
		}
		x, okCount := j.batch.Before.Ledger.number(j.portionKey(a, i, c.count))
		n, okBase := j.batch.Before.Ledger.number(base)
		return printedShare{x, n}, okCount && okBase
	}
	return printedShare{}, false
}

// number is the number printed under a key; false for a band, « nc », nothing.
func (l Ledger) number(key string) (int, bool) {
	for _, e := range l {
		if e.Key == key {
			n, err := strconv.Atoi(e.Text)
			return n, err == nil
		}
	}
	return 0, false
}
