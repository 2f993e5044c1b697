package postgres

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/jmoiron/sqlx"
)

// The wait after a failed sign-in doubles from one second; it stays short
// enough that whoever knows the password is never shut out by somebody who
// does not (after GlobaLeaks).
const (
	longestWait = 40 * time.Second
	forgetAfter = time.Hour
	// Refusals are counted longer, so that pauses do not begin the count anew:
	// the register gets an entry when their number has doubled.
	forgetRefusals = 24 * time.Hour
)

func loginWait(failures, free int, last time.Time) time.Time {
	if failures <= free {
		return time.Time{}
	}
	doublings := min(failures-free-1, 6)
	return last.Add(min(time.Second<<doublings, longestWait))
}

type failuresRow struct {
	Failures int       `db:"failures"`
	LastAt   time.Time `db:"last_at"`
}

// FailedLogin counts a failure for a key and tells until when that key must
// wait, the zero time for no wait: the first free ones have none. Failures are forgotten an hour after the last.
func (s *Store) FailedLogin(ctx context.Context, key string, free int, now time.Time) (time.Time, error) {
	var row failuresRow
	err := s.inService(ctx, "count a failed login", func(ctx context.Context, tx *sqlx.Tx) error {
		// Under attack by names that do not exist, the table holds an hour of them.
		const forget = `DELETE FROM login_failures WHERE last_at < $1`
		if _, err := tx.ExecContext(ctx, forget, now.Add(-forgetAfter)); err != nil {
			return err
		}
		return countFailure(ctx, tx, key, now, &row)
	})
	if err != nil {
		return time.Time{}, err
	}
	return loginWait(row.Failures, free, row.LastAt.UTC()), nil
}

func countFailure(ctx context.Context, tx *sqlx.Tx, key string, at time.Time, row *failuresRow) error {
	const count = `
		INSERT INTO login_failures (key, failures, last_at) VALUES ($1, 1, $2)
		ON CONFLICT (key) DO UPDATE
		SET failures = login_failures.failures + 1, last_at = greatest(login_failures.last_at, excluded.last_at)
		RETURNING failures, last_at`
	return tx.GetContext(ctx, row, count, key, at)
}

// CountRefusal counts a refused sign-in for a key, and tells how many there
// were; they are forgotten a day after the last. It is dated ahead, in the
// table whose rows are forgotten an hour after their date.
func (s *Store) CountRefusal(ctx context.Context, key string, now time.Time) (int, error) {
	var row failuresRow
	err := s.inService(ctx, "count a refused sign-in", func(ctx context.Context, tx *sqlx.Tx) error {
		const forget = `DELETE FROM login_failures WHERE last_at < $1`
		if _, err := tx.ExecContext(ctx, forget, now.Add(-forgetAfter)); err != nil {
			return err
		}
		return countFailure(ctx, tx, key, now.Add(forgetRefusals-forgetAfter), &row)
	})
	return row.Failures, err
}

// LoginWait tells until when a key must wait; a time that is past, or the zero
// time, is no wait.
func (s *Store) LoginWait(ctx context.Context, key string, free int) (time.Time, error) {
	var row failuresRow
	err := s.readService(ctx, "read the login wait", func(ctx context.Context, tx *sqlx.Tx) error {
		row = failuresRow{}
		const query = `SELECT failures, last_at FROM login_failures WHERE key = $1`
		if err := tx.GetContext(ctx, &row, query, key); !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		return nil
	})
	if err != nil {
		return time.Time{}, err
	}
	return loginWait(row.Failures, free, row.LastAt.UTC()), nil
}

// ClearLogins forgets the failures of a key.
func (s *Store) ClearLogins(ctx context.Context, key string) error {
	return s.inService(ctx, "clear failed logins", func(ctx context.Context, tx *sqlx.Tx) error {
		const statement = `DELETE FROM login_failures WHERE key = $1`
		_, err := tx.ExecContext(ctx, statement, key)
		return err
	})
}
