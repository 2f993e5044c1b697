package postgres

import (
	"context"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"constat/survey"
)

type networkRow struct {
	Slug        string         `db:"slug"`
	Name        string         `db:"name"`
	Facilitator string         `db:"facilitator"`
	Since       int            `db:"since"`
	Rhythm      string         `db:"rhythm"`
	Status      string         `db:"status"`
	Contact     string         `db:"contact"`
	Source      string         `db:"source"`
	Hypothesis  bool           `db:"hypothesis"`
	Communes    pq.StringArray `db:"communes"`
}

func (r networkRow) network() survey.Network {
	return survey.Network{
		Slug: r.Slug, Name: r.Name, Facilitator: r.Facilitator, Since: r.Since, Rhythm: r.Rhythm,
		Status: r.Status, Contact: r.Contact, Communes: r.Communes, Source: r.Source, Hypothesis: r.Hypothesis,
	}
}

// Networks lists the networks by name, without their communes.
func (s *Store) Networks(ctx context.Context) ([]survey.Network, error) {
	var rows []networkRow
	err := s.readService(ctx, "list the networks", func(ctx context.Context, tx *sqlx.Tx) error {
		rows = nil
		const query = `
			SELECT slug, name, facilitator, since, rhythm, status, contact, source, hypothesis
			FROM networks
			ORDER BY name, slug`
		return tx.SelectContext(ctx, &rows, query)
	})
	networks := make([]survey.Network, 0, len(rows))
	for _, r := range rows {
		networks = append(networks, r.network())
	}
	return networks, err
}

// Network gives one network with its communes, or ErrNotFound.
func (s *Store) Network(ctx context.Context, slug string) (survey.Network, error) {
	var row networkRow
	err := s.readNetwork(ctx, "read network "+slug, slug, func(ctx context.Context, tx *sqlx.Tx) error {
		const query = `
			SELECT n.slug, n.name, n.facilitator, n.since, n.rhythm, n.status, n.contact, n.source, n.hypothesis,
			       ARRAY(SELECT t.commune_code FROM territories t
			             WHERE t.network_id = n.slug ORDER BY t.commune_code) AS communes
			FROM networks n
			WHERE n.slug = $1`
		return tx.GetContext(ctx, &row, query, slug)
	})
	return row.network(), err
}

// SaveNetwork creates or replaces a network and its territory.
func (s *Store) SaveNetwork(ctx context.Context, n survey.Network, by survey.AuditEntry) error {
	return s.inNetwork(ctx, "save network "+n.Slug, n.Slug, func(ctx context.Context, tx *sqlx.Tx) error {
		if err := putNetwork(ctx, tx, n); err != nil {
			return err
		}
		if err := removeCommunes(ctx, tx, n); err != nil {
			return err
		}
		if err := addCommunes(ctx, tx, n); err != nil {
			return err
		}
		return record(ctx, tx, n.Slug, by)
	})
}

func putNetwork(ctx context.Context, tx *sqlx.Tx, n survey.Network) error {
	const statement = `
		INSERT INTO networks (slug, name, facilitator, since, rhythm, status, contact, source, hypothesis)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (slug) DO UPDATE
		SET name = excluded.name, facilitator = excluded.facilitator, since = excluded.since,
		    rhythm = excluded.rhythm, status = excluded.status, contact = excluded.contact,
		    source = excluded.source, hypothesis = excluded.hypothesis`
	_, err := tx.ExecContext(ctx, statement,
		n.Slug, n.Name, n.Facilitator, n.Since, n.Rhythm, n.Status, n.Contact, n.Source, n.Hypothesis)
	return err
}

func removeCommunes(ctx context.Context, tx *sqlx.Tx, n survey.Network) error {
	const statement = `DELETE FROM territories WHERE network_id = $1 AND NOT commune_code = ANY ($2)`
	_, err := tx.ExecContext(ctx, statement, n.Slug, pq.Array(communes(n)))
	return err
}

func addCommunes(ctx context.Context, tx *sqlx.Tx, n survey.Network) error {
	const statement = `
		INSERT INTO territories (network_id, commune_code)
		SELECT $1, code FROM unnest(CAST($2 AS text[])) AS code
		ON CONFLICT (network_id, commune_code) DO NOTHING`
	_, err := tx.ExecContext(ctx, statement, n.Slug, pq.Array(communes(n)))
	return err
}

// communes is never nil, which would be NULL and match no commune.
func communes(n survey.Network) []string { return append([]string{}, n.Communes...) }
