package xlsform

import (
	"regexp"
	"strings"
)

// xmlName is what a question, a list column or a root element may be called:
// pyxform's rule, XML's name without a colon.
var xmlName = regexp.MustCompile(`^[\pL_][\pL\pM\p{Nd}_.·-]*$`)

// yes are the words for true in a yes/no cell, and no for false (pyxform
// aliases.py, yes_no).
var (
	yes = set("yes", "Yes", "YES", "true", "True", "TRUE", "true()")
	no  = set("no", "No", "NO", "false", "False", "FALSE", "false()")
)

// nearest gives the candidates at most two edits away from a word, closest
// spelling first in the order given.
func nearest(word string, candidates []string) []string {
	var near []string
	word = strings.ToLower(strings.TrimSpace(word))
	for _, c := range candidates {
		if d := editDistance(word, strings.ToLower(c)); d <= 2 && d < len([]rune(word)) {
			near = append(near, c)
		}
	}
	return near
}

// closest gives the nearest candidate, or "".
func closest(word string, candidates []string) string {
	best, bestDistance := "", 3
	for _, c := range candidates {
		if d := editDistance(strings.ToLower(word), strings.ToLower(c)); d < bestDistance {
			best, bestDistance = c, d
		}
	}
	return best
}

// editDistance is Levenshtein's, and 99 when the lengths alone say "far".
func editDistance(a, b string) int {
	x, y := []rune(a), []rune(b)
	if len(x)-len(y) > 3 || len(y)-len(x) > 3 {
		return 99
	}
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		diagonal := row[0]
		row[0] = i + 1
		for j := range y {
			substitution := diagonal
			if x[i] != y[j] {
				substitution++
			}
			diagonal = row[j+1]
			row[j+1] = min(row[j]+1, row[j+1]+1, substitution)
		}
	}
	return row[len(y)]
}
