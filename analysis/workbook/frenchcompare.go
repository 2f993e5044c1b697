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

// The sheet of comparisons.
const (
	nameComparison        = "Comparaison"
	aboutComparison       = "Chaque part à côté de la même part ailleurs, ou avant"
	textComparisonReading = "Chaque ligne compare deux parts, avec l’écart en points et son intervalle de confiance à 95" + nbsp + "% (Newcombe). " +
		"«" + nbsp + "Différence nette" + nbsp + "»" + nbsp + ": l’intervalle laisse zéro de côté, même au niveau plus exigeant qu’impose le nombre de comparaisons (Holm). " +
		"«" + nbsp + "Non établie" + nbsp + "»" + nbsp + ": les réponses ne suffisent pas à trancher. " +
		"Une échelle est comparée d’un bloc" + nbsp + ": les réponses d’ici y sont-elles plus haut ou plus bas (Mann-Whitney)" + nbsp + "? " +
		"Seules figurent les parts sur 11 réponses ou plus des deux côtés. Les nombres de personnes déclarées ne sont jamais comparés, et rien ici ne classe les territoires. " +
		"Ces comparaisons datent de la création du classeur" + nbsp + ": elles ne suivent pas les corrections."
	textMedianLevel   = "Niveau médian"
	textIntervalChart = "Barres" + nbsp + ": intervalle de l’écart de chaque indicateur, en points, autour de zéro" + nbsp + "; en foncé, les différences nettes"
)

var (
	comparisonHeaders = []string{"Réponse ou indicateur", "Ici", "Base", "Ailleurs\nou avant", "Base", "Écart\n(points)", "IC 95" + nbsp + "%\nde", "IC 95" + nbsp + "%\nà", "Verdict", "p corrigé"}
	intervalNames     = []string{"Décalage", textEstablished, textEstablished, textNotEstablished, textNotEstablished}
)

// referenceSentence says what this is compared with.
func referenceSentence(c *analysis.Compared) string {
	who := c.Reference.Network
	for _, name := range []string{c.Reference.Territory.Name, c.Reference.Campaign} {
		switch {
		case who == "":
			who = name
		case name != "" && name != who:
			who += ", " + name
		}
	}
	if c.Relation == analysis.Containing {
		return "Comparé au reste de l’ensemble" + named(who) + ", sans les réponses d’ici"
	}
	return "Comparé à une autre enquête" + named(who)
}

func named(who string) string {
	if who == "" {
		return ""
	}
	return " " + quote(who)
}

// familySentence counts what was compared and what came of it.
func familySentence(c *analysis.Compared) string {
	established := 0
	for _, each := range c.All {
		if each.Established() {
			established++
		}
	}
	if len(c.All) == 0 {
		return "Aucune part ne repose sur 11 réponses des deux côtés."
	}
	return typeset(plural(len(c.All), "comparaison", "comparaisons") + " : " + plural(established, "différence nette", "différences nettes") + ".")
}

// mediansSentence says where the middle answers stand on both sides.
func mediansSentence(c *analysis.ScaleComparison) string {
	return typeset(medianText(c.Here[0], c.Here[1]) + " ici ; " + medianText(c.There[0], c.There[1]) + " ailleurs ou avant")
}

// medianText names the median level of a scale, or the two that it lies between.
func medianText(low, high string) string {
	if low == high {
		return quote(low)
	}
	return "entre " + quote(low) + " et " + quote(high)
}

// medianSaid is medianText of two expressions, as a formula.
func medianSaid(low, high string) string {
	before, after := literal("«"+nbsp), literal(nbsp+"»")
	return "IF(" + low + "=" + high + "," + before + "&" + low + "&" + after + "," +
		literal("entre «"+nbsp) + "&" + low + "&" + literal(nbsp+"» et «"+nbsp) + "&" + high + "&" + after + ")"
}

// coded is an indicator by its code, which the chart shows, and its label.
func coded(c analysis.Comparison) string {
	if name := c.Figure.Indicator.Name; name != "" && name != c.Title {
		return name + " — " + c.Title
	}
	return c.Title
}

func verdictWords(c analysis.Comparison) string { return verdictOf(c.Established()) }

func verdictOf(established bool) string {
	if established {
		return textEstablished
	}
	return "Non établie"
}

// probabilityCell is p in a cell that names it.
func probabilityCell(p float64) string {
	return strings.TrimPrefix(strings.TrimPrefix(probability("", p), " "), "= ")
}

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
