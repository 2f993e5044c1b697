package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"

	"constat/survey"
)

func TestSignIn(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	unknown := b.post("/connexion", url.Values{"login": {"personne"}, "mot-de-passe": {goodPassword}}).
		want(http.StatusUnprocessableEntity, "L’identifiant ou le mot de passe ne convient pas.")
	wrong := b.post("/connexion", url.Values{"login": {"lunel"}, "mot-de-passe": {"mauvais mot de passe"}}).want(http.StatusUnprocessableEntity)
	if strings.ReplaceAll(unknown.text(), "personne", "") != strings.ReplaceAll(wrong.text(), "lunel", "") {
		t.Error("an unknown login and a wrong password do not look the same")
	}

	h.clock.pass(time.Hour)
	in := b.post("/connexion", url.Values{"login": {" LUNEL "}, "mot-de-passe": {goodPassword}, "suite": {"/reseaux/lunel/nouvelle"}}).want(http.StatusSeeOther)
	if in.header.Get("Location") != "/reseaux/lunel/nouvelle" {
		t.Errorf("signed in, and sent to %s", in.header.Get("Location"))
	}
	cookie := in.header.Get("Set-Cookie")
	for _, flag := range []string{"HttpOnly", "SameSite=Lax", "Path=/"} {
		if !strings.Contains(cookie, flag) {
			t.Errorf("the cookie %q lacks %s", cookie, flag)
		}
	}
	b.get("/reseaux/lunel").want(http.StatusOK, "Réseau de lunel", "Hypothèse à confirmer.")

	b.post("/deconnexion", nil).want(http.StatusSeeOther)
	b.get("/reseaux/lunel").want(http.StatusSeeOther)
}

func TestSession_ends(t *testing.T) {
	h := newHouse(t)
	idle, long := h.lead("lunel"), h.lead("lunel")
	for range 25 {
		h.clock.pass(29 * time.Minute)
		if r := long.get("/reseaux/lunel"); r.status != http.StatusOK {
			break
		}
	}
	long.get("/reseaux/lunel").want(http.StatusSeeOther)
	idle.get("/reseaux/lunel").want(http.StatusSeeOther)

	first := h.lead("lunel")
	token := func() string { u, _ := url.Parse(h.site.URL); return first.client.Jar.Cookies(u)[0].Value }
	before := token()
	first.post("/connexion", url.Values{"login": {"lunel"}, "mot-de-passe": {goodPassword}}).want(http.StatusSeeOther)
	if token() == before {
		t.Error("the token is not renewed at sign-in")
	}
}

func TestSignIn_throttled(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	wait := ""
	for range 40 {
		r := b.post("/connexion", url.Values{"login": {"lunel"}, "mot-de-passe": {"mauvais mot de passe"}})
		if r.status == http.StatusTooManyRequests {
			wait = r.want(http.StatusTooManyRequests, "Trop d’essais.").header.Get("Retry-After")
			break
		}
	}
	if wait == "" {
		t.Fatal("forty wrong passwords in a row were all tried")
	}
	b.post("/connexion", url.Values{"login": {"lunel"}, "mot-de-passe": {goodPassword}}).want(http.StatusTooManyRequests)
	seconds, err := time.ParseDuration(wait + "s")
	must(t, err)
	h.clock.pass(seconds)
	b.post("/connexion", url.Values{"login": {"lunel"}, "mot-de-passe": {goodPassword}}).want(http.StatusSeeOther)
}

// TestSignIn_forgedAddress tries other logins from other claimed addresses:
// nobody's word is taken for where a request comes from.
func TestSignIn_forgedAddress(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	for i := range freePerAddress + 2 {
		fields := url.Values{"login": {fmt.Sprintf("personne-%d", i)}, "mot-de-passe": {"mauvais mot de passe"}}
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, h.site.URL+"/connexion", strings.NewReader(fields.Encode()))
		must(t, err)
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		request.Header.Set("X-Forwarded-For", fmt.Sprintf("203.0.%d.7", i))
		request.Header.Set("X-Real-IP", fmt.Sprintf("203.0.%d.7", i))
		if b.send(request).status == http.StatusTooManyRequests {
			return
		}
	}
	t.Error("forged addresses escape the throttle")
}

