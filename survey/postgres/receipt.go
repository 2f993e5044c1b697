package postgres

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/jmoiron/sqlx"

	"constat/survey"
)

type receiptRow struct {
	InstanceID  string       `db:"instance_id"`
	Revision    int          `db:"revision"`
	FormVersion string       `db:"form_version"`
	Day         sql.NullTime `db:"day"`
	Withdrawn   bool         `db:"withdrawn"`
	Answers     []byte       `db:"answers"`
}

// Receipt gives the respondent's own latest revision, or ErrNotFound. A
// withdrawn one has no answers left.
func (s *Store) Receipt(ctx context.Context, c survey.Campaign, code string) (survey.StoredSubmission, error) {
	campaign, hash, err := ownReceipt(c, code)
	if err != nil {
		return survey.StoredSubmission{}, fmt.Errorf("read a receipt: %w", err)
	}
	var row receiptRow
	err = s.asRespondent(ctx, "read a receipt of campaign "+campaign, c.Network, hash, func(ctx context.Context, tx *sqlx.Tx) error {
		row = receiptRow{}
		const query = `
			SELECT s.instance_id, s.revision, s.form_version, s.day, s.withdrawn_on IS NOT NULL AS withdrawn, r.answers
			FROM submissions s
			LEFT JOIN responses r
			     ON r.network_id = s.network_id AND r.campaign_id = s.campaign_id AND r.instance_id = s.instance_id
			WHERE s.network_id = $1 AND s.campaign_id = $2 AND s.receipt_hash = $3 AND s.revision >= 1
			ORDER BY s.revision DESC
			LIMIT 1`
		return tx.GetContext(ctx, &row, query, c.Network, campaign, hash)
	})
	if err != nil {
		return survey.StoredSubmission{}, err
	}
	return row.submission()
}

func (r receiptRow) submission() (survey.StoredSubmission, error) {
	stored := survey.StoredSubmission{
		InstanceID: r.InstanceID, Revision: r.Revision, FormVersion: r.FormVersion,
		Day: dayOf(r.Day), Withdrawn: r.Withdrawn,
	}
	if r.Answers == nil {
		return stored, nil
	}
	if err := json.Unmarshal(r.Answers, &stored.Answers); err != nil {
		return survey.StoredSubmission{}, fmt.Errorf("read the answers of submission %s: %w", r.InstanceID, err)
	}
	return stored, nil
}

func ownReceipt(c survey.Campaign, code string) (campaign string, hash []byte, err error) {
	digits, ok := survey.NormalReceipt(code)
	if !ok {
		return "", nil, survey.ErrNotFound
	}
	campaign, err = known(c.ID)
	return campaign, receiptHash(digits), err
}

// Withdraw erases the content of the submission behind a receipt, all
// revisions, their hashes included; that it was there, and the day, remain.
// Withdrawing again changes nothing. ErrNotFound without such a receipt,
// ErrClosed when the campaign takes no changes any more.
func (s *Store) Withdraw(ctx context.Context, c survey.Campaign, code string, now time.Time) error {
	campaign, hash, err := ownReceipt(c, code)
	if err != nil {
		return fmt.Errorf("withdraw a submission: %w", err)
	}
	return s.asRespondent(ctx, "withdraw from campaign "+campaign, c.Network, hash, func(ctx context.Context, tx *sqlx.Tx) error {
		chain, err := lockChain(ctx, tx, c.Network, campaign, hash)
		if err != nil || chain.last().Withdrawn {
			return err
		}
		if err := holdOpen(ctx, tx, c.Network, campaign, s.today(now)); err != nil {
			return err
		}
		if err := eraseResponses(ctx, tx, c.Network, campaign, hash); err != nil {
			return err
		}
		if err := eraseSubmissions(ctx, tx, c.Network, campaign, hash, s.today(now)); err != nil {
			return err
		}
		return recordWithdrawal(ctx, tx, c.Network, campaign, s.today(now))
	})
}

type chainRow struct {
	InstanceID string `db:"instance_id"`
	RootID     string `db:"root_id"`
	Revision   int    `db:"revision"`
	Withdrawn  bool   `db:"withdrawn"`
}

// revisions are all those behind a receipt, oldest first; never none.
type revisions []chainRow

func (r revisions) last() chainRow { return r[len(r)-1] }

func (r revisions) has(instance string) bool {
	return slices.ContainsFunc(r, func(row chainRow) bool { return row.InstanceID == instance })
}

// lockChain holds every revision behind a receipt, or gives sql.ErrNoRows. A
// correction and a withdrawal wait for each other here.
func lockChain(ctx context.Context, tx *sqlx.Tx, network, campaign string, receipt []byte) (revisions, error) {
	const query = `
		SELECT instance_id, root_id, revision, withdrawn_on IS NOT NULL AS withdrawn
		FROM submissions
		WHERE network_id = $1 AND campaign_id = $2 AND receipt_hash = $3 AND revision >= 1
		ORDER BY revision
		FOR UPDATE`
	var rows revisions
	if err := tx.SelectContext(ctx, &rows, query, network, campaign, receipt); err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, sql.ErrNoRows
	}
	return rows, nil
}

// holdOpen keeps a campaign as it is until the commit; ErrClosed when it takes
// no answers that day.
func holdOpen(ctx context.Context, tx *sqlx.Tx, network, campaign, today string) error {
	const query = `
		SELECT state = 'open'
		       AND (opens_on IS NULL OR opens_on <= CAST($3 AS date))
		       AND (closes_on IS NULL OR closes_on >= CAST($3 AS date))
		FROM campaigns
		WHERE network_id = $1 AND id = $2
		FOR SHARE`
	var accepting bool
	if err := tx.GetContext(ctx, &accepting, query, network, campaign, today); err != nil {
		return err
	}
	if !accepting {
		return survey.ErrClosed
	}
	return nil
}

func eraseResponses(ctx context.Context, tx *sqlx.Tx, network, campaign string, receipt []byte) error {
	const statement = `
		DELETE FROM responses
		WHERE network_id = $1 AND campaign_id = $2
		  AND instance_id IN (SELECT s.instance_id FROM submissions s
		                      WHERE s.network_id = $1 AND s.receipt_hash = $3 AND s.revision >= 1)`
	_, err := tx.ExecContext(ctx, statement, network, campaign, receipt)
	return err
}

func eraseSubmissions(ctx context.Context, tx *sqlx.Tx, network, campaign string, receipt []byte, today string) error {
	const statement = `
		UPDATE submissions SET raw = NULL, sha256 = NULL, withdrawn_on = $4
		WHERE network_id = $1 AND campaign_id = $2 AND receipt_hash = $3 AND revision >= 1`
	return found(tx.ExecContext(ctx, statement, network, campaign, receipt, today))
}

// recordWithdrawal notes the campaign and the day only, like everything that a
// respondent does.
func recordWithdrawal(ctx context.Context, tx *sqlx.Tx, network, campaign, today string) error {
	const statement = `
		INSERT INTO audit (network_id, at, agent, action, object, reason)
		VALUES ($1, CAST(CAST($2 AS date) AS timestamp) AT TIME ZONE 'UTC', '', 'submission.withdraw', $3, '')`
	_, err := tx.ExecContext(ctx, statement, network, today, campaign)
	return err
}
