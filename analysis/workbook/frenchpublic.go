package workbook

import (
	"fmt"
	"strings"

	"constat/analysis"
	"constat/analysis/disclosure"
	"constat/survey"
)

// The words of the public edition. None says more than the figure beside it: a
// percentage stands only beside a number, a band gives « au plus » or « au
// moins », equal numbers are « à égalité » (R10).

const (
	aboutPublicSynthesis = "Une page à montrer : chiffres clés, en clair, réponses classées"
	aboutPublicFigures   = "Tous les indicateurs publiés, avec leur base et leur intervalle de confiance"
	aboutPublicCrosses   = "Les réponses selon une autre question, en effectifs protégés"

	textPublicFigures = "Quand la base est le nombre de réponses, la part compte aussi ceux à qui la question ne s’adressait pas et ceux qui n’y ont pas répondu."
	textInPlainWords  = "En clair"
	textLeftOut       = "Ce qui n’est pas publié, et pourquoi"
	textMethod        = "Comment les nombres sont protégés"
	textMedianClass   = "Classe de la médiane"
	textNoMean        = "la moyenne n’est pas publiée"
	textMedianOpen    = "non établie"
	textSumGiven      = "Somme des nombres donnés"
	textMergedLine    = "Autres réponses"
	textDontKnowLine  = "Ne sait pas"
	textNotConcernedP = "Non concerné"
	textDrawnNumbers  = "Les petits nombres gris au bord des feuilles sont ceux que les graphiques tracent."
	textNoBars        = "nc" + nbsp + ": non communiqué. La ligne n’a pas de barre."
	textAllHidden     = "Aucun nombre de ce tableau n’est communiqué" + nbsp + ": il n’a pas de graphique."
	textOnlyBands     = "Aucune réponse n’a de nombre publié" + nbsp + ": il n’y a que des fourchettes, et pas de graphique."
	textNearlyAllOf   = "presque tous"
	textTotal         = "Total"
	textFullBar       = "Nombre publié, ou minimum certain"
	textBandBar       = "Jusqu’au plus grand nombre possible"
	textPublicCrosses = "Combien de répondants sont dans les deux catégories à la fois, protégé comme le reste. Sans pourcentage" + nbsp + ": la base de chaque ligne est elle-même arrondie."
	textPublicSubject = "Diagnostic public"
	textPublicKeyword = "édition publique"
)

// Headers of the tables, and of the numbers that their charts draw.
var (
	publicTableHeaders  = []string{"Réponse", "Effectif\npublié", "% des\nrépondants", "IC 95" + nbsp + "%\nde", "IC 95" + nbsp + "%\nà"}
	drawnHeaders        = []string{"Barre\npleine", "Barre\nhachurée"}
	publicFigureHeaders = []string{"Code", "Indicateur", "Effectif\nou somme", "Base", "% ou\nrapport", "IC 95" + nbsp + "%\nde", "IC 95" + nbsp + "%\nà", "En clair"}
	publicRankHeaders   = []string{"Réponse", "", "Effectif\npublié", "% des\nrépondants", "De zéro à tous les répondants"}
)

// refusalFrench says why something is not published.
var refusalFrench = map[disclosure.Refusal]string{
	disclosure.RefusedSmall:     "Trop peu de réponses : moins de deux fois le plus petit nombre que l’on publie. Un tableau laisserait deviner qui a répondu quoi.",
	disclosure.RefusedFewAreas:  "Moins de trois territoires de cet ensemble ont des réponses : publier leur total révélerait l’un d’eux.",
	disclosure.RefusedCrossSize: "Croisement, ou indicateur qui réunit deux questions : il faut cinq fois le plancher de réponses, et assez de nombres au-dessus du plancher pour que le tableau dise quelque chose.",
	disclosure.RefusedAudit:     "Même en masquant des nombres voisins, un petit effectif aurait pu être recalculé : le tableau entier est retiré.",
	disclosure.RefusedRepeat:    "Compté par élément (un enfant, un logement…) et non par répondant : aucune règle ne protège encore ces nombres.",
	disclosure.RefusedMeasure:   "Réponses libres et dates : elles restent dans l’édition interne.",
	disclosure.RefusedThree:     "Croiser trois questions à la fois isolerait des répondants.",
	disclosure.RefusedEstimate:  "Estimation faite à partir des nombres exacts : elle reste dans l’édition interne.",
}

func refusalSentence(why disclosure.Refusal) string { return typeset(refusalFrench[why]) }

// wholeRefusal is why nothing but the size of a territory is published.
func wholeRefusal(p *disclosure.Publication) string {
	words := refusalFrench[p.Refused]
	if p.Respondents.Kind != disclosure.Withheld {
		words += " Seul le nombre de réponses est donné."
	}
	return typeset(words)
}

