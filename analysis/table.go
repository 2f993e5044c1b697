package analysis

import (
	"constat/analysis/stats"
	"constat/survey"
)

// Share is a count among a base. The base is printed before any percentage.
type Share struct {
	Count, Base int
	Interval    stats.Interval // 95 %, Wilson; says nothing of who answered, see Table.Describes
}

// NewShare makes a share with its interval.
func NewShare(count, base int) Share {
	return Share{Count: count, Base: base, Interval: stats.Wilson(count, base, stats.Z95)}
}

// Fraction is count over base, from 0 to 1; false when the base is too small
// for a percentage to mean anything.
func (s Share) Fraction() (float64, bool) {
	if s.Base < MinPercentBase {
		return 0, false
	}
	return float64(s.Count) / float64(s.Base), true
}

// Indicative tells that the percentage is a hint more than a measure.
func (s Share) Indicative() bool {
	return stats.QualityOf(s.Base, s.Interval) < stats.Measured
}

// Base counts everybody of a level once, by what became of the question.
type Base struct {
	Total       int // rows of the level
	Substantive int // answered on the substance
	DontKnow    int // « ne sait pas »
	NotApplies  int // chose « non concerné »
	NotAsked    int // the form's logic left the question out
	NoAnswer    int // asked, left blank
	Refused     int // « ne souhaite pas répondre »
}

// Answered is the base of percentages: answers on the substance and « ne sait
// pas ».
func (b Base) Answered() int { return b.Substantive + b.DontKnow }

// NotConcerned is what is shown under that name: left out by the form's logic,
// or said by the respondent.
func (b Base) NotConcerned() int { return b.NotAsked + b.NotApplies }

func (b *Base) count(s survey.State) {
	b.Total++
	switch s {
	case survey.Answered:
		b.Substantive++
	case survey.AnsweredDontKnow:
		b.DontKnow++
	case survey.AnsweredNotApplies:
		b.NotApplies++
	case survey.AnsweredRefused:
		b.Refused++
	case survey.NoAnswer:
		b.NoAnswer++
	default:
		b.NotAsked++
	}
}

// Line is one row of a Table: a category, a class of numbers, a month.
type Line struct {
	Code, Label string
	Missing     survey.Missing // DontKnow for the « ne sait pas » line
	Undeclared  bool
	Unlisted    bool   // the answers outside the question's list
	Class       *Class // of a quantity: the range counted
	Share       Share  // among Base.Answered
	Known       Share  // among Base.Substantive; zero for a « ne sait pas » line
}

// Table is one question's counts.
type Table struct {
	Title    string
	Data     *Dataset
	Question *survey.Question // nil for the table of days received
	Measure  survey.Measure
	Chart    string // bar, stacked or none, as the lead asked; "" = the measure's own
	Base     Base
	Lines    []Line
	Quantity *Quantity // of a quantity
	// Describes tells a table of who answered, from where or when: its shares
	// have no interval to show (TellsWho).
	Describes bool
	Notes     []Note
}

// Key identifies the table in a diagnostic: the question's key, with its
// repeat's.
func (t *Table) Key() string { return questionKey(t.Question) }

func questionKey(q *survey.Question) string {
	if q == nil {
		return ""
	}
	if q.Scope != nil && q.Scope.Repeat != nil {
		return q.Scope.Repeat.Key + "/" + q.Key
	}
	return q.Key
}

// baseOf counts the states of a column.
func baseOf(c *Column) Base {
	var b Base
	for _, s := range c.states {
		b.count(s)
	}
	return b
}

// baseNotes are the warnings that a base alone calls for.
func baseNotes(answered int) []Note {
	switch {
	case answered == 0:
		return []Note{{Code: NoteEmpty}}
	case answered < MinPercentBase:
		return []Note{{Code: NoteTooFew}}
	case answered < IndicativeBase:
		return []Note{{Code: NoteIndicative}}
	}
	return nil
}
