// Package migrations owns the schema: numbered SQL files, each applied once in
// its own transaction, upwards only, never edited after a release.
//
// A change of the schema is a new file here, a method of the store and a test.
// Every table that it makes has row-level security enabled and forced, a
// policy, and, when it belongs to a network, network_id first in its keys; the
// catalog test of package postgres names what does not.
package migrations

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"slices"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed *.sql
var files embed.FS

// ErrNewer says that the database was migrated by a newer version of the
// service than this one. Running on it could lose what the newer one wrote.
var ErrNewer = errors.New("the schema is newer than this version of the service")

// Migration is one step of the schema.
type Migration struct {
	Version   int64
	File      string
	AppliedAt time.Time // zero when not applied yet
}

// Up brings the schema to the version of this binary. It is safe to call from
// several processes at once: one works and the others wait. It fails with
// ErrNewer when the schema is ahead of the binary, and changes nothing then.
func Up(ctx context.Context, db *sql.DB) error {
	provider, err := newProvider(db)
	if err != nil {
		return err
	}
	if err := refuseNewer(ctx, provider); err != nil {
		return err
	}
	pending, err := provider.HasPending(ctx)
	if err != nil {
		return fmt.Errorf("look for pending migrations: %w", err)
	}
	if !pending {
		return nil // the lock is not taken at each start for nothing
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}

// UpTo brings the schema to an earlier version than this binary's, for a backup
// of that version. It fails with ErrNewer when the schema is ahead of it, or when
// the binary does not know it.
func UpTo(ctx context.Context, db *sql.DB, version int64) error {
	provider, err := newProvider(db)
	if err != nil {
		return err
	}
	current, ours, err := provider.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("read the schema version: %w", err)
	}
	if current > version || version > ours {
		return fmt.Errorf("%w: schema %d, wanted %d, service %d", ErrNewer, current, version, ours)
	}
	if _, err := provider.UpTo(ctx, version); err != nil {
		return fmt.Errorf("migrate to %d: %w", version, err)
	}
	return nil
}

// Latest is the schema version of this binary.
func Latest() (int64, error) {
	names, err := fs.Glob(files, "*.sql")
	if err != nil || len(names) == 0 {
		return 0, fmt.Errorf("list the migrations: %w", err)
	}
	return goose.NumericComponent(slices.Max(names))
}

// Status lists the migrations of this binary in order, with when each was
// applied. It fails with ErrNewer like Up.
func Status(ctx context.Context, db *sql.DB) ([]Migration, error) {
	provider, err := newProvider(db)
	if err != nil {
		return nil, err
	}
	if err := refuseNewer(ctx, provider); err != nil {
		return nil, err
	}
	states, err := provider.Status(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the state of the migrations: %w", err)
	}
	list := make([]Migration, 0, len(states))
	for _, s := range states {
		list = append(list, Migration{Version: s.Source.Version, File: s.Source.Path, AppliedAt: s.AppliedAt})
	}
	return list, nil
}

// newProvider locks with a leased row rather than an advisory lock, which
// would not survive a transaction-mode pooler. A process killed at work leaves
// a lease that ends by itself.
func newProvider(db *sql.DB) (*goose.Provider, error) {
	locker, err := lock.NewPostgresTableLocker(
		lock.WithTableLeaseDuration(15*time.Second),
		lock.WithTableHeartbeatInterval(3*time.Second),
		lock.WithTableLockTimeout(200*time.Millisecond, 5*60*5), // five minutes
		lock.WithTableLogger(slog.New(slog.DiscardHandler)),
	)
	if err != nil {
		return nil, fmt.Errorf("prepare the migration lock: %w", err)
	}
	provider, err := goose.NewProvider(goose.DialectPostgres, db, files,
		goose.WithLocker(locker),
		goose.WithSlog(slog.New(slog.DiscardHandler)),
		goose.WithDisableGlobalRegistry(true),
	)
	if err != nil {
		return nil, fmt.Errorf("read the migrations: %w", err)
	}
	return provider, nil
}

func refuseNewer(ctx context.Context, provider *goose.Provider) error {
	current, ours, err := provider.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("read the schema version: %w", err)
	}
	if current > ours {
		return fmt.Errorf("%w: schema %d, service %d", ErrNewer, current, ours)
	}
	return nil
}
