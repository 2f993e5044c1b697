package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"constat/survey"
)

// address fills a route's template with one campaign's names.
func address(path string, c survey.Campaign, receipt string) string {
	return strings.NewReplacer(":network", c.Network, ":campaign", c.ID, ":link", c.Link, ":receipt", receipt,
		":token", "inconnu", ":draft", exampleDraft, ":code", survey.FormVersion{FormID: c.FormID, Version: c.FormVersion}.Code(),
		":name", "plan.png", ":workbook", "lunel-sante.xlsx", ":form", "petit", ":file", "image.png", ":version/*file", "0/inconnu.css").Replace(path)
}

// TestRoutes_roles calls every route as a visitor, as its lead, as the lead of
// another network and as the coordinator.
func TestRoutes_roles(t *testing.T) {
	h := newHouse(t)
	h.addAgent(survey.Agent{Login: "coordination", Name: "Coordination", Role: survey.RoleCoordinator})
	h.exampleDraft()
	visitor, own, other, coordination := h.browser(), h.lead("lunel"), h.lead("beziers"), h.lead("coordination")

	for _, r := range h.server.routes() {
		path := address(r.path, h.lunel, "1234567812345678")
		allowed := http.StatusOK
		if r.ofEdition() {
			allowed = http.StatusNotFound // nothing is published yet
		}
		if r.path == "/deconnexion" { // it would end the sessions of this test
			continue
		}
		got := map[string]int{}
		for name, b := range map[string]*browser{"visitor": visitor, "other": other, "coordination": coordination} {
			got[name] = b.call(r, path).status
		}
		switch r.access {
		case signedIn:
			r.expect(t, got, "visitor", http.StatusSeeOther)
		case lead:
			r.expect(t, got, "visitor", http.StatusSeeOther)
			r.expect(t, got, "other", http.StatusNotFound)
			r.expect(t, got, "coordination", http.StatusNotFound)
			if r.method == get {
				got["own"] = own.call(r, path).status
				r.expect(t, got, "own", allowed)
			}
		case coordinator:
			r.expect(t, got, "visitor", http.StatusSeeOther)
			r.expect(t, got, "other", http.StatusForbidden)
			r.expect(t, got, "coordination", allowed)
		}
		for name, status := range got {
			if status >= http.StatusInternalServerError {
				t.Errorf("%s %s as %s: %d\n%s", r.method, r.path, name, status, h.log.String())
			}
		}
	}
	if c, err := h.store.Campaign(t.Context(), "lunel", h.lunel.ID); err != nil || c.State != survey.CampaignOpen {
		t.Errorf("another network's lead changed the campaign: %v %v", c.State, err)
	}
}

// ofEdition tells the pages of what was published: a network's own part, and a
// wave's.
func (r route) ofEdition() bool {
	return strings.HasSuffix(r.path, "/diagnostic") || strings.HasSuffix(r.path, "/registre") || strings.Contains(r.path, "/:wave")
}

func (b *browser) call(r route, path string) reply {
	if r.method == post {
		return b.post(path, nil)
	}
	return b.do(r.method, path, "", nil)
}

func (r route) expect(t *testing.T, got map[string]int, who string, want int) {
	t.Helper()
	if got[who] != want {
		t.Errorf("%s %s as %s: %d, want %d", r.method, r.path, who, got[who], want)
	}
}

// TestRoutes_declared walks the engine's own list: what is served is what the
// table says, and nothing else.
func TestRoutes_declared(t *testing.T) {
	h := newHouse(t)
	declared := map[string]access{}
	for _, r := range h.server.routes() {
		declared[r.method+" "+r.path] = r.access
		inside := strings.Contains(r.path, ":network")
		if inside != (r.access == lead) {
			t.Errorf("%s: a page of a network is for its lead, and only such a page", r.path)
		}
		if (strings.HasPrefix(r.path, "/q/") || strings.HasPrefix(r.path, "/openrosa/") || strings.HasPrefix(r.path, "/essai/")) != (r.access == linkHolder) {
			t.Errorf("%s: role", r.path)
		}
	}
	engine := h.server.engine()
	for _, r := range engine.Routes() {
		if _, found := declared[r.Method+" "+r.Path]; !found {
			t.Errorf("%s %s is served and has no declared role", r.Method, r.Path)
		}
		delete(declared, r.Method+" "+r.Path)
	}
	if len(declared) > 0 {
		t.Errorf("declared and not served: %v", declared)
	}
}

