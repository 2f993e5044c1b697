package microdata

import (
	"fmt"
	"strconv"
	"strings"

	"constat/analysis"
	"constat/analysis/disclosure"
)

// Every visible word of an export is in this file.

const (
	nbsp = "\u00a0"

	// Names of the variables that no question gives.
	nameResponse   = "reponse"
	nameDay        = "jour_reception"
	nameFictitious = "fictif"
	nameAbsences   = "codes_absence"

	textResponses   = "Réponses"
	textResponseKey = "Numéro d’ordre de la réponse, sans lien avec la personne"
	textDay         = "Jour de réception"
	textAbsences    = "Codes d’absence des colonnes où -98 ou -99 est une réponse"
	textFictitious  = "Données fictives (démonstration)"

	textNotAsked   = "Non concerné (question non posée)"
	textNoAnswer   = "Sans réponse"
	textDontKnow   = "Ne sait pas"
	textRefused    = "Ne souhaite pas répondre"
	textNotApplies = "Non concerné (réponse de la personne)"
	textTicked     = "Cité"
	textNotTicked  = "Non cité"
	textNotRanked  = "Non classé"

	textNotConcerned = "Non concerné"
	textEverybody    = "Ensemble"
	textTexts        = "Textes libres"

	// The first column but one of tableaux.csv.
	tableParticipation = "participation"
	tableQuestion      = "question"
	tableCross         = "croisement"
	tableFigure        = "indicateur"
	tableEstimate      = "estimation"

	textFictitiousTerritory = "[données fictives] "

	textCodebookOf    = "Dictionnaire des données" + nbsp + ": "
	textUnit          = "Réponse d’une personne au questionnaire"
	textDataKind      = "Données d’enquête"
	textSampling      = "Enquête ouverte, sans échantillonnage" + nbsp + ": toutes les personnes sollicitées pouvaient répondre. Les résultats décrivent les répondants."
	textConfidential  = "Réponses individuelles à un questionnaire anonyme" + nbsp + ": aucune identité n’est demandée, mais une combinaison de réponses peut désigner une personne. Ne cherchez à reconnaître personne."
	textRestrictions  = "Réservé à l’animation du réseau. Ne transmettez ces fichiers à une équipe de recherche que si l’information donnée aux personnes qui répondent le prévoit. Ne pas diffuser" + nbsp + "; ce qui se publie est l’édition publique du diagnostic, qui protège les petits effectifs."
	textNoFrequencies = "Ce dictionnaire ne donne volontairement aucun effectif par modalité" + nbsp + "; les tableaux sont dans " + fileTables + "."
	textFormat        = "Texte délimité par des virgules, point décimal, une ligne d’en-tête"
	textMissing       = "-98 (ou -998…)" + nbsp + ": question non posée" + nbsp + "; -99 (ou -999…)" + nbsp + ": sans réponse" + nbsp + "; les autres valeurs manquantes sont signalées dans les modalités. Aucune cellule d’une question n’est vide."
	textCalculated    = "Valeur calculée par le formulaire ou portée par le lien, non posée aux répondants."
	askedIf           = "Posée si" + nbsp + ": "

	textSyntaxFile = "syntaxe qui lit les fichiers de réponses dans SPSS ou PSPP, avec les libellés, et les enregistre en .sav"
	textDDIFile    = "dictionnaire des variables, au format DDI Codebook 2.5"
	textTextsFile  = "textes libres, dans l’ordre alphabétique, sans lien avec les autres réponses"
	textTablesFile = "tous les tableaux du diagnostic, avec leurs bases et leurs intervalles"

	noticeFictitious = "DONNÉES FICTIVES — démonstration, à ne pas présenter comme un résultat."
	noticeFiles      = "Les fichiers"
)

// noticeReading says how the files are written.
var noticeReading = []string{
	"Lire les fichiers",
	"- CSV en UTF-8, séparateur virgule, point décimal. Dans Excel" + nbsp + ": Données, puis À partir d’un fichier texte/CSV.",
	"- Une question à plusieurs réponses donne une colonne par choix" + nbsp + ": 1 si le choix est cité, 0 sinon" + nbsp + "; un classement donne le rang.",
	"- " + textMissing,
	"- -95 (ne sait pas), -96 (refus) et -97 (réponse «" + nbsp + "non concerné" + nbsp + "») ne figurent dans le CSV que pour les nombres, les dates et les questions à plusieurs réponses" + nbsp + "; ailleurs, le code du formulaire est gardé.",
	"- Retirez les valeurs manquantes avant toute somme ou moyenne" + nbsp + ": la syntaxe SPSS les déclare" + nbsp + "; ailleurs, voyez le dictionnaire.",
	"- Un texte qui commence par = + - @ ou une apostrophe est précédé d’une apostrophe, pour qu’un tableur n’y lise pas de formule. ¶ marque un retour à la ligne.",
	"- Les textes libres sont dans un fichier à part" + nbsp + ": rien n’indique qui a écrit. Relisez-les avant de les montrer.",
}

