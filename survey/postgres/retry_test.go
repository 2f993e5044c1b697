package postgres

import (
	"context"
	"database/sql"
	"errors"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"

	"constat/survey"
)

// saboteur breaks the connection to PostgreSQL at a chosen message.
type saboteur struct {
	mu        sync.Mutex
	countdown int  // messages until the break; 0 = none planned
	sent      bool // break after the message was sent, before its answer is read
}

func (s *saboteur) arm(n int, sent bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.countdown, s.sent = n, sent
}

// due tells whether this message is the one, and whether to send it first.
func (s *saboteur) due() (breaks, sendFirst bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.countdown == 0 {
		return false, false
	}
	s.countdown--
	return s.countdown == 0, s.sent
}

func (s *saboteur) waiting() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.countdown > 0
}

func (s *saboteur) Dial(network, address string) (net.Conn, error) {
	return s.DialTimeout(network, address, 0)
}

func (s *saboteur) DialTimeout(network, address string, timeout time.Duration) (net.Conn, error) {
	conn, err := net.DialTimeout(network, address, timeout)
	return &sabotaged{Conn: conn, by: s}, err
}

type sabotaged struct {
	net.Conn
	by *saboteur
}

func (c *sabotaged) Write(b []byte) (int, error) {
	breaks, sendFirst := c.by.due()
	if !breaks {
		return c.Conn.Write(b)
	}
	if sendFirst {
		if n, err := c.Conn.Write(b); err != nil {
			return n, err
		}
		time.Sleep(20 * time.Millisecond) // the server does what it was told
		c.Conn.Close()
		return len(b), nil
	}
	c.Conn.Close()
	return c.Conn.Write(b)
}

func (f *fixture) sabotaged(tb testing.TB) (*Store, *saboteur) {
	tb.Helper()
	config, err := pq.NewConfig(f.appDSN)
	must(tb, err)
	connector, err := pq.NewConnectorConfig(config)
	must(tb, err)
	by := &saboteur{}
	connector.Dialer(by)
	db := sqlx.NewDb(sql.OpenDB(connector), "postgres")
	tb.Cleanup(func() { db.Close() })
	s, err := newStore(context.Background(), db, Config{Connections: 1})
	must(tb, err)
	return s, by
}

// everyBreak runs an act with the connection broken at its first message,
// then at its second, until it has no more, before and after it was sent.
func everyBreak(t *testing.T, by *saboteur, act func(sent bool)) {
	t.Helper()
	for _, sent := range []bool{false, true} {
		n := 1
		for ; ; n++ {
			by.arm(n, sent)
			act(sent)
			if by.waiting() {
				by.arm(0, false)
				break
			}
		}
		if n < 4 {
			t.Fatalf("%d messages broken: the saboteur is not in the way", n-1)
		}
	}
}

func TestRetry_submitAtEveryBreak(t *testing.T) {
	f := newFixture(t)
	s, spoiler := f.sabotaged(t)
	kept := 0
	everyBreak(t, spoiler, func(bool) {
		one := submission("par une mauvaise ligne")
		receipt, err := s.Submit(context.Background(), f.lunel, one, f.judge(t, one), noon)
		must(t, err)
		if want := survey.ReceiptCode(f.receiptKey, f.lunel.ID, one.InstanceID); receipt.Code != want {
			t.Errorf("receipt %s, want %s", receipt.Code, want)
		}
		kept++
	})
	wantCount(t, f, f.lunel, kept)
	var entries int
	must(t, f.superuser(t).Get(&entries, `SELECT count(*) FROM audit WHERE action = 'submission.receive'`))
	if entries != kept {
		t.Errorf("%d audit entries for %d submissions", entries, kept)
	}
}

