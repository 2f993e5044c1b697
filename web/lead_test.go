package web

import (
	"crypto/sha256"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"constat/survey"
)

func TestNetworks_oneIsOpenedAtOnce(t *testing.T) {
	h := newHouse(t)
	if at := h.lead("lunel").get("/reseaux").want(http.StatusSeeOther).header.Get("Location"); at != "/reseaux/lunel" {
		t.Errorf("a lead of one network is sent to %s", at)
	}
	h.addAgent(survey.Agent{Login: "deux", Name: "Deux", Role: survey.RoleLead, Networks: []string{"lunel", "beziers"}})
	h.lead("deux").get("/reseaux").want(http.StatusOK, "Réseau de lunel", "Réseau de beziers")
}

func TestTerritory_isConfirmedBySaving(t *testing.T) {
	h := newHouse(t)
	b := h.lead("lunel")
	page := b.get("/reseaux/lunel/territoire").want(http.StatusOK, "Ce territoire est une hypothèse.", "À vérifier.", "Marsillargues")
	if got := page.fields("communes")["communes"]; len(got) != 2 {
		t.Fatalf("ticked: %v", got)
	}
	b.post("/reseaux/lunel/territoire", nil).want(http.StatusUnprocessableEntity, "Cochez au moins une commune.")
	b.post("/reseaux/lunel/territoire", url.Values{"communes": {"99999"}}).want(http.StatusUnprocessableEntity)
	page.want(http.StatusOK, "Une enquête est ouverte.", "Besoins 2026")
	next := b.post("/reseaux/lunel/territoire", url.Values{"communes": {"34145", "34003", "34145"}}).want(http.StatusSeeOther).header.Get("Location")
	b.get(next).want(http.StatusOK, "Territoire enregistré : 2 communes → 2 communes (1 de plus, 1 de moins).")
	for _, forged := range []string{"9.9.9", "x", "-1.3.0"} {
		if text := b.get("/reseaux/lunel?territoire=" + forged).want(http.StatusOK).text(); strings.Contains(text, "Territoire enregistré") {
			t.Errorf("%q is believed", forged)
		}
	}
	n, err := h.store.Network(t.Context(), "lunel")
	must(t, err)
	if n.Hypothesis || strings.Join(n.Communes, " ") != "34003 34145" {
		t.Errorf("saved %v, hypothesis %v", n.Communes, n.Hypothesis)
	}
	if text := b.get("/reseaux/lunel").want(http.StatusOK).text(); strings.Contains(text, "Hypothèse") {
		t.Error("the territory is still said to be a guess")
	}
}

// start posts the form of a new campaign.
func (b *browser) start(fields ...string) reply {
	b.Helper()
	return b.post("/reseaux/lunel/nouvelle", set(url.Values{}, fields...))
}

func TestCampaign_fromCatalogueToClosing(t *testing.T) {
	h := newHouse(t)
	b := h.lead("lunel")
	b.get("/reseaux/lunel/nouvelle").want(http.StatusOK, "Nouvelle enquête")
	b.start("questionnaire", "lunel-sante").want(http.StatusUnprocessableEntity, "Donnez un titre à l’enquête.")

	at := b.start("titre", "Santé 2026", "questionnaire", "lunel-sante", "invites", "40", "fin", "2026-12-31").
		want(http.StatusSeeOther).header.Get("Location")
	draft := b.get(at).want(http.StatusOK, "Santé 2026", "Brouillon", "Ouvrir l’enquête")
	link := draft.text()[strings.Index(draft.text(), "/q/lunel-"):]
	link = strings.Fields(link)[0]
	h.browser().get(link).want(http.StatusForbidden, "pas encore ouverte")

	b.post(at+"/ouvrir", nil).want(http.StatusSeeOther)
	b.get(at).want(http.StatusOK, "Ouverte", "Aucune réponse pour l’instant", "31 décembre 2026")
	b.get(link).want(http.StatusOK, "Santé 2026", "jusqu’au 31 décembre 2026")
	if png := b.get(at + "/qr.png").want(http.StatusOK); !strings.HasPrefix(png.body, "\x89PNG") {
		t.Error("qr.png is no PNG")
	}
	b.get(at+"/qr.svg").want(http.StatusOK, "<svg")
	b.get(at+"/affiche").want(http.StatusOK, "Santé 2026", link)

	b.get(at+"/fermer").want(http.StatusOK, "Fermer l’enquête ?")
	b.post(at+"/fermer", url.Values{"confirmation": {"oui"}}).want(http.StatusUnprocessableEntity, "Recopiez le mot")
	b.post(at+"/fermer", url.Values{"confirmation": {" Fermer "}}).want(http.StatusSeeOther)
	b.get(link).want(http.StatusGone)
}

