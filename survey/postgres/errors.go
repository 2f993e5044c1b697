package postgres

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"

	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"

	"constat/survey"
)

// serverError is what may be said of an error of PostgreSQL: its messages
// quote values, and an answer must never reach a log.
type serverError struct {
	code              pqerror.Code
	table, constraint string
}

func (e *serverError) Error() string {
	text := "PostgreSQL " + string(e.code) + " " + e.code.Name()
	if e.table != "" {
		text += ", table " + e.table
	}
	if e.constraint != "" {
		text += ", constraint " + e.constraint
	}
	return text
}

// commitError is a failure of COMMIT itself. When the connection broke there,
// nobody knows whether the transaction stands.
type commitError struct{ err error }

func (e *commitError) Error() string { return "commit: " + e.err.Error() }
func (e *commitError) Unwrap() error { return e.err }

// meanings is what an error of PostgreSQL means for a caller of the Store. A
// row that is referred to and missing is something the caller did not find.
var meanings = map[pqerror.Code]error{
	pqerror.UniqueViolation:          survey.ErrConflict,
	pqerror.ForeignKeyViolation:      survey.ErrNotFound,
	pqerror.CharacterNotInRepertoire: survey.ErrBadText,
	pqerror.UntranslatableCharacter:  survey.ErrBadText,
	pqerror.QueryCanceled:            survey.ErrUnavailable, // the statement timeout
	pqerror.TRSerializationFailure:   survey.ErrUnavailable,
	pqerror.TRDeadlockDetected:       survey.ErrUnavailable,
	pqerror.TooManyConnections:       survey.ErrUnavailable,
	pqerror.DiskFull:                 survey.ErrUnavailable,
	pqerror.ReadOnlySQLTransaction:   survey.ErrUnavailable, // a standby
	pqerror.LockNotAvailable:         survey.ErrUnavailable,
	pqerror.AdminShutdown:            survey.ErrUnavailable,
	pqerror.CrashShutdown:            survey.ErrUnavailable,
	pqerror.CannotConnectNow:         survey.ErrUnavailable,
	pqerror.IdleSessionTimeout:       survey.ErrUnavailable,
}

// fault says what was being done and what the failure means, without values.
func fault(what string, err error) error {
	server := pq.As(err)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return fmt.Errorf("%s: %w", what, survey.ErrNotFound)
	case server != nil:
		known := &serverError{code: server.Code, table: server.Table, constraint: server.Constraint}
		if meaning, ok := meanings[server.Code]; ok {
			return fmt.Errorf("%s: %w (%w)", what, meaning, known)
		}
		return fmt.Errorf("%s: %w", what, known)
	case lost(err), errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("%s: %w: %w", what, survey.ErrUnavailable, err)
	}
	return fmt.Errorf("%s: %w", what, err)
}

// fault is the function of that name, knowing that what cannot be written
// cannot be found either.
func (a act) fault(err error) error {
	if a.readOnly && pq.As(err, pqerror.CharacterNotInRepertoire) != nil {
		return fmt.Errorf("%s: %w", a.what, survey.ErrNotFound)
	}
	return fault(a.what, err)
}

// mayRetry tells whether running the transaction again can help and is safe.
func (a act) mayRetry(err error) bool {
	if pq.As(err, pqerror.TRSerializationFailure, pqerror.TRDeadlockDetected, pqerror.FeatureNotSupported) != nil {
		return true // the last one: "cached plan must not change result type", after a migration
	}
	if !lost(err) {
		return false
	}
	var commit *commitError
	return a.replay || !errors.As(err, &commit)
}

// lost tells whether the connection to PostgreSQL is what failed.
func lost(err error) bool {
	if server := pq.As(err); server != nil {
		switch server.Code {
		case pqerror.AdminShutdown, pqerror.CrashShutdown, pqerror.CannotConnectNow, pqerror.TooManyConnections:
			return true
		}
		return server.Code.Class() == pqerror.ClassConnectionException
	}
	var network *net.OpError
	return errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.As(err, &network)
}
