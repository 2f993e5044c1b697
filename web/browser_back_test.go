package web

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"constat/survey"
)

// scripts turns the pages' JavaScript on or off; what the test itself
// evaluates runs all the same.
func (b *tab) scripts(on bool) {
	b.Helper()
	b.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on})
		return err
	}))
}

// openReceipt types a code, so that the tab holds its receipt.
func (b *tab) openReceipt(c survey.Campaign, code string) {
	b.Helper()
	b.open(q(c) + "/recu")
	b.do(chromedp.SendKeys(`#code`, code), chromedp.Click(`main button`), chromedp.WaitVisible(`[data-code]`))
}

// back presses Back, and gives what the browser then shows. It does not wait
// for the load of a page that may come from memory, or not at all.
func (b *tab) back() string {
	b.Helper()
	b.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		history, err := cdp.Call(ctx, t, cdppage.GetNavigationHistory, cdp.Empty{})
		if err != nil {
			return err
		}
		entry := history.Entries[history.CurrentIndex-1].ID
		_, err = cdp.Call(ctx, t, cdppage.NavigateToHistoryEntry, cdppage.NavigateToHistoryEntryParams{EntryID: entry})
		return err
	}))
	time.Sleep(time.Second)
	b.until(`document.readyState === "complete"`)
	return b.js(`location.protocol + location.pathname + " " + document.body.innerText`)
}

// Back after the receipt shows a page of the service at each step, with
// JavaScript and without, corrections included.
func TestBrowser_backAfterTheReceipt(t *testing.T) {
	h := newHouse(t)
	for _, scripts := range []bool{false, true} {
		b := h.tab(360, 740)
		b.scripts(scripts)
		b.open(q(h.lunel))
		b.answer(scripts)
		b.do(chromedp.Click(`[value=envoyer]`), chromedp.WaitVisible(`.code`))
		b.want("location.pathname", q(h.lunel)+"/recu")
		if scripts {
			b.walkBack(scripts, q(h.lunel), 1) // the receipt took the check page's entry (send.js)
		} else {
			b.walkBack(scripts, q(h.lunel), 2)
		}

		b.open(q(h.lunel) + "/recu")
		b.do(chromedp.Click(`[value=corriger]`), chromedp.WaitVisible(`#questionnaire`))
		b.answer(scripts)
		b.do(chromedp.Click(`[value=envoyer]`), chromedp.WaitVisible(`.code`))
		b.want(`document.body.innerText.includes("version 2")`, "true")
		b.walkBack(scripts, q(h.lunel), 2)
	}
	if n := h.responses(h.lunel); n != 2 {
		t.Errorf("%d responses", n)
	}
}

// Back after the receipt says first that this device has answered, wherever
// the person was in the part that comes back.
func TestBrowser_backSaysAnswered(t *testing.T) {
	h := newHouse(t)
	b := h.tab(360, 740)
	b.open(q(h.lunel))
	b.ready()
	b.do(chromedp.Click(`[name=structure][value=sante]`), chromedp.Click(`[name=repere][value=non]`))
	b.js(`scrollTo(0, 1e6)`)
	b.until(`scrollY > 200`)
	b.do(chromedp.Click(`#s-vous [data-next]`))
	b.until(visible("freins"))
	b.do(chromedp.Click(`[data-finish] button`), chromedp.WaitVisible(`#verification`))
	b.want(`parseFloat(getComputedStyle(document.querySelector("h1")).fontSize) > 24`, "true") // the check page has a title of its own
	b.do(chromedp.Click(`[value=envoyer]`), chromedp.WaitVisible(`.code`))
	b.back()
	b.until(`(({ top, bottom }) => top > 0 && bottom < innerHeight)(document.querySelector(".notice[data-answered]").getBoundingClientRect())`)
}