func TestDiagnostic_download(t *testing.T) {
	h := newHouse(t)
	b := h.lead("lunel")
	path := campaignPath(h.lunel) + "/diagnostic.xlsx"
	r := b.get(path+"?edition=interne").want(http.StatusOK, "classeur")
	if got := r.header.Get("Content-Disposition"); got != `attachment; filename="diagnostic-interne-lunel-petit-2026-11-24.xlsx"` {
		t.Errorf("file name: %s", got)
	}
	b.get(path + "?edition=publique").want(http.StatusNotFound)
	h.diagnostics.err = survey.ErrNotFound
	b.get(path).want(http.StatusConflict, "Aucune réponse pour l’instant")
	h.lead("beziers").get(path).want(http.StatusNotFound)
	entries := h.audit("lunel")
	var noted []survey.AuditEntry
	for _, e := range entries {
		if e.Action == "diagnostic.download" {
			noted = append(noted, e)
		}
	}
	if len(noted) != 1 || noted[0].Object != h.lunel.ID || noted[0].Agent == "" || !noted[0].At.Equal(opening) {
		t.Errorf("noted of the downloads: %+v", noted)
	}
	if len(h.diagnostics.taken) != 1 {
		t.Errorf("taken: %v", h.diagnostics.taken)
	}
}

// The answers leave as the workbook does: to the network's lead alone, and not
// without a line in the register.
func TestResponses_download(t *testing.T) {
	h := newHouse(t)
	b := h.lead("lunel")
	path := campaignPath(h.lunel) + "/reponses.zip"
	r := b.get(path).want(http.StatusOK, "archive")
	if got := r.header.Get("Content-Disposition"); got != `attachment; filename="reponses-lunel-petit-2026-11-24.zip"` {
		t.Errorf("file name: %s", got)
	}
	if got := r.header.Get("Content-Type"); got != "application/zip" {
		t.Errorf("type: %s", got)
	}
	h.lead("beziers").get(path).want(http.StatusNotFound)
	h.diagnostics.err = survey.ErrNotFound
	b.get(path).want(http.StatusConflict, "Aucune réponse pour l’instant")
	if len(h.diagnostics.taken) != 1 || h.diagnostics.taken[0] != "lunel/"+h.lunel.ID {
		t.Errorf("taken: %v", h.diagnostics.taken)
	}
	page := b.get("/reseaux/lunel/journal").want(http.StatusOK, "Réponses téléchargées, une par une", "Animation lunel")
	if got := strings.Count(page.text(), "Réponses téléchargées"); got != 1 {
		t.Errorf("the register has %d downloads", got)
	}
}

func TestCampaign_participation(t *testing.T) {
	h := newHouse(t)
	h.diagnostics.participation = Participation{
		Responses: 12, Invited: 40,
		ByDay:      []DayCount{{opening, 7}, {opening.AddDate(0, 0, 3), 5}},
		Breakdowns: []Breakdown{{"Structure", []BreakdownRow{{"École", 9}, {"Santé", 3}, {"Justice", 0}}}},
		Coverage: []Coverage{{
			Title: "Communes", Covered: []BreakdownRow{{"Lunel", 12}, {"Lunel-Viel", 0}}, Missing: []string{"Marsillargues"},
			Everywhere: 2, EverywhereLabel: "Tout le territoire",
		}},
	}
	page := h.lead("lunel").get(campaignPath(h.lunel)).want(http.StatusOK, "12", "12 sur 40 personnes sollicitées, soit 30 %",
		"24 novembre 2026", "27 novembre 2026", "École", "Justice", "2 sur 3 ont au moins une réponse.", "2 réponses disent « Tout le territoire »", "Marsillargues",
		"Télécharger les réponses une par une")
	if bars := page.elements("rect", "class", "bar"); len(bars) != 2 {
		t.Errorf("%d bars for the two days with responses", len(bars))
	}
	if strings.Contains(page.text(), "(0)") {
		t.Error("a place that « tout le territoire » covers is said to have no response")
	}
	if strings.Contains(page.text(), "Part du plus grand") {
		t.Error("the bars have a header that nobody can read")
	}
	// Zero and one are singular.
	for covered, want := range []string{"0 sur 1 a au moins une réponse.", "1 sur 1 a au moins une réponse.", "2 sur 2 ont au moins une réponse."} {
		place := Coverage{Title: "Communes", Covered: []BreakdownRow{{"Lunel", 12}, {"Lunel-Viel", 1}}[:covered]}
		if covered == 0 {
			place.Missing = []string{"Marsillargues"}
		}
		h.diagnostics.participation.Coverage = []Coverage{place}
		h.lead("lunel").get(campaignPath(h.lunel)).want(http.StatusOK, want)
	}
	for _, c := range []struct{ responses, invited, rate int }{{46, 78, 59}, {1, 3, 33}, {2, 3, 67}, {5, 5, 100}, {6, 5, 0}, {6, 0, 0}} {
		if got := (Participation{Responses: c.responses, Invited: c.invited}).Rate(); got != c.rate {
			t.Errorf("%d of %d: %d %%, want %d", c.responses, c.invited, got, c.rate)
		}
	}
}

