package workbook

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"constat/analysis"
	"constat/analysis/disclosure"
	"constat/survey"
)

// Every visible word of the workbook is in this file and those whose names
// begin as its own does.

const (
	nbsp = "\u00a0"

	textFictitious       = "DONNÉES FICTIVES — démonstration, à ne pas diffuser comme un résultat"
	textDash             = "–"
	textBase             = "Base des pourcentages"
	textBaseShort        = "Base"
	textNobody           = "aucune réponse"
	textNoAnswers        = "Aucune réponse"
	textNeverAsked       = "Questions posées à personne"
	textAll              = "Ensemble"
	textNotConcerned     = "Non concerné (question non posée, ou réponse « non concerné »)"
	textNoAnswer         = "Sans réponse"
	textRefused          = "Ne souhaite pas répondre"
	textSeeVerbatims     = "Lire les réponses dans la feuille Verbatims"
	textLooseSection     = "Questions générales"
	textMonths           = "Réponses reçues, par mois"
	textAnswers          = "Réponses"
	textRowPercents      = "% de la base de chaque ligne"
	textColumnPercents   = "% de la base de chaque colonne"
	textContents         = "Contenu du classeur"
	textHowToCorrect     = "Corriger les données"
	textHowToRead        = "Comment lire ce diagnostic"
	textNotCounted       = "Demandé, mais non calculé"
	textChooseFigures    = "Ajoutez une feuille «" + nbsp + "diagnostic" + nbsp + "» au questionnaire pour choisir les indicateurs."
	textKeyFigures       = "Chiffres clés"
	textNeeds            = "Ce que disent les répondants, du plus au moins cité"
	textAlways           = "Toujours"
	textCalculated       = "Calculée par le formulaire ou portée par le lien"
	textRowNumber        = "N°"
	textRowNumberLong    = "Numéro d’ordre, sans lien avec la personne"
	textDay              = "Jour"
	textDayLong          = "Jour de réception"
	textParentNumber     = "N° réponse"
	textParentNumberLong = "Numéro de la réponse dans la feuille Données"
	textRepeatNumberLong = "Numéro de la ligne dans la feuille de cette répétition"
	textTicksAside       = " (texte à lire" + nbsp + "; pour corriger un choix coché, voir les colonnes «" + nbsp + "question/choix" + nbsp + "» à droite)"
	textExtension        = "Extrapolation à toutes les personnes sollicitées, à part"
	textDoubleCount      = "Pourquoi une fourchette ?"
	textStepGroups       = "Étape 1 : additionner par type de structure"
	textStepCentral      = "Étape 2 : retirer la moitié de ce qui est partagé"
	textVerbatimCare     = "Réponses libres, dans l’ordre alphabétique : rien n’indique qui a écrit. Relisez-les avant de les montrer."
	textCrossReading     = "Chaque pourcentage porte sur la base de sa propre ligne (ou colonne). Sous 11 réponses, aucun pourcentage n’est affiché (–). Toutes les catégories figurent, même vides."
)

