package postgres

import (
	"context"
	"time"

	"github.com/jmoiron/sqlx"

	"constat/survey"
)

// Record adds an audit entry for an act that changes nothing else.
func (s *Store) Record(ctx context.Context, e survey.AuditEntry) error {
	write := func(ctx context.Context, tx *sqlx.Tx) error { return record(ctx, tx, e.Network, e) }
	if e.Network == "" {
		return s.inService(ctx, "record "+e.Action, write)
	}
	return s.inNetwork(ctx, "record "+e.Action, e.Network, write)
}

// record adds the audit entry of the act that the transaction does. The
// network is the transaction's, whatever the entry says.
func record(ctx context.Context, tx *sqlx.Tx, network string, e survey.AuditEntry) error {
	const statement = `
		INSERT INTO audit (network_id, at, agent, action, object, reason)
		VALUES ($1, $2, $3, $4, $5, $6)`
	_, err := tx.ExecContext(ctx, statement, network, e.At, e.Agent, e.Action, e.Object, e.Reason)
	return err
}

// auditRow has the fields of survey.AuditEntry, in order.
type auditRow struct {
	At      time.Time `db:"at"`
	Agent   string    `db:"agent"`
	Network string    `db:"network_id"`
	Action  string    `db:"action"`
	Object  string    `db:"object"`
	Reason  string    `db:"reason"`
}

// AuditOfAgents lists the acts of accounts, of commands and of the service, newest
// first; network "" lists those that concern none.
func (s *Store) AuditOfAgents(ctx context.Context, network string, limit int) ([]survey.AuditEntry, error) {
	const query = `
		SELECT network_id, at, agent, action, object, reason
		FROM audit
		WHERE network_id = $1 AND action NOT LIKE 'submission.%' AND action <> 'form.trial'
		ORDER BY at DESC, id
		LIMIT $2`
	return s.audit(ctx, query, network, limit)
}

func (s *Store) audit(ctx context.Context, query, network string, limit int) ([]survey.AuditEntry, error) {
	var rows []auditRow
	read := func(ctx context.Context, tx *sqlx.Tx) error {
		rows = nil
		return tx.SelectContext(ctx, &rows, query, network, limit)
	}
	var err error
	if network == "" {
		err = s.readService(ctx, "read the audit", read)
	} else {
		err = s.readNetwork(ctx, "read the audit of "+network, network, read)
	}
	entries := make([]survey.AuditEntry, 0, len(rows))
	for _, r := range rows {
		r.At = r.At.UTC()
		entries = append(entries, survey.AuditEntry(r))
	}
	return entries, err
}

// RespondentActs counts what respondents did, by day: only the day is kept of it.
// Its acts are those that AuditOfAgents leaves out.
func (s *Store) RespondentActs(ctx context.Context, network string, limit int) ([]survey.RespondentActs, error) {
	var acts []survey.RespondentActs
	err := s.readNetwork(ctx, "count what respondents did in "+network, network, func(ctx context.Context, tx *sqlx.Tx) error {
		acts = nil
		const query = `
			SELECT CAST(at AT TIME ZONE 'UTC' AS date) AS day, action, object, count(*) AS n
			FROM audit
			WHERE network_id = $1 AND (action LIKE 'submission.%' OR action = 'form.trial')
			GROUP BY 1, 2, 3
			ORDER BY 1 DESC, 2, 3
			LIMIT $2`
		return tx.SelectContext(ctx, &acts, query, network, limit)
	})
	for i := range acts {
		acts[i].Day = acts[i].Day.UTC()
	}
	return acts, err
}
