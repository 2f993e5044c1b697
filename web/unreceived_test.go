package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"constat/survey"
)

func (h *house) close(c survey.Campaign) {
	h.Helper()
	must(h, h.store.SetCampaignState(h.Context(), c.Network, c.ID, survey.CampaignClosed, founder))
}

// The reply was lost and the campaign has closed: the answers are there, and
// their receipt comes again, at both doors.
func TestSend_lostReplyThenClosed(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	send := b.sent(h.lunel)
	code := b.code(h.lunel)
	correction := b.get(q(h.lunel) + "/recu/corriger").fields("questionnaire")
	check := b.post(q(h.lunel)+"/recu/corriger", set(correction, "nombre", "8", ":do", "verifier")).want(http.StatusOK)
	corrected := set(check.fields("verification"), ":do", "envoyer")
	b.post(q(h.lunel)+"/recu/corriger", corrected).want(http.StatusSeeOther)
	h.close(h.lunel)

	again := h.browser() // its cookie was in the lost reply
	again.post(q(h.lunel), send).want(http.StatusSeeOther)
	if got := again.code(h.lunel); got != code {
		t.Errorf("receipt %s, want %s", got, code)
	}
	retried := h.browser()
	retried.post(q(h.lunel)+"/recu/corriger", corrected).want(http.StatusSeeOther)
	if got := retried.code(h.lunel); got != code {
		t.Errorf("the correction's receipt is %s, want %s", got, code)
	}
	if n := h.responses(h.lunel); n != 1 {
		t.Errorf("%d responses", n)
	}
}

// The same form is judged otherwise the next day: it is the same sending.
func TestSend_lostReplyThenAnotherDay(t *testing.T) {
	form := strings.Replace(smallForm, "| text         | libre    | Un besoin             |          |                   |",
		"| text         | libre    | Un besoin             |          | today() = date('2026-11-24') |", 1)
	h := newHouseWith(t, workbookOf(t, form), nil)
	b, p := h.browser(), h.phone(h.lunel)
	send := b.sent(h.lunel, "libre", "Un lieu")
	code := b.code(h.lunel)
	document := filled(uuid.NewString(), "<libre>Un lieu</libre>")
	first := p.submit(document).message(http.StatusCreated)

	h.clock.pass(24 * time.Hour)
	again := h.browser()
	again.post(q(h.lunel), send).want(http.StatusSeeOther)
	if got := again.code(h.lunel); got != code {
		t.Errorf("receipt %s, want %s", got, code)
	}
	if second := p.submit(document).message(http.StatusCreated); second != first {
		t.Errorf("the phone reads %q, then %q", first, second)
	}
	if n := h.responses(h.lunel); n != 2 {
		t.Errorf("%d responses", n)
	}
}

// A second tab of the same questionnaire has other answers: nothing is written
// over and nothing is lost, both ways are offered.
func TestSend_secondTab(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	send := b.sent(h.lunel)
	code := b.code(h.lunel)
	conflict := b.post(q(h.lunel), set(send, "nombre", "88", "libre", "Un répit")).
		want(http.StatusConflict, "Vos réponses n’ont pas été reçues", "un autre onglet", "88", "Un répit", "Remplacer celles qui ont été reçues", "Les envoyer en plus")
	conflict.accessible(t, "conflict")
	fields := set(conflict.fields("non-recues"), ":do", "nouvelle")
	if fields.Get("libre") != "Un répit" || fields.Get(":recu") == "" {
		t.Fatalf("the page carries %v", fields)
	}

	more := b.post(q(h.lunel), fields).want(http.StatusOK, "Envoyer mes réponses", "88")
	replace := b.post(q(h.lunel)+"/recu/corriger", fields).want(http.StatusOK, "Envoyer mes corrections", "88")
	b.post(q(h.lunel)+"/recu/corriger", set(replace.fields("verification"), ":do", "envoyer")).want(http.StatusSeeOther)
	b.get(q(h.lunel)+"/recu").want(http.StatusOK, "version 2", "Un répit")
	if got := b.code(h.lunel); got != code {
		t.Errorf("replaced under %s, want %s", got, code)
	}
	b.post(q(h.lunel), set(more.fields("verification"), ":do", "envoyer")).want(http.StatusSeeOther)
	if got := b.code(h.lunel); got == code || h.responses(h.lunel) != 2 {
		t.Errorf("beside: receipt %s, %d responses", got, h.responses(h.lunel))
	}

	// Elsewhere the code is asked: the questionnaire's own id proves nothing here.
	stranger := h.browser()
	asked := stranger.post(q(h.lunel), set(send, "nombre", "99")).want(http.StatusConflict, "Code de reçu")
	fields = set(asked.fields("non-recues"), ":do", "nouvelle")
	stranger.post(q(h.lunel)+"/recu/corriger", set(fields, "code", "")).want(http.StatusForbidden, "Donnez votre code de reçu", "99")
	stranger.post(q(h.lunel)+"/recu/corriger", set(fields, "code", code)).want(http.StatusOK, "Envoyer mes corrections", "99")
}

