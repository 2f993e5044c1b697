package web

import (
	"bytes"
	"mime/multipart"
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

// upload posts the form of a new campaign, with a workbook or without.
func (b *browser) upload(path string, fields map[string]string, workbook []byte) reply {
	b.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, value := range fields {
		must(b, form.WriteField(name, value))
	}
	if workbook != nil {
		file, err := form.CreateFormFile("classeur", "questionnaire.xlsx")
		must(b, err)
		_, err = file.Write(workbook)
		must(b, err)
	}
	must(b, form.Close())
	return b.do(http.MethodPost, path, form.FormDataContentType(), &body)
}

func TestCampaign_fromCatalogueToClosing(t *testing.T) {
	h := newHouse(t)
	b := h.lead("lunel")
	b.get("/reseaux/lunel/nouvelle").want(http.StatusOK, "Nouvelle enquête")
	b.upload("/reseaux/lunel/nouvelle", map[string]string{"questionnaire": "lunel-sante"}, nil).want(http.StatusUnprocessableEntity, "Donnez un titre à l’enquête.")

	at := b.upload("/reseaux/lunel/nouvelle", map[string]string{"titre": "Santé 2026", "questionnaire": "lunel-sante", "invites": "40", "fin": "2026-12-31"}, nil).
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

func TestCampaign_fromWorkbook(t *testing.T) {
	h := newHouse(t)
	b := h.lead("lunel")
	fields := map[string]string{"titre": "La nôtre"}
	at := b.upload("/reseaux/lunel/nouvelle", fields, workbookOf(t, strings.ReplaceAll(smallForm, "petit  ", "notre  "))).want(http.StatusSeeOther).header.Get("Location")
	b.get(at).want(http.StatusOK, "La nôtre")

	faulty := workbookOf(t, strings.Replace(smallForm, "${repere} = 'oui'", "${repare} = 'oui'", 1))
	refused := b.upload("/reseaux/lunel/nouvelle", fields, faulty)
	refused.want(http.StatusUnprocessableEntity, "Ce classeur contient des erreurs", "repare", "ligne 6")
	if title := refused.fields("nouvelle").Get("titre"); title != "La nôtre" {
		t.Errorf("the title typed is lost: %q", title)
	}
	b.upload("/reseaux/lunel/nouvelle", fields, []byte("ceci n’est pas un classeur")).want(http.StatusUnprocessableEntity)
	b.upload("/reseaux/lunel/nouvelle", fields, nil).want(http.StatusUnprocessableEntity, "Choisissez un questionnaire")
	changed := workbookOf(t, strings.Replace(smallForm, "Combien ?", "Combien donc ?", 1))
	b.upload("/reseaux/lunel/nouvelle", fields, changed).want(http.StatusConflict, "Changez la version")
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
