package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"syscall"
	"time"

	"constat/survey"
	"constat/survey/postgres"
	"constat/survey/postgres/private"
	"constat/web"
)

// Pauses between two tries to open the database when the service starts.
const (
	awaitFirst   = 500 * time.Millisecond
	awaitLongest = 10 * time.Second
)

// awaitStore opens the database, and waits for one that only time or room brings
// back: a disk that is full, a server that starts after this one. A service that
// is started again by the system meanwhile would be given up. Pages answer 503 in
// words until then. What a person must mend ends the start.
func awaitStore(p *program, dataDir string, listener net.Listener, log *slog.Logger) (d *database, store *postgres.Store, stop func() error, err error) {
	d, store, stop, err = openServiceStore(p, dataDir, log)
	if !mayPass(err) {
		return d, store, stop, err
	}
	end := answerAway(listener, log)
	defer end()
	var last string
	for pause := awaitFirst; mayPass(err); pause = min(2*pause, awaitLongest) {
		if why := err.Error(); why != last {
			log.Error("the database does not open; trying on", "error", err)
			last = why
		}
		select {
		case <-p.ctx.Done():
			return nil, nil, nil, p.ctx.Err()
		case <-time.After(pause):
		}
		d, store, stop, err = openServiceStore(p, dataDir, slog.New(slog.DiscardHandler))
	}
	return d, store, stop, err
}

// mayPass tells whether trying again can help.
func mayPass(err error) bool {
	var refusal *private.Error
	if errors.As(err, &refusal) && (refusal.Code == private.CodeStartFailed || refusal.Code == private.CodeStillRunning) {
		return true
	}
	return errors.Is(err, survey.ErrUnavailable) || errors.Is(err, syscall.ENOSPC)
}

// answerAway serves the page that says so, until end gives the listener back.
func answerAway(listener net.Listener, log *slog.Logger) (end func()) {
	lent := &lentListener{Listener: listener}
	server := &http.Server{
		Handler: web.Away(), ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout,
		WriteTimeout: writeTimeout, MaxHeaderBytes: 32 << 10, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = server.Serve(lent) // ends with Shutdown
	}()
	return func() {
		ctx, cancel := context.WithTimeout(context.Background(), drainTimeout)
		defer cancel()
		if err := server.Shutdown(ctx); err != nil {
			log.Warn("end of the waiting page", "error", fmt.Errorf("shut down: %w", err))
		}
		<-done
		lent.deadline(time.Time{})
	}
}

// lentListener is a listener that its borrower cannot close: closing only ends
// the borrower's wait.
type lentListener struct{ net.Listener }

func (l *lentListener) Close() error {
	l.deadline(time.Unix(1, 0))
	return nil
}

func (l *lentListener) deadline(t time.Time) {
	if tcp, ok := l.Listener.(*net.TCPListener); ok {
		_ = tcp.SetDeadline(t) // a listener that is closed needs none
	}
}
