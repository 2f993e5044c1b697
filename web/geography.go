package web

// Geography is the official places that territories are made of: the groups
// of communes of a département, in the order pages show them. Communes that
// belong to no group are in one without a code.
type Geography []EPCI

// EPCI is one group of communes, with those of its communes that are in the
// département.
type EPCI struct {
	Code     string // SIREN
	Name     string
	Communes []Commune
}

// Commune is one commune, by its INSEE code.
type Commune struct {
	Code, Name string
	Population int
}

// commune finds a commune by code.
func (g Geography) commune(code string) (Commune, bool) {
	for _, epci := range g {
		for _, c := range epci.Communes {
			if c.Code == code {
				return c, true
			}
		}
	}
	return Commune{}, false
}

// territoryGroup is a network's part of one EPCI.
type territoryGroup struct {
	EPCI
	Chosen map[string]bool
	Count  int
}

// Whole tells whether the network covers all of it.
func (g territoryGroup) Whole() bool { return g.Count == len(g.Communes) }

// split puts a network's communes in their EPCI. With all set, groups that the
// network does not touch are given too.
func (g Geography) split(communes []string, all bool) []territoryGroup {
	chosen := make(map[string]bool, len(communes))
	for _, code := range communes {
		chosen[code] = true
	}
	var groups []territoryGroup
	for _, epci := range g {
		group := territoryGroup{EPCI: epci, Chosen: chosen}
		for _, c := range epci.Communes {
			if chosen[c.Code] {
				group.Count++
			}
		}
		if all || group.Count > 0 {
			groups = append(groups, group)
		}
	}
	return groups
}
