package tabular

import (
	"cmp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

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
	case "", "NA", "N/A", "n/a", "na", "#N/A", "NaN", "nan", "NaT", "NULL", "null", "<NA>":
		return true
	}
	return false
}

var straightens = strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`, "«", `"`, "»", `"`, "…", "...", "–", "-", "—", "-")

// fold makes labels comparable whatever was lost on the way: case, typographic
// quotes and dashes, markup, line breaks and spaces, the colon or question mark
// at the end.
func fold(s string) string {
	if strings.ContainsAny(s, "<*_#&[\\\n") {
		s = unmarked(s)
	}
	s = straightens.Replace(strings.ReplaceAll(s, "*", ""))
	s = strings.Join(strings.FieldsFunc(strings.ToLower(s), isBlank), " ")
	return strings.Trim(s, " :?.#")
}

// unaccented takes the accents off, as software that keeps to ASCII does.
func unaccented(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(s))
}

// unmarked is the words of a label, without its markup. What a label hides is all
// that some labels say.
func unmarked(s string) string {
	read := markup.Parse(s)
	return cmp.Or(read.Pattern(), read.String(), s)
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
