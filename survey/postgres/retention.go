package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jmoiron/sqlx"

	"constat/survey"
)

// EraseExpired erases the content of every submission to the campaigns of a
// network that closed before a day, all revisions, as a withdrawal does, and the
// true counts of the editions that they entered, and tells how many campaigns
// were erased. A campaign whose last day has gone by
// closed on that day, and is closed for good. by is noted once per campaign,
// about that campaign. Erasing again changes nothing.
func (s *Store) EraseExpired(ctx context.Context, network string, closedBefore, today time.Time, by survey.AuditEntry) (int, error) {
	var campaigns []string
	err := s.inNetwork(ctx, "erase what "+network+" no longer keeps", network, func(ctx context.Context, tx *sqlx.Tx) error {
		var err error
		if campaigns, err = markErased(ctx, tx, network, day(closedBefore), s.today(today)); err != nil {
			return err
		}
		for _, campaign := range campaigns {
			if err := eraseCampaign(ctx, tx, network, campaign, s.today(today)); err != nil {
				return err
			}
			by.Action, by.Object = "campaign.erased", campaign
			if err := record(ctx, tx, network, by); err != nil {
				return err
			}
		}
		return eraseArchives(ctx, tx)
	})
	if err != nil {
		return 0, err
	}
	return len(campaigns), nil
}

// markErased comes first: the database lets content be erased only in a
// campaign that is marked so. It waits for answers that are on their way. A
// campaign cannot have closed before it was created or answered: a day of closing
// that says so was noted by a clock that was late, and does not count.
func markErased(ctx context.Context, tx *sqlx.Tx, network string, closedBefore any, today string) ([]string, error) {
	const statement = `
		UPDATE campaigns
		SET erased_on = CAST($3 AS date), state = 'closed', closed_on = least(closed_on, closes_on)
		WHERE network_id = $1 AND erased_on IS NULL AND state <> 'draft'
		  AND least(closed_on, closes_on) < CAST($2 AS date)
		  AND greatest(CAST(created_at AT TIME ZONE 'Europe/Paris' AS date),
		               (SELECT max(s.day) FROM submissions s
		                WHERE s.network_id = campaigns.network_id AND s.campaign_id = campaigns.id)) < CAST($2 AS date)
		  AND least(closed_on, closes_on) < CAST($3 AS date)
		RETURNING id`
	var campaigns []string
	err := tx.SelectContext(ctx, &campaigns, statement, network, closedBefore, today)
	return campaigns, err
}

func eraseCampaign(ctx context.Context, tx *sqlx.Tx, network, campaign, today string) error {
	const responses = `DELETE FROM responses WHERE network_id = $1 AND campaign_id = $2`
	if _, err := tx.ExecContext(ctx, responses, network, campaign); err != nil {
		return err
	}
	const submissions = `
		UPDATE submissions SET raw = NULL, sha256 = NULL, withdrawn_on = $3
		WHERE network_id = $1 AND campaign_id = $2 AND withdrawn_on IS NULL`
	_, err := tx.ExecContext(ctx, submissions, network, campaign, today)
	return err
}

// eraseArchives lets go of the true counts that editions were judged with. The
// statement has no condition because nothing of an archive may be read inside a
// network: the policy edition_archives_expired chooses the rows.
func eraseArchives(ctx context.Context, tx *sqlx.Tx) error {
	const statement = `DELETE FROM edition_archives`
	_, err := tx.ExecContext(ctx, statement)
	return err
}

// LastRetention gives the last passage of the erasure, zero before the first.
func (s *Store) LastRetention(ctx context.Context) (survey.RetentionRun, error) {
	var row struct {
		Today     time.Time `db:"today"`
		Confirmed bool      `db:"confirmed"`
		Campaigns int       `db:"campaigns"`
	}
	err := s.readService(ctx, "read the last retention", func(ctx context.Context, tx *sqlx.Tx) error {
		const query = `SELECT today, confirmed, campaigns FROM retention_runs ORDER BY id DESC LIMIT 1`
		return tx.GetContext(ctx, &row, query)
	})
	if errors.Is(err, survey.ErrNotFound) {
		return survey.RetentionRun{}, nil
	}
	return survey.RetentionRun{Today: row.Today, Confirmed: row.Confirmed, Campaigns: row.Campaigns}, err
}

// RecordRetention keeps that the erasure passed.
func (s *Store) RecordRetention(ctx context.Context, run survey.RetentionRun) error {
	return s.inService(ctx, "record the retention", func(ctx context.Context, tx *sqlx.Tx) error {
		const statement = `INSERT INTO retention_runs (today, confirmed, campaigns) VALUES ($1, $2, $3)`
		_, err := tx.ExecContext(ctx, statement, s.today(run.Today), run.Confirmed, run.Campaigns)
		return err
	})
}
