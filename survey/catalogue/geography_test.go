package catalogue

import (
	"testing"

	"constat/survey/territory"
)

// sizeClass is the class of the communes' questionnaire for a population.
func sizeClass(population int) string {
	switch {
	case population < 500:
		return "moins_500"
	case population < 2000:
		return "de_500_1999"
	case population < 5000:
		return "de_2000_4999"
	}
	return "plus_5000"
}

// TestOfficialCodes: communes and EPCI in the workbooks are those of the
// official geography, so that a new year that changes one shows here.
func TestOfficialCodes(t *testing.T) {
	g := territory.Herault()
	found := map[string]int{}
	for _, e := range Entries() {
		for _, r := range table(t, open(t, e), "choices") {
			code, list := r.get("name"), r.get("list_name")
			switch {
			case len(code) == 9 && code[0] <= '9':
				if _, ok := g.EPCI(code); !ok {
					t.Errorf("%s, choices row %d: no EPCI %s", e.File, r.number, code)
				}
				found[e.ID+" epci"]++
			case len(code) == 5 && code[0] <= '9':
				c, ok := g.Commune(code)
				if !ok || c.Code != code || c.Name != r.get("label") {
					t.Errorf("%s, choices row %d: %s %q is officially %q", e.File, r.number, code, r.get("label"), c.Name)
				}
				if list == "commune" && (r.get("epci") != c.EPCI || r.get("population") != sizeClass(c.Population)) {
					t.Errorf("%s, choices row %d: %s is in %s with %d inhabitants, not %s and %s",
						e.File, r.number, c.Name, c.EPCI, c.Population, r.get("epci"), r.get("population"))
				}
				found[e.ID+" "+list]++
			}
		}
	}
	for key, want := range map[string]int{"hauts-cantons-enfants epci": 17, "lunel-sante epci": 17, "piscenois-communes commune": 341} {
		if found[key] != want {
			t.Errorf("%s: %d official codes, want %d", key, found[key], want)
		}
	}
}

// TestPlaces: each network finds a town of its own in the list of places of
// the Hauts Cantons' questionnaire, whichever network asks it.
func TestPlaces(t *testing.T) {
	networks, err := territory.Networks(territory.Herault())
	if err != nil {
		t.Fatal(err)
	}
	e, _ := Find("hauts-cantons-enfants")
	offered := map[string]bool{}
	for _, r := range table(t, open(t, e), "choices") {
		if r.get("list_name") == "lieu" {
			offered[r.get("name")] = true
		}
	}
	for _, n := range networks {
		count := 0
		for _, code := range n.Communes {
			if offered[code] {
				count++
			}
		}
		if count < 3 || count > 12 {
			t.Errorf("%s is offered %d towns, want 3 to 12", n.Slug, count)
		}
	}
}
