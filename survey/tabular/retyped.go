package tabular

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"constat/survey"
)

// A spreadsheet that opens a file makes numbers, percentages, booleans, times
// and days of the codes that look so, and forgets what was written: 01 becomes
// 1, 2.50 becomes 2.5, 10% 0.1, « vrai » TRUE, 1-2 the first of February. Both
// are compared by what they amount to; a cell is a choice when exactly one reads
// the same.

// worth is what a code or a cell amounts to.
type worth struct {
	kind  worthKind
	value string
}

type worthKind uint8

const (
	worthNumber    worthKind = iota // fifteen digits: what a spreadsheet keeps
	worthTruth                      // "true", "false"
	worthCell                       // the same, as a workbook stores it: 1, 0
	worthDay                        // month and day: the spreadsheet adds the year in which it is typed
	worthMonth                      // year and month
	worthWholeDate                  // year, month and day
)

// retyped finds choices by what they amount to, names before labels.
type retyped [2]map[worth]string

func newRetyped(list *survey.List) retyped {
	r := retyped{make(map[worth]string), make(map[worth]string)}
	for i := range list.Choices {
		choice := &list.Choices[i]
		r.add(0, choice.Name, choice.Name)
		for _, label := range choice.Label {
			r.add(1, trim(label), choice.Name)
		}
	}
	return r
}

func (r retyped) add(rank int, text, name string) {
	for _, w := range worthsOfCode(text) {
		if before, known := r[rank][w]; known && before != name {
			r[rank][w] = ambiguous
		} else {
			r[rank][w] = name
		}
	}
}

// find gives ambiguous when a cell reads as several choices.
func (r retyped) find(text string, serial serialDates) (name string, found bool) {
	for _, names := range r {
		if len(names) == 0 {
			continue
		}
		for _, w := range worthsOfCell(text, serial) {
			if each, known := names[w]; known {
				if found && each != name {
					return ambiguous, true
				}
				name, found = each, true
			}
		}
		if found {
			return name, true
		}
	}
	return "", false
}

// longestCode bounds the work on texts that cannot be codes.
const longestCode = 40

// worthsOfCode lists what a spreadsheet may make of a code: 1-2 is a day in
// France and another one in America.
func worthsOfCode(text string) []worth {
	if text == "" || len(text) > longestCode {
		return nil
	}
	var all []worth
	if number, ok := numberIn(text); ok {
		all = append(all, number)
	}
	if truth, ok := truthWord(text); ok {
		all = append(all, worth{worthTruth, truth})
		if spreadsheetTruth[strings.ToLower(text)] {
			all = append(all, worth{worthCell, truth})
		}
	}
	return append(all, daysOfCode(text)...)
}

// worthsOfCell lists what a cell may stand for.
func worthsOfCell(text string, serial serialDates) []worth {
	if text == "" || len(text) > longestCode {
		return nil
	}
	var all []worth
	if number, ok := numberIn(text); ok {
		all = append(all, number)
		switch number.value {
		case "1":
			all = append(all, worth{worthCell, "true"})
		case "0":
			all = append(all, worth{worthCell, "false"})
		}
	}
	if truth, ok := truthWord(text); ok {
		all = append(all, worth{worthTruth, truth})
	}
	if day, clock, ok := readMoment(text, serial); ok && strings.Trim(clock, "0:.Z ") == "" {
		all = append(all, worth{worthDay, day.Format("1-2")}, worth{worthWholeDate, day.Format(time.DateOnly)})
		if day.Day() == 1 {
			all = append(all, worth{worthMonth, day.Format("2006-1")})
		}
		return all
	}
	return append(all, shownDay(text)...) // as a spreadsheet shows it: « 01-févr », « mars-20 »
}

var (
	plainNumber = regexp.MustCompile(`^[+-]?(?:\d+|\d{1,3}(?:[ \x{a0}\x{202f}]\d{3})+)(?:[.,]\d+)?(?:[eE][+-]?\d+)?$`)
	clockTime   = regexp.MustCompile(`^(\d{1,2}):(\d{2})(?::(\d{2}))?$`)
)

