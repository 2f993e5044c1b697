package french

import "constat/survey"

// Browser is what the questionnaire's module says, by its own names; {0} {1}
// are filled in there.
func Browser() map[string]string {
	said := make(map[string]string, len(browser))
	for name, sentence := range browser {
		said[name] = sentence
	}
	said["notInteger"] = answer[survey.CodeNotInteger]
	said["notDecimal"] = answer[survey.CodeNotDecimal]
	said["constraint"] = answer[survey.CodeConstraint]
	said["tooCostly"] = answer[survey.CodeTooCostly]
	return said
}

var browser = map[string]string{
	"progress":    "Partie {0} sur {1}",
	"left":        "Il reste {0} caractères.",
	"over":        "{0} caractères de trop.",
	"saved":       "Enregistré à {0} sur cet appareil, chiffré.",
	"notSaved":    "Le brouillon n’a pas pu être enregistré sur cet appareil. Ce que vous avez saisi reste sur cette page.",
	"impossible":  "Ce navigateur ne permet pas de garder un brouillon protégé : vos réponses restent sur cette page seulement.",
	"nothingKept": "Rien n’est gardé sur cet appareil.",
	"erased":      "Le brouillon est effacé de cet appareil.",
	"found":       "Brouillon retrouvé, enregistré sur cet appareil le {0}.",
	"search":      "Chercher dans la liste",
	"matches":     "Choix possibles : {0}.",
	"total":       "Total : {0}",
	"totalOf":     "Total : {0} sur {1}",
	"added":       "Ajout : {0}.",
	"removed":     "Retrait : {0}.",
	"drag":        "Glisser pour déplacer",
	"up":          "Monter",
	"down":        "Descendre",
}
