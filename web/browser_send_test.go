package web

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"constat/survey"
)

// fillSmall answers what smallForm requires.
func (b *tab) fillSmall(words string) {
	b.Helper()
	b.do(chromedp.Click(`[name=structure][value=ecole]`), chromedp.Click(`[name=repere][value=non]`))
	b.js(`document.querySelector('[name=libre]').select()`)
	b.do(chromedp.SendKeys(`[name=libre]`, words))
}

// left gives the addresses that Back leads to, once the tab shows another
// than path. While one page gives way to the next, there is nothing to ask.
func (b *tab) left(path string) (behind []string) {
	b.Helper()
	for range 400 {
		ctx, cancel := context.WithTimeout(b.ctx, 30*time.Second)
		err := chromedp.Do(ctx, chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
			said, err := cdp.Call(ctx, t, cdppage.GetNavigationHistory, cdp.Empty{})
			if err != nil {
				return err
			}
			behind = nil
			for _, e := range said.Entries[:said.CurrentIndex+1] {
				behind = append(behind, e.URL)
			}
			return nil
		}))
		cancel()
		if err == nil && len(behind) > 0 && !strings.Contains(behind[len(behind)-1], path) {
			return behind
		}
		time.Sleep(25 * time.Millisecond)
	}
	b.Fatalf("the tab never left %s: %q", path, behind)
	return nil
}

// TestBrowser_networkCut cuts the network at each step: the page stays, says
// so, and goes on by a tap or by itself.
func TestBrowser_networkCut(t *testing.T) {
	h := newHouse(t)
	b := h.tab(360, 740)
	b.open(q(h.lunel))
	b.ready()
	b.do(chromedp.Click(`[name=structure][value=ecole]`), chromedp.Click(`[name=repere][value=non]`), chromedp.Click(`#s-vous [data-next]`))
	b.until(visible("libre"))
	b.do(chromedp.SendKeys(`[name=libre]`, "Un lieu"))

	b.cut()
	b.do(chromedp.Click(`[data-finish] button`), chromedp.WaitVisible(`.warning[role=alert]`))
	b.want(`document.querySelector('.warning[role=alert]').innerText`, "Pas de réseau.\n\nVos réponses sont gardées sur cet appareil. Un nouvel essai se fera seul tant que cette page reste ouverte.\n\nRéessayer")
	b.want(`document.querySelector('[name=libre]').value`, "Un lieu")
	b.do(chromedp.Click(`.warning[role=alert] button`)) // in vain
	b.until(`document.querySelectorAll('.warning[role=alert]').length === 1`)
	b.restored() // the page hears of it
	b.do(chromedp.WaitVisible(`#verification`))
	b.want(`document.activeElement.tagName + document.title`, "H1Vérifiez vos réponses – Constat")

	b.cut()
	b.do(chromedp.Click(`#verification [value=envoyer]`), chromedp.WaitVisible(`.warning[role=alert]`))
	b.do(chromedp.Click(`#verification [value=modifier].quiet`)) // needs no network
	b.until(visible("libre"))
	b.want(`document.querySelectorAll('.warning[role=alert]').length`, "0")
	b.restored()
	b.do(chromedp.Click(`[data-finish] button`), chromedp.WaitVisible(`#verification`))
	b.cut()
	b.do(chromedp.Click(`#verification [value=envoyer]`), chromedp.WaitVisible(`.warning[role=alert]`))
	b.restored()
	b.do(chromedp.WaitVisible(`.code`))
	if n := h.responses(h.lunel); n != 1 {
		t.Errorf("%d responses", n)
	}
	b.calm()
}

// TestBrowser_backAfterReceipt: Back gives neither an error page nor answers
// that could be sent again.
func TestBrowser_backAfterReceipt(t *testing.T) {
	for _, width := range []int{360, 1280} {
		h := newHouse(t)
		b := h.tab(width, 740)
		b.open("/numeros-utiles")
		b.open(q(h.lunel))
		b.ready()
		instance := b.js(`document.querySelector('[name=":instance"]').value`)
		b.do(chromedp.Click(`[name=structure][value=ecole]`), chromedp.Click(`[name=repere][value=non]`))
		if width == 360 {
			b.do(chromedp.Click(`#s-vous [data-next]`))
			b.until(visible("libre"))
		}
		b.do(chromedp.SendKeys(`[name=libre]`, "Un lieu"), chromedp.Click(`[data-finish] button`), chromedp.WaitVisible(`#verification`))
		b.do(chromedp.Click(`#verification [value=envoyer]`), chromedp.WaitVisible(`.code`))
		b.js(`history.back()`)
		b.until(`location.pathname.startsWith('/q/') && document.documentElement?.dataset.ready === 'yes'`)
		b.want(`[...document.querySelectorAll('#questionnaire [name]')].filter((e) => e.name[0] !== ':' && (e.type === 'radio' || e.type === 'checkbox' ? e.checked : e.value && e.type !== 'hidden')).map((e) => e.name).join()`, "")
		if b.js(`document.querySelector('[name=":instance"]').value`) == instance {
			t.Errorf("%d px: the page that comes back would send the same questionnaire again", width)
		}
		b.js(`history.back()`)
		b.until(`location.pathname === '/numeros-utiles'`)
		b.calm()
	}
}

