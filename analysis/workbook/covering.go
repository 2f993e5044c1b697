package workbook

import (
	"cmp"

	"constat/analysis"
	"constat/survey"
)

// covering makes the formulas of a coverage; the zero covering makes none.
type covering struct {
	field               *field
	inside              []int  // the categories that are places of the territory
	everywhere, several int    // their places among the categories, -1 without one
	names, yes, people  string // columns of the sheet
}

func (b *book) covering(v *analysis.Coverage) covering {
	f := b.field(v.Question)
	if f == nil {
		return covering{}
	}
	c := covering{field: f, everywhere: -1, several: -1}
	apart := b.catchAll(v)
	if place, ok := f.place(apart[0]); ok {
		c.everywhere = place
	}
	if place, ok := f.place(apart[1]); ok {
		c.several = place
	}
	for _, p := range v.Places {
		if place, ok := f.place(p.Code); ok && f.column.Listed(place) {
			c.inside = append(c.inside, place)
		}
	}
	return c
}

// catchAll are the codes of « tout le territoire » and « plusieurs secteurs », as
// analysis takes them from the indicator.
func (b *book) catchAll(v *analysis.Coverage) [2]string {
	for _, ind := range b.diag.Form.Diagnostic {
		if ind.Type == survey.IndicatorCoverage && len(ind.Questions) > 0 && ind.Questions[0] == v.Question {
			return [2]string{cmp.Or(ind.Parameters["all"], "tout"), cmp.Or(ind.Parameters["several"], "plusieurs")}
		}
	}
	return [2]string{}
}

// count counts the rows that gave a category; "" when no row can.
func (c covering) count(place int) string {
	if c.field == nil || place < 0 || !c.field.column.Listed(place) {
		return ""
	}
	return countRows(c.field.table, anyOf{c.field.is(place, "")})
}

// named counts the responses that name a place.
func (c covering) named(code string) formula {
	if c.field == nil {
		return formula{}
	}
	place, ok := c.field.place(code)
	if !ok {
		return formula{}
	}
	return plain(c.count(place))
}

// covered tells whether a place is named, or the whole territory.
func (c covering) covered(named string) formula {
	if c.field == nil {
		return formula{}
	}
	condition := named + ">0"
	if all := c.count(c.everywhere); all != "" {
		condition += "," + all + ">0"
	}
	return plainf("IF(OR(%s),%s,%s)", condition, literal(textYes), literal(textNo))
}

// answered counts the responses that say where.
func (c covering) answered() string {
	if c.field == nil {
		return ""
	}
	return "(" + countRows(c.field.table, c.field.answered(true)...) + ")"
}

// mostPairs bounds the conditions of COUNTIFS: Excel takes 127 pairs.
const mostPairs = 120

// elsewhere counts the responses that name no place of the territory.
func (c covering) elsewhere() string {
	switch {
	case c.field == nil:
		return ""
	case c.field.ticks == nil:
		rest := c.answered() + "-SUM(" + c.names + ")"
		for _, place := range []int{c.everywhere, c.several} {
			if count := c.count(place); count != "" {
				rest += "-" + count
			}
		}
		return "(" + rest + ")"
	}
	return c.away(c.never(c.several)...)
}

// unnamed counts the responses that say « plusieurs secteurs » and name none.
func (c covering) unnamed() string {
	switch {
	case c.field == nil || c.several < 0 || !c.field.column.Listed(c.several):
		return ""
	case c.field.ticks == nil:
		return c.count(c.several)
	}
	return c.away(anyOf{c.field.is(c.several, "")})
}

// away counts the responses to a question with several answers that tick no
// place of the territory; "" when they are too many to list.
func (c covering) away(more ...anyOf) string {
	all := append(c.field.answered(true), more...)
	for _, place := range append(c.inside[:len(c.inside):len(c.inside)], c.everywhere) {
		all = append(all, c.never(place)...)
	}
	if len(all) > mostPairs {
		return ""
	}
	return countRows(c.field.table, all...)
}

// never holds for rows where a choice is not ticked.
func (c covering) never(place int) []anyOf {
	if place < 0 || !c.field.column.Listed(place) {
		return nil
	}
	unticked := c.field.is(place, "")
	unticked.value = "0"
	return []anyOf{{unticked}}
}

// places counts the places covered.
func (c covering) places() string {
	if c.yes == "" {
		return ""
	}
	return "COUNTIF(" + c.yes + "," + literal(textYes) + ")"
}

// inhabitants counts those of the places covered.
func (c covering) inhabitants() string {
	if c.yes == "" {
		return ""
	}
	return "SUMIF(" + c.yes + "," + literal(textYes) + "," + c.people + ")"
}

// everybody counts the inhabitants of all places.
func (c covering) everybody() string {
	if c.yes == "" {
		return ""
	}
	return "SUM(" + c.people + ")"
}
