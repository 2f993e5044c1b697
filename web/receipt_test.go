package web

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"constat/survey"
	"constat/survey/postgres"
)

// sent answers a campaign's questionnaire and gives what « envoyer » posted.
func (b *browser) sent(c survey.Campaign, pairs ...string) url.Values {
	b.Helper()
	fields := set(complete(b.get(q(c)).fields("questionnaire")), pairs...)
	check := b.post(q(c), fields).want(http.StatusOK, "Vérifiez vos réponses")
	send := set(check.fields("verification"), ":do", "envoyer")
	if at := b.post(q(c), send).want(http.StatusSeeOther).header.Get("Location"); at != q(c)+"/recu" {
		b.Errorf("sending leads to %s", at)
	}
	return send
}

// code gives the receipt that the browser holds.
func (b *browser) code(c survey.Campaign) string {
	b.Helper()
	return b.get(q(c) + "/recu").want(http.StatusOK).code()
}

func (b *browser) typeCode(c survey.Campaign, code string) reply {
	b.Helper()
	return b.post(q(c)+"/recu", url.Values{"code": {code}})
}

// Whatever others mistype, sixteen right digits open; only wrong ones wait.
func TestReceipt_rightCodeAlwaysOpens(t *testing.T) {
	h := newHouse(t)
	respondent, other := h.browser(), h.browser()
	respondent.sent(h.lunel)
	code := respondent.code(h.lunel)
	refused := 0
	for n := range 60 {
		switch r := other.typeCode(h.lunel, fmt.Sprintf("%016d", n)); r.status {
		case http.StatusTooManyRequests:
			refused++
		case http.StatusUnprocessableEntity:
		default:
			t.Fatalf("a wrong code: %d", r.status)
		}
	}
	if refused == 0 {
		t.Fatal("sixty wrong codes wait for nothing: this test proves nothing")
	}
	other.typeCode(h.lunel, code).want(http.StatusSeeOther)
	other.get(q(h.lunel)+"/recu").want(http.StatusOK, "Vos réponses sont enregistrées")
	respondent.get(q(h.lunel)+"/recu/corriger").want(http.StatusOK, "Vous corrigez")
}

// The wait is not made longer by what comes during it.
func TestReceipt_waitEnds(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	for n := range freeReceipts + 30 {
		b.typeCode(h.lunel, fmt.Sprintf("%016d", n))
	}
	h.clock.pass(time.Second)
	b.typeCode(h.lunel, "0000000000000099").want(http.StatusUnprocessableEntity)
}

// TestReceipt_codeIsInNoAddress walks every page of a receipt: the code is the
// text of one element of two of them, and nowhere else.
func TestReceipt_codeIsInNoAddress(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	b.sent(h.lunel)
	receipt := b.get(q(h.lunel) + "/recu")
	code, path := receipt.code(), q(h.lunel)+"/recu"
	seal := url.Values{":recu": {receipt.sealed()}, "suite": {"corriger"}}
	pages := map[string]reply{
		"receipt": receipt, "correct": b.get(path + "/corriger"), "withdraw": b.get(path + "/retirer"), "find": h.browser().get(path),
		"on to correct": b.post(path, seal), "typed": b.typeCode(h.lunel, code), "wrong": b.typeCode(h.lunel, code[:15]),
		"check":      b.post(path+"/corriger", complete(b.get(path+"/corriger").fields("questionnaire"))),
		"former":     h.browser().get(path + "/" + code),
		"former 2":   h.browser().get(path + "/" + code + "/corriger"),
		"former 3":   h.browser().get(path + "/" + code + "/retirer"),
		"former 4":   h.browser().post(path+"/"+code+"/retirer", nil),
		"terminated": b.post(path+"/terminer", nil),
	}
	for name, page := range pages {
		if strings.Contains(page.body, code) || strings.Contains(fmt.Sprint(page.header), code) {
			t.Errorf("%s: the code is in the page's source or its headers", name)
		}
		if shows := strings.Contains(page.text(), strings.Join(fours(code), "\u00a0")); shows != (name == "receipt" || name == "withdraw") {
			t.Errorf("%s: shows the code: %v", name, shows)
		}
		if strings.HasPrefix(name, "former") && (page.status != http.StatusSeeOther || page.header.Get("Location") != path || len(page.header["Set-Cookie"]) > 0) {
			t.Errorf("%s: %d to %s, %v", name, page.status, page.header.Get("Location"), page.header["Set-Cookie"])
		}
	}
	if strings.Contains(h.log.String(), code) || strings.Contains(h.log.String(), h.lunel.Link) {
		t.Errorf("the log holds the code or the link:\n%s", h.log.String())
	}
}

