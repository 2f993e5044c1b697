package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"

	"constat/migrations"
	"constat/survey/postgres/archive"
)

// Why a backup is not restored. The database is as it was.
var (
	ErrNotEmpty  = errors.New("the database holds something already")
	ErrRestoring = errors.New("another restore is at work in this database")
	ErrOtherForm = errors.New("the backup's tables are not those of its schema version")
)

// Restore fills an empty database with a backup: the schema of the backup's
// version, all rows in one transaction, then the migrations since. read goes
// through the file (archive.Read); rows are read back and compared with its
// manifest before anything is committed. db connects as the owner.
func Restore(ctx context.Context, db *sql.DB, schema int64, read func(archive.Visitor) (archive.Manifest, error)) error {
	if err := refuseFull(ctx, db); err != nil {
		return err
	}
	if err := migrations.UpTo(ctx, db, schema); err != nil {
		return err
	}
	if err := fill(ctx, db, read); err != nil {
		return err
	}
	return migrations.Up(ctx, db)
}

// refuseFull accepts a database without tables, or whose tables are all empty
// and all readable.
func refuseFull(ctx context.Context, db *sql.DB) error {
	tx, err := sqlx.NewDb(db, "postgres").BeginTxx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return fault("look whether the database is empty", err)
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, exactText); err != nil {
		return fault("look whether the database is empty", err)
	}
	if err := waitBriefly(ctx, tx); err != nil {
		return err
	}
	tables, err := backupTables(ctx, tx)
	if err != nil {
		return fault("list the tables", err)
	}
	if err := mayReadAll(ctx, tx); errors.Is(err, ErrNotOwner) {
		return fmt.Errorf("%w (%w)", ErrNotEmpty, err) // an older schema, or somebody else's
	} else if err != nil {
		return fault("look whether the database is empty", err)
	}
	return refuseRows(ctx, tx, tables)
}

func refuseRows(ctx context.Context, tx *sqlx.Tx, tables []archive.Table) error {
	for _, t := range tables {
		n, err := rowCount(ctx, tx, t.Name)
		if err != nil {
			return lockFault("count table "+t.Name, err)
		}
		if n > 0 {
			return fmt.Errorf("%w: table %s", ErrNotEmpty, t.Name)
		}
	}
	return nil
}

// waitBriefly bounds the wait for tables that another restore holds.
func waitBriefly(ctx context.Context, tx *sqlx.Tx) error {
	const query = `SELECT set_config('lock_timeout', '3000', true)`
	if _, err := tx.ExecContext(ctx, query); err != nil {
		return fault("bound the wait for locks", err)
	}
	return nil
}

// lockFault is fault, where a table that is held means another restore.
func lockFault(what string, err error) error {
	if pq.As(err, pqerror.LockNotAvailable) != nil {
		return ErrRestoring
	}
	return fault(what, err)
}

func fill(ctx context.Context, db *sql.DB, read func(archive.Visitor) (archive.Manifest, error)) error {
	tx, err := sqlx.NewDb(db, "postgres").BeginTxx(ctx, nil)
	if err != nil {
		return fault("begin the restore", err)
	}
	defer tx.Rollback() // after Commit it does nothing
	if _, err := tx.ExecContext(ctx, exactText); err != nil {
		return fault("begin the restore", err)
	}
	if err := waitBriefly(ctx, tx); err != nil {
		return err
	}
	f := &filler{ctx: ctx, tx: tx}
	m, err := read(f)
	if err != nil {
		return err
	}
	if err := f.compare(m); err != nil {
		return err
	}
	if err := f.continueSequences(m.Sequences); err != nil {
		return fault("set the sequences", err)
	}
	if err := f.wall("FORCE"); err != nil {
		return fault("close the tables again", err)
	}
	if err := tx.Commit(); err != nil {
		return fault("commit the restore", err)
	}
	return nil
}

// filler is the archive's visitor: it inserts. The context is in it because the
// archive calls it.
type filler struct {
	ctx    context.Context
	tx     *sqlx.Tx
	tables []archive.Table
}

// Begin opens the tables to their owner for the time of the transaction. That
// locks them, so that nobody else fills them meanwhile.
func (f *filler) Begin(h archive.Header) error {
	tables, err := backupTables(f.ctx, f.tx)
	if err != nil {
		return fault("list the tables", err)
	}
	if !reflect.DeepEqual(tables, h.Tables) {
		return ErrOtherForm
	}
	f.tables = tables
	if err := f.wall("NO FORCE"); err != nil {
		return lockFault("open the tables", err)
	}
	return refuseRows(f.ctx, f.tx, tables)
}

func (f *filler) wall(force string) error {
	for _, t := range f.tables {
		if _, err := f.tx.ExecContext(f.ctx, `ALTER TABLE `+pq.QuoteIdentifier(t.Name)+` `+force+` ROW LEVEL SECURITY`); err != nil {
			return err
		}
	}
	return nil
}

// Rows inserts rows as PostgreSQL wrote them.
func (f *filler) Rows(table string, rows []string) error {
	name, columns := pq.QuoteIdentifier(table), f.columns(table)
	statement := `INSERT INTO ` + name + ` (` + columns + `) OVERRIDING SYSTEM VALUE SELECT ` + columns + ` FROM unnest(CAST($1 AS ` + name + `[]))`
	if _, err := f.tx.ExecContext(f.ctx, statement, pq.Array(rows)); err != nil {
		return fault("restore table "+table, err)
	}
	return nil
}

func (f *filler) columns(table string) string {
	var names []string
	for _, t := range f.tables {
		for _, c := range t.Columns {
			if t.Name == table {
				names = append(names, pq.QuoteIdentifier(c.Name))
			}
		}
	}
	return strings.Join(names, ", ")
}

// compare reads back what was inserted.
func (f *filler) compare(m archive.Manifest) error {
	for _, want := range m.Tables {
		tally := archive.NewTally()
		err := eachRow(f.ctx, f.tx, want.Name, func(row string) error {
			tally.Add(row)
			return nil
		})
		if err != nil {
			return fault("read back table "+want.Name, err)
		}
		if got := tally.Sum(want.Name); got != want {
			return fmt.Errorf("table %s reads back otherwise: %d rows of %d", want.Name, got.Rows, want.Rows)
		}
	}
	return nil
}

func (f *filler) continueSequences(list []archive.Sequence) error {
	const statement = `SELECT setval(CAST(pg_get_serial_sequence(quote_ident($1), $2) AS regclass), $3, $4)`
	for _, s := range list {
		if _, err := f.tx.ExecContext(f.ctx, statement, s.Table, s.Column, s.Last, s.Called); err != nil {
			return err
		}
	}
	return nil
}
