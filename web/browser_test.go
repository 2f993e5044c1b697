package web

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

func TestBrowser_relevanceAndDraft(t *testing.T) {
	h := newHouse(t)
	b := h.tab(1280, 900)
	b.open(q(h.lunel))
	b.ready()
	b.want(visible("nombre"), "false")

	b.do(chromedp.Click(`[name=structure][value=sante]`), chromedp.Click(`[name=repere][value=oui]`))
	b.until(visible("nombre"))
	b.want(`document.querySelector('[data-field=nombre] [data-optional]').hidden`, "true")

	b.do(chromedp.SendKeys(`[name=nombre]`, "900"), chromedp.Click(`[name=freins][value=temps]`))
	b.until(`document.querySelector('[data-field=nombre] .error') !== null`)
	b.js(`document.querySelector('[name=nombre]').select()`)
	b.do(chromedp.SendKeys(`[name=nombre]`, "12"), chromedp.SendKeys(`[name=libre]`, "Un lieu d’accueil"))

	b.do(chromedp.Click(`[name=repere][value=non]`))
	b.until(`!` + visible("nombre"))
	b.want(`document.querySelector('[name=nombre]').disabled`, "true")
	b.do(chromedp.Click(`[name=repere][value=oui]`))
	b.until(visible("nombre"))
	b.want(`document.querySelector('[name=nombre]').value`, "12")

	b.until(`document.querySelector('[data-draft-status]').textContent.startsWith('Enregistré à')`)
	time.Sleep(400 * time.Millisecond) // the last keystroke's own save
	b.want(`(await (async () => {
		const db = await new Promise((r) => { const q = indexedDB.open('constat'); q.onsuccess = () => r(q.result); });
		const all = await new Promise((r) => { const q = db.transaction('drafts').objectStore('drafts').getAll(); q.onsuccess = () => r(q.result); });
		return all.length + ' ' + all.map((d) => new TextDecoder('latin1').decode(d.data)).join('').includes('accueil');
	})())`, "1 false")

	instance := b.js(`document.querySelector('[name=":instance"]').value`)
	b.do(chromedp.Reload())
	b.ready()
	b.until(`document.querySelector('[data-draft-status]').textContent.startsWith('Brouillon retrouvé')`)
	b.want(`document.querySelector('[name=nombre]').value`, "12")
	b.want(`document.querySelector('[name=libre]').value`, "Un lieu d’accueil")
	b.want(`document.querySelector('[name=freins][value=temps]').checked`, "true")
	b.want(`document.querySelector('[name=":instance"]').value`, instance)

	b.do(chromedp.Click(`[data-finish] button`), chromedp.WaitVisible(`#verification`))
	b.do(chromedp.Click(`[value=envoyer]`), chromedp.WaitVisible(`.code`))
	if n := h.responses(h.lunel); n != 1 {
		t.Fatalf("%d responses", n)
	}
	b.open(q(h.lunel))
	b.ready()
	b.want(`document.querySelector('[name=libre]').value`, "")
}