func TestBarsOf(t *testing.T) {
	if got := barsOf(nil); len(got.Bars) != 0 {
		t.Errorf("no day: %v", got)
	}
	year := barsOf([]DayCount{{opening.AddDate(-1, 0, 0), 1}, {opening, 3}})
	if len(year.Bars) != mostBars || year.Bars[mostBars-1].N != 3 {
		t.Errorf("a year: %d bars", len(year.Bars))
	}
	for _, bar := range year.Bars {
		if bar.Y+bar.H != barsHeight || bar.X+bar.W > year.Width {
			t.Errorf("bar %+v leaves the chart", bar)
		}
	}
}

func TestDepartment_countsOnly(t *testing.T) {
	h := newHouse(t)
	h.addAgent(survey.Agent{Login: "coordination", Name: "Coordination", Role: survey.RoleCoordinator})
	b := h.lead("coordination")
	b.get("/departement").want(http.StatusOK, "Réseau de lunel", "Réseau de beziers")
	b.get(campaignPath(h.lunel)).want(http.StatusNotFound)
	if at := b.get("/reseaux").want(http.StatusSeeOther).header.Get("Location"); at != "/departement" {
		t.Errorf("the coordinator is sent to %s", at)
	}
}

func TestCampaign_erased(t *testing.T) {
	h := newHouse(t)
	must(t, h.store.SetCampaignState(t.Context(), "lunel", h.lunel.ID, survey.CampaignClosed, founder))
	b := h.lead("lunel")
	b.get(campaignPath(h.lunel)).want(http.StatusOK, "Rouvrir l’enquête", "Aucune réponse pour l’instant")
	later := time.Date(2029, 1, 1, 12, 0, 0, 0, time.UTC)
	erased, err := h.store.EraseExpired(t.Context(), "lunel", survey.RetainedSince(later), later, survey.AuditEntry{At: later})
	must(t, err)
	if erased != 1 {
		t.Fatalf("%d campaigns erased, want 1", erased)
	}
	page := b.get(campaignPath(h.lunel)).want(http.StatusOK, "Les réponses ont été effacées le 1er\u00a0janvier\u00a02029.")
	if text := page.text(); strings.Contains(text, "Rouvrir") || strings.Contains(text, "pour l’instant") {
		t.Errorf("an erased campaign still offers: %s", text)
	}
	b.post(campaignPath(h.lunel)+"/ouvrir", nil).want(http.StatusGone)
	b.get("/reseaux/lunel/journal").want(http.StatusOK, "Réponses effacées", "Le service lui-même")
}

func TestJournal(t *testing.T) {
	h := newHouse(t)
	visitor, b := h.browser(), h.lead("lunel")
	for range 2 {
		check := visitor.post(q(h.lunel), complete(visitor.get(q(h.lunel)).fields("questionnaire")))
		visitor.post(q(h.lunel), set(check.fields("verification"), ":do", "envoyer")).want(http.StatusSeeOther)
	}
	b.get(campaignPath(h.lunel) + "/diagnostic.xlsx").want(http.StatusOK)
	b.get("/reseaux/lunel").want(http.StatusOK, "Journal du réseau")
	page := b.get("/reseaux/lunel/journal").want(http.StatusOK, "Diagnostic téléchargé", "Animation lunel", "24 novembre 2026 à 11 h 00",
		"Ce qu’ont fait les personnes qui répondent", "Réponse reçue 2 fois Besoins 2026")
	page.accessible(t, "journal")
	if text := page.text(); strings.Contains(text, "submission.") || strings.Contains(text, "Béziers") {
		t.Errorf("the register says %s", text)
	}
	h.lead("beziers").get("/reseaux/lunel/journal").want(http.StatusNotFound)
}

