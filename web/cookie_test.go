package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
)

// TestCookie_flags: the flags follow what the browser's address is, and with
// an https address never less than that.
func TestCookie_flags(t *testing.T) {
	h := newHouse(t)
	config := h.server.Config
	config.BaseURL = "https://constat.test"
	https, err := New(config)
	must(t, err)
	for _, c := range []struct {
		server             *Server
		origin, site, host string
		secure             bool
	}{
		{h.server, "http://constat.test", "", "constat.test", false},
		{h.server, "http://127.0.0.1:8080", "same-origin", "127.0.0.1:8080", false}, // Safari drops Secure cookies there
		{h.server, "", "", "constat.test", false},
		{h.server, "", "same-origin", "localhost:8080", false},
		{h.server, "", "same-origin", "constat.test", true}, // over https only
		{h.server, "https://constat.test", "same-origin", "constat.test", true},
		{h.server, "https://constat.test", "", "constat.test", true},
		{https, "http://constat.test", "", "constat.test", true},
		{https, "http://localhost:8080", "same-origin", "localhost:8080", true},
		{https, "", "", "app:8080", true},
	} {
		for path, prefix := range map[string]string{"/": "__Host-", "/q/lunel-x": "__Secure-"} {
			recorder := httptest.NewRecorder()
			context, _ := gin.CreateTestContext(recorder)
			context.Request = httptest.NewRequest(http.MethodPost, "http://"+c.host+"/connexion", nil)
			context.Request.Header.Set("Origin", c.origin)
			context.Request.Header.Set("Sec-Fetch-Site", c.site)
			c.server.setCookie(context, cookie{name: "essai", path: path}, "valeur", time.Hour)
			got := recorder.Header().Get("Set-Cookie")
			want := "essai=valeur; Path=" + path + "; Max-Age=3600; HttpOnly; SameSite=Lax"
			if c.secure {
				want = prefix + "essai=valeur; Path=" + path + "; Max-Age=3600; HttpOnly; Secure; SameSite=Lax"
			}
			if got != want {
				t.Errorf("address %s, Origin %q, Sec-Fetch-Site %q, Host %s: %s, want %s", c.server.BaseURL, c.origin, c.site, c.host, got, want)
			}
		}
	}
}

// TestCookie_httpsAddress: a session set over plain http is not read, and
// signing in where the browser would drop the cookie is refused in words.
func TestCookie_httpsAddress(t *testing.T) {
	h := newHouseWith(t, workbookOf(t, smallForm), func(c *Config) { c.BaseURL = "https://constat.test" })
	credentials := url.Values{"login": {"lunel"}, "mot-de-passe": {goodPassword}}
	b := h.browser()
	in := b.postFrom("/connexion", "https://constat.test", "same-origin", "constat.test", credentials).want(http.StatusSeeOther)
	set := in.header.Get("Set-Cookie")
	if !strings.HasPrefix(set, "__Host-constat=") || !strings.Contains(set, "; Secure") || strings.Contains(set, "Domain") {
		t.Errorf("cookie %q", set)
	}
	token := strings.TrimPrefix(strings.Split(set, ";")[0], "__Host-constat=")
	for name, want := range map[string]int{"__Host-constat": http.StatusOK, "constat": http.StatusSeeOther} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, h.site.URL+"/reseaux/lunel", nil)
		must(t, err)
		request.AddCookie(&http.Cookie{Name: name, Value: token})
		h.browser().send(request).want(want)
	}
	b.postFrom("/connexion", "http://constat.test", "", "constat.test", credentials).want(http.StatusForbidden, "Ouvrez https://constat.test/connexion.")
}

// TestSignIn_saysThatItIsInClear: on the page, when the browser shows no sign
// of https and the machine is another one.
func TestSignIn_saysThatItIsInClear(t *testing.T) {
	h := newHouse(t)
	for _, c := range []struct {
		host, site string
		said       bool
	}{{"constat.test", "", true}, {"192.0.2.7:8080", "", true}, {"constat.test", "none", false}, {"127.0.0.1:8080", "", false}, {"[::1]:8080", "", false}, {"localhost", "none", false}} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, h.site.URL+"/connexion", nil)
		must(t, err)
		request.Host = c.host
		if c.site != "" {
			request.Header.Set("Sec-Fetch-Site", c.site)
		}
		page := h.browser().send(request).want(http.StatusOK)
		if said := strings.Contains(page.text(), "n’est pas chiffrée"); said != c.said {
			t.Errorf("%s, Sec-Fetch-Site %q: said %v", c.host, c.site, said)
		}
	}
}

// TestSignOut_clears: what each way of signing out has the browser forget.
func TestSignOut_clears(t *testing.T) {
	h := newHouse(t)
	for _, c := range []struct {
		fields        url.Values
		cleared, next string
	}{
		{nil, `"cache", "cookies"`, "/connexion?fin=session"},
		{url.Values{"effacer": {"non"}}, `"cache", "cookies"`, "/connexion?fin=session"},
		{url.Values{"effacer": {"oui"}}, `"cache", "cookies", "storage"`, "/connexion?fin=appareil"},
	} {
		b := h.lead("lunel")
		out := b.post("/deconnexion", c.fields).want(http.StatusSeeOther)
		if got := out.header.Get("Clear-Site-Data"); got != c.cleared || out.header.Get("Location") != c.next {
			t.Errorf("%v: cleared %s, then %s", c.fields, got, out.header.Get("Location"))
		}
		b.get("/reseaux/lunel").want(http.StatusSeeOther)
	}
	h.browser().postFrom("/deconnexion", "https://ailleurs.example", "cross-site", "", url.Values{"effacer": {"oui"}}).want(http.StatusForbidden)
}
