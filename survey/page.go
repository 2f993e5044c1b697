package survey

import "constat/survey/markup"

// Page is a Form laid out for one respondent: what to show, with what was
// typed, what applies and what is wrong. It is data for a template, not HTML.
type Page struct {
	Title    string
	Language string
	Sections []Section
	// Crowded: a repeat asks for more instances than fit, and says so; those
	// that fit are there.
	Crowded bool
	// Unfinished is where laying out came to its end before the page's own: it
	// cost more than an evaluation may. Such a page must not be shown.
	Unfinished *Problem
}

// Section is a part of the page: a top-level group, or the rows between two.
type Section struct {
	ID    string // stable, for links: the group's key, or "section-1"
	Title markup.Text
	Hint  markup.Text
	Item  *Item // the group itself, nil for rows outside a group
	Items []Item
}

// Item is one row of the form on the page.
type Item struct {
	Question *Question
	Path     string      // the field's name: "age", "enfants[2]/age"
	Label    markup.Text // ${references} filled in
	Hint     markup.Text
	Guidance markup.Text
	Value    string
	Relevant bool
	Required bool
	ReadOnly bool
	Choices  []PageChoice // after the choice filter
	Ticks    []PageChoice // labels of a range's values (tick_labelset)
	Problems []Problem    // at this field
	// Items are a group's rows; Instances a repeat's, each a list of rows.
	Items     []Item
	Instances [][]Item
	// Blank is what an instance of a repeat that has none would be, so that the
	// browser can add the first by itself; its paths are those of the first.
	Blank []Item
}

// PageChoice is one choice on the page.
type PageChoice struct {
	Name     string
	Label    markup.Text
	Image    string
	Selected bool
	Rank     int // place in a ranking, from 1; 0 = not ranked
}
