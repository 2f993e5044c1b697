package web

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"constat/internal/npmtest"
)

// axeVersion of axe-core (MPL-2.0) judges pages in tests; nothing of it is
// served.
const axeVersion = "4.14.1"

// axe gives the source of axe-core, which npm fetches the first time.
func axe(t *testing.T) string {
	t.Helper()
	manifest := fmt.Appendf(nil, `{"private": true, "dependencies": {"axe-core": %q}}`, axeVersion)
	source, err := os.ReadFile(filepath.Join(npmtest.Folder(t, "axe-core-"+axeVersion, manifest, nil), "node_modules", "axe-core", "axe.min.js"))
	must(t, err)
	return string(source)
}

// judged runs axe on the page and fails on what breaks WCAG 2.2 at level A or
// AA, in the light theme and in the dark one.
func (b *tab) judged(name, source string) {
	b.Helper()
	for _, theme := range []string{"light", "dark"} {
		b.prefer(theme)
		ctx, cancel := context.WithTimeout(b.ctx, 60*time.Second)
		_, err := chromedp.Run(ctx, chromedp.Evaluate[bool](source+"; true"))
		must(b, err)
		said, err := chromedp.Run(ctx, chromedp.Evaluate[string](`axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })
			.then((r) => JSON.stringify({ passes: r.passes.length, violations: r.violations.map((v) => v.id + ': ' + v.help + ' ' + v.nodes.slice(0, 5).map((n) => n.html.slice(0, 160) + ' ' + n.any.map((a) => a.message).join(' ')).join(' | ')) }))`,
			chromedp.EvalAwaitPromise))
		cancel()
		must(b, err)
		var verdict struct {
			Passes     int
			Violations []string
		}
		must(b, json.Unmarshal([]byte(said), &verdict))
		if verdict.Passes < 5 {
			b.Errorf("%s, %s: axe passed %d rules only: it saw no page", name, theme, verdict.Passes)
		}
		for _, v := range verdict.Violations {
			b.Errorf("%s, %s: %s", name, theme, v)
		}
	}
}

func TestBrowser_accessible(t *testing.T) {
	source := axe(t)
	h := newHouse(t)
	visitor := h.browser()
	fields := complete(visitor.get(q(h.lunel)).fields("questionnaire"))
	check := visitor.post(q(h.lunel), set(fields, "libre", "Mme Durand"))
	receipt := visitor.post(q(h.lunel), set(check.fields("verification"), ":do", "envoyer", ":confirme", "oui")).want(http.StatusSeeOther).header.Get("Location")

	b := h.tab(1280, 900)
	for _, path := range []string{"/", "/numeros-utiles", "/informations", "/connexion", q(h.lunel) + "/recu", q(h.lunel) + "/informations"} {
		b.open(path)
		b.judged(path, source)
	}
	b.openReceipt(h.lunel, visitor.code(h.lunel))
	for _, path := range []string{receipt, receipt + "/corriger", receipt + "/retirer"} {
		b.open(path)
		b.judged(path, source)
	}
	b.open(q(h.lunel))
	b.ready()
	b.judged("answer", source)
	b.do(chromedp.Click(`[data-finish] button`), chromedp.WaitVisible(`#erreurs`))
	b.ready()
	b.judged("errors", source)
	b.do(chromedp.Click(`[name=structure][value=ecole]`), chromedp.Click(`[name=repere][value=non]`), chromedp.SendKeys(`[name=libre]`, "Mme Durand"),
		chromedp.Click(`[data-finish] button`), chromedp.WaitVisible(`#verification`))
	b.judged("check", source)

	b.open("/connexion")
	b.do(chromedp.SendKeys(`[name=login]`, "lunel"), chromedp.SendKeys(`[name=mot-de-passe]`, goodPassword), chromedp.Submit(`[name=login]`), chromedp.WaitVisible(`nav[aria-label=Compte]`))
	for _, path := range []string{"/reseaux/lunel", "/reseaux/lunel/nouvelle", "/reseaux/lunel/territoire", campaignPath(h.lunel)} {
		b.open(path)
		b.judged(path, source)
	}
}

// TestBrowser_accessibleControls judges a page with every control, on a
// phone and on a desk.
func TestBrowser_accessibleControls(t *testing.T) {
	source := axe(t)
	for _, width := range []int{360, 1280} {
		s := newStage(t)
		b := s.tab(width, 900)
		s.play(b, controlsForm(t))
		b.js(`document.querySelector('[data-show-all]').click()`)
		b.do(chromedp.SendKeys(`#q-ville`, "saint"))
		b.judged(fmt.Sprintf("every control at %d", width), source)
	}
}

// TestBrowser_accessibleStates judges what a page says when something is in
// the way: the network, another tab, an erasing, a part that is not finished.
func TestBrowser_accessibleStates(t *testing.T) {
	source := axe(t)
	h := newHouse(t)
	b := h.tab(360, 740)
	b.open(q(h.lunel))
	b.ready()
	b.do(chromedp.Click(`#s-vous [data-next]`), chromedp.Click(`[data-draft-erase]`))
	b.judged("part stopped, erasing asked", source)
	b.do(chromedp.Click(`[data-draft-no]`), chromedp.Click(`#s-vous [data-next]`))
	b.until(visible("libre"))
	b.cut()
	b.do(chromedp.Click(`[data-finish] button`), chromedp.WaitVisible(`.warning[role=alert]`))
	b.js(`scrollTo(0, 0)`) // nothing half under the page's head
	b.judged("no network", source)
	b.restored()
	two := b.beside()
	two.open(q(h.lunel))
	two.ready()
	two.want(elsewhere, "true true")
	two.judged("open elsewhere", source)
}
