package web

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"constat/survey/catalogue"
)

// emulateNetwork is older than cdproto's emulateNetworkConditionsByRule, whose
// parameters changed between the versions of Chromium that are in use; it
// takes the parameters of overrideNetworkState.
var emulateNetwork = cdp.Command[network.OverrideNetworkStateParams, cdp.Empty]{Method: "Network.emulateNetworkConditions"}

// network says how the tab's requests fare: after a delay in milliseconds, at
// a rate in bytes a second (-1: as fast as can be), or not at all.
func (b *tab) network(latency, rate float64, offline bool) {
	b.Helper()
	b.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		if _, err := cdp.Call(ctx, t, network.Enable, network.EnableParams{}); err != nil {
			return err
		}
		_, err := cdp.Call(ctx, t, emulateNetwork, network.OverrideNetworkStateParams{
			Offline: offline, Latency: latency, DownloadThroughput: rate, UploadThroughput: rate,
		})
		return err
	}))
}

func (b *tab) slowly()   { b.Helper(); b.network(400, 50_000, false) }
func (b *tab) cut()      { b.Helper(); b.network(0, -1, true) }
func (b *tab) restored() { b.Helper(); b.network(0, -1, false) }

// waves tells, of a page that has just become usable, how many files it asked
// for and in how many waves: a file asked for after another's end waited for it.
const waves = `JSON.stringify((() => {
	const files = performance.getEntriesByType('resource').filter((e) => e.name.includes('/static/')).sort((a, b) => a.startTime - b.startTime);
	let count = 0, end = -1;
	for (const f of files) {
		if (f.startTime >= end) { count++; end = f.responseEnd; }
		end = Math.min(end, f.responseEnd);
	}
	return { Files: files.length, Waves: count, Modules: files.filter((f) => f.name.endsWith('.js')).length, Ready: performance.getEntriesByName('usable')[0]?.startTime ?? 0 };
})())`

// TestBrowser_oneWave opens each questionnaire of the catalogue on a poor
// network: all that it needs is asked for in one wave, once the page is known.
// The seconds are printed, and judged by who reads them: the machines are
// shared.
func TestBrowser_oneWave(t *testing.T) {
	for _, entry := range catalogue.Entries() {
		h := newHouseWith(t, entry.Bytes(), nil)
		b := h.tab(360, 740)
		b.slowly()
		b.open(q(h.lunel))
		b.ready()
		var said struct {
			Files, Waves, Modules int
			Ready                 float64
		}
		must(t, json.Unmarshal([]byte(b.js(waves)), &said))
		t.Logf("%s: %d files (%d modules) in %d waves, usable after %.2f s at 50 KB/s, 400 ms", entry.ID, said.Files, said.Modules, said.Waves, said.Ready/1000)
		if said.Waves != 1 || said.Modules < 8 {
			t.Errorf("%s: %d modules in %d waves, want one wave", entry.ID, said.Modules, said.Waves)
		}
		if said.Files > 16 {
			t.Errorf("%s: %d files before the page is usable, more than 16", entry.ID, said.Files)
		}
	}
}
