package workbook

import "strings"

// Widths of Arial's letters, in thousandths of its size (and of Liberation
// Sans', which has the same). A guess by the number of letters leaves an empty
// line under half the sentences, and cuts others.
const (
	narrowLetters = "'ijl’‘"
	letterSpaces  = " \u00a0\u202f!,./:;[]\\ftI|"
	widthNarrow   = 222
	widthSpace    = 278
	widthRound    = 333 // (r) - and the like
	widthSlim     = 500
	widthUsual    = 556 // most small letters, every digit
	widthBroad    = 722
	widthBroadest = 1000
)

// letterWidths are those that are not widthUsual.
var letterWidths = func() map[rune]int {
	widths := make(map[rune]int)
	for letters, width := range map[string]int{
		narrowLetters: widthNarrow, letterSpaces: widthSpace, "()-r{}`·": widthRound, "•": 350, "\"*": 389,
		"ckvsxyzçJ": widthSlim, "FTZ": 611, "ABEKPSVXYÀÂÉÈÊ&": 667, "CDHNRUwÇ": widthBroad, "GOQÔ": 778,
		"mM%": 889, "W": 944, "œ": 944, "æ": 889, "Œ…—@": widthBroadest, "<>=+~×≥≤−": 584,
	} {
		for _, letter := range letters {
			widths[letter] = width
		}
	}
	return widths
}()

// lettersWidth is the points that a text takes on one line.
func lettersWidth(text string, size float64) float64 {
	sum := 0
	for _, letter := range text {
		if width, ok := letterWidths[letter]; ok {
			sum += width
		} else {
			sum += widthUsual
		}
	}
	return float64(sum) * size / 1000
}

// Screens draw letters on whole points: what is estimated leaves room for it,
// since a line too many shows less than a line that is cut. Bold letters are
// wider still.
const (
	letterRoom = 1.06
	boldRoom   = 1.08
	indentRoom = 1.3 // characters of width, each
)

// cellMargins is what a cell keeps free beside its text, in points.
const cellMargins = 5.0

// textHeight estimates the points that a wrapped text takes: Excel only sees
// to it itself when somebody edits the row. width is in characters.
func textHeight(text string, width, size float64) float64 {
	return float64(textLines(text, width*pointsPerUnit-cellMargins, size))*size*1.28 + 4
}

// textLines counts the lines of a text in a width in points. Spaces that do not
// break hold their words together.
func textLines(text string, width, size float64) int {
	width = max(width/letterRoom, 2*size)
	space := lettersWidth(" ", size)
	lines := 0
	for _, paragraph := range strings.Split(text, "\n") {
		lines++
		used := 0.0
		for _, word := range strings.FieldsFunc(paragraph, func(r rune) bool { return r == ' ' }) {
			length := lettersWidth(word, size)
			if used > 0 && used+space+length > width {
				lines++
				used = 0
			}
			if used > 0 {
				used += space
			}
			used += length
			for used > width {
				lines++
				used -= width
			}
		}
	}
	return lines
}