func TestHeaders_onEveryAnswer(t *testing.T) {
	h := newHouse(t)
	b := h.lead("lunel")
	crossSite := func() reply {
		request := httptest.NewRequest(http.MethodPost, h.site.URL+q(h.lunel), strings.NewReader("a=b"))
		request.RequestURI = ""
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		request.Header.Set("Sec-Fetch-Site", "cross-site")
		return b.send(request)
	}
	answers := map[string]reply{
		"200": b.get("/"), "questionnaire": b.get(q(h.lunel)), "lead": b.get("/reseaux/lunel"), "404": b.get("/nulle-part"),
		"403": crossSite(), "405": b.do(http.MethodPut, "/", "", nil), "head": b.do(http.MethodHead, "/", "", nil), "400": b.post(q(h.lunel), nil), "303": b.get("/reseaux"),
		"probe": b.get("/healthz"), "ready": b.get("/readyz"),
		"413": b.do(http.MethodPost, q(h.lunel), "application/x-www-form-urlencoded", strings.NewReader(strings.Repeat("a", 2<<20))),
	}
	if r := answers["head"]; r.status != http.StatusOK || r.body != "" {
		t.Errorf("HEAD: %d, %d bytes", r.status, len(r.body))
	}
	if answers["403"].status != http.StatusForbidden {
		t.Errorf("a cross-site post: %d", answers["403"].status)
	}
	for name, r := range answers {
		for header, want := range securityHeaders {
			if got := r.header.Get(header); got != want {
				t.Errorf("%s: %s = %q", name, header, got)
			}
		}
	}
	css, err := h.server.assets.address("css/site.css")
	must(t, err)
	static := b.get(css).want(http.StatusOK)
	if got := static.header.Get("Cache-Control"); got != "public, max-age=31536000, immutable" || static.header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("static file: %v", static.header)
	}
}

func TestErrors_panicShowsNothing(t *testing.T) {
	h := newHouse(t)
	c := h.server.serve(func(*gin.Context) error { panic("secret-cause") })
	engine := gin.New()
	engine.Use(h.server.logged, h.server.recovered, h.server.headers)
	engine.GET("/", c)
	recorder := httptest.NewRecorder()
	engine.ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, "/", nil))
	if recorder.Code != http.StatusInternalServerError || strings.Contains(recorder.Body.String(), "secret-cause") ||
		!strings.Contains(recorder.Body.String(), "Erreur du service") || recorder.Header().Get("Content-Security-Policy") == "" {
		t.Errorf("%d %s", recorder.Code, recorder.Body)
	}
	if n := strings.Count(h.log.String(), "secret-cause"); n != 1 {
		t.Errorf("the cause is in the log %d times, want once", n)
	}
}

// TestLog_holdsNoAnswer sends canaries by every way in and looks for them.
func TestLog_holdsNoAnswer(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	fields := complete(b.get(q(h.lunel) + "?canari-query=1").fields("questionnaire"))
	set(fields, "libre", "canari-libre", "nombre", "canari-nombre", "canari-champ", "x")
	b.post(q(h.lunel), fields).want(http.StatusUnprocessableEntity)
	check := b.post(q(h.lunel), set(fields, "nombre", "7")).want(http.StatusOK)
	receipt := b.post(q(h.lunel), set(check.fields("verification"), ":do", "envoyer")).header.Get("Location")
	code := b.get(receipt).want(http.StatusOK).code()
	b.get(receipt + "/" + code).want(http.StatusSeeOther)
	b.post("/connexion", set(url.Values{}, "login", "canari-login", "mot-de-passe", "canari-secret"))
	log := h.log.String()
	for _, secret := range []string{"canari", h.lunel.Link, code, "127.0.0.1"} {
		if strings.Contains(log, secret) {
			t.Errorf("the log holds %q:\n%s", secret, log)
		}
	}
	if !strings.Contains(log, `"route":"/q/:link/recu"`) {
		t.Errorf("the log has no line for the receipt:\n%s", log)
	}
}

func TestConfig_missing(t *testing.T) {
	if _, err := New(Config{}); err == nil || !strings.Contains(err.Error(), "Store") {
		t.Errorf("an empty configuration: %v", err)
	}
}