// noteFrench has the sentences of notes, by code; {0}, {1}… are the note's arguments.
var noteFrench = map[analysis.NoteCode]string{
	analysis.NoteEmpty:           "Aucune réponse.",
	analysis.NoteTooFew:          "Moins de 11 réponses : effectifs seulement, sans pourcentage.",
	analysis.NoteIndicative:      "Moins de 20 réponses : pourcentages indicatifs.",
	analysis.NoteMultiple:        "Plusieurs réponses possibles : le total des pourcentages peut dépasser 100" + nbsp + "%.",
	analysis.NoteRanked:          "Réponses classées par ordre de préférence : chaque choix est compté une fois, quel que soit son rang.",
	analysis.NoteUndeclared:      "«" + nbsp + "{0}" + nbsp + "» réunit les réponses qui ne sont pas dans la liste du questionnaire : un choix retiré depuis, ou un texte écrit à la place.",
	analysis.NoteLostChoices:     "Choix que le questionnaire n’a plus : {0}.",
	analysis.NoteOutliers:        "Valeurs très élevées au regard des autres (95e centile : {0}) : {*}. Faute de frappe ou vrai nombre, des réponses anonymes ne permettent pas de le vérifier : elles restent dans tous les calculs.",
	analysis.NoteRespondence:     "Moins d’une personne sollicitée sur trois a répondu ({0}" + nbsp + "%) : les résultats décrivent les répondants, ils ne représentent pas l’ensemble.",
	analysis.NoteMultipleBy:      "Une même réponse peut compter dans plusieurs lignes : les lignes ne s’additionnent pas.",
	analysis.NoteCrossImpossible: "Le croisement de «" + nbsp + "{0}" + nbsp + "» par «" + nbsp + "{1}" + nbsp + "» n’est pas possible : les deux questions n’ont pas de catégories communes à une même réponse.",
	analysis.NoteRatioSums:       "Rapport de deux sommes sur les mêmes répondants ; intervalle de Student, par linéarisation.",
	analysis.NoteFewReporters:    "Nombres donnés par moins de 20 personnes ({0}) : pourcentage indicatif.",
	analysis.NoteRatioTooFew:     "Moins de 11 au dénominateur : les deux totaux seulement, sans rapport.",
	analysis.NoteRatioReporters:  "Nombres donnés par moins de 20 personnes ({0}) : rapport indicatif.",
	analysis.NoteMeanMedian:      "Moins de 10 nombres : la médiane est montrée à la place de la moyenne.",
	analysis.NoteRepeat:          "Compté par élément de «" + nbsp + "{0}" + nbsp + "», et non par répondant.",
	analysis.NoteKnownBase:       "Base sans les «" + nbsp + "ne sait pas" + nbsp + "».",
	analysis.NoteAddedAgain:      "«" + nbsp + "{0}" + nbsp + "» n’est pas ventilé par «" + nbsp + "{1}" + nbsp + "» : le même nombre serait additionné une fois par élément de «" + nbsp + "{2}" + nbsp + "».",
	analysis.NoteFigureRefused:   "L’indicateur «" + nbsp + "{0}" + nbsp + "» n’est pas calculé : ses questions ne se comptent pas ensemble (pas de la même nature, ou l’une dans une répétition et l’autre non).",
	analysis.NoteMissingCodes:    "Codes de valeur manquante, comptés comme sans réponse ou non posés et laissés hors des calculs (nombre : {0}).",
	analysis.NoteImpossible:      "Valeurs que le questionnaire refuse, comptées comme sans réponse et laissées hors des calculs (nombre : {0}).",
	analysis.NoteSuspect:         "À VÉRIFIER : {0} (nombre de fois : {1}) ressemble à un code de valeur manquante, et compte dans tous les calculs. Si c’en est un, ajoutez une ligne « missing » à la feuille diagnostic du questionnaire ; si c’est un vrai nombre, une ligne « missing » dont le label est « vrai nombre ».",
	analysis.NoteUnread:          "À VÉRIFIER : la condition qui dit à qui cette question est posée n’a pas pu être lue. « Non concerné » est donc inconnu : les réponses vides sont comptées « sans réponse », et peuvent venir de personnes non concernées.",
	analysis.NoteCalculated:      "Valeur calculée par le formulaire, non posée aux répondants.",
}

// informative notes explain how to read; the others warn.
var informative = map[analysis.NoteCode]bool{
	analysis.NoteMultiple: true, analysis.NoteRanked: true, analysis.NoteMultipleBy: true, analysis.NoteRatioSums: true,
	analysis.NoteRepeat: true, analysis.NoteKnownBase: true, analysis.NoteCalculated: true, analysis.NoteMissingCodes: true,
	analysis.NoteUndeclared: true, analysis.NoteLostChoices: true,
}

func noteSentence(n analysis.Note) string {
	sentence := noteFrench[n.Code]
	for i, arg := range n.Args {
		sentence = strings.ReplaceAll(sentence, "{"+strconv.Itoa(i)+"}", comma(arg))
	}
	if len(n.Args) > 1 {
		rest := make([]string, 0, len(n.Args)-1)
		for _, arg := range n.Args[1:] {
			rest = append(rest, comma(arg))
		}
		sentence = strings.ReplaceAll(sentence, "{*}", strings.Join(rest, nbsp+"; "))
	}
	return typeset(sentence)
}

func noteSentences(notes []analysis.Note) []string {
	var sentences []string
	for _, n := range notes {
		sentences = append(sentences, noteSentence(n))
	}
	return sentences
}

// comma turns the decimal point of a bare number into a comma.
func comma(s string) string {
	if _, err := strconv.ParseFloat(s, 64); err == nil {
		return strings.Replace(s, ".", ",", 1)
	}
	return s
}

