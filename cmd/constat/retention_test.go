package main

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"constat/survey"
)

// erasures is a store that only notes what it was asked to erase.
type erasures struct {
	survey.Store
	asked  []string
	failed string // the network whose erasure fails
	after  func() // each pass
}

func (e *erasures) Networks(context.Context) ([]survey.Network, error) {
	return []survey.Network{{Slug: "lunel"}, {Slug: "beziers"}}, nil
}

func (e *erasures) EraseExpired(_ context.Context, network string, before, today time.Time, by survey.AuditEntry) (int, error) {
	e.asked = append(e.asked, strings.Join([]string{
		network, before.Format(time.DateOnly), today.Format(time.DateOnly), by.Network, by.Reason,
	}, " "))
	if network == "beziers" {
		defer e.after()
	}
	if network == e.failed {
		return 0, errors.New("storage is away")
	}
	return 1, nil
}

func TestRetention_atStartThenAtEachTickUntilTheEnd(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	ticks := make(chan time.Time, 1)
	store := &erasures{failed: "lunel"}
	passes := 0
	store.after = func() {
		if passes++; passes == 2 {
			cancel()
			return
		}
		ticks <- time.Time{}
	}
	var log bytes.Buffer
	// Half past eleven in the evening in UTC is the next day in Paris.
	clock := func() time.Time { return time.Date(2026, 11, 23, 23, 30, 0, 0, time.UTC) }
	retention{store: store, clock: clock, zone: time.FixedZone("Paris", 3600), log: jsonLog(&log)}.keep(ctx, ticks)
	once := []string{
		"lunel 2024-11-25 2026-11-24 lunel conservation de 24 mois",
		"beziers 2024-11-25 2026-11-24 beziers conservation de 24 mois",
	}
	if want := slices.Concat(once, once); !slices.Equal(store.asked, want) {
		t.Errorf("asked %q\nwant %q", store.asked, want)
	}
	if n := strings.Count(log.String(), "storage is away"); n != 1 {
		t.Errorf("the failure is logged %d times, want once (the second pass was stopped):\n%s", n, &log)
	}
}
