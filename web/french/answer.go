package french

import "constat/survey"

// answer says what is wrong with an answer, to the person who typed it.
var answer = map[string]string{
	survey.CodeNotInteger:    "Écrivez un nombre entier, sans lettre ni virgule, par exemple 12.",
	survey.CodeWhichInteger:  "« {0} » : {1} ou {2} ? Écrivez le nombre entier sans point ni virgule.",
	survey.CodeNotDecimal:    "Écrivez un nombre, par exemple 12 ou 12,5.",
	survey.CodeNotDate:       "Écrivez une date, par exemple 24/11/2026.",
	survey.CodeNotTime:       "Écrivez une heure, par exemple 14:30.",
	survey.CodeNotDateTime:   "Écrivez une date et une heure, par exemple 24/11/2026 14:30.",
	survey.CodeOutOfRange:    "Le nombre doit être compris entre {0} et {1}.",
	survey.CodeUnknownChoice: "Ce choix n’existe pas dans la liste proposée. Choisissez une réponse de la liste.",
	survey.CodeFilteredOut:   "« {0} » n’est plus proposé compte tenu de vos autres réponses. Choisissez à nouveau.",
	survey.CodeBadTick:       "Cochez la case, ou laissez-la vide.",
	survey.CodeBadRank:       "Donnez une place différente à chaque élément du classement.",
	survey.CodeRequired:      "Cette question attend une réponse.",
	survey.CodeImpossible:    "« {0} » est refusé par le questionnaire : cette valeur n’entre dans aucun calcul. {1}",
	survey.CodeConstraint:    "Cette réponse ne respecte pas la règle de la question. Vérifiez-la.",
	survey.CodeIrrelevant:    "Cette question ne s’applique pas compte tenu de vos autres réponses : cette réponse ne sera pas enregistrée.",
	survey.CodeReadOnly:      "Cette valeur ne peut pas être modifiée.",
	survey.CodeTooLong:       "Ce texte est trop long. Raccourcissez-le.",
	survey.CodeBadCharacter:  "Ce texte contient un caractère qui ne peut pas être enregistré. Effacez-le et écrivez à nouveau.",
	survey.CodeUnknownField:  "« {0} » n’est pas une question de ce questionnaire : la valeur est laissée de côté.",
	survey.CodeTooMany:       "Il y a trop de lignes : {0} au plus.",
	survey.CodeTooManyInAll:  "Toutes ces lignes ensemble sont trop nombreuses pour ce questionnaire. Enlevez-en.",
	survey.CodePersonalData:  "Ce texte semble contenir {0}. Ne décrivez aucune situation et n’indiquez ni nom, ni date, ni coordonnées.",
	survey.CodeNotCaptured:   "Cette question n’est pas posée ici : aucune position, image ni enregistrement n’est recueilli.",
	survey.CodeTooCostly:     "Cette réponse n’a pas pu être vérifiée : le calcul prévu par le questionnaire est trop long. Prévenez la personne qui vous a envoyé le lien.",
	survey.CodeNotComputed:   "Cette réponse n’a pas pu être vérifiée : une formule du questionnaire est fautive. Prévenez la personne qui vous a envoyé le lien.",
}

// compiled says what is wrong with the references of a form, to its author.
var compiled = map[string]string{
	survey.CodeUnknownReference:   "la question « {0} » est citée mais n’existe pas ; corrigez le nom entre accolades ou ajoutez la question.",
	survey.CodeMistypedReference:  "la question « {0} » est citée mais n’existe pas ; vouliez-vous écrire « {1} » ?",
	survey.CodeAmbiguousReference: "plusieurs questions s’appellent « {0} » : la référence ne dit pas laquelle. Donnez-leur des noms différents.",
	survey.CodeCycle:              "ces calculs tournent en rond : {0}. Supprimez l’une de ces références.",
	survey.CodeTooLongForm:        "le questionnaire a plus de {0} lignes : il serait trop long à ouvrir. Retirez-en.",
	survey.CodeCrowdedForm:        "la répétition « {0} » compte trop de lignes avant même une réponse : {1} au plus à un endroit, {2} en tout, répétitions intérieures comprises. Corrigez « repeat_count ».",
	survey.CodeCostlyForm:         "avant même une réponse, le questionnaire demande trop de calculs ; la limite est atteinte à la question « {0} ». Simplifiez les formules, les listes ou les répétitions.",
	survey.CodeDuplicateSibling:   "le nom « {0} » est déjà pris à la ligne {1}. Choisissez un autre nom.",
}

// PersonalDataKind names a kind of personal data that a text seems to hold.
func PersonalDataKind(kind string) string {
	return personalKinds[kind]
}

var personalKinds = map[string]string{
	"email":   "une adresse de courriel",
	"phone":   "un numéro de téléphone",
	"nir":     "un numéro de sécurité sociale",
	"iban":    "un numéro de compte bancaire",
	"name":    "un nom de personne",
	"date":    "une date",
	"address": "une adresse",
}
