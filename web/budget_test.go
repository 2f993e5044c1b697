package web

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"math"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"constat/survey/catalogue"
)

// What a visit may weigh, compressed, in bytes:
// a phone on a slow network answers too.
const (
	firstVisit  = 60 << 10
	nextPage    = 10 << 10
	ownModules  = 16 << 10 // with every control of the catalogue's forms
	evaluator   = 12 << 10
	wholeModule = 28 << 10 // with the evaluator of expressions
)

func compressed(tb testing.TB, content []byte) int {
	tb.Helper()
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.DefaultCompression)
	must(tb, err)
	_, err = w.Write(content)
	must(tb, err)
	must(tb, w.Close())
	return b.Len()
}

func TestBudget(t *testing.T) {
	for _, entry := range catalogue.Entries() {
		h := newHouseWith(t, entry.Bytes(), nil)
		b := h.browser()
		page := b.get(q(h.lunel)).want(http.StatusOK)
		var modules []byte
		for _, name := range modulesOf(page.body) {
			modules = append(modules, h.server.assets.files["js/"+name+".js"]...)
		}
		t.Logf("%s: own modules %d bytes", entry.ID, compressed(t, modules))
		if n := compressed(t, modules); n > ownModules {
			t.Errorf("the modules weigh %d bytes, more than %d", n, ownModules)
		}
		modules = append(modules, h.server.assets.files["js/expr.js"]...)
		if n := compressed(t, modules); n > wholeModule {
			t.Errorf("the modules and the evaluator weigh %d bytes, more than %d", n, wholeModule)
		}
		whole := compressed(t, []byte(page.body)) + compressed(t, modules) + compressed(t, h.server.assets.files["css/site.css"]) + compressed(t, h.server.assets.files["icon.svg"])
		if whole > firstVisit {
			t.Errorf("%s: a first visit weighs %d bytes, more than %d", entry.ID, whole, firstVisit)
		}
		for _, path := range []string{"/", "/numeros-utiles", "/informations", "/connexion", q(h.lunel) + "/recu"} {
			if n := compressed(t, []byte(b.get(path).body)); n > nextPage {
				t.Errorf("%s weighs %d bytes, more than %d", path, n, nextPage)
			}
		}
	}
}

// modulesOf lists the modules that a page loads, the evaluator left out:
// some come only where the page has a control that needs them.
func modulesOf(page string) []string {
	names := []string{"form", "page", "logic", "graph", "paging", "choices", "draft"}
	for mark, name := range map[string]string{"data-search": "search", "data-rank": "ranking", "data-scale": "scale", "data-repeat": "repeats"} {
		if strings.Contains(page, mark) {
			names = append(names, name)
		}
	}
	return names
}

// TestBudget_evaluator: the evaluator alone stays under what was promised of
// it.
func TestBudget_evaluator(t *testing.T) {
	h := newHouse(t)
	if n := compressed(t, h.server.assets.files["js/expr.js"]); n > evaluator {
		t.Errorf("expr.js weighs %d bytes, more than %d", n, evaluator)
	}
}

var cssColour = regexp.MustCompile(`--([a-z-]+): (#[0-9a-f]{3,6});`)

// TestColours_contrast computes WCAG's ratio of every pair that text uses, in
// the light and in the dark theme.
func TestColours_contrast(t *testing.T) {
	h := newHouse(t)
	light, dark, _ := strings.Cut(string(h.server.assets.files["css/site.css"]), "prefers-color-scheme: dark")
	for theme, source := range map[string]string{"light": light, "dark": dark} {
		colours := map[string]string{}
		for _, m := range cssColour.FindAllStringSubmatch(source, -1) {
			if colours[m[1]] == "" {
				colours[m[1]] = m[2]
			}
		}
		for _, pair := range []struct {
			text, ground string
			least        float64
		}{
			{"ink", "paper", 4.5}, {"ink", "card", 4.5}, {"ink", "tint", 4.5}, {"ink", "warn-tint", 4.5}, {"ink", "done-tint", 4.5},
			{"soft", "paper", 4.5}, {"soft", "card", 4.5}, {"accent", "paper", 4.5}, {"accent", "card", 4.5}, {"accent", "tint", 4.5},
			{"on-accent", "accent", 4.5}, {"wrong", "paper", 4.5}, {"wrong", "card", 4.5}, {"card", "wrong", 4.5}, {"warn", "warn-tint", 4.5},
			{"done", "done-tint", 4.5}, {"paper", "ink", 4.5}, {"field", "card", 3}, {"field", "paper", 3}, {"focus", "focus-ink", 3},
		} {
			ratio := contrast(t, colours[pair.text], colours[pair.ground])
			if ratio < pair.least {
				t.Errorf("%s: %s on %s is %.2f:1, less than %.1f:1", theme, pair.text, pair.ground, ratio, pair.least)
			}
		}
	}
}

func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	la, lb := luminance(t, a), luminance(t, b)
	return (math.Max(la, lb) + 0.05) / (math.Min(la, lb) + 0.05)
}

func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	hex := strings.TrimPrefix(colour, "#")
	if len(hex) == 3 {
		hex = fmt.Sprintf("%c%c%c%c%c%c", hex[0], hex[0], hex[1], hex[1], hex[2], hex[2])
	}
	value, err := strconv.ParseUint(hex, 16, 32)
	if err != nil || len(hex) != 6 {
		t.Fatalf("colour %q", colour)
	}
	linear := func(shift uint) float64 {
		c := float64(value>>shift&0xff) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(16) + 0.7152*linear(8) + 0.0722*linear(0)
}
