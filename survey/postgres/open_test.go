package postgres

import (
	"context"
	"strings"
	"testing"

	"github.com/lib/pq"

	"constat/survey"
)

func TestSSLMode(t *testing.T) {
	for dsn, want := range map[string]pq.SSLMode{
		"host=/run/postgresql dbname=x user=u":           pq.SSLModeDisable,
		"postgres://u@localhost/x":                       pq.SSLModeDisable,
		"postgres://u@127.0.0.1/x":                       pq.SSLModeDisable,
		"postgres://u@[::1]:5433/x":                      pq.SSLModeDisable,
		"postgres://u@db.exemple.fr/x":                   pq.SSLModeRequire,
		"postgres://u@192.0.2.1/x":                       pq.SSLModeRequire,
		"host=localhost,db.exemple.fr dbname=x user=u":   pq.SSLModeRequire,
		"host=db.exemple.fr hostaddr=192.0.2.7 dbname=x": pq.SSLModeRequire,
	} {
		c, err := pq.NewConfig(dsn)
		must(t, err)
		if c.SSLMode == "" {
			c.SSLMode = sslMode(c)
		}
		if c.SSLMode != want {
			t.Errorf("%s: sslmode %s, want %s", dsn, c.SSLMode, want)
		}
	}
}

func TestConnect_keepsThePasswordOutOfErrors(t *testing.T) {
	for _, dsn := range []string{"postgres://u:s3cret@host:port/x", "host=x password=s3cret sslmode=never", "password='s3cret"} {
		_, err := Connect(dsn)
		if err == nil || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%q: error %v", dsn, err)
		}
	}
}

func TestOpen_noServer(t *testing.T) {
	_, err := OpenURL(context.Background(), "host="+t.TempDir()+" dbname=constat user=constat")
	wantError(t, err, survey.ErrUnavailable)
}

func TestOpen_notMigrated(t *testing.T) {
	if s, err := Open(context.Background(), Config{DSN: emptyDatabase(t, "not_migrated")}); err == nil {
		s.Close()
		t.Error("opened a database without a schema")
	}
}

func TestOpen_sameReceiptKeyAgain(t *testing.T) {
	f := newFixture(t)
	receipt := f.mustSubmit(t, f.lunel, submission("avant le redémarrage"))
	again := open(t, Config{DSN: f.appDSN})
	stored, err := again.Receipt(context.Background(), f.lunel, receipt.Code)
	must(t, err)
	if stored.Answers.Values["q1"] != "avant le redémarrage" {
		t.Errorf("stored %+v", stored)
	}
}

func TestReady(t *testing.T) {
	f := newFixture(t)
	must(t, f.Ready(context.Background()))
	s, err := Open(context.Background(), Config{DSN: f.appDSN})
	must(t, err)
	must(t, s.Close())
	if err := s.Ready(context.Background()); err == nil {
		t.Error("a closed store is ready")
	}
}
