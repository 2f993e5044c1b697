package workbook

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"constat/analysis"
	"constat/analysis/disclosure"
	"constat/survey"
)

// frenchDate is « 24 novembre 2026 »; the first of a month is « 1er ».
func frenchDate(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	day := fmt.Sprint(t.Day())
	if t.Day() == 1 {
		day = "1er"
	}
	return fmt.Sprintf("%s%s%s %d", day, nbsp, monthNames[t.Month()-1], t.Year())
}

func period(p analysis.Participation, at arrivals) said {
	switch {
	case p.Responses == 0:
		return say("Aucune réponse reçue")
	case p.From.IsZero() || p.To.IsZero():
		return say("Non connue : les réponses n’ont pas de date")
	}
	between := say("Du ").day(p.From, at.from).words(" au ").day(p.To, at.to)
	if at.from == "" || at.to == "" {
		if p.From.Equal(p.To) {
			return say("Le ").day(p.From, at.from)
		}
		return between
	}
	return said{}.choose(p.From.Equal(p.To), at.from+"="+at.to, say("Le ").day(p.From, at.from), between)
}

// day says a day, « 1er » of a month included.
func (s said) day(t time.Time, expression string) said {
	if expression == "" {
		return s.with(frenchDate(t), fragment{text: frenchDate(t)})
	}
	return s.with(frenchDate(t), fragment{text: fmt.Sprintf(`DAY(%[1]s)&IF(DAY(%[1]s)=1,"er","")&"%[2]s"&CHOOSE(MONTH(%[1]s),"%[3]s")&" "&YEAR(%[1]s)`,
		expression, nbsp, strings.Join(monthNames, `","`)), code: true})
}

func readmeTitle(m analysis.Meta) string {
	if m.Fictitious {
		return "Diagnostic territorial (démonstration)"
	}
	return "Diagnostic territorial"
}

func readmeFacts(d *analysis.Diagnostic, r disclosure.Report, at arrivals) []fact {
	m := d.Meta
	facts := []fact{
		{"Réseau", say(m.Network)},
		{"Territoire", say(territoryWords(m.Territory))},
		{"Enquête", say(m.Campaign)},
		{"Questionnaire", say(questionnaireWords(d.Form))},
		{"Période de réponse", period(d.Participation, at)},
		{"État de l’enquête", say(stateWords(m))},
		{"Réponses", responsesWords(d.Participation, at.count)},
		{"Provenance des réponses", say(m.Source)},
		{"Lignes du fichier", say(lineAccounts(m.Lines))},
		{"Édition", say("Interne : toutes les données, ligne par ligne. À garder dans le réseau.")},
		{"Établi le", say(establishedWords(m, r))},
	}
	return slices.DeleteFunc(facts, func(f fact) bool { return f.value.text == "" })
}

func establishedWords(m analysis.Meta, r disclosure.Report) string {
	at := m.GeneratedOn
	if at.IsZero() {
		at = r.At()
	}
	words := frenchDate(at)
	if r.Agent() != "" {
		words += ", pour " + r.Agent()
	}
	return words
}

func questionnaireWords(f *survey.Form) string {
	title := analysis.Plain(f.Title.In(f.DefaultLanguage))
	if title == "" {
		title = f.ID
	}
	if f.Version != "" {
		title += ", version " + f.Version
	}
	return title
}

func territoryWords(t analysis.Territory) string {
	parts := []string{}
	if t.Name != "" {
		parts = append(parts, t.Name)
	}
	if n := len(t.Communes); n > 0 {
		population := 0
		for _, c := range t.Communes {
			population += c.Population
		}
		words := plural(n, "commune", "communes")
		if population > 0 {
			words += ", " + thousands(float64(population)) + nbsp + "habitants"
		}
		parts = append(parts, words)
	}
	if len(t.EPCI) > 0 {
		names := make([]string, len(t.EPCI))
		for i, e := range t.EPCI {
			names[i] = e.Name
		}
		parts = append(parts, "Intercommunalités : "+strings.Join(names, " ; "))
	}
	if t.Hypothesis {
		parts = append(parts, "Ce périmètre est une hypothèse, à confirmer par le réseau.")
	}
	if t.Source != "" {
		parts = append(parts, "Source : "+t.Source)
	}
	return strings.Join(parts, "\n")
}

func stateWords(m analysis.Meta) string {
	if m.Open {
		return "En cours : les chiffres peuvent encore changer."
	}
	if m.Source != "" {
		return ""
	}
	return "Fermée"
}

func responsesWords(p analysis.Participation, count string) said {
	if p.Invited == 0 {
		return said{}.plural(p.Responses, count, "réponse", "réponses").words(" ; le nombre de personnes sollicitées n’est pas connu.")
	}
	return rateWords(p, count)
}