// TestBrowser_backFromCheck: Back leads from the check page to what was typed.
func TestBrowser_backFromCheck(t *testing.T) {
	h := newHouse(t)
	b := h.tab(1280, 900)
	b.open(q(h.lunel))
	b.ready()
	b.fillSmall("Un lieu")
	b.do(chromedp.Click(`[data-finish] button`), chromedp.WaitVisible(`#verification`))
	b.do(chromedp.NavigateBack())
	b.until(visible("libre"))
	b.want(`document.querySelector('[name=libre]').value + document.title`, "Un lieuQuestionnaire – Constat")
	b.do(chromedp.Click(`[data-finish] button`), chromedp.WaitVisible(`#verification`), chromedp.Click(`#verification [formaction$="#s-besoins"]`))
	b.until(visible("libre"))
	b.want(`document.activeElement.id`, "s-besoins-titre")
	b.do(chromedp.Reload())
	b.ready()
	b.want(`document.querySelector('[name=libre]').value`, "Un lieu")
	b.calm()
}

// TestBrowser_serverComplaints: what the server refuses is said in the page
// that is there.
func TestBrowser_serverComplaints(t *testing.T) {
	h := newHouse(t)
	b := h.tab(360, 740)
	b.open(q(h.lunel))
	b.ready()
	b.js(`globalThis.same = true`)
	b.do(chromedp.Click(`[name=repere][value=non]`))
	b.do(chromedp.Click(`#s-vous [data-next]`), chromedp.Click(`#s-vous [data-next]`)) // stopped once, never twice
	b.until(visible("libre"))
	b.do(chromedp.SendKeys(`[name=libre]`, "Un lieu"), chromedp.Click(`[data-finish] button`), chromedp.WaitVisible(`#erreurs`))
	b.want(`String(globalThis.same) + document.activeElement.id + document.title`, "trueerreursErreur\u00a0: Questionnaire – Constat")
	b.want(`document.querySelector('[data-field=structure] .error').textContent`, "Cette question attend une réponse.")
	b.do(chromedp.Click(`#erreurs a`))
	b.until(visible("structure"))
	b.want(`document.activeElement.name`, "structure")
	b.want(`document.querySelector('[data-field=structure]').getBoundingClientRect().top >= document.querySelector('.top').getBoundingClientRect().bottom`, "true")
	b.do(chromedp.Click(`[name=structure][value=ecole]`))
	b.until(`!document.querySelector('[data-field=structure] .error')`)
	b.do(chromedp.Click(`#s-vous [data-next]`))
	b.until(visible("libre"))
	b.do(chromedp.Click(`[data-finish] button`), chromedp.WaitVisible(`#verification`))
	b.calm()
}

// TestBrowser_otherAnswers: 503 keeps the page, and waits as long as the
// service asks.
func TestBrowser_otherAnswers(t *testing.T) {
	h := newHouse(t)
	b := h.tab(1280, 900)
	b.open(q(h.lunel))
	b.ready()
	b.fillSmall("Un lieu")
	answers := func(script string) {
		b.js(`(globalThis.real ??= fetch) && (globalThis.fetch = () => Promise.resolve(` + script + `)) && true`)
	}
	answers(`new Response('', { status: 503, headers: { 'Retry-After': '600' } })`)
	b.do(chromedp.Click(`[data-finish] button`), chromedp.WaitVisible(`.warning[role=alert]`))
	b.want(`document.querySelector('.warning[role=alert] p').textContent`, "Le service ne répond pas pour l’instant.")
	answers(`new Response('<html><body>Connectez-vous au Wi-Fi</body></html>', { headers: { 'Content-Type': 'text/html' } })`)
	b.do(chromedp.Click(`.warning[role=alert] button`))
	b.until(`document.querySelector('.warning[role=alert] p')?.textContent.startsWith('Ce réseau demande une connexion')`)
	b.js(`(globalThis.fetch = real) && true`)
	// Two taps are one sending.
	b.js(`(() => { let n = 0; globalThis.sent = () => n; globalThis.fetch = (...a) => { n++; return real(...a); }; })()`)
	b.js(`['.warning[role=alert] button', '[data-finish] button'].forEach((e) => document.querySelector(e).click())`)
	b.do(chromedp.WaitVisible(`#verification`))
	b.want(`sent()`, "1")
}

