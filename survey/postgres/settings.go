package postgres

import (
	"context"
	"database/sql"
	"errors"

	"github.com/jmoiron/sqlx"
)

// SetBaseURL keeps the address of the service's links, for the commands that
// print some.
func (s *Store) SetBaseURL(ctx context.Context, url string) error {
	return s.inService(ctx, "keep the service's address", func(ctx context.Context, tx *sqlx.Tx) error {
		const statement = `
			INSERT INTO service_settings (name, value) VALUES ('base_url', $1)
			ON CONFLICT (name) DO UPDATE SET value = excluded.value`
		_, err := tx.ExecContext(ctx, statement, url)
		return err
	})
}

// BaseURL gives the address that the service last had, "" when it never served.
func (s *Store) BaseURL(ctx context.Context) (string, error) {
	var url string
	err := s.readService(ctx, "read the service's address", func(ctx context.Context, tx *sqlx.Tx) error {
		url = ""
		const query = `SELECT value FROM service_settings WHERE name = 'base_url'`
		if err := tx.GetContext(ctx, &url, query); !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		return nil
	})
	return url, err
}
