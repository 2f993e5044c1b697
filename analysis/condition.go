package analysis

import "constat/survey"

// condition is a share's terms bound to the columns of one Dataset.
type condition struct{ terms []boundTerm }

type boundTerm struct {
	column *Column
	climb  func(row int) int
	in     []bool // by category place
}

// bind finds the columns of the terms from a Dataset; false when one lives
// where the Dataset cannot see it or is not made of categories.
func (d *Dataset) bind(terms []survey.Term) (condition, bool) {
	var c condition
	for _, term := range terms {
		column, climb := d.reach(term.Question)
		if column == nil || column.codes == nil && column.ends == nil && d.rows > 0 {
			return condition{}, false
		}
		in := make([]bool, len(column.Categories))
		for _, code := range term.Codes {
			if place, ok := column.places[code]; ok {
				in[place] = true
			}
		}
		c.terms = append(c.terms, boundTerm{column, climb, in})
	}
	return c, true
}

// holds tells whether every term holds.
func (c condition) holds(row int) bool {
	for _, t := range c.terms {
		if !t.column.has(t.climb(row), t.in) {
			return false
		}
	}
	return true
}

// answered tells whether every question of the condition was answered,
// « ne sait pas » included unless only known answers are wanted.
func (c condition) answered(row int, known bool) bool {
	for _, t := range c.terms {
		switch t.column.states[t.climb(row)] {
		case survey.Answered:
		case survey.AnsweredDontKnow:
			if known {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// level is the deepest Dataset among those of the terms, from which the others
// can be reached.
func (d *Dataset) level(questions ...*survey.Question) *Dataset {
	deepest := d
	for _, q := range questions {
		holder := d.holding(q)
		if holder == nil {
			return nil
		}
		if c, _ := deepest.reach(q); c == nil {
			deepest = holder
		}
	}
	for _, q := range questions {
		if c, _ := deepest.reach(q); c == nil {
			return nil
		}
	}
	return deepest
}