// typeset puts the no-break spaces that French wants before double signs.
func typeset(s string) string {
	return strings.NewReplacer(" :", nbsp+":", " ;", nbsp+";", " ?", nbsp+"?", " !", nbsp+"!", "« ", "«"+nbsp, " »", nbsp+"»").Replace(s)
}

func plural(n int, one, many string) string {
	if n < 2 {
		return thousands(float64(n)) + nbsp + one
	}
	return thousands(float64(n)) + nbsp + many
}

// thousands writes a number for a sentence: no-break space, decimal comma, two
// decimals at most.
func thousands(x float64) string {
	digits, fraction, _ := strings.Cut(strconv.FormatFloat(math.Round(x*100)/100, 'f', -1, 64), ".")
	sign := ""
	if strings.HasPrefix(digits, "-") {
		sign, digits = "−", digits[1:]
	}
	var out strings.Builder
	for i, r := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			out.WriteString(nbsp)
		}
		out.WriteRune(r)
	}
	if fraction != "" {
		out.WriteString("," + fraction)
	}
	return sign + out.String()
}

// fractionText is « 7 sur 12 », of a unit, or that there is no answer.
func fractionText(share analysis.Share, at spot, unit, none string) said {
	fraction := said{}.count(share.Count, at.count).words(nbsp+"sur"+nbsp).count(share.Base, at.base).words(unitAfter(unit))
	switch {
	case at.base != "":
		return said{}.choose(share.Base == 0, at.base+"=0", say(none), fraction)
	case share.Base == 0:
		return say(none)
	}
	return fraction
}

func personsAnswered(n int, expression string) said {
	some := said{}.plural(n, expression, "réponse", "réponses").words(".")
	if expression == "" && n > 0 {
		return some
	}
	if expression == "" {
		return say("Aucune réponse.")
	}
	return said{}.choose(n == 0, expression+"=0", say("Aucune réponse."), some)
}

// baseSentence says over whom percentages are taken.
func baseSentence(t *analysis.Table, c counted) said {
	b := t.Base
	asked := b.Total - b.NotAsked
	one, many := "personne", "personnes"
	if t.Data != nil && t.Data.Scope.Repeat != nil {
		one, many = "élément", "éléments"
	}
	if b.Total == 0 || asked == 0 {
		return say("Cette question n’a été posée à personne.")
	}
	if b.Answered() == 0 {
		return say("Aucune réponse, sur ").plural(asked, "", one, many).words(" à qui la question a été posée.")
	}
	sentence := say("Base : ")
	if t.Question == nil {
		undated := say(" dont le jour est connu, ").count(b.Total-b.Substantive, join(c.asked(), "-", c.baseCell)).words(" sans date")
		sentence = sentence.plural(b.Substantive, c.baseCell, "réponse", "réponses").
			when(b.Total > b.Substantive, join(c.asked(), ">", c.baseCell), undated)
		return sentence.words(".").and(thresholdAside(t, c.baseCell))
	}
	among := say(", sur ").count(asked, c.asked()).words(" à qui la question a été posée")
	doubtful := say(", dont ").count(b.DontKnow, c.dontKnow()).words(" « ne sait pas »")
	sentence = sentence.plural(b.Answered(), c.baseCell, one, many).words(" ayant répondu").
		when(asked != b.Answered(), join(c.asked(), "<>", c.baseCell), among)
	if c.dontKnow() != "" || b.DontKnow > 0 {
		sentence = sentence.when(b.DontKnow > 0, join(c.dontKnow(), ">", "0"), doubtful)
	}
	sentence = sentence.words(".")
	if t.Measure == survey.MeasureMultiple && t.Question.Type.Format != survey.FormatRank {
		sentence = sentence.words(" Plusieurs réponses possibles : pourcentages sur les personnes, leur total peut dépasser 100" + nbsp + "%.")
	}
	return sentence.and(thresholdAside(t, c.baseCell))
}

// join writes an expression of two, "" when one is unknown.
func join(left, sign, right string) string {
	if left == "" || right == "" {
		return ""
	}
	return left + sign + right
}

// thresholdAside warns, in the base's own sentence, of a base that corrections
// would make small; one that is small today has its note.
func thresholdAside(t *analysis.Table, base string) said {
	if base == "" || t.Base.Answered() < analysis.IndicativeBase {
		return said{}
	}
	return thresholds(t.Base.Answered(), base, " ⚠ ", "")
}

