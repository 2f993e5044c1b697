package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"

	"constat/survey/postgres/archive"
)

// BackupPlan says how a backup is made.
type BackupPlan struct {
	Service  string // program and version, for the file's header
	Made     time.Time
	To       []archive.Recipient   // encrypted to them; none = in clear
	Progress func(done, all int64) // rows; nil = nobody looks
}

// Backup writes all that the database holds at one moment, while others go on
// writing. db connects as the owner of the tables (the role that migrates): row-
// level security lets only that one read everything. It gives what was written.
func Backup(ctx context.Context, db *sql.DB, w io.Writer, plan BackupPlan) (archive.Header, archive.Manifest, error) {
	var h archive.Header
	var m archive.Manifest
	tx, err := sqlx.NewDb(db, "postgres").BeginTxx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	if err != nil {
		return h, m, fault("begin the backup", err)
	}
	defer tx.Rollback() // it only reads
	b := backup{tx: tx, plan: plan}
	if h, err = b.header(ctx); err != nil {
		return h, m, fault("look at what to back up", err)
	}
	file, err := archive.New(w, h, plan.To)
	if err != nil {
		return h, m, err
	}
	for _, t := range h.Tables {
		if err := b.table(ctx, file, t.Name); err != nil {
			return h, m, fault("back up table "+t.Name, err)
		}
	}
	last, err := sequences(ctx, tx, h.Tables)
	if err != nil {
		return h, m, fault("back up the sequences", err)
	}
	m, err = file.Close(last)
	return h, m, err
}

// ErrNotOwner says that the role may not read all that a backup holds.
var ErrNotOwner = errors.New("a backup is made by the owner of the tables, after the migrations")

type backup struct {
	tx        *sqlx.Tx
	plan      BackupPlan
	done, all int64
}

func (b *backup) header(ctx context.Context) (archive.Header, error) {
	h := archive.Header{Service: b.plan.Service, Made: b.plan.Made.UTC().Truncate(time.Second)}
	if _, err := b.tx.ExecContext(ctx, exactText); err != nil {
		return h, err
	}
	if err := mayReadAll(ctx, b.tx); err != nil {
		return h, err
	}
	var err error
	if h.Schema, err = schemaVersion(ctx, b.tx); err != nil {
		return h, err
	}
	if h.Tables, err = backupTables(ctx, b.tx); err != nil {
		return h, err
	}
	for _, t := range h.Tables {
		n, err := rowCount(ctx, b.tx, t.Name)
		if err != nil {
			return h, err
		}
		b.all += n
	}
	return h, nil
}

// mayReadAll refuses a role from which row-level security would hide rows: they
// would be missing in silence.
func mayReadAll(ctx context.Context, tx *sqlx.Tx) error {
	const query = `
		SELECT c.relname FROM pg_class c
		WHERE c.relkind IN ('r', 'p') AND c.relnamespace = CAST(current_schema() AS regnamespace)
		  AND c.relname NOT LIKE 'goose%'
		  AND row_security_active(c.oid)
		  AND NOT EXISTS (SELECT FROM pg_policy p, unnest(p.polroles) r
		                  WHERE p.polrelid = c.oid AND p.polname = 'backup' AND pg_has_role(r, 'USAGE'))
		ORDER BY c.relname LIMIT 1`
	var hidden string
	err := tx.GetContext(ctx, &hidden, query)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	return fmt.Errorf("%w: table %s is closed to this role", ErrNotOwner, hidden)
}

func schemaVersion(ctx context.Context, tx *sqlx.Tx) (version int64, err error) {
	const query = `SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied`
	err = tx.GetContext(ctx, &version, query)
	if pq.As(err, pqerror.UndefinedTable) != nil {
		return 0, fmt.Errorf("%w: no schema yet", ErrNotOwner)
	}
	return version, err
}

func rowCount(ctx context.Context, tx *sqlx.Tx, table string) (n int64, err error) {
	err = tx.GetContext(ctx, &n, `SELECT count(*) FROM `+pq.QuoteIdentifier(table))
	return n, err
}

func (b *backup) table(ctx context.Context, file *archive.Writer, name string) error {
	if err := file.Table(name); err != nil {
		return err
	}
	return eachRow(ctx, b.tx, name, func(row string) error {
		b.done++
		if b.plan.Progress != nil {
			b.plan.Progress(b.done, b.all)
		}
		return file.Row(row)
	})
}
