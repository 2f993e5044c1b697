package web

import (
	"context"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// typeAndReload changes a field and reloads within one task: no timer, no
// promise of the page has a chance in between.
const typeAndReload = `(() => {
	const e = document.querySelector('[name=libre]');
	e.value = VALUE;
	e.dispatchEvent(new Event('input', { bubbles: true }));
	location.reload();
})()`

// TestBrowser_lastKeystroke: what was typed an instant before the page goes
// is in the draft.
func TestBrowser_lastKeystroke(t *testing.T) {
	h := newHouse(t)
	b := h.tab(1280, 900)
	b.open(q(h.lunel))
	b.ready()
	for _, word := range []string{"un", "deux", "trois", "quatre"} {
		b.js(`(globalThis.VALUE = '` + word + `') && ` + typeAndReload)
		b.until(`typeof VALUE === 'undefined' && document.documentElement?.dataset.ready === 'yes'`)
		b.want(`document.querySelector('[name=libre]').value`, word)
	}
	b.do(chromedp.Navigate("about:blank"))
	b.open(q(h.lunel))
	b.ready()
	b.want(`document.querySelector('[name=libre]').value`, "quatre")
	b.calm()
}

// beside opens another tab of the same browser.
func (b *tab) beside() *tab {
	b.Helper()
	ctx, end := chromedp.NewContext(b.ctx)
	b.Cleanup(end)
	must(b, chromedp.Do(ctx, chromedp.Navigate("about:blank")))
	return &tab{b.TB, b.site, ctx}
}

const (
	elsewhere = `document.querySelector('[data-draft-elsewhere]').checkVisibility() + ' ' + document.getElementById('questionnaire').inert`
	words     = `document.querySelector('[name=libre]').value`
)

// TestBrowser_twoTabs: one tab at a time has the draft; the other says so, and
// may take it over, whole.
func TestBrowser_twoTabs(t *testing.T) {
	h := newHouse(t)
	one := h.tab(1280, 900)
	one.open(q(h.lunel))
	one.ready()
	one.fillSmall("un")
	two := one.beside()
	two.open(q(h.lunel))
	two.ready()
	two.want(elsewhere, "true true")
	two.do(chromedp.Click(`[data-draft-here]`))
	two.until(words + ` === 'un'`)
	two.want(elsewhere, "false false")
	one.until(elsewhere + ` === 'true true'`)

	two.do(chromedp.SendKeys(`[name=libre]`, " deux"))
	one.js(`document.querySelector('[data-draft-here]').click()`)
	one.until(words + ` === 'un deux'`)
	two.until(elsewhere + ` === 'true true'`)

	// Sent over there: nothing here could be sent as if it were still to be.
	instance := one.js(`document.querySelector('[name=":instance"]').value`)
	two.want(`document.querySelector('[name=":instance"]').value`, instance)
	one.js(`document.querySelector('[data-finish] button').click()`)
	one.until(`document.querySelector('#verification') !== null`)
	one.js(`document.querySelector('#verification [value=envoyer]').click()`)
	one.until(`document.querySelector('.code') !== null`)
	two.until(elsewhere + ` === 'false false'`)
	two.want(words+` + document.querySelector('[data-draft-status]').textContent`, "Vos réponses ont été envoyées ou effacées dans l’autre onglet. Ce questionnaire-ci est vide.")
	if two.js(`document.querySelector('[name=":instance"]').value`) == instance {
		t.Error("the other tab would send the same questionnaire again")
	}
}

// TestBrowser_eraseDraft: erased is erased, on the device and on the screen,
// from any part, once it was asked.
func TestBrowser_eraseDraft(t *testing.T) {
	h := newHouse(t)
	b := h.tab(360, 740)
	b.open(q(h.lunel))
	b.ready()
	b.do(chromedp.Click(`[name=structure][value=ecole]`), chromedp.Click(`[name=repere][value=non]`), chromedp.Click(`#s-vous [data-next]`))
	b.until(visible("libre"))
	b.do(chromedp.SendKeys(`[name=libre]`, "Un lieu"), chromedp.Click(`[value="ajouter actions"]`))
	b.until(`document.querySelector('[name="actions[2]/titre"]') !== null`)
	instance := b.js(`document.querySelector('[name=":instance"]').value`)
	b.want(`document.querySelector('[data-draft-shared]').checkVisibility()`, "true")
	b.do(chromedp.Click(`[data-draft-erase]`), chromedp.Click(`[data-draft-no]`))
	b.want(words, "Un lieu")
	b.do(chromedp.Click(`[data-draft-erase]`), chromedp.Click(`[data-draft-yes]`))
	b.until(`document.querySelector('[data-draft-status]').textContent === 'Effacé de cette page et de cet appareil.'`)
	b.until(visible("structure"))
	b.want(`[...document.querySelectorAll('#questionnaire [name]')].filter((e) => e.name[0] !== ':' && (e.type === 'radio' || e.type === 'checkbox' ? e.checked : e.value && e.type !== 'hidden')).map((e) => e.name).join()`, "")
	b.want(`document.querySelectorAll('#q-actions > .instance').length`, "1")
	if b.js(`document.querySelector('[name=":instance"]').value`) == instance {
		t.Error("what is typed next would be the questionnaire that was erased")
	}
	b.do(chromedp.Reload())
	b.ready()
	b.want(words, "")
	b.calm()
}

// TestBrowser_draftAge: thirty days between two days of the service, whatever
// the device's clock says.
func TestBrowser_draftAge(t *testing.T) {
	h := newHouse(t)
	b := h.tab(1280, 900)
	day := func(days int, found string) {
		b.Helper()
		h.clock.pass(time.Duration(days) * 24 * time.Hour)
		b.open("/")
		b.open(q(h.lunel))
		b.ready()
		b.want(words, found)
	}
	b.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error { // a device that is years ahead, then years behind
		_, err := cdp.Call(ctx, t, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{
			Source: `{ const real = Date.now, far = performance.timeOrigin % 2 ? 9e10 : -9e10; Date.now = () => real() + far; }`,
		})
		return err
	}))
	day(0, "")
	b.do(chromedp.SendKeys(`[name=libre]`, "un"))
	b.until(`document.querySelector('[data-draft-status]').textContent.startsWith('Enregistré')`)
	day(29, "un")
	day(-300, "un") // the service's clock was wrong, and is mended: a new life of thirty days, not of 329
	day(30, "un")
	day(1, "")
}