// sealed is what the page's form carries of its receipt.
func (r reply) sealed() string {
	r.tb.Helper()
	fields := r.elements("input", "name", ":recu")
	if len(fields) == 0 {
		r.tb.Fatalf("no form of a receipt:\n%s", r.text())
	}
	value, _ := attribute(fields[0], "value")
	return value
}

func TestReceipt_cookie(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	send := b.sent(h.lunel)
	cookie := b.post(q(h.lunel), send).want(http.StatusSeeOther).header.Get("Set-Cookie")
	for _, flag := range []string{"constat-recu=", "HttpOnly", "SameSite=Strict", "Path=" + q(h.lunel), "Max-Age=900"} {
		if !strings.Contains(cookie, flag) {
			t.Errorf("the cookie %q lacks %s", cookie, flag)
		}
	}
	value, _, _ := strings.Cut(strings.TrimPrefix(cookie, "constat-recu="), ";")
	if _, ok := h.server.unseal(sealedReceipt, h.lunel.Link, value); !ok {
		t.Error("the cookie cannot be opened: this test proves nothing")
	}
	for name, opened := range map[string]bool{
		"another campaign": func() bool { _, ok := h.server.unseal(sealedReceipt, h.beziers.Link, value); return ok }(),
		"another use":      func() bool { _, ok := h.server.unseal(sealedForm, h.lunel.Link, value); return ok }(),
		"changed": func() bool {
			_, ok := h.server.unseal(sealedReceipt, h.lunel.Link, value[:len(value)-2]+"AA")
			return ok
		}(),
		"nothing": func() bool { _, ok := h.server.unseal(sealedReceipt, h.lunel.Link, ""); return ok }(),
	} {
		if opened {
			t.Errorf("%s: the seal opens", name)
		}
	}

	// A second service on the same database opens what the first sealed.
	second, err := postgres.OpenURL(t.Context(), h.dsn)
	must(t, err)
	t.Cleanup(func() { must(t, second.Close()) })
	config := h.server.Config
	config.Store = second
	server, err := New(config)
	must(t, err)
	request := httptest.NewRequest(http.MethodGet, q(h.lunel)+"/recu", nil)
	request.Header.Set("Cookie", "constat-recu="+value)
	recorder := httptest.NewRecorder()
	server.Handler().ServeHTTP(recorder, request)
	if !strings.Contains(recorder.Body.String(), "Vos réponses sont enregistrées") {
		t.Errorf("a second service: %d %s", recorder.Code, recorder.Body)
	}
}

// A receipt stays open for a quarter of an hour after its last page, or until
// « Terminer ».
func TestReceipt_isLetGo(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	b.sent(h.lunel)
	path := q(h.lunel) + "/recu"
	for range 3 {
		h.clock.pass(heldFor - time.Minute)
		b.get(path).want(http.StatusOK, "Vos réponses sont enregistrées")
	}
	code := b.code(h.lunel)
	h.clock.pass(heldFor)
	b.get(path).want(http.StatusOK, "Retrouver mes réponses")
	b.get(path + "/corriger").want(http.StatusSeeOther)
	b.get(path + "/retirer").want(http.StatusSeeOther)

	b.typeCode(h.lunel, code).want(http.StatusSeeOther)
	b.get(path).want(http.StatusOK, "Vos réponses sont enregistrées")
	done := b.post(path+"/terminer", nil).want(http.StatusSeeOther)
	if done.header.Get("Clear-Site-Data") != `"cache"` {
		t.Errorf("pages stay in the browser's memory: %v", done.header)
	}
	b.get(path).want(http.StatusOK, "Retrouver mes réponses")
}