func TestBrowser_pagesOnAPhone(t *testing.T) {
	h := newHouse(t)
	b := h.tab(360, 740)
	b.open(q(h.lunel))
	b.ready()
	b.want(visible("freins"), "false")
	b.want(`document.querySelector('[data-progress]').textContent`, "Partie 1 sur 2")
	b.want(`document.documentElement.scrollWidth <= 360`, "true")

	b.do(chromedp.Click(`[name=structure][value=ecole]`), chromedp.Click(`[name=repere][value=non]`))
	b.do(chromedp.Click(`#s-vous [data-next]`))
	b.until(visible("freins"))
	b.want(visible("structure"), "false")
	b.do(chromedp.NavigateBack())
	b.until(visible("structure"))
	b.do(chromedp.NavigateForward())
	b.until(visible("freins"))

	// A ranking by buttons, and one more row asked from the server, lose nothing.
	b.do(chromedp.Click(up("cout")), chromedp.Click(up("temps")), chromedp.Click(up("temps")))
	b.want(`[...document.querySelectorAll('[data-rank] select')].map((s) => s.name + s.value).join()`, "ordre#temps1,ordre#cout2,ordre#distance")
	b.do(chromedp.Click(`[value="ajouter actions"]`), chromedp.WaitReady(`[name="actions[2]/titre"]`))
	b.ready()
	b.until(visible("freins"))
	b.want(`document.querySelector('[name="ordre#cout"]').value`, "2")
	b.do(chromedp.SendKeys(`[name="actions[2]/titre"]`, "Former"))

	// What needs more rows than the page has comes back through the server.
	b.until(`document.querySelector('[data-draft-status]').textContent.startsWith('Enregistré à')`)
	time.Sleep(400 * time.Millisecond)
	b.open("/")
	b.open(q(h.lunel))
	b.until(`document.querySelector('[name="actions[2]/titre"]')?.value === "Former"`)

	b.ready()
	b.until(visible("freins")) // the part where she stopped
	b.want(`document.querySelector('[data-draft-status]').textContent.endsWith('Vous en étiez à «\u00a0Besoins\u00a0».')`, "true")
	b.do(chromedp.Click(`[data-finish] button`), chromedp.WaitVisible(`#verification`))
	b.want(`document.body.innerText.includes('Former')`, "true")
	b.want(`document.documentElement.scrollWidth <= 360`, "true")
}

func TestBrowser_leavingHidesThePageAtOnce(t *testing.T) {
	h := newHouse(t)
	b := h.tab(1280, 900)
	b.open(q(h.lunel))
	b.ready()
	b.want(`['Shift', 'Shift', 'a', 'Shift', 'Shift'].map((key) => dispatchEvent(new KeyboardEvent('keydown', { key }))) && getComputedStyle(document.body).visibility`, "visible")
	b.want(`dispatchEvent(new KeyboardEvent('keydown', { key: 'Shift' })) && getComputedStyle(document.body).visibility + ' ' + document.title`, "hidden Météo")
}

// up is the button that raises a choice in a ranking.
func up(choice string) string { return `[data-choice=` + choice + `] button:first-of-type` }

func TestBrowser_sharedDeviceKeepsNothing(t *testing.T) {
	h := newHouse(t)
	b := h.tab(1280, 900)
	b.open(q(h.lunel))
	b.ready()
	b.do(chromedp.Click(`[data-draft-shared]`), chromedp.SendKeys(`[name=libre]`, "Rien de ceci"))
	b.until(`document.querySelector('[data-draft-status]').textContent === 'Rien n’est gardé sur cet appareil.'`)
	time.Sleep(400 * time.Millisecond)
	b.do(chromedp.Reload())
	b.ready()
	b.want(`document.querySelector('[name=libre]').value`, "")
	b.want(`document.querySelector('[data-draft-shared]').checked`, "true")
}

// xss are texts that would run, if a page wrote one of them as it came.
var xss = []string{
	`<script>window.hacked=1</script>`, `"><img src=x onerror=window.hacked=1>`, `'-window.hacked=1-'`, `</textarea><svg onload=window.hacked=1>`,
	`</script><script>window.hacked=1</script>`, `javascript:window.hacked=1`, `{{.}}`, "`${window.hacked=1}`", `<a href="javascript:window.hacked=1">x</a>`,
}

func TestBrowser_textsAreNeverMarkup(t *testing.T) {
	h := newHouse(t)
	c := h.browser()
	fields := complete(c.get(q(h.lunel)).fields("questionnaire"))
	set(fields, "libre", strings.Join(xss, " ")[:60], "actions[1]/titre", strings.Join(xss, "\n"))
	check := c.post(q(h.lunel), fields).want(http.StatusOK)
	receipt := c.post(q(h.lunel), set(check.fields("verification"), ":do", "envoyer")).want(http.StatusSeeOther).header.Get("Location")

	b := h.tab(1280, 900)
	b.openReceipt(h.lunel, c.code(h.lunel))
	for _, path := range []string{receipt, receipt + "/corriger"} {
		b.open(path)
		b.want(`String(window.hacked)`, "undefined")
		b.want(`document.querySelectorAll('main img, main script:not([type]), main svg').length`, "0")
		b.want(`document.documentElement.innerHTML.includes('hacked')`, "true")
	}
}
