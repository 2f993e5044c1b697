package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"constat/survey"
)

// Bounds of what takes much of the machine, so that people who answer never
// wait for those who download.
const (
	// mostWaiting is how many people may wait for a file at once; the next is
	// told to come back. Each costs a connection and nothing else.
	mostWaiting = 64
	// waitLimit is the longest wait for a file; the service cuts an answer that
	// has not begun two minutes after its request.
	waitLimit = 90 * time.Second
	// makingLimit bounds the making of one file.
	makingLimit = 5 * time.Minute
	// publishLimit bounds the making of an edition: ten territories of thirty
	// questions take half a minute on a machine that does nothing else.
	publishLimit = 10 * time.Minute
	// sweepInterval is how long a file may outlive answers that were withdrawn,
	// when nobody asks for it again.
	sweepInterval = time.Minute
)

// HeavyAtOnce is how many heavy acts are done at once: a file and an edition.
const HeavyAtOnce = 2

// errHeavy is the answer past the bounds; its page tries again by itself.
var errHeavy = &failure{status: http.StatusServiceUnavailable, code: "page_heavy", retry: 20 * time.Second}

// heavyActs is the one place of the service where much is computed at once:
// files made of all the answers of a campaign, one at a time, and public
// editions, one at a time beside it. Files do not wait for an edition, which may
// take minutes.
type heavyActs struct {
	ctx    context.Context // ends with the server
	stop   context.CancelFunc
	done   sync.WaitGroup
	folder string
	clock  func() time.Time
	turn   chan struct{} // one place: whose file is being made

	mu      sync.Mutex
	makings map[fileKey]*making // those that may still be joined
	waiting int                 // people
	kept    keptFiles

	edition *printing         // being made; nil when idle
	refused map[string]string // by wave: the code of why the last one was not made
}

// order asks for a file. While state gives the same text, write writes the same
// file: an order is told by its key and its state.
type order struct {
	key   fileKey
	state func(context.Context) (string, error)
	write func(context.Context, io.Writer) error
}

// fileKey tells the files apart: one of each kind for each campaign.
type fileKey struct{ kind, network, campaign string }

// making is a file on its way, shared by all who wait for it.
type making struct {
	order  order
	ctx    context.Context // ends when nobody waits any more
	cancel context.CancelFunc
	done   chan struct{} // closed once file and err are there

	// Under heavyActs.mu.
	wanted int    // how many wait
	state  string // of what it is made; "" before its turn
	file   *file
	err    error
}

// newHeavyActs keeps files in a folder that only this user reads; "" is the
// system's temporary one.
func newHeavyActs(folder string, clock func() time.Time) (*heavyActs, error) {
	if folder != "" {
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return nil, fmt.Errorf("make the folder of files being sent: %w", err)
		}
		if err := empty(folder); err != nil {
			return nil, err
		}
	}
	ctx, stop := context.WithCancel(context.Background())
	h := &heavyActs{
		ctx: ctx, stop: stop, folder: folder, clock: clock, turn: make(chan struct{}, 1),
		makings: make(map[fileKey]*making), kept: make(keptFiles), refused: make(map[string]string),
	}
	h.done.Go(h.sweepOften)
	return h, nil
}

// halfMade begins the names of what a killed service leaves: its own files before
// they lose their name, and excelize's.
var halfMade = []string{"constat-", "excelize-"}

// empty removes it, and nothing else that may lie there.
func empty(folder string) error {
	left, err := os.ReadDir(folder)
	if err != nil {
		return fmt.Errorf("look for files left by a killed service: %w", err)
	}
	for _, entry := range left {
		if !slices.ContainsFunc(halfMade, func(prefix string) bool { return strings.HasPrefix(entry.Name(), prefix) }) {
			continue
		}
		if err := os.Remove(filepath.Join(folder, entry.Name())); err != nil {
			return fmt.Errorf("remove a file left by a killed service: %w", err)
		}
	}
	return nil
}