// However much is answered, a lead finds her own acts.
func TestJournal_answersDoNotDrownActs(t *testing.T) {
	h := newHouse(t)
	b := h.lead("lunel")
	b.get(campaignPath(h.lunel) + "/diagnostic.xlsx").want(http.StatusOK)
	for i := range 2 * journalLength {
		must(t, h.store.Record(t.Context(), survey.AuditEntry{
			At: opening.AddDate(0, 0, 1+i%3).Truncate(24 * time.Hour), Network: "lunel", Action: "submission.receive", Object: h.lunel.ID,
		}))
	}
	page := b.get("/reseaux/lunel/journal").want(http.StatusOK, "Diagnostic téléchargé", "134 fois", "133 fois", "25 novembre 2026")
	if rows := page.elements("tr", "", ""); len(rows) > 20 {
		t.Errorf("%d rows for one download and three days of answers", len(rows))
	}
}

// The campaign's page names what it asks, and the version published since.
func TestCampaign_namesItsQuestionnaire(t *testing.T) {
	h := newHouse(t)
	b := h.lead("lunel")
	path := campaignPath(h.lunel)
	page := b.get(path).want(http.StatusOK, "Questionnaire : Petit questionnaire, version 1")
	if strings.Contains(page.text(), "plus récente") {
		t.Error("a newer version is offered, and there is none")
	}
	h.clock.pass(time.Minute)
	workbook := workbookOf(t, strings.Replace(smallForm, "| Petit questionnaire | 1          |", "| Petit questionnaire | 2026-b     |", 1))
	must(t, h.store.SaveForm(t.Context(), survey.FormVersion{
		Network: "lunel", FormID: "petit", Version: "2026-b", Title: "Petit questionnaire", Workbook: workbook, SHA256: sha256.Sum256(workbook), FrozenAt: h.clock.Now(),
	}))
	page = b.get(path).want(http.StatusOK, "version 1", "Une version plus récente est publiée : 2026-b.", "Voir ce qui change, et y passer")
	change := ""
	for _, a := range page.elements("a", "href", "*") {
		if href, _ := attribute(a, "href"); strings.Contains(href, "/questionnaire/") {
			change = href
		}
	}
	fields := b.get(change).want(http.StatusOK, "Passer à la version 2026-b").elements("input", "name", "depuis")
	from, _ := attribute(fields[0], "value")
	b.post(change, url.Values{"depuis": {from}}).want(http.StatusSeeOther)
	page = b.get(path).want(http.StatusOK, "Questionnaire : Petit questionnaire, version 2026-b")
	if strings.Contains(page.text(), "plus récente") {
		t.Error("the version that is asked is offered")
	}
}

// On a phone, a lead's header does not stay over her pages, and no page scrolls
// sideways, the register included.
func TestLead_phone(t *testing.T) {
	h := newHouse(t)
	h.addAgent(survey.Agent{Login: "regie", Name: "Régie des inter-réseaux du département", Role: survey.RoleAdmin})
	h.answerAndClose(h.lunel)
	must(t, h.store.SetCampaignTerms(t.Context(), "lunel", h.lunel.ID, survey.CampaignTerms{
		Title: "Besoins des professionnelles et professionnels de santé du territoire 2026",
	}, survey.AuditEntry{At: opening, Network: "lunel", Action: "campaign.change", Object: h.lunel.ID}))
	folder := os.Getenv("CONSTAT_SHOTS")
	tab := h.tab(360, 740)
	tab.open("/connexion")
	tab.js(`(document.querySelector('[name=login]').value = 'regie', document.querySelector('[name=mot-de-passe]').value = '` + goodPassword + `', document.querySelector('main form').submit(), 1)`)
	tab.until(`location.pathname.startsWith('/reseaux')`)
	for name, path := range map[string]string{
		"network": "/reseaux/lunel", "campaign": campaignPath(h.lunel), "journal": "/reseaux/lunel/journal", "publishing": h.wavePath() + "/publier",
	} {
		tab.open(path)
		tab.js(`document.querySelectorAll('details').forEach((d) => { d.open = true; })`)
		tab.want("document.documentElement.scrollWidth - document.documentElement.clientWidth", "0")
		tab.want("[...document.querySelectorAll('main *')].filter((e) => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX === 'auto').length", "0")
		if px, _ := strconv.Atoi(tab.js("Math.round(document.querySelector('.top').getBoundingClientRect().height)")); px > 84 {
			t.Errorf("%s: the header takes %d px", name, px)
		}
		if folder != "" {
			tab.shoot(filepath.Join(folder, "lead-"+name))
		}
		tab.js("scrollTo(0, 400)")
		tab.want("scrollY > 0 && document.querySelector('.top').getBoundingClientRect().bottom > 0", "false")
		tab.calm()
	}
}