// TestBrowser_draftReopens: a database that the browser closed under the page
// is opened again, and loses nothing.
func TestBrowser_draftReopens(t *testing.T) {
	h := newHouse(t)
	b := h.tab(1280, 900)
	b.open(q(h.lunel))
	b.ready()
	b.do(chromedp.SendKeys(`[name=libre]`, "un"))
	b.until(`document.querySelector('[data-draft-status]').textContent.startsWith('Enregistré')`)
	b.js(`new Promise((resolve) => { // asking for another version makes the page close its own
		const asked = indexedDB.open('constat', 1);
		IDBDatabase.prototype.transaction = new Proxy(IDBDatabase.prototype.transaction, { apply(real, db, args) {
			if (!globalThis.closed2) { globalThis.closed2 = true; db.close(); }
			return Reflect.apply(real, db, args);
		} });
		asked.onsuccess = () => { asked.result.close(); resolve(); };
	})`)
	b.do(chromedp.SendKeys(`[name=libre]`, " deux"))
	b.want(`String(globalThis.closed2)`, "true")
	b.do(chromedp.Reload())
	b.ready()
	b.want(words, "un deux")
	b.calm()
}

// TestBrowser_typedEarly: what is typed while the modules are still on their
// way is neither wiped nor overwritten by the draft, and is kept.
func TestBrowser_typedEarly(t *testing.T) {
	h := newHouse(t)
	b := h.tab(1280, 900)
	b.open(q(h.lunel))
	b.ready()
	b.fillSmall("un")
	b.until(`document.querySelector('[data-draft-status]').textContent.startsWith('Enregistré')`)
	b.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error { // a person quicker than the scripts
		_, err := cdp.Call(ctx, t, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{
			Source: `document.addEventListener('readystatechange', () => {
				if (document.readyState !== 'interactive' || !document.querySelector('#questionnaire')) return;
				document.querySelector('[name=libre]').value = 'deux';
				document.querySelector('[name=charte]').checked = true;
			});`,
		})
		return err
	}))
	b.do(chromedp.Reload())
	b.ready()
	b.want(words+` + document.querySelector('[name=charte]').checked + document.querySelector('[name=structure]:checked').value`, "deuxtrueecole")
	b.until(`document.querySelector('[data-draft-status]').textContent.startsWith('Enregistré')`)
	b.calm()
}