func rateWords(p analysis.Participation, count string) said {
	invited := strconv.Itoa(p.Invited)
	words := said{}.plural(p.Responses, count, "réponse", "réponses").words(" pour " + plural(p.Invited, "personne sollicitée", "personnes sollicitées"))
	if p.Invited < analysis.MinPercentBase {
		return words
	}
	return words.when(p.Responses <= p.Invited, join(count, "<=", invited),
		say(" (").percent(float64(p.Responses), float64(p.Invited), count, invited).words(")"))
}

// responseNote warns of a small part of those invited.
func responseNote(n analysis.Note, p analysis.Participation, count string) said {
	before, after, ok := strings.Cut(noteFrench[n.Code], "{0}"+nbsp+"%")
	if n.Code != analysis.NoteRespondence || !ok {
		return say(noteSentence(n))
	}
	return say(before).percent(float64(p.Responses), float64(p.Invited), count, strconv.Itoa(p.Invited)).words(after)
}

func participationFacts(p analysis.Participation, at arrivals) []fact {
	facts := []fact{{"Réponses", said{}.plural(p.Responses, at.count, "réponse", "réponses")}}
	if p.Invited > 0 {
		facts = append(facts, fact{"Réponses et personnes sollicitées", rateWords(p, at.count)})
	} else {
		facts = append(facts, fact{"Personnes sollicitées", say("nombre non connu : pas de taux de réponse")})
	}
	return append(facts, fact{"Période de réponse", period(p, at)})
}

func howToRead(d *analysis.Diagnostic) []string {
	sentences := []string{
		"Un effectif se lit avant un pourcentage : « 7 sur 12 » d’abord. Sous 11 réponses, aucun pourcentage ; sous 20, il est indicatif ; les décimales n’apparaissent qu’à partir de 100 réponses.",
		"La base d’un pourcentage est le nombre de personnes qui ont répondu à la question, « ne sait pas » compris. La dernière colonne donne le pourcentage sans les « ne sait pas ».",
		"« Non concerné » (question non posée selon les réponses précédentes), « sans réponse » et refus sont comptés à part, sous chaque tableau.",
		"Quand plusieurs réponses sont possibles, les pourcentages portent sur les personnes : leur total peut dépasser 100" + nbsp + "%.",
		"IC 95" + nbsp + "% : intervalle de confiance de Wilson. Si beaucoup d’autres personnes semblables avaient répondu, le pourcentage se situerait très probablement entre ces deux bornes. Qui a répondu, d’où et quand est connu, et non estimé : pas d’intervalle.",
		"Les nombres déclarés (enfants, patientes, logements) viennent de plusieurs professionnels : une même personne peut être comptée plusieurs fois. On ne compare pas des territoires sur ces sommes.",
		"Toutes les réponses proposées figurent dans les tableaux, même sans aucune réponse.",
	}
	if len(d.Verbatims) > 0 {
		sentences = append(sentences, "Les réponses libres sont dans la feuille Verbatims et non dans les Données : rien ne les rattache à une personne.")
	}
	if len(d.Estimates) > 0 {
		sentences = append(sentences, "La feuille Estimation encadre le nombre de personnes différentes, étape par étape, et dit sur quoi repose chaque borne.")
	}
	for i := range sentences {
		sentences[i] = typeset(sentences[i])
	}
	return sentences
}

// howToCorrect says what follows a correction of the data, and what does not.
func howToCorrect() []string {
	sentences := []string{
		"Les effectifs, bases, pourcentages, intervalles, sommes et médianes sont des formules : cliquez sur un chiffre pour voir de quelles colonnes de la feuille Données il vient.",
		"Corrigez une ligne dans la feuille Données et tout suit, graphiques compris. Écrivez les réponses comme les autres lignes les écrivent (mêmes libellés) ; pour une question à plusieurs réponses, corrigez les colonnes « question/choix » (1 coché, 0 non coché) : le texte de la question dit seulement si elle a reçu une réponse.",
		"Pour ajouter une réponse, écrivez sous la dernière ligne du tableau (Excel l’agrandit ; dans LibreOffice, insérez d’abord une ligne à l’intérieur), en lui donnant un numéro en première colonne.",
		"Les seuils suivent aussi : un pourcentage dont la base passe sous 11 devient un tiret.",
		"Restent comme au jour de l’édition : la liste et l’ordre des réponses dans les tableaux, les classes de nombres et les mois, les réponses libres et leur nombre, les remarques sous les tableaux, le choix d’un graphique en effectifs ou en pourcentages, le nombre de personnes sollicitées, la lecture du fichier.",
	}
	for i := range sentences {
		sentences[i] = typeset(sentences[i])
	}
	return sentences
}

