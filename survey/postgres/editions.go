package postgres

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/jmoiron/sqlx"

	"constat/survey"
)

// SaveEdition keeps a public edition whole, with an audit entry in each network
// that has a part in it. An empty identifier is made. ErrConflict when the wave
// has an edition of that number, ErrNotFound when a network or a campaign is
// unknown.
func (s *Store) SaveEdition(ctx context.Context, e survey.EditionContent, by survey.AuditEntry) error {
	id, err := orNew(e.ID)
	if err != nil {
		return fmt.Errorf("save an edition: %w", err)
	}
	e.ID = id
	archive, err := pack(e.Archive)
	if err != nil {
		return fmt.Errorf("save an edition: %w", err)
	}
	return s.inService(ctx, "save edition "+id, func(ctx context.Context, tx *sqlx.Tx) error {
		if err := insertEdition(ctx, tx, e.Edition); err != nil {
			return err
		}
		const statement = `INSERT INTO edition_archives (edition_id, archive) VALUES ($1, $2)`
		if _, err := tx.ExecContext(ctx, statement, id, archive); err != nil {
			return err
		}
		for _, area := range e.Areas {
			if err := insertPart(ctx, tx, id, area, by); err != nil {
				return err
			}
		}
		return nil
	})
}

func insertEdition(ctx context.Context, tx *sqlx.Tx, e survey.Edition) error {
	const statement = `
		INSERT INTO editions (id, form_id, title, wave, number, made_at, masked, dropped)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`
	_, err := tx.ExecContext(ctx, statement, e.ID, e.FormID, e.Title, e.Wave, e.Number, e.MadeAt, e.Masked, e.Dropped)
	return err
}

// insertPart keeps an aggregate, or a network's part with the campaigns that
// entered and the entry in its register.
func insertPart(ctx context.Context, tx *sqlx.Tx, edition string, area survey.EditionArea, by survey.AuditEntry) error {
	if area.Network == "" {
		const statement = `
			INSERT INTO edition_aggregates (edition_id, area, name, publication, ledger, workbook)
			VALUES ($1, $2, $3, $4, $5, $6)`
		_, err := tx.ExecContext(ctx, statement, edition, area.Key, area.Name, area.Publication, area.Ledger, area.Workbook)
		return err
	}
	const statement = `
		INSERT INTO edition_areas (network_id, edition_id, area, name, publication, ledger, workbook)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`
	_, err := tx.ExecContext(ctx, statement, area.Network, edition, area.Key, area.Name, area.Publication, area.Ledger, area.Workbook)
	if err != nil {
		return err
	}
	const entered = `INSERT INTO edition_campaigns (network_id, campaign_id, edition_id) VALUES ($1, $2, $3)`
	for _, campaign := range area.Campaigns {
		if _, err := tx.ExecContext(ctx, entered, area.Network, campaign, edition); err != nil {
			return err
		}
		by.Object = campaign
		if err := record(ctx, tx, area.Network, by); err != nil {
			return err
		}
	}
	return nil
}

// Editions lists all editions, newest first.
func (s *Store) Editions(ctx context.Context) ([]survey.Edition, error) {
	const query = `
		SELECT id, form_id, title, wave, number, made_at, masked, dropped
		FROM editions
		ORDER BY made_at DESC, id`
	var rows []editionRow
	err := s.readService(ctx, "list the editions", func(ctx context.Context, tx *sqlx.Tx) error {
		rows = nil
		return tx.SelectContext(ctx, &rows, query)
	})
	return editionsOf(rows), err
}

// CampaignEditions lists the editions that a campaign's answers entered and
// that print something of its network, newest first.
func (s *Store) CampaignEditions(ctx context.Context, network, campaign string) ([]survey.Edition, error) {
	id, err := known(campaign)
	if err != nil {
		return nil, fmt.Errorf("list the editions of a campaign: %w", err)
	}
	const query = `
		SELECT e.id, e.form_id, e.title, e.wave, e.number, e.made_at, e.masked, e.dropped
		FROM edition_campaigns c
		JOIN edition_areas a ON a.network_id = c.network_id AND a.edition_id = c.edition_id
		JOIN editions e ON e.id = c.edition_id
		WHERE c.network_id = $1 AND c.campaign_id = $2 AND a.publication IS NOT NULL
		ORDER BY e.made_at DESC, e.id`
	var rows []editionRow
	err = s.readNetwork(ctx, "list the editions of campaign "+id, network, func(ctx context.Context, tx *sqlx.Tx) error {
		rows = nil
		return tx.SelectContext(ctx, &rows, query, network, id)
	})
	return editionsOf(rows), err
}

