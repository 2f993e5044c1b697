package workbook

import (
	"strconv"

	"constat/analysis/disclosure"
)

// What the public edition says of comparisons: nothing that the two printed
// shares do not say.

const (
	aboutPublicComparison = "Chaque part publiée à côté de la même part ailleurs, ou avant"
	textPublicComparison  = "Ces écarts sont calculés sur les nombres publiés, arrondis. " +
		"L’écart l’est avant d’arrondir les pourcentages" + nbsp + ": il peut différer d’un point de leur soustraction. " +
		"«" + nbsp + "Différence nette" + nbsp + "»" + nbsp + ": l’intervalle de confiance à 95" + nbsp + "% de l’écart (Newcombe) laisse zéro de côté, même au niveau plus exigeant qu’impose le nombre de comparaisons (Holm). " +
		"«" + nbsp + "Non établie" + nbsp + "»" + nbsp + ": les réponses ne suffisent pas à trancher. " +
		"Les nombres de personnes déclarées ne sont jamais comparés, et rien ici ne classe les territoires."
)

var publicComparisonHeaders = []string{
	"Indicateur", "Ici", "Base", "Ailleurs\nou avant", "Base", "Écart\n(points)", "IC 95" + nbsp + "%\nde", "IC 95" + nbsp + "%\nà", "Verdict",
}

func comparedWith(c *disclosure.PublishedComparison) string {
	if c.Versus == disclosure.VersusBefore {
		return "À côté de la vague précédente (" + c.Other + ")"
	}
	return "À côté des autres territoires (" + c.Other + ", moins celui-ci)"
}

func comparisonLabel(c *disclosure.PublishedComparison) string {
	if c.Name == "" || c.Name == c.Label {
		return c.Label
	}
	return c.Name + " — " + c.Label
}

// signed is a difference in points, with its sign.
func signed(points int) string {
	switch {
	case points > 0:
		return "+" + strconv.Itoa(points)
	case points < 0:
		return "−" + strconv.Itoa(-points)
	}
	return "0"
}
