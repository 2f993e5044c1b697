package tabular

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"constat/survey"
)

// months are the names of months in French and English, without accents, and
// the short forms that people and software write.
var months = map[string]time.Month{
	"janvier": 1, "janv": 1, "jan": 1, "january": 1, "fevrier": 2, "fevr": 2, "fev": 2, "february": 2, "feb": 2,
	"mars": 3, "mar": 3, "march": 3, "avril": 4, "avr": 4, "april": 4, "apr": 4, "mai": 5, "may": 5,
	"juin": 6, "june": 6, "jun": 6, "juillet": 7, "juil": 7, "july": 7, "jul": 7, "aout": 8, "august": 8, "aug": 8,
	"septembre": 9, "septemb": 9, "sept": 9, "sep": 9, "september": 9, "octobre": 10, "oct": 10, "october": 10,
	"novembre": 11, "nov": 11, "november": 11, "decembre": 12, "dec": 12, "december": 12,
}

var weekdays = regexp.MustCompile(`^(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|monday|tuesday|wednesday|thursday|friday|saturday|sunday|` +
	`lun|mar|mer|jeu|ven|sam|dim|mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)\.?,?\s+`)

// monthNamed gives a month by its name, 0 for any other word.
func monthNamed(text string) int { return int(months[plainLetters(text)]) }

// plainLetters are small and without accents; a letter that was damaged is « é »,
// as in « f�vrier ».
func plainLetters(text string) string {
	return strings.ReplaceAll(unaccented(strings.ToLower(text)), "\ufffd", "e")
}

var (
	dayFirst   = regexp.MustCompile(`^(\d{1,2})(?:er|e|st|nd|rd|th)?[\s.\-/]+([a-z]+)\.?,?[\s.\-/]+(\d{4}|\d{2})\b(.*)$`)
	monthFirst = regexp.MustCompile(`^([a-z]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b(.*)$`)
	monthOnly  = regexp.MustCompile(`^([a-z]+)\.?,?[\s.\-/]+(\d{4})$`)
	digitsOnly = regexp.MustCompile(`^(?:(\d{4})[-/](\d{1,2})|(\d{1,2})[-/](\d{4}))$`)
	yearOnly   = regexp.MustCompile(`^\d{4}$`)
	ordinal    = regexp.MustCompile(`^(?:a|at|vers|,|t)\b[\s,]*`)
)

// wordedMoment reads a day in words, French or English: « lundi 1er septembre
// 2025 à 14 h 30 », « 03-mars-25 », « March 3, 2025 ». It gives what follows the
// day. exists is false for a day that the calendar does not have.
func wordedMoment(text string) (day time.Time, rest string, exists, ok bool) {
	words := plainLetters(strings.Join(strings.FieldsFunc(text, isBlank), " "))
	words = strings.TrimPrefix(words, "le ")
	if cut := weekdays.FindString(words); cut != "" {
		if _, _, _, ok := dated(words[len(cut):]); ok {
			words = words[len(cut):]
		}
	}
	day, rest, exists, ok = dated(words)
	return day, trim(ordinal.ReplaceAllString(strings.TrimLeft(rest, " ,"), "")), exists, ok
}

func dated(words string) (day time.Time, rest string, exists, ok bool) {
	var number, name, year string
	if m := dayFirst.FindStringSubmatch(words); m != nil {
		number, name, year, rest = m[1], m[2], m[3], m[4]
	} else if m := monthFirst.FindStringSubmatch(words); m != nil {
		name, number, year, rest = m[1], m[2], m[3], m[4]
	}
	month, known := months[name]
	if !known {
		return time.Time{}, "", false, false
	}
	day, exists = calendar(year, int(month), number)
	return day, rest, exists, true
}

// calendar makes a day, and tells whether there is such a day. A year of two
// digits is of this century up to 68, as everywhere in Go and POSIX.
func calendar(year string, month int, number string) (time.Time, bool) {
	y, _ := strconv.Atoi(year)
	if len(year) == 2 {
		if y += 1900; y < 1969 {
			y += 100
		}
	}
	d, _ := strconv.Atoi(number)
	day := time.Date(y, time.Month(month), d, 0, 0, 0, 0, time.UTC)
	return day, day.Day() == d && int(day.Month()) == month && day.Year() == y
}

var numericDay = regexp.MustCompile(`^(?:(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})|(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2}))(?:[T ].*)?$`)

// noSuchDay tells a text that is written as a day, which the calendar does not
// have: 31/02, the 13th month.
func noSuchDay(text string) bool {
	if m := numericDay.FindStringSubmatch(text); m != nil {
		year, month, number := m[1], m[2], m[3]
		if year == "" {
			number, month, year = m[4], m[5], m[6]
		}
		n, _ := strconv.Atoi(month)
		_, exists := calendar(year, n, number)
		d, _ := strconv.Atoi(number)
		_, american := calendar(year, d, month)
		return !exists && (m[1] != "" || !american) // 05/13/2024 is a day, in an order that is not guessed
	}
	_, _, exists, ok := wordedMoment(text)
	return ok && !exists
}

// partial reads what a question of a month or of a year is answered with: the
// first day of it. Of any other question, a month alone is no day.
func partial(q *survey.Question, text string) (time.Time, bool) {
	if !q.Has("month-year") && !q.Has("year") {
		return time.Time{}, false
	}
	words := plainLetters(strings.Join(strings.FieldsFunc(text, isBlank), " "))
	year, month := "", 1
	if m := monthOnly.FindStringSubmatch(words); m != nil {
		known := months[m[1]]
		year, month = m[2], int(known)
	} else if m := digitsOnly.FindStringSubmatch(words); m != nil {
		year = m[1] + m[4]
		month, _ = strconv.Atoi(m[2] + m[3])
	} else if yearOnly.MatchString(words) && q.Has("year") {
		year = words
	}
	day, exists := calendar(year, month, "1")
	return day, year != "" && exists
}

// clockWords makes the clock of a text plain: « 14 h 30 », « 2:30 p.m. », and the
// zones that software writes by name.
func clockWords(text string) string {
	text = strings.ToLower(strings.Join(strings.FieldsFunc(text, isBlank), " "))
	if m := meridiem.FindStringSubmatch(text); m != nil {
		hour, _ := strconv.Atoi(m[1])
		if hour >= 1 && hour <= 12 {
			hour %= 12
			if m[3] == "p" {
				hour += 12
			}
			minutes := m[2]
			if minutes == "" {
				minutes = ":00"
			}
			text = strconv.Itoa(hour) + minutes + m[4]
		}
	}
	text = zoneNames.Replace(text)
	if m := offset.FindStringSubmatch(text); m != nil {
		hours, minutes := m[3], m[4]
		if len(hours) == 1 {
			hours = "0" + hours
		}
		if minutes == "" {
			minutes = "00"
		}
		text = m[1] + m[2] + hours + ":" + minutes
	}
	return strings.ReplaceAll(text, " ", "")
}

var (
	meridiem  = regexp.MustCompile(`^(\d{1,2})((?:[:.]\d{2}){0,2}) ?([ap])\.? ?m\.?(.*)$`)
	offset    = regexp.MustCompile(`^(\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?) ?(?:utc|gmt) ?([+-])(\d{1,2}):?(\d{2})?$`)
	zoneNames = strings.NewReplacer("utc+", "utc+", "utc-", "utc-", "gmt+", "gmt+", "gmt-", "gmt-", // an offset follows
		"utc", "z", "gmt", "z", "cest", "+02:00", "cet", "+01:00")
)