// noticeCare says who took the files, and when.
func noticeCare(report disclosure.Report) []string {
	return []string{
		"Édition interne, prise par " + oneLine(report.Agent()) + " le " + report.At().Format("02/01/2006") + ". Ne pas diffuser.",
		textConfidential,
		textRestrictions,
	}
}

func fileContent(each *level) string {
	content := plural(each.data.Len(), "ligne", "lignes") + ", "
	if each.above == nil {
		return content + "une par réponse"
	}
	return content + "une par élément de «" + nbsp + oneLine(each.label) + nbsp + "», rattachée par la colonne " + each.above.key.name
}

func plural(n int, one, many string) string {
	if n < 2 {
		many = one
	}
	return strconv.Itoa(n) + nbsp + many
}

func abstract(l *layout) string {
	return "Réponses au questionnaire «" + nbsp + oneLine(analysis.Plain(l.diag.Form.Title.In(l.diag.Form.DefaultLanguage))) + nbsp +
		"», recueillies pour connaître les besoins d’un territoire. Les réponses décrivent l’activité et les besoins de professionnels, jamais des situations individuelles."
}

func universe(l *layout) string {
	if l.diag.Meta.Invited > 0 {
		return "Personnes sollicitées par le réseau (" + strconv.Itoa(l.diag.Meta.Invited) + ") qui ont répondu"
	}
	return "Personnes sollicitées par le réseau qui ont répondu"
}

// coverage names the territory and, when they are known, its communes.
func coverage(t analysis.Territory) string {
	names := make([]string, len(t.Communes))
	for i, c := range t.Communes {
		names[i] = c.Name
	}
	if len(names) == 0 {
		return oneLine(t.Name)
	}
	return oneLine(t.Name + nbsp + ": " + strings.Join(names, ", "))
}

func collectionMode(meta analysis.Meta) string {
	if meta.Source != "" {
		return "Réponses lues dans le fichier " + oneLine(meta.Source)
	}
	return "Questionnaire en ligne, rempli par la personne elle-même"
}

func keyLabel(each *level) string {
	if each.above == nil {
		return textResponseKey
	}
	return "Numéro d’ordre de l’élément «" + nbsp + each.label + nbsp + "»"
}

// percentText writes a percentage for a sentence.
func percentText(fraction float64, decimals int) string {
	return strings.Replace(strconv.FormatFloat(100*fraction, 'f', decimals, 64), ".", ",", 1) + nbsp + "%"
}

// Shown is a share as it is printed: « 7 sur 12 » before any percentage under
// a hundred, the percentage first from there on, and a decimal only then.
func Shown(s analysis.Share) string {
	count := fmt.Sprintf("%d sur %d", s.Count, s.Base)
	fraction, enough := s.Fraction()
	switch {
	case !enough:
		return count
	case s.Base < analysis.DecimalBase:
		return count + " (" + percentText(fraction, 0) + ")"
	}
	return percentText(fraction, 1) + " (" + count + ")"
}

// syntaxHead are the comments at the top of the syntax, one per line.
func syntaxHead(l *layout) []string {
	lines := []string{
		"Syntaxe SPSS (et PSPP) pour lire les réponses à «" + nbsp + l.title() + nbsp + "»",
		"Réponses individuelles" + nbsp + ": pour l’animation du réseau, ne pas diffuser",
		"Ouvrez ce fichier depuis son dossier, ou placez-vous dans le dossier avec la commande CD, puis exécutez tout",
		"Encodage UTF-8" + nbsp + ": dans une version ancienne de SPSS, exécutez d’abord SET UNICODE=ON",
		"Chaque fichier .csv devient un fichier .sav" + nbsp + "; les choix y sont des nombres, dans l’ordre de la liste",
		"Manquantes" + nbsp + ": -99 sans réponse, -98 question non posée, -97 et suivantes selon leur libellé (non concerné, refus, ne sait pas)",
		"Le diagnostic compte les «" + nbsp + "ne sait pas" + nbsp + "» dans ses bases" + nbsp + ": pour retrouver ses pourcentages, retirez leur code des manquantes",
	}
	if l.diag.Meta.Fictitious {
		lines = append(lines, "DONNÉES FICTIVES"+nbsp+": démonstration, à ne pas présenter comme un résultat")
	}
	return lines
}

// title names the survey.
func (l *layout) title() string {
	title := l.diag.Meta.Campaign
	if title == "" {
		title = analysis.Plain(l.diag.Form.Title.In(l.diag.Form.DefaultLanguage))
	}
	if l.diag.Meta.Network != "" {
		title += " — " + l.diag.Meta.Network
	}
	return oneLine(title)
}