// TestSignIn_mistypedLogin: what one person mistypes shuts nobody else out of
// the office, and what cannot be a login is refused as any other; bytes that are
// no text never get there (TestBadText_values).
func TestSignIn_mistypedLogin(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	for range freePerLogin + 1 {
		b.post("/connexion", url.Values{"login": {"lunel"}, "mot-de-passe": {"mauvais mot de passe"}}).want(http.StatusUnprocessableEntity)
	}
	b.post("/connexion", url.Values{"login": {"lunel"}, "mot-de-passe": {goodPassword}}).want(http.StatusTooManyRequests, "Réessayez dans 1 seconde.")
	h.lead("beziers")
	for _, noText := range []string{"\xff\xfe", "lun\x00el"} { // refused before it is read, as at every route
		b.post("/connexion", url.Values{"login": {noText}, "mot-de-passe": {goodPassword}}).want(http.StatusBadRequest)
	}
	for _, login := range []string{"a\nb", strings.Repeat("é", 201), strings.Repeat("a", 5000)} {
		b.post("/connexion", url.Values{"login": {login}, "mot-de-passe": {goodPassword}}).
			want(http.StatusUnprocessableEntity, "L’identifiant ou le mot de passe ne convient pas.")
	}
	for _, throttle := range append(signInThrottles("ines", "203.0.113.7", ""), receiptThrottle("lunel-x", "203.0.113.7")) {
		if strings.Contains(throttle.key, "ines") || strings.Contains(throttle.key, "203.0") {
			t.Errorf("the key %s tells who failed", throttle.key)
		}
	}
	if addressPrefix("203.0.113.7") != addressPrefix("::ffff:203.0.113.9") || addressPrefix("203.0.113.7") == addressPrefix("203.0.114.7") {
		t.Error("neighbours are not one network")
	}
}

// TestAnonymous_readsNoSession: static files and the probe of the process
// answer a signed-in browser while storage does not.
func TestAnonymous_readsNoSession(t *testing.T) {
	h := newHouse(t)
	b := h.lead("lunel")
	css, err := h.server.assets.address("css/site.css")
	must(t, err)
	must(t, h.store.Close())
	b.get(css).want(http.StatusOK)
	b.get("/healthz").want(http.StatusOK, "ok")
	if r := b.get("/readyz"); r.status != http.StatusServiceUnavailable {
		t.Errorf("ready without storage: %d", r.status)
	}
	if r := b.get("/numeros-utiles"); r.status < http.StatusInternalServerError {
		t.Errorf("a page that shows who is signed in: %d, so that this test proves nothing", r.status)
	}
}

func TestInvitation(t *testing.T) {
	h := newHouse(t)
	agent, err := h.store.AgentByLogin(t.Context(), "lunel")
	must(t, err)
	must(t, h.store.CreateInvitation(t.Context(), TokenHash("jeton"), agent.ID, opening.Add(24*time.Hour), founder))
	b := h.browser()
	b.get("/invitation/autre").want(http.StatusNotFound)
	b.get("/invitation/jeton").want(http.StatusOK, "Choisir un mot de passe", "lunel")
	choose := func(password, again string) reply {
		return b.post("/invitation/jeton", url.Values{"mot-de-passe": {password}, "encore": {again}})
	}
	choose("court", "court").want(http.StatusUnprocessableEntity, "au moins 15 caractères")
	choose("constat-lunel-2026", "constat-lunel-2026").want(http.StatusUnprocessableEntity, "se devine trop facilement")
	choose("nuage tambour 9 carafe", "autre chose").want(http.StatusUnprocessableEntity, "Les deux saisies diffèrent.")
	choose("nuage tambour 9 carafe", "nuage tambour 9 carafe").want(http.StatusSeeOther)
	choose("nuage tambour 9 carafe", "nuage tambour 9 carafe").want(http.StatusNotFound)
	b.post("/connexion", url.Values{"login": {"lunel"}, "mot-de-passe": {"nuage tambour 9 carafe"}}).want(http.StatusSeeOther)

	must(t, h.store.CreateInvitation(t.Context(), TokenHash("vieux"), agent.ID, opening.Add(time.Hour), founder))
	h.clock.pass(2 * time.Hour)
	b.get("/invitation/vieux").want(http.StatusNotFound)
}

