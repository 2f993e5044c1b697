package main

import (
	"bytes"
	"context"
	"errors"
	"net/http"
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
	runs   []survey.RetentionRun
}

func (e *erasures) LastRetention(context.Context) (survey.RetentionRun, error) {
	if len(e.runs) == 0 {
		return survey.RetentionRun{}, nil
	}
	return e.runs[len(e.runs)-1], nil
}

func (e *erasures) RecordRetention(_ context.Context, run survey.RetentionRun) error {
	e.runs = append(e.runs, run)
	return nil
}

func (e *erasures) Networks(context.Context) ([]survey.Network, error) {
	return []survey.Network{{Slug: "lunel"}, {Slug: "beziers"}}, nil
}

func (e *erasures) EraseExpired(_ context.Context, network string, before, today time.Time, by survey.AuditEntry) (int, error) {
	e.asked = append(e.asked, strings.Join([]string{
		network, before.Format(time.DateOnly), today.Format(time.DateOnly), by.Network, by.Reason,
	}, " "))
	if network == "beziers" && e.after != nil {
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

// A clock that jumped erases nothing, however long the service runs with it,
// until a person gives the date; afterwards each day follows the one before.
func TestRetention_aClockThatJumpedWaitsForAPerson(t *testing.T) {
	now := time.Date(2026, 11, 29, 10, 0, 0, 0, time.UTC)
	store := &erasures{}
	var log bytes.Buffer
	r := retention{store: store, clock: func() time.Time { return now }, zone: time.UTC, log: jsonLog(&log)}
	pass := func(confirmed bool) (erased int, held bool) {
		t.Helper()
		erased, err := r.pass(t.Context(), confirmed)
		var waits heldRetention
		if held = errors.As(err, &waits); err != nil && !held {
			t.Fatal(err)
		}
		return erased, held
	}
	if erased, held := pass(false); erased != 2 || held {
		t.Fatalf("the first passage: %d, held %v", erased, held)
	}
	right := now
	for _, jump := range []time.Duration{17800 * time.Hour, 17824 * time.Hour, -17800 * time.Hour} {
		now = right.Add(jump)
		if erased, held := pass(false); erased != 0 || !held {
			t.Errorf("%s away: %d erased, held %v", jump, erased, held)
		}
	}
	now = right.Add(24 * time.Hour)
	if _, held := pass(false); held {
		t.Error("held although the clock is right again")
	}
	now = right.AddDate(1, 0, 0) // switched off for a year
	if _, held := pass(false); !held {
		t.Error("not held after a year")
	}
	if erased, held := pass(true); erased != 2 || held {
		t.Errorf("confirmed: %d erased, held %v", erased, held)
	}
	now = now.Add(24 * time.Hour)
	if _, held := pass(false); held {
		t.Error("held the day after the confirmation")
	}
}

func TestRetentionCommand(t *testing.T) {
	dataDir := dataFolder(t)
	service := start(t, dataDir, "serve")
	id, path := service.openCampaign("lunel", "lunel-sante")
	if status := postStatus(t, service.url+path, bodyOf(imaginaryPosts(t, 1)[0])); status != http.StatusSeeOther {
		t.Fatalf("an answer is met with %d", status)
	}
	service.command("campaign", "close", "lunel", id)
	service.command("retention", "run") // the service's own passage may not have ended
	if printed := service.command("retention"); !strings.Contains(printed, "Dernier passage") {
		t.Errorf("retention says %s", printed)
	}
	service.stop()
	retentionAt := func(at time.Time, args ...string) (code int, printed string) {
		t.Helper()
		var out syncBuffer
		p := &program{ctx: t.Context(), getenv: noEnvironment, stdout: &out, stderr: &out, clock: func() time.Time { return at }}
		var err error
		if len(args) == 0 {
			err = (&retentionStatusCmd{storage{DataDir: dataDir}}).Run(p)
		} else {
			err = (&retentionRunCmd{Today: args[0], storage: storage{DataDir: dataDir}}).Run(p)
		}
		return p.finish(err), out.String()
	}
	zone, err := parisTime()
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now().In(zone)
	later := now.AddDate(2, 0, 0)
	for _, c := range []struct {
		args []string
		code int
		want string
		kept int // answers, afterwards
	}{
		{nil, exitDone, "Effacement en attente", 1},
		{[]string{""}, exitInput, "Effacement en attente", 1},
		{[]string{"demain"}, exitInput, "n’est pas une date", 1},
		{[]string{now.Format(time.DateOnly)}, exitInput, "rien n’a été effacé", 1},
		{[]string{later.Format(time.DateOnly)}, exitDone, "les réponses d’une enquête effacées", 0},
		{nil, exitDone, "Dernier passage : " + later.Format(frenchDay), 0},
		{[]string{""}, exitDone, "aucune enquête à effacer", 0},
	} {
		if code, printed := retentionAt(later, c.args...); code != c.code || !strings.Contains(printed, c.want) {
			t.Errorf("%q: %d, %s; want %d, %s", c.args, code, printed, c.code, c.want)
		}
		if kept := len(keptInstances(t, dataDir, id)); kept != c.kept {
			t.Errorf("after %q: %d answers, want %d", c.args, kept, c.kept)
		}
	}
}
