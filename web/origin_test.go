package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"constat/survey"
)

// postFrom posts as a browser would that says where the page stands: Origin,
// Sec-Fetch-Site and Host, "" for a header that is not sent.
func (b *browser) postFrom(path, origin, site, host string, fields url.Values) reply {
	b.Helper()
	request, err := http.NewRequestWithContext(b.Context(), http.MethodPost, b.site.URL+path, strings.NewReader(fields.Encode()))
	must(b, err)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for name, value := range map[string]string{"Origin": origin, "Sec-Fetch-Site": site} {
		if value != "" {
			request.Header.Set(name, value)
		}
	}
	if host != "" {
		request.Host = host
	}
	return b.send(request)
}

// TestOrigin_doors: over plain http, through a name that is not this machine,
// browsers send no Fetch Metadata. People answer and sign in all the same.
func TestOrigin_doors(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	fields := complete(b.get(q(h.lunel)).fields("questionnaire"))
	credentials := url.Values{"login": {"lunel"}, "mot-de-passe": {goodPassword}}
	const name = "constat.test:8080"

	if policy := b.get(q(h.lunel)).header.Get("Referrer-Policy"); policy != "same-origin" {
		t.Errorf("the policy %q has browsers send Origin: null", policy)
	}
	b.postFrom(q(h.lunel), "http://"+name, "", name, fields).want(http.StatusOK, "Vérifiez vos réponses")
	b.postFrom(q(h.lunel), "null", "", name, fields).want(http.StatusOK, "Vérifiez vos réponses")
	b.postFrom("/connexion", "http://"+name, "", name, credentials).want(http.StatusSeeOther)

	// Whoever has a draft's test link or a phone's address is in the same case.
	h.exampleDraft()
	draft, err := h.store.Draft(t.Context(), "lunel", exampleDraft)
	must(t, err)
	for _, path := range []string{"/essai/" + draft.Link, "/openrosa/" + h.lunel.Link + "/submission"} {
		if r := b.postFrom(path, "null", "", name, fields); r.status == http.StatusForbidden {
			t.Errorf("%s refuses a browser that does not say where it stands", path)
		}
	}

	// What needs an account takes nothing from a page that does not say where it stands.
	b.postFrom("/connexion", "null", "", name, credentials).want(http.StatusForbidden, "ne dit pas de quelle page")
	lead := h.lead("lunel")
	closing := url.Values{"confirmation": {"fermer"}}
	lead.postFrom(campaignPath(h.lunel)+"/fermer", "null", "", "", closing).want(http.StatusForbidden)
	lead.postFrom("/deconnexion", "null", "", "", nil).want(http.StatusForbidden)
	lead.get("/reseaux/lunel").want(http.StatusOK)

	// Another site is refused at every door.
	for _, path := range []string{q(h.lunel), "/connexion", "/openrosa/" + h.lunel.Link + "/submission", campaignPath(h.lunel) + "/fermer"} {
		lead.postFrom(path, "https://ailleurs.example", "", "", fields).want(http.StatusForbidden)
		lead.postFrom(path, "https://ailleurs.example", "cross-site", "", fields).want(http.StatusForbidden)
		lead.postFrom(path, "null", "cross-site", "", fields).want(http.StatusForbidden)
		lead.postFrom(path, "http://127.0.0.1:1", "same-site", "", fields).want(http.StatusForbidden)
	}
}