// answer fills what the small form requires and asks for the check page.
func (b *tab) answer(scripts bool) {
	b.Helper()
	if scripts {
		b.ready()
	}
	b.do(chromedp.Click(`[name=structure][value=sante]`), chromedp.Click(`[name=repere][value=non]`))
	if scripts {
		b.do(chromedp.Click(`#s-vous [data-next]`))
		b.until(visible("freins"))
	}
	b.do(chromedp.Click(`[data-finish] button`), chromedp.WaitVisible(`#verification`))
}

func (b *tab) walkBack(scripts bool, path string, steps int) {
	b.Helper()
	for step := range steps {
		shown := b.back()
		if !strings.HasPrefix(shown, "http:"+path) || !strings.Contains(shown, "Constat") {
			b.Errorf("scripts %v, Back %d: %s", scripts, step+1, shown)
		}
	}
}

// Reload shows the check page again, and nothing is asked.
func TestBrowser_checkPageHasAnAddress(t *testing.T) {
	h := newHouse(t)
	b := h.tab(360, 740)
	b.scripts(false)
	b.open(q(h.lunel))
	b.answer(false)
	b.want("location.pathname", q(h.lunel)+"/verification")
	b.do(chromedp.Reload(), chromedp.WaitVisible(`#verification`))
	b.want(`document.body.innerText.includes("Santé")`, "true")
	b.do(chromedp.Click(`[value=envoyer]`), chromedp.WaitVisible(`.code`))
	b.open(q(h.lunel) + "/verification")
	b.want("location.pathname", q(h.lunel)) // what was carried is dropped
}

// « Terminer » and quick exit let the receipt go: Back does not bring it again.
func TestBrowser_receiptIsLetGo(t *testing.T) {
	h := newHouse(t)
	c := h.browser()
	c.sent(h.lunel)
	code := c.code(h.lunel)
	for name, act := range map[string]func(b *tab){
		"terminer": func(b *tab) { b.do(chromedp.Click(`form[action$="/terminer"] button`), chromedp.WaitVisible(`.hero`)) },
		"exit": func(b *tab) {
			b.until(`!document.querySelector("[data-print]").hidden`) // the modules are there
			b.js(`['Shift', 'Shift', 'Shift'].forEach((key) => dispatchEvent(new KeyboardEvent('keydown', { key })))`)
			time.Sleep(time.Second)
			b.open("/")
		},
	} {
		b := h.tab(360, 740)
		b.openReceipt(h.lunel, code)
		act(b)
		if shown := b.back(); strings.Contains(shown, "Vos réponses sont enregistrées") || strings.Contains(shown, code[:4]) {
			b.Errorf("%s: Back shows %s", name, shown)
		}
		b.open(q(h.lunel) + "/recu")
		b.want(`document.querySelector("h1").textContent`, "Retrouver mes réponses") // behind the curtain, after quick exit
	}
}

// The device remembers that it answered, and the day; no code, and nothing
// where it is shared.
func TestBrowser_answeredOnThisDevice(t *testing.T) {
	h := newHouse(t)
	b := h.tab(360, 740)
	const told = `document.querySelector(".notice[data-answered]").checkVisibility()`
	b.open(q(h.lunel))
	b.ready()
	b.want(told, "false")
	b.answer(true)
	b.do(chromedp.Click(`[value=envoyer]`), chromedp.WaitVisible(`.code`))
	code := b.js(`document.querySelector("[data-code]").textContent`)
	b.until(`localStorage.getItem("repondu") !== null`)
	if kept := b.js(`localStorage.getItem("repondu")`); strings.Contains(kept, code[:4]) || strings.Contains(kept, "sante") {
		t.Errorf("the device keeps %s", kept)
	}
	b.open(q(h.lunel))
	b.until(told)
	b.want(`document.querySelector("[data-answered-day]").textContent`, "24\u00a0novembre\u00a02026")
	b.do(chromedp.Click(`[data-answered-again]`))
	b.until("!" + told)
	b.want(`document.querySelector("#questionnaire").checkVisibility()`, "true")

	// Thirty days later, or on another questionnaire, there is nothing to say.
	b.open(q(h.beziers))
	b.ready()
	b.want(told, "false")
	b.js(`(() => { const all = JSON.parse(localStorage.getItem("repondu")); for (const one of Object.values(all)) one.until -= 31 * 86400000; localStorage.setItem("repondu", JSON.stringify(all)); })()`)
	b.open(q(h.lunel))
	b.ready()
	b.want(told, "false")

	// Withdrawing forgets it; a shared device never knew.
	b.open(q(h.lunel) + "/recu")
	b.until(`localStorage.getItem("repondu").includes("lunel")`)
	b.do(chromedp.Click(`[value=retirer]`), chromedp.WaitVisible(`.danger`), chromedp.Click(`.danger`), chromedp.WaitVisible(`[data-withdrawn]`))
	b.until(`localStorage.getItem("repondu") === null`)
	b.open(q(h.lunel))
	b.ready()
	b.do(chromedp.Click(`[data-draft-shared]`))
	b.answer(true)
	b.do(chromedp.Click(`[value=envoyer]`), chromedp.WaitVisible(`.code`))
	b.until(`!document.querySelector("[data-print]").hidden`)
	b.want(`localStorage.getItem("repondu")`, "null")
	b.calm()
}

