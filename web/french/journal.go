package french

// Who did it, when it is no account that is still known.
const (
	ActorCommand = "Ligne de commande"
	ActorService = "Le service lui-même"
	ActorUnknown = "Compte inconnu"
)

// acts says what was done, for each action of the audit that concerns a
// network.
var acts = map[string]string{
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