// An act that is not repeatable is never done twice: when the connection
// breaks at the commit, the caller is told that nobody knows.
func TestRetry_createCampaignAtEveryBreak(t *testing.T) {
	f := newFixture(t)
	s, spoiler := f.sabotaged(t)
	made := 0
	everyBreak(t, spoiler, func(sent bool) {
		c := f.lunel
		c.ID, c.Link = uuid.NewString(), newLink(t, "lunel")
		err := s.CreateCampaign(context.Background(), c, by("campaign.retry"))
		if err != nil && !errors.Is(err, survey.ErrUnavailable) {
			t.Fatal(err)
		}
		if _, lookErr := f.Campaign(context.Background(), "lunel", c.ID); lookErr == nil {
			made++
		} else if err == nil {
			t.Errorf("acknowledged and not there: %v", lookErr)
		}
	})
	var entries int
	must(t, f.superuser(t).Get(&entries, `SELECT count(*) FROM audit WHERE action = 'campaign.retry'`))
	if entries != made {
		t.Errorf("%d audit entries for %d campaigns", entries, made)
	}
}

func TestRetry_runsAgainOnSerializationFailure(t *testing.T) {
	f := newFixture(t)
	for _, code := range []pqerror.Code{pqerror.TRSerializationFailure, pqerror.TRDeadlockDetected} {
		runs := 0
		err := f.inNetwork(context.Background(), "try", "lunel", func(context.Context, *sqlx.Tx) error {
			if runs++; runs < 3 {
				return &pq.Error{Code: code}
			}
			return nil
		})
		must(t, err)
		if runs != 3 {
			t.Errorf("%s: %d runs, want 3", code, runs)
		}
		err = f.inNetwork(context.Background(), "try", "lunel", func(context.Context, *sqlx.Tx) error {
			return &pq.Error{Code: code, Message: "secret"}
		})
		wantError(t, err, survey.ErrUnavailable)
	}
}

func TestRetry_otherErrorsAreNotTriedAgain(t *testing.T) {
	f := newFixture(t)
	runs := 0
	err := f.inNetwork(context.Background(), "try", "lunel", func(context.Context, *sqlx.Tx) error {
		runs++
		return survey.ErrConflict
	})
	wantError(t, err, survey.ErrConflict)
	if runs != 1 {
		t.Errorf("%d runs", runs)
	}
}

func TestTransaction_slowStatementIsCut(t *testing.T) {
	f := newFixture(t)
	err := f.readNetwork(context.Background(), "sleep", "lunel", func(ctx context.Context, tx *sqlx.Tx) error {
		if _, err := tx.ExecContext(ctx, `SELECT set_config('statement_timeout', '50', true)`); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `SELECT pg_sleep(5)`)
		return err
	})
	wantError(t, err, survey.ErrUnavailable)
	var timeout string
	must(t, f.readNetwork(context.Background(), "look", "lunel", func(ctx context.Context, tx *sqlx.Tx) error {
		return tx.GetContext(ctx, &timeout, `SELECT current_setting('statement_timeout')`)
	}))
	if timeout != "5s" {
		t.Errorf("statement timeout %s", timeout)
	}
}

func TestTransaction_readOnlyCannotWrite(t *testing.T) {
	f := newFixture(t)
	err := f.readNetwork(context.Background(), "write", "lunel", func(ctx context.Context, tx *sqlx.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM territories WHERE network_id = 'lunel'`)
		return err
	})
	if err == nil {
		t.Error("a read-only act wrote")
	}
}

// An answer quoted by a message of PostgreSQL goes no further.
func TestErrors_quoteNoValue(t *testing.T) {
	f := newFixture(t)
	err := f.readNetwork(context.Background(), "cast", "lunel", func(ctx context.Context, tx *sqlx.Tx) error {
		_, err := tx.ExecContext(ctx, `SELECT CAST($1 AS integer)`, "mot confidentiel")
		return err
	})
	if err == nil {
		t.Fatal("a word became a number")
	}
	for e := err; e != nil; e = errors.Unwrap(e) {
		if pq.As(e) != nil {
			t.Errorf("the server's own error is still inside: %v", err)
		}
	}
}
