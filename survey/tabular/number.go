package tabular

import (
	"regexp"
	"strconv"
	"strings"

	"constat/survey"
)

// Mark is the decimal mark of a question's numbers, where the numbers
// themselves do not tell: 1.000 is a thousand with DecimalComma, and one with
// DecimalPoint.
type Mark byte

const (
	MarkUnknown  Mark = 0
	DecimalPoint Mark = '.'
	DecimalComma Mark = ','
)

func (m Mark) other() Mark {
	if m == DecimalComma {
		return DecimalPoint
	}
	return DecimalComma
}

var (
	// grouped is a whole part with blanks or apostrophes between thousands, told
	// after they were made spaces: 10 20 is two numbers.
	grouped = regexp.MustCompile(`^\d{1,3}( \d{3})+(?:[.,]\d*)?$`)
	// marked is digits with marks between them, and an exponent that a point may
	// have before it.
	marked = regexp.MustCompile(`^(?:\d+(?:[.,]\d+)*[.,]?|[.,]\d+)$`)
	// byThousands is digits in groups of three, the first of one to three, with
	// one mark or several alike.
	byThousands = regexp.MustCompile(`^[1-9]\d{0,2}(?:\.\d{3})+$|^[1-9]\d{0,2}(?:,\d{3})+$`)
	scientific  = regexp.MustCompile(`^\d+(?:[.,]\d*)?[eE][+-]?\d{1,3}$`)
)

// plainDigits is the text of a number, made plain: its sign apart, ASCII digits and
// marks. False for what is no number, or is more than one: « 12 enfants »,
// « 10-15 », « ~10 », « 04 67 12 34 56 ».
func plainDigits(cell string) (sign, digits string, ok bool) {
	digits = trim(strings.TrimPrefix(trim(strings.Map(plainDigit, cell)), "'"))
	switch {
	case strings.HasPrefix(digits, "-"), strings.HasPrefix(digits, "+"):
		sign, digits = digits[:1], trim(digits[1:])
	}
	if strings.Contains(digits, " ") {
		if !grouped.MatchString(digits) {
			return "", "", false
		}
		digits = strings.ReplaceAll(digits, " ", "")
	}
	if sign == "+" {
		sign = ""
	}
	return sign, digits, marked.MatchString(digits) || scientific.MatchString(digits)
}

// plainDigit makes ASCII of the digits, signs and blanks that keyboards, word
// processors and Asian or Arabic input write.
func plainDigit(r rune) rune {
	switch {
	case r >= '０' && r <= '９':
		return r - '０' + '0'
	case r >= '٠' && r <= '٩':
		return r - '٠' + '0'
	case r >= '۰' && r <= '۹':
		return r - '۰' + '0'
	case r == '−', r == '–', r == '－', r == '‐', r == '‑':
		return '-'
	case r == '＋':
		return '+'
	case r == '，', r == '٫':
		return ','
	case r == '．':
		return '.'
	case r == '’', r == '\'', r == 'ʼ', isBlank(r):
		return ' '
	}
	return r
}

// numberOf reads a number whose decimal mark may be known from the rest of its
// column. Where the number itself tells, that wins: of two marks the last is the
// decimal one, a mark that comes twice is none. Fifteen digits are kept: what a
// spreadsheet knows. both tells a number that reads in two ways, and was read
// with a decimal point or comma, since nothing tells.
func numberOf(cell string, known Mark) (number float64, both, ok bool) {
	sign, digits, ok := plainDigits(cell)
	if !ok {
		return 0, false, false
	}
	mark := markOf(digits)
	if mark == MarkUnknown && byThousands.MatchString(digits) {
		if mark = known; mark == MarkUnknown {
			mark, both = Mark(digits[strings.IndexAny(digits, ".,")]), true
		}
	}
	if mark == MarkUnknown { // one mark, or none: it is the decimal one
		mark = DecimalPoint
		if strings.Contains(digits, ",") {
			mark = DecimalComma
		}
	}
	number, ok = valueOf(sign, digits, mark)
	return number, both && ok, ok
}

func valueOf(sign, digits string, mark Mark) (float64, bool) {
	digits = strings.ReplaceAll(digits, string(rune(mark.other())), "")
	digits = strings.Replace(digits, string(rune(mark)), ".", 1)
	number, err := strconv.ParseFloat(sign+digits, 64)
	if err != nil {
		return 0, false
	}
	if rounded, err := strconv.ParseFloat(strconv.FormatFloat(number, 'g', 15, 64), 64); err == nil {
		number = rounded
	}
	return number, true
}

// markOf is the decimal mark that a number alone proves: 1.234,5 and 1.234.567
// are of one who writes the comma, 12.5 and 0.125 of one who writes the point.
// A number with marks that no such writing explains proves none.
func markOf(digits string) Mark {
	points, commas := strings.Count(digits, "."), strings.Count(digits, ",")
	switch {
	case points+commas == 0, scientific.MatchString(digits):
		return MarkUnknown
	case points > 0 && commas > 0:
		last := Mark(digits[strings.LastIndexAny(digits, ".,")])
		whole := digits[:strings.LastIndexAny(digits, ".,")]
		if strings.Count(digits, string(rune(last))) == 1 && byThousands.MatchString(whole) {
			return last
		}
		return MarkUnknown
	case points+commas > 1:
		if byThousands.MatchString(digits) {
			return Mark(digits[strings.IndexAny(digits, ".,")]).other()
		}
		return MarkUnknown
	case byThousands.MatchString(digits):
		return MarkUnknown
	}
	return Mark(digits[strings.IndexAny(digits, ".,")])
}