// TestOrigin_judged: scheme × Origin × Sec-Fetch-Site × Host × address. What
// X-Forwarded-Host says is never believed.
func TestOrigin_judged(t *testing.T) {
	h := newHouse(t)
	servers := map[string]*Server{}
	for _, base := range []string{"", "http://constat.test", "https://constat.test", "https://Constat.Test:443"} {
		config := h.server.Config
		if base != "" {
			config.BaseURL = base
		}
		server, err := New(config)
		must(t, err)
		servers[base] = server
	}
	for _, c := range []struct {
		base, origin, site, host string
		want                     source
	}{
		// No browser, or one that sends neither.
		{"", "", "", "constat.test", ownPage},
		// Fetch Metadata decide where there are any.
		{"", "https://constat.test", "same-origin", "constat.test", ownPage},
		{"", "null", "same-origin", "constat.test", ownPage},
		{"", "null", "none", "constat.test", ownPage},
		{"", "https://constat.test", "cross-site", "constat.test", foreignPage},
		{"", "https://constat.test", "same-site", "constat.test", foreignPage},
		{"", "null", "cross-site", "constat.test", foreignPage},
		{"https://constat.test", "null", "same-site", "constat.test", foreignPage},
		// Plain http: the host of the page is that of the request, however written.
		{"", "http://constat.test:8080", "", "constat.test:8080", ownPage},
		{"", "http://constat.test", "", "constat.test:80", ownPage},
		{"", "http://constat.test", "", "Constat.Test", ownPage},
		{"", "https://constat.test", "", "constat.test:443", ownPage},
		{"", "http://[2001:db8::7]:8080", "", "[2001:db8::7]:8080", ownPage},
		{"", "http://constat.test:8081", "", "constat.test:8080", foreignPage},
		{"", "http://constat.test.ailleurs.example", "", "constat.test", foreignPage},
		{"", "http://constat.test@ailleurs.example", "", "constat.test", foreignPage},
		{"", "http://ailleurs.example", "", "constat.test", foreignPage},
		{"", "null", "", "constat.test", silentPage},
		{"https://constat.test", "null", "", "constat.test", silentPage},
		{"", "NULL", "", "constat.test", foreignPage},
		{"", "://", "", "constat.test", foreignPage},
		// A proxy that sends its own name as Host: only --base-url says whose the page is.
		{"", "http://constat.test", "", "127.0.0.1:8080", foreignPage},
		{"http://constat.test", "http://constat.test", "", "127.0.0.1:8080", ownPage},
		{"https://constat.test", "https://constat.test", "", "app:8080", ownPage},
		{"https://constat.test", "http://constat.test", "", "app:8080", foreignPage},
		{"https://Constat.Test:443", "https://constat.test", "", "app:8080", ownPage},
		{"https://constat.test", "https://ailleurs.example", "", "app:8080", foreignPage},
		{"https://constat.test", "https://constat.test", "same-site", "alias.test", ownPage},
	} {
		for _, forwarded := range []string{"", "constat.test", "ailleurs.example"} {
			r := httptest.NewRequest(http.MethodPost, "/connexion", nil)
			r.Host = c.host
			for name, value := range map[string]string{"Origin": c.origin, "Sec-Fetch-Site": c.site, "X-Forwarded-Host": forwarded} {
				if value != "" {
					r.Header.Set(name, value)
				}
			}
			if got := servers[c.base].sourceOf(r); got != c.want {
				t.Errorf("address %q, Origin %q, Sec-Fetch-Site %q, Host %q, X-Forwarded-Host %q: %d, want %d", c.base, c.origin, c.site, c.host, forwarded, got, c.want)
			}
		}
	}
}

// TestOrigin_silentPageHasNoCookie: a post that does not say where it comes
// from is taken by a campaign's link, as from somebody without a session.
func TestOrigin_silentPageHasNoCookie(t *testing.T) {
	h := newHouse(t)
	must(t, h.store.SetCampaignState(t.Context(), "lunel", h.lunel.ID, survey.CampaignDraft, founder))
	b := h.lead("lunel")
	fields := complete(b.get(q(h.lunel)).want(http.StatusOK).fields("questionnaire"))
	b.postFrom(q(h.lunel), "", "same-origin", "", fields).want(http.StatusOK, "Vérifiez vos réponses")
	b.postFrom(q(h.lunel), "null", "", "", fields).want(http.StatusForbidden, "pas encore ouverte")
}
