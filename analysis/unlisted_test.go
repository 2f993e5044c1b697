package analysis_test

import (
	"strings"
	"testing"

	"constat/analysis"
	"constat/analysis/internal/fixture"
	"constat/survey"
)

// Answers outside a list are one line among its choices, by how many they are,
// and the choices that the form has lost are named with their counts. By hand: 9
// answers, of which 2 pmi, 1 ecole, 5 outside (4 « maison », 1 « centre »), 1
// blank.
func TestTabulate_unlisted(t *testing.T) {
	f := small()
	f.Diagnostic = []survey.Indicator{
		{Type: survey.IndicatorCross, Questions: []*survey.Question{fixture.Question(f, "freins")}, By: []*survey.Question{fixture.Question(f, "type")}},
		{Type: survey.IndicatorRanking, Questions: []*survey.Question{fixture.Question(f, "freins")}},
	}
	var all []*survey.Response
	for _, kind := range []string{"maison", "pmi", "maison", "centre", "ecole", "pmi", "maison", "maison", ""} {
		all = append(all, fixture.Response(f, 0, map[string]string{"type": kind, "freins": "bruit delai odeur"}))
	}
	g := analysis.Tabulate(load(t, f, all...), analysis.Plan{})
	kinds := tableOf(t, g, "type")
	if got := counts(kinds); got != "hors_liste 5/8, pmi 2/8, ecole 1/8, autre 0/8" {
		t.Errorf("type: %s", got)
	}
	if first := kinds.Lines[0]; first.Label != analysis.UnlistedLabel || !first.Unlisted || kinds.Base.NoAnswer != 1 {
		t.Errorf("type: %+v, %d blank", first, kinds.Base.NoAnswer)
	}
	var said []string
	for _, n := range kinds.Notes {
		said = append(said, string(n.Code)+" "+strings.Join(n.Args, ""))
	}
	if got := strings.Join(said, " | "); !strings.Contains(got, "undeclared "+analysis.UnlistedLabel) || !strings.Contains(got, "lost_choices maison (4) ; centre (1)") {
		t.Errorf("notes: %s", got)
	}
	// Two words outside the list are one answer outside it.
	if got := counts(tableOf(t, g, "freins")); got != "delai 9/9, hors_liste 9/9, cout 0/9, loin 0/9, nsp 0/9" {
		t.Errorf("freins: %s", got)
	}
	x := g.Crosses[0]
	if row := x.Rows[len(x.Rows)-1]; row.Label != analysis.UnlistedLabel || row.Base != 5 {
		t.Errorf("crossed: %+v", row)
	}
}

// What a calculation gives has no list to be outside of.
func TestTabulate_unlistedWithoutList(t *testing.T) {
	b := fixture.NewForm("calcul", "Calcul")
	b.Ask("hidden", "territoire", "")
	f := b.Form()
	f.Diagnostic = []survey.Indicator{{Type: survey.IndicatorCross, Questions: []*survey.Question{fixture.Question(f, "territoire")}, By: []*survey.Question{fixture.Question(f, "territoire")}}}
	g := analysis.Tabulate(load(t, f,
		fixture.Response(f, 0, map[string]string{"territoire": "lunel"}), fixture.Response(f, 0, map[string]string{"territoire": "sete"}),
	), analysis.Plan{})
	if got := counts(tableOf(t, g, "territoire")); got != "lunel 1/2, sete 1/2" {
		t.Errorf("territoire: %s", got)
	}
}
