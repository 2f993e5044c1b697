package analysis

import (
	"slices"

	"constat/analysis/stats"
	"constat/survey"
)

// MedianLevels are the levels of a scale that the two middle answers have, the
// same one unless half of the answers lie on either side of a step: no level
// between them is made up, as the mean of their numbers would be. "" for what is
// no scale, or without an answer on it.
func (t *Table) MedianLevels() (low, high string) {
	if t.Measure != survey.MeasureOrdinal {
		return "", ""
	}
	var labels []string
	var counts []int
	for _, line := range t.Lines {
		if line.isLevel() {
			labels, counts = append(labels, line.Label), append(counts, line.Share.Count)
		}
	}
	return medianLevels(labels, counts)
}

func (l Line) isLevel() bool { return l.Missing == survey.Substantive && !l.Undeclared }

func medianLevels(labels []string, counts []int) (low, high string) {
	n, sum := 0, 0
	for _, count := range counts {
		n += count
	}
	for i, count := range counts {
		if sum += count; count == 0 {
			continue
		}
		if low == "" && 2*sum >= n {
			low = labels[i]
		}
		if 2*sum > n {
			return low, labels[i]
		}
	}
	return "", ""
}

// ScaleComparison sets where the answers stand on a scale beside where they stand
// elsewhere. Its levels are one comparison and not several: they rise and fall
// together, and the test that knows their order sees more than one per level
// (Mann and Whitney, 1947).
type ScaleComparison struct {
	Levels []LevelComparison // in the scale's order
	// The median levels here and elsewhere: see Table.MedianLevels.
	Here, There [2]string
	// Effect is the rank-biserial correlation (Wendt, 1972), from -1, every answer
	// here is a lower level, to 1.
	Effect float64
}

// LevelComparison is the share of one level among those on the scale.
type LevelComparison struct {
	Label       string
	This, Other Share
}

// compareScale sets a scale beside the same in a reference; false when one side
// has levels that the other could not give.
func compareScale(t, other *Table) (Comparison, bool) {
	c := Comparison{Title: t.Title, Table: t, Scale: &ScaleComparison{}}
	for _, line := range t.Lines {
		if !line.isLevel() {
			continue
		}
		at := slices.IndexFunc(other.Lines, func(l Line) bool { return l.isLevel() && l.Code == line.Code })
		if at < 0 {
			return Comparison{}, false
		}
		c.Scale.Levels = append(c.Scale.Levels, LevelComparison{line.Label, line.Known, other.Lines[at].Known})
	}
	same := len(slices.DeleteFunc(slices.Clone(other.Lines), func(l Line) bool { return !l.isLevel() })) == len(c.Scale.Levels)
	return c, same && len(c.Scale.Levels) > 1
}

// without takes the respondents here out of those of a reference that contains
// them.
func (c *ScaleComparison) without() bool {
	for i := range c.Levels {
		rest, ok := c.Levels[i].Other.without(c.Levels[i].This)
		if !ok {
			return false
		}
		c.Levels[i].Other = rest
	}
	return true
}

// measure fills the comparison's numbers and gives p; false when a base is too
// small, or when all the answers of both sides are one level.
func (c *ScaleComparison) measure() (p float64, ok bool) {
	var labels []string
	var here, there []int
	levels := 0
	for _, l := range c.Levels {
		if l.This.Base < MinPercentBase || l.Other.Base < MinPercentBase {
			return 0, false
		}
		labels, here, there = append(labels, l.Label), append(here, l.This.Count), append(there, l.Other.Count)
		if l.This.Count+l.Other.Count > 0 {
			levels++
		}
	}
	if levels < 2 {
		return 0, false
	}
	ranks := stats.MannWhitney(ranked(here), ranked(there))
	c.Here[0], c.Here[1] = medianLevels(labels, here)
	c.There[0], c.There[1] = medianLevels(labels, there)
	c.Effect = ranks.RankBiserial
	p, _ = ranks.P()
	return p, true
}

// ranked lists one number per answer: its level's place.
func ranked(counts []int) []float64 {
	var all []float64
	for level, count := range counts {
		for range count {
			all = append(all, float64(level))
		}
	}
	return all
}
