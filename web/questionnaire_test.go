package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

func complete(fields url.Values) url.Values {
	return set(fields, "structure", "sante", "repere", "oui", "nombre", "7", "freins", "temps|cout", ":do", "verifier")
}

func TestQuestionnaire_answeredWithoutJavaScript(t *testing.T) {
	h := newHouse(t)
	b := h.browser()

	page := b.get(q(h.lunel)).want(http.StatusOK, "Besoins 2026", "Vos réponses restent anonymes.", "Votre structure", "Freins (facultatif)", "Quitter rapidement")
	fields := complete(page.fields("questionnaire"))
	set(fields, "ordre#cout", "1", "ordre#temps", "2", "ordre#distance", "3", "jour", "2026-11-30", "part", "12,5", "charte", "OK", "libre", "Un lieu d’accueil", "actions[1]/titre", "Former")

	check := b.post(q(h.lunel), fields).want(http.StatusOK, "Vérifiez vos réponses", "Rien n’est encore envoyé.",
		"Santé", "Coût", "1. Coût", "30/11/2026", "12,5", "Un lieu d’accueil", "Action 1", "Former")
	if n := h.responses(h.lunel); n != 0 {
		t.Fatalf("%d responses before sending", n)
	}

	send := set(check.fields("verification"), ":do", "envoyer")
	sent := b.post(q(h.lunel), send).want(http.StatusSeeOther)
	receiptPath := sent.header.Get("Location")
	receipt := b.get(receiptPath).want(http.StatusOK, "Vos réponses sont enregistrées", "24 novembre 2026", "Lire mes réponses", "1. Coût")
	code := receipt.code()
	if !strings.Contains(receipt.text(), strings.Join(fours(code), "\u00a0")) {
		t.Errorf("the receipt %s is not in groups of four:\n%s", code, receipt.text())
	}

	b.post(q(h.lunel), send).want(http.StatusSeeOther)
	if again := b.get(receiptPath).code(); again != code {
		t.Errorf("the same submission again gave %s, not %s", again, code)
	}
	b.post(q(h.lunel), set(send, "nombre", "8")).want(http.StatusConflict, "Vos réponses n’ont pas été reçues")
	if n := h.responses(h.lunel); n != 1 {
		t.Errorf("%d responses, want 1", n)
	}
}

func TestQuestionnaire_errors(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	fields := complete(b.get(q(h.lunel)).fields("questionnaire"))
	set(fields, "structure", "mairie", "nombre", "douze", "freins", "temps|cout|distance", "part", "120", "libre", "Ce texte-ci ne doit pas se perdre")

	page := b.post(q(h.lunel), fields).want(http.StatusUnprocessableEntity, "Il y a 4 problèmes",
		"Écrivez un nombre entier, sans lettre ni virgule, par exemple 12.", "Ce choix n’existe pas dans la liste proposée")
	if title := page.elements("title", "", ""); !strings.HasPrefix(title[0].FirstChild.Data, "Erreur\u00a0: ") {
		t.Errorf("title %q", title[0].FirstChild.Data)
	}
	if got := page.fields("questionnaire"); got.Get("nombre") != "douze" || got.Get("libre") != "Ce texte-ci ne doit pas se perdre" || got.Get("part") != "120" || len(got["freins"]) != 3 {
		t.Errorf("what was typed is lost: %v", got)
	}
	links := 0
	for _, a := range page.elements("a", "href", "*") {
		target, _ := attribute(a, "href")
		if !strings.HasPrefix(target, "#q-") {
			continue
		}
		links++
		id, err := url.PathUnescape(target[1:])
		must(t, err)
		if len(page.elements("", "id", id)) != 1 {
			t.Errorf("the summary links to %s, which is not on the page once", target)
		}
		words := a.FirstChild.Data
		if message := words[strings.LastIndex(words, "\u00a0: ")+len("\u00a0: "):]; strings.Count(page.text(), message) < 2 {
			t.Errorf("%q is in the summary and not at the field", message)
		}
	}
	if links != 4 {
		t.Errorf("%d links in the summary, want 4", links)
	}
	if n := h.responses(h.lunel); n != 0 {
		t.Errorf("%d responses were written", n)
	}
}

func TestQuestionnaire_requiredOnlyWhenRelevant(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	fields := complete(b.get(q(h.lunel)).fields("questionnaire"))

	b.post(q(h.lunel), set(fields, "repere", "oui", "nombre", "")).want(http.StatusUnprocessableEntity, "Cette question attend une réponse.")

	check := b.post(q(h.lunel), set(fields, "repere", "non", "nombre", "4")).want(http.StatusOK, "Réponses qui ne seront pas envoyées", "Combien ?")
	sent := b.post(q(h.lunel), set(check.fields("verification"), ":do", "envoyer")).want(http.StatusSeeOther)
	for stored, err := range h.store.Responses(t.Context(), "lunel", h.lunel.ID) {
		must(t, err)
		if strings.Contains(string(stored.Answers), `"nombre"`) {
			t.Errorf("an answer that does not apply was kept: %s", stored.Answers)
		}
	}
	_ = sent
}

