package workbook

import (
	"strings"
	"testing"

	"constat/analysis"
	"constat/analysis/disclosure"
	"constat/survey"
)

func TestRefusals_eachHasItsSentence(t *testing.T) {
	for _, why := range disclosure.Refusals {
		if sentence := refusalSentence(why); !strings.HasSuffix(sentence, ".") {
			t.Errorf("%s: %q", why, sentence)
		}
	}
	if len(refusalFrench) != len(disclosure.Refusals) {
		t.Errorf("%d sentences for %d reasons", len(refusalFrench), len(disclosure.Refusals))
	}
}

func plainSpaces(words string) string { return strings.ReplaceAll(words, nbsp, " ") }

// Rule R10: a percentage only beside a number, « au plus » and « au moins »
// beside bands, nothing beside the rest.
func TestFigureWords_neverPastTheFigure(t *testing.T) {
	all, nearly := shownExactly(36), disclosure.Shown{Kind: disclosure.NearlyAll, Text: "presque tous", Low: 23, High: 37}
	for _, each := range []struct {
		count, base disclosure.Shown
		want        string
	}{
		{shownAbout(20), all, "environ 20 sur 36 professionnels, soit 56 % (entre 40 % et 70 %, vu le nombre de réponses)."},
		{shownAbout(20), shownAbout(30), "environ 20 sur environ 30 professionnels, soit 67 % (entre 49 % et 81 %, vu le nombre de réponses)."},
		{shownUnder(11), all, "moins de 11 sur 36 professionnels (peut-être zéro), soit au plus 28 %."},
		{shownUnder(11), shownAbout(15), "moins de 11 sur environ 15 professionnels (peut-être zéro), soit au plus 77 %."},
		{shownUnder(11), shownUnder(11), "moins de 11 professionnels (peut-être zéro)."},
		{shownNearlyAll(36, 11), all, "au moins 26 sur 36 professionnels (peut-être la totalité), soit au moins 72 %."},
		{nearly, shownAbout(35), "presque tous sur environ 35 professionnels."},
		{shownAbout(20), shownNearlyAll(36, 11), "environ 20 professionnels (base : au moins 26)."},
		{shownWithheld(36), all, "non communiqué."},
		{shownImpossible(), all, "sans objet d’après le questionnaire."},
	} {
		f := shareFigure("", "", false, each.count, each.base)
		if got := plainSpaces(figureWords(&f)); got != each.want {
			t.Errorf("%s of %s:\n got %s\nwant %s", each.count.Text, each.base.Text, got, each.want)
		}
	}
}

// A ratio is never a percentage, and a mean never a number.
func TestFigureWords_ratiosAndMeans(t *testing.T) {
	class := &analysis.Class{Low: 3, High: 5, Whole: true}
	for want, f := range map[string]disclosure.PublishedFigure{
		"environ 1,8 enfants par famille (environ 240 pour environ 130).":                          {Type: survey.IndicatorRatio, Unit: "enfants par famille", Count: shownAbout(240), Base: shownAbout(130), Quotient: 1.8, HasQuotient: true},
		"environ 2,0 (environ 40 pour environ 20).":                                                {Type: survey.IndicatorRatio, Count: shownAbout(40), Base: shownAbout(20), Quotient: 2, HasQuotient: true},
		"non communiqué : l’un des deux totaux n’est pas publié.":                                  {Type: survey.IndicatorRatio, Unit: "enfants par famille", Count: shownAbout(240), Base: shownWithheld(0)},
		"la moyenne n’est pas publiée ; la médiane est dans la classe « 3 à 5 » enfants.":          {Type: survey.IndicatorMean, Unit: "enfants", Median: class},
		"la moyenne n’est pas publiée ; les nombres publiés ne suffisent pas à situer la médiane.": {Type: survey.IndicatorMean, Unit: "enfants"},
	} {
		if got := plainSpaces(figureSentence(&f)); got != plainSpaces(" : "+want) {
			t.Errorf("got %s, want %s", got, want)
		}
		if limit := boundText(figurePercents(&f).limit); limit != "" || figurePercents(&f).has {
			t.Errorf("%s has a percentage: %s", want, limit)
		}
	}
	for want, f := range map[string]disclosure.PublishedFigure{
		"enfants par famille\n240 pour 130": {Type: survey.IndicatorRatio, Unit: "enfants par famille", Count: shownAbout(240), Base: shownAbout(130), Quotient: 1.8, HasQuotient: true},
		"non communiqué":                    {Type: survey.IndicatorRatio, Count: shownAbout(240), Base: shownWithheld(0)},
		"enfants\nmédiane, par classe : la moyenne n’est pas publiée": {Type: survey.IndicatorMean, Unit: "enfants", Median: class},
	} {
		if got := plainSpaces(figureRemark(&f)); got != want {
			t.Errorf("beside the figure: %q, want %q", got, want)
		}
	}
}

