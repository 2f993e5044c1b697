package analysis_test

import (
	"testing"

	"constat/analysis"
	"constat/analysis/internal/fixture"
	"constat/survey"
	"constat/survey/expr"
)

// The last section comes first, in its own order, and no place is ranked: not
// what the link filters, nor a list of official codes, nor what the coverage
// row names.
func TestRankings_unasked(t *testing.T) {
	b := fixture.NewForm("defauts", "Sans feuille diagnostic")
	b.List("secteur", "nord=Nord", "sud=Sud")
	b.List("epci", "243400355=Clermontais", "200042646=Grand Orb", "tout=Tout le territoire")
	b.List("commune", "34001=Abeilhan", "2A004=Ajaccio", "34003=Agde")
	b.List("zone", "est=Est", "ouest=Ouest")
	b.List("freins", "delai=Délai", "12345=Un code à cinq chiffres", "cout=Coût")
	b.Begin("begin_group", "vous", "Vous")
	b.Ask("hidden", "territoire", "")
	filtered := b.Ask("select_multiple secteur", "secteur", "Secteurs")
	b.Ask("select_multiple epci", "epci", "Intercommunalités")
	b.Ask("select_multiple commune", "commune", "Communes")
	zone := b.Ask("select_multiple zone", "zone", "Zones")
	b.Ask("select_multiple freins", "signes", "Signes")
	b.End()
	b.Begin("begin_group", "besoins", "Besoins")
	b.Ask("select_multiple freins", "freins", "Freins")
	b.Ask("select_multiple freins", "offre", "Offre")
	b.Ask("select_multiple freins", "vide", "Sans réponse")
	b.End()
	f := b.Form()
	filter, err := expr.Parse("selected(${territoire}, name)")
	if err != nil {
		t.Fatal(err)
	}
	filtered.ChoiceFilter = filter
	f.Diagnostic = []survey.Indicator{{Type: survey.IndicatorCoverage, Questions: []*survey.Question{zone}}}
	g := analysis.Tabulate(load(t, f, fixture.Response(f, 0, map[string]string{
		"territoire": "nord sud", "secteur": "nord", "epci": "tout", "commune": "34001", "zone": "est", "signes": "delai", "freins": "cout", "offre": "cout", "vide": "",
	})), analysis.Plan{})
	got := ""
	for _, table := range g.Rankings() {
		got += table.Question.Name + " "
	}
	if got != "freins offre signes " {
		t.Errorf("ranked: %s", got)
	}
}
