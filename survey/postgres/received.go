package postgres

import (
	"bytes"
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jmoiron/sqlx"

	"constat/survey"
)

type receivedRow struct {
	Root   string `db:"root_id"`
	Sum    []byte `db:"sha256"`
	OfRaw  bool   `db:"of_raw"`
	Erased bool   `db:"erased"`
}

// Received gives the first receipt again to whoever sends the same bytes under
// the same id; see survey.Store. The reply may have been lost, and the campaign
// have closed or the day have changed since: nothing of that is asked.
//
// Of a row whose digest is that of raw nobody can say here whether the bytes
// are the same, since raw is what judging left of them: it is ErrNotFound, and
// Submit compares.
func (s *Store) Received(ctx context.Context, c survey.Campaign, instanceID string, received [32]byte) (survey.Receipt, error) {
	campaign, err := known(c.ID)
	if err != nil {
		return survey.Receipt{}, fmt.Errorf("look for a submission: %w", err)
	}
	instance, err := uuid.Parse(instanceID)
	if err != nil {
		return survey.Receipt{}, fmt.Errorf("look for a submission: %w", survey.ErrNotFound)
	}
	var row receivedRow
	err = s.readSent(ctx, "look for a submission to campaign "+campaign, c.Network, instance.String(), func(ctx context.Context, tx *sqlx.Tx) error {
		row = receivedRow{}
		const query = `
			SELECT root_id, sha256, coalesce(sha256 = sha256(raw), false) AS of_raw, withdrawn_on IS NOT NULL AS erased
			FROM submissions
			WHERE network_id = $1 AND campaign_id = $2 AND instance_id = $3`
		return tx.GetContext(ctx, &row, query, c.Network, campaign, instance.String())
	})
	switch {
	case err != nil:
		return survey.Receipt{}, err
	case row.Erased:
		return survey.Receipt{}, fmt.Errorf("look for a submission to campaign %s: %w", campaign, survey.ErrErased)
	case bytes.Equal(row.Sum, received[:]):
		return survey.Receipt{Code: survey.ReceiptCode(s.receiptKey, campaign, row.Root), Repeated: true}, nil
	case row.OfRaw:
		return survey.Receipt{}, fmt.Errorf("look for a submission to campaign %s: %w", campaign, survey.ErrNotFound)
	}
	return survey.Receipt{}, fmt.Errorf("look for a submission to campaign %s: %w", campaign, survey.ErrConflict)
}
