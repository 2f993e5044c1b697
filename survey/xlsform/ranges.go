package xlsform

import (
	"math"
	"strconv"

	"constat/survey"
)

// rangeDefaults are pyxform's, which differ from xlsform.org's text (0 to 10).
var rangeDefaults = map[string]float64{"start": 1, "end": 10, "step": 1}

// decimal reads a finite number in plain notation.
func decimal(text string) (float64, bool) {
	n, err := strconv.ParseFloat(text, 64)
	return n, err == nil && !math.IsInf(n, 0) && !math.IsNaN(n)
}

// tickParameters are those that only a drawn scale can show.
var tickParameters = []string{"tick_interval", "placeholder", "tick_labelset"}

// checkRange applies pyxform's rules for range questions, and writes the
// bounds that were not given, so that nobody has to know the defaults.
func (rd *reading) checkRange(at place, q *survey.Question, read map[string]string) {
	bounds := map[string]float64{}
	for key, value := range rangeDefaults {
		if read[key] == "" {
			read[key] = numberText(value)
		}
		number, ok := decimal(read[key])
		if !ok {
			return // reported with the parameter
		}
		bounds[key] = number
	}
	if bounds["step"] == 0 {
		rd.fault(at, CodeZeroStep, "step")
		return
	}
	if !rd.checkTicks(at, q, read, bounds) {
		return
	}
	width := math.Abs(bounds["end"] - bounds["start"])
	for _, key := range []string{"step", "tick_interval"} {
		if n, ok := decimal(read[key]); ok && math.Abs(n) > width {
			rd.fault(at, CodeStepTooLarge, key, read[key], numberText(width))
		}
	}
}

func (rd *reading) checkTicks(at place, q *survey.Question, read map[string]string, bounds map[string]float64) bool {
	for _, key := range tickParameters {
		if read[key] != "" && !drawnScale(q) {
			rd.fault(at, CodeTicksNotShown, key)
			return false
		}
	}
	if interval, ok := decimal(read["tick_interval"]); ok {
		if interval == 0 {
			rd.fault(at, CodeZeroStep, "tick_interval")
			return false
		}
		if !multiple(interval, bounds["step"]) {
			rd.fault(at, CodeNotMultiple, "tick_interval", numberText(interval), numberText(bounds["step"]))
		}
	}
	if n, ok := decimal(read["placeholder"]); ok && rd.checkOnScale(at, "placeholder", n, bounds) && !multiple(n-bounds["start"], bounds["step"]) {
		rd.fault(at, CodeNotOnStep, "placeholder", numberText(n))
	}
	if list := read["tick_labelset"]; list != "" {
		rd.checkTickLabels(at, q, list, read, bounds)
	}
	return true
}

// drawnScale tells the appearances that show a scale with ticks.
func drawnScale(q *survey.Question) bool {
	for _, word := range q.Appearance {
		if word != "vertical" && word != "no-ticks" {
			return false
		}
	}
	return true
}

// checkOnScale makes sure that a value is between the bounds, in whatever order they come.
func (rd *reading) checkOnScale(at place, key string, n float64, bounds map[string]float64) bool {
	low, high := math.Min(bounds["start"], bounds["end"]), math.Max(bounds["start"], bounds["end"])
	if n < low || n > high {
		rd.fault(at, CodeOutsideRange, key, numberText(n), numberText(low), numberText(high))
		return false
	}
	return true
}

// checkTickLabels makes sure that each label of the scale is at a tick.
func (rd *reading) checkTickLabels(at place, q *survey.Question, name string, read map[string]string, bounds map[string]float64) {
	list := rd.form.Lists[name]
	if list == nil {
		rd.missingList(at, "choices", name, rd.form.Lists)
		return
	}
	for _, c := range list.Choices {
		n, ok := decimal(c.Name)
		interval, ticked := decimal(read["tick_interval"])
		switch {
		case !ok:
			rd.fault(at, CodeTickNotNumber, name, c.Name)
			return
		case !rd.checkOnScale(at, "tick_labelset", n, bounds):
			return
		case !multiple(n-bounds["start"], bounds["step"]), ticked && !multiple(n-bounds["start"], interval):
			rd.fault(at, CodeNotOnStep, "tick_labelset", c.Name)
			return
		case q.Has("no-ticks") && n != bounds["start"] && n != bounds["end"]:
			rd.fault(at, CodeTickNotEnd, name, c.Name)
			return
		}
	}
}

// multiple tells whether n is a whole number of steps, despite the binary
// rounding of decimal fractions.
func multiple(n, step float64) bool {
	quotient := n / step
	return math.Abs(quotient-math.Round(quotient)) < 1e-9
}
