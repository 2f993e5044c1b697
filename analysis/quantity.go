package analysis

import (
	"math"
	"slices"
	"strconv"

	"constat/analysis/stats"
	"constat/survey"
)

// Quantity sums up numbers given by respondents. Quantiles are of type 7.
type Quantity struct {
	N                             int // respondents who gave a number
	Sum                           float64
	Min, Q1, Median, Q3, P95, Max float64 // NaN when N is 0
	Outliers                      []float64
	Whole                         bool // every number is an integer
	// Mean is for an indicator that asks for it; nil of fewer numbers than
	// stats.MinMean, where the median stands for it.
	Mean *stats.Mean
}

// Summarize makes a Quantity of numbers in any order.
func Summarize(numbers []float64) *Quantity {
	sorted := slices.Clone(numbers)
	slices.Sort(sorted)
	q := &Quantity{N: len(sorted), Whole: true}
	for _, x := range sorted {
		q.Sum += x
		q.Whole = q.Whole && x == math.Trunc(x)
	}
	q.Min, q.Max = stats.Quantile(sorted, 0), stats.Quantile(sorted, 1)
	q.Q1, q.Median, q.Q3 = stats.Quantile(sorted, 0.25), stats.Quantile(sorted, 0.5), stats.Quantile(sorted, 0.75)
	q.P95 = stats.Quantile(sorted, 0.95)
	q.Outliers = outliers(sorted, q)
	return q
}

// outliers are the values that a lead reads before she trusts a sum; the survey
// is anonymous, and nobody can be asked about them. They are above the 95th centile,
// and also beyond Tukey's outer fence (three interquartile ranges above the
// third quartile, Exploratory Data Analysis, 1977), since one value in twenty
// is above the 95th centile of any set. They are named and stay in every
// figure.
func outliers(sorted []float64, q *Quantity) []float64 {
	fence := math.Max(q.P95, q.Q3+3*(q.Q3-q.Q1))
	first, _ := slices.BinarySearchFunc(sorted, fence, func(x, fence float64) int {
		if x > fence {
			return 1
		}
		return -1
	})
	if first == len(sorted) {
		return nil
	}
	return sorted[first:]
}

// mostOutliers is how many are named one by one.
const mostOutliers = 8

func outlierNote(q *Quantity) []Note {
	if len(q.Outliers) == 0 {
		return nil
	}
	args := []string{formatNumber(q.P95)}
	for _, x := range q.Outliers[max(0, len(q.Outliers)-mostOutliers):] {
		args = append(args, formatNumber(x))
	}
	return []Note{{Code: NoteOutliers, Args: args}}
}

func formatNumber(x float64) string {
	if math.Abs(x) >= wholeOnly {
		return strconv.FormatFloat(x, 'f', -1, 64)
	}
	return strconv.FormatFloat(math.Round(x*100)/100, 'f', -1, 64)
}

func numbersOf(c *Column) []float64 {
	numbers := make([]float64, 0, len(c.numbers))
	for row := range c.numbers {
		if x, ok := c.Number(row); ok {
			numbers = append(numbers, x)
		}
	}
	return numbers
}

// tabulateQuantity sums a column up and counts its values by classes: those
// declared for the question, else those that suit the numbers.
func tabulateQuantity(c *Column, declared []survey.Class) (*Quantity, []Line, []Note) {
	numbers := numbersOf(c)
	q := Summarize(numbers)
	cut := declaredClasses(declared, q)
	if cut == nil {
		cut = classes(q)
	}
	return q, classLines(numbers, q, cut), outlierNote(q)
}

// declaredClasses are the lead's classes; nil when numbers lie under the first
// of them, which would leave some respondents out.
func declaredClasses(declared []survey.Class, q *Quantity) []Class {
	if q.N == 0 || len(declared) == 0 || q.Min < declared[0].Low {
		return nil
	}
	whole := q.Whole && !slices.ContainsFunc(declared, func(c survey.Class) bool { return c.Low != math.Trunc(c.Low) })
	cut := make([]Class, len(declared))
	for i, class := range declared {
		cut[i] = Class{Low: class.Low, High: class.High, Whole: whole, Last: i == len(declared)-1}
		if i+1 < len(declared) && (!whole || declared[i+1].Low == class.High) {
			cut[i].High, cut[i].Whole = declared[i+1].Low, false
		}
	}
	return cut
}

