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
	// imaginary answers may be erased by a wrong clock: nobody is asked.
	imaginary bool
}

func (r retention) today() time.Time { return r.clock().In(r.zone) }

// startRetention keeps the promise as long as the service runs; the returned
// function ends it, and waits for an erasure that is under way.
func (s service) startRetention(p *program, zone *time.Location) (stop func()) {
	ctx, cancel := context.WithCancel(p.ctx)
	ticker := time.NewTicker(retentionInterval)
	done := make(chan struct{})
	go func() {
		defer close(done)
		retention{store: s.store, clock: p.clock, zone: zone, log: s.log, imaginary: s.demo}.keep(ctx, ticker.C)
	}()
	return func() {
		ticker.Stop()
		cancel()
		<-done
	}
}

// keep erases at once and at each tick, until the context ends. A failure is
// logged, and so is a wait for a person; the next tick tries again.
func (r retention) keep(ctx context.Context, ticks <-chan time.Time) {
	for {
		erased, err := r.pass(ctx, r.imaginary)
		if erased > 0 {
			r.log.InfoContext(ctx, "answers erased at the end of retention", "campaigns", erased)
		}
		var held heldRetention
		switch {
		case errors.As(err, &held):
			r.log.WarnContext(ctx, "nothing is erased until a person confirms the date: constat retention run --today YYYY-MM-DD",
				"clock", held.today.Format(time.DateOnly), "last_run", held.last.Format(time.DateOnly))
		case err != nil && ctx.Err() == nil:
			r.log.ErrorContext(ctx, "retention", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticks:
		}
	}
}

// pass erases when the last passage vouches for today, or a person does, and
// notes that it passed. A failure of one network is no reason not to note it: the
// next passage tries again.
func (r retention) pass(ctx context.Context, confirmed bool) (campaigns int, err error) {
	last, err := r.store.LastRetention(ctx)
	if err != nil {
		return 0, err
	}
	today := r.today()
	if !confirmed && !last.Vouches(today) {
		return 0, heldRetention{last: last.Today, today: today}
	}
	campaigns, err = r.erase(ctx, today)
	if ctx.Err() != nil || (campaigns == 0 && !confirmed && last.Today.Format(time.DateOnly) == today.Format(time.DateOnly)) {
		return campaigns, err // a restart on the same day has nothing to add
	}
	run := survey.RetentionRun{Today: today, Confirmed: confirmed, Campaigns: campaigns}
	return campaigns, errors.Join(err, r.store.RecordRetention(ctx, run))
}

// erase goes through all networks: one that fails does not keep the others.
func (r retention) erase(ctx context.Context, today time.Time) (campaigns int, err error) {
	networks, err := r.store.Networks(ctx)
	if err != nil {
		return 0, fmt.Errorf("list the networks: %w", err)
	}
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
