package analysis

import (
	"cmp"
	"slices"

	"constat/survey"
)

// tabulateNominal counts one category per row, most frequent first.
func tabulateNominal(c *Column) ([]Line, []Note) {
	lines, notes := categoryLines(c, countCodes(c))
	sortLines(lines)
	return lines, notes
}

func countCodes(c *Column) []int {
	counts := make([]int, len(c.Categories))
	for _, code := range c.codes {
		if code != none {
			counts[code]++
		}
	}
	return counts
}

// categoryLines makes the lines of counts by category: all of them, zero or
// not. « Non concerné » and refusals are not lines: they are part of the Base.
func categoryLines(c *Column, counts []int) ([]Line, []Note) {
	base := baseOf(c)
	lines := make([]Line, 0, len(counts))
	for place, category := range c.Categories {
		if !tabulated(category) || !c.Listed(place) {
			continue
		}
		line := Line{
			Code: category.Code, Label: category.Label, Missing: category.Missing, Undeclared: category.Undeclared,
			Unlisted: c.outsideList(category),
			Share:    NewShare(counts[place], base.Answered()),
		}
		if category.Missing == survey.Substantive {
			line.Known = NewShare(counts[place], base.Substantive)
		}
		lines = append(lines, line)
	}
	return lines, c.unlistedNotes()
}

// tabulated tells whether a category is a line of tables.
func tabulated(c Category) bool {
	return c.Missing == survey.Substantive || c.Missing == survey.DontKnow
}

// sortLines puts the most frequent first, what is outside the list among them, and
// « ne sait pas » last; equal counts stay in the form's order.
func sortLines(lines []Line) {
	slices.SortStableFunc(lines, func(a, b Line) int {
		if last := cmp.Compare(a.Missing, b.Missing); last != 0 {
			return last
		}
		return cmp.Compare(b.Share.Count, a.Share.Count)
	})
}
