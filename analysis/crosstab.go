package analysis

import "constat/survey"

// Cross breaks one question down by another. Each percentage is over the base
// of its own row; every category of the breakdown is a row, empty or not.
type Cross struct {
	Title, ByTitle string
	Question, By   *survey.Question
	Measure        survey.Measure
	Chart          string     // as for a Table
	Columns        []Category // the question's, none for a quantity
	Rows           []CrossRow
	All            CrossRow   // everybody who answered the question
	Test           *CrossTest // nil when the rows cannot be compared
	Describes      bool       // as of a Table
	Notes          []Note
}

// CrossRow is one category of the breakdown.
type CrossRow struct {
	Code, Label string
	Base        int       // answered the question (« ne sait pas » included), in this category
	Shares      []Share   // parallel to Cross.Columns
	Quantity    *Quantity // of a quantity
}

// crossOf counts question by by; false, with the reason, when it cannot. Both
// must be visible from one level; by must have categories, and the question
// categories, or numbers that are this level's own: a parent's number would be
// added once per instance.
func (d *Dataset) crossOf(question, by *survey.Question) (*Cross, Note, bool) {
	level := d.level(question, by)
	if level == nil {
		return nil, d.crossRefusal(question, by), false
	}
	over, climbOver := level.reach(question)
	down, climbDown := level.reach(by)
	numbers := over.Measure == survey.MeasureQuantity
	if !categorical(down.Measure) || !categorical(over.Measure) && !numbers || numbers && question.Scope != level.Scope {
		return nil, d.crossRefusal(question, by), false
	}
	x := &Cross{
		Title: LabelOf(d.Form, question), ByTitle: LabelOf(d.Form, by),
		Question: question, By: by, Measure: over.Measure, Describes: TellsWho(d.Form, question),
	}
	counter := newCrossCounter(over, down)
	for row := range level.rows {
		counter.add(climbOver(row), climbDown(row))
	}
	counter.fill(x)
	x.Test = level.crossTest(over, down, climbOver, climbDown)
	x.Notes = append(crossNotes(x, over, down), level.repeatNotes()...)
	return x, Note{}, true
}

// crossRefusal says why a breakdown is not counted.
func (d *Dataset) crossRefusal(question, by *survey.Question) Note {
	args := []string{LabelOf(d.Form, question), LabelOf(d.Form, by)}
	if question.Measure == survey.MeasureQuantity && by.Scope != nil && by.Scope != question.Scope && by.Scope.Repeat != nil {
		return Note{Code: NoteAddedAgain, Args: append(args, LabelOf(d.Form, by.Scope.Repeat))}
	}
	return Note{Code: NoteCrossImpossible, Args: args}
}

// repeatNotes warn that what is counted is instances, not respondents.
func (d *Dataset) repeatNotes() []Note {
	if d.Scope.Repeat == nil {
		return nil
	}
	return []Note{{Code: NoteRepeat, Args: []string{LabelOf(d.Form, d.Scope.Repeat)}}}
}

func categorical(m survey.Measure) bool {
	return m == survey.MeasureNominal || m == survey.MeasureOrdinal || m == survey.MeasureMultiple
}

func crossNotes(x *Cross, over, down *Column) []Note {
	notes := baseNotes(x.All.Base)
	if over.Measure == survey.MeasureMultiple {
		notes = append(notes, Note{Code: NoteMultiple})
	}
	if down.Measure == survey.MeasureMultiple {
		notes = append(notes, Note{Code: NoteMultipleBy})
	}
	return notes
}

// crossCounter is the grid being filled: rows are the breakdown's categories,
// and one more at the end for everybody.
type crossCounter struct {
	over, down *Column
	counts     [][]int
	bases      []int
	numbers    [][]float64
	scratch    []uint32
}

func newCrossCounter(over, down *Column) *crossCounter {
	n := len(down.Categories) + 1
	c := &crossCounter{over: over, down: down, bases: make([]int, n), counts: make([][]int, n), numbers: make([][]float64, n)}
	cells := make([]int, n*len(over.Categories))
	for i := range c.counts {
		c.counts[i] = cells[i*len(over.Categories) : (i+1)*len(over.Categories)]
	}
	return c
}

func (c *crossCounter) add(overRow, downRow int) {
	state := c.over.states[overRow]
	if state != survey.Answered && state != survey.AnsweredDontKnow {
		return
	}
	c.scratch = append(c.scratch[:0], uint32(len(c.down.Categories)))
	c.scratch = append(c.scratch, c.down.given(downRow)...)
	for _, line := range c.scratch {
		c.bases[line]++
		switch {
		case c.over.codes != nil:
			c.counts[line][c.over.codes[overRow]]++
		case c.over.numbers != nil:
			c.numbers[line] = append(c.numbers[line], c.over.numbers[overRow])
		default:
			for _, place := range c.over.Ticks(overRow) {
				c.counts[line][place]++
			}
		}
	}
}

func (c *crossCounter) fill(x *Cross) {
	var kept []int
	for place, category := range c.over.Categories {
		if tabulated(category) && c.over.Listed(place) && x.Measure != survey.MeasureQuantity {
			kept = append(kept, place)
			x.Columns = append(x.Columns, category)
		}
	}
	row := func(i int, code, label string) CrossRow {
		r := CrossRow{Code: code, Label: label, Base: c.bases[i]}
		for _, place := range kept {
			r.Shares = append(r.Shares, NewShare(c.counts[i][place], r.Base))
		}
		if x.Measure == survey.MeasureQuantity {
			r.Quantity = Summarize(c.numbers[i])
		}
		return r
	}
	for i, category := range c.down.Categories {
		if c.down.Listed(i) {
			x.Rows = append(x.Rows, row(i, category.Code, category.Label))
		}
	}
	x.All = row(len(c.down.Categories), "", "")
}
