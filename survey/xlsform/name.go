package xlsform

import (
	"regexp"
	"strings"

	"constat/survey"
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

// agreeing and declining are those of a cell that takes nothing but a yes or a
// no, without accents nor capitals.
var (
	agreeing  = set("yes", "true", "true()", "oui", "vrai", "vrai()", "x", "obligatoire")
	declining = set("no", "false", "false()", "non", "faux", "faux()", "facultatif")
)

// agrees and declines read such a cell, in French too: « oui », « vrai », « x ».
func agrees(text string) bool { return agreeing[fold(text)] }

func declines(text string) bool { return declining[fold(text)] }

// nearest gives the candidates at most two edits away from a word, closest
// spelling first in the order given.
func nearest(word string, candidates []string) []string {
	var near []string
	word = strings.ToLower(strings.TrimSpace(word))
	for _, c := range candidates {
		if d := survey.EditDistance(word, strings.ToLower(c)); d <= 2 && d < len([]rune(word)) {
			near = append(near, c)
		}
	}
	return near
}

// closest gives the nearest candidate, or "".
func closest(word string, candidates []string) string {
	best, bestDistance := "", 3
	for _, c := range candidates {
		if d := survey.EditDistance(strings.ToLower(word), strings.ToLower(c)); d < bestDistance {
			best, bestDistance = c, d
		}
	}
	return best
}

// meantBy gives the closest candidate, when fewer than one letter in so many has
// to change: a short word resembles too many.
func meantBy(word string, candidates []string, letters int) string {
	if near := closest(word, candidates); near != "" && letters*survey.EditDistance(near, word) < len([]rune(word)) {
		return near
	}
	return ""
}
