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
	said["whichInteger"] = answer[survey.CodeWhichInteger]
	said["notDecimal"] = answer[survey.CodeNotDecimal]
	said["constraint"] = answer[survey.CodeConstraint]
	said["required"] = answer[survey.CodeRequired]
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
	"erased":      "Effacé de cette page et de cet appareil.",
	"found":       "Brouillon retrouvé, enregistré sur cet appareil le {0}.",
	"foundAt":     "Brouillon retrouvé, enregistré sur cet appareil le {0}. Vous en étiez à « {1} ».",

	"elsewhereDone": "Vos réponses ont été envoyées ou effacées dans l’autre onglet. Ce questionnaire-ci est vide.",

	"partAdded":    "une partie s’est ajoutée d’après vos réponses",
	"partsAdded":   "{0} parties se sont ajoutées d’après vos réponses",
	"partRemoved":  "une partie ne s’applique plus d’après vos réponses",
	"partsRemoved": "{0} parties ne s’appliquent plus d’après vos réponses",
	"next":         "Continuer",
	"goOn":         "Vous pouvez corriger, ou continuer ainsi : tout sera relu avant l’envoi.",
	"goOnAnyway":   "Continuer sans corriger",
	"problem":      "Il y a un problème",
	"problems":     "Il y a {0} problèmes",

	"sending":     "Envoi en cours…",
	"offline":     "Pas de réseau.",
	"busy":        "Le service ne répond pas pour l’instant.",
	"portal":      "Ce réseau demande une connexion (page d’accueil Wi-Fi) : ouvrez-la, puis réessayez.",
	"waitingHere": "Vos réponses sont gardées sur cet appareil. Un nouvel essai se fera seul tant que cette page reste ouverte.",
	"waitingPage": "Vos réponses ne sont que dans cette page : ne la fermez pas. Un nouvel essai se fera seul.",
	"retry":       "Réessayer",
	"return":      "Revenir à mes réponses",
	"search":      "Chercher dans la liste",
	"matches":     "Choix possibles : {0}.",
	"noMatch":     "Aucune réponse ne correspond.",
	"noCommune":   "Aucune commune ne correspond.",
	"pick":        "Rien n’est encore choisi\u00a0: choisissez dans la liste.",
	"total":       "Total : {0}",
	"totalOf":     "Total : {0} sur {1}",
	"added":       "Ajout : {0}.",
	"removed":     "Retrait : {0}.",
	"drag":        "Glisser pour déplacer",
	"up":          "Monter",
	"down":        "Descendre",
}
