package analysis

import "constat/survey"

// Diagnostic is everything counted, in the order it is read.
type Diagnostic struct {
	Meta          Meta
	Form          *survey.Form
	Introduction  []string // paragraphs that the lead put at the head of the whole
	Data          *Dataset
	Participation Participation
	Coverage      []*Coverage
	Sections      []Section
	Figures       []*Figure
	Crosses       []*Cross
	Estimates     []*Estimate
	Compared      []*Compared // with references that the caller chose, by Compare
	Verbatims     []Verbatims
	Notes         []Note // what was asked for and could not be counted
}

// Section is one top-level group of the questionnaire.
type Section struct {
	Key    string
	Title  string   // "" for questions outside a group
	Texts  []string // the lead's paragraphs at the head of the section
	Tables []*Table
}

// Tables gives every table by question, in the form's order.
func (d *Diagnostic) Tables() []*Table {
	var all []*Table
	for _, s := range d.Sections {
		all = append(all, s.Tables...)
	}
	return all
}

// Table finds a question's table.
func (d *Diagnostic) Table(q *survey.Question) (*Table, bool) {
	for _, t := range d.Tables() {
		if t.Question == q {
			return t, true
		}
	}
	return nil, false
}

// KeyFigures are the indicators of the synthesis: those marked, else all that
// are not rankings.
func (d *Diagnostic) KeyFigures() []*Figure {
	var marked, others []*Figure
	for _, f := range d.Figures {
		if f.Ranking != nil {
			continue
		}
		if f.Indicator.Key {
			marked = append(marked, f)
		} else {
			others = append(others, f)
		}
	}
	if len(marked) > 0 {
		return marked
	}
	return others
}
