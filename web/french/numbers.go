package french

import "constat/survey"

// UsefulNumber is one line of help: whom to call, and for what.
type UsefulNumber struct {
	Number string // as printed
	Dial   string // as a telephone dials it
	Name   string
	For    string
}

// UsefulNumbers lists the national ones; each lead adds hers on paper.
func UsefulNumbers() []UsefulNumber { return append([]UsefulNumber(nil), usefulNumbers...) }

var usefulNumbers = []UsefulNumber{
	{"17", "tel:17", "Police et gendarmerie", "En cas de danger immédiat"},
	{"112", "tel:112", "Numéro d’urgence européen", "En cas de danger immédiat, depuis tout téléphone"},
	{"114", "sms:114", "Urgences par SMS", "Pour alerter sans parler, ou en cas de surdité"},
	{"3919", "tel:3919", "Violences Femmes Info", "Écoute, information, orientation ; anonyme et gratuit, 24 heures sur 24"},
	{"119", "tel:119", "Enfance en danger", "Pour un enfant en danger ou en risque de l’être ; gratuit, 24 heures sur 24"},
	{"115", "tel:115", "Hébergement d’urgence", "Pour trouver un abri ; gratuit, 24 heures sur 24"},
	{"116 006", "tel:116006", "France Victimes", "Aide aux victimes, tous les jours ; gratuit"},
}

// CampaignState is a campaign's state, in words.
func CampaignState(s survey.CampaignState) string { return campaignStates[s] }

var campaignStates = map[survey.CampaignState]string{
	survey.CampaignDraft: "Brouillon", survey.CampaignOpen: "Ouverte", survey.CampaignClosed: "Fermée",
}