// Class is a range of numbers, both ends included when Whole, else the upper
// end excluded.
type Class struct {
	Low, High float64
	Whole     bool
	Last      bool // the upper end is included
}

func (c Class) holds(x float64) bool {
	if c.Whole || c.Last {
		return c.Low <= x && x <= c.High
	}
	return c.Low <= x && x < c.High
}

// Open tells a class without an upper end: its High is +Inf.
func (c Class) Open() bool { return math.IsInf(c.High, 1) }

// Code is "3-5", "3" or "11-" as the diagnostic sheet writes them; package
// workbook writes the French label.
func (c Class) Code() string {
	switch {
	case c.Low == c.High:
		return formatNumber(c.Low)
	case c.Open():
		return formatNumber(c.Low) + "-"
	}
	return formatNumber(c.Low) + "-" + formatNumber(c.High)
}

func classLines(numbers []float64, q *Quantity, cut []Class) []Line {
	var lines []Line
	for _, class := range cut {
		n := 0
		for _, x := range numbers {
			if class.holds(x) {
				n++
			}
		}
		share := NewShare(n, q.N)
		lines = append(lines, Line{Code: class.Code(), Label: class.Code(), Class: &class, Share: share, Known: share})
	}
	return lines
}

const (
	// wholeOnly is where a float64 stops telling neighbouring integers apart:
	// 2^53. Adding one to such a number gives it back.
	wholeOnly = 1 << 53
	// mostClasses is how many classes a chart can show.
	mostClasses = 30
)

// classes cuts a range of numbers for a chart. Counts of people pile up near
// zero: 0, 1–2, 3–5, 6–10, 11–20, 21–50… Numbers far from zero, or that are
// not whole, are cut in equal steps. Numbers too large to be told apart are
// one class.
func classes(q *Quantity) []Class {
	switch {
	case q.N == 0:
		return nil
	case math.Max(math.Abs(q.Min), math.Abs(q.Max)) >= wholeOnly:
		return oneClass(q)
	case q.Whole && q.Max-q.Min < 8:
		var each []Class
		for i := range int(q.Max-q.Min) + 1 {
			x := q.Min + float64(i)
			each = append(each, Class{x, x, true, false})
		}
		return each
	case q.Whole && q.Min >= 0 && q.Max >= 10*q.Min:
		return countClasses(q)
	}
	return equalClasses(q)
}

func oneClass(q *Quantity) []Class { return []Class{{q.Min, q.Max, q.Whole, true}} }

// countClasses cuts at 2, 5 and 10, 20, 50 and 100…, at powers of ten alone
// when that would make too many classes.
func countClasses(q *Quantity) []Class {
	found := decimalClasses(q, 2, 5, 10)
	if len(found) > mostClasses {
		return decimalClasses(q, 10)
	}
	return found
}

func decimalClasses(q *Quantity, steps ...float64) []Class {
	var found []Class
	if q.Min < 1 {
		found = append(found, Class{0, 0, true, false})
	}
	low := 1.0
	for unit := 1.0; low <= q.Max; unit *= 10 {
		for _, step := range steps {
			high := step * unit
			if low > q.Max {
				break
			}
			if high >= q.Min {
				found = append(found, Class{low, high, true, false})
			}
			low = high + 1
		}
	}
	return found
}

func equalClasses(q *Quantity) []Class {
	width := (q.Max - q.Min) / 7
	if width <= 0 {
		return oneClass(q)
	}
	unit := math.Pow(10, math.Floor(math.Log10(width)))
	step := 10 * unit
	for _, nice := range []float64{1, 2, 5} {
		if nice*unit >= width {
			step = nice * unit
			break
		}
	}
	if q.Whole {
		step = math.Max(1, math.Round(step))
	}
	first, last := math.Floor(q.Min/step), math.Floor(q.Max/step)
	if math.Max(math.Abs(first), math.Abs(last)) >= wholeOnly || last-first >= mostClasses {
		return oneClass(q) // the step is lost beside numbers so large
	}
	var found []Class
	for i := first; i <= last; i++ {
		class := Class{Low: i * step, High: (i + 1) * step}
		if q.Whole {
			class.High--
			class.Whole = true
		}
		found = append(found, class)
	}
	return found
}