// lineAccounts says how many lines were read, counted and not, file by file.
func lineAccounts(accounts []analysis.LineAccount) string {
	lines := make([]string, len(accounts))
	for i, a := range accounts {
		lines[i] = fmt.Sprintf("%s"+nbsp+": %s, %s", a.Table, plural(a.Read, "ligne lue", "lignes lues"), plural(a.Counted, "comptée", "comptées"))
		if a.Header > 0 {
			lines[i] += fmt.Sprintf(", %d de noms de colonnes", a.Header)
		}
		if others := a.Others(); others > 0 {
			lines[i] += ", " + plural(others, "non comptée (voir plus bas)", "non comptées (voir plus bas)")
		}
	}
	return strings.Join(lines, "\n")
}

func readingTitle(outcome analysis.ReadingOutcome, n int) string {
	switch outcome {
	case analysis.ReadingKept:
		return plural(n, "élément du fichier de réponses gardé tel quel, à vérifier", "éléments du fichier de réponses gardés tels quels, à vérifier")
	case analysis.ReadingRefused:
		return plural(n, "élément refusé par le questionnaire, hors de tous les calculs", "éléments refusés par le questionnaire, hors de tous les calculs")
	case analysis.ReadingOutside:
		return plural(n, "réponse qui n’est pas dans la liste, comptée comme «"+nbsp+analysis.UnlistedLabel+nbsp+"»", "réponses qui ne sont pas dans la liste, comptées comme «"+nbsp+analysis.UnlistedLabel+nbsp+"»")
	case analysis.ReadingAsked:
		return plural(n, "élément à trancher : le fichier ne dit pas ce qu’il faut en faire", "éléments à trancher : le fichier ne dit pas ce qu’il faut en faire")
	case analysis.ReadingAside:
		return plural(n, "ligne du fichier qui n’est pas une réponse, non comptée", "lignes du fichier qui ne sont pas des réponses, non comptées")
	case analysis.ReadingAbsent:
		return plural(n, "question sans colonne dans le fichier, comptée comme non posée", "questions sans colonne dans le fichier, comptées comme non posées")
	}
	return plural(n, "élément du fichier de réponses n’a pas pu être lu", "éléments du fichier de réponses n’ont pas pu être lus")
}

func readingRest(n int) string {
	return "… et " + plural(n, "autre", "autres") + "."
}

func readingPlace(p analysis.ReadingProblem) string {
	var parts []string
	if p.Row > 0 {
		parts = append(parts, fmt.Sprintf("Ligne %d", p.Row))
	}
	switch {
	case p.Column != "" && p.Row > 0:
		parts = append(parts, "colonne "+p.Column)
	case p.Column != "":
		parts = append(parts, "Colonne "+p.Column)
	}
	return strings.Join(parts, ", ")
}

func synthesisLead(d *analysis.Diagnostic, at arrivals, where map[*analysis.Coverage]said) said {
	p := d.Participation
	words := responsesWords(p, at.count)
	if p.Invited == 0 {
		words = said{}.plural(p.Responses, at.count, "réponse", "réponses")
	}
	if !p.From.IsZero() && p.Responses > 0 {
		words = words.words(". ").and(period(p, at))
	}
	words = words.words(".")
	for _, v := range d.Coverage {
		sentence, ok := where[v]
		if !ok {
			sentence = coverageSentence(v, covering{})
		}
		words = words.words(" ").and(sentence)
	}
	return words
}

func coverageUnit(unit string, n int) string {
	switch unit {
	case "commune":
		return plural(n, "commune", "communes")
	case "epci":
		return plural(n, "intercommunalité", "intercommunalités")
	}
	return plural(n, "secteur du questionnaire", "secteurs du questionnaire")
}

