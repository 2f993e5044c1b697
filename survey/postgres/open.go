package postgres

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"path/filepath"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"constat/survey"
)

// Config says how to reach the database.
type Config struct {
	// DSN connects as constat_app, or as a user who may become it. It is a URL
	// or lib/pq's list of settings.
	DSN string
	// Connections is the most that are open at once; 0 = 16. More than that
	// only queue inside PostgreSQL on the small machines that this runs on.
	Connections int
	// Random makes the receipt key of a new database; nil = crypto/rand.
	Random io.Reader
}

// Store is survey.Store over PostgreSQL. It is safe for concurrent use.
type Store struct {
	db         *sqlx.DB
	paris      *time.Location // campaigns open and close on Paris days
	receiptKey []byte

	// The two statements of every submission are prepared: they are half of
	// its cost otherwise.
	scopeStatement *sqlx.Stmt
	keepStatement  *sqlx.Stmt
}

var _ survey.Store = (*Store)(nil)

const (
	defaultConnections = 16
	connectTimeout     = 5 * time.Second
	connectionLife     = 30 * time.Minute
)

// OpenURL opens the database of a DATABASE_URL.
func OpenURL(ctx context.Context, databaseURL string) (*Store, error) {
	return Open(ctx, Config{DSN: databaseURL})
}

// Open connects to a migrated database. It fails with a WallError when the
// user, or the role that the service works as, could see through row-level
// security.
func Open(ctx context.Context, c Config) (*Store, error) {
	db, err := Connect(c.DSN)
	if err != nil {
		return nil, err
	}
	s, err := newStore(ctx, sqlx.NewDb(db, "postgres"), c)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return s, nil
}

func newStore(ctx context.Context, db *sqlx.DB, c Config) (*Store, error) {
	if c.Connections == 0 {
		c.Connections = defaultConnections
	}
	if c.Random == nil {
		c.Random = rand.Reader
	}
	db.SetMaxOpenConns(c.Connections)
	db.SetMaxIdleConns(c.Connections)
	db.SetConnMaxLifetime(connectionLife)

	s := &Store{db: db}
	var err error
	if s.paris, err = time.LoadLocation("Europe/Paris"); err != nil {
		return nil, fmt.Errorf("load the time zone of campaigns: %w", err)
	}
	if err := CheckUser(ctx, db.DB); err != nil {
		return nil, err
	}
	if s.scopeStatement, err = db.PreparexContext(ctx, setScope); err != nil {
		return nil, fault("prepare the scope", err)
	}
	if s.keepStatement, err = db.PreparexContext(ctx, keepSubmission); err != nil {
		return nil, fault("prepare the submission", err)
	}
	if err := s.checkRole(ctx); err != nil {
		return nil, err
	}
	if err := s.checkWall(ctx); err != nil {
		return nil, err
	}
	s.receiptKey, err = s.loadReceiptKey(ctx, c.Random)
	return s, err
}

// Close waits for running acts and ends the connections.
func (s *Store) Close() error { return s.db.Close() }

// Ready tells whether storage answers.
func (s *Store) Ready(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, connectTimeout)
	defer cancel()
	if err := s.db.PingContext(ctx); err != nil {
		return fault("ping", err)
	}
	return nil
}

// Connect opens a pool of connections without looking at what is in the
// database: migrations run on one. The driver's own defaults are not relied
// upon, since they have changed between its versions: see sslMode.
func Connect(dsn string) (*sql.DB, error) {
	c, err := pq.NewConfig(dsn)
	if err != nil {
		return nil, errors.New("the address of the database cannot be read") // the driver quotes it, password included
	}
	if c.SSLMode == "" {
		c.SSLMode = sslMode(c)
	}
	if c.ConnectTimeout == 0 {
		c.ConnectTimeout = connectTimeout
	}
	if c.ApplicationName == "" {
		c.ApplicationName = "constat"
	}
	connector, err := pq.NewConnectorConfig(c)
	if err != nil {
		return nil, errors.New("the settings of the database connection contradict each other")
	}
	return sql.OpenDB(connector), nil
}

// sslMode encrypts whatever leaves the machine, when the address does not say.
func sslMode(c pq.Config) pq.SSLMode {
	hosts := []pq.ConfigMultihost{{Host: c.Host, Hostaddr: c.Hostaddr}}
	for _, h := range append(hosts, c.Multi...) {
		if !local(h) {
			return pq.SSLModeRequire
		}
	}
	return pq.SSLModeDisable
}

func local(h pq.ConfigMultihost) bool {
	if h.Hostaddr.IsValid() {
		return h.Hostaddr.IsLoopback()
	}
	if filepath.IsAbs(h.Host) || strings.HasPrefix(h.Host, "@") || h.Host == "localhost" {
		return true
	}
	address, err := netip.ParseAddr(h.Host)
	return err == nil && address.IsLoopback()
}
