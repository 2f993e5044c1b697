package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"constat/survey"
)

// press is a heavyActs with orders whose making a test holds and counts.
type press struct {
	*heavyActs
	t      *testing.T
	folder string
	now    movingClock
	state  atomic.Int64 // of all campaigns
	gate   chan struct{}
	made   atomic.Int64
	at     atomic.Int64 // how many are being made
	most   atomic.Int64
	ended  atomic.Int64 // makings that their context ended
}

func newPress(t *testing.T) *press {
	p := &press{t: t, folder: t.TempDir() + "/cache", now: movingClock{now: opening}, gate: make(chan struct{}, 1000)}
	var err error
	p.heavyActs, err = newHeavyActs(p.folder, p.now.Now)
	must(t, err)
	t.Cleanup(p.close)
	return p
}

// open lets so many makings end.
func (p *press) open(n int) {
	for range n {
		p.gate <- struct{}{}
	}
}

func (p *press) order(campaign string) order {
	return order{
		key:   fileKey{"diagnostic", "lunel", campaign},
		state: func(context.Context) (string, error) { return fmt.Sprint(p.state.Load()), nil },
		write: func(ctx context.Context, w io.Writer) error {
			p.most.Store(max(p.most.Load(), p.at.Add(1)))
			defer p.at.Add(-1)
			p.made.Add(1)
			select {
			case <-p.gate:
			case <-ctx.Done():
				p.ended.Add(1)
				return ctx.Err()
			}
			_, err := fmt.Fprintf(w, "%s in state %d", campaign, p.state.Load())
			return err
		},
	}
}

// read asks for a campaign's file and gives its content.
func (p *press) read(campaign string) string {
	f, err := p.get(p.t.Context(), p.order(campaign))
	if err != nil {
		return err.Error()
	}
	defer p.release(f)
	content, err := io.ReadAll(f.reader())
	must(p.t, err)
	return string(content)
}

// until waits for something that another goroutine does.
func until(t *testing.T, what string, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !done(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("never: %s", what)
		}
	}
}

func (p *press) waitFor(people int) {
	p.t.Helper()
	until(p.t, fmt.Sprintf("%d people wait", people), func() bool {
		p.mu.Lock()
		defer p.mu.Unlock()
		return p.waiting == people
	})
}

// Thirty who ask at once have one file, made once; the next has it too.
func TestHeavyActs_oneMakingForAll(t *testing.T) {
	p := newPress(t)
	var all sync.WaitGroup
	for range 30 {
		all.Go(func() {
			if got := p.read("a"); got != "a in state 0" {
				t.Errorf("got %q", got)
			}
		})
	}
	p.waitFor(30)
	p.open(1)
	all.Wait()
	if got := p.read("a"); got != "a in state 0" || p.made.Load() != 1 {
		t.Errorf("made %d times, the last asker has %q", p.made.Load(), got)
	}
}

// A file is on disk without a name: nothing to find, whatever ends the service.
func TestHeavyActs_filesHaveNoName(t *testing.T) {
	p := newPress(t)
	p.open(1)
	f, err := p.get(t.Context(), p.order("a"))
	must(t, err)
	defer p.release(f)
	left, err := os.ReadDir(p.folder)
	must(t, err)
	if info, err := os.Stat(p.folder); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the folder: %v, %v", info.Mode(), err)
	}
	if len(left) != 0 {
		t.Errorf("the folder holds %v", left)
	}
}

// A service that was killed leaves what it was writing: the next one removes it.
func TestHeavyActs_emptiesItsFolder(t *testing.T) {
	folder := t.TempDir()
	must(t, os.WriteFile(folder+"/excelize-123", []byte("des réponses"), 0o600))
	must(t, os.Mkdir(folder+"/autre", 0o700))
	h, err := newHeavyActs(folder, time.Now)
	must(t, err)
	defer h.close()
	if left, err := os.ReadDir(folder); err != nil || len(left) != 1 || left[0].Name() != "autre" {
		t.Errorf("%v, %v", left, err)
	}
}

// Files of different campaigns are made one after the other, in the order of asking.
func TestHeavyActs_oneAtATime(t *testing.T) {
	p := newPress(t)
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() { p.read(fmt.Sprint(i)) })
	}
	p.waitFor(8)
	p.open(8)
	all.Wait()
	if p.made.Load() != 8 || p.most.Load() != 1 {
		t.Errorf("%d made, %d at once", p.made.Load(), p.most.Load())
	}
}

// Whoever asks after an answer came does not get the file that was begun before
// it; those who wait for their turn share the next one.
func TestHeavyActs_freshForWhoAsksLater(t *testing.T) {
	p := newPress(t)
	var all sync.WaitGroup
	all.Go(func() { p.read("a") })
	until(t, "the first begins", func() bool { return p.at.Load() == 1 })
	p.state.Add(1)
	got := make([]string, 10)
	for i := range got {
		all.Go(func() { got[i] = p.read("a") })
	}
	p.waitFor(11)
	p.open(2)
	all.Wait()
	for _, text := range got {
		if text != "a in state 1" {
			t.Errorf("asked in state 1, got %q", text)
		}
	}
	if p.made.Load() != 2 {
		t.Errorf("made %d times, want 2", p.made.Load())
	}
}

// A file whose answers changed while it was made is not given again.
func TestHeavyActs_changedMeanwhileIsNotKept(t *testing.T) {
	p := newPress(t)
	var all sync.WaitGroup
	all.Go(func() { p.read("a") })
	until(t, "it begins", func() bool { return p.at.Load() == 1 })
	p.state.Add(1)
	p.open(1)
	all.Wait()
	if n := len(p.keptList()); n != 0 {
		t.Errorf("%d files are kept", n)
	}
}

