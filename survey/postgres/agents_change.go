package postgres

import (
	"context"
	"fmt"
	"slices"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"constat/survey"
)

// What becomes of an account after it was made. Each act is in the register of
// every network that the account sees, where its leads read who comes and goes.

// DisableAgent closes an account and ends its sessions. Its one-time links are
// void: they must not open it if it is opened again.
func (s *Store) DisableAgent(ctx context.Context, agentID string, by survey.AuditEntry) error {
	return s.changeAgent(ctx, "disable an agent", agentID, by, func(ctx context.Context, tx *sqlx.Tx) error {
		if err := setDisabled(ctx, tx, agentID, true); err != nil {
			return err
		}
		const statement = `DELETE FROM invitations WHERE agent_id = $1`
		if _, err := tx.ExecContext(ctx, statement, agentID); err != nil {
			return err
		}
		return recordForAgent(ctx, tx, agentID, by)
	})
}

// EnableAgent opens a closed account again, with the password that it had.
func (s *Store) EnableAgent(ctx context.Context, agentID string, by survey.AuditEntry) error {
	return s.changeAgent(ctx, "enable an agent", agentID, by, func(ctx context.Context, tx *sqlx.Tx) error {
		if err := setDisabled(ctx, tx, agentID, false); err != nil {
			return err
		}
		return recordForAgent(ctx, tx, agentID, by)
	})
}

func setDisabled(ctx context.Context, tx *sqlx.Tx, agentID string, disabled bool) error {
	const statement = `UPDATE agents SET disabled = $2 WHERE id = $1`
	return found(tx.ExecContext(ctx, statement, agentID, disabled))
}

// ChangeAgent gives an account another login, name, role and networks, and ends
// its sessions when it loses something. ErrConflict when the login is taken,
// ErrNotFound when the account or a network is unknown.
func (s *Store) ChangeAgent(ctx context.Context, changed survey.Agent, by survey.AuditEntry) error {
	if _, err := known(changed.ID); err != nil {
		return fmt.Errorf("change an agent: %w", err)
	}
	return s.inService(ctx, "change an agent", func(ctx context.Context, tx *sqlx.Tx) error {
		before, err := lockAgent(ctx, tx, changed.ID)
		if err != nil {
			return err
		}
		if err := updateAgent(ctx, tx, changed); err != nil {
			return err
		}
		if err := replaceAgentNetworks(ctx, tx, changed); err != nil {
			return err
		}
		if before.Loses(changed) {
			if err := endSessions(ctx, tx, changed.ID); err != nil {
				return err
			}
		}
		return recordChange(ctx, tx, before, changed, by)
	})
}

// lockAgent reads an account and holds it until the transaction ends.
func lockAgent(ctx context.Context, tx *sqlx.Tx, agentID string) (survey.Agent, error) {
	const query = `
		SELECT a.id, a.login, a.name, a.role, a.disabled,
		       ARRAY(SELECT n.network_id FROM agent_networks n
		             WHERE n.agent_id = a.id ORDER BY n.network_id) AS networks
		FROM agents a
		WHERE a.id = $1
		FOR UPDATE OF a`
	var row agentRow
	err := tx.GetContext(ctx, &row, query, agentID)
	return row.agent(), err
}

func updateAgent(ctx context.Context, tx *sqlx.Tx, a survey.Agent) error {
	const statement = `UPDATE agents SET login = $2, name = $3, role = $4 WHERE id = $1`
	return found(tx.ExecContext(ctx, statement, a.ID, foldLogin(a.Login), a.Name, string(a.Role)))
}

func replaceAgentNetworks(ctx context.Context, tx *sqlx.Tx, a survey.Agent) error {
	const statement = `DELETE FROM agent_networks WHERE agent_id = $1 AND NOT network_id = ANY (CAST($2 AS text[]))`
	if _, err := tx.ExecContext(ctx, statement, a.ID, pq.Array(append([]string{}, a.Networks...))); err != nil {
		return err
	}
	return insertAgentNetworks(ctx, tx, a)
}

// recordChange notes a change for the service, and in each network what it
// means there.
func recordChange(ctx context.Context, tx *sqlx.Tx, before, after survey.Agent, by survey.AuditEntry) error {
	var gained, kept, lost []string
	for _, n := range after.Networks {
		if slices.Contains(before.Networks, n) {
			kept = append(kept, n)
		} else {
			gained = append(gained, n)
		}
	}
	for _, n := range before.Networks {
		if !slices.Contains(after.Networks, n) {
			lost = append(lost, n)
		}
	}
	for _, part := range []struct {
		networks []string
		action   string
	}{{gained, "agent.join"}, {kept, by.Action}, {lost, "agent.leave"}} {
		if err := recordIn(ctx, tx, part.networks, part.action, by); err != nil {
			return err
		}
	}
	return record(ctx, tx, by.Network, by)
}

// recordForAgent notes an act on an account in each of its networks.
func recordForAgent(ctx context.Context, tx *sqlx.Tx, agentID string, by survey.AuditEntry) error {
	const query = `SELECT network_id FROM agent_networks WHERE agent_id = $1 ORDER BY network_id`
	var networks []string
	if err := tx.SelectContext(ctx, &networks, query, agentID); err != nil {
		return err
	}
	return recordIn(ctx, tx, networks, by.Action, by)
}

// recordIn notes an act in the register of each network, under one action.
func recordIn(ctx context.Context, tx *sqlx.Tx, networks []string, action string, by survey.AuditEntry) error {
	by.Action = action
	for _, n := range networks {
		if err := record(ctx, tx, n, by); err != nil {
			return err
		}
	}
	return nil
}