// Two receipts in two tabs: each page acts on its own, whatever the browser
// came to hold since.
func TestReceipt_twoTabs(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	path := q(h.lunel) + "/recu"
	b.sent(h.lunel, "nombre", "11")
	first, firstCode := b.get(path), b.code(h.lunel)
	correction := b.get(path + "/corriger").fields("questionnaire")
	b.sent(h.lunel, "nombre", "22")
	second := b.code(h.lunel)

	check := b.post(path+"/corriger", set(correction, "nombre", "12", ":do", "verifier")).want(http.StatusOK, "Envoyer mes corrections")
	b.post(path+"/corriger", set(check.fields("verification"), ":do", "envoyer")).want(http.StatusSeeOther)
	b.get(path).want(http.StatusOK, "version 2")
	if got := b.code(h.lunel); got != firstCode {
		t.Errorf("the correction has receipt %s, want %s", got, firstCode)
	}
	b.typeCode(h.lunel, second)
	b.post(path, url.Values{":recu": {first.sealed()}, "suite": {"retirer"}}).want(http.StatusSeeOther)
	withdrawal := b.get(path + "/retirer")
	if got := strings.ReplaceAll(withdrawal.text(), "\u00a0", ""); !strings.Contains(got, firstCode) {
		t.Errorf("the first tab withdraws another receipt than %s", firstCode)
	}
	b.typeCode(h.lunel, second)
	b.post(path+"/retirer", url.Values{":recu": {withdrawal.sealed()}}).want(http.StatusSeeOther)
	b.typeCode(h.lunel, firstCode)
	b.get(path).want(http.StatusOK, "Réponses retirées")
	b.get(path + "/retirer").want(http.StatusSeeOther)
	b.typeCode(h.lunel, second)
	b.get(path).want(http.StatusOK, "Vos réponses sont enregistrées")
}

// A correction may take an hour; one that was left for a night needs its code
// again, and nothing of it is lost.
func TestReceipt_longCorrection(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	b.sent(h.lunel)
	path, code := q(h.lunel)+"/recu", b.code(h.lunel)
	fields := set(b.get(path+"/corriger").fields("questionnaire"), "nombre", "31", ":do", "verifier")
	h.clock.pass(time.Hour)
	b.post(path+"/corriger", fields).want(http.StatusOK, "Envoyer mes corrections")
	h.clock.pass(formFor)
	late := b.post(path+"/corriger", fields).want(http.StatusForbidden, "Vos réponses n’ont pas été reçues", "Donnez votre code de reçu", "Combien ?", "31")
	late.accessible(t, "late correction")
	again := set(late.fields("non-recues"), ":do", "nouvelle")
	b.post(path+"/corriger", set(again, "code", "12")).want(http.StatusNotFound, "Vos réponses n’ont pas été reçues", "Code de reçu")
	check := b.post(path+"/corriger", set(again, "code", code)).want(http.StatusOK, "Envoyer mes corrections", "31")
	b.post(path+"/corriger", set(check.fields("verification"), ":do", "envoyer")).want(http.StatusSeeOther)
	b.get(path).want(http.StatusOK, "version 2")

	// A page of before the code left the address loses nothing either.
	delete(fields, ":recu")
	h.browser().post(path+"/"+code+"/corriger", fields).want(http.StatusForbidden, "Vos réponses n’ont pas été reçues", "31")
}

// The address that says « retirées » says it to who has just withdrawn only.
func TestWithdrawn_openedDirectly(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	b.sent(h.lunel)
	page := q(h.lunel) + "/retrait"
	if at := b.get(page).want(http.StatusSeeOther).header.Get("Location"); at != q(h.lunel)+"/recu" {
		t.Errorf("opened directly it leads to %s", at)
	}
	done := b.post(q(h.lunel)+"/recu/retirer", nil).want(http.StatusSeeOther).header.Get("Location")
	b.get(done).want(http.StatusOK, "Vos réponses ont été retirées")
	h.browser().get(page).want(http.StatusSeeOther)
	b.get(q(h.lunel)+"/recu").want(http.StatusOK, "Retrouver mes réponses")
	h.clock.pass(heldFor)
	b.get(page).want(http.StatusSeeOther)
}
