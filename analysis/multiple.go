package analysis

import "constat/survey"

// tabulateMultiple counts, for each choice, the respondents who ticked it:
// percentages are over people, may add past 100 %, and are never over ticks.
// Whoever refused or is not concerned is in no base: what she ticked besides
// is no line either.
func tabulateMultiple(c *Column) ([]Line, []Note) {
	counts := make([]int, len(c.Categories))
	for row, state := range c.states {
		if state != survey.Answered && state != survey.AnsweredDontKnow {
			continue
		}
		for _, place := range c.Ticks(row) {
			counts[place]++
		}
	}
	lines, notes := categoryLines(c, counts)
	sortLines(lines)
	if c.Question.Type.Format == survey.FormatRank {
		return lines, append(notes, Note{Code: NoteRanked})
	}
	return lines, append(notes, Note{Code: NoteMultiple})
}
