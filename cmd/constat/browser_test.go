package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// browser is a real Chromium, driven as a person without a mouse drives it.
type browser struct {
	t   testing.TB
	ctx context.Context
}

// stepLimit bounds each act; the tests' machines are slow, not stuck.
const stepLimit = 30 * time.Second

func newBrowser(t testing.TB, width, height int) *browser {
	t.Helper()
	path := findChromium()
	if path == "" {
		t.Fatal("this test needs Chromium (sh .ci/need chromium)")
	}
	options := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(path), chromedp.WindowSize(width, height),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true),
	}
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	allocator, cancelAllocator := chromedp.NewExecAllocator(context.Background(), append(chromedp.DefaultExecAllocatorOptions[:], options...)...)
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(func() { cancel(); cancelAllocator() })
	b := &browser{t: t, ctx: ctx}
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil {
		t.Fatalf("start Chromium: %v", err)
	}
	return b
}

func findChromium() string {
	for _, name := range []string{os.Getenv("CHROME"), "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if name == "" {
			continue
		}
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

func (b *browser) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, stepLimit)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		b.t.Fatalf("browser at %s: %v", b.text("location.href"), err)
	}
}

// text evaluates a script that gives a string, awaiting promises.
func (b *browser) text(script string) string {
	b.t.Helper()
	value, err := b.evaluate(script)
	if err != nil {
		b.t.Fatalf("%s: %v", script, err)
	}
	return value
}

func (b *browser) evaluate(script string) (string, error) {
	ctx, cancel := context.WithTimeout(b.ctx, stepLimit)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[string](script, chromedp.EvalAwaitPromise))
}

// until waits for a script to give true. While one page gives way to the next,
// there may be nothing to evaluate it in.
func (b *browser) until(what, script string) {
	b.t.Helper()
	for deadline := time.Now().Add(stepLimit); time.Now().Before(deadline); time.Sleep(30 * time.Millisecond) {
		if held, err := b.evaluate("String(" + script + ")"); err == nil && held == "true" {
			return
		}
	}
	b.t.Fatalf("%s never happened at %s:\n%s", what, b.text("location.href"), b.text("document.body.innerText.slice(0, 1500)"))
}

func (b *browser) open(url string) {
	b.t.Helper()
	b.do(chromedp.Navigate(url))
	b.until("the page", `document.readyState === "complete"`)
}

func (b *browser) press(keys string) {
	b.t.Helper()
	b.do(chromedp.KeyEvent(keys))
}

// focused is the element that the keyboard acts on.
type focused struct {
	Tag, Type, Name, Value, Words string
	Checked, Next                 bool
}

func (b *browser) focused() focused {
	b.t.Helper()
	var f focused
	script := `JSON.stringify((e => ({Tag: e.tagName, Type: e.type || "", Name: e.name || "", Value: e.value || "",
		Checked: !!e.checked, Next: e.hasAttribute("data-next"), Words: e.innerText || ""}))(document.activeElement))`
	if err := json.Unmarshal([]byte(b.text(script)), &f); err != nil {
		b.t.Fatal(err)
	}
	return f
}

// mostKeys bounds the walk through one questionnaire.
const mostKeys = 600

// answerByKeyboard walks the page with the Tab key and gives each question its
// answer (choice codes for choices). It stops when it has pressed the button
// that bears the words given, or after it has answered stopAfter.
func (b *browser) answerByKeyboard(answers map[string]string, button, stopAfter string) {
	b.t.Helper()
	for range mostKeys {
		b.press(kb.Tab)
		f := b.focused()
		switch {
		case f.Tag == "BUTTON" && strings.HasPrefix(f.Words, button):
			b.press(kb.Enter)
			return
		case f.Tag == "BUTTON" && f.Next:
			b.press(kb.Enter)
		case answers[f.Name] != "":
			b.give(f, answers[f.Name])
			if f.Name == stopAfter {
				return
			}
		}
	}
	b.t.Fatalf("no button « %s » within %d keys at %s", button, mostKeys, b.text("location.href"))
}

// give answers the focused control with keys alone.
func (b *browser) give(f focused, answer string) {
	b.t.Helper()
	switch f.Type {
	case "radio":
		b.chooseRadio(f, answer)
	case "checkbox":
		if slices.Contains(strings.Fields(answer), f.Value) != f.Checked {
			b.press(" ")
		}
	case "select-one":
		b.do(chromedp.KeyEvent(b.optionWords(f.Name, answer)))
	default:
		if f.Value != answer {
			b.do(chromedp.KeyEvent(answer))
		}
	}
}

// chooseRadio moves with the arrows until the wanted choice is chosen.
func (b *browser) chooseRadio(f focused, answer string) {
	b.t.Helper()
	if f.Value == answer {
		b.press(" ")
		return
	}
	for range 60 {
		b.press(kb.ArrowDown)
		if b.focused().Value == answer {
			return
		}
	}
	b.t.Fatalf("no choice %s in %s", answer, f.Name)
}

func (b *browser) optionWords(name, code string) string {
	return b.text(fmt.Sprintf(`[...document.getElementsByName(%q)[0].options].find(o => o.value === %q).text`, name, code))
}