// TestQuestionnaire_newlyAsked: without JavaScript, an answer may make another
// question apply; the check page says so before anything is sent.
func TestQuestionnaire_newlyAsked(t *testing.T) {
	h := newHouseWith(t, workbookOf(t, strings.Replace(smallForm, "| Combien ?             | yes      |", "| Combien ?             |          |", 1)), nil)
	b := h.browser()
	page := b.get(q(h.lunel)).want(http.StatusOK)
	const neutral = "Répondez seulement si la question vous concerne"
	unscripted := `<input type="hidden" name=":non-posee" value="nombre">`
	if !strings.Contains(page.body, neutral) || !strings.Contains(page.body, unscripted) {
		t.Fatal("the page without JavaScript does not say that a question may not apply")
	}
	fields := set(complete(page.fields("questionnaire")), "nombre", "", ":non-posee", "nombre")
	check := b.post(q(h.lunel), fields).want(http.StatusOK, "Ces questions s’appliquent maintenant", "Répondez-y, ou laissez-les vides.")
	check.accessible(t, "check, newly asked")
	if links := check.elements("button", "formaction", q(h.lunel)+"#q-nombre"); len(links) != 1 {
		t.Errorf("%d links to the question", len(links))
	}
	for name, fields := range map[string]url.Values{
		"answered":          set(fields, "nombre", "7"),
		"does not apply":    set(fields, "nombre", "", "repere", "non"),
		"asked from before": set(fields, "repere", "oui", ":non-posee", ""),
	} {
		if text := b.post(q(h.lunel), fields).want(http.StatusOK).text(); strings.Contains(text, "s’appliquent maintenant") {
			t.Errorf("%s: the question is pointed out", name)
		}
	}
	b.post(q(h.lunel), set(check.fields("verification"), ":do", "envoyer")).want(http.StatusSeeOther)
}

func TestQuestionnaire_repeatsWithoutJavaScript(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	fields := complete(b.get(q(h.lunel)).fields("questionnaire"))
	set(fields, "actions[1]/titre", "Premier")

	page := b.post(q(h.lunel), set(fields, ":do", "ajouter actions")).want(http.StatusOK)
	fields = page.fields("questionnaire")
	if fields.Get("actions[1]/titre") != "Premier" || !fields.Has("actions[2]/titre") || fields.Get("actions#") != "2" {
		t.Fatalf("after adding: %v", fields)
	}
	set(fields, "actions[2]/titre", "Second", ":do", "retirer actions[1]")
	fields = b.post(q(h.lunel), fields).want(http.StatusOK).fields("questionnaire")
	if fields.Get("actions[1]/titre") != "Second" || fields.Has("actions[2]/titre") || fields.Get("structure") != "sante" {
		t.Fatalf("after removing: %v", fields)
	}
}

func TestQuestionnaire_personalDataIsConfirmed(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	fields := complete(b.get(q(h.lunel)).fields("questionnaire"))
	set(fields, "libre", "Appeler Mme Durand au 06 12 34 56 78")

	check := b.post(q(h.lunel), fields).want(http.StatusOK, "Relisez vos textes", "un nom de personne", "un numéro de téléphone")
	send := set(check.fields("verification"), ":do", "envoyer")
	refused := b.post(q(h.lunel), send).want(http.StatusUnprocessableEntity, "cochez la case")
	if n := h.responses(h.lunel); n != 0 {
		t.Fatalf("%d responses before confirming", n)
	}
	b.post(q(h.lunel), set(refused.fields("verification"), ":do", "envoyer", ":confirme", "oui")).want(http.StatusSeeOther)
}