// TestNobodysPassword: the hash compared for unknown logins has the cost of a
// real one, so that time does not tell which logins exist, and no password
// matches it. The cost is compared, not the time: these machines are shared.
func TestNobodysPassword(t *testing.T) {
	h := newHouse(t)
	if matched, err := h.server.matches(t.Context(), goodPassword, ""); err != nil || matched {
		t.Fatalf("%v %v", matched, err)
	}
	cost, _, _, err := argon2id.DecodeHash(nobodysPassword)
	must(t, err)
	cost.SaltLength, cost.KeyLength = passwordCost.SaltLength, passwordCost.KeyLength
	if *cost != *passwordCost {
		t.Errorf("an unknown login costs %+v, a known one %+v", *cost, *passwordCost)
	}
}

func TestAfterSignIn(t *testing.T) {
	for path, want := range map[string]string{
		"/reseaux/lunel/enquetes/1": "/reseaux/lunel/enquetes/1", "/departement": "/departement", "": "/reseaux",
		"https://ailleurs.example": "/reseaux", "//ailleurs.example": "/reseaux", "/reseaux//ailleurs": "/reseaux",
		"/reseaux/../q/x": "/reseaux", `/reseaux\ailleurs`: "/reseaux", "/deconnexion": "/reseaux",
	} {
		if got := afterSignIn(path); got != want {
			t.Errorf("%q → %q, want %q", path, got, want)
		}
	}
}

// TestSignIn_refusedInTheJournal: who animates a network reads that somebody
// tried her account, how often, and from when on; what was typed for nobody's
// account is written nowhere, and trying fills no register.
func TestSignIn_refusedInTheJournal(t *testing.T) {
	h := newHouse(t)
	h.addAgent(survey.Agent{Login: "deux", Name: "Deux Réseaux", Role: survey.RoleLead, Networks: []string{"lunel", "beziers"}})
	try := func(login string) {
		h.browser().post("/connexion", url.Values{"login": {login}, "mot-de-passe": {"mauvais mot de passe"}})
		h.clock.pass(time.Minute) // no throttle in the way
	}
	refused := func(network string) (entries []survey.AuditEntry) {
		all := h.audit(network)
		for _, e := range all {
			if e.Action == "session.refused" {
				entries = append(entries, e)
			}
		}
		return entries
	}
	try("lunel")
	h.lead("lunel").get("/reseaux/lunel/journal").want(http.StatusOK, "Connexion refusée : Animation lunel", "Personne non identifiée", "24 novembre 2026 à 11 h 00")
	if got := refused("beziers"); len(got) != 0 {
		t.Errorf("another network reads %+v", got)
	}
	try("deux")
	if len(refused("lunel")) != 2 || len(refused("beziers")) != 1 {
		t.Errorf("an account of two networks: %d and %d", len(refused("lunel")), len(refused("beziers")))
	}
	for range 70 {
		try("lunel")
	}
	h.lead("lunel").get("/reseaux/lunel/journal").want(http.StatusOK, "Connexion refusée : Animation lunel (64 fois)")
	if got := refused("lunel"); len(got) != 2+6 { // 2, 4, 8, 16, 32 and 64
		t.Errorf("71 refusals left %d entries", len(got))
	}
	h.clock.pass(2 * time.Hour)
	try("lunel") // waiting an hour does not begin the count again
	if got := refused("lunel"); len(got) != 2+6 {
		t.Errorf("a pause left %d entries", len(got))
	}
	h.clock.pass(25 * time.Hour)
	try("lunel")
	if got := refused("lunel"); len(got) != 2+6+1 {
		t.Errorf("the day after: %d entries", len(got))
	}

	for i := range 40 {
		try(fmt.Sprintf("canari-%d@exemple.fr", i))
	}
	try("canari\x00nul")
	unknown := refused("")
	if len(unknown) != 6 { // 1, 2, 4, 8, 16 and 32
		t.Errorf("41 refusals of unknown logins left %d entries", len(unknown))
	}
	for _, e := range append(unknown, refused("lunel")...) {
		if strings.Contains(fmt.Sprint(e), "canari") || strings.Contains(fmt.Sprint(e), "127.0.0") {
			t.Errorf("the register holds what was typed, or from where: %+v", e)
		}
	}
}