func TestFigureWords_sumsAndMedians(t *testing.T) {
	for want, f := range map[string]disclosure.PublishedFigure{
		"environ 240 enfants.": {Type: survey.IndicatorSum, Unit: "enfants", Count: shownAbout(240)},
		"non communiqué.":      {Type: survey.IndicatorSum, Unit: "enfants", Count: shownWithheld(0)},
		"la médiane est dans la classe « 3 à 5 » enfants.":          {Type: survey.IndicatorMedian, Unit: "enfants", Median: &analysis.Class{Low: 3, High: 5, Whole: true}},
		"les nombres publiés ne suffisent pas à situer la médiane.": {Type: survey.IndicatorMedian, Unit: "enfants"},
	} {
		if got := plainSpaces(figureWords(&f)); got != plainSpaces(want) {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// Equal printed numbers are a tie, what is under the floor has no rank, and
// what is withheld could stand anywhere.
func TestRankingWords(t *testing.T) {
	p := &disclosure.Publication{Respondents: shownExactly(36)}
	for _, each := range []struct {
		lines []disclosure.PublishedLine
		want  string
	}{
		{[]disclosure.PublishedLine{answer("a", shownAbout(15)), answer("b", shownAbout(20)), answer("c", shownAbout(15)), answer("d", shownUnder(11))},
			"en tête, « b » (20 sur 36, 56 %) ; puis « a » et « c », à égalité (15 sur 36, 42 %)."},
		{[]disclosure.PublishedLine{answer("a", shownAbout(20)), answer("b", shownNearlyAll(36, 11)), answer("c", shownNearlyAll(36, 11))},
			"en tête, « b » et « c », à égalité (≥26 sur 36) ; puis « a » (20 sur 36, 56 %)."},
		{[]disclosure.PublishedLine{answer("a", shownAbout(20)), answer("b", shownWithheld(36))},
			"en tête, « a » (20 sur 36, 56 %). Une réponse non communiquée (nc) n’est pas classée : elle pourrait être à n’importe quel rang."},
		{[]disclosure.PublishedLine{answer("a", shownUnder(11)), answer("b", shownUnder(11)), answerOf(disclosure.LineMerged, shownAbout(20))},
			"rien à classer, aucune réponse n’a de nombre publié."},
	} {
		table := &disclosure.PublishedTable{Lines: answers(p.Respondents, each.lines...)}
		if got := plainSpaces(rankingWords(table, p)); got != each.want {
			t.Errorf("got  %s\nwant %s", got, each.want)
		}
	}
}

// The public edition's sentences, as the notes: no plain space before a double
// sign.
func TestPublicFrench_typeset(t *testing.T) {
	p := publication()
	sentences := append(howToReadPublic(p), publicMethod()...)
	sentences = append(sentences, legendLine(p), publicFooter(p), answersWords(p), publicLead(p))
	for _, why := range disclosure.Refusals {
		sentences = append(sentences, refusalSentence(why))
	}
	for i := range p.Figures {
		sentences = append(sentences, figureSentence(&p.Figures[i]))
	}
	for _, section := range p.Sections {
		for i := range section.Tables {
			sentences = append(sentences, publicBase(p, &section.Tables[i]), rankingSentence("x", &section.Tables[i], p))
		}
	}
	for _, sentence := range sentences {
		for _, bad := range []string{" :", " ;", " ?", " !", "« ", " »", " %", "..", "  ", "%!"} {
			if strings.Contains(sentence, bad) {
				t.Errorf("%q has %q", sentence, bad)
			}
		}
	}
}
