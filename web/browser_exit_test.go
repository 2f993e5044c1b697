package web

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestBrowser_quickExit leaves from the second part: no page of the
// questionnaire stays behind in the history, and coming back shows a blank
// page until somebody says otherwise.
func TestBrowser_quickExit(t *testing.T) {
	h := newHouse(t)
	b := h.tab(360, 740)
	b.open("/numeros-utiles")
	b.open(q(h.lunel))
	b.ready()
	b.do(chromedp.Click(`[name=structure][value=ecole]`), chromedp.Click(`[name=repere][value=non]`), chromedp.Click(`#s-vous [data-next]`))
	b.until(visible("libre"))
	b.do(chromedp.SendKeys(`[name=libre]`, "Un lieu"))
	b.until(`document.querySelector('[data-draft-status]').textContent.startsWith('Enregistré')`)
	b.js(`document.querySelector('a.exit').click()`)
	// The weather is out of a test's reach: its error page stands in.
	behind := b.left("/q/")
	for _, url := range behind {
		if strings.Contains(url, "/q/") {
			t.Errorf("Back would reopen the questionnaire: %q", behind)
		}
	}

	b.open(q(h.lunel))
	b.until(`document.querySelector('.curtain')?.checkVisibility() === true`)
	b.want(`getComputedStyle(document.querySelector('main')).visibility + document.title + document.querySelector('[name=libre]').value`, "hiddenPage")
	b.do(chromedp.Click(`.curtain`))
	b.ready()
	b.until(`document.querySelector('[name=libre]').value === 'Un lieu'`)
	b.until(visible("libre")) // where the person stopped, not the part that Back would have shown
	b.want(`document.title + document.querySelectorAll('.curtain').length`, "Questionnaire – Constat0")
}
