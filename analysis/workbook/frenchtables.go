package workbook

import (
	"strings"

	"constat/analysis"
)

// Names of the sheets, as their tabs and titles say them.
const (
	nameReadme        = "Lisez-moi"
	nameSynthesis     = "Synthèse"
	nameFigures       = "Indicateurs"
	nameParticipation = "Participation"
	nameCrosses       = "Croisements"
	nameEstimate      = "Estimation"
	nameVerbatims     = "Verbatims"
	nameData          = "Données"
	nameDictionary    = "Dictionnaire"
	nameReading       = "Lecture du fichier"
	nameQuestions     = "Questions" // of a section whose title leaves no name
)

// One line per sheet, for the contents.
const (
	aboutReadme        = "Ce que contient ce classeur et comment le lire"
	aboutSynthesis     = "Une page à montrer : chiffres clés, besoins classés, graphiques"
	aboutFigures       = "Tous les indicateurs, avec leur base et leur intervalle de confiance"
	aboutParticipation = "Qui a répondu, d’où, et quels lieux sont couverts ou non"
	aboutCrosses       = "Les réponses selon le type de structure ou une autre question"
	aboutEstimate      = "Combien de personnes différentes : plancher, valeur centrale, plafond"
	aboutVerbatims     = "Les réponses libres, sans indication de leur auteur"
	aboutData          = "Une ligne par réponse, avec filtres"
	aboutReading       = "Ce que le fichier de réponses contenait et qui n’a pas pu être lu, ou reste à vérifier"
	aboutDictionary    = "Chaque variable : question, codes, et quand elle est posée"
)

// aboutSection gives a section's whole title when the sheet's name is cut.
func aboutSection(name, title string, tables []*analysis.Table) string {
	questions := plural(len(tables), "question", "questions")
	if name == title {
		return questions
	}
	return title + " — " + questions
}

func aboutRepeatData(label string) string {
	return "Une ligne par élément de «" + nbsp + label + nbsp + "»"
}

// Headers of the tables, column by column; a line break keeps a column narrow.
var (
	figureHeaders     = []string{"Code", "Indicateur", "Lecture", "Valeur", "IC 95" + nbsp + "%\nde", "IC 95" + nbsp + "%\nà", "Effectif\nou somme", "Base ou\nréponses", "Médiane", "Maximum", "Remarques"}
	dictionaryHeaders = []string{"Variable", "Question", "Nature", "Code", "Libellé", "Posée si", "Réponses"}
	boundHeaders      = []string{"Borne", "Valeur", "", "", "", "Comment elle est obtenue"}
	groupHeaders      = []string{"Type de structure", "Répondants", "Somme déclarée", "Plus grand nombre déclaré", "Part du plafond", ""}
	overlapHeaders    = []string{"Part connue d’un autre professionnel", "Répondants", "Somme déclarée", "Part retenue r", "Somme × (1 − r/2)", ""}
)

// Words of single cells.
const (
	textYes             = "oui"
	textNo              = "non"
	textCeilingTotal    = textAll + " (plafond)"
	textUsualFloorHere  = "← plancher usuel"
	textStrictFloorHere = "← plancher strict, dans la colonne du plus grand nombre"
	textMeanOverlap     = "part inconnue" + nbsp + ": moyenne des autres réponses"
	textRaisedToFloor   = "ramené au plancher usuel"
	textEstimateChart   = "Barres" + nbsp + ": planchers, valeur centrale et plafond de l’estimation"
	textCategory        = "Diagnostic territorial" // of the document
	ellipsis            = "…"
)

// repeatDataName is the sheet of one repeat's rows.
func repeatDataName(label string) string { return sheetName(nameData + " – " + label) }

// tickLabel is a column of ticks in words.
func tickLabel(question string, choice analysis.Category) string {
	return question + " — " + choice.Label
}

// quote puts words between guillemets.
func quote(words string) string { return "«" + nbsp + words + nbsp + "»" }

// The words of a question's logic.
const (
	wordIncludes = " comprend "
	wordBlank    = "vide"
	wordAnd      = " et "
	wordOr       = " ou "
	wordAndAlso  = nbsp + "; et "
)

var comparisonSigns = strings.NewReplacer("!=", "≠", ">=", "≥", "<=", "≤")

// Labels are quoted between words that the logic is told apart by: what would be
// taken for a string or a call is written otherwise.
var (
	bareQuestion = strings.NewReplacer("'", "’", `"`, "", "(", "", ")", "")
	bareChoice   = strings.NewReplacer("'", "’", `"`, "", "(", "[", ")", "]")
)

// smallWords are not left at the end of a name that is cut.
var smallWords = map[string]bool{
	"de": true, "du": true, "des": true, "d'": true, "la": true, "le": true, "les": true, "l'": true, "et": true, "ou": true,
	"à": true, "au": true, "aux": true, "en": true, "un": true, "une": true, "par": true, "pour": true, "sur": true,
	"dans": true, "vos": true, "votre": true, "&": true, "-": true, "–": true,
}

// textNotAskedCell is in parentheses so that no label of a form equals it.
const textNotAskedCell = "(non posée)"

// ligatures writes apart what some spreadsheets take for the same.
var ligatures = strings.NewReplacer("œ", "oe", "æ", "ae", "ß", "ss", "\u00a0", " ", "\u202f", " ", "’", "'")

// nameNormal is the quantile of the normal law that makes a 95 % interval, as
// formulas call it.
const (
	nameNormal    = "Quantile_IC95"
	commentNormal = "Quantile à 97,5" + nbsp + "% de la loi normale, pour les intervalles de confiance de Wilson"
)

// calendarWords are the beginnings of days and months, in French and English:
// with a digit after them, a spreadsheet may read a date.
const calendarWords = `jan|f[ée]v|feb|mar|avr|apr|mai|may|jui|jun|jul|ao[ûu]|aug|sep|oct|nov|d[ée]c|lun|mer|jeu|ven|sam|dim|mon|tue|wed|thu|fri|sat|sun`
