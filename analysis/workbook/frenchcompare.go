package workbook

import (
	"math"
	"strconv"
	"strings"

	"constat/analysis"
)

// What tests and comparisons say.

const (
	textEstablished    = "Différence nette"
	textNotEstablished = "Différence non établie"
)

// textTestsReading is said once, over the crosses.
const textTestsReading = "«" + nbsp + "Différence nette" + nbsp + "»" + nbsp + ": un tel écart entre les groupes serait rare si seul le hasard jouait " +
	"(probabilité p inférieure à 0,05, après correction de Holm pour le nombre de croisements testés dans ce diagnostic). " +
	"«" + nbsp + "Non établie" + nbsp + "» ne veut pas dire que les groupes se ressemblent" + nbsp + ": les réponses ne suffisent pas à trancher. " +
	"Les réponses multiples et les nombres ne sont pas testés. " +
	"Ces tests datent de la création du classeur" + nbsp + ": ils ne suivent pas les corrections faites dans les données."

var testFrench = map[analysis.TestName]string{
	analysis.TestFisher:        "test exact de Fisher",
	analysis.TestChiSquare:     "test du khi-deux",
	analysis.TestMannWhitney:   "test de Mann-Whitney",
	analysis.TestKruskalWallis: "test de Kruskal-Wallis",
}

var effectFrench = map[analysis.EffectName]string{
	analysis.EffectCramersV:     "V de Cramér corrigé",
	analysis.EffectRankBiserial: "corrélation bisériale des rangs",
	analysis.EffectEpsilon2:     "epsilon carré",
}

// testSentence gives a cross's verdict, then what it rests on.
func testSentence(t *analysis.CrossTest) string {
	verdict := textNotEstablished
	if t.Established() {
		verdict = textEstablished
	}
	name := testFrench[t.Name]
	if t.Simulated {
		name = "test de Fisher par simulation"
	}
	return typeset(verdict + " entre les groupes : " + probability("p corrigé", t.Adjusted) + " (" + name + " sur " +
		plural(t.N, "réponse", "réponses") + " en " + plural(t.Groups, "groupe", "groupes") + ", " + probability("p non corrigé", t.P) + " ; " +
		effectFrench[t.EffectName] + " " + hundredths(t.Effect) + ").")
}

// probability writes p with the digits that mean something.
func probability(name string, p float64) string {
	switch {
	case p < 0.001:
		return name + " < 0,001"
	case p < 0.1:
		return name + " = " + decimals(p, 3)
	}
	return name + " = " + decimals(p, 2)
}

func hundredths(x float64) string { return decimals(x, 2) }

// decimals writes a number with a decimal comma and a real minus sign.
func decimals(x float64, digits int) string {
	scale := math.Pow10(digits)
	if x = math.Round(x*scale) / scale; x == 0 {
		x = 0 // not -0
	}
	return strings.NewReplacer(".", ",", "-", "−").Replace(strconv.FormatFloat(x, 'f', digits, 64))
}
