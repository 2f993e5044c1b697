package web

import (
	"net/http"
	"testing"

	"github.com/chromedp/chromedp"
)

// 1.000 in an integer is asked about in words, and never taken for one in
// silence: by the server, for a page without JavaScript, and in the page.
func TestQuestionnaire_whichInteger(t *testing.T) {
	h := newHouse(t)
	b := h.browser()
	fields := complete(b.get(q(h.lunel)).fields("questionnaire"))
	for typed, says := range map[string]string{
		"1.000": "1.000\u00a0»\u00a0: 1000 ou 1\u00a0?", "1,000": "1,000\u00a0»\u00a0: 1000 ou 1\u00a0?", "12.500": "12500 ou 12,5\u00a0?",
	} {
		page := b.post(q(h.lunel), set(fields, "nombre", typed)).want(http.StatusUnprocessableEntity, says)
		if got := page.fields("questionnaire").Get("nombre"); got != typed {
			t.Errorf("what was typed is lost: %q", got)
		}
	}
	for _, typed := range []string{"12,0", "12.00", "0012"} {
		b.post(q(h.lunel), set(fields, "nombre", typed)).want(http.StatusOK)
	}
}

func TestBrowser_whichInteger(t *testing.T) {
	h := newHouse(t)
	b := h.tab(360, 740)
	b.open(q(h.lunel))
	b.ready()
	b.do(chromedp.Click(`[name=structure][value=ecole]`), chromedp.Click(`[name=repere][value=oui]`))
	b.until(visible("nombre"))
	b.typeIn("nombre", "1.000\t")
	b.until(`document.querySelector('[data-field=nombre]').innerText.includes("1.000\u00a0»\u00a0: 1000 ou 1\u00a0?")`)
	b.typeIn("nombre", "12\t")
	b.until(`!document.querySelector('[data-field=nombre]').innerText.includes("1000 ou 1")`)
}
