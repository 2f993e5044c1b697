// Package privatetest gives tests a real PostgreSQL: one private cluster per
// test binary, started by the first test that asks, and a fresh database per
// test.
//
//	func TestMain(m *testing.M) {
//		os.Exit(privatetest.Main(m, migrations.Up))
//	}
//
//	func TestStore(t *testing.T) {
//		owner, app := privatetest.Database(t)
//		…
//	}
package privatetest

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"constat/survey/postgres/private"
)

// Migrate brings an empty database to the schema that the tests need.
type Migrate func(ctx context.Context, ownerDSN string) error

// shared is the cluster of this test binary. It is a global because a test
// binary has one TestMain, and the tests receive nothing from it.
var shared struct {
	migrate Migrate
	ready   bool // Main runs

	mu      sync.Mutex // also: copies of the template are made one at a time
	started bool
	cluster *private.Cluster
	err     error
	dir     string
	made    int
}

const (
	template   = "constat_template"
	startLimit = time.Minute
)

// Main runs the tests and then stops the cluster, if one was started. migrate
// runs once, on the database that Database copies; nil leaves that one empty.
func Main(m *testing.M, migrate Migrate) int {
	shared.migrate, shared.ready = migrate, true
	code := m.Run()
	if err := stop(); err != nil {
		fmt.Fprintln(os.Stderr, "stop the tests' PostgreSQL:", err)
		return 1
	}
	return code
}

// Cluster gives the cluster of this test binary. Without PostgreSQL the test
// fails: it never skips.
func Cluster(tb testing.TB) *private.Cluster {
	tb.Helper()
	shared.mu.Lock()
	defer shared.mu.Unlock()
	if !shared.ready {
		tb.Fatal("privatetest: call privatetest.Main in TestMain")
	}
	if !shared.started {
		shared.started = true
		shared.err = start()
	}
	if shared.err != nil {
		tb.Fatalf("these tests need PostgreSQL (sh .ci/need postgres): %v", shared.err)
	}
	return shared.cluster
}

// Database makes a fresh database for one test and drops it afterwards.
func Database(tb testing.TB) (ownerDSN, appDSN string) {
	tb.Helper()
	c := Cluster(tb)
	shared.mu.Lock()
	shared.made++
	name := fmt.Sprintf("constat_test_%d", shared.made)
	err := c.CreateDatabase(context.Background(), name, template)
	shared.mu.Unlock()
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := c.DropDatabase(context.Background(), name); err != nil {
			tb.Error(err)
		}
	})
	return c.DSN(private.Owner, name), c.DSN(private.App, name)
}

func start() error {
	ctx, cancel := context.WithTimeout(context.Background(), startLimit)
	defer cancel()
	dir, err := os.MkdirTemp("", "constat-test-")
	if err != nil {
		return err
	}
	shared.dir = dir
	if err := os.Chmod(dir, 0o711); err != nil { // the unprivileged PostgreSQL passes through
		return err
	}
	shared.cluster, err = private.Start(ctx, private.Config{
		Dir: filepath.Join(dir, "constat"),
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	})
	if err != nil {
		return err
	}
	if err := shared.cluster.CreateDatabase(ctx, template, ""); err != nil {
		return err
	}
	if shared.migrate == nil {
		return nil
	}
	return shared.migrate(ctx, shared.cluster.DSN(private.Owner, template))
}

func stop() error {
	shared.mu.Lock()
	defer shared.mu.Unlock()
	if shared.cluster != nil {
		if err := shared.cluster.Stop(); err != nil {
			return err
		}
	}
	if shared.dir == "" {
		return nil
	}
	return os.RemoveAll(shared.dir)
}
