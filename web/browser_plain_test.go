package web

import (
	"net"
	"net/url"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestBrowser_plainName answers and signs in over plain http, through a name
// that is not this machine: there the browser sends no Fetch Metadata and
// drops Secure cookies.
func TestBrowser_plainName(t *testing.T) {
	h := newHouse(t)
	site, err := url.Parse(h.site.URL)
	must(t, err)
	b := openTab(h, "http://"+net.JoinHostPort("constat.test", site.Port()), 360, 740,
		chromedp.Flag("host-resolver-rules", "MAP constat.test 127.0.0.1"), chromedp.Flag("disable-features", "HttpsUpgrades"))
	b.open(q(h.lunel))
	b.ready()
	b.want(`location.host.split(":")[0] + " " + isSecureContext`, "constat.test false")
	b.do(chromedp.Click(`[name=structure][value=ecole]`), chromedp.Click(`[name=repere][value=non]`), chromedp.Click(`#s-vous [data-next]`))
	b.until(visible("freins"))
	b.do(chromedp.Click(`[data-finish] button`), chromedp.WaitVisible(`#verification`))
	b.do(chromedp.Click(`[value=envoyer]`), chromedp.WaitVisible(`.code`))
	if n := h.responses(h.lunel); n != 1 {
		t.Fatalf("%d responses", n)
	}

	b.open("/connexion")
	b.want(`document.querySelector('main').innerText.includes("n’est pas chiffrée")`, "true")
	b.do(chromedp.SendKeys(`[name=login]`, "lunel"), chromedp.SendKeys(`[name=mot-de-passe]`, goodPassword), chromedp.Submit(`[name=login]`))
	b.until(`location.pathname === "/reseaux/lunel"`)
	b.do(chromedp.Click(`nav[aria-label=Compte] button`))
	b.until(`location.pathname === "/connexion"`)
	b.open("/reseaux/lunel")
	b.until(`location.pathname === "/connexion"`)
}

// TestBrowser_signingOut forgets the session and what the browser cached of
// the pages, and leaves a respondent's unsent answers, which are not the
// lead's, until somebody says to erase them.
func TestBrowser_signingOut(t *testing.T) {
	h := newHouse(t)
	b := h.tab(360, 740)
	const drafts = `(await (async () => {
		if (!(await indexedDB.databases()).some((d) => d.name === 'constat')) return 0;
		const db = await new Promise((r) => { const q = indexedDB.open('constat'); q.onsuccess = () => r(q.result); });
		const n = await new Promise((r) => { const q = db.transaction('drafts').objectStore('drafts').count(); q.onsuccess = () => r(q.result); });
		db.close();
		return n;
	})())`
	b.open(q(h.lunel))
	b.ready()
	b.do(chromedp.Click(`[name=structure][value=ecole]`))
	b.until(`document.querySelector('[data-draft-status]').textContent.startsWith('Enregistré à')`)
	b.open("/connexion")
	b.do(chromedp.SendKeys(`[name=login]`, "lunel"), chromedp.SendKeys(`[name=mot-de-passe]`, goodPassword), chromedp.Submit(`[name=login]`))
	b.until(`location.pathname === "/reseaux/lunel"`)
	b.do(chromedp.Click(`nav[aria-label=Compte] button`))
	b.until(`location.pathname === "/connexion" && document.querySelector('main')?.innerText.includes('Votre session est fermée')`)
	b.want(drafts, "1")
	b.do(chromedp.Click(`[name=effacer]`))
	b.until(`document.querySelector('main')?.innerText.includes('ne garde plus rien')`)
	b.want(drafts, "0")
	b.open("/reseaux/lunel")
	b.until(`location.pathname === "/connexion"`)
}
