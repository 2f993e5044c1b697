package workbook_test

import (
	"strconv"
	"strings"
	"testing"

	"constat/analysis/internal/fixture"
	"constat/survey"
)

// meansAndRatios is the two sheets of some respondents: each knows so many
// children, and one family for each two.
func meansAndRatios(t *testing.T, numbers ...int) string {
	t.Helper()
	f := fixture.Children()
	enfants := []*survey.Question{fixture.Question(f, "nb_enfants")}
	f.Diagnostic = []survey.Indicator{
		{Type: survey.IndicatorMean, Name: "M", Key: true, Questions: enfants, By: []*survey.Question{fixture.Question(f, "type_structure")}, Unit: "enfants", Label: survey.Plain("Enfants en moyenne")},
		{Type: survey.IndicatorRatio, Name: "R", Key: true, Questions: enfants, Denominator: survey.Denominator{Question: fixture.Question(f, "nb_orientables")}, Unit: "enfants par famille", Label: survey.Plain("Enfants par famille")},
	}
	var all []*survey.Response
	for i, n := range numbers {
		structure := "ecole"
		if i >= 10 {
			structure = "sts"
		}
		all = append(all, fixture.Response(f, 0, map[string]string{"type_structure": structure, "nb_enfants": strconv.Itoa(n), "nb_orientables": strconv.Itoa((n + 1) / 2)}))
	}
	file := open(t, write(t, diagnose(t, f, all, meta())))
	var said []string
	for _, sheet := range []string{"Indicateurs", "Synthèse"} {
		rows, err := file.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			said = append(said, strings.ReplaceAll(strings.Join(row, " | "), "\u00a0", " "))
		}
	}
	return strings.Join(said, "\n")
}

// Of 1, 2… 12, the figures are worked out in analysis: 6.5 ± 2.29, of the
// schools 5.5 ± 2.17, of the two others the median, 11.5. Their 78 children are
// of 42 families, 13/7 = 1.857: residuals k/7 and k/7 - 1 for k = 1 to 6, of
// which the squares add up to 182/49, se = sqrt(12/11 × 182/49)/42 = 0.04793,
// ± 2.200985 × 0.04793 (Student, 11).
func TestWrite_meansAndRatios(t *testing.T) {
	said := meansAndRatios(t, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)
	for _, want := range []string{
		"M | Enfants en moyenne | 6,5 enfants en moyenne (entre 4,21 et 8,79), selon 12 réponses (médiane 6,5, maximum 12) | 6.50 | 4.21 | 8.79 | 78 | 12 | ",
		"École, collège ou lycée | 5,5 enfants en moyenne (entre 3,33 et 7,67), selon 10 réponses (médiane 5,5, maximum 10) | 5.50 | 3.33 | 7.67 | 55 | 10 | ",
		"| 11,5 enfants en médiane, faute de 10 nombres pour une moyenne, selon 2 réponses (maximum 12) | 11.50 |  |  | 23 | 2 | ",
		"R | Enfants par famille | 78 pour 42, soit 1,86 enfants par famille | 1.86 | ",
		"6.50 | Enfants en moyenne |  |  |  | enfants en moyenne (entre 4,21 et 8,79), selon 12 réponses (médiane 6,5, maximum 12)",
		"1.86 | Enfants par famille |  |  |  | enfants par famille (entre 1,75 et 1,96)\n78 pour 42\nindicatif",
		"rapport indicatif.",
	} {
		if !strings.Contains(said, want) {
			t.Errorf("nowhere: %s", want)
		}
	}
	if strings.Contains(said, "la médiane est montrée") || strings.Contains(said, "186") {
		t.Errorf("said:\n%s", said)
	}

	few := meansAndRatios(t, 1, 2, 3, 4)
	for _, want := range []string{
		"Moins de 10 nombres : la médiane est montrée à la place de la moyenne.",
		"R | Enfants par famille | 10 pour 6 |  |  |  | 10 | 6",
		"Moins de 11 au dénominateur : les deux totaux seulement, sans rapport.",
		"10 pour 6 | Enfants par famille |  |  |  | enfants par famille\neffectif seul",
		"2.50 | Enfants en moyenne |  |  |  | enfants en médiane, faute de 10 nombres pour une moyenne, selon 4 réponses (maximum 4)",
	} {
		if !strings.Contains(few, want) {
			t.Errorf("of four, nowhere: %s", want)
		}
	}
	if t.Failed() {
		t.Logf("said:\n%s\n\nof four:\n%s", said, few)
	}
}
