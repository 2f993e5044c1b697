package xlsform

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// cellText gives a cell's text as pyxform does: booleans as TRUE and FALSE,
// numbers without a useless ".0", whatever their number format, dates in ISO
// form. A whole day has no time part, unlike in pyxform, because it is used
// as the default of a date question or as a version.
func cellText(stored, shown string, date1904 bool) string {
	if shown == "TRUE" || shown == "FALSE" || stored == shown {
		return shown
	}
	number, err := strconv.ParseFloat(stored, 64)
	if err != nil || math.IsInf(number, 0) || math.IsNaN(number) {
		return cleanCell(stored)
	}
	if looksLikeDate.MatchString(shown) {
		if text, ok := dateText(number, date1904); ok {
			return text
		}
	}
	return numberText(number)
}

// plainNumber is what a number without a format shows.
var plainNumber = regexp.MustCompile(`^-?\d+$`)

// numberOrDate is what a number with a format may show: digits with signs
// around, or a day and a month's name.
var numberOrDate = regexp.MustCompile(`^[^\pL]*\d[^\pL]*$|^\d{1,2}[ \-/.]\pL{3,9}|^\pL{3,9}[ \-/.]+\d{2,4}$|^\d[\d\pZ.,]*\pZ?[\pL\p{Sc}]{1,4}$|^-?\d[.,]?\d*E[+-]?\d+$`)

// formatted tells whether a cell's text may be the dress of a number.
func formatted(shown string) bool {
	return len(shown) < 40 && !plainNumber.MatchString(shown) && numberOrDate.MatchString(shown)
}

// looksLikeDate recognises what Excel shows for a date or a time: the stored
// value is a mere number, and only the cell's format tells.
var looksLikeDate = regexp.MustCompile(`\d{1,4}[/.\-]\d{1,2}[/.\-]\d{1,4}|\d{1,2}:\d{2}|\d{1,2}[ \-/]\pL{3,}|\pL{3,}[ \-/.]+\d{2,4}`)

func dateText(number float64, date1904 bool) (string, bool) {
	moment, err := excelize.ExcelDateToTime(number, date1904)
	if err != nil {
		return "", false
	}
	switch {
	case number < 1:
		return moment.Format("15:04:05"), true
	case number == math.Trunc(number):
		return moment.Format("2006-01-02"), true
	}
	return moment.Format("2006-01-02 15:04:05"), true
}

// numberText writes a number as its author typed it: Excel keeps fifteen
// significant digits, the file sometimes seventeen.
func numberText(number float64) string {
	if rounded, err := strconv.ParseFloat(strconv.FormatFloat(number, 'g', 15, 64), 64); err == nil {
		number = rounded
	}
	return strconv.FormatFloat(number, 'f', -1, 64)
}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// cleanCell keeps the no-break spaces that French typography wants in texts;
// straight takes them out of what is not read by people.
func cleanCell(s string) string { return strings.TrimSpace(lineEnds.Replace(s)) }

var straightQuotes = strings.NewReplacer("\u00a0", " ", "\u2018", "'", "\u2019", "'", "\u201c", `"`, "\u201d", `"`)

// straight turns the quotes that Excel and Word bend into those that
// expressions are written with. Texts that people read keep theirs: unlike
// pyxform, which straightens every cell, we let « l’enfant » be.
func straight(s string) string { return straightQuotes.Replace(s) }

var spaces = regexp.MustCompile(` +`)

// collapse makes one space of several, as pyxform does on the survey sheet.
func collapse(s string) string { return spaces.ReplaceAllString(s, " ") }

func itoa(n int) string { return strconv.Itoa(n) }