// TestSignIn_closedAccountInTheJournal: the right password of a closed account
// is refused as any other, and noted.
func TestSignIn_closedAccountInTheJournal(t *testing.T) {
	h := newHouse(t)
	agent, err := h.store.AgentByLogin(t.Context(), "beziers")
	must(t, err)
	must(t, h.store.DisableAgent(t.Context(), agent.ID, founder))
	h.browser().post("/connexion", url.Values{"login": {"beziers"}, "mot-de-passe": {goodPassword}}).want(http.StatusUnprocessableEntity)
	entries := h.audit("beziers")
	if !slices.ContainsFunc(entries, func(e survey.AuditEntry) bool { return e.Action == "session.refused" && e.Object == agent.ID }) {
		t.Errorf("the register says %+v", entries)
	}
}

// from signs in as if from another network, through a declared proxy.
func (b *browser) from(address, login, password string) reply {
	b.Helper()
	fields := url.Values{"login": {login}, "mot-de-passe": {password}}
	request, err := http.NewRequestWithContext(b.Context(), http.MethodPost, b.site.URL+"/connexion", strings.NewReader(fields.Encode()))
	must(b, err)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("X-Forwarded-For", address)
	return b.send(request)
}

// Somebody who tries passwords does not shut the account's owner out: not from
// elsewhere, and nowhere on a device on which she has signed in before.
func TestSignIn_ownerIsNotShutOut(t *testing.T) {
	h := newHouseWith(t, workbookOf(t, smallForm), func(c *Config) { c.TrustedProxies = []string{"127.0.0.1"} })
	attacker, owner, known := h.browser(), h.browser(), h.browser()
	signedIn := known.from("203.0.113.7", "lunel", goodPassword).want(http.StatusSeeOther)
	for _, cookie := range signedIn.header["Set-Cookie"] {
		if strings.HasPrefix(cookie, deviceCookie.name) && (!strings.Contains(cookie, "HttpOnly") || !strings.Contains(cookie, "Path=/connexion") || strings.Contains(cookie, "lunel")) {
			t.Errorf("the device's cookie: %s", cookie)
		}
	}
	refused := 0
	for range 40 {
		if attacker.from("203.0.113.9", "lunel", "mauvais mot de passe").status == http.StatusTooManyRequests {
			refused++
		}
	}
	if refused == 0 {
		t.Fatal("forty wrong passwords wait for nothing: this test proves nothing")
	}
	owner.from("203.0.113.7", "lunel", goodPassword).want(http.StatusTooManyRequests) // the attacker's own network, an unknown device
	owner.from("198.51.100.7", "lunel", goodPassword).want(http.StatusSeeOther)
	known.from("203.0.113.7", "lunel", goodPassword).want(http.StatusSeeOther)

	// Another account's device excuses nothing, and a device waits for its own errors.
	known.from("203.0.113.7", "beziers", "mauvais mot de passe")
	for range freePerLogin + 1 {
		known.from("203.0.113.7", "lunel", "mauvais mot de passe")
	}
	known.from("203.0.113.7", "lunel", goodPassword).want(http.StatusTooManyRequests)
}

// From many networks at once, an account waits for unknown devices only.
func TestSignIn_fromEverywhere(t *testing.T) {
	h := newHouseWith(t, workbookOf(t, smallForm), func(c *Config) { c.TrustedProxies = []string{"127.0.0.1"} })
	known, attacker := h.browser(), h.browser()
	known.from("203.0.113.7", "lunel", goodPassword).want(http.StatusSeeOther)
	everywhere := signInThrottles("lunel", "", "")[2]
	for range freePerAccount {
		_, err := h.store.FailedLogin(t.Context(), everywhere.key, everywhere.free, h.clock.Now())
		must(t, err)
	}
	attacker.from("198.51.100.1", "lunel", "mauvais mot de passe").want(http.StatusUnprocessableEntity)
	attacker.from("198.51.101.1", "lunel", "mauvais mot de passe").want(http.StatusTooManyRequests)
	known.from("198.51.102.1", "lunel", goodPassword).want(http.StatusSeeOther)
}
