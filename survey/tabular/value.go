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
	marks    *decimalMarks // of numbers
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
		return r.readInteger(cell)
	case survey.FormatDecimal:
		return r.readDecimal(cell)
	case survey.FormatDate:
		return readDate(r.question, cell, r.serial)
	case survey.FormatTime:
		return readTime(cell)
	case survey.FormatDateTime:
		return readDateTime(cell, r.serial)
	case survey.FormatOne:
		if r.choices != nil {
			if text, code = r.choices.one(cell, r.serial); code == CodeUnknownChoice {
				r.outside = cell
			}
			return text, code
		}
	case survey.FormatMultiple, survey.FormatRank:
		if r.choices != nil {
			names, outside, code := r.choices.answer(cell, r.serial, func(text string) bool { _, missing := r.question.Missing(text); return missing })
			r.outside = strings.Join(outside, "\u00a0; ")
			return strings.Join(names, " "), code
		}
		return strings.ReplaceAll(cell, listMark, " "), ""
	case survey.FormatTick:
		return readTick(cell)
	}
	return strings.ReplaceAll(cell, listMark, ", "), ""
}

// readInteger asks where a number reads in two ways, as 1.000 does: nothing that
// is asked for as an integer tells a thousand from a one with three zeros.
func (r *cellReader) readInteger(cell string) (string, string) {
	number, both, ok := numberOf(r.percent(cell), r.marks.integer(cell))
	switch {
	case both:
		return "", CodeTwoNumbers
	case !ok || number != math.Trunc(number) || math.Abs(number) > 1<<53:
		return "", CodeNotInteger
	}
	return strconv.FormatFloat(number, 'f', 0, 64), ""
}

// readDecimal takes 1.250 for what software writes, a decimal point, unless the
// column tells that its marks are otherwise.
func (r *cellReader) readDecimal(cell string) (string, string) {
	number, _, ok := numberOf(r.percent(cell), r.marks.other(cell))
	if !ok {
		return "", CodeNotNumber
	}
	return strconv.FormatFloat(number, 'f', -1, 64), ""
}

// percent takes the sign away from an answer to a question of a percentage. Any
// other unit may change what the number counts: it is no number, and is named.
func (r *cellReader) percent(cell string) string {
	if r.question.Type.Name == "percentage" {
		return trim(strings.TrimRight(cell, "%％"))
	}
	return cell
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
	case "1", "1.0", "true", "vrai", "yes", "oui", "ok", "on", "x", "y", "✓", "✔", "☑", "coché", "cochée", "checked", "selected", "sélectionné", "sélectionnée":
		return true, true
	case "0", "0.0", "false", "faux", "no", "non", "off", "n", "☐", "non coché", "non cochée", "not checked", "unchecked", "not selected", "non sélectionné", "non sélectionnée":
		return false, true
	}
	return false, blankWord(trim(cell))
}
