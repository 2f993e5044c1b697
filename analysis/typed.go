package analysis

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"constat/survey"
)

// typed gives the values that the form works out the type that they have. XLSForm
// has no word for it: total_ages is a calculation, and so is a name put
// together. A column of which every value is a number can be summed, one of
// which every value is a day can be counted by month. Those that the diagnostic
// sheet or the plan uses keep the measure that they are used with.
//
// A code is not a number when its digits are not those of one: 01, 0340145.
func (d *Dataset) typed(by []*survey.Question) {
	used := usedMeasures(d.Form)
	for _, level := range d.All() {
		for i, c := range level.Columns {
			_, counted := used[c.Question]
			if c.Question.Measure != survey.MeasureNone || c.codes == nil || c.Question.List != nil || counted || slices.Contains(by, c.Question) {
				continue
			}
			if numbers, states, ok := parsed(c, numberOf); ok {
				level.Columns[i] = c.as(survey.MeasureQuantity, states, func(view *Column) { view.numbers = numbers })
			} else if days, states, ok := parsed(c, dayOf); ok {
				level.Columns[i] = c.as(survey.MeasureDate, states, func(view *Column) { view.days = days })
			}
		}
	}
}

// as is a column with another measure.
func (c *Column) as(m survey.Measure, states []survey.State, fill func(*Column)) *Column {
	view := *c
	view.Measure, view.states, view.codes, view.Categories, view.absent = m, states, nil, nil, nil
	fill(&view)
	return &view
}

// noNumber is what XPath gives of a calculation over blanks: no answer.
const noNumber = "NaN"

// parsed reads every row of a column of codes; false when one of them is
// something else, or none is given.
func parsed[T any](c *Column, read func(text string) (T, bool)) ([]T, []survey.State, bool) {
	values := make([]T, len(c.Categories))
	for i, category := range c.Categories {
		value, ok := read(category.Code)
		if !ok && category.Code != noNumber {
			return nil, nil, false
		}
		values[i] = value
	}
	rows, states := make([]T, len(c.codes)), slices.Clone(c.states)
	given := false
	for row, code := range c.codes {
		switch {
		case code == none:
		case c.Categories[code].Code == noNumber:
			states[row] = survey.NoAnswer
		default:
			rows[row], given = values[code], true
		}
	}
	return rows, states, given
}

// numberOf reads what a calculation gives: a number with a point, or with the
// comma of a spreadsheet in French.
func numberOf(text string) (float64, bool) {
	text = strings.TrimSpace(text)
	if strings.Count(text, ",") == 1 && !strings.Contains(text, ".") {
		text = strings.Replace(text, ",", ".", 1)
	}
	digits := strings.TrimPrefix(text, "-")
	if len(digits) > mostDigits || strings.Trim(digits, "0123456789.") != "" || len(digits) > 1 && digits[0] == '0' && digits[1] != '.' {
		return 0, false
	}
	number, err := strconv.ParseFloat(text, 64)
	return number, err == nil
}

// mostDigits is what a number keeps of a text: a longer one is a code.
const mostDigits = 15

// dayOf reads the day of a date, or of a moment.
func dayOf(text string) (int32, bool) {
	for _, layout := range []string{time.DateOnly, "2006-01-02T15:04:05.999Z07:00", "2006-01-02T15:04:05.999"} {
		if t, err := time.Parse(layout, strings.TrimSpace(text)); err == nil {
			return int32(floorDay(t)), true
		}
	}
	return 0, false
}
