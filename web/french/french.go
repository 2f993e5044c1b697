// Package french holds the sentences that people read, on pages and on the
// command line: one per problem code. A test walks all codes.
//
// Typography: a no-break space (U+00A0) stands before « : ; ! ? » and inside
// « guillemets »; the apostrophe is the typographic one.
package french

import (
	"fmt"
	"strings"

	"constat/survey"
)

// Problem is the sentence for a problem: the form author's own message when
// there is one, else what is wrong and what to do. The address of a workbook
// problem (sheet, row, column) comes first.
func Problem(p survey.Problem) string {
	sentence := p.Text
	if sentence == "" {
		sentence = fill(template(p.Code), p.Args)
	}
	if address := Address(p); address != "" {
		return address + "\u00a0: " + sentence
	}
	return sentence
}

// Address says where in a workbook or a file of answers a problem stands, or
// "" for an answer on a page.
func Address(p survey.Problem) string {
	sheet, column := "feuille "+p.Sheet, "colonne "+p.Column
	if p.Sheet == "xform" { // no sheet: the XML itself
		sheet, column = "XForm", "attribut "+p.Column
	}
	var parts []string
	if p.Sheet != "" {
		parts = append(parts, sheet)
	}
	if p.Row > 0 {
		parts = append(parts, fmt.Sprintf("ligne %d", p.Row))
	}
	if p.Column != "" {
		parts = append(parts, column)
	}
	if len(parts) == 0 {
		return ""
	}
	address := strings.Join(parts, ", ")
	return strings.ToUpper(address[:1]) + address[1:]
}

// unknown is said for a code without a sentence; the test keeps it unused.
const unknown = "Problème non décrit ({code})."

// Sentence is the sentence of a code, its places filled.
func Sentence(code string, args ...string) string { return fill(template(code), args) }

func template(code string) string {
	for _, area := range areas {
		if sentence, ok := area[code]; ok {
			return sentence
		}
	}
	return strings.Replace(unknown, "{code}", code, 1)
}

// fill puts the arguments in their places: {0}, {1}…
func fill(sentence string, args []string) string {
	pairs := make([]string, 0, 2*len(args))
	for i, arg := range args {
		pairs = append(pairs, fmt.Sprintf("{%d}", i), arg)
	}
	return strings.NewReplacer(pairs...).Replace(sentence)
}
