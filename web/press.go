package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"constat/survey"
)

// publishLimit bounds the making of an edition: ten territories of thirty
// questions take half a minute on a machine that does nothing else.
const publishLimit = 10 * time.Minute

// press makes public editions, one at a time and away from the request that
// asks for one: it takes longer than a browser waits.
type press struct {
	ctx  context.Context // ends with the server
	stop context.CancelFunc
	done sync.WaitGroup

	mu      sync.Mutex
	running *printing         // nil when idle
	refused map[string]string // by wave: the code of why the last one was not made
}

// printing is an edition being made.
type printing struct {
	Wave  survey.Wave
	Since time.Time
}

func newPress() *press {
	ctx, stop := context.WithCancel(context.Background())
	return &press{ctx: ctx, stop: stop, refused: make(map[string]string)}
}

// state is what a wave's page says of the press: what it makes now, if
// anything, and why the wave's last edition was refused.
func (p *press) state(wave survey.Wave) (now *printing, refused string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.running != nil {
		running := *p.running
		now = &running
	}
	return now, p.refused[wave.Code()]
}

// start runs work, unless something is already being made: then it is false.
func (p *press) start(wave survey.Wave, at time.Time, work func(context.Context) string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.running != nil || p.ctx.Err() != nil {
		return false
	}
	p.running = &printing{Wave: wave, Since: at}
	delete(p.refused, wave.Code())
	p.done.Go(func() {
		ctx, cancel := context.WithTimeout(p.ctx, publishLimit)
		defer cancel()
		code := work(ctx)
		p.mu.Lock()
		defer p.mu.Unlock()
		p.running = nil
		if code != "" {
			p.refused[wave.Code()] = code
		}
	})
	return true
}

// Publish starts to make the next edition of a wave, as the button does; false
// when another is being made.
func (s *Server) Publish(wave survey.Wave, by survey.AuditEntry) bool {
	return s.press.start(wave, s.Clock(), func(ctx context.Context) (code string) {
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

// Close stops an edition that is being made, and waits for it: nothing of it is
// kept.
func (s *Server) Close() {
	s.press.stop()
	s.press.done.Wait()
}