func (p *press) keptList() []*keptFile {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.kept.all()
}

// The work ends when the last who waits for it leaves, and not before.
func TestHeavyActs_endsWithItsLastClient(t *testing.T) {
	p := newPress(t)
	var all sync.WaitGroup
	var leave [2]context.CancelFunc
	for i := range leave {
		ctx, cancel := context.WithCancel(t.Context())
		leave[i] = cancel
		all.Go(func() {
			if _, err := p.get(ctx, p.order("a")); !errors.Is(err, context.Canceled) {
				t.Errorf("whoever left has %v", err)
			}
		})
	}
	p.waitFor(2)
	until(t, "it begins", func() bool { return p.at.Load() == 1 })
	leave[0]()
	p.waitFor(1)
	if p.ended.Load() != 0 {
		t.Error("it ended while somebody waited")
	}
	leave[1]()
	all.Wait()
	until(t, "it ends", func() bool { return p.ended.Load() == 1 })
	p.open(1)
	if got := p.read("a"); got != "a in state 0" {
		t.Errorf("the next asker has %q", got)
	}
}

// A service that stops waits for nobody: whoever waits is told to try again.
func TestHeavyActs_stop(t *testing.T) {
	p := newPress(t)
	var all sync.WaitGroup
	for i := range 3 {
		all.Go(func() {
			if _, err := p.get(context.Background(), p.order(fmt.Sprint(i))); !errors.Is(err, errHeavy) {
				t.Errorf("whoever waited has %v", err)
			}
		})
	}
	p.waitFor(3)
	p.close()
	all.Wait()
	if _, err := p.get(t.Context(), p.order("a")); !errors.Is(err, errHeavy) {
		t.Errorf("once stopped: %v", err)
	}
}

func TestHeavyActs_boundedQueue(t *testing.T) {
	p := newPress(t)
	var all sync.WaitGroup
	for i := range mostWaiting {
		all.Go(func() { p.read(fmt.Sprint(i)) })
	}
	p.waitFor(mostWaiting)
	if _, err := p.get(t.Context(), p.order("z")); !errors.Is(err, errHeavy) {
		t.Errorf("one more has %v", err)
	}
	p.open(mostWaiting)
	all.Wait()
	p.open(1)
	if got := p.read("z"); got != "z in state 0" {
		t.Errorf("later: %q", got)
	}
	if n := len(p.keptList()); n > mostKept {
		t.Errorf("%d files are kept", n)
	}
}

// What was withdrawn does not last in a kept file, even when nobody asks.
func TestHeavyActs_sweep(t *testing.T) {
	p := newPress(t)
	p.open(2)
	p.read("a")
	p.sweep(t.Context())
	if n := len(p.keptList()); n != 1 {
		t.Fatalf("%d files are kept, want 1", n)
	}
	p.state.Add(1)
	p.sweep(t.Context())
	if n := len(p.keptList()); n != 0 {
		t.Errorf("%d files outlive their answers", n)
	}
	p.read("a")
	p.now.pass(keptLife)
	p.sweep(t.Context())
	if n := len(p.keptList()); n != 0 {
		t.Errorf("%d files are older than an hour", n)
	}
}

// A making that fails, or panics, fails those who wait and nothing else.
func TestHeavyActs_failure(t *testing.T) {
	p := newPress(t)
	o := p.order("a")
	o.write = func(context.Context, io.Writer) error { panic("a fault") }
	if _, err := p.get(t.Context(), o); err == nil || !strings.Contains(err.Error(), "a fault") {
		t.Errorf("a panic gives %v", err)
	}
	p.open(1)
	if got := p.read("a"); got != "a in state 0" {
		t.Errorf("the next asker has %q", got)
	}
}

// Past the bound, the page says so and tries again by itself.
func TestDownload_pastTheBound(t *testing.T) {
	h := newHouse(t)
	b := h.lead("lunel")
	h.server.heavy.mu.Lock()
	h.server.heavy.waiting = mostWaiting
	h.server.heavy.mu.Unlock()
	for _, path := range []string{"/diagnostic.xlsx", "/reponses.zip", ""} {
		r := b.get(campaignPath(h.lunel)+path).want(http.StatusServiceUnavailable, "beaucoup de fichiers", "réessaie seule")
		if r.header.Get("Retry-After") != "20" || r.header.Get("Refresh") != "20" {
			t.Errorf("%s: Retry-After %q, Refresh %q", path, r.header.Get("Retry-After"), r.header.Get("Refresh"))
		}
	}
	for _, e := range h.audit("lunel") {
		if strings.HasSuffix(e.Action, ".download") {
			t.Errorf("the register has %s although nothing left", e.Action)
		}
	}
	h.browser().get(q(h.lunel)).want(http.StatusOK, "Votre structure") // who answers never waits for it
}

func (h *house) audit(network string) []survey.AuditEntry {
	h.Helper()
	entries, err := h.store.AuditOfAgents(h.Context(), network, 1000)
	must(h, err)
	return entries
}

// A file goes with its length and as it is: it is compressed already.
func TestDownload_sentWithItsLength(t *testing.T) {
	h := newHouse(t)
	b := h.lead("lunel")
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, b.site.URL+campaignPath(h.lunel)+"/diagnostic.xlsx", nil)
	must(t, err)
	request.Header.Set("Accept-Encoding", "gzip")
	r := b.send(request).want(http.StatusOK, "classeur")
	for name, want := range map[string]string{"Content-Length": "8", "Content-Encoding": "", "No-Gzip-Compression": "", "Cache-Control": "no-store", "Content-Type": workbookType} {
		if got := r.header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}