// close ends what is under way, waits for it, and lets go of every file.
func (h *heavyActs) close() {
	h.mu.Lock()
	h.stop() // nothing begins any more
	h.mu.Unlock()
	h.done.Wait()
	h.mu.Lock()
	defer h.mu.Unlock()
	h.kept.drop(func(*keptFile) bool { return true })
}

// get gives the file of an order: one that is kept, or one that is made, for all
// who wait for it together. The caller releases it. errHeavy past the bounds.
func (h *heavyActs) get(ctx context.Context, o order) (*file, error) {
	state, err := o.state(ctx)
	if err != nil {
		return nil, err
	}
	f, m, err := h.join(o, state)
	if f != nil || err != nil {
		return f, err
	}
	defer h.leave(m)
	timer := time.NewTimer(waitLimit)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-timer.C:
		return nil, errHeavy
	case <-m.done:
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case m.err != nil && h.ctx.Err() != nil: // the service stops, and is back soon
		return nil, errHeavy
	case m.err != nil:
		return nil, m.err
	}
	return m.file.share(), nil
}

// release gives a file back.
func (h *heavyActs) release(f *file) {
	h.mu.Lock()
	defer h.mu.Unlock()
	f.release()
}

// join finds a kept file, or a making that will be as fresh as the asker: one
// that has not begun, or is made of the same state. Answers that come in
// meanwhile thus cost one more making, not one for each who asks.
func (h *heavyActs) join(o order, state string) (*file, *making, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if f := h.kept.find(o.key, state, h.clock()); f != nil {
		return f.share(), nil, nil
	}
	if h.waiting >= mostWaiting || h.ctx.Err() != nil {
		return nil, nil, errHeavy
	}
	h.waiting++
	m := h.makings[o.key]
	if m == nil || m.state != "" && m.state != state {
		m = &making{order: o, done: make(chan struct{})}
		m.ctx, m.cancel = context.WithTimeout(h.ctx, makingLimit)
		h.makings[o.key] = m
		h.done.Go(func() { h.make(m) })
	}
	m.wanted++
	return nil, m, nil
}

// leave is told when somebody waits no more: the last one ends the work.
func (h *heavyActs) leave(m *making) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.waiting--
	if m.wanted--; m.wanted == 0 {
		m.cancel()
		h.forget(m)
		m.file.release()
	}
}

// forget lets nobody join a making any more.
func (h *heavyActs) forget(m *making) {
	if h.makings[m.order.key] == m {
		delete(h.makings, m.order.key)
	}
}

// make waits for its turn, which comes in the order of asking, and makes the
// file.
func (h *heavyActs) make(m *making) {
	standBack()
	defer m.cancel()
	defer close(m.done)
	select {
	case <-m.ctx.Done():
		h.end(m, nil, m.ctx.Err())
		return
	case h.turn <- struct{}{}:
	}
	defer func() { <-h.turn }()
	f, err := h.begin(m)
	if f == nil && err == nil {
		f, err = h.write(m)
	}
	h.end(m, f, err)
}

