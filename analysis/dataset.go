package analysis

import (
	"slices"
	"time"

	"constat/survey"
)

// Dataset is one level of the answers as columns: the form's own, or one
// repeat's, where a row is one instance. Columns are parallel to
// Scope.Questions. 100,000 responses to 40 questions take some 25 MB.
type Dataset struct {
	Form    *survey.Form
	Scope   *survey.Scope
	Columns []*Column
	Repeats []*Dataset // parallel to Scope.Repeats

	// Above and Parents join a repeat to its parent: the row there of each row
	// here. Above is nil for the form.
	Above   *Dataset
	Parents []uint32

	days []int32 // of the form's Dataset: day received, since 1970
	rows int
}

// Column holds one question's answers. What it holds depends on its Measure,
// which is the question's own unless the diagnostic sheet uses the question
// otherwise (a calculated class used as a breakdown is nominal).
type Column struct {
	Question   *survey.Question
	Measure    survey.Measure
	Categories []Category // nominal, ordinal, multiple: the list, then codes met that are not in it, sorted

	states  []survey.State
	codes   []uint32  // nominal, ordinal: place in Categories, or none
	ticks   []uint32  // multiple: places in Categories, all rows one after the other, in the order given
	ends    []uint32  // multiple: where each row's ticks end
	numbers []float64 // quantity
	days    []int32   // date
	texts   []string  // verbatim
	places  map[string]uint32
	absent  []bool // by category: never offered, never given; nil = none is
	// meant is what the missing codes of a number or a day said, by row: their
	// states are those of blanks, which tables count them with.
	meant      map[int]survey.State
	outside    string         // the code of the answers outside the list, once one is met
	lost       map[string]int // choices that the form no longer has, with how many gave them
	impossible int            // numbers and days that the form refuses, which no figure has
}

// Category is one answer that a question offers, or that was met.
type Category struct {
	Code        string
	Label       string
	Missing     survey.Missing
	Midpoint    float64
	HasMidpoint bool
	Undeclared  bool // met in the answers, not in the form's list
}

// none marks a row of a nominal column without a category.
const none = ^uint32(0)

// Len is the number of rows: responses, or instances of a repeat.
func (d *Dataset) Len() int { return d.rows }

// Day is when the response of a row was received. Only the form's own Dataset
// has days.
func (d *Dataset) Day(row int) time.Time { return dayTime(d.days[row]) }

// Column finds a question's column in this Dataset.
func (d *Dataset) Column(q *survey.Question) (*Column, bool) {
	if q == nil || q.Scope != d.Scope || q.Index >= len(d.Columns) || d.Columns[q.Index].Question != q {
		return nil, false
	}
	return d.Columns[q.Index], true
}

// All gives the Dataset and, depth first, those of its repeats.
func (d *Dataset) All() []*Dataset {
	all := []*Dataset{d}
	for _, repeat := range d.Repeats {
		all = append(all, repeat.All()...)
	}
	return all
}

// holding finds the Dataset that holds a question, here or in a repeat.
func (d *Dataset) holding(q *survey.Question) *Dataset {
	for _, each := range d.All() {
		if each.Scope == q.Scope {
			return each
		}
	}
	return nil
}

// reach gives the column of a question that lives here or in a level above,
// with the way from a row here to its row there; nil when it lives elsewhere.
func (d *Dataset) reach(q *survey.Question) (*Column, func(row int) int) {
	if c, ok := d.Column(q); ok {
		return c, func(row int) int { return row }
	}
	if d.Above == nil {
		return nil, nil
	}
	c, climb := d.Above.reach(q)
	if c == nil {
		return nil, nil
	}
	return c, func(row int) int { return climb(int(d.Parents[row])) }
}

// State says why a row's answer is what it is.
func (c *Column) State(row int) survey.State { return c.states[row] }

// Code is the place in Categories of a row's one answer.
func (c *Column) Code(row int) (int, bool) {
	if c.codes == nil || c.codes[row] == none {
		return 0, false
	}
	return int(c.codes[row]), true
}

// Ticks are the places in Categories of a row's answers, in the order given
// (the order of preference, for a ranking question).
func (c *Column) Ticks(row int) []uint32 {
	if c.ends == nil {
		return nil
	}
	start := uint32(0)
	if row > 0 {
		start = c.ends[row-1]
	}
	return c.ticks[start:c.ends[row]]
}

// Number is a row's quantity.
func (c *Column) Number(row int) (float64, bool) {
	if c.numbers == nil || c.states[row] != survey.Answered {
		return 0, false
	}
	return c.numbers[row], true
}

// Date is a row's day.
func (c *Column) Date(row int) (time.Time, bool) {
	if c.days == nil || c.states[row] != survey.Answered {
		return time.Time{}, false
	}
	return dayTime(c.days[row]), true
}

// Meant is what a row's missing code said, of a number or a day.
func (c *Column) Meant(row int) (survey.State, bool) {
	state, coded := c.meant[row]
	return state, coded
}

// Impossible is how many numbers or days the form refuses: they are in no figure.
func (c *Column) Impossible() int { return c.impossible }

// Text is a row's words.
func (c *Column) Text(row int) string {
	if c.texts == nil || c.states[row] != survey.Answered {
		return ""
	}
	return c.texts[row]
}

// Asked tells whether anybody was asked: false when the source of imported
// answers does not have the question.
func (c *Column) Asked() bool {
	for _, s := range c.states {
		if s != survey.NotAsked {
			return true
		}
	}
	return false
}

// Varies tells whether two rows differ, in a column of one category, number or
// day per row; other columns are taken to.
func (c *Column) Varies() bool {
	switch {
	case c.codes != nil:
		return varies(c.codes)
	case c.numbers != nil:
		return varies(c.numbers) || varies(c.states)
	case c.days != nil:
		return varies(c.days) || varies(c.states)
	}
	return len(c.states) > 0
}

func varies[T comparable](rows []T) bool {
	return slices.ContainsFunc(rows, func(row T) bool { return row != rows[0] })
}

// given are the places in Categories of a row's answer, one or several.
func (c *Column) given(row int) []uint32 {
	switch {
	case c.codes == nil:
		return c.Ticks(row)
	case c.codes[row] == none:
		return nil
	}
	return c.codes[row : row+1]
}

// has tells whether a row's answer is in a set of category places.
func (c *Column) has(row int, in []bool) bool {
	if c.codes != nil {
		code := c.codes[row]
		return code != none && in[code]
	}
	for _, t := range c.Ticks(row) {
		if in[t] {
			return true
		}
	}
	return false
}

func dayTime(days int32) time.Time {
	if days == noDay {
		return time.Time{}
	}
	return time.Unix(int64(days)*86400, 0).UTC()
}

// knownDays leaves out the answers that came without a day.
func (d *Dataset) knownDays() []int32 {
	known := make([]int32, 0, len(d.days))
	for _, day := range d.days {
		if day != noDay {
			known = append(known, day)
		}
	}
	return known
}

// Dated tells whether at least one answer's day is known.
func (d *Dataset) Dated() bool { return len(d.knownDays()) > 0 }