// Two corrections opened on the same answers: the second is told of the first.
func TestSend_correctedMeanwhile(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	b.sent(h.lunel)
	at := q(h.lunel) + "/recu/corriger"
	one, two := b.get(at).fields("questionnaire"), b.get(at).fields("questionnaire")
	check := b.post(at, set(one, "nombre", "8", ":do", "verifier"))
	b.post(at, set(check.fields("verification"), ":do", "envoyer")).want(http.StatusSeeOther)
	check = b.post(at, set(two, "nombre", "9", ":do", "verifier"))
	conflict := b.post(at, set(check.fields("verification"), ":do", "envoyer")).want(http.StatusConflict, "Vos réponses n’ont pas été reçues", "Remplacer")
	check = b.post(at, set(conflict.fields("non-recues"), ":do", "nouvelle")).want(http.StatusOK, "Envoyer mes corrections")
	b.post(at, set(check.fields("verification"), ":do", "envoyer")).want(http.StatusSeeOther)
	b.get(q(h.lunel)+"/recu").want(http.StatusOK, "version 3")
	if n := h.responses(h.lunel); n != 1 {
		t.Errorf("%d responses", n)
	}
}

// What was withdrawn does not come back by a retry.
func TestSend_afterWithdrawal(t *testing.T) {
	h := newHouse(t)
	b, p := h.browser(), h.phone(h.lunel)
	send := b.sent(h.lunel)
	b.post(q(h.lunel)+"/recu/retirer", nil).want(http.StatusSeeOther)
	gone := b.post(q(h.lunel), send).want(http.StatusConflict, "Vos réponses n’ont pas été reçues", "ont été effacées", "Les envoyer en plus")
	if n := h.responses(h.lunel); n != 0 {
		t.Fatalf("%d responses", n)
	}
	check := b.post(q(h.lunel), set(gone.fields("non-recues"), ":do", "nouvelle")).want(http.StatusOK)
	b.post(q(h.lunel), set(check.fields("verification"), ":do", "envoyer")).want(http.StatusSeeOther)

	document := filled(uuid.NewString(), "")
	text := p.submit(document).message(http.StatusCreated)
	_, code, _ := strings.Cut(text, "Code de reçu\u00a0: ")
	code, _, _ = strings.Cut(code, ".")
	must(t, h.store.Withdraw(t.Context(), h.lunel, code, h.clock.Now()))
	if text := p.submit(document).message(http.StatusConflict); !strings.Contains(text, "effacées") {
		t.Errorf("the phone reads %q", text)
	}
}

