package web

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/google/uuid"

	"constat/survey"
)

// badTexts are what no address, no field and no file name may hold: a NUL, a
// byte that is no UTF-8, and « é » as Latin-1 writes it.
var badTexts = map[string]string{"NUL": "a\x00b", "invalid UTF-8": "\xff\xfe", "Latin-1": "caf\xe9", "a surrogate": "\xed\xa0\x80"}

var routeParameter = regexp.MustCompile(`[:*][a-z]+`)

// TestBadText_everyRoute puts bad bytes in each parameter of each route, in its
// query, in the name of a field and in a value of each field, as a visitor and
// as those who are signed in: never an error of the service, always a page.
func TestBadText_everyRoute(t *testing.T) {
	h := newHouse(t)
	h.addAgent(survey.Agent{Login: "coordination", Name: "Coordination", Role: survey.RoleCoordinator})
	h.exampleDraft()
	who := map[string]*browser{"visitor": h.browser(), "lead": h.lead("lunel"), "coordination": h.lead("coordination")}
	bad := func(name, what string, r reply) {
		t.Helper()
		if r.status != http.StatusBadRequest || !strings.Contains(r.body, "<h1") && !strings.Contains(r.body, "<message") {
			t.Errorf("%s, %s: %d\n%.200s", name, what, r.status, r.body)
		}
	}
	for _, route := range h.server.routes() {
		if route.path == "/deconnexion" {
			continue
		}
		path := address(route.path, h.lunel, "1234567812345678")
		for kind, text := range badTexts {
			for name, b := range who {
				if name != "visitor" && kind != "NUL" {
					continue // the rule comes before who asks
				}
				what := fmt.Sprintf("%s %s as %s, %s", route.method, route.path, name, kind)
				for _, place := range routeParameter.FindAllStringIndex(route.path, -1) {
					before, after := address(route.path[:place[0]], h.lunel, "1234567812345678"), address(route.path[place[1]:], h.lunel, "1234567812345678")
					bad(what, "a parameter", b.call(route, before+url.PathEscape(text)+after))
				}
				bad(what, "a query", b.call(route, path+"?langue="+url.QueryEscape(text)))
				bad(what, "a query's name", b.call(route, path+"?"+url.QueryEscape(text)+"=1"))
				if route.method == post && route.limit == 0 {
					bad(what, "a field's name", b.post(path, url.Values{text: {"x"}}))
				}
			}
		}
	}
	if log := h.log.String(); strings.Contains(log, `"level":"ERROR"`) {
		t.Errorf("the log holds an error:\n%.2000s", log)
	}
}

// TestBadText_values sends bad bytes in what people type.
func TestBadText_values(t *testing.T) {
	h := newHouse(t)
	visitor, own := h.browser(), h.lead("lunel")
	for kind, text := range badTexts {
		t.Run(kind, func(t *testing.T) {
			for _, c := range []struct {
				b      *browser
				path   string
				fields url.Values
			}{
				{visitor, "/connexion", url.Values{"login": {text}, "mot-de-passe": {goodPassword}}},
				{visitor, "/connexion", url.Values{"login": {"lunel"}, "mot-de-passe": {text}}},
				{own, "/reseaux/lunel/nouvelle", url.Values{"titre": {text}, "questionnaire": {"petit"}}},
				{own, "/reseaux/lunel/nouvelle", url.Values{"titre": {"Enquête"}, "questionnaire": {text}}},
				{own, "/reseaux/lunel/enquetes/" + h.lunel.ID + "/reglages", url.Values{"titre": {text}}},
				{own, "/reseaux/lunel/enquetes/" + h.lunel.ID + "/fermer", url.Values{"confirmation": {text}}},
				{own, "/reseaux/lunel/territoire", url.Values{"communes": {text}}},
			} {
				c.b.post(c.path, c.fields).want(http.StatusBadRequest)
			}
			visitor.post(q(h.lunel)+"/recu", url.Values{"code": {text}}).want(http.StatusUnprocessableEntity, "16 chiffres")
			// An answer can be mended: it is said at its question.
			fields := complete(visitor.get(q(h.lunel)).fields("questionnaire"))
			for name, values := range map[string]string{"libre": text, "nombre": text, "structure": text} {
				sent := url.Values{}
				for field, all := range fields {
					sent[field] = all
				}
				sent.Set(name, values)
				visitor.post(q(h.lunel), set(sent, ":do", "verifier")).want(http.StatusUnprocessableEntity, "caractère qui ne peut pas être enregistré")
			}
			visitor.post(q(h.lunel), set(fields, ":do", text)).want(http.StatusBadRequest)
		})
	}
}

// TestBadText_files names uploaded files in Latin-1, and sends them with NULs.
func TestBadText_files(t *testing.T) {
	h := newHouse(t)
	own := h.lead("lunel")
	for kind, text := range badTexts {
		t.Run(kind, func(t *testing.T) {
			for _, name := range []string{text + ".xlsx", text + ".csv"} {
				var body bytes.Buffer
				parts := multipart.NewWriter(&body)
				part, err := parts.CreatePart(textproto.MIMEHeader{"Content-Disposition": {`form-data; name="fichiers"; filename="` + name + `"`}})
				must(t, err)
				_, err = part.Write(workbookOf(t, smallForm))
				must(t, err)
				must(t, parts.Close())
				r := own.do(http.MethodPost, "/reseaux/lunel/questionnaires", parts.FormDataContentType(), &body)
				if r.status != http.StatusUnprocessableEntity && r.status != http.StatusBadRequest || !strings.Contains(r.body, "illisible") {
					t.Errorf("%q: %d\n%.300s", name, r.status, r.body)
				}
			}
		})
	}
}

// TestBadText_phone sends bad bytes as a phone would.
func TestBadText_phone(t *testing.T) {
	h := newHouse(t)
	p := h.phone(h.lunel)
	for kind, text := range badTexts {
		for _, document := range []string{
			`<data id="petit" version="1"><libre>` + text + `</libre><meta><instanceID>uuid:` + uuid.NewString() + `</instanceID></meta></data>`,
			`<data id="` + text + `" version="1"><meta><instanceID>uuid:` + uuid.NewString() + `</instanceID></meta></data>`,
			`<data id="petit" version="` + text + `"><meta><instanceID>uuid:` + uuid.NewString() + `</instanceID></meta></data>`,
			`<?xml version="1.0" encoding="ISO-8859-1"?><data id="petit" version="1"><libre>` + text + `</libre><meta><instanceID>uuid:` + uuid.NewString() + `</instanceID></meta></data>`,
			`<data id="petit" version="1"><libre>&#0;</libre><meta><instanceID>uuid:` + uuid.NewString() + `</instanceID></meta></data>`,
		} {
			if got := p.submit(document).message(http.StatusBadRequest); got == "" {
				t.Errorf("%s: no sentence", kind)
			}
		}
	}
}
