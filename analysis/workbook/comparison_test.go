package workbook_test

import (
	"strings"
	"testing"

	"constat/analysis"
	"constat/analysis/internal/fixture"
	"constat/survey"
)

// spotting is a diagnostic of so many schools that spotted a child, and so many
// that did not, every other one trained.
func spotting(t *testing.T, yes, no int, m analysis.Meta) *analysis.Diagnostic {
	t.Helper()
	f := fixture.Children()
	var responses []*survey.Response
	for i := range yes + no {
		answer := map[string]string{"type_structure": "ecole", "formation": "oui", "repere": "non"}
		if i < yes {
			answer["repere"] = "oui"
		}
		if i%2 == 0 {
			answer["formation"] = "non"
		}
		responses = append(responses, fixture.Response(f, 0, answer))
	}
	return diagnose(t, f, responses, m)
}

// 56 of 70 here; 104 of 150 in all, so 48 of 80 in the rest: 20 points, 5.2 to
// 33.4 (Newcombe's example); no difference of training. Two indicators and two
// questions of two answers: 6 comparisons.
func TestWrite_comparison(t *testing.T) {
	here := spotting(t, 56, 14, meta())
	whole := meta()
	whole.Network, whole.Campaign, whole.Territory = "", "Enfants 2026", analysis.Territory{Name: "Hérault"}
	compared, err := analysis.Compare(here, spotting(t, 104, 46, whole), analysis.Containing)
	if err != nil {
		t.Fatal(err)
	}
	here.Compared = []*analysis.Compared{compared}
	file := open(t, write(t, here))
	cells := dump(t, file)
	for _, want := range []string{
		"\tComparé au reste de l’ensemble «\u00a0Hérault, Enfants 2026\u00a0», sans les réponses d’ici\n",
		"\tHC-1 — Professionnels ayant eu connaissance d’au moins un enfant vivant avec des violences (12 mois)\n",
		"\t80\n", "\t70\n", "\t60\n", "\t20\n", "\t5.2\n", "\t33.4\n",
		"\t6\u00a0comparaisons\u00a0: 3\u00a0différences nettes.\n", "\tDifférence nette\n", "\tNon établie\n",
	} {
		if !strings.Contains(cells, want) {
			t.Errorf("nowhere: %q", want)
		}
	}
	if strings.Contains(dump(t, open(t, write(t, spotting(t, 5, 6, meta())))), "Comparaison!") {
		t.Error("a sheet of comparisons without any")
	}
}

// A scale has one verdict for all its levels, beside the median levels.
func TestWrite_comparedScale(t *testing.T) {
	f := fixture.Children()
	meeting := func(daily, monthly int) *analysis.Diagnostic {
		var responses []*survey.Response
		for i := range daily + monthly {
			answer := map[string]string{"type_structure": "ecole", "contact_enf": "jour"}
			if i >= daily {
				answer["contact_enf"] = "mois"
			}
			responses = append(responses, fixture.Response(f, 0, answer))
		}
		return diagnose(t, f, responses, meta())
	}
	here := meeting(30, 10)
	compared, err := analysis.Compare(here, meeting(20, 60), analysis.Apart)
	if err != nil {
		t.Fatal(err)
	}
	here.Compared = []*analysis.Compared{compared}
	cells := dump(t, open(t, write(t, here)))
	for _, want := range []string{
		"\tNiveau médian\n", "«\u00a0Tous les jours\u00a0» ici\u00a0; «\u00a0Tous les mois\u00a0» ailleurs ou avant\n", "\t1\u00a0comparaison\u00a0: 1\u00a0différence nette.\n",
	} {
		if !strings.Contains(cells, want) {
			t.Errorf("nowhere: %q", want)
		}
	}
}
