package microdata_test

import (
	"fmt"
	"strconv"
	"testing"

	"constat/analysis"
	"constat/analysis/internal/fixture"
	"constat/survey"
)

// A ratio is a number with its interval, never a percentage, and the mean of an
// indicator has its interval too. Ten respondents know 1, 2… 10 children of
// 2 families each: 55/20 = 2.75.
func TestWriteTables_meansAndRatios(t *testing.T) {
	f := fixture.Children()
	f.Diagnostic = []survey.Indicator{
		{Type: survey.IndicatorMean, Name: "M", Questions: []*survey.Question{fixture.Question(f, "nb_enfants")}},
		{Type: survey.IndicatorRatio, Name: "R", Questions: []*survey.Question{fixture.Question(f, "nb_enfants")}, Denominator: survey.Denominator{Question: fixture.Question(f, "nb_orientables")}},
	}
	var all []*survey.Response
	for i := range 10 {
		all = append(all, fixture.Response(f, 0, map[string]string{"nb_enfants": strconv.Itoa(i + 1), "nb_orientables": "2"}))
	}
	found := map[string]map[string]string{}
	for _, row := range table(t, contents(t, report(t, f, all, analysis.Meta{}))["tableaux.csv"]) {
		if row["tableau"] == "indicateur" && (row["code"] == "" || row["code"] == "moyenne") {
			found[row["question"]] = row
		}
	}
	// Student: 5.5 ± 2.262157 × 3.027650 / sqrt(10); linearised: residuals i -
	// 5.5, of which the squares add up to 82.5, se = sqrt(10/9 × 82.5)/20 =
	// 0.478714, times 2.262157 again.
	for name, want := range map[string]struct{ value, percent, shown, low, high string }{
		"M": {"5.5", "", "5,5", "3.33", "7.67"},
		"R": {"2.75", "", "55 pour 20 (2,75)", "1.67", "3.83"},
	} {
		row := found[name]
		if row["valeur"] != want.value || row["pourcentage"] != want.percent || row["affiche"] != want.shown ||
			cents(t, row["bas"]) != want.low || cents(t, row["haut"]) != want.high {
			t.Errorf("%s: %v, want %v", name, row, want)
		}
	}
}

// Who answered is known: its shares have no interval. Those of what they
// answered have.
func TestWriteTables_describesWithoutInterval(t *testing.T) {
	f := fixture.Children()
	r := report(t, f, fixture.ChildrenResponses(f, 80, 1), analysis.Meta{Invited: 100}, fixture.Question(f, "type_structure"))
	with, without := 0, 0
	for _, row := range table(t, contents(t, r)["tableaux.csv"]) {
		if row["base"] == "" || row["base"] == "0" || row["pourcentage"] == "" || row["valeur"] != "" {
			continue
		}
		describes := row["tableau"] == "participation"
		if q, ok := f.Question(row["question"]); ok {
			describes = analysis.TellsWho(f, q)
		}
		if has := row["bas"] != "" || row["haut"] != ""; has == describes {
			t.Errorf("%s %s %s: from %q to %q", row["tableau"], row["question"], row["code"], row["bas"], row["haut"])
		}
		if describes {
			without++
		} else {
			with++
		}
	}
	if with < 20 || without < 20 {
		t.Errorf("%d with and %d without", with, without)
	}
}

func cents(t *testing.T, number string) string {
	t.Helper()
	x, err := strconv.ParseFloat(number, 64)
	if err != nil {
		t.Errorf("%q is no number", number)
	}
	return fmt.Sprintf("%.2f", x)
}
