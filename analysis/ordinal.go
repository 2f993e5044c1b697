package analysis

import (
	"cmp"
	"slices"
)

// tabulateOrdinal counts the levels of a scale, in the scale's order: sorting
// them by frequency would hide what they measure. « Ne sait pas » is no level
// and comes last.
func tabulateOrdinal(c *Column) ([]Line, []Note) {
	lines, notes := categoryLines(c, countCodes(c))
	slices.SortStableFunc(lines, func(a, b Line) int { return cmp.Compare(a.Missing, b.Missing) })
	return lines, notes
}
