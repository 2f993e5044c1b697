package survey

import (
	"regexp"
	"sort"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// MaxText is the longest answer accepted for one question, in characters: the
// form's own constraints are usually far lower.
const MaxText = 20_000

// normalise reads a text in the question's format and gives its canonical
// stored form; a text that cannot be read is reported and stored blank, while
// field.raw keeps it for the page.
func (in *instance) normalise(f *field, text string) string {
	if strings.TrimSpace(text) == "" {
		return "" // white space alone is no answer, as JavaRosa has it for a required question
	}
	// What was collected elsewhere may be longer than what the page takes: it is
	// an answer all the same. The reader of files bounds it.
	if problem := badText(text); problem != "" && !(problem == CodeTooLong && in.occ.Recorded) {
		in.fault(f, problem)
		return ""
	}
	if _, missing := f.question.Missing(text); missing {
		return strings.TrimSpace(text) // 99 may be past the limits of the type
	}
	read, ok := readers[f.question.Type.Format]
	if !ok || f.question.Type.Kind == Captured {
		return strings.ReplaceAll(text, "\r\n", "\n")
	}
	canonical, code, args := read(f.question, strings.TrimSpace(text))
	switch {
	case code == CodeUnknownChoice && in.occ.Recorded:
		return in.outside(f, strings.TrimSpace(text))
	case code == CodeOutOfRange && in.occ.Recorded:
		f.fault, f.impossible = true, strings.TrimSpace(text)
		in.report(Problem{Code: CodeImpossible, Severity: Warning, Path: f.path, Args: []string{f.impossible, ""}})
		return ""
	case code != "":
		in.fault(f, code, args...)
		return ""
	}
	return canonical
}

func (in *instance) fault(f *field, code string, args ...string) {
	f.fault = true
	in.report(Problem{Code: code, Path: f.path, Args: args})
}

// badText finds what PostgreSQL and spreadsheets cannot hold: NUL and other
// control characters, text that is not UTF-8, and books.
func badText(s string) string {
	if !utf8.ValidString(s) {
		return CodeBadCharacter
	}
	if len(s) > MaxText && utf8.RuneCountInString(s) > MaxText {
		return CodeTooLong
	}
	for _, r := range s {
		if r < ' ' && r != '\n' && r != '\r' && r != '\t' || r == 0x7f {
			return CodeBadCharacter
		}
	}
	return ""
}

// A reader gives the canonical text, or a problem code with its arguments.
type reader func(q *Question, text string) (canonical, code string, args []string)

var readers = map[Format]reader{
	FormatText:     readText,
	FormatInteger:  readInteger,
	FormatDecimal:  readDecimal,
	FormatDate:     readDate,
	FormatTime:     readTime,
	FormatDateTime: readDateTime,
	FormatOne:      readOne,
	FormatMultiple: readMultiple,
	FormatRank:     readRank,
	FormatTick:     readTick,
}

// readText makes « é » in one character of « é » in two (Unicode NFC), so that
// what reads the same is the same answer; Web Forms submits it so.
func readText(_ *Question, text string) (string, string, []string) {
	return norm.NFC.String(strings.ReplaceAll(text, "\r\n", "\n")), "", nil
}

// thousandsOrDecimals is an integer with a mark before three digits: 1.000 is a
// thousand, or a one with useless decimals. Only who typed it knows. The browser
// has the same rule (complaints.js).
var thousandsOrDecimals = regexp.MustCompile(`^-?[1-9]\d{0,2}[.,]\d{3}$`)

// readInteger accepts what people type: spaces between thousands (also the
// no-break ones that a French keyboard or spreadsheet gives) and a plus sign.
func readInteger(q *Question, text string) (string, string, []string) {
	digits := writtenOut(dropSpaces(text))
	digits = strings.TrimPrefix(digits, "+")
	if thousandsOrDecimals.MatchString(digits) {
		mark := strings.IndexAny(digits, ".,")
		decimals := strings.TrimRight(digits[:mark]+","+digits[mark+1:], "0")
		return "", CodeWhichInteger, []string{text, digits[:mark] + digits[mark+1:], strings.TrimRight(decimals, ",")}
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		// 12,0 and 12.00 come out of spreadsheets.
		whole, fraction, cut := strings.Cut(strings.Replace(digits, ",", ".", 1), ".")
		if n, err = strconv.ParseInt(whole, 10, 64); !cut || err != nil || strings.Trim(fraction, "0") != "" {
			return "", CodeNotInteger, []string{text}
		}
	}
	if code, args := outOfRange(q, float64(n)); code != "" {
		return "", code, args
	}
	return strconv.FormatInt(n, 10), "", nil
}

// readDecimal accepts a comma or a point.
func readDecimal(q *Question, text string) (string, string, []string) {
	digits := writtenOut(strings.Replace(dropSpaces(text), ",", ".", 1))
	n, err := strconv.ParseFloat(digits, 64)
	if err != nil || !plainDecimal(digits) {
		return "", CodeNotDecimal, []string{text}
	}
	if code, args := outOfRange(q, n); code != "" {
		return "", code, args
	}
	return strconv.FormatFloat(n+0, 'f', -1, 64), "", nil // minus zero is zero
}

// powerOfTen is how Java, hence Collect, writes a decimal of ten million or
// more, or smaller than a thousandth: 1.2345678E7, 1.0E-4.
var powerOfTen = regexp.MustCompile(`^[+-]?\d+(\.\d+)?E[+-]?\d{1,3}$`)

// writtenOut gives such a number without its power, any other text as it is.
func writtenOut(text string) string {
	if !powerOfTen.MatchString(text) {
		return text
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return text
	}
	return strconv.FormatFloat(n, 'f', -1, 64)
}

// plainDecimal refuses what ParseFloat accepts beyond decimal notation: "Inf",
// "0x1p-2", "1_000", exponents that no program writes.
func plainDecimal(s string) bool {
	for _, r := range strings.TrimLeft(s, "+-") {
		if (r < '0' || r > '9') && r != '.' {
			return false
		}
	}
	return true
}

func dropSpaces(s string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '\u00a0' || r == '\u202f' {
			return -1
		}
		return r
	}, s)
}

