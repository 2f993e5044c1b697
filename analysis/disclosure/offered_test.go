package disclosure_test

import (
	"testing"

	"constat/analysis/disclosure"
	"constat/analysis/internal/fixture"
	"constat/survey/expr"
)

// A sector that the link offers in one territory only has there the count that
// it has in the whole: no other edition tells the holder of that territory
// less, and nothing needs to be given up against her.
func TestProtect_offeredInOneTerritory(t *testing.T) {
	b := fixture.NewForm("secteurs", "Secteurs")
	b.List("secteur", "nord=Nord", "sud=Sud", "est=Est", "tous=Tout le territoire")
	b.Ask("hidden", "offerts", "")
	q := b.Ask("select_one secteur", "secteur", "Votre secteur")
	filter, err := expr.Parse("selected(${offerts}, name)")
	if err != nil {
		t.Fatal(err)
	}
	q.ChoiceFilter = filter
	f := b.Form()
	in := func(key, own string, n, tous int) disclosure.BatchArea {
		answers := func(secteur string) map[string]string {
			return map[string]string{"offerts": own + " tous", "secteur": secteur}
		}
		return territory(t, f, key, group{n, answers(own)}, group{tous, answers("tous")})
	}
	r := protect(t, in("a", "nord", 4, 26), in("b", "sud", 14, 12), in("c", "est", 20, 15), together("whole", "a", "b", "c"))
	if r.Dropped() != 0 {
		t.Errorf("%d tables given up", r.Dropped())
	}
	lines := tableIn(publicationOf(t, r, "whole"), "secteur")
	if lines == nil {
		t.Fatal("the whole does not print its sectors")
	}
	for _, l := range lines.Lines {
		if l.Code == "nord" && (l.Shown.Kind != disclosure.Under && l.Shown.Kind != disclosure.Withheld) {
			t.Errorf("4 answers print %q", l.Shown.Text)
		}
	}
}

// An option that is not offered to three respondents was ticked by none of them:
// the three are no secret to be kept.
func TestProtect_tickedInOneTerritory(t *testing.T) {
	b := fixture.NewForm("communes", "Communes")
	b.List("commune", "agde=Agde", "lunel=Lunel", "olonzac=Olonzac")
	b.Ask("hidden", "offertes", "")
	q := b.Ask("select_multiple commune", "lieux", "Où")
	filter, err := expr.Parse("selected(${offertes}, name)")
	if err != nil {
		t.Fatal(err)
	}
	q.ChoiceFilter = filter
	f := b.Form()
	in := func(key, own string, ticked, blank int) disclosure.BatchArea {
		return territory(t, f, key,
			group{ticked, map[string]string{"offertes": own, "lieux": own}}, group{blank, map[string]string{"offertes": own, "lieux": ""}})
	}
	r := protect(t, in("a", "agde", 30, 20), in("b", "lunel", 26, 18), in("c", "olonzac", 3, 0), together("whole", "a", "b", "c"))
	if got, want := texts(tableIn(publicationOf(t, r, "a"), "lieux")), "agde 30, (nc) <11, (sr) 20"; got != want {
		t.Errorf("a: %s, want %s", got, want)
	}
}
