package workbook

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"constat/analysis"
	"constat/analysis/disclosure"
	"constat/survey"
)

// Every visible word of the workbook is in this file, frenchsheets.go and
// frenchtables.go.

const (
	nbsp = "\u00a0"

	textFictitious       = "DONNÉES FICTIVES — démonstration, à ne pas diffuser comme un résultat"
	textDash             = "–"
	textBase             = "Base des pourcentages"
	textBaseShort        = "Base"
	textNobody           = "aucune réponse"
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
	analysis.NoteUndeclared:      "{0} réponse(s) différente(s) absente(s) de la liste du formulaire, affichée(s) telle(s) quelle(s).",
	analysis.NoteOutliers:        "Valeurs très élevées, à vérifier auprès de la personne (95e centile : {0}) : {*}. Elles restent dans tous les calculs.",
	analysis.NoteRespondence:     "Moins d’une personne sollicitée sur trois a répondu ({0}" + nbsp + "%) : les résultats décrivent les répondants, ils ne représentent pas l’ensemble.",
	analysis.NoteMultipleBy:      "Une même réponse peut compter dans plusieurs lignes : les lignes ne s’additionnent pas.",
	analysis.NoteCrossImpossible: "Le croisement de «" + nbsp + "{0}" + nbsp + "» par «" + nbsp + "{1}" + nbsp + "» n’est pas possible : les deux questions n’ont pas de catégories communes à une même réponse.",
	analysis.NoteRatioSums:       "Rapport de deux sommes sur les mêmes répondants ; intervalle par linéarisation.",
	analysis.NoteFewReporters:    "Nombres donnés par moins de 20 personnes ({0}) : pourcentage indicatif.",
	analysis.NoteRepeat:          "Compté par élément de «" + nbsp + "{0}" + nbsp + "», et non par répondant.",
	analysis.NoteKnownBase:       "Base sans les «" + nbsp + "ne sait pas" + nbsp + "».",
	analysis.NoteAddedAgain:      "«" + nbsp + "{0}" + nbsp + "» n’est pas ventilé par «" + nbsp + "{1}" + nbsp + "» : le même nombre serait additionné une fois par élément de «" + nbsp + "{2}" + nbsp + "».",
	analysis.NoteFigureRefused:   "L’indicateur «" + nbsp + "{0}" + nbsp + "» n’est pas calculé : ses questions ne se comptent pas ensemble (pas de la même nature, ou l’une dans une répétition et l’autre non).",
	analysis.NoteCalculated:      "Valeur calculée par le formulaire, non posée aux répondants.",
}

