package french

// pages holds the title and the sentence of each failure page.
var pages = map[string][2]string{
	"page_not_found":     {"Page introuvable", "Cette adresse ne correspond à rien. Vérifiez le lien reçu : il a peut-être été coupé ou recopié avec une faute."},
	"page_closed":        {"Enquête fermée", "Cette enquête est fermée : elle ne reçoit plus de réponses. Si vous n’avez pas de code de reçu, les vôtres n’ont pas été reçues."},
	"page_not_yet":       {"Questionnaire pas encore ouvert", "Cette enquête n’est pas encore ouverte. Revenez avec le même lien à la date indiquée par votre réseau."},
	"page_conflict":      {"Réponses déjà reçues", "Ces réponses ont déjà été envoyées, avec un contenu différent. Rien n’a été changé. Pour les modifier, utilisez votre code de reçu."},
	"page_exists":        {"Déjà enregistré", "Un questionnaire qui porte le même identifiant et la même version existe déjà, avec un autre contenu. Changez la version dans la feuille « settings », puis recommencez."},
	"page_draft_faulty":  {"Brouillon à corriger", "Ce questionnaire contient encore des erreurs. Corrigez-les dans Excel, puis joignez-le à nouveau."},
	"page_trial_faulty":  {"Essai interrompu", "Ce questionnaire est en cours de correction. Revenez avec le même lien quand la personne qui vous l’a donné aura joint une version corrigée."},
	"page_form_changed":  {"Version déjà changée", "Quelqu’un a changé la version du questionnaire entre-temps. Rien n’a été fait : revenez à l’enquête et relisez ce qui change."},
	"page_form_closed":   {"Enquête fermée", "Une enquête fermée garde son questionnaire. Rouvrez-la d’abord, si elle doit recevoir d’autres réponses."},
	"page_unavailable":   {"Service momentanément indisponible", "Le service ne peut pas répondre pour l’instant. Rien n’a été perdu sur votre appareil. Réessayez dans une minute."},
	"page_busy":          {"Service très sollicité", "Trop de demandes arrivent en même temps. Réessayez dans une minute."},
	"page_heavy":         {"Le service prépare déjà beaucoup de fichiers", "Trop de personnes demandent un fichier en même temps. Vous n’avez rien à faire : cette page réessaie seule dans 20 secondes, et le fichier arrive quand vient son tour."},
	"page_erased":        {"Réponses effacées", "Les réponses à cette enquête ont été effacées le {0}, au terme de leur conservation : il n’y a plus rien à télécharger. Les éditions publiques restent."},
	"page_not_deletable": {"Enquête non supprimable", "Seul un brouillon qui n’a reçu aucune réponse peut être supprimé. Fermez plutôt l’enquête."},
	"page_wait":          {"Trop d’essais", "Plusieurs codes saisis ne correspondent à rien. Réessayez dans {0}."},
	"page_forbidden":     {"Accès réservé", "Votre compte ne donne pas accès à cette page."},
	"page_cross_origin":  {"Envoi refusé", "Cet envoi vient d’un autre site. Ouvrez la page sur ce service, puis recommencez."},
	"page_silent_origin": {"Envoi refusé", "Votre navigateur ne dit pas de quelle page vient cet envoi. Rechargez la page, puis recommencez. Si cela se répète, une extension en est sans doute la cause : désactivez-la pour ce site."},
	"page_method":        {"Demande refusée", "Cette page ne peut pas être utilisée de cette façon."},
	"page_bad_address":   {"Adresse illisible", "Cette adresse contient des caractères qui ne peuvent pas être lus. Recopiez le lien reçu, ou revenez à la page précédente."},
	"page_malformed":     {"Envoi illisible", "Le formulaire reçu est incomplet ou abîmé. Rien n’a été enregistré. Revenez à la page précédente et recommencez."},
	"page_costly":        {"Questionnaire trop lourd", "Ce questionnaire demande trop de calculs : rien n’a été enregistré. Revenez à la page précédente pour retrouver vos réponses, et prévenez la personne qui vous a envoyé le lien."},
	"page_too_costly":    {"Questionnaire trop lourd", "Ce questionnaire, avec ces réponses, demande trop de calculs : rien n’a été enregistré. Revenez à la page précédente pour retrouver vos réponses, et prévenez la personne qui vous a envoyé le lien. La limite est atteinte à « {0} »."},
	"page_too_large":     {"Envoi trop volumineux", "L’envoi dépasse la taille acceptée. Rien n’a été enregistré."},
	"page_no_answers":    {"Aucune réponse pour l’instant", "Le diagnostic se télécharge dès la première réponse reçue. Diffusez le lien de l’enquête, puis revenez."},
	"page_no_edition":    {"Pas d’édition publique", "Les réponses à cette enquête ne sont dans aucune édition publique. La coordination du département en fait une, pour tous les réseaux à la fois, quand les enquêtes sont fermées."},
	"page_edition_busy":  {"Une édition se prépare déjà", "Le service ne prépare qu’une édition publique à la fois. Attendez une minute, puis recommencez."},
	"page_internal":      {"Erreur du service", "Le service a rencontré une erreur. Elle est enregistrée, et rien n’a été perdu de ce qui avait été confirmé."},

	"page_answers_erased": {"Réponses effacées", "Les réponses envoyées avec ce questionnaire ont été effacées : retirées avec leur code de reçu, ou au terme de leur conservation."},
	"page_unreceived":     {"Vos réponses n’ont pas été reçues", "Le service ne peut pas répondre pour l’instant. Revenez à la page précédente, où tout ce que vous avez saisi se trouve encore, et envoyez-les à nouveau dans une minute."},
	"page_receipt_needed": {"Code de reçu nécessaire", "Donnez votre code de reçu pour continuer."},
}

