package microdata

import (
	"math"
	"strconv"
	"strings"
	"unicode"

	"constat/analysis"
	"constat/survey"
)

// Numbers that stand for the absence of an answer on the substance. Those of
// the form's own choices are for the syntax and for the choices of a question
// with several answers; the CSV keeps the form's codes otherwise.
const (
	numberDontKnow   = -95
	numberRefused    = -96
	numberNotApplies = -97
	numberNotAsked   = -98
	numberNoAnswer   = -99
)

// code is one value that a variable may have, with what it means.
type code struct {
	text    string // in the CSV
	label   string
	number  int // in the .sav file
	missing bool
}

// absence is what a column writes where there is no answer.
type absence struct{ notAsked, noAnswer string }

// ending is the code of the same column with another last digit: 5 to 7 tell
// what a missing code of a number or a day said.
func (a absence) ending(digit byte) string { return a.notAsked[:len(a.notAsked)-1] + string(digit) }

// absenceOf finds codes that no answer of a column has: -95 to -99, else -995 to
// -999, and so on.
func absenceOf(d *analysis.Dataset, c *analysis.Column) absence {
	met, numbered := make(map[string]bool), c.Measure == survey.MeasureQuantity
	if c.Measure != survey.MeasureMultiple { // whose columns hold no code of the form
		for _, category := range c.Categories {
			met[category.Code] = true
		}
	}
	for row := range d.Len() {
		if x, ok := c.Number(row); ok && x < 0 {
			met[decimal(x)] = true
		}
	}
	for nines := "9"; ; nines += "9" {
		a := absence{"-" + nines + "8", "-" + nines + "9"}
		if !met[a.notAsked] && !met[a.noAnswer] && !(numbered && (met[a.ending('5')] || met[a.ending('6')] || met[a.ending('7')])) {
			return a
		}
	}
}

// of is the code of a state without an answer, "" for the others.
func (a absence) of(s survey.State) string {
	switch s {
	case survey.NotAsked:
		return a.notAsked
	case survey.NoAnswer:
		return a.noAnswer
	}
	return ""
}

func (a absence) codes() []code {
	return []code{absent(a.notAsked, textNotAsked), absent(a.noAnswer, textNoAnswer)}
}

func absent(text, label string) code {
	number, _ := strconv.Atoi(text) // absenceOf wrote it
	return code{text: text, label: label, number: number, missing: true}
}

// said are the codes of what the missing codes of a column mean, those met alone.
func (a absence) said(d *analysis.Dataset, c *analysis.Column) []code {
	met := make(map[survey.State]bool)
	for row := range d.Len() {
		if state, coded := c.Meant(row); coded {
			met[state] = true
		}
	}
	var codes []code
	for _, each := range []struct {
		state survey.State
		label string
	}{
		{survey.AnsweredDontKnow, textDontKnow}, {survey.AnsweredRefused, textRefused}, {survey.AnsweredNotApplies, textNotApplies},
	} {
		if met[each.state] {
			codes = append(codes, absent(a.meaning(each.state), each.label))
		}
	}
	return codes
}

// AbsenceStates tells what the last digit of a code of absence says, for whoever
// reads the files back. Only numbers and days have the first three.
var AbsenceStates = map[byte]survey.State{
	'5': survey.AnsweredDontKnow, '6': survey.AnsweredRefused, '7': survey.AnsweredNotApplies, '8': survey.NotAsked, '9': survey.NoAnswer,
}

// meaning is what a missing code is written as.
func (a absence) meaning(s survey.State) string {
	for digit, state := range AbsenceStates {
		if state == s {
			return a.ending(digit)
		}
	}
	return a.noAnswer
}

// guarded is a text that no spreadsheet takes for a formula: what begins with
// = + - @, their full-width twins, a tab or an apostrophe gets an apostrophe
// in front (OWASP, CSV injection). The apostrophe is guarded too, so that
// taking one away from whatever begins with one gives the text back.
func guarded(text string) string {
	if text != "" && strings.ContainsRune("=+-@＝＋－＠\t'", []rune(text)[0]) {
		return "'" + text
	}
	return text
}

// guardedCode leaves numbers as they are: -1 is a code that forms use.
func guardedCode(text string) string {
	if plainNumber(text) {
		return text
	}
	return guarded(text)
}

// plainNumber tells a number written with digits, a sign and a point alone.
func plainNumber(text string) bool {
	_, err := strconv.ParseFloat(text, 64)
	return err == nil && strings.Trim(text, "-.0123456789") == ""
}

// oneLine keeps a text on one line: SPSS ends a record at every line break,
// within quotes too. A pilcrow tells where the break was.
func oneLine(text string) string {
	text = strings.NewReplacer("\r\n", " ¶ ", "\n", " ¶ ", "\r", " ¶ ", "\u2028", " ¶ ", "\u2029", " ¶ ").Replace(strings.ToValidUTF8(text, "\uFFFD"))
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, text)
}

// decimal writes a number with a point, as few digits as tell it apart.
func decimal(x float64) string {
	if math.Abs(x) >= 1e15 {
		return strconv.FormatFloat(x, 'E', -1, 64)
	}
	return strconv.FormatFloat(x, 'f', -1, 64)
}
