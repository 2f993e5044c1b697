package web

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"

	"constat/survey"
)

// phone is ODK Collect's part of the protocol.
type phone struct {
	*browser
	campaign survey.Campaign
}

func (h *house) phone(c survey.Campaign) phone { return phone{h.browser(), c} }

func (p phone) address(rest string) string { return "/openrosa/" + p.campaign.Link + rest }

// part is one part of a submission: a file when it has a file name.
type part struct{ name, file, content string }

func (p phone) post(parts ...part) reply {
	p.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for _, x := range parts {
		if x.file == "" {
			must(p, w.WriteField(x.name, x.content))
			continue
		}
		f, err := w.CreateFormFile(x.name, x.file)
		must(p, err)
		_, err = f.Write([]byte(x.content))
		must(p, err)
	}
	must(p, w.Close())
	return p.do(http.MethodPost, p.address("/submission?deviceID=collect%3Acanari-appareil"), w.FormDataContentType(), &body)
}

func (p phone) submit(instance string) reply {
	p.Helper()
	return p.post(part{submissionPart, "instance.xml", instance})
}

// filled is a complete instance of the small form.
func filled(id, answers string) string {
	return fmt.Sprintf(`<?xml version='1.0' ?><data id="petit" version="1" xmlns:orx="http://openrosa.org/xforms"><vous>`+
		`<structure>sante</structure><repere>non</repere></vous><besoins><freins>temps cout</freins><ordre>cout temps distance</ordre>`+
		`<jour>2026-11-20</jour><part>12.5</part><actions jr:template="" xmlns:jr="http://openrosa.org/javarosa"><titre/></actions>`+
		`<actions><titre>Affiches</titre></actions><actions><titre>Réunion &amp; café</titre></actions><charte>OK</charte>%s</besoins>`+
		`<orx:meta><orx:instanceID>uuid:%s</orx:instanceID></orx:meta></data>`, answers, id)
}

// message reads what a phone shows.
func (r reply) message(status int) string {
	r.tb.Helper()
	if r.status != status {
		r.tb.Fatalf("status %d, want %d: %s", r.status, status, r.body)
	}
	var m openRosaMessage
	must(r.tb, xml.Unmarshal([]byte(r.body), &m))
	if r.header.Get("X-OpenRosa-Version") != "1.0" || r.header.Get("Date") == "" || r.header.Get("X-OpenRosa-Accept-Content-Length") != "10485760" {
		r.tb.Errorf("headers: %v", r.header)
	}
	if nature := m.Message.Nature; (nature == "submit_success") != (status == http.StatusCreated) {
		r.tb.Errorf("nature %q with status %d", nature, status)
	}
	return m.Message.Text
}

func TestOpenRosa_fetchForm(t *testing.T) {
	h := newHouse(t)
	p := h.phone(h.lunel)
	list := p.get(p.address("/formList")).want(http.StatusOK)
	var forms openRosaForms
	must(t, xml.Unmarshal([]byte(list.body), &forms))
	if len(forms.Forms) != 1 || list.header.Get("X-OpenRosa-Version") != "1.0" || list.header.Get("Content-Type") != "text/xml; charset=utf-8" {
		t.Fatalf("%v %s", list.header, list.body)
	}
	f := forms.Forms[0]
	base := h.site.URL + p.address("/forms/petit")
	if f.FormID != "petit" || f.Version != "1" || f.Name != "Besoins 2026" || f.DownloadURL != base+".xml" || f.ManifestURL != base+"/manifest" {
		t.Errorf("%+v", f)
	}
	xform := p.get(strings.TrimPrefix(f.DownloadURL, h.site.URL)).want(http.StatusOK)
	if checksum([]byte(xform.body)) != f.Hash || !strings.Contains(xform.body, `<data id="petit" version="1">`) {
		t.Errorf("hash %s of %s", f.Hash, xform.body)
	}
	manifest := p.get(p.address("/forms/petit/manifest")).want(http.StatusOK)
	if !strings.Contains(manifest.body, `<manifest xmlns="http://openrosa.org/xforms/xformsManifest">`) {
		t.Error(manifest.body)
	}
	for _, unknown := range []string{"/forms/autre.xml", "/forms/petit/media/absente.png", "/forms/autre/manifest"} {
		p.get(p.address(unknown)).message(http.StatusNotFound)
	}
	p.get("/openrosa/lunel-aaaaaaaaaaaaaaaa/formList").message(http.StatusNotFound)
}

