package expr

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"testing"
	"time"
)

// runner is the page that evaluates: it takes the scenes, and posts what they give.
const runner = `<!doctype html><meta charset="utf-8"><script type="module">
const post = (path, body) => fetch(path, { method: "POST", body });
try {
	const [evaluator, { runAll }, scenes] = await Promise.all([import("/expr.js"), import("/scenes.mjs"), fetch("/scenes").then((r) => r.json())]);
	await post("/results", JSON.stringify(runAll(evaluator, scenes)));
} catch (e) {
	await post("/failure", String(e.stack));
}
</script>`

// runChromium evaluates scenes in one page of a headless Chromium, driven by nothing but a web server: this
// package stays free of dependencies.
func runChromium(t *testing.T, scenes []*scene) []string {
	t.Helper()
	answered, failed := make(chan []byte, 1), make(chan []byte, 1)
	mux := http.NewServeMux()
	send := func(path, kind string, content []byte) {
		mux.HandleFunc("GET "+path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", kind)
			_, _ = w.Write(content)
		})
	}
	receive := func(path string, into chan<- []byte) {
		mux.HandleFunc("POST "+path, func(_ http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			into <- body
		})
	}
	input, err := json.Marshal(scenes)
	if err != nil {
		t.Fatal(err)
	}
	send("/{$}", "text/html; charset=utf-8", []byte(runner))
	send("/scenes", "application/json", input)
	send("/expr.js", "text/javascript", read(t, "../../web/static/js/expr.js"))
	send("/scenes.mjs", "text/javascript", read(t, "testdata/scenes.mjs"))
	receive("/results", answered)
	receive("/failure", failed)
	site := httptest.NewServer(mux)
	defer site.Close()
	defer openBrowser(t, site.URL)()

	var results []string
	select {
	case body := <-answered:
		if err := json.Unmarshal(body, &results); err != nil {
			t.Fatal(err)
		}
	case body := <-failed:
		t.Fatalf("chromium: %s", body)
	case <-time.After(time.Minute):
		t.Fatal("chromium: no answer within a minute")
	}
	return results
}

// openBrowser opens a page, and gives what ends the browser.
func openBrowser(t *testing.T, address string) (end func()) {
	t.Helper()
	profile, err := os.MkdirTemp("", "constat-chromium-")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, browserPath(t), "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
		"--no-first-run", "--disable-component-update", "--no-proxy-server", "--user-data-dir="+profile, "--remote-debugging-port=0", address)
	cmd.WaitDelay = 5 * time.Second
	if err := cmd.Start(); err != nil {
		cancel()
		t.Fatalf("no browser could be started (Chromium is needed): %v", err)
	}
	return func() {
		cancel()
		_ = cmd.Wait()            // ended by us: its status says nothing
		_ = os.RemoveAll(profile) // its children may still be writing there
	}
}

func browserPath(t *testing.T) string {
	t.Helper()
	for _, name := range []string{os.Getenv("CONSTAT_BROWSER"), os.Getenv("CHROME"), "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if name == "" {
			continue
		}
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Fatal("Chromium is needed to test the browser's evaluator; CONSTAT_BROWSER may say where it is")
	return ""
}

func read(t *testing.T, file string) []byte {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return content
}
