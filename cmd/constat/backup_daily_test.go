package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"constat/survey"
	"constat/survey/postgres"
)

// nights is a daily backup whose clock a test turns; it makes empty files.
type nights struct {
	*dailyBackups
	now  time.Time
	fail error
	made int
	log  bytes.Buffer
}

func newNights(t *testing.T, keep int) *nights {
	t.Helper()
	n := &nights{now: time.Date(2026, 11, 29, 10, 0, 0, 0, time.UTC)}
	run := survey.RetentionRun{}
	n.dailyBackups = &dailyBackups{
		dir: t.TempDir(), keep: keep, clock: func() time.Time { return n.now }, zone: time.UTC, log: jsonLog(&n.log),
		room: func(context.Context) error { return nil },
		make: func(_ context.Context, f backupFile, _ postgres.BackupPlan) (madeBackup, error) {
			n.made++
			if n.fail != nil {
				return madeBackup{}, n.fail
			}
			return madeBackup{}, os.WriteFile(f.path, nil, 0o600)
		},
		last: func(context.Context) (survey.RetentionRun, error) { // as retention would note it
			if run.Vouches(n.now) {
				run.Today = n.now
			}
			return run, nil
		},
	}
	return n
}

func (n *nights) lookAt(t *testing.T, now time.Time) []string {
	t.Helper()
	n.now = now
	if err := n.look(t.Context(), now); err != nil {
		t.Fatal(err)
	}
	return n.files(t)
}

func (n *nights) files(t *testing.T) []string {
	t.Helper()
	kept, err := backupsIn(n.dir)
	if err != nil {
		t.Fatal(err)
	}
	return kept
}

func TestDailyBackups_oneANightAndTheLastDaysOnly(t *testing.T) {
	n := newNights(t, 3)
	for _, name := range []string{"notes.txt", "constat-2026-11-30.tar.zst.age.partial", "constat-vieux.tar.zst"} {
		if err := os.WriteFile(filepath.Join(n.dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	day := time.Date(2026, 11, 29, 0, 0, 0, 0, time.UTC)
	if got := n.lookAt(t, day.Add(time.Hour)); len(got) != 1 {
		t.Fatalf("the first start makes %q, want one at once: there is none", got)
	}
	for hour := 2; hour < 24*6; hour++ {
		n.lookAt(t, day.Add(time.Duration(hour)*time.Hour))
	}
	want := []string{"constat-2026-12-02.tar.zst", "constat-2026-12-03.tar.zst", "constat-2026-12-04.tar.zst"}
	if got := n.files(t); !slices.Equal(got, want) || n.made != 6 {
		t.Errorf("after six days: %q, %d made; want %q and 6", got, n.made, want)
	}
	for name, want := range map[string]bool{"notes.txt": true, "constat-vieux.tar.zst": true, "constat-2026-11-30.tar.zst.age.partial": false} {
		if _, err := os.Stat(filepath.Join(n.dir, name)); (err == nil) != want {
			t.Errorf("%s is there: %v, want %v", name, err == nil, want)
		}
	}
	// Between midnight and the quiet hour, yesterday's is enough.
	if got := n.lookAt(t, day.AddDate(0, 0, 6).Add(time.Hour)); !slices.Equal(got, want) {
		t.Errorf("at one in the morning: %q", got)
	}
}

// A service that was away for some days lets go of what is too old at once.
func TestDailyBackups_oldOnesGoByTheirDay(t *testing.T) {
	n := newNights(t, 5)
	first := time.Date(2026, 11, 29, 10, 0, 0, 0, time.UTC)
	n.lookAt(t, first)
	n.lookAt(t, first.AddDate(0, 0, 1))
	if got := n.lookAt(t, first.AddDate(0, 0, 20)); len(got) != 1 {
		t.Errorf("kept %q, want the last only", got)
	}
}

// A clock that jumped, ahead or back, does not empty the folder.
func TestDailyBackups_aClockThatJumped(t *testing.T) {
	n := newNights(t, 3)
	first := time.Date(2026, 11, 29, 10, 0, 0, 0, time.UTC)
	for d := range 3 {
		n.lookAt(t, first.AddDate(0, 0, d))
	}
	if got := n.lookAt(t, first.Add(17800*time.Hour)); !slices.Equal(got, []string{
		"constat-2026-11-30.tar.zst", "constat-2026-12-01.tar.zst", "constat-2028-12-10.tar.zst",
	}) {
		t.Errorf("ahead: %q", got)
	}
	if got := n.lookAt(t, time.Date(1970, 1, 1, 0, 5, 0, 0, time.UTC)); !slices.Equal(got, []string{
		"constat-1970-01-01.tar.zst", "constat-2026-12-01.tar.zst", "constat-2028-12-10.tar.zst",
	}) {
		t.Errorf("back: %q", got)
	}
}

func TestDailyBackups_aFailureWaitsAnHourAndRemovesNothing(t *testing.T) {
	n := newNights(t, 3)
	n.lookAt(t, n.now)
	n.now, n.fail = n.now.AddDate(0, 0, 10), errors.New("no room")
	ctx, cancel := context.WithCancel(t.Context())
	ticks := make(chan time.Time)
	done := make(chan struct{})
	go func() { n.watch(ctx, ticks); close(done) }()
	for range 5 {
		ticks <- time.Time{}
	}
	cancel()
	<-done
	if n.made != 2 || strings.Count(n.log.String(), "no room") != 1 || len(n.files(t)) != 1 {
		t.Errorf("%d tries, %d kept, log %s", n.made-1, len(n.files(t)), &n.log)
	}
}

func TestServe_dailyBackup(t *testing.T) {
	dir := dataFolder(t)
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"--backup-keep", "36"}, "de 1 à 35 jours"},
		{[]string{"--backup-keep", "0"}, "de 1 à 35 jours"},
		{[]string{"--backup-to", "age1faux"}, "n’est pas une clé publique age"},
		{[]string{"--backup-dir", "/proc/constat"}, "impossible d’écrire"},
	} {
		args := append([]string{"serve", "--addr", "127.0.0.1:0", "--data-dir", dataFolder(t), "--backup-dir", dir}, c.args...)
		if code, printed := constat(t, args...); code != exitInput || !strings.Contains(printed, c.want) {
			t.Errorf("%q: %d, %s", c.args, code, printed)
		}
	}
	service := start(t, dataFolder(t), "serve", "--backup-dir", dir, "--backup-to", testRecipient)
	var found []string
	for limit := time.Now().Add(30 * time.Second); len(found) == 0 && time.Now().Before(limit); time.Sleep(20 * time.Millisecond) {
		found, _ = filepath.Glob(filepath.Join(dir, "constat-*.tar.zst.age"))
	}
	if len(found) != 1 {
		t.Fatalf("the first start makes no backup: %q\n%s", found, service.stderr)
	}
	key := filepath.Join(dir, "cle.txt")
	if err := os.WriteFile(key, []byte(testIdentity), 0o600); err != nil {
		t.Fatal(err)
	}
	if printed := mustConstat(t, "restore", found[0], "--identity", key, "--check"); !strings.Contains(printed, "networks\t10") {
		t.Errorf("check says %s", printed)
	}
}