// « Copier » copies, and selects the code where the browser does not let it.
func TestBrowser_copyAndPrint(t *testing.T) {
	h := newHouse(t)
	c := h.browser()
	c.sent(h.lunel)
	code := strings.Join(fours(c.code(h.lunel)), " ")
	b := h.tab(360, 740)
	b.openReceipt(h.lunel, code)
	b.until(`!document.querySelector("[data-copy]").hidden`)
	b.js(`(() => { window.written = ""; window.printed = 0; print = () => { printed++ }; navigator.clipboard.writeText = async (text) => { written = text }; })()`)
	b.do(chromedp.Click(`[data-copy]`))
	b.until(`document.querySelector("[data-copied]").textContent === "Code copié."`)
	b.want("written", code)
	b.js(`(() => { navigator.clipboard.writeText = () => Promise.reject(); document.execCommand = () => false; })()`)
	b.do(chromedp.Click(`[data-copy]`), chromedp.Click(`[data-print]`))
	b.until(`document.querySelector("[data-copied]").textContent.startsWith("Le code est sélectionné")`)
	b.want(`getSelection().toString().replaceAll("\u00a0", " ").trim()`, code)
	b.want("printed", "1")
	b.want(`document.documentElement.scrollWidth <= 360`, "true")
	b.calm()
}

// With the questionnaire's module, a refusal shows in the page's place: its
// buttons work there too, and what it carries may take the place of what was
// received.
func TestBrowser_refusalInPlace(t *testing.T) {
	h := newHouse(t)
	c := h.browser()
	b := h.tab(360, 740)
	b.open(q(h.lunel))
	b.answer(true)
	fields := complete(c.get(q(h.lunel)).fields("questionnaire"))
	set(fields, ":instance", b.js(`document.querySelector('#verification [name=":instance"]').value`), ":do", "envoyer")
	c.post(q(h.lunel), fields).want(http.StatusSeeOther)
	code := c.code(h.lunel)

	b.do(chromedp.Click(`#verification [value=envoyer]`), chromedp.WaitVisible(`#non-recues`))
	b.do(chromedp.Click(`#non-recues button[value=nouvelle]`)) // without the code
	b.until(`document.querySelector(".lead").innerText.includes("Donnez votre code")`)
	b.do(chromedp.SendKeys(`#code`, code), chromedp.Click(`#non-recues button[value=nouvelle]`), chromedp.WaitVisible(`#verification`))
	b.do(chromedp.Click(`#verification [value=envoyer]`), chromedp.WaitVisible(`[data-code]`))
	b.want(`document.body.innerText.includes("version 2")`, "true")
	if n := h.responses(h.lunel); n != 1 {
		t.Errorf("%d responses", n)
	}
	b.calm()
}
