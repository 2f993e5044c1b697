package postgres

import (
	"context"
	"fmt"
	"strings"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"constat/survey"
)

type agentRow struct {
	ID       string         `db:"id"`
	Login    string         `db:"login"`
	Name     string         `db:"name"`
	Role     string         `db:"role"`
	Password string         `db:"password"`
	Disabled bool           `db:"disabled"`
	Networks pq.StringArray `db:"networks"`
}

func (r agentRow) agent() survey.Agent {
	return survey.Agent{
		ID: r.ID, Login: r.Login, Name: r.Name, Role: survey.Role(r.Role),
		Networks: r.Networks, Password: r.Password, Disabled: r.Disabled,
	}
}

// CreateAgent adds an account; ErrConflict when the login is taken,
// ErrNotFound when a network is unknown. An empty identifier is made.
func (s *Store) CreateAgent(ctx context.Context, a survey.Agent, by survey.AuditEntry) error {
	id, err := orNew(a.ID)
	if err != nil {
		return fmt.Errorf("create an agent: %w", err)
	}
	a.ID = id
	return s.inService(ctx, "create an agent", func(ctx context.Context, tx *sqlx.Tx) error {
		if err := insertAgent(ctx, tx, a); err != nil {
			return err
		}
		if err := insertAgentNetworks(ctx, tx, a); err != nil {
			return err
		}
		if err := recordIn(ctx, tx, a.Networks, "agent.join", by); err != nil {
			return err
		}
		return record(ctx, tx, by.Network, by)
	})
}

func insertAgent(ctx context.Context, tx *sqlx.Tx, a survey.Agent) error {
	const statement = `
		INSERT INTO agents (id, login, name, role, password, disabled)
		VALUES ($1, $2, $3, $4, $5, $6)`
	_, err := tx.ExecContext(ctx, statement, a.ID, foldLogin(a.Login), a.Name, string(a.Role), a.Password, a.Disabled)
	return err
}

func insertAgentNetworks(ctx context.Context, tx *sqlx.Tx, a survey.Agent) error {
	const statement = `
		INSERT INTO agent_networks (agent_id, network_id)
		SELECT CAST($1 AS uuid), slug FROM unnest(CAST($2 AS text[])) AS slug
		ON CONFLICT (agent_id, network_id) DO NOTHING`
	_, err := tx.ExecContext(ctx, statement, a.ID, pq.Array(a.Networks))
	return err
}

// foldLogin is the form in which logins are stored and compared.
func foldLogin(login string) string { return strings.ToLower(strings.TrimSpace(login)) }

// AgentByLogin finds an account by login, case-insensitively, or ErrNotFound.
// A disabled account is found too, and says so.
func (s *Store) AgentByLogin(ctx context.Context, login string) (survey.Agent, error) {
	var row agentRow
	err := s.readService(ctx, "find an agent", func(ctx context.Context, tx *sqlx.Tx) error {
		const query = `
			SELECT a.id, a.login, a.name, a.role, a.password, a.disabled,
			       ARRAY(SELECT n.network_id FROM agent_networks n
			             WHERE n.agent_id = a.id ORDER BY n.network_id) AS networks
			FROM agents a
			WHERE a.login = $1`
		return tx.GetContext(ctx, &row, query, foldLogin(login))
	})
	return row.agent(), err
}

// AnyPassword tells whether somebody can sign in: an enabled account has a
// password.
func (s *Store) AnyPassword(ctx context.Context) (bool, error) {
	var any bool
	err := s.readService(ctx, "look for a password", func(ctx context.Context, tx *sqlx.Tx) error {
		const query = `SELECT EXISTS (SELECT FROM agents WHERE password <> '' AND NOT disabled)`
		return tx.GetContext(ctx, &any, query)
	})
	return any, err
}

// Agents lists the accounts by login, passwords left out.
func (s *Store) Agents(ctx context.Context) ([]survey.Agent, error) {
	var rows []agentRow
	err := s.readService(ctx, "list the agents", func(ctx context.Context, tx *sqlx.Tx) error {
		rows = nil
		const query = `
			SELECT a.id, a.login, a.name, a.role, a.disabled,
			       ARRAY(SELECT n.network_id FROM agent_networks n
			             WHERE n.agent_id = a.id ORDER BY n.network_id) AS networks
			FROM agents a
			ORDER BY a.login`
		return tx.SelectContext(ctx, &rows, query)
	})
	agents := make([]survey.Agent, 0, len(rows))
	for _, r := range rows {
		agents = append(agents, r.agent())
	}
	return agents, err
}

// SetPassword stores an encoded password and ends the agent's sessions.
func (s *Store) SetPassword(ctx context.Context, agentID, encoded string, by survey.AuditEntry) error {
	return s.changeAgent(ctx, "set a password", agentID, by, func(ctx context.Context, tx *sqlx.Tx) error {
		return updatePassword(ctx, tx, agentID, encoded)
	})
}

// changeAgent runs a change after which the agent must sign in again.
func (s *Store) changeAgent(ctx context.Context, what, agentID string, by survey.AuditEntry, change work) error {
	if _, err := known(agentID); err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return s.inService(ctx, what, func(ctx context.Context, tx *sqlx.Tx) error {
		if err := change(ctx, tx); err != nil {
			return err
		}
		if err := endSessions(ctx, tx, agentID); err != nil {
			return err
		}
		return record(ctx, tx, by.Network, by)
	})
}

func updatePassword(ctx context.Context, tx *sqlx.Tx, agentID, encoded string) error {
	const statement = `UPDATE agents SET password = $2 WHERE id = $1`
	return found(tx.ExecContext(ctx, statement, agentID, encoded))
}

func endSessions(ctx context.Context, tx *sqlx.Tx, agentID string) error {
	const statement = `DELETE FROM sessions WHERE agent_id = $1`
	_, err := tx.ExecContext(ctx, statement, agentID)
	return err
}
