package postgres

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jmoiron/sqlx"

	"constat/survey"
)

// entry is a submission ready to be kept.
type entry struct {
	network, campaign string
	instance, root    string
	deprecated        sql.NullString
	revision          int
	receipt           []byte // hash
	formID, version   string // of the judged response
	language          string
	received          string // the day, Paris time
	today             string
	raw               []byte
	sum, rawSum       []byte // of what was received, and of raw
	answers           []byte
	action            string
}

// Submit keeps a judged submission: raw and typed in one transaction, with its
// audit entry. Nothing is acknowledged before it is committed.
//
// The same id and bytes again gives the first receipt with Repeated set, also
// after the campaign has closed: the first reply may have been lost. The same
// id and other bytes, or a correction of what was corrected meanwhile, is
// ErrConflict, and ErrErased when what was under that id has been erased. A
// campaign that takes no answers is ErrClosed, and ErrNotFound
// when there is none. With DeprecatedID set it is a new revision of that
// submission, ErrNotFound when unknown or withdrawn: s.Receipt must be of the
// same chain, or be absent (see receiptOf).
func (s *Store) Submit(ctx context.Context, c survey.Campaign, sub survey.Submission, r *survey.Response, now time.Time) (survey.Receipt, error) {
	e, err := s.entry(c, sub, r, now)
	if err != nil {
		return survey.Receipt{}, fmt.Errorf("submit to campaign %s: %w", c.ID, err)
	}
	var receipt survey.Receipt
	if receipt.Code, err = s.receiptOf(ctx, e, sub.Receipt); err != nil {
		return survey.Receipt{}, err
	}
	e.receipt = receiptHash(receipt.Code)
	err = s.asRespondent(ctx, "submit to campaign "+e.campaign, e.network, e.receipt, func(ctx context.Context, tx *sqlx.Tx) error {
		var err error
		if e.deprecated.Valid {
			receipt.Repeated, err = s.correct(ctx, tx, e)
		} else {
			receipt.Repeated, err = s.keep(ctx, tx, e)
		}
		return err
	})
	if err != nil {
		return survey.Receipt{}, err
	}
	return receipt, nil
}

func (s *Store) entry(c survey.Campaign, sub survey.Submission, r *survey.Response, now time.Time) (entry, error) {
	campaign, err := known(c.ID)
	if err != nil {
		return entry{}, err
	}
	instance, err := uuid.Parse(sub.InstanceID)
	if err != nil {
		return entry{}, errors.New("the identifier of the submission is not a UUID")
	}
	answers, err := r.MarshalAnswers()
	if err != nil {
		return entry{}, fmt.Errorf("write the answers: %w", err)
	}
	rawSum := sha256.Sum256(sub.Raw)
	sum := sub.Received
	if sum == [32]byte{} {
		sum = rawSum
	}
	e := entry{
		network: c.Network, campaign: campaign, instance: instance.String(), root: instance.String(), revision: 1,
		formID: r.Form.ID, version: r.Form.Version, language: sub.Language,
		received: r.Day.Format(time.DateOnly), today: s.today(now),
		raw: orEmpty(sub.Raw), sum: sum[:], rawSum: rawSum[:], answers: answers, action: "submission.receive",
	}
	if sub.DeprecatedID != "" {
		deprecated, err := known(sub.DeprecatedID)
		if err != nil {
			return entry{}, err
		}
		e.deprecated = sql.NullString{String: deprecated, Valid: true}
		e.action = "submission.correct"
	}
	return e, nil
}

// receiptHash is what is stored of a receipt.
func receiptHash(code string) []byte {
	sum := sha256.Sum256([]byte(code))
	return sum[:]
}

// receiptOf gives the receipt under which an entry is kept: a new one for a
// first answer, for a correction the one that its author typed.
//
// A phone that corrects what it sent (OpenRosa) never saw a receipt. It names
// the submission by its UUID, random and known to its sender alone, which is
// as good a proof: the receipt is then computed again from the first revision.
// What may be corrected stays the latest revision (see correct).
func (s *Store) receiptOf(ctx context.Context, e entry, typed string) (string, error) {
	if !e.deprecated.Valid {
		return survey.ReceiptCode(s.receiptKey, e.campaign, e.root), nil
	}
	if typed == "" {
		root, err := s.rootOf(ctx, e)
		return survey.ReceiptCode(s.receiptKey, e.campaign, root), err
	}
	code, ok := survey.NormalReceipt(typed)
	if !ok {
		return "", fmt.Errorf("correct in campaign %s: %w", e.campaign, survey.ErrNotFound)
	}
	return code, nil
}

