package postgres

import (
	"context"
	"fmt"
	"io"

	"github.com/jmoiron/sqlx"
)

const receiptKeyLength = 32

// loadReceiptKey gives the key of this database, which the first service to
// open it makes. Losing it would make every receipt unfindable, so it lives
// and is saved with the data.
func (s *Store) loadReceiptKey(ctx context.Context, random io.Reader) ([]byte, error) {
	fresh := make([]byte, receiptKeyLength)
	if _, err := io.ReadFull(random, fresh); err != nil {
		return nil, fmt.Errorf("make a receipt key: %w", err)
	}
	var key []byte
	err := s.inService(ctx, "load the receipt key", func(ctx context.Context, tx *sqlx.Tx) error {
		const offer = `INSERT INTO service_keys (name, key) VALUES ('receipt', $1) ON CONFLICT (name) DO NOTHING`
		if _, err := tx.ExecContext(ctx, offer, fresh); err != nil {
			return err
		}
		const query = `SELECT key FROM service_keys WHERE name = 'receipt'`
		return tx.GetContext(ctx, &key, query)
	})
	return key, err
}
