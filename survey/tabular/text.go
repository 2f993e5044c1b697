package tabular

import (
	"cmp"
	"strings"
	"unicode"

	"constat/survey/markup"
)

// trim cuts the blanks around a cell, the no-break ones of French typing
// included.
func trim(s string) string { return strings.TrimFunc(s, isBlank) }

func isBlank(r rune) bool { return unicode.IsSpace(r) || r == '\ufeff' || r == '\u200b' }

func blankRow(cells []string) bool {
	for _, cell := range cells {
		if trim(cell) != "" {
			return false
		}
	}
	return true
}

// blankWord tells the words that scripts write for nothing. A choice that
// bears such a name is looked for first.
func blankWord(s string) bool {
	switch s {
	case "", "NA", "N/A", "n/a", "na", "#N/A", "NaN", "nan", "NULL", "null", "<NA>":
		return true
	}
	return false
}

var (
	straightens = strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`, "«", `"`, "»", `"`, "…", "...", "–", "-", "—", "-")
)

// fold makes labels comparable whatever was lost on the way: case, typographic
// quotes and dashes, markup, line breaks and spaces, the colon or question mark
// at the end. What a label hides is all that some labels say.
func fold(s string) string {
	if strings.ContainsAny(s, "<*_#&[\\\n") {
		read := markup.Parse(s)
		s = cmp.Or(read.Pattern(), read.String(), s)
	}
	s = straightens.Replace(strings.ReplaceAll(s, "*", ""))
	s = strings.Join(strings.FieldsFunc(strings.ToLower(s), isBlank), " ")
	return strings.Trim(s, " :?.#")
}
