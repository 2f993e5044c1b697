package workbook

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// longestName is Excel's limit for a sheet's name, in UTF-16 units; labels of
// questionnaires hold none of the characters that take two.
const longestName = 31

// sheetName makes a sheet name of a section's title: without the characters
// that Excel refuses, cut between words.
func sheetName(title string) string {
	clean := strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune(`[]:*?/\`, r):
			return ' '
		case r == '\u00a0', r < ' ':
			return ' '
		case r > 0xffff:
			return -1
		}
		return r
	}, title)
	words := strings.Fields(strings.Trim(clean, "' "))
	whole := strings.Join(words, " ")
	if utf8.RuneCountInString(whole) <= longestName {
		return whole
	}
	name := ""
	for _, word := range words {
		next := strings.TrimSpace(name + " " + word)
		if utf8.RuneCountInString(next) > longestName-1 { // room for the ellipsis
			break
		}
		name = next
	}
	if name == "" {
		name = string([]rune(words[0])[:longestName-1])
	}
	return strings.TrimRight(danglers(name), " ,;.–-—('") + ellipsis
}

// danglers takes off the small words that a cut leaves at the end.
func danglers(name string) string {
	for {
		i := strings.LastIndex(name, " ")
		if i < 0 {
			return name
		}
		if !smallWords[strings.ToLower(name[i+1:])] {
			return name
		}
		name = name[:i]
	}
}

// uniqueNames numbers the sheets that would share a name, as Excel compares
// them: without regard to case.
func uniqueNames(pages []page) []page {
	seen := map[string]bool{"history": true, "historique": true} // Excel keeps these for itself
	for i := range pages {
		base := pages[i].name
		if base == "" {
			base = nameQuestions
		}
		name := base
		for n := 2; seen[strings.ToLower(name)]; n++ {
			suffix := fmt.Sprintf(" (%d)", n)
			cut := []rune(base)
			name = strings.TrimRight(string(cut[:min(len(cut), longestName-len(suffix))]), " ") + suffix
		}
		seen[strings.ToLower(name)] = true
		pages[i].name = name
	}
	return pages
}

// quoted is a sheet's name as references write it.
func quoted(name string) string { return "'" + strings.ReplaceAll(name, "'", "''") + "'" }
