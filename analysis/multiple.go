package analysis

import "constat/survey"

// tabulateMultiple counts, for each choice, the respondents who ticked it:
// percentages are over people, add past 100 %, and are never over ticks.
func tabulateMultiple(c *Column) ([]Line, []Note) {
	counts := make([]int, len(c.Categories))
	for _, place := range c.ticks {
		counts[place]++
	}
	lines, notes := categoryLines(c, counts)
	sortLines(lines)
	if c.Question.Type.Format == survey.FormatRank {
		return lines, append(notes, Note{Code: NoteRanked})
	}
	return lines, append(notes, Note{Code: NoteMultiple})
}