// A campaign closes while somebody answers: she is told that nothing was
// received, keeps everything, and knows whom to ask.
func TestUnreceived_closedMeanwhile(t *testing.T) {
	h := newHouse(t)
	must(t, h.store.SetCampaignTerms(t.Context(), "lunel", h.lunel.ID, survey.CampaignTerms{Title: "Besoins 2026", Contact: "accueil@exemple.fr"}, founder))
	b := h.browser()
	fields := set(complete(b.get(q(h.lunel)).fields("questionnaire")), "libre", "Un lieu d’accueil", "actions[1]/titre", "Former")
	send := set(b.post(q(h.lunel), fields).fields("verification"), ":do", "envoyer")
	h.close(h.lunel)
	for verb, posted := range map[string]url.Values{"verifier": fields, "envoyer": send, "ajouter": set(url.Values{}, flat(fields, ":do", "ajouter actions")...)} {
		page := b.post(q(h.lunel), posted).want(http.StatusGone, "Vos réponses n’ont pas été reçues", "a fermé avant votre envoi", "accueil@exemple.fr",
			"Un besoin", "Un lieu d’accueil", "Former", "Santé", "Quitter rapidement")
		page.accessible(t, "closed, "+verb)
		if len(page.elements("a", "href", "mailto:accueil@exemple.fr")) != 1 {
			t.Errorf("%s: the contact cannot be tapped", verb)
		}
		if strings.Contains(page.text(), "Merci") {
			t.Errorf("%s: it reads as a success", verb)
		}
		kept := page.fields("non-recues")
		for name := range posted {
			if !strings.HasPrefix(name, ":") && strings.Join(kept[name], "|") != strings.Join(posted[name], "|") {
				t.Errorf("%s: %s is lost: %v, not %v", verb, name, kept[name], posted[name])
			}
		}
	}
	closed := b.get(q(h.lunel)).want(http.StatusGone, "Enquête fermée", "n’ont pas été reçues", "accueil@exemple.fr", "Quitter rapidement")
	if strings.Contains(closed.text(), "Merci") {
		t.Error("a closed survey reads as a success")
	}
	must(t, h.store.SetCampaignState(t.Context(), "lunel", h.lunel.ID, survey.CampaignDraft, founder))
	later := b.post(q(h.lunel), send).want(http.StatusForbidden, "Vos réponses n’ont pas été reçues", "pas encore ouverte", "Un lieu d’accueil", "accueil@exemple.fr")
	must(t, h.store.SetCampaignState(t.Context(), "lunel", h.lunel.ID, survey.CampaignOpen, founder))
	check := b.post(q(h.lunel), set(later.fields("non-recues"), ":do", "verifier")).want(http.StatusOK, "Vérifiez vos réponses", "Un lieu d’accueil")
	b.post(q(h.lunel), set(check.fields("verification"), ":do", "envoyer")).want(http.StatusSeeOther)
}

// flat gives fields as set takes them, with one more.
func flat(fields url.Values, more ...string) []string {
	var pairs []string
	for name, values := range fields {
		pairs = append(pairs, name, strings.Join(values, "|"))
	}
	return append(pairs, more...)
}

// Storage is down: the page has what was typed, to be sent again.
func TestUnreceived_unavailable(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	fields := set(complete(b.get(q(h.lunel)).fields("questionnaire")), "libre", "Un lieu d’accueil")
	must(t, h.store.Close())
	page := b.post(q(h.lunel), fields)
	if page.status < http.StatusInternalServerError {
		t.Fatalf("status %d without storage", page.status)
	}
	page.want(page.status, "Vos réponses n’ont pas été reçues", "Essayer à nouveau", "Un lieu d’accueil", "Quitter rapidement")
	page.accessible(t, "unavailable")
	again := page.fields("non-recues")
	if again.Get("libre") != "Un lieu d’accueil" || again.Get(":instance") != fields.Get(":instance") {
		t.Errorf("kept: %v", again)
	}
}

