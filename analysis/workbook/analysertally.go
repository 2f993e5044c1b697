package workbook

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"constat/analysis"
	"constat/survey"
)

// across is one column of the first table that the Analyseur shows: everybody,
// or a category of the breakdown.
type across struct {
	label                                 string
	line                                  offeredLine
	base, notConcerned, noAnswer, refused int
	counts                                []int // by line of the question's table
	numbers                               []float64
}

// tally counts the first choice, without filters: the values that the formulas
// are stored with. The first column is everybody.
func (a *analyser) tally() []across {
	q := &a.questions[a.question]
	columns := []across{{label: textAll, counts: make([]int, q.tabled)}}
	if a.by >= 0 {
		for _, line := range a.questions[a.by].lines {
			columns = append(columns, across{label: line.label, line: line, counts: make([]int, q.tabled)})
		}
	}
	for row := range a.rows.level.Len() {
		columns[0].add(q, row)
		if a.by < 0 {
			continue
		}
		for _, i := range a.questions[a.by].given(row) {
			columns[1+i].add(q, row)
		}
	}
	return columns
}

// add counts one row. A number that was not given is a blank cell.
func (c *across) add(q *offered, row int) {
	state := q.field.column.State(row)
	x, isNumber := q.field.column.Number(row)
	if q.numbers() && !isNumber && state != survey.NotAsked {
		state = survey.NoAnswer
	}
	switch state {
	case survey.Answered, survey.AnsweredDontKnow:
	case survey.NoAnswer:
		c.noAnswer++
		return
	case survey.AnsweredRefused:
		c.refused++
		return
	default:
		c.notConcerned++
		return
	}
	c.base++
	if isNumber {
		c.numbers = append(c.numbers, x)
	}
	for _, i := range q.given(row) {
		if i < q.tabled {
			c.counts[i]++
		}
	}
}

// given are the lines that a row's answer belongs to.
func (q *offered) given(row int) []int {
	c := q.field.column
	if x, ok := q.serial(row); ok {
		if i := slices.IndexFunc(q.lines, func(l offeredLine) bool { return l.contains(x) }); i >= 0 {
			return []int{i}
		}
		return nil
	}
	places := c.Ticks(row)
	if place, ok := c.Code(row); ok {
		places = []uint32{uint32(place)}
	}
	var lines []int
	for _, place := range places {
		if i := slices.IndexFunc(q.lines, func(l offeredLine) bool { return l.place == int(place) }); i >= 0 {
			lines = append(lines, i)
		}
	}
	return lines
}

// serial is a row's number, or its day as spreadsheets number it.
func (q *offered) serial(row int) (float64, bool) {
	if x, ok := q.field.column.Number(row); ok {
		return x, q.classes
	}
	day, ok := q.field.column.Date(row)
	return serial(day), ok && q.classes
}

func (l offeredLine) contains(x float64) bool {
	low, _ := l.value.(float64)
	high, _ := l.high.(float64)
	edge, closed := l.edge.(float64)
	return x >= low && (x < high || closed && x == edge)
}

// firstSerial is the day before the first of a spreadsheet's days, 1 March
// 1900 and later.
var firstSerial = time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC)

func serial(day time.Time) float64 { return math.Round(day.Sub(firstSerial).Hours() / 24) }

// serials are the first day of a month (2026-03) or a year (2026) and that of
// the next; false for years that spreadsheets do not number.
func serials(code string) (from, to float64, ok bool) {
	year, month, monthly := strings.Cut(code, "-")
	y, err := strconv.Atoi(year)
	if err != nil || y < firstSheetYear {
		return 0, 0, false
	}
	first, next := time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(y+1, 1, 1, 0, 0, 0, 0, time.UTC)
	if m, err := strconv.Atoi(month); monthly && err == nil {
		first, next = time.Date(y, time.Month(m), 1, 0, 0, 0, 0, time.UTC), time.Date(y, time.Month(m)+1, 1, 0, 0, 0, 0, time.UTC)
	}
	return serial(first), serial(next), true
}

// order is the places of a question's lines as the table shows them: the most
// frequent first, « ne sait pas » last; scales and classes stay in their order.
func (q *offered) order(counts []int) []int {
	order := make([]int, len(counts))
	for i := range order {
		order[i] = i
	}
	if !q.sorted() {
		return order
	}
	slices.SortStableFunc(order, func(i, j int) int {
		if last := cmp.Compare(flag(q.lines[i].dontKnow), flag(q.lines[j].dontKnow)); last != 0 {
			return last
		}
		return cmp.Compare(counts[j], counts[i])
	})
	return order
}

// tail are the values of the lines after the answers, in the order of
// tailLabels.
func (c *across) tail(q *offered) []any {
	values := []any{c.base, c.notConcerned, c.noAnswer, c.refused}
	if !q.numbers() {
		return append(values, "", "", "")
	}
	if len(c.numbers) == 0 {
		return append(values, textDash, textDash, textDash)
	}
	s := analysis.Summarize(c.numbers)
	return append(values, s.Sum, s.Median, s.Max)
}

// percent is a line's value in a column: a percentage, or a dash.
func (c *across) percent(line int) any {
	return percentValue(analysis.Share{Count: c.counts[line], Base: c.base})
}
