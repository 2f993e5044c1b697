package postgres

import (
	"context"
	"crypto/hkdf"
	"crypto/sha256"
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

// Key derives a key for one purpose from the receipt key, which stays the only
// secret to keep and to save.
func (s *Store) Key(purpose string) [32]byte {
	derived, err := hkdf.Key(sha256.New, s.receiptKey, nil, "constat "+purpose, 32)
	if err != nil { // only for a length that no hash gives
		panic(err)
	}
	return [32]byte(derived)
}