// EditionArchive gives the archive of an edition; ErrNotFound when there is no
// such edition, ErrClosed when its archive was erased with the answers.
func (s *Store) EditionArchive(ctx context.Context, edition string) ([]byte, error) {
	id, err := known(edition)
	if err != nil {
		return nil, fmt.Errorf("read an archive: %w", err)
	}
	var packed []byte
	err = s.readService(ctx, "read the archive of edition "+id, func(ctx context.Context, tx *sqlx.Tx) error {
		const query = `
			SELECT a.archive FROM editions e
			LEFT JOIN edition_archives a ON a.edition_id = e.id
			WHERE e.id = $1`
		if err := tx.GetContext(ctx, &packed, query, id); err != nil {
			return err
		}
		if packed == nil {
			return survey.ErrClosed
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	archive, err := unpack(packed)
	if err != nil {
		return nil, fmt.Errorf("read the archive of edition %s: %w", id, err)
	}
	return archive, nil
}

// EditionAreas gives the parts of an edition that may be printed, aggregates
// first and then by name, without their workbooks and ledgers; ErrNotFound when
// there is none.
func (s *Store) EditionAreas(ctx context.Context, edition string) ([]survey.EditionArea, error) {
	id, err := known(edition)
	if err != nil {
		return nil, fmt.Errorf("read an edition: %w", err)
	}
	const query = `
		SELECT network_id, area, name, publication
		FROM (SELECT '' AS network_id, area, name, publication
		      FROM edition_aggregates
		      WHERE edition_id = $1
		      UNION ALL
		      SELECT network_id, area, name, publication
		      FROM edition_areas
		      WHERE edition_id = $1 AND publication IS NOT NULL) parts
		ORDER BY network_id <> '', name, area`
	var rows []areaRow
	err = s.readService(ctx, "read edition "+id, func(ctx context.Context, tx *sqlx.Tx) error {
		rows = nil
		if err := tx.SelectContext(ctx, &rows, query, id); err != nil {
			return err
		}
		if len(rows) == 0 {
			return survey.ErrNotFound
		}
		return nil
	})
	areas := make([]survey.EditionArea, 0, len(rows))
	for _, r := range rows {
		areas = append(areas, survey.EditionArea(r))
	}
	return areas, err
}

// EditionArea gives one part whole, for coordinators, or ErrNotFound.
func (s *Store) EditionArea(ctx context.Context, edition, key string) (survey.EditionArea, error) {
	id, err := known(edition)
	if err != nil {
		return survey.EditionArea{}, fmt.Errorf("read a part of an edition: %w", err)
	}
	const query = `
		SELECT '' AS network_id, area, name, publication, ledger, workbook
		FROM edition_aggregates
		WHERE edition_id = $1 AND area = $2
		UNION ALL
		SELECT network_id, area, name, publication, ledger, workbook
		FROM edition_areas
		WHERE edition_id = $1 AND area = $2 AND publication IS NOT NULL
		LIMIT 1`
	var row areaRow
	err = s.readService(ctx, "read a part of edition "+id, func(ctx context.Context, tx *sqlx.Tx) error {
		return tx.GetContext(ctx, &row, query, id, key)
	})
	return survey.EditionArea(row), err
}

// NetworkEdition gives a network's own part of an edition whole, or
// ErrNotFound (also for another network's).
func (s *Store) NetworkEdition(ctx context.Context, network, edition string) (survey.EditionArea, error) {
	id, err := known(edition)
	if err != nil {
		return survey.EditionArea{}, fmt.Errorf("read an edition: %w", err)
	}
	const query = `
		SELECT network_id, area, name, publication, ledger, workbook
		FROM edition_areas
		WHERE network_id = $1 AND edition_id = $2 AND publication IS NOT NULL`
	var row areaRow
	err = s.readNetwork(ctx, "read edition "+id, network, func(ctx context.Context, tx *sqlx.Tx) error {
		return tx.GetContext(ctx, &row, query, network, id)
	})
	return survey.EditionArea(row), err
}

// pack and unpack are for archives: a wave of ten networks has tens of
// thousands of counts, whose JSON repeats itself.
func pack(archive []byte) ([]byte, error) {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := w.Write(archive)
	if err := errors.Join(err, w.Close()); err != nil {
		return nil, fmt.Errorf("pack an archive: %w", err)
	}
	return b.Bytes(), nil
}

func unpack(packed []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("unpack an archive: %w", err)
	}
	archive, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("unpack an archive: %w", err)
	}
	return archive, nil
}
