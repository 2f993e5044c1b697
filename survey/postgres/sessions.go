package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"constat/survey"
)

// StartSession keeps a session, and forgets those that Session would not find
// any more with the same limits.
func (s *Store) StartSession(ctx context.Context, started survey.Session, idleSince, bornSince time.Time, by survey.AuditEntry) error {
	if _, err := known(started.AgentID); err != nil {
		return fmt.Errorf("start a session: %w", err)
	}
	return s.inService(ctx, "start a session", func(ctx context.Context, tx *sqlx.Tx) error {
		const forget = `DELETE FROM sessions WHERE seen_at < $1 OR created_at < $2`
		if _, err := tx.ExecContext(ctx, forget, idleSince, bornSince); err != nil {
			return err
		}
		if err := insertSession(ctx, tx, started); err != nil {
			return err
		}
		return record(ctx, tx, by.Network, by)
	})
}

func insertSession(ctx context.Context, tx *sqlx.Tx, started survey.Session) error {
	const statement = `
		INSERT INTO sessions (token_hash, agent_id, created_at, seen_at)
		SELECT $1, a.id, $3, $4 FROM agents a WHERE a.id = $2 AND NOT a.disabled`
	return found(tx.ExecContext(ctx, statement, started.TokenHash[:], started.AgentID, started.CreatedAt, started.SeenAt))
}

type sessionRow struct {
	agentRow
	CreatedAt time.Time `db:"created_at"`
	SeenAt    time.Time `db:"seen_at"`
}

// Session finds a session with its agent, password left out, or ErrNotFound
// when it is idle since before idleSince or older than bornSince.
func (s *Store) Session(ctx context.Context, hash [32]byte, idleSince, bornSince time.Time) (survey.Session, survey.Agent, error) {
	var row sessionRow
	err := s.readService(ctx, "find a session", func(ctx context.Context, tx *sqlx.Tx) error {
		const query = `
			SELECT s.created_at, s.seen_at, a.id, a.login, a.name, a.role, a.disabled,
			       ARRAY(SELECT n.network_id FROM agent_networks n
			             WHERE n.agent_id = a.id ORDER BY n.network_id) AS networks
			FROM sessions s
			JOIN agents a ON a.id = s.agent_id
			WHERE s.token_hash = $1 AND s.seen_at >= $2 AND s.created_at >= $3 AND NOT a.disabled`
		return tx.GetContext(ctx, &row, query, hash[:], idleSince, bornSince)
	})
	if err != nil {
		return survey.Session{}, survey.Agent{}, err
	}
	session := survey.Session{
		TokenHash: hash, AgentID: row.ID,
		CreatedAt: row.CreatedAt.UTC(), SeenAt: row.SeenAt.UTC(),
	}
	return session, row.agent(), nil
}

// TouchSession notes that a session is in use, or ErrNotFound.
func (s *Store) TouchSession(ctx context.Context, hash [32]byte, now time.Time) error {
	return s.inService(ctx, "touch a session", func(ctx context.Context, tx *sqlx.Tx) error {
		const statement = `UPDATE sessions SET seen_at = $2 WHERE token_hash = $1`
		return found(tx.ExecContext(ctx, statement, hash[:], now))
	})
}

// EndSession forgets a session; one that is gone already is no error.
func (s *Store) EndSession(ctx context.Context, hash [32]byte) error {
	return s.inService(ctx, "end a session", func(ctx context.Context, tx *sqlx.Tx) error {
		const statement = `DELETE FROM sessions WHERE token_hash = $1`
		_, err := tx.ExecContext(ctx, statement, hash[:])
		return err
	})
}
