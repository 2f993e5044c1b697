package analysis

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"constat/survey"
)

// UnlistedLabel is the line of the answers outside a question's list, which is no
// choice of the form's, not even its « autre »: see survey.List.UnlistedCode. All
// of them are one line, so that what one person typed is no line of its own.
const UnlistedLabel = "Autre réponse (hors liste)"

// unlisted is the code that an answer outside the list counts as. The names of
// choices that the form has lost since are kept apart, for the note; what a file
// held is told by its reader.
func (c *Column) unlisted(code string) string {
	if c.outside == "" {
		c.outside = c.Question.List.UnlistedCode()
	}
	if code != c.outside {
		if c.lost == nil {
			c.lost = make(map[string]int)
		}
		c.lost[code]++
	}
	return c.outside
}

// label names a category met in the answers alone.
func (c *Column) label(code string) string {
	if c.outside == "" || code != c.outside {
		return code
	}
	if slices.ContainsFunc(c.Categories, func(other Category) bool { return strings.EqualFold(other.Label, UnlistedLabel) }) {
		return UnlistedLabel + " [" + code + "]" // the form has a choice of that label
	}
	return UnlistedLabel
}

// mostLost is how many choices a note names.
const mostLost = 8

// unlistedNotes tell what the line of answers outside the list is, and which
// choices that the form has lost were given.
func (c *Column) unlistedNotes() []Note {
	if !slices.ContainsFunc(c.Categories, c.outsideList) {
		return nil
	}
	notes := []Note{{Code: NoteUndeclared, Args: []string{UnlistedLabel}}}
	if len(c.lost) == 0 {
		return notes
	}
	names := slices.SortedFunc(maps.Keys(c.lost), func(a, b string) int {
		return cmp.Or(cmp.Compare(c.lost[b], c.lost[a]), cmp.Compare(a, b))
	})
	var named []string
	for _, name := range names[:min(len(names), mostLost)] {
		named = append(named, name+" ("+strconv.Itoa(c.lost[name])+")")
	}
	if len(names) > mostLost {
		named = append(named, "…")
	}
	return append(notes, Note{Code: NoteLostChoices, Args: []string{strings.Join(named, " ; ")}})
}

// outsideList tells the line of answers outside the list from a value that a
// calculation, which has no list, gave.
func (c *Column) outsideList(category Category) bool {
	return category.Undeclared && category.Missing == survey.Substantive && c.Question.Unlists()
}
