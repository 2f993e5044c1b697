package workbook_test

import (
	"strings"
	"testing"

	"constat/analysis/internal/fixture"
	"constat/survey"
)

// A base that is not its neighbour's says why. Twenty refer 3 children each of
// which 1 begins, one refers 2 and does not tell how many began: 62 are
// referred, and the rate is over 60. Of the 25 who answered, 23 were asked.
func TestWrite_basis(t *testing.T) {
	f := fixture.Children()
	oriented, begun := fixture.Question(f, "nb_oriente"), fixture.Question(f, "nb_effectif")
	f.Diagnostic = []survey.Indicator{
		{Type: survey.IndicatorSum, Name: "HC-7", Key: true, Questions: []*survey.Question{oriented}, Unit: "enfants", Label: survey.Plain("Enfants orientés")},
		{Type: survey.IndicatorRate, Name: "HC-9", Key: true, Questions: []*survey.Question{begun}, Denominator: survey.Denominator{Question: oriented}, Unit: "enfants orientés", Label: survey.Plain("Suivis commencés")},
		{Type: survey.IndicatorShare, Name: "HC-1", Key: true, Condition: []survey.Term{fixture.Term(f, "repere", "oui")}, Unit: "professionnels", Label: survey.Plain("Professionnels concernés")},
	}
	var all []*survey.Response
	for i := range 25 {
		answers := map[string]string{"type_structure": "ecole"}
		switch {
		case i < 20:
			answers["repere"], answers["nb_oriente"], answers["nb_effectif"] = "oui", "3", "1"
		case i == 20:
			answers["repere"], answers["nb_oriente"], answers["nb_effectif"] = "oui", "2", ""
		case i < 23:
			answers["repere"] = ""
		}
		all = append(all, fixture.Response(f, 0, answers))
	}
	file := open(t, write(t, diagnose(t, f, all, meta())))
	for _, sheet := range []string{"Indicateurs", "Synthèse"} {
		rows, err := file.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		said := ""
		for _, row := range rows {
			said += strings.ReplaceAll(strings.Join(row, " | "), "\u00a0", " ") + "\n"
		}
		for _, want := range []string{
			"Dénominateur : 60 sur 62 ; 1 réponse ne donne pas l’autre nombre.",
			"Base : 21 sur 25 réponses, hors 2 non concernées, hors 2 sans réponse.",
		} {
			if !strings.Contains(said, want) {
				t.Errorf("%s does not say %q:\n%s", sheet, want, said)
			}
		}
		if strings.Contains(said, "Numérateur") {
			t.Errorf("%s speaks of a numerator that leaves nothing out", sheet)
		}
	}
}