// shownText is a printed value; the upper band takes the sign that French
// readers know.
func shownText(s disclosure.Shown) string { return strings.Replace(s.Text, ">=", "≥", 1) }

// shownWords is a printed value in a sentence.
func shownWords(s disclosure.Shown) string {
	switch s.Kind {
	case disclosure.Exact:
		return thousands(float64(s.Number))
	case disclosure.Rounded:
		return "environ " + thousands(float64(s.Number))
	case disclosure.Under:
		return "moins de " + thousands(float64(s.High+1))
	case disclosure.NearlyAll:
		if countsFrom(s) {
			return "au moins " + thousands(float64(s.Low))
		}
		return textNearlyAllOf
	case disclosure.Impossible:
		return "aucun, d’après le questionnaire"
	}
	return "un nombre non communiqué"
}

func sizeWords(p *disclosure.Publication) string { return SizeWords(p.Respondents, p.Unit) }

// SizeWords says how many answered, with their unit: « 43 communes »,
// « environ 45 enfants ».
func SizeWords(n disclosure.Shown, unit string) string {
	if unit == "" {
		unit = "répondants"
	}
	if n.Kind == disclosure.Withheld {
		return unit + nbsp + ": nombre non communiqué"
	}
	if n.Numeric() && n.Number < 2 {
		unit = strings.TrimSuffix(unit, "s")
	}
	return shownWords(n) + nbsp + unit
}

func publicTitle(p *disclosure.Publication) string {
	return readmeTitle(analysis.Meta{Fictitious: p.Fictitious})
}

func waveWords(p *disclosure.Publication) string {
	return "vague " + p.Wave + ", édition" + nbsp + fmt.Sprint(p.Edition)
}

// publicContext is the second line of every sheet (R17): of whom, when, how
// many.
func publicContext(p *disclosure.Publication) string {
	return joinWith("  ·  ", p.Area.Name, p.Title, waveWords(p), "n"+nbsp+"="+nbsp+sizeWords(p), "édition publique du "+frenchDate(p.GeneratedOn))
}

