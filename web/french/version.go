package french

import (
	"strconv"
	"strings"

	"constat/survey"
)

// version says what changed between two versions of a form. {0} is what
// stood before, {1} what stands now.
var version = map[string]string{
	string(survey.EditLabel):           "Intitulé : « {0} » devient « {1} »",
	string(survey.EditHint):            "Aide : « {0} » devient « {1} »",
	string(survey.EditTranslation):     "Traduction modifiée",
	string(survey.EditType):            "Type : {0} devient {1}",
	string(survey.EditSection):         "Partie : « {0} » devient « {1} »",
	string(survey.EditRequired):        "Réponse obligatoire : {0} devient {1}",
	string(survey.EditRelevant):        "Condition d’affichage : {0} devient {1}",
	string(survey.EditConstraint):      "Condition de validité : {0} devient {1}",
	string(survey.EditCalculation):     "Calcul : {0} devient {1}",
	string(survey.EditFilter):          "Filtre des choix : {0} devient {1}",
	string(survey.EditRepeatCount):     "Nombre de répétitions : {0} devient {1}",
	string(survey.EditChoicesAdded):    "Choix ajoutés : {0}",
	string(survey.EditChoicesRemoved):  "Choix retirés : {0}. Les réponses qui les ont déjà cochés restent comptées, à part",
	string(survey.EditChoicesRenamed):  "Choix renommés : {0}",
	string(survey.EditChoicesMeanings): "Choix comptés autrement : {0}",

	"fate_kept":               "Réponses déjà reçues conservées",
	"fate_partly":             "Réponses déjà reçues reprises quand elles ont la forme demandée",
	"fate_lost":               "Réponses déjà reçues non reprises",
	"difference_added":        "Question ajoutée",
	"difference_removed":      "Question retirée",
	"difference_changed":      "Question modifiée",
	"difference_text_added":   "Texte ou partie ajoutés",
	"difference_text_removed": "Texte ou partie retirés",
	"difference_text_changed": "Texte ou partie modifiés",
}

// mostNamed is how many choices a sentence names before it counts the rest.
const mostNamed = 8

// Edit says one change.
func Edit(e survey.Edit) string {
	words := e.Choices
	for _, pair := range e.Renamed {
		words = append(words, "«\u00a0"+pair[0]+"\u00a0» devient «\u00a0"+pair[1]+"\u00a0»")
	}
	if len(words) > 0 {
		if more := len(words) - mostNamed; more > 0 {
			words = append(words[:mostNamed:mostNamed], "et "+strconv.Itoa(more)+" de plus")
		}
		return Sentence(string(e.Code), strings.Join(words, "\u00a0; "))
	}
	switch e.Code {
	case survey.EditLabel, survey.EditHint, survey.EditSection, survey.EditType:
		return Sentence(string(e.Code), orNone(e.Before), orNone(e.After))
	}
	return Sentence(string(e.Code), formula(e.Before), formula(e.After))
}

func orNone(text string) string {
	if text == "" {
		return "…"
	}
	return text
}

// formula quotes an expression, and says the three that have a word.
func formula(source string) string {
	switch source {
	case "":
		return "non"
	case "true()":
		return "oui"
	case "false()":
		return "non"
	}
	return "«\u00a0" + source + "\u00a0»"
}

// Fate says what becomes of the answers already received; "" where none were.
func Fate(f survey.Fate) string {
	switch f {
	case survey.FateKept:
		return Sentence("fate_kept")
	case survey.FatePartly:
		return Sentence("fate_partly")
	case survey.FateLost:
		return Sentence("fate_lost")
	}
	return ""
}

// DifferenceKind says what happened to a row.
func DifferenceKind(d survey.Difference) string {
	q := d.After
	if q == nil {
		q = d.Before
	}
	code := "difference_"
	if q.Type.Kind == survey.Note || q.Type.Kind == survey.Group {
		code += "text_"
	}
	switch {
	case d.Before == nil:
		return Sentence(code + "added")
	case d.After == nil:
		return Sentence(code + "removed")
	}
	return Sentence(code + "changed")
}
