package postgres

import (
	"bytes"
	"context"
	"crypto/sha256"

	"github.com/jmoiron/sqlx"

	"constat/survey"
)

type formRow struct {
	Network  string `db:"network_id"`
	FormID   string `db:"form_id"`
	Version  string `db:"version"`
	Title    string `db:"title"`
	Workbook []byte `db:"workbook"`
	SHA256   []byte `db:"sha256"`
}

// SaveForm freezes a form version; the same bytes again is no error, other
// bytes under the same id and version is ErrConflict.
func (s *Store) SaveForm(ctx context.Context, v survey.FormVersion) error {
	sum := sha256.Sum256(v.Workbook)
	return s.inNetwork(ctx, "save form "+v.FormID, v.Network, func(ctx context.Context, tx *sqlx.Tx) error {
		if err := insertForm(ctx, tx, v, sum[:]); err != nil {
			return err
		}
		const query = `SELECT sha256 FROM form_versions WHERE network_id = $1 AND form_id = $2 AND version = $3`
		var kept []byte
		if err := tx.GetContext(ctx, &kept, query, v.Network, v.FormID, v.Version); err != nil {
			return err
		}
		if !bytes.Equal(kept, sum[:]) {
			return survey.ErrConflict
		}
		return nil
	})
}

func insertForm(ctx context.Context, tx *sqlx.Tx, v survey.FormVersion, sum []byte) error {
	const statement = `
		INSERT INTO form_versions (network_id, form_id, version, title, workbook, sha256)
		VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (network_id, form_id, version) DO NOTHING`
	_, err := tx.ExecContext(ctx, statement, v.Network, v.FormID, v.Version, v.Title, orEmpty(v.Workbook), sum)
	return err
}

// FormVersion gives a frozen form, or ErrNotFound.
func (s *Store) FormVersion(ctx context.Context, network, formID, version string) (survey.FormVersion, error) {
	var row formRow
	err := s.readNetwork(ctx, "read form "+formID, network, func(ctx context.Context, tx *sqlx.Tx) error {
		const query = `
			SELECT network_id, form_id, version, title, workbook, sha256
			FROM form_versions
			WHERE network_id = $1 AND form_id = $2 AND version = $3`
		return tx.GetContext(ctx, &row, query, network, formID, version)
	})
	if err != nil {
		return survey.FormVersion{}, err
	}
	return survey.FormVersion{
		Network: row.Network, FormID: row.FormID, Version: row.Version, Title: row.Title,
		Workbook: row.Workbook, SHA256: [32]byte(row.SHA256),
	}, nil
}
