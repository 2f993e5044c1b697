package analysis_test

import (
	"math"
	"reflect"
	"testing"

	"constat/analysis"
	"constat/analysis/internal/fixture"
	"constat/survey"
)

// What the lead declares besides indicators reaches the place it is about, and
// no other.
func TestTabulate_declared(t *testing.T) {
	f := small()
	q := func(key string) *survey.Question { return fixture.Question(f, key) }
	f.Diagnostic = []survey.Indicator{
		{Type: survey.IndicatorShare, Name: "A", Condition: []survey.Term{fixture.Term(f, "repere", "oui")}, Chart: "bar"},
		{Type: survey.IndicatorSum, Name: "B", Questions: []*survey.Question{q("nb")}},
		{Type: survey.IndicatorRanking, Name: "C", Questions: []*survey.Question{q("freins")}, Chart: "none"},
		{Type: survey.IndicatorCross, Questions: []*survey.Question{q("freins"), q("repere")}, By: []*survey.Question{q("type")}, Chart: "stacked"},
	}
	f.Declared = survey.Declared{
		Benchmarks: []survey.Benchmark{{Indicator: "B", Value: 12}, {Indicator: "A", Value: 80}, {Indicator: "A", Value: 70}},
		Texts: []survey.SectionText{
			{Text: survey.Plain("Pour **lire**.")},
			{Group: f.Questions[1], Text: survey.Plain("Les besoins.")},
		},
		Classes: map[*survey.Question][]survey.Class{q("nb"): {{Low: 0, High: 4}, {Low: 5, High: math.Inf(1)}}},
	}
	g := analysis.Tabulate(load(t, f,
		fixture.Response(f, 0, map[string]string{"repere": "oui", "nb": "3", "freins": "delai", "type": "ecole"}),
		fixture.Response(f, 1, map[string]string{"repere": "oui", "nb": "40", "freins": "cout", "type": "pmi"}),
	), analysis.Plan{})

	var values [][]float64
	for _, figure := range g.Figures {
		var beside []float64
		for _, b := range figure.Benchmarks {
			beside = append(beside, b.Value)
		}
		values = append(values, beside)
	}
	if want := [][]float64{{80, 70}, {12}, nil}; !reflect.DeepEqual(values, want) {
		t.Errorf("benchmarks %v, want %v", values, want)
	}
	if want := []string{"Pour lire."}; !reflect.DeepEqual(g.Introduction, want) {
		t.Errorf("introduction %q", g.Introduction)
	}
	for _, section := range g.Sections {
		var want []string
		if section.Key == "besoins" {
			want = []string{"Les besoins."}
		}
		if !reflect.DeepEqual(section.Texts, want) {
			t.Errorf("section %s: %q, want %q", section.Key, section.Texts, want)
		}
	}
	if got := counts(tableOf(t, g, "nb")); got != "0-4 1/2, 5- 1/2" {
		t.Errorf("classes of nb: %s", got)
	}
	charts := []string{tableOf(t, g, "freins").Chart, tableOf(t, g, "repere").Chart, g.Crosses[0].Chart, g.Crosses[1].Chart}
	if want := []string{"none", "", "stacked", "stacked"}; !reflect.DeepEqual(charts, want) {
		t.Errorf("charts %q, want %q", charts, want)
	}
}