// unreceived says why answers were not received, after the words that they
// were not; other failures say it as they do elsewhere.
var unreceived = map[string]string{
	"page_not_found":      "Cette adresse ne correspond à aucune enquête, ou ce code de reçu à aucune réponse.",
	"page_closed":         "L’enquête a fermé avant votre envoi : elle ne prend plus aucune réponse.",
	"page_not_yet":        "L’enquête n’est pas encore ouverte. Revenez avec le même lien à la date indiquée par votre réseau, ou essayez à nouveau ci-dessous.",
	"page_conflict":       "D’autres réponses ont déjà été reçues pour ce questionnaire, par exemple depuis un autre onglet. Elles n’ont pas été remplacées : choisissez ce que deviennent celles-ci.",
	"page_answers_erased": "Les réponses déjà envoyées avec ce questionnaire ont été effacées : retirées avec leur code de reçu, ou au terme de leur conservation. Celles-ci ne sont pas enregistrées.",
	"page_receipt_needed": "Cette page est restée ouverte trop longtemps. Donnez votre code de reçu pour envoyer la correction.",
	"page_unavailable":    "Le service ne peut pas répondre pour l’instant. Essayez à nouveau dans une minute.",
	"page_internal":       "Le service a rencontré une erreur, qui est enregistrée. Essayez à nouveau dans une minute.",
	"page_too_large":      "L’envoi dépasse la taille acceptée. Revenez à la page précédente, où tout ce que vous avez saisi se trouve encore, et raccourcissez vos textes.",
	"page_malformed":      "L’envoi est arrivé incomplet ou abîmé. Revenez à la page précédente, où tout ce que vous avez saisi se trouve encore, et recommencez.",
	"page_cross_origin":   "L’envoi semble venir d’un autre site. Revenez à la page précédente, où tout ce que vous avez saisi se trouve encore, rouvrez le lien reçu et recommencez.",
}

// Unreceived says why answers were not received; sentence is what the failure
// says elsewhere.
func Unreceived(code, sentence string) string {
	if reason, found := unreceived[code]; found {
		return reason
	}
	return sentence
}