func coverageSentence(v *analysis.Coverage, at covering) said {
	covered, population, total := v.Covered()
	sentence := said{}.count(covered, at.places()).words(" sur " + coverageUnit(v.Unit, len(v.Places)))
	if v.Unit == "commune" {
		sentence = sentence.agree(covered, at.places(), " a", " ont").words(" au moins une réponse")
	} else {
		sentence = sentence.words(" : au moins une réponse en parle")
	}
	if total > 0 {
		sentence = sentence.words(", soit ").number(float64(population), at.inhabitants()).words(" habitants sur ").
			number(float64(total), at.everybody()).words(" (").
			percent(float64(population), float64(total), at.inhabitants(), at.everybody()).words(")")
	}
	sentence = sentence.words(".")
	several := say(" ").plural(v.Answered, at.answered(), "réponse indique un lieu", "réponses indiquent un lieu").words(", dont ").
		count(v.Several, at.unnamed()).words(" sur plusieurs secteurs, sans dire lesquels.")
	everywhere := say(" ").plural(v.Everywhere, at.count(at.everywhere), "réponse", "réponses").words(" « " + v.EverywhereLabel + " ».")
	elsewhere := say(" ").plural(v.Elsewhere, at.elsewhere(), "réponse ne cite qu’un lieu", "réponses ne citent que des lieux").words(" hors du territoire.")
	return sentence.when(v.Several > 0, join(at.unnamed(), ">", "0"), several).
		when(v.Everywhere > 0, join(at.count(at.everywhere), ">", "0"), everywhere).
		when(v.Elsewhere > 0, join(at.elsewhere(), ">", "0"), elsewhere)
}

func coverageHeaders(unit string) []string {
	first, last := "Secteur", ""
	switch unit {
	case "commune":
		first, last = "Commune", "Intercommunalité"
	case "epci":
		first = "Intercommunalité"
	}
	if unit != "commune" && unit != "epci" {
		return []string{first, "Réponses", "Couvert", "", "", "", "", ""}
	}
	return []string{first, "Réponses", "Couvert", "Habitants", "Code", "", "", last}
}

var crossQuantityHeaders = []string{"Somme", "Médiane", "Minimum", "Maximum", "1er quartile", "3e quartile"}

func crossSentence(x *analysis.Cross, base string) said {
	return say("Selon « " + x.ByTitle + " ». ").and(personsAnswered(x.All.Base, base))
}

func nature(c *analysis.Column) string {
	switch c.Measure {
	case survey.MeasureNominal:
		return "Une réponse"
	case survey.MeasureMultiple:
		return "Plusieurs réponses"
	case survey.MeasureOrdinal:
		return "Échelle"
	case survey.MeasureQuantity:
		return "Nombre"
	case survey.MeasureDate:
		return "Date"
	case survey.MeasureVerbatim:
		return "Texte libre (feuille Verbatims)"
	}
	return ""
}

func missingMark(c analysis.Category) string {
	switch {
	case c.Missing == survey.DontKnow:
		return " [ne sait pas]"
	case c.Missing == survey.NotApplicable:
		return " [non concerné]"
	case c.Missing == survey.Refused:
		return " [refus]"
	case c.Undeclared && c.Label != analysis.UnlistedLabel:
		return " [hors liste]"
	}
	return ""
}

func longList(n int) string {
	return "Liste de " + plural(n, "choix", "choix") + ", dans le questionnaire"
}

func repeatSentence(label string) string {
	return "Pour chaque élément de «" + nbsp + label + nbsp + "»"
}

// verbatimCuts says what of the texts a sheet cannot hold.
func verbatimCuts(long, left int) []string {
	var sentences []string
	if long > 0 {
		sentences = append(sentences, typeset(plural(long, "texte est plus long", "textes sont plus longs")+" qu’une cellule (32 767 caractères) ; l’export (textes-libres.csv) garde tout."))
	}
	if left > 0 {
		sentences = append(sentences, typeset(plural(left, "texte de plus", "textes de plus")+" : une feuille Excel n’a que 1 048 576 lignes. Ils sont tous dans l’export (textes-libres.csv)."))
	}
	return sentences
}

func verbatimCount(n int) string {
	if n == 0 {
		return "Aucune réponse."
	}
	return plural(n, "réponse", "réponses")
}

func dataTitle(d *analysis.Diagnostic) string {
	title := "Données — une ligne par réponse. Cellule vide : sans réponse ; " + textNotAskedCell + " : question non posée selon les réponses précédentes. " +
		"Les colonnes « question/choix » (à droite) valent 1 si le choix est coché, 0 s’il ne l’est pas ; vides sans réponse, en cas de refus ou si la personne n’est pas concernée."
	if d.Meta.Fictitious {
		title = textFictitious + ". " + title
	}
	return typeset(title)
}

// formChangeSentence says that the questionnaire changed while people answered.
func formChangeSentence(c analysis.FormChange) string {
	sentence := "Le questionnaire a changé le " + frenchDate(c.On) + ". Les réponses déjà reçues sont lues avec la nouvelle version"
	if len(c.Questions) == 0 {
		return sentence + "."
	}
	labels := make([]string, len(c.Questions))
	for i, label := range c.Questions {
		labels[i] = "«" + nbsp + analysis.Plain(label) + nbsp + "»"
	}
	return sentence + nbsp + ": " + strings.Join(labels, ", ") + "."
}
