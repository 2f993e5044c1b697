package territory

import (
	"bytes"
	_ "embed"
	"errors"
	"io"
	"slices"
	"strings"
)

//go:embed networks.csv
var heraultNetworks []byte

// Network is an inter-professional network and the communes that it covers.
type Network struct {
	Slug        string // short, stable, used in addresses: lunel, hauts-cantons…
	Name        string
	Facilitator string // who runs it
	Since       int    // year, 0 = not known
	Rhythm      string
	Status      string   // actif, préfiguration
	Contact     string   // an address that belongs to a function, "" when none is public
	Communes    []string // INSEE codes, in French order of the names
	Source      string   // where the territory comes from, in French
	Hypothesis  bool     // the territory is our reading: the lead must confirm or change it
}

// Networks gives the networks of the Hérault, resolved on a geography that
// has their communes.
func Networks(g Geography) ([]Network, error) {
	return ReadNetworks(bytes.NewReader(heraultNetworks), g)
}

// ReadNetworks reads networks from CSV, with the columns of networks.csv:
// slug, nom, animation, depuis, rythme, statut, contact, epci, communes,
// communes_exclues, territoire_source. A territory is what epci and communes
// name (codes, separated by spaces) less communes_exclues; of an EPCI that
// crosses the border only the communes of the geography count. Every mistake
// is reported, as LineErrors joined together.
func ReadNetworks(r io.Reader, g Geography) ([]Network, error) {
	t, err := readTable("networks", r, "slug", "nom", "animation", "depuis", "rythme", "statut", "contact",
		"epci", "communes", "communes_exclues", "territoire_source")
	if err != nil {
		return nil, err
	}
	var out []Network
	seen := map[string]bool{}
	for t.next() {
		n := Network{
			Slug:        t.text("slug"),
			Name:        t.text("nom"),
			Facilitator: t.cell("animation"),
			Rhythm:      t.cell("rythme"),
			Status:      t.cell("statut"),
			Contact:     t.cell("contact"),
			Communes:    t.territory(g),
			Source:      t.cell("territoire_source"),
		}
		if t.cell("depuis") != "" {
			n.Since = t.number("depuis")
		}
		n.Hypothesis = strings.HasPrefix(n.Source, "hypothèse")
		if seen[n.Slug] {
			t.mistake("slug", n.Slug, Duplicate)
		}
		seen[n.Slug] = true
		out = append(out, n)
	}
	if err := errors.Join(t.mistakes...); err != nil {
		return nil, err
	}
	return out, nil
}

// territory resolves the current line to communes.
func (t *lines) territory(g Geography) []string {
	before := len(t.mistakes)
	covered := map[string]bool{}
	for _, code := range strings.Fields(t.cell("epci")) {
		if _, ok := g.EPCI(code); !ok {
			t.mistake("epci", code, UnknownEPCI)
		}
		for _, c := range g.CommunesOf(code) {
			covered[c.Code] = true
		}
	}
	for _, c := range t.communes(g, "communes") {
		covered[c.Code] = true
	}
	for _, c := range t.communes(g, "communes_exclues") {
		if !covered[c.Code] {
			t.mistake("communes_exclues", c.Code, NotCovered)
		}
		delete(covered, c.Code)
	}
	var out []string
	for _, c := range g.communes {
		if covered[c.Code] {
			out = append(out, c.Code)
		}
	}
	if len(out) == 0 && len(t.mistakes) == before {
		t.mistake("epci", t.cell("epci"), NoTerritory)
	}
	return out
}

// communes reads a column of commune codes.
func (t *lines) communes(g Geography, column string) []Commune {
	var out []Commune
	for _, code := range strings.Fields(t.cell(column)) {
		c, ok := g.Commune(code)
		if !ok {
			t.mistake(column, code, UnknownCommune)
			continue
		}
		out = append(out, c)
	}
	return out
}

// Shared tells which communes belong to several networks: commune code → slugs,
// in the order of the networks.
func Shared(networks []Network) map[string][]string {
	claims := map[string][]string{}
	for _, n := range networks {
		for _, code := range n.Communes {
			claims[code] = append(claims[code], n.Slug)
		}
	}
	for code, slugs := range claims {
		if len(slugs) < 2 {
			delete(claims, code)
		}
	}
	return claims
}

// Uncovered lists the communes that no network covers, in French order.
func Uncovered(g Geography, networks []Network) []Commune {
	covered := map[string]bool{}
	for _, n := range networks {
		for _, code := range n.Communes {
			covered[code] = true
		}
	}
	return slices.DeleteFunc(g.Communes(), func(c Commune) bool { return covered[c.Code] })
}