// page says what is wrong on a page that is not a questionnaire, beside the
// field where it is wrong.
var page = map[string]string{
	"signin_refused":       "L’identifiant ou le mot de passe ne convient pas.",
	"signin_in_clear":      "La connexion n’est pas chiffrée : sur le réseau, d’autres peuvent lire le mot de passe et les pages. Préférez l’adresse en https du service, s’il en a une, et évitez les réseaux publics.",
	"signin_not_here":      "Cette adresse n’est pas chiffrée : on ne peut pas s’y connecter. Ouvrez {0}/connexion.",
	"signin_wait":          "Trop d’essais. Réessayez dans {0}.",
	"password_short":       "Choisissez au moins 15 caractères : une suite de mots convient.",
	"password_long":        "Le mot de passe dépasse 128 caractères.",
	"password_common":      "Ce mot de passe se devine trop facilement : il est fait des mots de passe les plus courants. Choisissez quatre ou cinq mots sans rapport entre eux.",
	"password_phrase":      "Ce mot de passe se devine trop facilement : c’est une phrase que tout le monde connaît. Choisissez quatre ou cinq mots sans rapport entre eux.",
	"password_context":     "Ce mot de passe se devine trop facilement : il reprend le nom du service, d’un réseau, d’une commune ou le vôtre. Choisissez quatre ou cinq mots sans rapport avec eux.",
	"password_keyboard":    "Ce mot de passe se devine trop facilement : ses touches se suivent sur le clavier. Choisissez quatre ou cinq mots sans rapport entre eux.",
	"password_repeat":      "Ce mot de passe se devine trop facilement : il répète la même chose. Choisissez quatre ou cinq mots sans rapport entre eux.",
	"password_sequence":    "Ce mot de passe se devine trop facilement : c’est une suite, comme abcdef ou 123456. Choisissez quatre ou cinq mots sans rapport entre eux.",
	"password_date":        "Ce mot de passe se devine trop facilement : c’est surtout une date. Choisissez quatre ou cinq mots sans rapport entre eux.",
	"password_twice":       "Les deux saisies diffèrent.",
	"receipt_unknown":      "Aucune réponse ne correspond à ce code. Vérifiez les 16 chiffres.",
	"receipt_wait":         "Plusieurs codes faux ont été saisis : réessayez dans {0}.",
	"contact_long":         "Le contact dépasse 200 caractères.",
	"contact_line":         "Écrivez le contact sur une seule ligne, sans caractère spécial.",
	"confirm_texts":        "Relisez vos textes, puis cochez la case pour confirmer qu’ils ne permettent d’identifier personne.",
	"confirm_closing":      "Recopiez le mot « fermer » pour confirmer.",
	"title_missing":        "Donnez un titre à l’enquête.",
	"title_long":           "Le titre dépasse 200 caractères.",
	"form_missing":         "Choisissez un questionnaire.",
	"upload_no_workbook":   "Joignez un classeur .xlsx.",
	"upload_two_workbooks": "Joignez un seul classeur à la fois.",
	"upload_twins":         "Deux fichiers joints s’appellent « {0} ».",
	"upload_name":          "Le nom d’un fichier joint contient des caractères illisibles. Renommez-le avec des lettres simples, sans accent, puis joignez-le à nouveau.",
	"upload_many":          "Joignez au plus {0} fichiers.",
	"upload_nothing":       "Joignez un classeur, ou les fichiers qui lui manquent.",
	"upload_unreadable":    "Ce fichier ne se lit pas comme un questionnaire. Rien n’a été enregistré.",
	"publish_faulty":       "Ce questionnaire contient encore des erreurs : il ne peut pas être publié.",
	"publish_confirm":      "Cochez la case pour publier sans ces questions, ou retirez-les du classeur.",
	"publish_replaced":     "Le brouillon a été remplacé depuis que vous avez ouvert cette page. Relisez-la, puis confirmez.",
	"publish_taken":        "Cette version existe déjà avec un autre contenu. Changez « version » dans la feuille settings, puis joignez le classeur à nouveau.",
	"campaign_past":        "Ce jour est passé : choisissez aujourd’hui ou plus tard, ou laissez vide.",
	"invited_number":       "Écrivez un nombre de personnes, ou laissez vide.",
	"territory_empty":      "Cochez au moins une commune.",
	"edition_still":        "Depuis l’édition précédente de cette vague, rien n’a changé, ou trop peu : moins de 11 réponses dans un territoire. Publier à nouveau laisserait deviner, par différence, ce que ces quelques personnes ont répondu. Attendez d’autres réponses : l’édition précédente reste valable.",
	"edition_unsafe":       "Aucune présentation ne protège assez les petits nombres de cette vague, à côté de ce qui est déjà publié. Rien n’a été publié. Attendez d’autres réponses, ou la prochaine vague.",
	"edition_incomplete":   "Un réseau de l’édition précédente manque : son enquête a été rouverte. Une nouvelle édition doit réunir au moins les mêmes réseaux, pour être jugée à côté de la précédente. Attendez que son enquête soit refermée.",
	"edition_few":          "Trop peu de réponses : rien ne pourrait être publié que leur nombre, et une édition faite ne se retire plus. Attendez d’autres réponses, ou que d’autres réseaux ferment leur enquête.",
	"confirm_edition":      "Recopiez le nom de la vague, « {0} », pour confirmer.",
	"edition_nothing":      "Aucune enquête de cette vague n’est fermée avec des réponses : il n’y a rien à publier.",
	"edition_erased":       "Les réponses à une enquête de cette vague ont été effacées au terme de leur conservation, et avec elles ce qui permettait de juger une nouvelle édition à côté des précédentes. La dernière édition reste valable.",
	"edition_taken":        "Une autre personne vient de publier cette vague. Regardez son édition : rien d’autre n’a été fait.",
	"edition_slow":         "Le calcul a pris trop de temps et a été arrêté. Rien n’a été publié. Réessayez quand le service est moins sollicité, ou demandez à l’administration de le faire en ligne de commande.",
	"edition_failed":       "Le calcul a échoué. Rien n’a été publié. L’erreur est enregistrée : signalez-la à l’administration du service.",
	"territory_unknown":    "Une commune cochée n’existe pas dans la géographie officielle.",
}

// Page gives the heading and the sentence of a failure page.
func Page(code string, args ...string) (heading, sentence string) {
	p, found := pages[code]
	if !found {
		p = pages["page_internal"]
	}
	return p[0], fill(p[1], args)
}
