package analysis

import (
	"maps"
	"time"

	"constat/survey"
)

// offering is the Dataset under one campaign's link: categories that the link
// never offers and that nobody gave are marked absent, so that one territory's
// tables do not list the communes of the whole département. The rows are
// shared with the original, which does not change.
func (d *Dataset) offering(carried map[string]string, on time.Time) *Dataset {
	if carried == nil {
		carried = d.carried()
	}
	occasion := survey.Occasion{Carried: carried, Now: on, Zone: time.UTC}
	return d.copyUnder(nil, func(q *survey.Question) map[string]bool { return d.Form.Offered(q, occasion) })
}

func (d *Dataset) copyUnder(above *Dataset, offered func(*survey.Question) map[string]bool) *Dataset {
	view := *d
	view.Above = above
	view.Columns = make([]*Column, len(d.Columns))
	for i, c := range d.Columns {
		view.Columns[i] = c.under(offered(c.Question))
	}
	view.Repeats = make([]*Dataset, len(d.Repeats))
	for i, repeat := range d.Repeats {
		view.Repeats[i] = repeat.copyUnder(&view, offered)
	}
	return &view
}

func (c *Column) under(offered map[string]bool) *Column {
	if offered == nil || !categorical(c.Measure) {
		return c
	}
	view := *c
	view.absent = make([]bool, len(c.Categories))
	for place, category := range c.Categories {
		view.absent[place] = !offered[category.Code] && !category.Undeclared
	}
	for _, code := range c.codes {
		if code != none {
			view.absent[code] = false
		}
	}
	for _, place := range c.ticks {
		view.absent[place] = false
	}
	return &view
}

// Listed tells whether a category is one that this territory's respondents
// could give, or that one gave.
func (c *Column) Listed(place int) bool { return c.absent == nil || !c.absent[place] }

// carried is what the link carried, when every response says the same: the
// values of hidden questions.
func (d *Dataset) carried() map[string]string {
	values := make(map[string]string)
	for _, c := range d.Columns {
		if c.Question.Type.Name != "hidden" || c.codes == nil {
			continue
		}
		seen := make(map[uint32]bool)
		for _, code := range c.codes {
			seen[code] = true
		}
		for code := range maps.Keys(seen) {
			if len(seen) == 1 && code != none {
				values[c.Question.Key] = c.Categories[code].Code
			}
		}
	}
	return values
}
