package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"constat/survey"
)

// CreateInvitation keeps the hash of a one-time link with which an agent
// chooses a password until expiry; ErrNotFound when the agent is unknown, or
// closed: the link would open nothing. It takes the place of the agent's
// earlier links; expired ones are forgotten.
func (s *Store) CreateInvitation(ctx context.Context, hash [32]byte, agentID string, expires time.Time, by survey.AuditEntry) error {
	if _, err := known(agentID); err != nil {
		return fmt.Errorf("create an invitation: %w", err)
	}
	return s.inService(ctx, "create an invitation", func(ctx context.Context, tx *sqlx.Tx) error {
		const forget = `DELETE FROM invitations WHERE agent_id = $1 OR expires_at <= $2`
		if _, err := tx.ExecContext(ctx, forget, agentID, by.At); err != nil {
			return err
		}
		const statement = `
			INSERT INTO invitations (token_hash, agent_id, expires_at)
			SELECT $1, a.id, $3 FROM agents a WHERE a.id = $2 AND NOT a.disabled`
		if err := found(tx.ExecContext(ctx, statement, hash[:], agentID, expires)); err != nil {
			return err
		}
		return record(ctx, tx, by.Network, by)
	})
}

// Invitation gives the agent of a valid, unused, unexpired link, or
// ErrNotFound, also when the account was closed since.
func (s *Store) Invitation(ctx context.Context, hash [32]byte, now time.Time) (survey.Agent, error) {
	var row agentRow
	err := s.readService(ctx, "find an invitation", func(ctx context.Context, tx *sqlx.Tx) error {
		const query = `
			SELECT a.id, a.login, a.name, a.role, a.disabled,
			       ARRAY(SELECT n.network_id FROM agent_networks n
			             WHERE n.agent_id = a.id ORDER BY n.network_id) AS networks
			FROM invitations i
			JOIN agents a ON a.id = i.agent_id
			WHERE i.token_hash = $1 AND i.expires_at > $2 AND NOT a.disabled`
		return tx.GetContext(ctx, &row, query, hash[:], now)
	})
	return row.agent(), err
}

// UseInvitation sets the password and burns the link, in one act; ErrNotFound
// when used or expired. Of two uses at the same time, one wins.
func (s *Store) UseInvitation(ctx context.Context, hash [32]byte, encoded string, now time.Time) error {
	return s.inService(ctx, "use an invitation", func(ctx context.Context, tx *sqlx.Tx) error {
		agentID, err := burnInvitation(ctx, tx, hash, now)
		if err != nil {
			return err
		}
		if err := updatePassword(ctx, tx, agentID, encoded); err != nil {
			return err
		}
		if err := endSessions(ctx, tx, agentID); err != nil {
			return err
		}
		return record(ctx, tx, "", survey.AuditEntry{At: now, Agent: agentID, Action: "invitation.use", Object: agentID})
	})
}

func burnInvitation(ctx context.Context, tx *sqlx.Tx, hash [32]byte, now time.Time) (agentID string, err error) {
	const statement = `
		DELETE FROM invitations
		WHERE token_hash = $1 AND expires_at > $2
		  AND EXISTS (SELECT FROM agents a WHERE a.id = agent_id AND NOT a.disabled)
		RETURNING agent_id`
	err = tx.GetContext(ctx, &agentID, statement, hash[:], now)
	return agentID, err
}
