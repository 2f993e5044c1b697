package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"constat/survey"
)

// ChangeForm passes a campaign that is not closed to another frozen version
// of its form, and keeps when. ErrNotFound when the campaign or the version
// is unknown, ErrClosed when the campaign is closed, ErrConflict when it is
// no longer at the version that the change was decided on.
func (s *Store) ChangeForm(ctx context.Context, network, campaign string, change survey.FormChange, by survey.AuditEntry) error {
	id, err := known(campaign)
	if err != nil {
		return fmt.Errorf("change the form of a campaign: %w", err)
	}
	return s.inNetwork(ctx, "change the form of campaign "+id, network, func(ctx context.Context, tx *sqlx.Tx) error {
		if err := checkChange(ctx, tx, network, id, change); err != nil {
			return err
		}
		if err := writeChange(ctx, tx, network, id, change); err != nil {
			return err
		}
		return record(ctx, tx, network, by)
	})
}

// checkChange holds the campaign until the commit: answers on their way are
// kept under one version or the other.
func checkChange(ctx context.Context, tx *sqlx.Tx, network, id string, change survey.FormChange) error {
	const query = `
		SELECT form_id, form_version, state FROM campaigns
		WHERE network_id = $1 AND id = $2
		FOR UPDATE`
	var formID, version, state string
	if err := tx.QueryRowContext(ctx, query, network, id).Scan(&formID, &version, &state); err != nil {
		return err
	}
	switch {
	case state == string(survey.CampaignClosed):
		return survey.ErrClosed
	case formID != change.FormID:
		return survey.ErrNotFound
	case version != change.From || version == change.To:
		return survey.ErrConflict
	}
	return nil
}

func writeChange(ctx context.Context, tx *sqlx.Tx, network, id string, change survey.FormChange) error {
	const update = `UPDATE campaigns SET form_version = $3 WHERE network_id = $1 AND id = $2`
	if err := found(tx.ExecContext(ctx, update, network, id, change.To)); err != nil {
		return err
	}
	const insert = `
		INSERT INTO form_changes (network_id, campaign_id, form_id, from_version, to_version, changed_at)
		VALUES ($1, $2, $3, $4, $5, $6)`
	_, err := tx.ExecContext(ctx, insert, network, id, change.FormID, change.From, change.To, change.At)
	return err
}

// changeRow has the fields of survey.FormChange, in order.
type changeRow struct {
	At     time.Time `db:"changed_at"`
	FormID string    `db:"form_id"`
	From   string    `db:"from_version"`
	To     string    `db:"to_version"`
}

// FormChanges lists a campaign's passages to other versions, oldest first.
func (s *Store) FormChanges(ctx context.Context, network, campaign string) ([]survey.FormChange, error) {
	id, err := known(campaign)
	if err != nil {
		return nil, fmt.Errorf("list the versions of a campaign: %w", err)
	}
	var rows []changeRow
	err = s.readNetwork(ctx, "list the versions of campaign "+id, network, func(ctx context.Context, tx *sqlx.Tx) error {
		rows = nil
		const query = `
			SELECT changed_at, form_id, from_version, to_version
			FROM form_changes
			WHERE network_id = $1 AND campaign_id = $2
			ORDER BY id`
		return tx.SelectContext(ctx, &rows, query, network, id)
	})
	changes := make([]survey.FormChange, 0, len(rows))
	for _, r := range rows {
		r.At = r.At.UTC()
		changes = append(changes, survey.FormChange(r))
	}
	return changes, err
}