// begin notes of what the file is made, from now on; it is there already when
// the making before was of the same.
func (h *heavyActs) begin(m *making) (*file, error) {
	state, err := m.order.state(m.ctx)
	if err != nil {
		return nil, err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	m.state = state
	if f := h.kept.find(m.order.key, state, h.clock()); f != nil {
		return f.share(), nil
	}
	return nil, nil
}

// write makes the file, and keeps it when nothing has changed meanwhile.
func (h *heavyActs) write(m *making) (*file, error) {
	f, err := newFile(h.folder, func(w io.Writer) (err error) {
		defer func() {
			if cause := recover(); cause != nil {
				err = fmt.Errorf("panic: %v\n%s", cause, debug.Stack())
			}
		}()
		return m.order.write(m.ctx, wanted{m.ctx, w})
	})
	if err != nil {
		return nil, err
	}
	after, err := m.order.state(m.ctx)
	h.mu.Lock()
	defer h.mu.Unlock()
	if err == nil && after == m.state {
		h.kept.keep(&keptFile{order: m.order, state: m.state, file: f, since: h.clock()})
	}
	return f, nil
}

// wanted is written to as long as somebody waits: what is written part after part
// ends early.
type wanted struct {
	ctx context.Context
	to  io.Writer
}

func (w wanted) Write(b []byte) (int, error) {
	if err := w.ctx.Err(); err != nil {
		return 0, err
	}
	return w.to.Write(b)
}

func (h *heavyActs) end(m *making, f *file, err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	m.file, m.err = f, err
	h.forget(m)
	if m.wanted == 0 {
		m.file.release()
	}
}

func (h *heavyActs) sweepOften() {
	ticker := time.NewTicker(sweepInterval)
	defer ticker.Stop()
	for {
		select {
		case <-h.ctx.Done():
			return
		case <-ticker.C:
			h.sweep(h.ctx)
		}
	}
}

// sweep lets go of files that are old, and of those whose answers have changed
// since: what was withdrawn or erased must not last in one. When the state
// cannot be read, the file goes too.
func (h *heavyActs) sweep(ctx context.Context) {
	h.mu.Lock()
	now := h.clock()
	h.kept.drop(func(k *keptFile) bool { return k.old(now) })
	held := h.kept.all()
	h.mu.Unlock()
	for _, k := range held {
		state, err := k.order.state(ctx)
		if err == nil && state == k.state {
			continue
		}
		h.mu.Lock()
		h.kept.drop(func(other *keptFile) bool { return other == k })
		h.mu.Unlock()
	}
}

// printing is an edition being made.
type printing struct {
	Wave  survey.Wave
	Since time.Time
}

// editionState is what a wave's page says: which edition is made now, if any,
// and why the wave's last one was refused.
func (h *heavyActs) editionState(wave survey.Wave) (now *printing, refused string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.edition != nil {
		edition := *h.edition
		now = &edition
	}
	return now, h.refused[wave.Code()]
}

// startEdition runs work away from the request that asks for it, which would
// not wait so long; false when an edition is already being made.
func (h *heavyActs) startEdition(wave survey.Wave, work func(context.Context) (refused string)) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.edition != nil || h.ctx.Err() != nil {
		return false
	}
	h.edition = &printing{Wave: wave, Since: h.clock()}
	delete(h.refused, wave.Code())
	h.done.Go(func() {
		standBack()
		ctx, cancel := context.WithTimeout(h.ctx, publishLimit)
		defer cancel()
		code := work(ctx)
		h.mu.Lock()
		defer h.mu.Unlock()
		h.edition = nil
		if code != "" {
			h.refused[wave.Code()] = code
		}
	})
	return true
}

// Publish starts to make the next edition of a wave, as the button does; false
// when another is being made.
func (s *Server) Publish(wave survey.Wave, by survey.AuditEntry) bool {
	return s.heavy.startEdition(wave, func(ctx context.Context) (code string) {
		defer func() {
			if cause := recover(); cause != nil {
				s.Log.ErrorContext(ctx, "edition failed", "cause", fmt.Sprintf("panic: %v\n%s", cause, debug.Stack()))
				code = "edition_failed"
			}
		}()
		_, err := s.Diagnostics.Publish(ctx, wave, by)
		code = EditionProblem(err)
		if code == "edition_failed" && !errors.Is(err, context.Canceled) {
			s.Log.LogAttrs(ctx, slog.LevelError, "edition failed", slog.String("cause", err.Error()))
		}
		return code
	})
}

// Close stops what is being made, and waits for it: nothing of it is kept. Those
// who wait are told to try again, so that stopping the service does not wait for
// them.
func (s *Server) Close() { s.heavy.close() }