// numberIn reads numbers, percentages, sums of money and times of day, which
// are numbers to a spreadsheet.
func numberIn(text string) (worth, bool) {
	if c := clockTime.FindStringSubmatch(text); c != nil {
		hours, minutes, seconds := atoi(c[1]), atoi(c[2]), atoi(c[3])
		return numbered15(float64(hours*3600+minutes*60+seconds) / 86400), minutes < 60 && seconds < 60
	}
	part := 1.0
	if digits, is := strings.CutSuffix(text, "%"); is {
		text, part = trim(digits), 100
	} else if digits, is := strings.CutSuffix(text, "€"); is {
		text = trim(digits)
	}
	if !plainNumber.MatchString(text) {
		return worth{}, false
	}
	number, ok := parseNumber(text)
	return numbered15(number / part), ok
}

func numbered15(number float64) worth {
	return worth{worthNumber, strconv.FormatFloat(number, 'g', 15, 64)}
}

func atoi(digits string) int { n, _ := strconv.Atoi(digits); return n }

// spreadsheetTruth are the words that spreadsheets take for their booleans.
var spreadsheetTruth = map[string]bool{"true": true, "vrai": true, "false": true, "faux": true}

func truthWord(text string) (string, bool) {
	switch strings.ToLower(text) {
	case "true", "vrai", "yes", "oui", "y", "o":
		return "true", true
	case "false", "faux", "no", "non", "n":
		return "false", true
	}
	return "", false
}

var (
	twoNumbers = regexp.MustCompile(`^(\d{1,2}) ?[-/] ?(\d{1,2})$`)
	monthYear  = regexp.MustCompile(`^(\d{1,2})[-/](\d{4})$`)
	yearMonth  = regexp.MustCompile(`^(\d{4})[-/](\d{1,2})$`)
	wordNumber = regexp.MustCompile(`^([\pL]{3,9})\.?[-/ ]?(\d{1,4})$`)
	numberWord = regexp.MustCompile(`^(\d{1,2})(?:er)?[-/ ]?([\pL]{3,9})\.?$`)
)

// daysOfCode lists the days that a spreadsheet may read in a code.
func daysOfCode(text string) (all []worth) {
	if p := twoNumbers.FindStringSubmatch(text); p != nil {
		a, b := atoi(p[1]), atoi(p[2])
		all = append(all, dayWorth(b, a)...)
		all = append(all, dayWorth(a, b)...)
		return append(all, monthWorth(century(b), a)...)
	}
	if p := monthYear.FindStringSubmatch(text); p != nil {
		return monthWorth(atoi(p[2]), atoi(p[1]))
	}
	if p := yearMonth.FindStringSubmatch(text); p != nil {
		return monthWorth(atoi(p[1]), atoi(p[2]))
	}
	if day, clock, ok := readMoment(text, serialDates{}); ok && clock == "" && strings.ContainsAny(text, "-/") {
		return []worth{{worthWholeDate, day.Format(time.DateOnly)}}
	}
	return shownDay(text)
}

// shownDay reads a day or a month as a spreadsheet shows it, with the month's
// name: « 1-févr », « févr-26 », « Feb-01 ».
func shownDay(text string) (all []worth) {
	if p := numberWord.FindStringSubmatch(text); p != nil {
		return dayWorth(monthNamed(p[2]), atoi(p[1]))
	}
	if p := wordNumber.FindStringSubmatch(text); p != nil {
		month, number := monthNamed(p[1]), atoi(p[2])
		return append(dayWorth(month, number), monthWorth(century(number), month)...)
	}
	return nil
}

// century makes 2020 of 20, as spreadsheets do.
func century(year int) int {
	switch {
	case year < 30:
		return 2000 + year
	case year < 100:
		return 1900 + year
	}
	return year
}

func dayWorth(month, day int) []worth {
	const leapYear = 2024
	if month < 1 || month > 12 || day < 1 || time.Date(leapYear, time.Month(month), day, 0, 0, 0, 0, time.UTC).Month() != time.Month(month) {
		return nil
	}
	return []worth{{worthDay, strconv.Itoa(month) + "-" + strconv.Itoa(day)}}
}

func monthWorth(year, month int) []worth {
	if month < 1 || month > 12 || year < 1900 || year > 9999 {
		return nil
	}
	return []worth{{worthMonth, strconv.Itoa(year) + "-" + strconv.Itoa(month)}}
}
