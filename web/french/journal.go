package french

import "constat/survey"

// Actor says who did an act of the register: the account's name, "" for one that
// is not known any more, else what acted without one.
func Actor(e survey.AuditEntry, name string) string {
	switch {
	case name != "":
		return name
	case e.Action == RefusedSignIn:
		return "Personne non identifiée"
	case e.Action == "campaign.erased":
		return "Le service lui-même"
	case e.Agent == "":
		return "Ligne de commande"
	}
	return "Compte inconnu"
}

// RefusedSignIn is the action of a sign-in that was refused; its reason is how
// many there were, the day long.
const RefusedSignIn = "session.refused"

// acts says what was done, for each action of the audit that concerns a
// network.
var acts = map[string]string{
	"agent.create":        "Compte créé",
	"agent.password":      "Mot de passe changé",
	"invitation.create":   "Lien d’invitation donné",
	"invitation.use":      "Mot de passe choisi",
	"session.start":       "Connexion",
	"agent.join":          "Accès donné",
	"agent.leave":         "Accès retiré",
	"agent.change":        "Compte changé",
	"agent.disable":       "Compte fermé",
	"agent.enable":        "Compte rouvert",
	RefusedSignIn:         "Connexion refusée",
	"network.save":        "Réseau enregistré",
	"network.territory":   "Territoire enregistré",
	"campaign.create":     "Enquête créée",
	"campaign.change":     "Réglages de l’enquête changés",
	"campaign.delete":     "Enquête en brouillon supprimée",
	"campaign.open":       "Enquête ouverte",
	"campaign.close":      "Enquête fermée",
	"campaign.closed":     "Enquête fermée",
	"campaign.erased":     "Réponses effacées, au terme de leur conservation",
	"campaign.form":       "Version du questionnaire de l’enquête changée",
	"diagnostic.download": "Diagnostic téléchargé",
	"responses.download":  "Réponses téléchargées, une par une",
	"edition.publish":     "Édition publique faite",
	"edition.download":    "Édition publique téléchargée",
	"form.draft":          "Brouillon de questionnaire enregistré",
	"form.delete":         "Brouillon de questionnaire supprimé",
	"form.publish":        "Questionnaire publié",
	"form.trial":          "Questionnaire essayé",
	"submission.receive":  "Réponse reçue",
	"submission.correct":  "Réponse corrigée",
	"submission.withdraw": "Réponse retirée",
}

// Act says what was done; an action without words is given as it is.
func Act(action string) string {
	if words, found := acts[action]; found {
		return words
	}
	return action
}
