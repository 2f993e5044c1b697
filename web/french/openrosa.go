package french

// openrosa is what a phone shows after it sent answers (ODK Collect,
// KoboCollect): plain text, since it formats nothing.
var openrosa = map[string]string{
	"openrosa_received":   "Vos réponses sont enregistrées. Code de reçu\u00a0: {0}. Notez-le pour relire, corriger ou retirer vos réponses.",
	"openrosa_faults":     "Vos réponses n’ont pas été enregistrées. À corriger\u00a0:",
	"openrosa_attachment": "Ce questionnaire ne recueille ni photo, ni son, ni document. Rien n’a été enregistré. Retirez les fichiers joints, puis envoyez de nouveau.",
	"openrosa_other_form": "Cette adresse n’attend pas ce questionnaire, ou pas cette version. Téléchargez de nouveau le questionnaire, ou vérifiez l’adresse du serveur.",
	"openrosa_malformed":  "L’envoi est incomplet ou abîmé. Rien n’a été enregistré. Vos réponses restent sur votre appareil\u00a0: envoyez-les de nouveau.",
}
