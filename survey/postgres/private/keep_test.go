package private

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// fullDisk is a folder of programs whose postgres ends at once, as on a full
// disk, while the file full is there.
type fullDisk struct{ binaries, full string }

func newFullDisk(t *testing.T, real Binaries) fullDisk {
	t.Helper()
	dir := passableFolder(t)
	d := fullDisk{binaries: dir, full: filepath.Join(dir, "full")}
	script := fmt.Sprintf("#!/bin/sh\nif [ -e '%s' ]; then echo \"FATAL:  could not write to file \\\"pg_wal/xlogtemp.$$\\\": No space left on device\" >&2; exit 1; fi\nexec '%s' \"$@\"\n",
		d.full, filepath.Join(real.Dir, "postgres"))
	if err := os.WriteFile(filepath.Join(dir, "postgres"), []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(real.Dir, "initdb"), filepath.Join(dir, "initdb")); err != nil {
		t.Fatal(err)
	}
	return d
}

func (d fullDisk) set(t *testing.T, full bool) {
	t.Helper()
	var err error
	if full {
		err = os.WriteFile(d.full, nil, 0o644)
	} else {
		err = os.Remove(d.full)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func postmasterID(t *testing.T, dir string) int {
	t.Helper()
	at, err := currentCluster(dir)
	if err != nil {
		t.Fatal(err)
	}
	f, err := readPidFile(at)
	if err != nil {
		t.Fatal(err)
	}
	return f.pid
}

// logBuffer is written by the cluster and read by the test.
type logBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logBuffer) await(t *testing.T, text string) string {
	t.Helper()
	for limit := time.Now().Add(30 * time.Second); time.Now().Before(limit); time.Sleep(pollInterval) {
		l.mu.Lock()
		all := l.b.String()
		l.mu.Unlock()
		if strings.Contains(all, text) {
			return all
		}
	}
	t.Fatalf("the log never says %q:\n%s", text, &l.b)
	return ""
}

func TestKeep_startsAgainAfterAKill(t *testing.T) {
	dir := filepath.Join(passableFolder(t), "constat")
	cl := start(t, dir)
	db := connect(t, cl.OwnerDSN())
	must(t, db, `create table note (text text)`, `insert into note values ('acknowledged')`)
	for range 3 {
		first := postmasterID(t, dir)
		if err := syscall.Kill(first, syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
		awaitAnswer(t, cl)
		if again := postmasterID(t, dir); again == first {
			t.Fatal("the killed postgres answers")
		}
	}
	if got := value(t, db, `select text from note`); got != "acknowledged" { // the same pool
		t.Errorf("after three kills the row reads %q", got)
	}
	stop(t, cl)
	leftovers(t, dir)
	start(t, dir)
}

func awaitAnswer(t *testing.T, cl *Cluster) {
	t.Helper()
	var err error
	for limit := time.Now().Add(30 * time.Second); time.Now().Before(limit); time.Sleep(5 * pollInterval) {
		if err = cl.answers(context.Background()); err == nil {
			return
		}
	}
	t.Fatalf("postgres does not come back: %v", err)
}

func TestKeep_comesBackWhenRoomReturns(t *testing.T) {
	dir := filepath.Join(passableFolder(t), "constat")
	real, err := Find(Config{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	disk, log := newFullDisk(t, real), &logBuffer{}
	cl, err := Start(t.Context(), Config{Dir: dir, Binaries: disk.binaries, Log: slog.New(slog.NewTextHandler(log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(t, cl) })
	disk.set(t, true)
	if err := syscall.Kill(postmasterID(t, dir), syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	log.await(t, "postgres does not start")
	time.Sleep(4 * firstPause) // at least one more attempt
	if err := cl.answers(context.Background()); err == nil {
		t.Fatal("it answers while the disk is full: this test proves nothing")
	}
	disk.set(t, false)
	all := log.await(t, "postgres is back")
	if n := strings.Count(all, "No space left"); n != 2 {
		t.Errorf("the full disk is logged %d times, want once by postgres and once by its keeper:\n%s", n, all)
	}
	awaitAnswer(t, cl)
}

// Stop ends a cluster whose postgres cannot be started.
func TestKeep_stopWhileDown(t *testing.T) {
	dir := filepath.Join(passableFolder(t), "constat")
	real, err := Find(Config{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	disk, log := newFullDisk(t, real), &logBuffer{}
	cl, err := Start(t.Context(), Config{Dir: dir, Binaries: disk.binaries, Log: slog.New(slog.NewTextHandler(log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	disk.set(t, true)
	if err := syscall.Kill(postmasterID(t, dir), syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	log.await(t, "postgres does not start")
	_, err = joinWithin(t.Context(), Config{Dir: dir, Log: quiet()}.withDefaults(), time.Millisecond)
	wantRefusal(t, err, CodeStartFailed, dir, "…")
	stop(t, cl)
	start(t, dir) // the folder is free
}
