package web

import (
	"testing"

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
