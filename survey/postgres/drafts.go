package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"constat/survey"
)

type draftRow struct {
	ID       string    `db:"id"`
	Network  string    `db:"network_id"`
	Link     string    `db:"link"`
	FileName string    `db:"file_name"`
	Workbook []byte    `db:"workbook"`
	FormID   string    `db:"form_id"`
	Version  string    `db:"version"`
	Title    string    `db:"title"`
	Faults   int       `db:"faults"`
	Remarks  int       `db:"remarks"`
	SavedAt  time.Time `db:"saved_at"`
}

func (r draftRow) draft(files survey.Files) survey.Draft {
	if files == nil {
		files = survey.Files{}
	}
	return survey.Draft{
		ID: r.ID, Network: r.Network, Link: r.Link, FileName: r.FileName, Workbook: r.Workbook, Files: files,
		FormID: r.FormID, Version: r.Version, Title: r.Title, Faults: r.Faults, Remarks: r.Remarks, SavedAt: r.SavedAt.UTC(),
	}
}

// SaveDraft creates a draft, or replaces all of it but its link.
func (s *Store) SaveDraft(ctx context.Context, d survey.Draft, by survey.AuditEntry) error {
	id, err := known(d.ID)
	if err != nil {
		return fmt.Errorf("save a draft: %w", err)
	}
	d.ID = id
	return s.inNetwork(ctx, "save draft "+id, d.Network, func(ctx context.Context, tx *sqlx.Tx) error {
		if err := upsertDraft(ctx, tx, d); err != nil {
			return err
		}
		if err := deleteDraftFiles(ctx, tx, d.Network, id); err != nil {
			return err
		}
		const statement = `INSERT INTO draft_files (network_id, draft_id, name, content) VALUES ($1, $2, $3, $4)`
		for name, content := range d.Files {
			if _, err := tx.ExecContext(ctx, statement, d.Network, id, name, orEmpty(content)); err != nil {
				return err
			}
		}
		return record(ctx, tx, d.Network, by)
	})
}

func upsertDraft(ctx context.Context, tx *sqlx.Tx, d survey.Draft) error {
	const statement = `
		INSERT INTO form_drafts (network_id, id, link, file_name, workbook, form_id, version, title, faults, remarks, saved_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
		ON CONFLICT (network_id, id) DO UPDATE
		SET file_name = excluded.file_name, workbook = excluded.workbook, form_id = excluded.form_id,
		    version = excluded.version, title = excluded.title, faults = excluded.faults,
		    remarks = excluded.remarks, saved_at = excluded.saved_at`
	_, err := tx.ExecContext(ctx, statement, d.Network, d.ID, d.Link, d.FileName, orEmpty(d.Workbook),
		d.FormID, d.Version, d.Title, d.Faults, d.Remarks, d.SavedAt)
	return err
}

func deleteDraftFiles(ctx context.Context, tx *sqlx.Tx, network, id string) error {
	const statement = `DELETE FROM draft_files WHERE network_id = $1 AND draft_id = $2`
	_, err := tx.ExecContext(ctx, statement, network, id)
	return err
}

// Drafts lists a network's drafts, the last saved first, without their
// workbooks and files.
func (s *Store) Drafts(ctx context.Context, network string) ([]survey.Draft, error) {
	var rows []draftRow
	err := s.readNetwork(ctx, "list the drafts of "+network, network, func(ctx context.Context, tx *sqlx.Tx) error {
		rows = nil
		const query = `
			SELECT id, network_id, link, file_name, form_id, version, title, faults, remarks, saved_at
			FROM form_drafts
			WHERE network_id = $1
			ORDER BY saved_at DESC, id`
		return tx.SelectContext(ctx, &rows, query, network)
	})
	drafts := make([]survey.Draft, 0, len(rows))
	for _, r := range rows {
		drafts = append(drafts, r.draft(nil))
	}
	return drafts, err
}

