package workbook

import (
	"fmt"
	"math"
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

func period(p analysis.Participation) string {
	switch {
	case p.Responses == 0:
		return "Aucune réponse reçue"
	case p.From.IsZero() || p.To.IsZero():
		return "Non connue" + nbsp + ": les réponses n’ont pas de date"
	case p.From.Equal(p.To):
		return "Le " + frenchDate(p.From)
	}
	return "Du " + frenchDate(p.From) + " au " + frenchDate(p.To)
}

func readmeTitle(m analysis.Meta) string {
	if m.Fictitious {
		return "Diagnostic territorial (démonstration)"
	}
	return "Diagnostic territorial"
}

func readmeFacts(d *analysis.Diagnostic, r disclosure.Report) []fact {
	m := d.Meta
	facts := []fact{
		{"Réseau", m.Network},
		{"Territoire", territoryWords(m.Territory)},
		{"Enquête", m.Campaign},
		{"Questionnaire", questionnaireWords(d.Form)},
		{"Période de réponse", period(d.Participation)},
		{"État de l’enquête", stateWords(m)},
		{"Réponses", responsesWords(d.Participation)},
		{"Provenance des réponses", m.Source},
		{"Édition", "Interne : toutes les données, ligne par ligne. À garder dans le réseau."},
		{"Établi le", establishedWords(m, r)},
	}
	var kept []fact
	for _, f := range facts {
		if f.value != "" {
			kept = append(kept, fact{f.label, typeset(f.value)})
		}
	}
	return kept
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

func responsesWords(p analysis.Participation) string {
	if p.Invited == 0 {
		return plural(p.Responses, "réponse", "réponses") + " ; le nombre de personnes sollicitées n’est pas connu."
	}
	return rateWords(p)
}

func rateWords(p analysis.Participation) string {
	words := thousands(float64(p.Responses)) + nbsp + "réponses pour " + thousands(float64(p.Invited)) + nbsp + "personnes sollicitées"
	if value, ok := p.Rate.Fraction(); ok {
		words += fmt.Sprintf(" (%.0f%s%%)", 100*value, nbsp)
	}
	return words
}

func participationFacts(p analysis.Participation, m analysis.Meta) []fact {
	facts := []fact{{"Réponses", plural(p.Responses, "réponse", "réponses")}}
	if p.Invited > 0 {
		facts = append(facts, fact{"Réponses et personnes sollicitées", rateWords(p)})
	} else {
		facts = append(facts, fact{"Personnes sollicitées", "nombre non connu : pas de taux de réponse"})
	}
	return append(facts, fact{"Période de réponse", period(p)})
}

func howToRead(d *analysis.Diagnostic) []string {
	sentences := []string{
		"Un effectif se lit avant un pourcentage : « 7 sur 12 » d’abord. Sous 11 réponses, aucun pourcentage ; sous 20, il est indicatif ; les décimales n’apparaissent qu’à partir de 100 réponses.",
		"La base d’un pourcentage est le nombre de personnes qui ont répondu à la question, « ne sait pas » compris. La dernière colonne donne le pourcentage sans les « ne sait pas ».",
		"« Non concerné » (question non posée selon les réponses précédentes), « sans réponse » et refus sont comptés à part, sous chaque tableau.",
		"Quand plusieurs réponses sont possibles, les pourcentages portent sur les personnes : leur total peut dépasser 100" + nbsp + "%.",
		"IC 95" + nbsp + "% : intervalle de confiance de Wilson. Si beaucoup d’autres personnes semblables avaient répondu, le pourcentage se situerait très probablement entre ces deux bornes.",
		"Les nombres déclarés (enfants, patientes, logements) viennent de plusieurs professionnels : une même personne peut être comptée plusieurs fois. On ne compare pas des territoires sur ces sommes.",
		"Toutes les réponses proposées figurent dans les tableaux, même sans aucune réponse.",
	}
	if len(d.Verbatims) > 0 {
		sentences = append(sentences, "Les réponses libres sont dans la feuille Verbatims et non dans les Données : rien ne les rattache à une personne.")
	}
	if len(d.Estimates) > 0 {
		sentences = append(sentences, "La feuille Estimation borne le nombre de personnes différentes, étape par étape.")
	}
	for i := range sentences {
		sentences[i] = typeset(sentences[i])
	}
	return sentences
}

func readingTitle(outcome analysis.ReadingOutcome, n int) string {
	switch outcome {
	case analysis.ReadingKept:
		return plural(n, "élément du fichier de réponses gardé tel quel, à vérifier", "éléments du fichier de réponses gardés tels quels, à vérifier")
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

func synthesisLead(d *analysis.Diagnostic) string {
	p := d.Participation
	words := responsesWords(p)
	if p.Invited == 0 {
		words = plural(p.Responses, "réponse", "réponses")
	}
	if !p.From.IsZero() && p.Responses > 0 {
		words += ". " + period(p)
	}
	words += "."
	for _, v := range d.Coverage {
		words += " " + coverageSentence(v)
	}
	return typeset(words)
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

func coverageSentence(v *analysis.Coverage) string {
	covered, population, total := v.Covered()
	sentence := fmt.Sprintf("%d sur %s : au moins une réponse en parle", covered, coverageUnit(v.Unit, len(v.Places)))
	if v.Unit == "commune" {
		sentence = fmt.Sprintf("%d sur %s ont au moins une réponse", covered, coverageUnit(v.Unit, len(v.Places)))
	}
	if total > 0 {
		sentence += fmt.Sprintf(", soit %s habitants sur %s (%.0f%s%%)", thousands(float64(population)), thousands(float64(total)), 100*float64(population)/float64(total), nbsp)
	}
	sentence += "."
	if v.Several > 0 {
		sentence += " " + plural(v.Answered, "réponse indique un lieu", "réponses indiquent un lieu") + ", dont " +
			thousands(float64(v.Several)) + " sur plusieurs secteurs, sans dire lesquels."
	}
	if v.Everywhere > 0 {
		sentence += " " + plural(v.Everywhere, "réponse", "réponses") + " « " + v.EverywhereLabel + " »."
	}
	if v.Elsewhere > 0 {
		sentence += " " + plural(v.Elsewhere, "réponse ne cite qu’un lieu", "réponses ne citent que des lieux") + " hors du territoire."
	}
	return typeset(sentence)
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

func crossSentence(x *analysis.Cross) string {
	return typeset("Selon « " + x.ByTitle + " ». " + personsAnswered(x.All.Base))
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
	case c.Undeclared:
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

func verbatimCount(n int) string {
	if n == 0 {
		return "Aucune réponse."
	}
	return plural(n, "réponse", "réponses")
}

func dataTitle(d *analysis.Diagnostic) string {
	title := "Données — une ligne par réponse, " + plural(d.Participation.Responses, "réponse", "réponses") +
		". Cellule vide : sans réponse ; " + textNotAskedCell + " : question non posée selon les réponses précédentes. " +
		"Les colonnes « question/choix » (à droite) valent 1 si le choix est coché, 0 s’il ne l’est pas ; vides sans réponse, en cas de refus ou si la personne n’est pas concernée."
	if d.Meta.Fictitious {
		title = textFictitious + ". " + title
	}
	return typeset(title)
}

// boundLine is one bound of an estimate.
type boundLine struct {
	label, how string
	value      float64
	known      bool
}

func estimateLines(e *analysis.Estimate) []boundLine {
	usual := "Le plus grand total déclaré par un même type de structure : dans un type, chaque personne n’est suivie qu’une fois (une seule école, par exemple)."
	central := "Somme des nombres déclarés, moins la moitié de la part connue d’un autre professionnel (étape 2), entre plancher usuel et plafond."
	if e.Overlap != nil && !e.HasCentral {
		central = "Personne n’a indiqué la part connue d’un autre professionnel : pas de valeur centrale."
	} else if e.Overlap == nil {
		central = "Le questionnaire ne demande pas la part connue d’un autre professionnel : pas de valeur centrale."
	}
	lines := []boundLine{
		{"Plancher strict", "Le plus grand nombre déclaré par une seule personne : elle ne se compte pas deux fois.", e.StrictFloor, true},
		{"Plancher usuel", usual, e.UsualFloor, true},
		{"Valeur centrale", central, math.Round(e.Central), e.HasCentral},
		{"Plafond", "La somme de tout ce qui est déclaré, comme si personne n’était connu de deux professionnels.", e.Ceiling, true},
	}
	for i := range lines {
		lines[i].how = typeset(lines[i].how)
	}
	return lines
}

func estimateHeadline(e *analysis.Estimate) string {
	if e.Declared.N == 0 {
		return "Aucun nombre n’a été déclaré."
	}
	unit := unitOr(e.Unit)
	words := fmt.Sprintf("Entre %s et %s %s (personnes différentes)", thousands(e.UsualFloor), thousands(e.Ceiling), unit)
	if e.HasCentral {
		words += fmt.Sprintf(" ; valeur centrale : %s", thousands(math.Round(e.Central)))
	}
	words += fmt.Sprintf(". D’après %s.", plural(e.Declared.N, "professionnel ayant donné un nombre", "professionnels ayant donné un nombre"))
	if e.Reliability != nil {
		words += " Fiabilité : " + e.Reliability.Grade + "."
	}
	return typeset(words)
}

func doubleCountSentences(e *analysis.Estimate) []string {
	unit := unitOr(e.Unit)
	sentences := []string{
		"Chaque professionnel compte les " + unit + " qu’il connaît. Le même enfant peut être connu de l’école, du service social et du médecin : l’additionner trois fois gonfle le total. Personne ne peut vérifier des identités, et c’est voulu : le questionnaire n’en demande aucune.",
		"On encadre donc le vrai nombre : au moins le plancher, au plus le plafond.",
		"Pour la valeur centrale, chaque répondant indique la part r probablement connue d’un autre professionnel. Hypothèse : une personne partagée est comptée deux fois. On retire donc la moitié de cette part : nombre × (1 − r/2). Exemple : deux professionnels déclarent les 10 mêmes personnes (r = 100" + nbsp + "%) : 10 × 0,5 + 10 × 0,5 = 10.",
	}
	if e.HasCentral && e.OverlapTold < e.OverlapN {
		sentences = append(sentences, fmt.Sprintf("%s n’ont pas indiqué cette part : la moyenne des autres (%.0f%s%%) leur est appliquée.",
			plural(e.OverlapN-e.OverlapTold, "répondant", "répondants"), 100*e.OverlapMean, nbsp))
	}
	for i := range sentences {
		sentences[i] = typeset(sentences[i])
	}
	return sentences
}

func reliabilitySentence(e *analysis.Estimate) string {
	r := e.Reliability
	meaning := map[string]string{
		"A": "au moins deux tiers du total viennent de comptages exacts",
		"B": "entre un tiers et deux tiers du total viennent de comptages exacts",
		"C": "moins d’un tiers du total vient de comptages exacts : surtout des estimations",
	}[r.Grade]
	return typeset(fmt.Sprintf("Fiabilité %s : %s (%s sur %s, donnés pour exacts par %s).", r.Grade, meaning,
		thousands(r.Exact), thousands(r.Total), plural(r.Respondents, "répondant", "répondants")))
}

func extensionSentence(e *analysis.Estimate) string {
	x := e.Extension
	switch {
	case x == nil:
		return "Le nombre de personnes sollicitées n’est pas connu : aucune extrapolation n’est possible. Les nombres ci-dessus ne valent que pour les répondants."
	case !x.Shown:
		return typeset(fmt.Sprintf("%d réponses sur %d personnes sollicitées : moins de la moitié. Extrapoler serait trompeur ; les nombres ci-dessus ne valent que pour les répondants.", x.Responses, x.Invited))
	}
	return typeset(fmt.Sprintf("Si les personnes qui n’ont pas répondu étaient semblables aux %d répondants sur %d sollicités, les nombres seraient multipliés par %s. C’est une hypothèse, jamais mêlée aux nombres déclarés.",
		x.Responses, x.Invited, thousands(float64(x.Invited)/float64(x.Responses))))
}

func extensionLines(e *analysis.Estimate) []boundLine {
	x := e.Extension
	return []boundLine{
		{label: "Plancher usuel, extrapolé", value: math.Round(x.Floor), known: true},
		{label: "Valeur centrale, extrapolée", value: math.Round(x.Central), known: e.HasCentral},
		{label: "Plafond, extrapolé", value: math.Round(x.Above), known: true},
	}
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