func TestSettings(t *testing.T) {
	h := newHouse(t)
	b := h.lead("lunel")
	path := campaignPath(h.lunel)
	page := b.get(path+"/reglages").want(http.StatusOK, "Réglages de l’enquête")
	page.accessible(t, "settings")
	fields := page.fields("reglages")
	refused := b.post(path+"/reglages", set(fields, "titre", "", "invites", "beaucoup", "fin", "2026-11-23"))
	refused.want(http.StatusUnprocessableEntity, "Il y a 3 problèmes", "Donnez un titre à l’enquête.", "Ce jour est passé")
	refused.accessible(t, "settings, wrong")
	b.post(path+"/reglages", set(fields, "titre", "Besoins 2027", "invites", "78", "fin", "2026-11-24")).want(http.StatusSeeOther)
	h.clock.pass(48 * time.Hour)
	b = h.lead("lunel")
	// The last day is behind, and stays: the number can still be mended.
	b.post(path+"/reglages", set(fields, "invites", "80", "fin", "2026-11-24")).want(http.StatusSeeOther)
	campaign, err := h.store.Campaign(t.Context(), "lunel", h.lunel.ID)
	must(t, err)
	if campaign.Title != "Besoins 2027" || campaign.Invited != 80 || campaign.ClosesOn.Format(time.DateOnly) != "2026-11-24" {
		t.Errorf("saved %+v", campaign)
	}
	b.post(path+"/supprimer", nil).want(http.StatusConflict, "Seul un brouillon")

	fresh := url.Values{"titre": {"Santé"}, "questionnaire": {"lunel-sante"}, "fin": {"2026-11-25"}}
	b.post("/reseaux/lunel/nouvelle", fresh).want(http.StatusUnprocessableEntity, "Ce jour est passé")
	at := b.post("/reseaux/lunel/nouvelle", set(fresh, "fin", "")).want(http.StatusSeeOther).header.Get("Location")
	b.get(at+"/reglages").want(http.StatusOK, "Supprimer l’enquête")
	h.lead("beziers").post(at+"/supprimer", nil).want(http.StatusNotFound)
	b.post(at+"/supprimer", nil).want(http.StatusSeeOther)
	b.get(at).want(http.StatusNotFound)
}

func TestPreview_ofADraft(t *testing.T) {
	h := newHouse(t)
	must(t, h.store.SetCampaignState(t.Context(), "lunel", h.lunel.ID, survey.CampaignDraft, founder))
	h.browser().get(q(h.lunel)).want(http.StatusForbidden)
	h.lead("beziers").get(q(h.lunel)).want(http.StatusForbidden)
	b := h.lead("lunel")
	b.get(campaignPath(h.lunel)).want(http.StatusOK, "Essayer le questionnaire")
	page := b.get(q(h.lunel)).want(http.StatusOK, "Essai", "Votre structure")
	if len(page.elements("p", "class", "watermark")) != 1 {
		t.Error("no watermark on a preview")
	}
	noted := h.noted()
	check := b.post(q(h.lunel), complete(page.fields("questionnaire"))).want(http.StatusOK, "Vérifiez vos réponses", "Essai")
	b.post(q(h.lunel), set(check.fields("verification"), ":do", "envoyer")).want(http.StatusOK, "Essai terminé")
	if h.responses(h.lunel) != 0 || len(noted.entries) != 0 {
		t.Errorf("a preview left %d responses and %d entries", h.responses(h.lunel), len(noted.entries))
	}
	h.browser().post(q(h.lunel), complete(page.fields("questionnaire"))).want(http.StatusForbidden)
}
