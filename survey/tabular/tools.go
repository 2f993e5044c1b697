package tabular

import (
	"regexp"
	"strings"
)

// toolMetadata are the columns that tools add, in English and French, by their
// folded headers; from their exporters' sources and published exports.
var toolMetadata = foldedSet(
	// LimeSurvey, by code and in words
	"token", "ipaddr", "refurl", "interviewtime", "completed",
	"Response ID", "Date submitted", "Last page", "Start language", "Seed", "Date started", "Date last action", "IP address", "Referrer URL", "Access code",
	"ID de la réponse", "Date de soumission", "Dernière page", "Langue de départ", "Tête de série", "Graine", "Date de lancement", "Date de début",
	"Date de la dernière action", "Adresse IP", "URL référente", "URL de référence", "URL d’origine", "Code d’accès", "Code d’invitation", "Invitation",
	"Total time", "Temps total", "Durée totale",
	// Google Forms
	"Timestamp", "Horodateur", "Horodatage", "Email address", "Adresse e-mail", "Adresse mail", "Username", "Nom d’utilisateur", "Score",
	// Framaforms: Drupal's webform
	"Serial", "Série", "Numéro de série", "SID", "Submitted Time", "Completed Time", "Modified Time", "Draft", "UID", "Username",
	"Temps soumis", "Temps terminé", "Temps modifié", "Heure de soumission", "Heure d’achèvement", "Heure de modification", "Soumis le", "Terminé le", "Modifié le", "Brouillon",
	// Microsoft Forms
	"ID", "Start time", "Completion time", "Email", "Name", "Last modified time", "Language", "Total points", "Quiz feedback",
	"Heure de début", "Heure de fin", "Adresse de messagerie", "Nom", "Heure de la dernière modification", "Langue", "Nombre total de points", "Commentaires sur le questionnaire",
	// Sphinx
	"CLE", "Clé", "DATE_SAISIE", "DATE_ENREG", "DATE_MODIF", "TEMPS_SAISIE", "ORIGINE_SAISIE", "LANG_SAISIE", "APPAREIL_SAISIE", "PROGRESSION",
	"DERNIERE_QUESTION_SAISIE", "IDENTIFIANT", "LOGIN", "N° obs", "Numéro d’observation", "Date de saisie", "Date d’enregistrement", "Temps de saisie",
	// SurveyMonkey
	"Respondent ID", "Collector ID", "Start Date", "End Date", "First Name", "Last Name", "Custom Data 1",
	"Identifiant du répondant", "ID du répondant", "ID du collecteur", "Identifiant du collecteur", "Date de début", "Date de fin", "Prénom", "Nom de famille", "Données personnalisées 1",
	// Qualtrics
	"StartDate", "EndDate", "Status", "IPAddress", "Progress", "Duration (in seconds)", "Finished", "RecordedDate", "ResponseId", "RecipientLastName",
	"RecipientFirstName", "RecipientEmail", "ExternalReference", "ExternalDataReference", "LocationLatitude", "LocationLongitude", "DistributionChannel", "UserLanguage",
	"Response Type", "Recorded Date", "Recipient Last Name", "Recipient First Name", "Recipient Email", "External Data Reference", "Location Latitude",
	"Location Longitude", "Distribution Channel", "User Language",
)

func foldedSet(texts ...string) map[string]bool {
	set := make(map[string]bool, len(texts))
	for _, text := range texts {
		set[fold(text)] = true
	}
	return set
}

// timings are LimeSurvey's times on each page and question, and the points of
// Microsoft's quizzes.
var timings = regexp.MustCompile(`^(?:group time|question time|temps pour (?:le groupe|la question)|temps (?:du groupe|de la question)|durée (?:du groupe|pour le groupe|pour la question))\s*[:\-]|^(?:points|feedback|commentaires) [-–] |^(?:group|question)time`)

func isToolMetadata(header string) bool {
	if i := strings.LastIndexByte(header, '/'); i >= 0 { // header lines joined
		header = header[i+1:]
	}
	return toolMetadata[fold(header)] || timings.MatchString(header)
}
