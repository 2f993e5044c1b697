package postgres

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
)

// scope is what a transaction may touch. The policies of migrations read it.
type scope struct {
	name    string // "network", "respondent" or "service"
	network string // slug
	receipt string // hash of the receipt, in hexadecimal
	// instance is a submission's identifier, which its sender knows.
	instance string
}

// act is one transaction: what it does (for errors), what it may touch and
// what it needs.
type act struct {
	what     string
	scope    scope
	readOnly bool
	// replay tells that running it again after it was committed changes
	// nothing: it is, when the connection broke at the commit.
	replay bool
}

// work is the body of a transaction. It may run several times, so it must have
// no other effect than its statements and the variables that it sets anew.
type work func(ctx context.Context, tx *sqlx.Tx) error

// inNetwork runs a transaction in one network; there is no other way to a
// network's rows.
func (s *Store) inNetwork(ctx context.Context, what, network string, do work) error {
	return s.transact(ctx, act{what: what, scope: scope{name: "network", network: network}}, do)
}

// readNetwork is inNetwork for an act that writes nothing.
func (s *Store) readNetwork(ctx context.Context, what, network string, do work) error {
	return s.transact(ctx, act{what: what, scope: scope{name: "network", network: network}, readOnly: true, replay: true}, do)
}

// asRespondent runs a transaction that can add to one receipt's submissions
// and read only those.
func (s *Store) asRespondent(ctx context.Context, what, network string, receipt []byte, do work) error {
	own := scope{name: "respondent", network: network, receipt: hex.EncodeToString(receipt)}
	return s.transact(ctx, act{what: what, scope: own, replay: true}, do)
}

// readRespondent reads what whoever has a campaign's link may know.
func (s *Store) readRespondent(ctx context.Context, what, network string, do work) error {
	return s.transact(ctx, act{what: what, scope: scope{name: "respondent", network: network}, readOnly: true, replay: true}, do)
}

// readSent reads the submission that its sender names.
func (s *Store) readSent(ctx context.Context, what, network, instance string, do work) error {
	sent := scope{name: "respondent", network: network, instance: instance}
	return s.transact(ctx, act{what: what, scope: sent, readOnly: true, replay: true}, do)
}

// inService runs a transaction on accounts, which belong to no network.
func (s *Store) inService(ctx context.Context, what string, do work) error {
	return s.transact(ctx, act{what: what, scope: scope{name: "service"}}, do)
}

// readService is inService for an act that writes nothing.
func (s *Store) readService(ctx context.Context, what string, do work) error {
	return s.transact(ctx, act{what: what, scope: scope{name: "service"}, readOnly: true, replay: true}, do)
}

// actLimit bounds an act with its repetitions and the wait for a connection: a
// dead database is an error, never a page that does not come.
const actLimit = 10 * time.Second

// pauses are the waits before each new try.
var pauses = [...]time.Duration{5 * time.Millisecond, 50 * time.Millisecond, 250 * time.Millisecond}

func (s *Store) transact(ctx context.Context, a act, do work) error {
	limited, cancel := context.WithTimeout(ctx, actLimit)
	defer cancel()
	for try := 0; ; try++ {
		err := s.once(limited, a, do)
		if err == nil {
			return nil
		}
		if try == len(pauses) || !a.mayRetry(err) || !pause(limited, pauses[try]) {
			return a.fault(err)
		}
	}
}

func (s *Store) once(ctx context.Context, a act, do work) error {
	tx, err := s.begin(ctx, a)
	if err != nil {
		return err
	}
	defer tx.Rollback() // after Commit it does nothing
	if err := do(ctx, tx); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return &commitError{err}
	}
	return nil
}

// setScope lasts until the transaction ends and no longer ("true"): the next
// borrower of the connection sees nothing. A statement may take five seconds.
const setScope = `
	SELECT set_config('role', 'constat_app', true),
	       set_config('app.network', $1, true),
	       set_config('app.scope', $2, true),
	       set_config('app.receipt', $3, true),
	       set_config('app.instance', $4, true),
	       set_config('statement_timeout', '5000', true)`

func (s *Store) begin(ctx context.Context, a act) (*sqlx.Tx, error) {
	tx, err := s.db.BeginTxx(ctx, &sql.TxOptions{ReadOnly: a.readOnly})
	if err != nil {
		return nil, err
	}
	_, err = tx.StmtxContext(ctx, s.scopeStatement).ExecContext(ctx, a.scope.network, a.scope.name, a.scope.receipt, a.scope.instance)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("take scope %s: %w", a.scope.name, err), tx.Rollback())
	}
	return tx, nil
}

func pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