// TestBrowser_sentElsewhere: other answers of the same questionnaire were
// received meanwhile, as from a copy of the phone. Nothing is lost: these may
// be sent too, if the person says so.
func TestBrowser_sentElsewhere(t *testing.T) {
	h := newHouse(t)
	b := h.tab(1280, 900)
	b.open(q(h.lunel))
	b.ready()
	b.fillSmall("Un lieu")
	b.do(chromedp.Click(`[data-finish] button`), chromedp.WaitVisible(`#verification`))
	c := h.browser()
	fields := complete(c.get(q(h.lunel)).fields("questionnaire"))
	set(fields, ":instance", b.js(`document.querySelector('#verification [name=":instance"]').value`), "libre", "Un autre lieu", ":do", "envoyer")
	c.post(q(h.lunel), fields).want(http.StatusSeeOther)

	b.do(chromedp.Click(`#verification [value=envoyer]`), chromedp.WaitVisible(`#non-recues`))
	b.do(chromedp.Click(`[data-return]`))
	b.want(words, "Un lieu")
	b.do(chromedp.Click(`[data-finish] button`), chromedp.WaitVisible(`#verification`))
	b.do(chromedp.Click(`#verification [value=envoyer]`), chromedp.WaitVisible(`#non-recues`))
	b.do(chromedp.Click(`#non-recues [formaction="`+q(h.lunel)+`"]`), chromedp.WaitVisible(`#verification`))
	b.do(chromedp.Click(`#verification [value=modifier].quiet`)) // the other answers: these, under their new id
	b.until(visible("libre"))
	b.do(chromedp.SendKeys(`[name=libre]`, " calme"), chromedp.Click(`[data-finish] button`), chromedp.WaitVisible(`#verification`))
	b.do(chromedp.Click(`#verification [value=envoyer]`), chromedp.WaitVisible(`.code`))
	if n := h.responses(h.lunel); n != 2 {
		t.Errorf("%d responses, want both", n)
	}
	b.calm()
}

// TestBrowser_closedMeanwhile: a page that is no answer shows in place, and
// leads back to what was typed.
func TestBrowser_closedMeanwhile(t *testing.T) {
	h := newHouse(t)
	b := h.tab(360, 740)
	b.open(q(h.lunel))
	b.ready()
	b.do(chromedp.Click(`[name=structure][value=ecole]`), chromedp.Click(`[name=repere][value=non]`), chromedp.Click(`#s-vous [data-next]`))
	b.until(visible("libre"))
	b.do(chromedp.SendKeys(`[name=libre]`, "Un lieu"))
	must(t, h.store.SetCampaignState(t.Context(), "lunel", h.lunel.ID, survey.CampaignClosed, founder))
	b.do(chromedp.Click(`[data-finish] button`), chromedp.WaitVisible(`[data-return]`))
	b.want(`document.querySelectorAll('#questionnaire').length + document.querySelector('h1').textContent`, "0Vos réponses n’ont pas été reçues")
	b.do(chromedp.Click(`[data-return]`))
	b.until(visible("libre"))
	b.want(words, "Un lieu")
	b.want(`document.documentElement.scrollWidth <= 360`, "true")
	b.calm()
}

// TestBrowser_postedPage: a questionnaire that came as the answer of a post
// (without JavaScript a moment before, or in another language on a shared
// device) is no page that the browser would have to post for again.
func TestBrowser_postedPage(t *testing.T) {
	h := newHouse(t)
	b := h.tab(1280, 900)
	b.open(q(h.lunel))
	b.ready()
	b.do(chromedp.Click(`[data-draft-shared]`))
	b.fillSmall("Un lieu")
	b.js(`(() => {
		const form = document.getElementById('questionnaire');
		form.append(Object.assign(document.createElement('input'), { type: 'hidden', name: ':do', value: 'actualiser' }));
		HTMLFormElement.prototype.submit.call(form);
	})()`)
	b.until(`document.querySelector('[data-draft]')?.hasAttribute('data-fresh') === false && document.documentElement.dataset.ready === 'yes'`)
	b.want(words, "Un lieu")
	b.do(chromedp.Click(`[data-finish] button`), chromedp.WaitVisible(`#verification`))
	b.do(chromedp.Click(`#verification [value=envoyer]`), chromedp.WaitVisible(`.code`))
	b.js(`history.back()`)
	b.until(`document.querySelector('[data-draft]')?.hasAttribute('data-fresh') === true && document.documentElement.dataset.ready === 'yes'`)
	b.want(words, "")
	b.calm()
}

// TestBrowser_checkPageAlone: the check page loaded as a page of its own, as
// after a reload, survives its network too.
func TestBrowser_checkPageAlone(t *testing.T) {
	h := newHouse(t)
	b := h.tab(360, 740)
	b.scripts(false)
	b.open(q(h.lunel))
	b.answer(false)
	b.scripts(true)
	b.do(chromedp.Reload(), chromedp.WaitVisible(`#verification`))
	b.until(`performance.getEntriesByType('resource').some((e) => e.name.endsWith('/check.js')) && document.readyState === 'complete'`)
	b.cut()
	b.do(chromedp.Click(`#verification [value=envoyer]`), chromedp.WaitVisible(`.warning[role=alert]`))
	b.want(`document.querySelector('.warning[role=alert]').innerText.includes('ne la fermez pas')`, "true") // no draft: only the page has them
	b.restored()
	b.do(chromedp.WaitVisible(`.code`))
	b.calm()
}
