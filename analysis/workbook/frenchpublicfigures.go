package workbook

import (
	"fmt"
	"strconv"
	"strings"

	"constat/analysis/disclosure"
	"constat/survey"
)

func percentText(n int) string { return fmt.Sprintf("%d%s%%", n, nbsp) }

// boundText is the percentage of a band: « au plus 28 % », « au moins 72 % ».
func boundText(l limit) string {
	switch {
	case l.most:
		return "au plus " + percentText(l.percent)
	case l.least:
		return "au moins " + percentText(l.percent)
	}
	return ""
}

// publicFigureLabel names one of several questions that an indicator sums.
func publicFigureLabel(f *disclosure.PublishedFigure) string {
	if f.Question == "" {
		return f.Label
	}
	return typeset(f.Label + " : " + f.Question)
}

// fractionWords is « 20 sur 36 », in the signs that tables use.
func fractionWords(count, base disclosure.Shown) string {
	if count.Kind == disclosure.Withheld || count.Kind == disclosure.Impossible || count.Kind == disclosure.NearlyAll && !countsFrom(count) || base.Text == "" {
		return shownText(count)
	}
	return shownText(count) + nbsp + "sur" + nbsp + shownText(base)
}

// intervalWords is what the interval says, for a key figure.
func intervalWords(f *disclosure.PublishedFigure) string {
	if !f.HasPercent || f.Low == f.High {
		return ""
	}
	return fmt.Sprintf("entre %s et %s", percentText(f.Low), percentText(f.High))
}

// figureSentence says an indicator in plain French.
func figureSentence(f *disclosure.PublishedFigure) string {
	return typeset(publicFigureLabel(f) + " : " + figureWords(f))
}

func figureWords(f *disclosure.PublishedFigure) string {
	switch f.Type {
	case survey.IndicatorMedian:
		return placedWords(f)
	case survey.IndicatorMean:
		return textNoMean + " ; " + placedWords(f)
	case survey.IndicatorRatio:
		return ratioWords(f)
	case survey.IndicatorSum:
		return sumWords(f.Count, f.Unit)
	}
	return partWords(f)
}

func placedWords(f *disclosure.PublishedFigure) string {
	if f.Median == nil {
		return "les nombres publiés ne suffisent pas à situer la médiane."
	}
	return sentence("la médiane est dans la classe « " + medianClass(f) + " »" + strings.TrimRight(" "+f.Unit, " "))
}

// ratioWords says how much of one total there is per unit of another.
func ratioWords(f *disclosure.PublishedFigure) string {
	if !f.HasQuotient {
		return "non communiqué : l’un des deux totaux n’est pas publié."
	}
	return sentence("environ " + quotientText(f.Quotient) + unitAfter(f.Unit) + " (" + shownWords(f.Count) + " pour " + shownWords(f.Base) + ")")
}

func quotientText(x float64) string {
	return strings.Replace(strconv.FormatFloat(x, 'f', 1, 64), ".", ",", 1)
}

// pairWords is « 240 pour 130 », in the signs that tables use.
func pairWords(f *disclosure.PublishedFigure) string {
	return shownText(f.Count) + nbsp + "pour" + nbsp + shownText(f.Base)
}

func sumWords(sum disclosure.Shown, unit string) string {
	if sum.Kind == disclosure.Withheld {
		return "non communiqué."
	}
	return sentence(shownWords(sum) + " " + unitOr(unit))
}

// partWords says a part of a whole, and its percentage when there is one.
func partWords(f *disclosure.PublishedFigure) string {
	words := shownWords(f.Count)
	switch f.Count.Kind {
	case disclosure.Withheld:
		return "non communiqué."
	case disclosure.Impossible:
		return "sans objet d’après le questionnaire."
	}
	if f.Base.Numeric() {
		words += " sur " + shownWords(f.Base)
	}
	words += unitAfter(f.Unit)
	if f.Base.Kind == disclosure.NearlyAll {
		words += " (base : " + shownWords(f.Base) + ")"
	}
	switch {
	case f.Count.Kind == disclosure.Under:
		words += " (peut-être zéro)"
	case countsFrom(f.Count):
		words += " (peut-être la totalité)"
	}
	if f.HasPercent {
		words += ", soit " + percentText(f.Percent)
		if between := intervalWords(f); between != "" {
			words += " (" + between + ", vu le nombre de réponses)"
		}
	} else if text := boundText(boundOf(f.Count, f.Base)); text != "" {
		words += ", soit " + text
	}
	return words + "."
}

func rankingSentence(title string, t *disclosure.PublishedTable, p *disclosure.Publication) string {
	return typeset(title + " : " + rankingWords(t, p))
}

// rankingWords names what comes first, equal numbers together, and never more
// than three places.
func rankingWords(t *disclosure.PublishedTable, p *disclosure.Publication) string {
	places, hidden := rankedPlaces(t)
	var said []string
	for i, place := range places[:min(len(places), 3)] {
		said = append(said, placeWords(place, i, p))
	}
	words := "rien à classer, aucune réponse n’a de nombre publié."
	if len(said) > 0 {
		words = strings.Join(said, " ; ") + "."
	}
	if hidden > 0 {
		words += " " + hiddenWords(hidden)
	}
	return typeset(words)
}

func placeWords(place rankedPlace, i int, p *disclosure.Publication) string {
	labels := make([]string, len(place.lines))
	for j, l := range place.lines {
		labels[j] = quote(PublicLabel(l))
	}
	words := labels[0]
	if n := len(labels); n > 1 {
		words = strings.Join(labels[:n-1], ", ") + " et " + labels[n-1] + ", à égalité"
	}
	lead := "puis "
	if i == 0 {
		lead = "en tête, "
	}
	first := place.lines[0]
	numbers := fractionWords(first.Shown, p.Respondents)
	if first.HasPercent {
		numbers += ", " + percentText(first.Percent)
	}
	return lead + words + " (" + numbers + ")"
}

func hiddenWords(n int) string {
	if n == 1 {
		return "Une réponse non communiquée (nc) n’est pas classée : elle pourrait être à n’importe quel rang."
	}
	return fmt.Sprintf("%d réponses non communiquées (nc) ne sont pas classées : elles pourraient être à n’importe quel rang.", n)
}

// whereWords says where a figure stands.
func whereWords(at place) string { return fmt.Sprintf("%s, ligne %d", at.sheet, at.row) }

// figureRemark is what stands beside a key figure.
func figureRemark(f *disclosure.PublishedFigure) string {
	switch {
	case f.Type == survey.IndicatorMean && f.Median != nil:
		return joinWith("\n", f.Unit, typeset("médiane, par classe : "+textNoMean))
	case f.Type == survey.IndicatorRatio:
		return joinWith("\n", f.Unit, ratioRemarkWords(f))
	case f.Type == survey.IndicatorMedian && f.Median != nil:
		return joinWith("\n", f.Unit, "médiane, par classe")
	case f.Count.Kind == disclosure.Withheld:
		return "non communiqué"
	case f.HasPercent && intervalWords(f) != "":
		return joinWith("\n", f.Unit, intervalWords(f))
	}
	return f.Unit
}

func ratioRemarkWords(f *disclosure.PublishedFigure) string {
	if f.HasQuotient {
		return pairWords(f)
	}
	return "non communiqué"
}

// medianClass is the class that holds the median; "" when it is left open.
func medianClass(f *disclosure.PublishedFigure) string {
	if f.Median == nil {
		return ""
	}
	return classLabel(*f.Median)
}
