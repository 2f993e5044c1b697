package workbook

import (
	"strconv"

	"constat/analysis"
)

const (
	nameAnalyser  = "Analyseur"
	nameLists     = "Listes"
	aboutAnalyser = "Croiser et filtrer vous-même les questions, avec des listes déroulantes"
	aboutLists    = "Ce que proposent les listes de l’Analyseur, et les étapes de ses calculs"
)

// The names that formulas call the chosen rows and question by.
const (
	nameKept     = "Analyse_filtre"
	nameCounted  = "Analyse_base"
	nameQuestion = "Analyse_question"
)

const (
	commentKept     = "1 pour chaque réponse que les filtres de l’Analyseur gardent, 0 sinon"
	commentCounted  = "1 pour chaque réponse gardée qui entre dans la base des pourcentages, 0 sinon"
	commentQuestion = "La colonne de la question choisie dans l’Analyseur"
)

// analyserSteps are the three lines that a lead needs.
func analyserSteps(repeats bool) []string {
	first := "Cliquez sur une case bleue, puis sur la petite flèche à sa droite. Choisissez une question et, si vous le souhaitez, une autre question pour la croiser."
	if repeats {
		first += " Les questions posées plusieurs fois par réponse n’y sont pas."
	}
	return []string{first,
		"Un filtre ne garde que certaines réponses" + nbsp + ": choisissez sa question, puis la réponse à garder. «" + nbsp + textNone + nbsp + "» le retire. Deux filtres s’ajoutent.",
		"Le tableau et le graphique suivent aussitôt" + nbsp + "; les autres feuilles ne changent pas. Sous 11 réponses, aucun pourcentage n’est affiché (–).",
	}
}

const (
	textNone              = "(aucune)"
	textNoSlot            = "(aucune autre réponse de ce genre)"
	textPercentages       = "Pourcentages"
	textCounts            = "Effectifs"
	textYourChoice        = "Votre choix"
	textChooseOne         = "Choisissez dans la liste" + nbsp + ": cliquez sur la flèche à droite de la case."
	textNotInList         = "Hors de la liste"
	textNotConcernedShort = "Non concerné, ou question non posée"
	textCount             = "Effectif"
	textAnswer            = "Réponse"
	textSum               = "Somme des nombres donnés"
	textMedian            = "Médiane"
	textMaximum           = "Maximum"
	textListsReading      = "Cette feuille sert à l’Analyseur" + nbsp + ": ne la modifiez pas. Chaque ligne chiffrée est une formule sur la feuille Données."
	textNoneOfThem        = "–" // a bound that no number equals
	textAnalyserBars      = "Barres horizontales" + nbsp + ": effectif de chaque réponse à la question choisie dans l’Analyseur. Les valeurs sont dans le tableau au-dessous."
)

// analyserChoices are the labels of the drop-down lists, in the order of the
// sheet.
var analyserChoices = []string{
	"Question", "Croisée avec (facultatif)", "Filtre 1" + nbsp + ": question", "Filtre 1" + nbsp + ": réponse à garder",
	"Filtre 2" + nbsp + ": question", "Filtre 2" + nbsp + ": réponse à garder", "Dans les colonnes croisées",
}

// tailLabels are the lines after the answers; the last three are of numbers.
var tailLabels = []string{textBase, textNotConcernedShort, textNoAnswer, textRefused, textSum, textMedian, textMaximum}

// Headers of the blocks of the sheet of lists.
var (
	chosenHeaders   = []string{"", "Choix", "Rang", "1re ligne", "Réponses comptées", "Réponses en tout", "Colonne", "À trier", "Classes", "Nombres", "Affichées", "Lignes après"}
	filterHeaders   = []string{"", "Choix", "Rang", "1re ligne", "", "Réponses en tout", "Réponse gardée", "Ligne", "Colonne", "Valeur", "Actif"}
	slotHeaders     = []string{"", "Réponse hors de la base"}
	acrossHeaders   = append(append([]string{"N°", "Colonne croisée", "Colonne", "Valeur"}, tailLabels...), "Diviseur")
	answerHeaders   = []string{"N°", "Réponse", "Colonne", "Valeur ou début", "Fin", "Fin comprise", "Ne sait pas", textCount, "Clé de tri"}
	sortedHeaders   = []string{"N°", "Réponse", "Colonne", "Valeur ou début", "Fin", "Fin comprise", textCount, "N° avant tri"}
	askableHeaders  = []string{"N°", "Questions à croiser ou pour filtrer"}
	questionHeaders = []string{"N°", "Question", "Variable", "Nature", "Colonne", "1re ligne", "Réponses comptées", "Réponses en tout", "À trier", "Classes", "Nombres"}
	lineHeaders     = []string{"N°", "Réponse", "Question n°", "Colonne", "Valeur ou début", "Fin", "Fin comprise", "Ne sait pas"}
)

const (
	wordNotConcerned = "Non concerné"
	wordRefused      = "Refus"
)

func drawnTitle(bars int) string {
	return "Effectifs de l’ensemble (" + strconv.Itoa(bars) + " réponses au plus)"
}

// analysedTitle says what the table is about.
func analysedTitle(question, by, questionAt, byAt, crossed string) said {
	aside := said{}.choose(by != "", crossed+">0", say(" — selon : ").with(by, fragment{text: byAt, code: true}), said{})
	return said{}.with(question, fragment{text: questionAt, code: true}).and(aside)
}

// analysedBase says over whom percentages are taken, and what the filters keep.
func analysedBase(base, kept, all int, baseAt, keptAt, allAt string) said {
	return say("Base : ").plural(base, baseAt, "personne", "personnes").words(" ayant répondu à la question, sur ").
		plural(kept, keptAt, "réponse", "réponses").
		when(kept < all, keptAt+"<"+allAt, say(" que gardent les filtres, parmi ").count(all, allAt)).words(".")
}

// analyserWarning is one thing to heed, with what makes it so.
type analyserWarning struct {
	holds     bool
	condition string
	words     said
}

func warnUnknown(holds bool, condition string) analyserWarning {
	return analyserWarning{holds, condition, say("Choisissez une question dans la liste. ")}
}

func warnFilter(n int, condition string) analyserWarning {
	return analyserWarning{false, condition, say("Le filtre " + strconv.Itoa(n) + " n’est pas appliqué : choisissez la réponse à garder. ")}
}

func warnBase(base int, at string) analyserWarning {
	return analyserWarning{base < analysis.IndicativeBase, at + "<" + strconv.Itoa(analysis.IndicativeBase), thresholds(base, at, "", " ")}
}

func warnLong(holds bool, condition string, shown int) analyserWarning {
	return analyserWarning{holds, condition, say("Seules les " + strconv.Itoa(shown) + " premières réponses de la question sont affichées. ")}
}

func warnWide(holds bool, condition string, shown int) analyserWarning {
	return analyserWarning{holds, condition, say("Seules les " + strconv.Itoa(shown) + " premières colonnes sont affichées. ")}
}

func warnSeveral(holds bool, condition string) analyserWarning {
	return analyserWarning{holds, condition, say("Plusieurs réponses possibles : le total des pourcentages peut dépasser 100" + nbsp + "%. ")}
}