func TestOpenRosa_carriedTerritory(t *testing.T) {
	form := smallForm + "\n"
	form = strings.Replace(form, "| begin_group  | vous ", "| hidden | territoire_communes | | | | | |\n|         | begin_group  | vous ", 1)
	h := newHouseWith(t, workbookOf(t, form), nil)
	p := h.phone(h.lunel)
	p.get(p.address("/forms/petit.xml")).want(http.StatusOK, "<territoire_communes>34145 34151</territoire_communes>")
}

func TestOpenRosa_submit(t *testing.T) {
	h := newHouse(t)
	p := h.phone(h.lunel)
	head := p.do(http.MethodHead, p.address("/submission"), "", nil)
	if head.status != http.StatusNoContent || head.header.Get("X-OpenRosa-Version") != "1.0" || head.header.Get("Location") != h.site.URL+p.address("/submission") {
		t.Errorf("HEAD: %d %v", head.status, head.header)
	}
	id := uuid.NewString()
	first := p.submit(filled(id, "<libre>Un lieu d'accueil</libre>")).message(http.StatusCreated)
	again := p.submit(filled(id, "<libre>Un lieu d'accueil</libre>")).message(http.StatusCreated)
	if first != again || !strings.Contains(first, "Code de reçu") || h.responses(h.lunel) != 1 {
		t.Errorf("%q then %q, %d responses", first, again, h.responses(h.lunel))
	}
	p.submit(filled(id, "<libre>Autre chose</libre>")).message(http.StatusConflict)
	_, code, _ := strings.Cut(first, "Code de reçu\u00a0: ")
	code, _, _ = strings.Cut(code, ".")
	code, _ = survey.NormalReceipt(code)
	stored, err := h.store.Receipt(t.Context(), h.lunel, code)
	must(t, err)
	a := stored.Answers
	if a.Values["structure"] != "sante" || a.Values["ordre"] != "cout temps distance" || a.Values["part"] != "12.5" || a.Values["charte"] != "OK" {
		t.Errorf("stored %v", a.Values)
	}
	if _, asked := a.Values["nombre"]; asked {
		t.Error("a question that does not apply was kept as asked")
	}
	if actions := a.Repeats["actions"]; len(actions) != 2 || actions[1].Values["titre"] != "Réunion & café" {
		t.Errorf("repeats %v", actions)
	}
	b := h.browser()
	b.post(q(h.lunel)+"/recu", url.Values{"code": {code}}).want(http.StatusSeeOther)
	b.get(q(h.lunel)+"/recu").want(http.StatusOK, "Affiches")
}

// TestOpenRosa_decimals takes numbers as Collect writes them, and keeps them
// as the page does, so that sums and filters agree.
func TestOpenRosa_decimals(t *testing.T) {
	h := newHouse(t)
	p := h.phone(h.lunel)
	sent := strings.NewReplacer("<part>12.5</part>", "<part>7.5E-4</part>", "<repere>non</repere>", "<repere>oui</repere><nombre>1.2E1</nombre>").Replace(filled(uuid.NewString(), ""))
	_, code, _ := strings.Cut(p.submit(sent).message(http.StatusCreated), "Code de reçu\u00a0: ")
	code, _, _ = strings.Cut(code, ".")
	code, _ = survey.NormalReceipt(code)
	stored, err := h.store.Receipt(t.Context(), h.lunel, code)
	must(t, err)
	if v := stored.Answers.Values; v["part"] != "0.00075" || v["nombre"] != "12" {
		t.Errorf("stored %v", v)
	}
}

func TestOpenRosa_correction(t *testing.T) {
	h := newHouse(t)
	p := h.phone(h.lunel)
	first, second := uuid.NewString(), uuid.NewString()
	receipt := p.submit(filled(first, "<libre>Avant</libre>")).message(http.StatusCreated)
	edit := strings.Replace(filled(second, "<libre>Après</libre>"), "<orx:meta>", "<orx:meta><orx:deprecatedID>uuid:"+first+"</orx:deprecatedID>", 1)
	if got := p.submit(edit).message(http.StatusCreated); got != receipt || h.responses(h.lunel) != 1 {
		t.Errorf("the correction's receipt is %q, want %q; %d responses", got, receipt, h.responses(h.lunel))
	}
	unknown := strings.Replace(filled(uuid.NewString(), ""), "<orx:meta>", "<orx:meta><orx:deprecatedID>uuid:"+uuid.NewString()+"</orx:deprecatedID>", 1)
	p.submit(unknown).message(http.StatusNotFound)
}

