package analysis

import (
	"cmp"
	"slices"

	"constat/survey"
)

// Coverage says which places of the territory the answers speak of.
type Coverage struct {
	Title    string
	Question *survey.Question
	Unit     string // commune, epci or zone
	Places   []CoveredPlace
	Answered int // responses that say where, in any way
	// Everywhere counts the responses that say « tout le territoire »: they
	// cover every place. EverywhereLabel is that choice's label.
	Everywhere      int
	EverywhereLabel string
	// Several counts the responses that say « plusieurs secteurs » and name
	// none: they cover no place.
	Several   int
	Elsewhere int // responses that only name places outside the territory
	Notes     []Note
}

// CoveredPlace is a place with the responses that name it.
type CoveredPlace struct {
	Place
	EPCIName string
	Named    int // responses that name it, « tout le territoire » not counted
	Covered  bool
}

// Covered counts the places covered, and their inhabitants among all.
func (c *Coverage) Covered() (places, population, totalPopulation int) {
	for _, p := range c.Places {
		totalPopulation += p.Population
		if p.Covered {
			places++
			population += p.Population
		}
	}
	return places, population, totalPopulation
}

// coverageOf lists the territory's places of the unit asked for, each covered
// or not. Without a territory, or for zones, the places are the choices. Two
// choices are no place: the one for the whole territory, named by the parameter
// "all", else "tout", and the one for several places without their names, by
// the parameter "several", else "plusieurs".
func (d *Dataset) coverageOf(ind survey.Indicator, territory Territory) (*Coverage, bool) {
	if len(ind.Questions) == 0 {
		return nil, false
	}
	q := ind.Questions[0]
	c, ok := d.Column(q)
	if !ok || !categorical(c.Measure) {
		return nil, false
	}
	v := &Coverage{Title: plainOr(ind.Label.In(d.Form.DefaultLanguage), LabelOf(d.Form, q)), Question: q, Unit: ind.Unit}
	apart := catchAll{cmp.Or(ind.Parameters["all"], "tout"), cmp.Or(ind.Parameters["several"], "plusieurs")}
	v.Places = places(ind.Unit, apart, territory, c)
	index := make(map[string]int, len(v.Places))
	for i, p := range v.Places {
		index[p.Code] = i
	}
	for row := range d.rows {
		if c.states[row] == survey.Answered { // « ne sait pas » is not elsewhere
			v.count(namedBy(c, row), index, apart)
		}
	}
	if place, ok := c.places[apart.everywhere]; ok {
		v.EverywhereLabel = c.Categories[place].Label
	}
	for i := range v.Places {
		v.Places[i].Covered = v.Places[i].Named > 0 || v.Everywhere > 0
	}
	return v, true
}

// catchAll holds the codes of the answers that name no single place.
type catchAll struct{ everywhere, several string }

func namedBy(c *Column, row int) []string {
	if code, ok := c.Code(row); ok {
		return []string{c.Categories[code].Code}
	}
	var codes []string
	for _, t := range c.Ticks(row) {
		codes = append(codes, c.Categories[t].Code)
	}
	return codes
}

// count adds one response. « Plusieurs » beside a place's name adds nothing.
func (v *Coverage) count(codes []string, index map[string]int, apart catchAll) {
	if len(codes) == 0 {
		return
	}
	v.Answered++
	inside, several := false, false
	for _, code := range codes {
		if code == apart.everywhere {
			v.Everywhere++
			inside = true
		} else if i, ok := index[code]; ok {
			v.Places[i].Named++
			inside = true
		} else if code == apart.several {
			several = true
		}
	}
	switch {
	case inside:
	case several:
		v.Several++
	default:
		v.Elsewhere++
	}
}

func places(unit string, apart catchAll, territory Territory, c *Column) []CoveredPlace {
	var official []Place
	switch unit {
	case "commune":
		official = territory.Communes
	case "epci":
		official = territory.EPCI
	}
	var list []CoveredPlace
	for _, p := range official {
		if p.Population == 0 && unit == "epci" {
			p.Population = populationWithin(territory, p.Code)
		}
		list = append(list, CoveredPlace{Place: p, EPCIName: epciName(territory, p.EPCI)})
	}
	if len(list) > 0 {
		slices.SortStableFunc(list, func(a, b CoveredPlace) int {
			return cmp.Compare(sortKey(a.Name), sortKey(b.Name))
		})
		return list
	}
	for place, category := range c.Categories {
		if category.Missing == survey.Substantive && !c.outsideList(category) && c.Listed(place) && category.Code != apart.everywhere && category.Code != apart.several {
			list = append(list, CoveredPlace{Place: Place{Code: category.Code, Name: category.Label}})
		}
	}
	return list
}

func epciName(territory Territory, code string) string {
	for _, e := range territory.EPCI {
		if e.Code == code {
			return e.Name
		}
	}
	return ""
}

// populationWithin counts an EPCI's inhabitants in the territory: an EPCI may
// reach beyond it.
func populationWithin(territory Territory, epci string) int {
	n := 0
	for _, c := range territory.Communes {
		if c.EPCI == epci {
			n += c.Population
		}
	}
	return n
}
