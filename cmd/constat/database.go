package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"constat/migrations"
	"constat/survey/postgres"
	"constat/survey/postgres/private"
)

// database is where the service keeps everything: the one of DATABASE_URL,
// else the private PostgreSQL of a data folder.
type database struct {
	ownerDSN string // may change the schema
	appDSN   string // works
	cluster  *private.Cluster
}

// findDatabase looks at DATABASE_URL first. start is private.Start for the
// service, which refuses a folder that another one uses, and private.Join for
// a command, which works beside it.
func findDatabase(p *program, dataDir string, log *slog.Logger,
	start func(context.Context, private.Config) (*private.Cluster, error)) (*database, error) {
	if url := p.getenv("DATABASE_URL"); url != "" {
		return &database{ownerDSN: url, appDSN: url}, nil
	}
	cluster, err := start(p.ctx, private.Config{Dir: dataDir, Binaries: p.getenv("CONSTAT_POSTGRES_BIN"), Log: log, Getenv: p.getenv})
	if err != nil {
		return nil, err
	}
	return &database{ownerDSN: cluster.OwnerDSN(), appDSN: cluster.AppDSN(), cluster: cluster}, nil
}

func (d *database) stop() error {
	if d.cluster == nil {
		return nil
	}
	return d.cluster.Stop()
}

// store migrates the database and opens it.
func (d *database) store(ctx context.Context) (*postgres.Store, error) {
	if err := d.migrate(ctx); err != nil {
		return nil, err
	}
	return postgres.Open(ctx, postgres.Config{DSN: d.appDSN})
}

func (d *database) migrate(ctx context.Context) (err error) {
	db, err := postgres.Connect(d.ownerDSN)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := postgres.CheckUser(ctx, db); err != nil {
		return err
	}
	return explainNewer(migrations.Up(ctx, db))
}

func (d *database) migrationStatus(ctx context.Context) (list []migrations.Migration, err error) {
	db, err := postgres.Connect(d.ownerDSN)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	list, err = migrations.Status(ctx, db)
	return list, explainNewer(err)
}

func explainNewer(err error) error {
	if errors.Is(err, migrations.ErrNewer) {
		return fmt.Errorf("cette base a été mise à jour par une version plus récente de constat : installez celle-ci ou une suivante. Rien n’a été modifié (%w)", err)
	}
	return err
}

// openStore opens the database for a command, beside a service that runs or
// not. stop closes it again.
func openStore(p *program, dataDir string) (store *postgres.Store, stop func() error, err error) {
	d, err := findDatabase(p, dataDir, p.commandLog(), private.Join)
	if err != nil {
		return nil, nil, err
	}
	return d.open(p.ctx)
}

// openServiceStore opens the database for the service itself.
func openServiceStore(p *program, dataDir string, log *slog.Logger) (d *database, store *postgres.Store, stop func() error, err error) {
	d, err = findDatabase(p, dataDir, log, private.Start)
	if err != nil {
		return nil, nil, nil, err
	}
	store, stop, err = d.open(p.ctx)
	return d, store, stop, err
}

func (d *database) open(ctx context.Context) (*postgres.Store, func() error, error) {
	store, err := d.store(ctx)
	if err != nil {
		return nil, nil, errors.Join(err, d.stop())
	}
	return store, func() error { return errors.Join(store.Close(), d.stop()) }, nil
}

// commandLog keeps a command quiet: what it did is its own output.
func (p *program) commandLog() *slog.Logger {
	return slog.New(slog.NewTextHandler(p.stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
}