// Draft gives one draft whole, or ErrNotFound (also for another network's).
func (s *Store) Draft(ctx context.Context, network, id string) (survey.Draft, error) {
	id, err := known(id)
	if err != nil {
		return survey.Draft{}, fmt.Errorf("read a draft: %w", err)
	}
	const query = `
		SELECT id, network_id, link, file_name, workbook, form_id, version, title, faults, remarks, saved_at
		FROM form_drafts
		WHERE network_id = $1 AND id = $2`
	return s.oneDraft(ctx, "read draft "+id, network, query, id)
}

// DraftByLink is the way in of whoever tries a form: the draft of a test
// link, or ErrNotFound. The link names the network to look in.
func (s *Store) DraftByLink(ctx context.Context, link string) (survey.Draft, error) {
	network, ok := survey.LinkNetwork(link)
	if !ok {
		return survey.Draft{}, fmt.Errorf("find a draft by its link: %w", survey.ErrNotFound)
	}
	const query = `
		SELECT id, network_id, link, file_name, workbook, form_id, version, title, faults, remarks, saved_at
		FROM form_drafts
		WHERE network_id = $1 AND link = $2`
	return s.oneDraft(ctx, "find a draft by its link", network, query, link)
}

func (s *Store) oneDraft(ctx context.Context, what, network, query, key string) (survey.Draft, error) {
	var row draftRow
	var files []fileRow
	err := s.readNetwork(ctx, what, network, func(ctx context.Context, tx *sqlx.Tx) error {
		files = nil
		if err := tx.GetContext(ctx, &row, query, network, key); err != nil {
			return err
		}
		const attached = `SELECT name, content FROM draft_files WHERE network_id = $1 AND draft_id = $2`
		return tx.SelectContext(ctx, &files, attached, network, row.ID)
	})
	if err != nil {
		return survey.Draft{}, err
	}
	return row.draft(filesOf(files)), nil
}

// DeleteDraft drops a draft; ErrNotFound when there is none.
func (s *Store) DeleteDraft(ctx context.Context, network, id string, by survey.AuditEntry) error {
	id, err := known(id)
	if err != nil {
		return fmt.Errorf("delete a draft: %w", err)
	}
	return s.inNetwork(ctx, "delete draft "+id, network, func(ctx context.Context, tx *sqlx.Tx) error {
		if err := deleteDraft(ctx, tx, network, id); err != nil {
			return err
		}
		return record(ctx, tx, network, by)
	})
}

func deleteDraft(ctx context.Context, tx *sqlx.Tx, network, id string) error {
	if err := deleteDraftFiles(ctx, tx, network, id); err != nil {
		return err
	}
	const statement = `DELETE FROM form_drafts WHERE network_id = $1 AND id = $2`
	return found(tx.ExecContext(ctx, statement, network, id))
}

// PublishDraft freezes what a draft was read as and ends the draft, in one
// act. ErrConflict as SaveForm has it; ErrNotFound when the draft has gone,
// or has been replaced since savedAt: what was looked at is what is published.
func (s *Store) PublishDraft(ctx context.Context, id string, savedAt time.Time, v survey.FormVersion, by survey.AuditEntry) error {
	id, err := known(id)
	if err != nil {
		return fmt.Errorf("publish a draft: %w", err)
	}
	return s.inNetwork(ctx, "publish draft "+id, v.Network, func(ctx context.Context, tx *sqlx.Tx) error {
		const lock = `
			SELECT id FROM form_drafts
			WHERE network_id = $1 AND id = $2 AND saved_at = $3
			FOR UPDATE`
		var kept string
		if err := tx.GetContext(ctx, &kept, lock, v.Network, id, savedAt); err != nil {
			return err
		}
		if err := freeze(ctx, tx, v); err != nil {
			return err
		}
		if err := deleteDraft(ctx, tx, v.Network, id); err != nil {
			return err
		}
		return record(ctx, tx, v.Network, by)
	})
}