func TestReceipt_correctAndWithdraw(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	check := b.post(q(h.lunel), complete(b.get(q(h.lunel)).fields("questionnaire")))
	receipt := b.post(q(h.lunel), set(check.fields("verification"), ":do", "envoyer")).want(http.StatusSeeOther).header.Get("Location")

	page := b.get(receipt+"/corriger").want(http.StatusOK, "Vous corrigez des réponses déjà envoyées.")
	fields := page.fields("questionnaire")
	if fields.Get("nombre") != "7" || len(fields["freins"]) != 2 {
		t.Fatalf("the correction is not filled: %v", fields)
	}
	check = b.post(receipt+"/corriger", set(fields, "nombre", "9", ":do", "verifier")).want(http.StatusOK, "Envoyer mes corrections")
	corrected := b.post(receipt+"/corriger", set(check.fields("verification"), ":do", "envoyer")).want(http.StatusSeeOther).header.Get("Location")
	b.get(corrected).want(http.StatusOK, "version 2")
	if n := h.responses(h.lunel); n != 1 {
		t.Errorf("%d responses after a correction, want 1", n)
	}

	code := b.get(corrected).code()
	elsewhere := h.browser()
	elsewhere.get(corrected).want(http.StatusOK, "Retrouver mes réponses")
	elsewhere.post(corrected, url.Values{"code": {" " + strings.Join(fours(code), " ")}}).want(http.StatusSeeOther)
	elsewhere.get(corrected).want(http.StatusOK, "version 2")
	b.post(corrected, url.Values{"code": {"1234"}}).want(http.StatusUnprocessableEntity, "Aucune réponse ne correspond à ce code.")
	b.post(q(h.beziers)+"/recu", url.Values{"code": {code}}).want(http.StatusUnprocessableEntity)

	b.get(q(h.lunel) + "/retrait").want(http.StatusSeeOther) // nothing was withdrawn
	b.get(corrected+"/retirer").want(http.StatusOK, "Retirer mes réponses ?")
	if n := h.responses(h.lunel); n != 1 {
		t.Error("reading the question withdrew the answers")
	}
	done := b.post(corrected+"/retirer", nil).want(http.StatusSeeOther).header.Get("Location")
	b.get(done).want(http.StatusOK, "Vos réponses ont été retirées")
	if n := h.responses(h.lunel); n != 0 {
		t.Errorf("%d responses after withdrawal", n)
	}
}

func TestReceipt_wrongCodesAreSlowed(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	path := q(h.lunel) + "/recu"
	guess := func(n int) reply { return b.post(path, url.Values{"code": {fmt.Sprintf("%016d", n)}}) }
	for n := range freeReceipts + 1 {
		guess(n).want(http.StatusUnprocessableEntity)
	}
	refused := guess(99).want(http.StatusTooManyRequests, "Aucune réponse ne correspond à ce code.", "réessayez dans 1 seconde.")
	if refused.header.Get("Retry-After") != "1" {
		t.Errorf("Retry-After %q", refused.header.Get("Retry-After"))
	}
	b.post(q(h.beziers)+"/recu", url.Values{"code": {"0000000000000099"}}).want(http.StatusUnprocessableEntity)
	h.clock.pass(time.Second)
	guess(100).want(http.StatusUnprocessableEntity)
}

func TestQuestionnaire_badInput(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	fields := complete(b.get(q(h.lunel)).fields("questionnaire"))

	b.get("/q/lunel-nexistepas").want(http.StatusNotFound, "Page introuvable")
	b.post("/q/lunel-nexistepas", fields).want(http.StatusNotFound)
	b.post(q(h.lunel), url.Values{"structure": {"sante"}}).want(http.StatusBadRequest, "Vos réponses n’ont pas été reçues", "incomplet ou abîmé")
	b.post(q(h.lunel), set(url.Values{}, ":instance", fields.Get(":instance"), ":do", "nimporte")).want(http.StatusBadRequest)
	b.do(http.MethodPost, q(h.lunel), "application/x-www-form-urlencoded", strings.NewReader("%zz=1&;;")).want(http.StatusBadRequest)
	b.do(http.MethodPost, q(h.lunel), "application/json", strings.NewReader("{}")).want(http.StatusBadRequest)
	b.do(http.MethodPost, q(h.lunel), "application/x-www-form-urlencoded", strings.NewReader("libre="+strings.Repeat("a", 10<<20))).
		want(http.StatusRequestEntityTooLarge, "Vos réponses n’ont pas été reçues", "dépasse la taille")
	b.do(http.MethodDelete, q(h.lunel), "", nil).want(http.StatusMethodNotAllowed)
	if n := h.responses(h.lunel); n != 0 {
		t.Errorf("%d responses were written", n)
	}

	must(t, h.store.SetCampaignState(t.Context(), "lunel", h.lunel.ID, "closed", founder))
	closed := b.get(q(h.lunel)).want(http.StatusGone, "Cette enquête est fermée", "n’ont pas été reçues", "Relire mes réponses avec mon code de reçu")
	if len(closed.elements("a", "href", q(h.lunel)+"/recu")) != 1 {
		t.Error("no way to the answers of a closed survey")
	}
	b.post(q(h.lunel), fields).want(http.StatusGone, "Vos réponses n’ont pas été reçues")
	must(t, h.store.SetCampaignState(t.Context(), "lunel", h.lunel.ID, "draft", founder))
	b.get(q(h.lunel)).want(http.StatusForbidden, "pas encore ouverte")
}