func joinWith(separator string, parts ...string) string {
	var kept []string
	for _, part := range parts {
		if part != "" {
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, separator)
}

// floorsWords is « 11 », or « 6 ou 11 ».
func floorsWords(floors []int) string {
	words := make([]string, len(floors))
	for i, floor := range floors {
		words[i] = thousands(float64(floor))
	}
	return strings.Join(words, " ou ")
}

// underWords is « <11 », or « <6 » ou « <11 ».
func underWords(floors []int) string {
	words := make([]string, len(floors))
	for i, floor := range floors {
		words[i] = quote("<" + fmt.Sprint(floor))
	}
	return strings.Join(words, " ou ")
}

// legendLine is the legend that every sheet carries (R17).
func legendLine(p *disclosure.Publication) string {
	if len(p.Floors) == 0 {
		return typeset("Lecture : nc = non communiqué.")
	}
	which := ""
	if len(p.Floors) > 1 {
		which = " (le plancher est dit sous chaque titre)"
	}
	return typeset("Lecture : " + underWords(p.Floors) + " = moins de " + floorsWords(p.Floors) + ", zéro compris" + which +
		" ; « ≥ » = au moins ce nombre, et peut-être tous : il en manque moins de " + floorsWords(p.Floors) +
		" ; les autres effectifs sont arrondis au multiple de 5 le plus proche ; nc = non communiqué ; – = impossible d’après le questionnaire. " +
		"Les totaux peuvent différer de la somme des lignes.")
}

// publicFooter repeats the legend, in short, under every printed page: titles
// repeated from page to page would be defined names (R16).
func publicFooter(p *disclosure.Publication) string {
	legend := "nc" + nbsp + ": non communiqué"
	if len(p.Floors) > 0 {
		legend = typeset(underWords(p.Floors) + " : moins, zéro compris ; arrondi à 5 ; « ≥ » : au moins, peut-être tous ; nc : non communiqué ; totaux non additifs")
	}
	return `&L&"Arial,Regular"&7` + legend + "\n" + escapeHeader("Édition publique — "+waveWords(p)+" — "+frenchDate(p.GeneratedOn)) +
		`&R&"Arial,Regular"&8&A — page &P / &N`
}

// publicFacts are what the first sheet says of the file.
func publicFacts(p *disclosure.Publication) []fact {
	facts := []fact{{"Réseau", say(p.Network)}, {"Territoire", say(areaWords(p))}, {"Enquête", say(p.Title)},
		{"Vague et édition", say(waveWords(p))}, {"Période de réponse", say(publicPeriod(p))}, {"Réponses", say(answersWords(p))},
		{"Édition", say("Publique : nombres protégés, figés, sans les réponses de personne. Elle peut être montrée à tous.")},
		{"Établi le", say(frenchDate(p.GeneratedOn))},
	}
	var kept []fact
	for _, f := range facts {
		if f.value.text != "" {
			kept = append(kept, f)
		}
	}
	return kept
}

func areaWords(p *disclosure.Publication) string {
	if len(p.Of) == 0 {
		return p.Area.Name
	}
	return p.Area.Name + "\n" + typeset("Ensemble de "+plural(len(p.Of), "territoire", "territoires")+" : "+strings.Join(p.Of, ", "))
}

func publicPeriod(p *disclosure.Publication) string {
	switch {
	case p.From.IsZero() || p.To.IsZero():
		return ""
	case p.From.Equal(p.To):
		return "Le " + frenchDate(p.From)
	}
	return "Du " + frenchDate(p.From) + " au " + frenchDate(p.To)
}

func answersWords(p *disclosure.Publication) string {
	return capital(sizeWords(p)) + invitedWords(p)
}

// invitedWords says how many were asked, and the rate, where they are known.
func invitedWords(p *disclosure.Publication) string {
	if p.Respondents.Kind != disclosure.Exact || p.Invited == 0 {
		return ""
	}
	words := ", pour " + thousands(float64(p.Invited)) + nbsp + "sollicitations"
	if rate, ok := responseRate(p); ok {
		words += fmt.Sprintf(" (%d%s%%)", rate, nbsp)
	}
	return words
}

// leadWords opens the synthesis with a whole sentence. A unit may be children
// or logements, of whom nobody answered.
func leadWords(p *disclosure.Publication) string {
	if p.Respondents.Kind == disclosure.Withheld {
		return capital(sizeWords(p))
	}
	return "Ce diagnostic porte sur " + sizeWords(p) + invitedWords(p)
}

func capital(words string) string {
	r := []rune(words)
	if len(r) == 0 {
		return words
	}
	return strings.ToUpper(string(r[:1])) + string(r[1:])
}

// howToReadPublic is the legend at length.
func howToReadPublic(p *disclosure.Publication) []string {
	if len(p.Floors) == 0 {
		return nil
	}
	sentences := []string{
		"Un effectif publié n’est pas l’effectif exact : il est arrondi au multiple de 5 le plus proche, sans descendre sous le plancher. Lisez « environ »." + exactSize(p),
		underWords(p.Floors) + " : moins de " + floorsWords(p.Floors) + ", zéro compris. On ne dit pas si c’est zéro.",
		"« ≥ » : au moins ce nombre. Il manque moins de " + floorsWords(p.Floors) + " répondants, peut-être aucun : dire « tous » donnerait la réponse de chacun.",
		"nc : non communiqué. Ce nombre peut être petit ou grand ; il est masqué parce qu’une soustraction en aurait révélé un autre.",
		"– : impossible d’après le questionnaire.",
		"Les totaux peuvent différer de la somme des lignes, puisque chaque nombre est arrondi pour lui-même.",
		"Les pourcentages des tableaux portent sur l’ensemble des répondants, « sans réponse » compris ; ceux des indicateurs, sur la base écrite à côté. Ils sont calculés sur les nombres publiés, et n’accompagnent qu’un nombre : à côté d’une fourchette, on lit « au plus » ou « au moins ».",
		"IC 95" + nbsp + "% : intervalle de confiance de Wilson, calculé sur les nombres publiés. Si beaucoup d’autres personnes semblables avaient répondu, le pourcentage se situerait très probablement entre ces deux bornes. Qui a répondu, d’où et quand est connu, et non estimé : pas d’intervalle.",
		"Graphiques : une barre pleine est un nombre publié, ou ce qui est certain (« au moins ») ; une barre hachurée va jusqu’au plus grand nombre possible. Les nc n’ont pas de barre. Un tableau sans nombre publié n’a pas de graphique.",
		"Classements : d’après les nombres publiés. Deux nombres publiés égaux sont « à égalité », même si les nombres exacts diffèrent un peu.",
	}
	if len(p.Floors) > 1 {
		sentences = append(sentences, fmt.Sprintf("Plancher : %d pour ce qui touche des personnes. %d pour les besoins propres des organisations, où aucune personne n’est décrite ; la raison est écrite sous le titre de la question.",
			p.Floors[len(p.Floors)-1], p.Floors[0]))
	}
	return typesetAll(sentences)
}

func exactSize(p *disclosure.Publication) string {
	if p.Respondents.Kind != disclosure.Exact {
		return ""
	}
	return " Seul le nombre de réponses, n, est exact."
}

// publicMethod says what was done before anything was printed.
func publicMethod() []string {
	return typesetAll([]string{
		"Tous les territoires d’une vague sont publiés ensemble. Avant, un programme attaque l’ensemble des fichiers comme le ferait un lecteur malveillant, additions et soustractions comprises, éditions précédentes comprises.",
		"Tant qu’un petit nombre peut être retrouvé, un nombre voisin est remplacé par nc, partout où il apparaît. Si cela ne suffit pas, le tableau est retiré.",
		"Une réponse choisie par très peu de monde dans toute l’enquête est réunie aux « autres réponses », de la même façon dans tous les fichiers.",
		"Une somme (d’enfants, de places…) n’est publiée que si plusieurs répondants y contribuent sans qu’aucun la domine ; elle est arrondie à 5, et à 10 au-dessus de 200.",
		"Ni minimum, ni maximum, ni moyenne, ni réponse libre : une médiane est donnée par sa classe, quand les nombres publiés suffisent à la situer.",
		"Ce classeur ne contient que ce que l’on y voit : aucune formule, aucune feuille, ligne ou colonne masquée. Les graphiques ne reprennent que les nombres des tableaux.",
	})
}

func typesetAll(sentences []string) []string {
	for i := range sentences {
		sentences[i] = typeset(sentences[i])
	}
	return sentences
}

func publicLead(p *disclosure.Publication) string {
	words := leadWords(p) + "."
	if when := publicPeriod(p); when != "" {
		words += " " + when + "."
	}
	if p.Refused != "" {
		words += " " + wholeRefusal(p)
	}
	return words
}

// publicBase says over whom a table counts, under which floor, and why a lower
// one applies.
func publicBase(p *disclosure.Publication, t *disclosure.PublishedTable) string {
	words := "Base : " + sizeWords(p) + ", « sans réponse » compris."
	if t.Measure == survey.MeasureMultiple {
		words += " Plusieurs réponses possibles : le total des pourcentages peut dépasser 100" + nbsp + "%."
	}
	return typeset(words + floorWords(p, t.Floor, t.Reason))
}

// floorWords says the floor where the legend names two.
func floorWords(p *disclosure.Publication, floor int, reason string) string {
	words := ""
	if len(p.Floors) > 1 {
		words = fmt.Sprintf(" Plancher : %d.", floor)
	}
	if reason == "" {
		return words
	}
	return words + " Pourquoi ce plancher plus bas : " + sentence(reason)
}

// sentence ends with one full stop.
func sentence(words string) string { return strings.TrimRight(words, ". ") + "." }

// PublicLabel is how a line of the public edition is named, here and wherever
// else it is told.
func PublicLabel(l disclosure.PublishedLine) string {
	switch {
	case l.Class != nil:
		return classLabel(*l.Class)
	case l.Label != "":
		return l.Label
	}
	switch l.Kind {
	case disclosure.LineMerged:
		return textMergedLine
	case disclosure.LineDontKnow:
		return textDontKnowLine
	case disclosure.LineNotConcerned:
		return textNotConcernedP
	case disclosure.LineBlank:
		return textNoAnswer
	}
	return l.Code
}

// medianWords is the class that holds the median, as its line is labelled.
func medianWords(median string, lines []disclosure.PublishedLine) string {
	for _, l := range lines {
		if median != "" && (l.Label == median || l.Code == median) {
			return PublicLabel(l)
		}
	}
	return median
}

// mostMergedListed is how many answers gathered as rare are named: all the
// communes of a département would fill a page.
const mostMergedListed = 12

func mergedSentence(merged []string) string {
	if len(merged) > mostMergedListed {
		return typeset("« " + textMergedLine + " » réunit ce qui est rare dans toute l’enquête : trop de réponses pour les citer ici.")
	}
	return typeset("« " + textMergedLine + " » réunit ce qui est rare dans toute l’enquête : " + strings.Join(merged, " ; ") + ".")
}

func publicChartWords(title string) string {
	return typeset("Barres horizontales : " + title + ". Pleines : nombre publié ou minimum certain ; hachurées : jusqu’au plus grand nombre possible. Les valeurs sont dans le tableau à gauche.")
}

func publicCrossTitle(x *disclosure.PublishedCross) string {
	return typeset(x.Title + " — selon « " + x.ByTitle + " »")
}

func publicCrossBase(p *disclosure.Publication, x *disclosure.PublishedCross) string {
	return typeset("Effectifs publiés, sur " + sizeWords(p) + "." + floorWords(p, x.Floor, ""))
}

// aboutPublicSection gives a section's whole title when the sheet's name is cut.
func aboutPublicSection(name, title string, tables int) string {
	questions := plural(tables, "question publiée", "questions publiées")
	if name == title {
		return questions
	}
	return title + " — " + questions
}
