package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"constat/survey"
)

// retentionInterval is how often the service looks for what is to be erased.
const retentionInterval = 24 * time.Hour

// retention erases the answers that are no longer kept (survey.RetentionMonths).
type retention struct {
	store survey.Store
	clock func() time.Time
	zone  *time.Location // days are Paris days
	log   *slog.Logger
}

// startRetention keeps the promise as long as the service runs; the returned
// function ends it, and waits for an erasure that is under way.
func (s service) startRetention(p *program, zone *time.Location) (stop func()) {
	ctx, cancel := context.WithCancel(p.ctx)
	ticker := time.NewTicker(retentionInterval)
	done := make(chan struct{})
	go func() {
		defer close(done)
		retention{store: s.store, clock: p.clock, zone: zone, log: s.log}.keep(ctx, ticker.C)
	}()
	return func() {
		ticker.Stop()
		cancel()
		<-done
	}
}

// keep erases at once and at each tick, until the context ends. A failure is
// logged, and the next tick tries again.
func (r retention) keep(ctx context.Context, ticks <-chan time.Time) {
	for {
		erased, err := r.erase(ctx)
		if erased > 0 {
			r.log.InfoContext(ctx, "answers erased at the end of retention", "campaigns", erased)
		}
		if err != nil && ctx.Err() == nil {
			r.log.ErrorContext(ctx, "retention", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticks:
		}
	}
}

// erase goes through all networks: one that fails does not keep the others.
func (r retention) erase(ctx context.Context) (campaigns int, err error) {
	networks, err := r.store.Networks(ctx)
	if err != nil {
		return 0, fmt.Errorf("list the networks: %w", err)
	}
	today := r.clock().In(r.zone)
	entry := survey.AuditEntry{At: today, Reason: fmt.Sprintf("conservation de %d mois", survey.RetentionMonths)}
	var failures []error
	for _, n := range networks {
		entry.Network = n.Slug
		erased, err := r.store.EraseExpired(ctx, n.Slug, survey.RetainedSince(today), today, entry)
		campaigns += erased
		failures = append(failures, err)
	}
	return campaigns, errors.Join(failures...)
}
