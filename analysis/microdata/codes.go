package microdata

import (
	"strconv"
	"strings"

	"constat/analysis"
	"constat/survey"
)

// choiceCodes gives each choice its number in the .sav file. Statistical
// software declares at most three missing texts, of eight bytes each: choices
// become numbers there, the form's own where it numbers its choices itself
// (INSEE codes), else their places in its list. Choices that are no answer on
// the substance have a negative number that says why.
func choiceCodes(c *analysis.Column, none absence) []code {
	own, last := numbered(c)
	var valid, missing []code
	taken := make(map[int]bool)
	for place, category := range c.Categories {
		each := code{text: cellOf(category), label: oneLine(category.Label), number: place + 1}
		switch number, whole := canonical(category.Code); {
		case category.Missing != survey.Substantive:
			each.missing, each.number = true, missingNumber(category.Missing, taken)
		case own && whole:
			each.number = number
		case own: // met in the answers, not in the form's list
			last++
			each.number = last
		}
		if !c.Listed(place) {
			continue
		}
		if each.missing {
			missing = append(missing, each)
		} else {
			valid = append(valid, each)
		}
	}
	absent := none.codes()
	absent[0].number, absent[1].number = numberNotAsked, numberNoAnswer
	return append(append(valid, missing...), absent...)
}

// numbered tells a list whose choices on the substance are whole numbers,
// written as numbers are, and the largest of them.
func numbered(c *analysis.Column) (own bool, largest int) {
	for _, category := range c.Categories {
		number, whole := canonical(category.Code)
		if !whole && category.Missing == survey.Substantive && !category.Undeclared {
			return false, 0
		}
		largest = max(largest, number)
	}
	return true, largest
}

// canonical reads a code that is a whole number. It refuses 01, which is not
// 1, and more digits than any list needs.
func canonical(text string) (int, bool) {
	number, err := strconv.Atoi(text)
	if err != nil || number < 0 || len(text) > 9 || strconv.Itoa(number) != text {
		return 0, false
	}
	return number, true
}

// missingNumber is the number of a reason, or the first one free from -94 up
// for a second choice with the same reason.
func missingNumber(reason survey.Missing, taken map[int]bool) int {
	number := numberDontKnow
	switch reason {
	case survey.Refused:
		number = numberRefused
	case survey.NotApplicable:
		number = numberNotApplies
	}
	for next := numberDontKnow + 1; taken[number]; next++ {
		number = next
	}
	taken[number] = true
	return number
}

// tickCodes are the values of one choice of a question with several answers.
func tickCodes(c *analysis.Column) []code {
	return append([]code{{text: "0", label: textNotTicked}, {text: "1", label: textTicked, number: 1}}, setMissing(c)...)
}

func rankCodes(c *analysis.Column) []code {
	return append([]code{{text: "0", label: textNotRanked}}, setMissing(c)...)
}

// setMissing are the missing values of such a choice.
func setMissing(c *analysis.Column) []code {
	reasons := make(map[survey.Missing]bool)
	for _, category := range c.Categories {
		reasons[category.Missing] = true
	}
	var codes []code
	for _, each := range []struct {
		reason survey.Missing
		number int
		label  string
	}{{survey.Refused, numberRefused, textRefused}, {survey.NotApplicable, numberNotApplies, textNotApplies}} {
		if reasons[each.reason] {
			codes = append(codes, code{strconv.Itoa(each.number), each.label, each.number, true})
		}
	}
	none := absence{strconv.Itoa(numberNotAsked), strconv.Itoa(numberNoAnswer)}
	return append(codes, none.codes()...)
}

// decimalsOf counts the digits after the point of a cell.
func decimalsOf(cell string) int {
	if strings.Contains(cell, "E") {
		return 0
	}
	_, fraction, _ := strings.Cut(cell, ".")
	return len(fraction)
}
