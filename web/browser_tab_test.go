package web

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// tab is a page in a real browser. A machine without one fails these tests:
// what they prove cannot be proved otherwise.
type tab struct {
	testing.TB
	site string
	ctx  context.Context
}

func (h *house) tab(width, height int) *tab {
	h.Helper()
	return openTab(h, h.site.URL, width, height)
}

// watch keeps every error that a page meets, from before its own scripts.
const watch = `window.troubles = [];
addEventListener('error', (e) => troubles.push('error: ' + (e.message ?? (e.target.src || e.target.href))), true);
addEventListener('unhandledrejection', (e) => troubles.push('rejection: ' + e.reason));
addEventListener('securitypolicyviolation', (e) => troubles.push('policy: ' + e.violatedDirective + ' ' + e.blockedURI));
console.error = (...words) => troubles.push('console: ' + words.join(' '));`

func openTab(tb testing.TB, site string, width, height int, more ...chromedp.ExecAllocatorOption) *tab {
	tb.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.NoSandbox, chromedp.DisableGPU, chromedp.WindowSize(width, height),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("no-proxy-server", true))
	options = append(options, more...)
	if path := os.Getenv("CONSTAT_BROWSER"); path != "" {
		options = append(options, chromedp.ExecPath(path))
	}
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	tb.Cleanup(stop)
	ctx, end := chromedp.NewContext(allocator)
	tb.Cleanup(end)
	// The first action starts the browser and takes no timeout, which would
	// end the browser with it.
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(int64(width), int64(height))); err != nil {
		tb.Fatalf("no browser could be started (Chromium is needed): %v", err)
	}
	b := &tab{tb, site, ctx}
	b.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: watch})
		return err
	}))
	return b
}

// prefer sets what the device prefers: a dark theme or a light one.
func (b *tab) prefer(theme string) {
	b.Helper()
	b.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: theme}},
		})
		return err
	}))
}

// calm fails when the page met an error, or the policy stopped something.
func (b *tab) calm() {
	b.Helper()
	b.want(`troubles.join("\n")`, "")
}

func (b *tab) do(actions ...chromedp.Action[chromedp.Void]) {
	b.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 30*time.Second)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		b.Fatal(err)
	}
}

// open goes to a page.
func (b *tab) open(path string) {
	b.Helper()
	b.do(chromedp.Navigate(b.site + path))
}

// ready waits for the page's modules.
func (b *tab) ready() {
	b.Helper()
	b.until(`document.documentElement.dataset.ready === "yes"`)
}

func (b *tab) js(expression string) string {
	b.Helper()
	value, err := b.evaluate(expression)
	if err != nil {
		b.Fatalf("%s: %v", expression, err)
	}
	return value
}

func (b *tab) evaluate(expression string) (string, error) {
	ctx, cancel := context.WithTimeout(b.ctx, 30*time.Second)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[string]("(async () => String("+expression+"))()", chromedp.EvalAwaitPromise))
}

// until waits for a condition, across pages: one that goes while it is asked
// has no answer yet.
func (b *tab) until(condition string) {
	b.Helper()
	var value string
	var err error
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(25 * time.Millisecond) {
		if value, err = b.evaluate(condition); value == "true" {
			return
		}
	}
	b.Fatalf("never true: %s (%v)\n%s\n%s", condition, err, b.js("globalThis.troubles"), b.js("document.body.innerText"))
}

func (b *tab) want(expression, value string) {
	b.Helper()
	if got := b.js(expression); got != value {
		b.Errorf("%s = %q, want %q", expression, got, value)
	}
}

func visible(field string) string {
	return `document.querySelector('[data-field="` + field + `"]').checkVisibility()`
}
