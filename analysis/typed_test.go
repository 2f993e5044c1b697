package analysis_test

import (
	"testing"

	"constat/analysis"
	"constat/analysis/internal/fixture"
	"constat/survey"
)

// A calculation is typed by its whole column: numbers that can be summed, days,
// or words. total_ages was text in the rows.
func TestTabulate_calculationsAreTyped(t *testing.T) {
	for name, c := range map[string]struct {
		values []string
		want   survey.Measure
		sum    float64
	}{
		"numbers":                 {[]string{"3", "0", "-2", ""}, survey.MeasureQuantity, 1},
		"decimals":                {[]string{"2.5", "1"}, survey.MeasureQuantity, 3.5},
		"decimals of a sheet":     {[]string{"2,5", "1"}, survey.MeasureQuantity, 3.5},
		"nothing divided":         {[]string{"3", "NaN"}, survey.MeasureQuantity, 3},
		"one word among numbers":  {[]string{"3", "trois"}, survey.MeasureNominal, 0},
		"codes of communes":       {[]string{"01004", "34145"}, survey.MeasureNominal, 0},
		"a number of many digits": {[]string{"1234567890123456789"}, survey.MeasureNominal, 0},
		"nobody":                  {[]string{"", ""}, survey.MeasureNominal, 0},
		"nothing but NaN":         {[]string{"NaN"}, survey.MeasureNominal, 0},
		"days":                    {[]string{"2026-03-02", ""}, survey.MeasureDate, 0},
		"moments":                 {[]string{"2026-03-02T10:00:00.000+01:00"}, survey.MeasureDate, 0},
		"day and number":          {[]string{"2026-03-02", "3"}, survey.MeasureNominal, 0},
	} {
		for _, kind := range []string{"calculate", "hidden"} {
			t.Run(name+", "+kind, func(t *testing.T) {
				b := fixture.NewForm("calcul", "Calcul")
				b.Ask(kind, "total_ages", "")
				b.Begin("begin_repeat", "foyer", "Foyer")
				b.Ask(kind, "somme", "")
				b.End()
				f := b.Form()
				var responses []*survey.Response
				for i, value := range c.values {
					responses = append(responses, fixture.WithRepeat(f, i, map[string]string{"total_ages": value}, map[string]string{"somme": value}))
				}
				g := analysis.Tabulate(load(t, f, responses...), analysis.Plan{})
				for _, level := range g.Data.All() {
					column := level.Columns[0]
					if column.Measure != c.want {
						t.Fatalf("measure %v, want %v", column.Measure, c.want)
					}
					sum := 0.0
					for row := range level.Len() {
						x, _ := column.Number(row)
						sum += x
					}
					if sum != c.sum {
						t.Errorf("sum %v, want %v", sum, c.sum)
					}
				}
			})
		}
	}
}

// What the plan breaks down by stays a category, and what the diagnostic sheet
// uses keeps the measure that it is used with.
func TestTabulate_calculationsThatAreUsed(t *testing.T) {
	b := fixture.NewForm("calcul", "Calcul")
	b.List("oui_non", "oui=Oui", "non=Non")
	b.Ask("select_one oui_non", "aide", "Aide")
	b.Ask("calculate", "classe", "")
	b.Ask("calculate", "tranche", "")
	b.Ask("calculate", "total", "")
	f := b.Form()
	q := func(key string) *survey.Question { return fixture.Question(f, key) }
	f.Diagnostic = []survey.Indicator{
		{Type: survey.IndicatorCross, Questions: []*survey.Question{q("aide")}, By: []*survey.Question{q("tranche")}},
		{Type: survey.IndicatorSum, Name: "T", Questions: []*survey.Question{q("total")}},
	}
	values := map[string]string{"aide": "oui", "classe": "1", "tranche": "2", "total": "2,5"}
	g := analysis.Tabulate(load(t, f, fixture.Response(f, 0, values)), analysis.Plan{By: []*survey.Question{q("classe")}})
	for key, want := range map[string]survey.Measure{"classe": survey.MeasureNominal, "tranche": survey.MeasureNominal, "total": survey.MeasureQuantity} {
		if c, _ := g.Data.Column(q(key)); c.Measure != want {
			t.Errorf("%s has measure %v, want %v", key, c.Measure, want)
		}
	}
	if got := g.Figures[0].Parts[0].Quantity.Sum; got != 2.5 {
		t.Errorf("total: %v, want 2.5", got)
	}
}