// thresholds warns of a small base, between two texts.
func thresholds(n int, base, before, after string) said {
	few := say(before + noteFrench[analysis.NoteTooFew] + after)
	indicative := said{}.choose(n < analysis.IndicativeBase, fmt.Sprintf("%s<%d", base, analysis.IndicativeBase),
		say(before+noteFrench[analysis.NoteIndicative]+after), said{})
	return said{}.choose(n < analysis.MinPercentBase, fmt.Sprintf("%s<%d", base, analysis.MinPercentBase), few, indicative)
}

func tableHeaders(t *analysis.Table) []string {
	first := "Réponse"
	switch t.Measure {
	case survey.MeasureQuantity:
		first = "Classe de valeurs"
	case survey.MeasureDate:
		first = "Période"
	}
	known := "% hors\n« ne sait pas »"
	if t.Base.DontKnow == 0 {
		known = ""
	}
	low, high := "IC 95"+nbsp+"%\nde", "IC 95"+nbsp+"%\nà"
	if t.Describes {
		low, high = "", ""
	}
	return []string{first, "Effectif", "%", low, high, typeset(known)}
}

// tableTitle is a question's text; the table of days has none.
func tableTitle(t *analysis.Table) string {
	if t.Question == nil {
		return textMonths
	}
	return t.Title
}

func lineLabel(t *analysis.Table, line analysis.Line) string {
	if t.Measure == survey.MeasureDate {
		return monthLabel(line.Code)
	}
	if line.Class != nil {
		return classLabel(*line.Class)
	}
	return line.Label
}

func classLabel(c analysis.Class) string {
	low, high := thousands(c.Low), thousands(c.High)
	switch {
	case c.Low == c.High:
		return low
	case c.Open():
		return low + " et plus"
	case c.Whole:
		return low + " à " + high
	case c.Last:
		return "de " + low + " à " + high
	}
	return "de " + low + " à moins de " + high
}

var monthNames = []string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"}

// monthLabel turns 2026-03 into mars 2026, and leaves years.
func monthLabel(code string) string {
	year, month, ok := strings.Cut(code, "-")
	n, err := strconv.Atoi(month)
	if !ok || err != nil || n < 1 || n > 12 {
		return code
	}
	return monthNames[n-1] + " " + year
}

func chartDescription(t *analysis.Table) string {
	kind := "Barres horizontales"
	if stacked(t) {
		kind = "Barre empilée"
	}
	return typeset(kind + " : " + quote(tableTitle(t)) + ". Les valeurs sont dans le tableau à gauche.")
}

func documentTitle(d *analysis.Diagnostic) string {
	return strings.TrimSpace("Diagnostic — " + subjectName(d))
}

func subjectName(d *analysis.Diagnostic) string {
	if d.Meta.Network != "" {
		return d.Meta.Network
	}
	if title := d.Form.Title.In(d.Form.DefaultLanguage); title != "" {
		return analysis.Plain(title)
	}
	return d.Form.ID
}

func documentSubject(m analysis.Meta) string { return m.Campaign }

func documentKeywords(m analysis.Meta) string {
	if m.Fictitious {
		return "édition interne, données fictives"
	}
	return "édition interne"
}

func editionName(e disclosure.Edition) string {
	if e == disclosure.EditionInternal {
		return "édition interne"
	}
	return ""
}

// contextLine is the second line of every sheet: what its title and the parts
// before do not say. responses is what counts them.
func contextLine(title string, d *analysis.Diagnostic, r disclosure.Report, responses string) said {
	seen := []string{title, ""}
	var line said
	for _, part := range []said{
		say(subjectName(d)), say(d.Meta.Campaign),
		said{}.plural(d.Participation.Responses, responses, "réponse", "réponses"), say(editionName(r.Edition())),
	} {
		if slices.Contains(seen, part.text) {
			continue
		}
		if line.text != "" {
			line = line.words("  ·  ")
		}
		seen = append(seen, part.text)
		line = line.and(part)
	}
	return line
}

func joinNonEmpty(parts ...string) string {
	var kept []string
	for _, p := range parts {
		if p != "" && (len(kept) == 0 || kept[len(kept)-1] != p) {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, " — ")
}
