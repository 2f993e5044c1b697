package postgres

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"maps"

	"github.com/jmoiron/sqlx"

	"constat/survey"
)

type formRow struct {
	Network  string       `db:"network_id"`
	FormID   string       `db:"form_id"`
	Version  string       `db:"version"`
	Title    string       `db:"title"`
	Workbook []byte       `db:"workbook"`
	SHA256   []byte       `db:"sha256"`
	FrozenAt sql.NullTime `db:"frozen_at"`
}

func (r formRow) version() survey.FormVersion {
	v := survey.FormVersion{
		Network: r.Network, FormID: r.FormID, Version: r.Version, Title: r.Title,
		Workbook: r.Workbook, SHA256: [32]byte(r.SHA256),
	}
	if r.FrozenAt.Valid {
		v.FrozenAt = r.FrozenAt.Time.UTC()
	}
	return v
}

// SaveForm freezes a form version with its files; the same bytes again is no
// error, other bytes under the same id and version is ErrConflict.
func (s *Store) SaveForm(ctx context.Context, v survey.FormVersion) error {
	return s.inNetwork(ctx, "save form "+v.FormID, v.Network, func(ctx context.Context, tx *sqlx.Tx) error {
		return freeze(ctx, tx, v)
	})
}

// freeze writes a version once: whoever comes second compares.
func freeze(ctx context.Context, tx *sqlx.Tx, v survey.FormVersion) error {
	sum := sha256.Sum256(v.Workbook)
	inserted, err := insertForm(ctx, tx, v, sum[:])
	if err != nil {
		return err
	}
	if inserted {
		return insertFormFiles(ctx, tx, v)
	}
	const query = `SELECT sha256 FROM form_versions WHERE network_id = $1 AND form_id = $2 AND version = $3`
	var kept []byte
	if err := tx.GetContext(ctx, &kept, query, v.Network, v.FormID, v.Version); err != nil {
		return err
	}
	files, err := formFiles(ctx, tx, v.Network, v.FormID, v.Version)
	if err != nil {
		return err
	}
	if !bytes.Equal(kept, sum[:]) || !maps.EqualFunc(files, v.Files, bytes.Equal) {
		return survey.ErrConflict
	}
	return nil
}

func insertForm(ctx context.Context, tx *sqlx.Tx, v survey.FormVersion, sum []byte) (bool, error) {
	const statement = `
		INSERT INTO form_versions (network_id, form_id, version, title, workbook, sha256, frozen_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (network_id, form_id, version) DO NOTHING`
	at := sql.NullTime{Time: v.FrozenAt, Valid: !v.FrozenAt.IsZero()}
	result, err := tx.ExecContext(ctx, statement, v.Network, v.FormID, v.Version, v.Title, orEmpty(v.Workbook), sum, at)
	if err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	return n == 1, err
}

func insertFormFiles(ctx context.Context, tx *sqlx.Tx, v survey.FormVersion) error {
	const statement = `
		INSERT INTO form_files (network_id, form_id, version, name, content)
		VALUES ($1, $2, $3, $4, $5)`
	for name, content := range v.Files {
		if _, err := tx.ExecContext(ctx, statement, v.Network, v.FormID, v.Version, name, orEmpty(content)); err != nil {
			return err
		}
	}
	return nil
}

type fileRow struct {
	Name    string `db:"name"`
	Content []byte `db:"content"`
}

func filesOf(rows []fileRow) survey.Files {
	if len(rows) == 0 {
		return nil
	}
	files := make(survey.Files, len(rows))
	for _, r := range rows {
		files[r.Name] = r.Content
	}
	return files
}

func formFiles(ctx context.Context, tx *sqlx.Tx, network, formID, version string) (survey.Files, error) {
	const query = `
		SELECT name, content FROM form_files
		WHERE network_id = $1 AND form_id = $2 AND version = $3`
	var rows []fileRow
	err := tx.SelectContext(ctx, &rows, query, network, formID, version)
	return filesOf(rows), err
}

// FormVersion gives a frozen form with its files, or ErrNotFound.
func (s *Store) FormVersion(ctx context.Context, network, formID, version string) (survey.FormVersion, error) {
	var row formRow
	var files survey.Files
	err := s.readNetwork(ctx, "read form "+formID, network, func(ctx context.Context, tx *sqlx.Tx) (err error) {
		const query = `
			SELECT network_id, form_id, version, title, workbook, sha256, frozen_at
			FROM form_versions
			WHERE network_id = $1 AND form_id = $2 AND version = $3`
		if err = tx.GetContext(ctx, &row, query, network, formID, version); err != nil {
			return err
		}
		files, err = formFiles(ctx, tx, network, formID, version)
		return err
	})
	if err != nil {
		return survey.FormVersion{}, err
	}
	v := row.version()
	v.Files = files
	return v, nil
}

// FormFile gives one of the files frozen with a form, or ErrNotFound.
func (s *Store) FormFile(ctx context.Context, network, formID, version, name string) ([]byte, error) {
	var content []byte
	err := s.readNetwork(ctx, "read a file of form "+formID, network, func(ctx context.Context, tx *sqlx.Tx) error {
		const query = `
			SELECT content FROM form_files
			WHERE network_id = $1 AND form_id = $2 AND version = $3 AND name = $4`
		return tx.GetContext(ctx, &content, query, network, formID, version, name)
	})
	return content, err
}

// FormVersions lists a network's frozen forms, newest first, without their
// workbooks and files.
func (s *Store) FormVersions(ctx context.Context, network string) ([]survey.FormVersion, error) {
	var rows []formRow
	err := s.readNetwork(ctx, "list the forms of "+network, network, func(ctx context.Context, tx *sqlx.Tx) error {
		rows = nil
		const query = `
			SELECT network_id, form_id, version, title, sha256, frozen_at
			FROM form_versions
			WHERE network_id = $1
			ORDER BY frozen_at DESC NULLS LAST, form_id, version DESC`
		return tx.SelectContext(ctx, &rows, query, network)
	})
	versions := make([]survey.FormVersion, 0, len(rows))
	for _, r := range rows {
		versions = append(versions, r.version())
	}
	return versions, err
}