// decimalMarks is what the numbers of one question tell of its decimal mark.
type decimalMarks struct {
	settled     Mark // by the person who gives the file
	point       bool // some number has a decimal point
	comma       bool // some number has a decimal comma
	fromNumbers bool // the file stores numbers, which it writes with a point whatever was typed
}

// learn takes note of a cell. A point of a stored number is not its writer's: in
// a French workbook 12,5 is stored 12.5, and what reads 1.000 is a text.
func (m *decimalMarks) learn(cell string) {
	if !strings.ContainsAny(cell, ".,，．٫") {
		return
	}
	_, digits, ok := plainDigits(cell)
	if !ok {
		return
	}
	switch markOf(digits) {
	case DecimalComma:
		m.comma = true
	case DecimalPoint:
		m.point = m.point || !m.fromNumbers || strings.HasSuffix(digits, "0")
	}
}

// decimal is the question's mark, unknown where its numbers contradict each other
// or tell nothing.
func (m *decimalMarks) decimal() Mark {
	switch {
	case m == nil:
		return MarkUnknown
	case m.settled != MarkUnknown:
		return m.settled
	case m.point && !m.comma:
		return DecimalPoint
	case m.comma && !m.point:
		return DecimalComma
	}
	return MarkUnknown
}

// integer is the mark to read an integer with. What a workbook may have stored as
// a number with decimals is asked about, whatever was typed around it.
func (m *decimalMarks) integer(cell string) Mark {
	if m != nil && m.settled == MarkUnknown && m.stored(cell) {
		return MarkUnknown
	}
	return m.decimal()
}

// other is the mark to read any other number with.
func (m *decimalMarks) other(cell string) Mark {
	if m != nil && m.stored(cell) {
		return DecimalPoint
	}
	return m.decimal()
}

// stored tells what a workbook may hold as a number, which it writes so.
func (m *decimalMarks) stored(cell string) bool {
	if !m.fromNumbers {
		return false
	}
	number, err := strconv.ParseFloat(cell, 64)
	return err == nil && strconv.FormatFloat(number, 'f', -1, 64) == cell
}

// SettleMark says which decimal mark a question's numbers have, before Each.
func (r *Reader) SettleMark(q *survey.Question, mark Mark) {
	if r.settled == nil {
		r.settled = make(map[*survey.Question]Mark)
	}
	r.settled[q] = mark
}

// learnMarks reads the tables once before Each, where questions ask for numbers:
// what a cell means may be told by one below it.
func (r *Reader) learnMarks() error {
	var failed error
	learnt := make(map[*table]bool)
	var learn func(l *level, rec record)
	learn = func(l *level, rec record) {
		l.plan.learn(rec)
		for i, inner := range l.nested {
			if inner == nil || i >= len(rec.nested) {
				continue
			}
			for _, object := range rec.nested[i] {
				learn(inner, object)
			}
		}
	}
	r.walk(r.mains, func(l *level) {
		l.plan.settle(r.settled)
		if failed != nil || l.table.open == nil || learnt[l.table] || !r.numeric(l) {
			return
		}
		learnt[l.table] = true
		failed = eachRow(l.table, func(rec record) error { learn(l, rec); return nil })
	})
	return failed
}

// numeric tells whether a level, or a list of objects inside it, asks for
// numbers.
func (r *Reader) numeric(l *level) bool {
	found := false
	r.walk([]*level{l}, func(each *level) { found = found || len(each.plan.marks) > 0 })
	return found
}

// marksOf is what a question's numbers tell, nil when it asks for none.
func (p *plan) marksOf(q *survey.Question, serial serialDates) *decimalMarks {
	if q.Type.Format != survey.FormatInteger && q.Type.Format != survey.FormatDecimal {
		return nil
	}
	if p.marks == nil {
		p.marks = make(map[*survey.Question]*decimalMarks)
	}
	if p.marks[q] == nil {
		p.marks[q] = &decimalMarks{fromNumbers: serial != serialDates{}}
	}
	return p.marks[q]
}

func (p *plan) learn(r record) {
	learnFields(p.fields, r)
	learnSpreads(p.spread, r)
}

func learnFields(fields []field, r record) {
	for _, f := range fields {
		if f.reader.marks == nil {
			continue
		}
		for _, c := range f.columns {
			f.reader.marks.learn(r.cell(c.place))
		}
	}
}

func learnSpreads(spreads []spread, r record) {
	for _, s := range spreads {
		for _, instance := range s.instances {
			learnFields(instance.fields, r)
			learnSpreads(instance.inner, r)
		}
	}
}

func (p *plan) settle(settled map[*survey.Question]Mark) {
	for q, m := range p.marks {
		m.settled = settled[q]
	}
}

// parseNumber reads a number by itself: of two marks the last is the decimal
// one, and one that reads in two ways has a decimal mark.
func parseNumber(cell string) (float64, bool) {
	number, _, ok := numberOf(cell, MarkUnknown)
	return number, ok
}