// informative notes explain how to read; the others warn.
var informative = map[analysis.NoteCode]bool{
	analysis.NoteMultiple: true, analysis.NoteRanked: true, analysis.NoteMultipleBy: true, analysis.NoteRatioSums: true,
	analysis.NoteRepeat: true, analysis.NoteKnownBase: true, analysis.NoteCalculated: true,
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

// fractionText is « 7 sur 12 ».
func fractionText(s analysis.Share) string {
	if s.Base == 0 {
		return "aucune réponse"
	}
	return thousands(float64(s.Count)) + nbsp + "sur" + nbsp + thousands(float64(s.Base))
}

func personsAnswered(n int) string {
	if n == 0 {
		return "Aucune réponse."
	}
	return plural(n, "réponse", "réponses") + "."
}

// baseSentence says over whom percentages are taken.
func baseSentence(t *analysis.Table) string {
	b := t.Base
	asked := b.Total - b.NotAsked
	unit := func(n int) string {
		if t.Data != nil && t.Data.Scope.Repeat != nil {
			return plural(n, "élément", "éléments")
		}
		return plural(n, "personne", "personnes")
	}
	if b.Total == 0 || asked == 0 {
		return "Cette question n’a été posée à personne."
	}
	if b.Answered() == 0 {
		return typeset("Aucune réponse, sur " + unit(asked) + " à qui la question a été posée.")
	}
	if t.Question == nil {
		sentence := "Base : " + plural(b.Substantive, "réponse", "réponses")
		if b.Total > b.Substantive {
			sentence += " dont le jour est connu, " + thousands(float64(b.Total-b.Substantive)) + " sans date"
		}
		return typeset(sentence + ".")
	}
	sentence := "Base : " + unit(b.Answered()) + " ayant répondu"
	if asked != b.Answered() {
		sentence += ", sur " + thousands(float64(asked)) + " à qui la question a été posée"
	}
	if b.DontKnow > 0 {
		sentence += ", dont " + thousands(float64(b.DontKnow)) + " « ne sait pas »"
	}
	sentence += "."
	if t.Measure == survey.MeasureMultiple && t.Question.Type.Format != survey.FormatRank {
		sentence += " Plusieurs réponses possibles : pourcentages sur les personnes, leur total peut dépasser 100" + nbsp + "%."
	}
	return typeset(sentence)
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
	return []string{first, "Effectif", "%", "IC 95" + nbsp + "%\nde", "IC 95" + nbsp + "%\nà", typeset(known)}
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
	return typeset(kind + " : " + tableTitle(t) + ". Les valeurs sont dans le tableau à gauche.")
}

// fact is a label with what it says.
type fact struct{ label, value string }

var quantityHeaders = []string{"Ensemble des nombres donnés", "Somme", "Médiane", "1er\nquartile", "3e\nquartile", "Maximum"}

func quantityLabel(q *analysis.Quantity) string {
	return typeset(plural(q.N, "réponse chiffrée", "réponses chiffrées") + " ; minimum " + thousands(q.Min) + ", 95e centile " + thousands(q.P95))
}

func quantityReading(q *analysis.Quantity, unit string) string {
	if q.N == 0 {
		return "Aucune réponse chiffrée"
	}
	return typeset(thousands(q.Sum) + nbsp + unitOr(unit) + ", selon " + plural(q.N, "réponse", "réponses") +
		" (médiane " + thousands(q.Median) + ", maximum " + thousands(q.Max) + ")")
}

func unitOr(unit string) string {
	if unit == "" {
		return "au total"
	}
	return unit
}

// figureReading says an indicator in words, counts before percentages.
func figureReading(f *analysis.Figure) string {
	switch {
	case f.Share != nil && f.Share.Base == 0:
		return "Aucune réponse"
	case f.Share != nil:
		return strings.TrimSpace(fractionText(*f.Share) + " " + f.Unit)
	case f.Ratio != nil && f.Ratio.N == 0:
		return "Aucune réponse"
	case f.Ratio != nil:
		return strings.TrimSpace(ratioText(f.Ratio.Over, f.Ratio.Under) + " " + f.Unit)
	case len(f.Parts) == 1:
		return quantityReading(f.Parts[0].Quantity, f.Unit)
	case f.Total != nil && f.Numbered():
		return quantityReading(f.Total, f.Unit)
	case len(f.Parts) > 1:
		return "Par question, ci-dessous"
	case f.Ranking != nil:
		return typeset("Classement : " + personsAnswered(f.Ranking.Base.Answered()))
	}
	return ""
}

func ratioText(over, under float64) string {
	return thousands(over) + nbsp + "sur" + nbsp + thousands(under)
}

// partsReading says what a sum counts and who counted.
func partsReading(f *analysis.Figure) string {
	q := f.Total
	switch {
	case len(f.Parts) == 1:
		q = f.Parts[0].Quantity
	case q == nil:
		return f.Unit
	}
	return typeset(strings.TrimSpace(f.Unit + ", selon " + plural(q.N, "réponse", "réponses") + " (médiane " + thousands(q.Median) + ", maximum " + thousands(q.Max) + ")"))
}

// partLabel names one of several questions whose median is shown.
func partLabel(f *analysis.Figure, part analysis.Part) string {
	return typeset(f.Label + " : " + part.Label)
}

// caution is the short warning of a key figure.
func caution(f *analysis.Figure) string {
	switch {
	case f.Share != nil && f.Share.Base < analysis.MinPercentBase, f.Ratio != nil && f.Ratio.Under < analysis.MinPercentBase:
		return "\neffectif seul"
	case f.Share != nil && f.Share.Indicative(), f.Ratio != nil && f.Ratio.N < analysis.IndicativeBase:
		return "\nindicatif"
	}
	return ""
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
// before do not say.
func contextLine(title string, d *analysis.Diagnostic, r disclosure.Report) string {
	said := []string{title}
	for _, part := range []string{
		subjectName(d), d.Meta.Campaign, plural(d.Participation.Responses, "réponse", "réponses"), editionName(r.Edition()),
	} {
		if part != "" && !slices.Contains(said, part) {
			said = append(said, part)
		}
	}
	return strings.Join(said[1:], "  ·  ")
}

// pageHeader and pageFooter are what every printed page carries. An ampersand
// starts a command there, so that one in a name is doubled.
func pageHeader(m analysis.Meta) string {
	middle := ""
	if m.Fictitious {
		middle = `&C&"Arial,Bold"&9DONNÉES FICTIVES`
	}
	return `&L&"Arial,Regular"&8` + escapeHeader(joinNonEmpty(m.Network, m.Territory.Name)) + middle + `&R&"Arial,Regular"&8` + escapeHeader(m.Campaign)
}

func pageFooter(m analysis.Meta) string {
	return `&L&"Arial,Regular"&8Édition interne — ` + frenchDate(m.GeneratedOn) + `&C&"Arial,Regular"&8&A&R&"Arial,Regular"&8Page &P / &N`
}

// longestHeader keeps a page header, with its commands, under Excel's 255
// characters.
const longestHeader = 70

func escapeHeader(s string) string {
	if r := []rune(s); len(r) > longestHeader {
		s = string(r[:longestHeader-1]) + "…"
	}
	return strings.ReplaceAll(s, "&", "&&")
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