// Every answer to a post of answers that is no receipt says that they were not
// received; every page that a respondent can meet offers to leave quickly.
func TestUnreceived_everyRefusal(t *testing.T) {
	h := newHouse(t)
	draft := "/essai/" + h.exampleDraft().Link
	b := h.browser()
	fields := complete(b.get(q(h.lunel)).fields("questionnaire"))
	crossSite := func() reply {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, h.site.URL+q(h.lunel), strings.NewReader("libre=canari"))
		must(t, err)
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		request.Header.Set("Sec-Fetch-Site", "cross-site")
		return b.send(request)
	}
	const form = "application/x-www-form-urlencoded"
	for name, page := range map[string]reply{
		"unknown link": b.post("/q/lunel-aaaaaaaaaaaaaaaa", fields), "malformed": b.do(http.MethodPost, q(h.lunel), form, strings.NewReader("%zz=1")),
		"other type": b.do(http.MethodPost, q(h.lunel), "application/json", strings.NewReader("{}")), "no id": b.post(q(h.lunel), url.Values{"libre": {"x"}, ":do": {"envoyer"}}),
		"too large": b.do(http.MethodPost, q(h.lunel), form, strings.NewReader("libre="+strings.Repeat("a", 2<<20))), "cross-site": crossSite(),
		"no receipt": h.browser().post(q(h.lunel)+"/recu/corriger", fields), "faulty": b.post(q(h.lunel), set(url.Values{}, flat(fields, "nombre", "x", ":do", "envoyer")...)),
		"unknown trial": b.post("/essai/lunel-aaaaaaaaaaaaaaaa", fields),
	} {
		page.want(page.status, "Vos réponses n’ont pas été reçues")
		page.leaves(name)
		if page.status < http.StatusBadRequest {
			t.Errorf("%s: %d", name, page.status)
		}
		if name == "cross-site" && strings.Contains(page.body, "canari") {
			t.Error("another site's words are on the page")
		}
	}
	for _, path := range []string{"/", "/numeros-utiles", "/informations", "/rien", "/q/rien", "/essai/rien", q(h.lunel), q(h.lunel) + "/recu", q(h.lunel) + "/informations", q(h.lunel) + "/rien", draft} {
		b.get(path).leaves(path)
	}
	b.do(http.MethodDelete, q(h.lunel), "", nil).leaves("405")
	trial := set(b.get(draft).fields("questionnaire"), "structure", "ecole", "repere", "non", ":do", "verifier")
	check := b.post(draft, trial)
	b.post(draft, set(check.fields("verification"), ":do", "envoyer")).want(http.StatusOK).leaves("end of a trial")
}

// leaves fails unless the page offers to leave quickly, and Shift × 3 works.
func (r reply) leaves(name string) {
	r.tb.Helper()
	if len(r.elements("a", "data-exit", "*")) == 0 || len(r.elements("script", "type", "module")) == 0 {
		r.tb.Errorf("%s (%d): no quick exit", name, r.status)
	}
}

// A contact is written once, and shown wherever a respondent may need it.
func TestContact(t *testing.T) {
	h := newHouse(t)
	lead := h.lead("lunel")
	page := lead.get("/reseaux/lunel/nouvelle").want(http.StatusOK, "À qui s’adresser")
	page.accessible(t, "new campaign")
	at := lead.start("titre", "Santé 2026", "questionnaire", "lunel-sante", "contact", "Accueil du réseau, 04 00 00 00 00").want(http.StatusSeeOther).header.Get("Location")
	lead.start("titre", "Santé", "questionnaire", "lunel-sante", "contact", strings.Repeat("é", 201)).want(http.StatusUnprocessableEntity, "Le contact dépasse 200 caractères.")
	settings := lead.get(at + "/reglages").want(http.StatusOK)
	if got := settings.fields("reglages").Get("contact"); got != "Accueil du réseau, 04 00 00 00 00" {
		t.Errorf("settings: %q", got)
	}
	lead.post(at+"/reglages", set(settings.fields("reglages"), "contact", "a\nb")).want(http.StatusUnprocessableEntity, "sur une seule ligne")
	lead.post(at+"/reglages", set(settings.fields("reglages"), "contact", "04 11 11 11 11")).want(http.StatusSeeOther)
	lead.post(at+"/ouvrir", nil).want(http.StatusSeeOther)
	campaigns, err := h.store.Campaigns(t.Context(), "lunel")
	must(t, err)
	made := campaigns[0].Campaign
	if made.ID == h.lunel.ID {
		made = campaigns[1].Campaign
	}
	b := h.browser()
	for _, path := range []string{q(made), q(made) + "/informations"} {
		if page := b.get(path).want(http.StatusOK, "04 11 11 11 11"); len(page.elements("a", "href", "tel:0411111111")) == 0 {
			t.Errorf("%s: the number cannot be dialled", path)
		}
	}
	// Without one, the network's; without that, its name.
	b.get(q(h.lunel)).want(http.StatusOK, "l’animation du réseau (Réseau de lunel)")
	n, err := h.store.Network(t.Context(), "lunel")
	must(t, err)
	n.Contact = "reseau@exemple.fr"
	must(t, h.store.SaveNetwork(t.Context(), n, founder))
	b.sent(h.lunel)
	for _, path := range []string{q(h.lunel), q(h.lunel) + "/informations", q(h.lunel) + "/recu"} {
		b.get(path).want(http.StatusOK, "reseau@exemple.fr")
	}
}
