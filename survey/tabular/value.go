package tabular

import (
	"math"
	"strconv"
	"strings"

	"constat/survey"
)

// cellReader turns the cells of one question into stored text. Cells of a
// column are much alike, so that what was worked out once is kept.
type cellReader struct {
	question *survey.Question
	choices  *choices // nil without a list at hand
	serial   serialDates
	known    map[string]reading
	// outside is what the last cell held that the list does not have.
	outside string
}

type reading struct{ text, code, outside string }

// maxKnown bounds what a cellReader remembers: more distinct cells than that
// are not codes but words or numbers.
const maxKnown = 2000

func newCellReader(q *survey.Question, lists map[*survey.List]*choices, serial serialDates) *cellReader {
	r := &cellReader{question: q, serial: serial, known: make(map[string]reading)}
	if q.List != nil && len(q.List.Choices) > 0 {
		if lists[q.List] == nil {
			lists[q.List] = newChoices(q.List)
		}
		r.choices = lists[q.List]
	}
	return r
}

// read gives the stored text of a cell, "" for a blank one; or the code of
// what is wrong, with what could be read all the same.
func (r *cellReader) read(cell string) (text, code string) {
	if cell == "" {
		r.outside = ""
		return "", ""
	}
	if known, ok := r.known[cell]; ok {
		r.outside = known.outside
		return known.text, known.code
	}
	r.outside = ""
	text, code = r.work(trim(cell))
	if len(r.known) < maxKnown && len(cell) <= 200 {
		r.known[strings.Clone(cell)] = reading{strings.Clone(text), code, strings.Clone(r.outside)}
	}
	return text, code
}

func (r *cellReader) work(cell string) (text, code string) {
	if r.choices != nil {
		if name, found := r.choices.exact(cell); found && name != ambiguous {
			return name, ""
		}
	}
	if blankWord(cell) {
		return "", ""
	}
	if _, missing := r.question.Missing(cell); missing {
		return cell, "" // -99 is no date, and says why there is none
	}
	if r.choices != nil && noAnswer(cell) {
		return "", CodeNoAnswer
	}
	switch r.question.Type.Format {
	case survey.FormatInteger:
		return readInteger(cell)
	case survey.FormatDecimal:
		return readDecimal(cell)
	case survey.FormatDate:
		return readDate(cell, r.serial)
	case survey.FormatTime:
		return readTime(cell)
	case survey.FormatDateTime:
		return readDateTime(cell, r.serial)
	case survey.FormatOne:
		if r.choices != nil {
			if text, code = r.choices.one(cell); code == CodeUnknownChoice {
				r.outside = cell
			}
			return text, code
		}
	case survey.FormatMultiple, survey.FormatRank:
		if r.choices != nil {
			s := r.choices.several(cell, func(text string) bool { _, missing := r.question.Missing(text); return missing })
			r.outside = strings.Join(s.outside, "\u00a0; ")
			return s.text(), s.code()
		}
		return strings.ReplaceAll(cell, listMark, " "), ""
	case survey.FormatTick:
		return readTick(cell)
	}
	return strings.ReplaceAll(cell, listMark, ", "), ""
}

func readInteger(cell string) (string, string) {
	number, ok := parseNumber(cell)
	if !ok || number != math.Trunc(number) || math.Abs(number) > 1<<53 {
		return "", CodeNotInteger
	}
	return strconv.FormatFloat(number, 'f', 0, 64), ""
}

func readDecimal(cell string) (string, string) {
	number, ok := parseNumber(cell)
	if !ok {
		return "", CodeNotNumber
	}
	return strconv.FormatFloat(number, 'f', -1, 64), ""
}

// parseNumber reads a number with a comma or a point, and spaces or
// apostrophes between thousands; of two marks, the last is the decimal one.
// Fifteen digits are kept: what a spreadsheet knows.
func parseNumber(cell string) (float64, bool) {
	digits := strings.Map(func(r rune) rune {
		if isBlank(r) || r == '\'' || r == '’' {
			return -1
		}
		return r
	}, cell)
	comma, point := strings.LastIndexByte(digits, ','), strings.LastIndexByte(digits, '.')
	switch {
	case comma >= 0 && point > comma:
		digits = strings.ReplaceAll(digits, ",", "")
	case comma >= 0 && point >= 0:
		digits = strings.ReplaceAll(digits, ".", "")
		fallthrough
	case comma >= 0:
		if strings.Count(digits, ",") > 1 {
			return 0, false
		}
		digits = strings.Replace(digits, ",", ".", 1)
	}
	for _, r := range digits {
		if (r < '0' || r > '9') && !strings.ContainsRune("+-.eE", r) {
			return 0, false // "Inf", "0x1p-2", "1_000"
		}
	}
	number, err := strconv.ParseFloat(digits, 64)
	if err != nil {
		return 0, false
	}
	if rounded, err := strconv.ParseFloat(strconv.FormatFloat(number, 'g', 15, 64), 64); err == nil {
		number = rounded
	}
	return number, true
}

// readTick reads the box of an acknowledge question: ticked or nothing.
func readTick(cell string) (string, string) {
	switch ticked, ok := truth(cell); {
	case !ok:
		return "", CodeNotTick
	case ticked:
		return "OK", ""
	}
	return "", ""
}

// truth reads yes or no in the ways of exports; a blank is no.
func truth(cell string) (ticked, ok bool) {
	switch strings.ToLower(trim(cell)) {
	case "1", "1.0", "true", "vrai", "yes", "oui", "ok", "on", "x", "y", "✓", "✔":
		return true, true
	case "0", "0.0", "false", "faux", "no", "non", "off", "n":
		return false, true
	}
	return false, blankWord(trim(cell))
}