func TestOpenRosa_refused(t *testing.T) {
	h := newHouse(t)
	p := h.phone(h.lunel)
	whole := filled(uuid.NewString(), "")
	faulty := strings.NewReplacer("<structure>sante</structure>", "<structure/>", "<repere>non</repere>", "<repere>oui</repere><nombre>900</nombre>").Replace(whole)
	if text := p.submit(faulty).message(http.StatusBadRequest); !strings.Contains(text, "Votre structure\u00a0: ") || !strings.Contains(text, "Combien\u00a0?\u00a0: ") {
		t.Errorf("the faults are told as %q", text)
	}
	for name, document := range map[string]string{
		"not XML": "bonjour", "unfinished": whole[:len(whole)-20], "no id": strings.Replace(whole, "uuid:", "no:", 1),
		"entities": `<!DOCTYPE data [<!ENTITY a "b">]>` + whole, "empty": "", "deep": strings.Repeat("<a>", 200) + strings.Repeat("</a>", 200),
	} {
		if text := p.submit(document).message(http.StatusBadRequest); !strings.Contains(text, "abîmé") {
			t.Errorf("%s: %q", name, text)
		}
	}
	p.post(part{"autre", "", whole}).message(http.StatusBadRequest)
	p.do(http.MethodPost, p.address("/submission"), "text/xml", strings.NewReader(whole)).message(http.StatusBadRequest)
	p.submit(strings.Replace(whole, `id="petit"`, `id="grand"`, 1)).message(http.StatusNotFound)
	p.submit(strings.Replace(whole, `version="1"`, `version="7"`, 1)).message(http.StatusNotFound)
	photo := part{"photo.jpg", "photo.jpg", strings.Repeat("x", 3<<20)}
	if text := p.post(part{submissionPart, "instance.xml", whole}, photo).message(http.StatusBadRequest); !strings.Contains(text, "ni photo") {
		t.Errorf("a picture: %q", text)
	}
	p.post(photo, part{submissionPart, "instance.xml", strings.Repeat(" ", 2<<20)}).message(http.StatusBadRequest)
	p.submit(whole + strings.Repeat(" ", 2<<20)).message(http.StatusRequestEntityTooLarge)
	p.post(part{submissionPart, "instance.xml", whole}, part{"photo.jpg", "photo.jpg", strings.Repeat("x", 11<<20)}).message(http.StatusRequestEntityTooLarge)
	if n := h.responses(h.lunel); n != 0 {
		t.Errorf("%d responses were kept", n)
	}
	other := phone{p.browser, survey.Campaign{Link: "lunel-aaaaaaaaaaaaaaaa"}}
	other.submit(whole).message(http.StatusNotFound)
}

func TestOpenRosa_closed(t *testing.T) {
	h := newHouse(t)
	p := h.phone(h.lunel)
	sent := filled(uuid.NewString(), "")
	first := p.submit(sent).message(http.StatusCreated)
	must(t, h.store.SetCampaignState(t.Context(), "lunel", h.lunel.ID, survey.CampaignClosed, founder))
	p.get(p.address("/formList")).message(http.StatusForbidden)
	p.submit(filled(uuid.NewString(), "")).message(http.StatusForbidden)
	p.submit(filled(uuid.NewString(), "<libre>"+strings.Repeat("x", 99)+"</libre>")).message(http.StatusForbidden)
	if again := p.submit(sent).message(http.StatusCreated); again != first {
		t.Errorf("answers received before the end get %q, want their receipt again", again)
	}
	if n := h.responses(h.lunel); n != 1 {
		t.Errorf("%d responses", n)
	}
}

func TestOpenRosa_leavesNoTrace(t *testing.T) {
	h := newHouse(t)
	p := h.phone(h.lunel)
	text := p.submit(filled(uuid.NewString(), "<libre>canari 06 12 34 56 78</libre><canari>canari</canari>")).message(http.StatusCreated)
	if !strings.Contains(text, "Un besoin – ") {
		t.Errorf("nothing is said of the phone number: %q", text)
	}
	p.submit("<canari>").message(http.StatusBadRequest)
	p.submit(filled("canari", "")).message(http.StatusBadRequest)
	if log := h.log.String(); strings.Contains(log, "canari") || strings.Contains(log, h.lunel.Link) {
		t.Errorf("the log holds an answer, a device or a link:\n%s", log)
	}
}
