package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"

	"github.com/jmoiron/sqlx"

	"constat/survey"
)

// errEnough ends a stream whose reader has gone.
var errEnough = errors.New("the reader wants no more")

// Responses streams the current responses of a campaign in instance-id order,
// as they were when it began. Rows come a thousand at a time, so that neither
// side holds them all, and a reader that takes its time (writing a workbook)
// keeps no statement running.
func (s *Store) Responses(ctx context.Context, network, campaign string) iter.Seq2[survey.StoredResponse, error] {
	return func(yield func(survey.StoredResponse, error) bool) {
		err := s.stream(ctx, network, campaign, func(r survey.StoredResponse) error {
			if !yield(r, nil) {
				return errEnough
			}
			return nil
		})
		if err != nil && !errors.Is(err, errEnough) {
			yield(survey.StoredResponse{}, fault("read the responses of campaign "+campaign, err))
		}
	}
}

// ResponseState counts what was received, and what of it is gone.
func (s *Store) ResponseState(ctx context.Context, network, campaign string) (survey.ResponseState, error) {
	var state survey.ResponseState
	id, err := known(campaign)
	if err != nil {
		return state, fmt.Errorf("tell the state of the responses: %w", err)
	}
	err = s.readNetwork(ctx, "tell the state of the responses of campaign "+id, network, func(ctx context.Context, tx *sqlx.Tx) error {
		const query = `
			SELECT count(*) AS submissions, count(withdrawn_on) AS emptied
			FROM submissions
			WHERE network_id = $1 AND campaign_id = $2`
		return tx.GetContext(ctx, &state, query, network, id)
	})
	return state, err
}

func (s *Store) stream(ctx context.Context, network, campaign string, each func(survey.StoredResponse) error) error {
	campaign, err := known(campaign)
	if err != nil {
		return err
	}
	tx, err := s.begin(ctx, act{scope: scope{name: "network", network: network}, readOnly: true})
	if err != nil {
		return err
	}
	defer tx.Rollback() // it wrote nothing
	if err := openResponses(ctx, tx, network, campaign); err != nil {
		return err
	}
	for {
		batch, err := fetchResponses(ctx, tx)
		if err != nil || len(batch) == 0 {
			return err
		}
		for _, r := range batch {
			if err := each(r); err != nil {
				return err
			}
		}
	}
}

// openResponses opens the cursor. A revision is current when its receipt has
// no later one.
func openResponses(ctx context.Context, tx *sqlx.Tx, network, campaign string) error {
	const statement = `
		DECLARE current_responses NO SCROLL CURSOR FOR
		SELECT r.instance_id, r.form_version, r.day, r.answers
		FROM responses r
		WHERE r.network_id = $1 AND r.campaign_id = $2
		  AND NOT EXISTS (SELECT FROM submissions later
		                  WHERE later.network_id = r.network_id
		                    AND later.receipt_hash = r.receipt_hash AND later.revision = r.revision + 1 AND later.revision >= 1)
		ORDER BY r.instance_id`
	_, err := tx.ExecContext(ctx, statement, network, campaign)
	return err
}

func fetchResponses(ctx context.Context, tx *sqlx.Tx) ([]survey.StoredResponse, error) {
	rows, err := tx.QueryContext(ctx, `FETCH FORWARD 1000 FROM current_responses`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var batch []survey.StoredResponse
	for rows.Next() {
		var r survey.StoredResponse
		var received sql.NullTime
		if err := rows.Scan(&r.InstanceID, &r.FormVersion, &received, &r.Answers); err != nil {
			return nil, fmt.Errorf("read a response: %w", err)
		}
		r.Day = dayOf(received)
		batch = append(batch, r)
	}
	return batch, rows.Err()
}
