package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

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
	b.post("/reseaux/lunel/territoire", url.Values{"communes": {"34145", "34003", "34145"}}).want(http.StatusSeeOther)
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
	b.get(link).want(http.StatusForbidden, "pas encore ouverte")

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
	if got := r.header.Get("Content-Disposition"); got != `attachment; filename="diagnostic-lunel-2026-11-24.xlsx"` {
		t.Errorf("file name: %s", got)
	}
	b.get(path + "?edition=publique").want(http.StatusNotFound)
	h.diagnostics.err = survey.ErrNotFound
	b.get(path).want(http.StatusConflict, "Aucune réponse pour l’instant")
	h.lead("beziers").get(path).want(http.StatusNotFound)
	if len(h.diagnostics.taken) != 1 || !strings.HasSuffix(h.diagnostics.taken[0], " lunel") {
		t.Errorf("taken: %v", h.diagnostics.taken)
	}
}

func TestCampaign_participation(t *testing.T) {
	h := newHouse(t)
	h.diagnostics.participation = Participation{
		Responses: 12, Invited: 40,
		ByDay:      []DayCount{{opening, 7}, {opening.AddDate(0, 0, 3), 5}},
		Breakdowns: []Breakdown{{"Structure", []BreakdownRow{{"École", 9}, {"Santé", 3}, {"Justice", 0}}}},
		Coverage:   []Coverage{{"Communes", []BreakdownRow{{"Lunel", 12}}, []string{"Marsillargues"}}},
	}
	page := h.lead("lunel").get(campaignPath(h.lunel)).want(http.StatusOK, "12", "sur 40 personnes invitées",
		"24 novembre 2026", "27 novembre 2026", "École", "Justice", "1 sur 2 ont au moins une réponse.", "Marsillargues")
	if bars := page.elements("rect", "class", "bar"); len(bars) != 2 {
		t.Errorf("%d bars for the two days with responses", len(bars))
	}
	if strings.Contains(page.text(), "%") {
		t.Error("a percentage under 100 people")
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