// rootOf gives the first revision of the submission that its sender names.
func (s *Store) rootOf(ctx context.Context, e entry) (string, error) {
	var root string
	err := s.readSent(ctx, "find what is corrected in campaign "+e.campaign, e.network, e.deprecated.String, func(ctx context.Context, tx *sqlx.Tx) error {
		const query = `
			SELECT root_id FROM submissions
			WHERE network_id = $1 AND campaign_id = $2 AND instance_id = $3`
		return tx.GetContext(ctx, &root, query, e.network, e.campaign, e.deprecated.String)
	})
	return root, err
}

// keepSubmission does a whole submission in one statement. The campaign's row
// is locked until the commit, so that closing it waits for answers that are on
// their way and none arrives afterwards.
const keepSubmission = `
	WITH campaign AS (
		SELECT network_id, id,
		       state = 'open'
		       AND (opens_on IS NULL OR opens_on <= CAST($3 AS date))
		       AND (closes_on IS NULL OR closes_on >= CAST($3 AS date)) AS accepting
		FROM campaigns
		WHERE network_id = $1 AND id = $2
		FOR SHARE
	), kept AS (
		INSERT INTO submissions (network_id, campaign_id, instance_id, root_id, deprecated_id, revision,
		                         receipt_hash, form_id, form_version, language, day, raw, sha256)
		SELECT network_id, id, CAST($4 AS uuid), CAST($5 AS uuid), CAST($6 AS uuid), CAST($7 AS integer),
		       CAST($8 AS bytea), $9, $10, $11, CAST($12 AS date), CAST($13 AS bytea), CAST($14 AS bytea)
		FROM campaign
		WHERE accepting
		ON CONFLICT DO NOTHING
		RETURNING network_id, campaign_id, instance_id, revision, receipt_hash, form_version, day
	), typed AS (
		INSERT INTO responses (network_id, campaign_id, instance_id, revision, receipt_hash, form_version, day, answers)
		SELECT network_id, campaign_id, instance_id, revision, receipt_hash, form_version, day, CAST($15 AS jsonb)
		FROM kept
	), recorded AS (
		INSERT INTO audit (network_id, at, agent, action, object, reason)
		SELECT network_id, CAST(CAST($3 AS date) AS timestamp) AT TIME ZONE 'UTC', '', $16, CAST(campaign_id AS text), ''
		FROM kept
	)
	SELECT accepting, EXISTS (SELECT FROM kept) AS kept
	FROM campaign`

// keep stores an entry, or finds that it is there already.
func (s *Store) keep(ctx context.Context, tx *sqlx.Tx, e entry) (repeated bool, err error) {
	var accepting, kept bool
	err = tx.StmtxContext(ctx, s.keepStatement).QueryRowContext(ctx,
		e.network, e.campaign, e.today, e.instance, e.root, e.deprecated, e.revision,
		e.receipt, e.formID, e.version, e.language, e.received, e.raw, e.sum, e.answers, e.action,
	).Scan(&accepting, &kept)
	if err != nil || kept {
		return false, err
	}
	found, err := compare(ctx, tx, e)
	switch {
	case err != nil || found:
		return found, err
	case !accepting:
		return false, survey.ErrClosed
	}
	return false, survey.ErrConflict // another receipt's, or a correction that came first
}

// compare tells whether the same submission is already kept; ErrConflict when
// another one is under its id, ErrErased when its content is gone. Rows of
// before Received hold the digest of raw.
func compare(ctx context.Context, tx *sqlx.Tx, e entry) (bool, error) {
	const query = `
		SELECT sha256 FROM submissions
		WHERE network_id = $1 AND campaign_id = $2 AND instance_id = $3`
	var kept []byte
	err := tx.GetContext(ctx, &kept, query, e.network, e.campaign, e.instance)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return false, nil
	case err != nil:
		return false, err
	case kept == nil:
		return false, survey.ErrErased
	case !bytes.Equal(kept, e.sum) && !bytes.Equal(kept, e.rawSum):
		return false, survey.ErrConflict
	}
	return true, nil
}

// correct adds a revision to the chain of a receipt.
func (s *Store) correct(ctx context.Context, tx *sqlx.Tx, e entry) (repeated bool, err error) {
	chain, err := lockChain(ctx, tx, e.network, e.campaign, e.receipt)
	if err != nil {
		return false, err
	}
	last := chain.last()
	if last.Withdrawn || !chain.has(e.deprecated.String) {
		return false, survey.ErrNotFound
	}
	if found, err := compare(ctx, tx, e); err != nil || found {
		return found, err
	}
	if last.InstanceID != e.deprecated.String {
		return false, survey.ErrConflict
	}
	e.root, e.revision = last.RootID, last.Revision+1
	return s.keep(ctx, tx, e)
}