// largestNumber bounds the numbers taken: beyond 2^53, about 9 × 10^15, a
// float64 no longer tells two neighbouring integers apart.
const largestNumber = 1e15

// outOfRange checks the limits that a type or its parameters set: percentage
// is 0 to 100, a range has its start and end, other numbers largestNumber.
func outOfRange(q *Question, n float64) (string, []string) {
	low, high, limited := q.Limits()
	if !limited {
		low, high = -largestNumber, largestNumber
	}
	if n < low || n > high {
		return CodeOutOfRange, []string{strconv.FormatFloat(low, 'f', -1, 64), strconv.FormatFloat(high, 'f', -1, 64)}
	}
	return "", nil
}

// Limits gives the least and greatest number that the type allows.
func (q *Question) Limits() (low, high float64, limited bool) {
	switch q.Type.Name {
	case "percentage":
		return 0, 100, true
	case "number of days in last month":
		return 0, 31, true
	case "number of days in last six months":
		return 0, 183, true
	case "number of days in last year":
		return 0, 365, true
	case "range":
		low, high = q.number("start", 1), q.number("end", 10)
		if low > high {
			low, high = high, low
		}
		return low, high, true
	}
	return 0, 0, false
}

// Step gives a range's step; pyxform's default is 1.
func (q *Question) Step() float64 { return q.number("step", 1) }

func (q *Question) number(parameter string, otherwise float64) float64 {
	if n, err := strconv.ParseFloat(q.Parameters[parameter], 64); err == nil {
		return n
	}
	return otherwise
}

var dateLayouts = []string{"2006-01-02", "02/01/2006", "2/1/2006", "02-01-2006", "02.01.2006", "2006/01/02"}

// readDate accepts ISO 8601 and the French order; a time behind the date, as
// exports write, is dropped.
func readDate(q *Question, text string) (string, string, []string) {
	if day, ok := readPart(q, text); ok {
		return day, "", nil
	}
	day := text
	if len(day) > 10 && (day[10] == 'T' || day[10] == ' ') {
		day = day[:10]
	}
	for _, layout := range dateLayouts {
		if t, err := time.Parse(layout, day); err == nil {
			return t.Format("2006-01-02"), "", nil
		}
	}
	return "", CodeNotDate, []string{text}
}

func readTime(_ *Question, text string) (string, string, []string) {
	for _, layout := range []string{"15:04", "15:04:05", "15:04:05.000", "15:04:05.000Z07:00", "15:04:05Z07:00", "15h04", "15h"} {
		if _, err := time.Parse(layout, text); err == nil {
			return text, "", nil
		}
	}
	return "", CodeNotTime, []string{text}
}

// readDateTime accepts a day without its time, but not a time that does not
// exist: it would be lost without a word.
func readDateTime(_ *Question, text string) (string, string, []string) {
	for _, layout := range []string{
		time.RFC3339Nano, "2006-01-02T15:04:05.000-0700", "2006-01-02T15:04:05", "2006-01-02T15:04",
		"2006-01-02 15:04:05", "2006-01-02 15:04", "02/01/2006 15:04",
	} {
		if _, err := time.Parse(layout, text); err == nil {
			return text, "", nil
		}
	}
	if day, code, _ := readDate(nil, text); code == "" && !strings.Contains(text, ":") {
		return day, "", nil
	}
	return "", CodeNotDateTime, []string{text}
}

func readOne(q *Question, text string) (string, string, []string) {
	if q.List == nil {
		return text, "", nil
	}
	if _, ok := q.List.Choice(text); !ok {
		return "", CodeUnknownChoice, []string{text}
	}
	return text, "", nil
}

// readMultiple puts the ticked choices in the list's order, each once: the
// order of clicks means nothing.
func readMultiple(q *Question, text string) (string, string, []string) {
	names := strings.Fields(text)
	if q.List == nil {
		return strings.Join(names, " "), "", nil
	}
	for _, name := range names {
		if _, ok := q.List.Choice(name); !ok {
			return "", CodeUnknownChoice, []string{name}
		}
	}
	sort.Slice(names, func(i, j int) bool {
		a, _ := q.List.Place(names[i])
		b, _ := q.List.Place(names[j])
		return a < b
	})
	kept := names[:0]
	for i, name := range names {
		if i == 0 || name != names[i-1] {
			kept = append(kept, name)
		}
	}
	return strings.Join(kept, " "), "", nil
}

// readRank keeps the order, and refuses a choice ranked twice.
func readRank(q *Question, text string) (string, string, []string) {
	names := strings.Fields(text)
	seen := make(map[string]bool, len(names))
	for _, name := range names {
		if _, ok := q.List.Choice(name); q.List != nil && !ok {
			return "", CodeUnknownChoice, []string{name}
		}
		if seen[name] {
			return "", CodeBadRank, nil
		}
		seen[name] = true
	}
	return strings.Join(names, " "), "", nil
}

// readTick accepts the ways in which exports and browsers write a tick.
func readTick(_ *Question, text string) (string, string, []string) {
	switch strings.ToLower(text) {
	case "ok", "on", "true", "1", "yes", "oui":
		return "OK", "", nil
	case "false", "0", "no", "non":
		return "", "", nil
	}
	return "", CodeBadTick, nil
}
