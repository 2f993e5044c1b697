package tabular

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
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
	tags        = regexp.MustCompile(`</?[A-Za-z][^<>]*>`)
	straightens = strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`, "«", `"`, "»", `"`, "…", "...", "–", "-", "—", "-")
)

// fold makes labels comparable whatever was lost on the way: case, typographic
// quotes and dashes, HTML, Markdown's stars, line breaks and spaces, the colon
// or question mark at the end.
func fold(s string) string {
	if strings.ContainsRune(s, '<') {
		s = tags.ReplaceAllString(s, " ")
	}
	s = straightens.Replace(strings.ReplaceAll(s, "*", ""))
	s = strings.Join(strings.FieldsFunc(strings.ToLower(s), isBlank), " ")
	return strings.Trim(s, " :?.#")
}

// plainASCII tells a cell that needs no cleaning, without reading it twice.
func plainASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// withoutControls drops the characters that no file of ours can hold (XML has
// no NUL) and nobody sees: the text around them is kept. What breaks a line or
// a page in a word processor breaks a line here, so that words stay apart.
func withoutControls(s string) string {
	clean := true
	for _, r := range s {
		if isControl(r) {
			clean = false
			break
		}
	}
	if clean {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\v' || r == '\f' || r == '\u0085':
			return '\n'
		case isControl(r):
			return -1
		}
		return r
	}, s)
}

func isControl(r rune) bool {
	switch {
	case r == '\t' || r == '\n' || r == '\r':
		return false
	case r == '\ufffe' || r == '\uffff':
		return true
	}
	return unicode.IsControl(r)
}

// holdsDamage tells a text that lost a character when it was encoded.
func holdsDamage(s string) bool { return strings.ContainsRune(s, utf8.RuneError) }
