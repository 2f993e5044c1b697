package web

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

// page is one act: it renders, redirects or fails. What it returns is
// answered in one place, (*Server).fail.
type page func(*gin.Context) error

// route is one line of the table below. limit is the largest body accepted,
// in bytes; 0 means defaultLimit.
type route struct {
	method, path string
	access       access
	page         page
	limit        int64
}

const (
	get  = http.MethodGet
	post = http.MethodPost
)

// routes is every address of the service, grouped by who may use it.
func (s *Server) routes() []route {
	return []route{
		// Everybody.
		{get, "/", everybody, s.home, 0},
		{get, "/numeros-utiles", everybody, s.usefulNumbers, 0},
		{get, "/informations", everybody, s.information, 0},
		{get, "/static/:version/*file", anonymous, s.static, 0},
		{get, "/connexion", everybody, s.signInForm, 0},
		{post, "/connexion", everybody, s.signIn, 0},
		{post, "/deconnexion", everybody, s.signOut, 0},
		{get, "/invitation/:token", everybody, s.invitation, 0},
		{post, "/invitation/:token", everybody, s.choosePassword, 0},

		// Whoever holds a campaign's link, and a receipt of it.
		{get, "/q/:link", linkHolder, s.questionnaire, 0},
		{post, "/q/:link", linkHolder, s.answer, 0},
		{get, "/q/:link/verification", linkHolder, s.checked, 0},
		{get, "/q/:link/informations", linkHolder, s.campaignInformation, 0},
		{get, "/q/:link/recu", linkHolder, s.receipt, 0},
		{post, "/q/:link/recu", linkHolder, s.openReceipt, 0},
		{post, "/q/:link/recu/terminer", linkHolder, s.endReceipt, 0},
		{get, "/q/:link/recu/corriger", linkHolder, s.questionnaire, 0},
		{post, "/q/:link/recu/corriger", linkHolder, s.answer, 0},
		{get, "/q/:link/recu/corriger/verification", linkHolder, s.checked, 0},
		{get, "/q/:link/recu/retirer", linkHolder, s.withdrawal, 0},
		{post, "/q/:link/recu/retirer", linkHolder, s.withdraw, 0},
		{get, "/q/:link/retrait", linkHolder, s.withdrawn, 0},
		// Addresses of before, with a code that nothing reads any more.
		{get, "/q/:link/recu/:receipt", linkHolder, s.formerReceipt, 0},
		{get, "/q/:link/recu/:receipt/corriger", linkHolder, s.formerReceipt, 0},
		{post, "/q/:link/recu/:receipt/corriger", linkHolder, s.answer, 0},
		{get, "/q/:link/recu/:receipt/retirer", linkHolder, s.formerReceipt, 0},
		{post, "/q/:link/recu/:receipt/retirer", linkHolder, s.formerReceipt, 0},
		{get, "/q/:link/media/:name", linkHolder, s.media, 0},

		// A phone with ODK Collect or KoboCollect, on the same link.
		{get, "/openrosa/:link/formList", linkHolder, s.openRosaFormList, 0},
		{get, "/openrosa/:link/forms/:form", linkHolder, s.openRosaXForm, 0},
		{get, "/openrosa/:link/forms/:form/manifest", linkHolder, s.openRosaFiles, 0},
		{get, "/openrosa/:link/forms/:form/media/:file", linkHolder, s.openRosaFile, 0},
		{get, "/openrosa/:link/submission", linkHolder, s.openRosaAllowed, 0}, // HEAD
		{post, "/openrosa/:link/submission", linkHolder, s.openRosaSubmit, openRosaLimit},

		// Whoever holds a draft's test link.
		{get, "/essai/:link", linkHolder, s.trial, 0},
		{post, "/essai/:link", linkHolder, s.tryAnswer, 0},
		{get, "/essai/:link/media/:name", linkHolder, s.trialMedia, 0},

		// Agents, whatever their role.
		{get, "/reseaux", signedIn, s.myNetworks, 0},
		{get, "/questionnaires", signedIn, s.allQuestionnaires, 0},
		{get, "/questionnaires/:workbook", signedIn, s.catalogueWorkbook, 0},

		// Leads, each in her own networks.
		{get, "/reseaux/:network", lead, s.network, 0},
		{get, "/reseaux/:network/territoire", lead, s.territory, 0},
		{post, "/reseaux/:network/territoire", lead, s.saveTerritory, 0},
		{get, "/reseaux/:network/journal", lead, s.journal, 0},
		{get, "/reseaux/:network/nouvelle", lead, s.newCampaign, 0},
		{post, "/reseaux/:network/nouvelle", lead, s.createCampaign, 0},
		{get, "/reseaux/:network/questionnaires", lead, s.questionnaires, 0},
		{post, "/reseaux/:network/questionnaires", lead, s.uploadForm, uploadLimit},
		{get, "/reseaux/:network/questionnaires/brouillons/:draft", lead, s.draft, 0},
		{post, "/reseaux/:network/questionnaires/brouillons/:draft", lead, s.replaceDraft, uploadLimit},
		{get, "/reseaux/:network/questionnaires/brouillons/:draft/classeur.xlsx", lead, s.draftWorkbook, 0},
		{get, "/reseaux/:network/questionnaires/brouillons/:draft/publier", lead, s.publication, 0},
		{post, "/reseaux/:network/questionnaires/brouillons/:draft/publier", lead, s.publish, 0},
		{post, "/reseaux/:network/questionnaires/brouillons/:draft/supprimer", lead, s.deleteDraft, 0},
		{get, "/reseaux/:network/questionnaires/versions/:code", lead, s.version, 0},
		{get, "/reseaux/:network/questionnaires/versions/:code/classeur.xlsx", lead, s.versionWorkbook, 0},
		{get, "/reseaux/:network/questionnaires/versions/:code/fichiers/:name", lead, s.versionFile, 0},
		{get, "/reseaux/:network/enquetes/:campaign", lead, s.campaign, 0},
		{post, "/reseaux/:network/enquetes/:campaign/ouvrir", lead, s.openCampaign, 0},
		{get, "/reseaux/:network/enquetes/:campaign/reglages", lead, s.settings, 0},
		{post, "/reseaux/:network/enquetes/:campaign/reglages", lead, s.saveSettings, 0},
		{post, "/reseaux/:network/enquetes/:campaign/supprimer", lead, s.deleteCampaign, 0},
		{get, "/reseaux/:network/enquetes/:campaign/fermer", lead, s.closing, 0},
		{post, "/reseaux/:network/enquetes/:campaign/fermer", lead, s.closeCampaign, 0},
		{get, "/reseaux/:network/enquetes/:campaign/questionnaire/:code", lead, s.formChange, 0},
		{post, "/reseaux/:network/enquetes/:campaign/questionnaire/:code", lead, s.changeForm, 0},
		{get, "/reseaux/:network/enquetes/:campaign/qr.png", lead, s.qrPNG, 0},
		{get, "/reseaux/:network/enquetes/:campaign/qr.svg", lead, s.qrSVG, 0},
		{get, "/reseaux/:network/enquetes/:campaign/affiche", lead, s.poster, 0},
		{get, "/reseaux/:network/enquetes/:campaign/diagnostic.xlsx", lead, s.diagnostic, 0},
		{get, "/reseaux/:network/enquetes/:campaign/diagnostic", lead, s.reading, 0},
		{get, "/reseaux/:network/enquetes/:campaign/registre", lead, s.register, 0},
		{get, "/reseaux/:network/enquetes/:campaign/reponses.zip", lead, s.responses, 0},

		// The département's coordinator.
		{get, "/departement", coordinator, s.department, 0},
		{get, "/departement/vagues/:wave", coordinator, s.wave, 0},
		{get, "/departement/vagues/:wave/publier", coordinator, s.publishing, 0},
		{post, "/departement/vagues/:wave/publier", coordinator, s.publishWave, 0},
		{get, "/departement/vagues/:wave/diagnostic", coordinator, s.waveReading, 0},
		{get, "/departement/vagues/:wave/diagnostic.xlsx", coordinator, s.waveWorkbook, 0},
		{get, "/departement/vagues/:wave/registre", coordinator, s.waveRegister, 0},

		// Operators' probes.
		{get, "/healthz", anonymous, s.healthy, 0},
		{get, "/readyz", anonymous, s.ready, 0},
	}
}
