package analysis_test

import (
	"testing"

	"constat/analysis"
	"constat/analysis/internal/fixture"
	"constat/survey"
	"constat/survey/expr"
)

// towns is a form whose list of communes is filtered by the link.
func towns(t *testing.T) *survey.Form {
	b := fixture.NewForm("communes", "Communes")
	b.List("commune", "34001=Abeilhan", "34002=Adissan", "34003=Agde", "34004=Agel")
	b.Ask("hidden", "territoire_communes", "")
	q := b.Ask("select_one commune", "commune", "Commune")
	b.List("ouinon", "oui=Oui", "non=Non")
	b.Ask("select_one ouinon", "logement", "Un logement ?")
	filter, err := expr.Parse("${territoire_communes} = '' or selected(${territoire_communes}, name)")
	if err != nil {
		t.Fatal(err)
	}
	q.ChoiceFilter = filter
	f := b.Form()
	f.Diagnostic = []survey.Indicator{{Type: survey.IndicatorCross, Questions: []*survey.Question{fixture.Question(f, "logement")}, By: []*survey.Question{q}}}
	return f
}

func TestTabulate_listsWhatTheLinkOffers(t *testing.T) {
	f := towns(t)
	say := func(commune string) *survey.Response {
		return fixture.Response(f, 0, map[string]string{"territoire_communes": "34001 34002", "commune": commune, "logement": "oui"})
	}
	// Agde is not offered, but one response gave it: it shows. Agel does not.
	g := analysis.Tabulate(load(t, f, say("34002"), say("34003")), analysis.Plan{})
	if got := counts(tableOf(t, g, "commune")); got != "34002 1/2, 34003 1/2, 34001 0/2" {
		t.Errorf("commune = %s", got)
	}
	if got := len(g.Crosses[0].Rows); got != 3 {
		t.Errorf("the breakdown has %d rows, want 3", got)
	}
	none := analysis.Tabulate(load(t, f), analysis.Plan{Carried: map[string]string{"territoire_communes": "34004"}})
	if got := counts(tableOf(t, none, "commune")); got != "34004 0/0" {
		t.Errorf("without an answer, the link tells: %s", got)
	}
}

// TestTabulate_leavesTheDatasetAlone: two territories may be counted from one.
func TestTabulate_leavesTheDatasetAlone(t *testing.T) {
	f := towns(t)
	d := load(t, f)
	for _, code := range []string{"34001", "34003"} {
		g := analysis.Tabulate(d, analysis.Plan{Carried: map[string]string{"territoire_communes": code}})
		if got := counts(tableOf(t, g, "commune")); got != code+" 0/0" {
			t.Errorf("commune = %s", got)
		}
	}
}
