package web

import (
	"math"
	"strconv"
	"strings"

	"constat/survey"
)

// step is one value of a range on the page.
type step struct {
	Value string
	Text  string // as people read it: a decimal comma
	Label string // what the author says of it (tick_labelset)
}

const (
	// mostSteps is how many values of a range still make a list to pick from,
	// and mostPressed a row of buttons.
	mostSteps   = 101
	mostPressed = 11
)

// steps lists the values of a range, from its start to its end, which may be
// lower (pyxform's defaults: 1 to 10 by 1); nil for other questions and for
// finer ranges.
func steps(item *survey.Item) []step {
	q := item.Question
	if q.Type.Name != "range" || q.Type.Kind != survey.Asked {
		return nil
	}
	start, end, by := parameter(q, "start", 1), parameter(q, "end", 10), math.Abs(q.Step())
	if by == 0 || math.Abs(end-start)/by >= mostSteps {
		return nil
	}
	count := int((math.Abs(end-start) + by/1e6) / by)
	if end < start {
		by = -by
	}
	labels := make(map[float64]string)
	for _, tick := range item.Ticks {
		if n, err := strconv.ParseFloat(tick.Name, 64); err == nil {
			labels[rounded(n)] = tick.Label.String()
		}
	}
	values := make([]step, 0, count+1)
	for i := range count + 1 {
		n := rounded(start + float64(i)*by)
		value := strconv.FormatFloat(n, 'f', -1, 64)
		values = append(values, step{Value: value, Text: strings.Replace(value, ".", ",", 1), Label: labels[n]})
	}
	return values
}

// rounded takes out what binary fractions add: 0.1 three times is 0.3.
func rounded(n float64) float64 { return math.Round(n*1e9)/1e9 + 0 } // + 0: never -0

// pressed tells a range that is a row of buttons, or a column of them, rather
// than a list with a slider: a rating, and what Collect draws upright.
func pressed(q *survey.Question) bool {
	width := math.Abs(parameter(q, "end", 10) - parameter(q, "start", 1))
	return (q.Has("rating") || q.Has("vertical")) && q.Step() != 0 && width/math.Abs(q.Step()) < mostPressed
}

// Slides tells whether the list has a slider beside it: a picker has none.
func (f field) Slides() bool { return !f.Question.Has("picker") }

// Lines is how many lines of a text show at first.
func (f field) Lines() int {
	const usual, most = 4, 30
	if n, err := strconv.Atoi(f.Question.Parameters["rows"]); err == nil && n > 0 {
		return min(n, most)
	}
	return usual
}

// Part is the part of a day's value that is asked: 2026-11, or 2026.
func (f field) Part() string {
	length := map[survey.DatePart]int{survey.PartMonth: len("2006-01"), survey.PartYear: len("2006")}[f.Question.DatePart()]
	if length == 0 || len(f.Value) != len("2006-01-02") {
		return f.Value // or what was typed and could not be read
	}
	return f.Value[:length]
}

func parameter(q *survey.Question, name string, otherwise float64) float64 {
	if v, err := strconv.ParseFloat(q.Parameters[name], 64); err == nil {
		return v
	}
	return otherwise
}
