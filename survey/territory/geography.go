package territory

import (
	"bytes"
	_ "embed"
	"fmt"
	"slices"
	"sync"
)

//go:generate go run ./generate -departement 34 -o .

var (
	//go:embed communes-34.csv
	heraultCommunes []byte
	//go:embed epci-34.csv
	heraultEPCI []byte
)

// Commune is the smallest municipality.
type Commune struct {
	Code        string // INSEE
	Name        string
	Population  int    // legal population of the vintage that Geography.Source names
	EPCI        string // SIREN, "" for the few communes that belong to none
	PostalCodes []string
	FormerCodes []string // INSEE codes of the communes that merged into this one
}

// EPCI is a group of communes with its own powers.
type EPCI struct {
	Code    string // SIREN
	Name    string
	Kind    string // CC, CA, CU, METRO, MET69
	Members int    // all its communes, those of other départements included
}

// Geography is the official geography of a département. It does not change
// once read, and may be shared.
type Geography struct {
	// Source names the files, their year and their licence: print it wherever
	// their figures are printed.
	Source string

	communes []Commune // French order
	epcis    []EPCI    // French order
	commune  map[string]int
	epci     map[string]int
}

// Herault is the geography of the Hérault: 341 communes, 17 EPCI.
func Herault() Geography { return herault() }

var herault = sync.OnceValue(func() Geography {
	g, err := Read(bytes.NewReader(heraultCommunes), bytes.NewReader(heraultEPCI))
	if err != nil {
		panic(fmt.Sprintf("embedded geography of the Hérault: %v", err))
	}
	return g
})

// Communes lists the communes in French order.
func (g Geography) Communes() []Commune { return slices.Clone(g.communes) }

// EPCIs lists the EPCI in French order.
func (g Geography) EPCIs() []EPCI { return slices.Clone(g.epcis) }

// Commune finds a commune by its code, or by the code of a commune that merged
// into it, so that answers given under last year's code still have a place.
func (g Geography) Commune(code string) (Commune, bool) {
	i, ok := g.commune[code]
	if !ok {
		return Commune{}, false
	}
	return g.communes[i], true
}

// EPCI finds an EPCI by its SIREN code.
func (g Geography) EPCI(code string) (EPCI, bool) {
	i, ok := g.epci[code]
	if !ok {
		return EPCI{}, false
	}
	return g.epcis[i], true
}

// CommunesOf lists an EPCI's communes that lie in this geography, in French
// order: fewer than EPCI.Members when it crosses the border.
func (g Geography) CommunesOf(epci string) []Commune {
	var out []Commune
	for _, c := range g.communes {
		if c.EPCI == epci && epci != "" {
			out = append(out, c)
		}
	}
	return out
}

// EPCIOf gives the codes of the EPCI that communes belong to, each once, in
// French order of their names. Unknown communes are left out.
func (g Geography) EPCIOf(communes []string) []string {
	met := map[string]bool{}
	for _, code := range communes {
		if c, ok := g.Commune(code); ok {
			met[c.EPCI] = true
		}
	}
	var out []string
	for _, e := range g.epcis {
		if met[e.Code] {
			out = append(out, e.Code)
		}
	}
	return out
}

// Population adds up the inhabitants of communes. A commune named twice, or
// under two of its codes, counts once; unknown communes count nothing.
func (g Geography) Population(communes []string) int {
	total, counted := 0, map[string]bool{}
	for _, code := range communes {
		if c, ok := g.Commune(code); ok && !counted[c.Code] {
			counted[c.Code] = true
			total += c.Population
		}
	}
	return total
}
