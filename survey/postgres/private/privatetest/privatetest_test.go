package privatetest_test

import (
	"context"
	"database/sql"
	"os"
	"testing"

	_ "github.com/lib/pq"

	"constat/survey/postgres/private/privatetest"
)

func TestMain(m *testing.M) {
	os.Exit(privatetest.Main(m, func(ctx context.Context, dsn string) error {
		db, err := sql.Open("postgres", dsn)
		if err != nil {
			return err
		}
		defer db.Close()
		_, err = db.ExecContext(ctx, `create table note (text text); grant select, insert on note to constat_app`)
		return err
	}))
}

func connect(t *testing.T, dsn string) *sql.DB {
	t.Helper()
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func TestDatabase_isFreshAndMigrated(t *testing.T) {
	for range 3 {
		_, app := privatetest.Database(t)
		db := connect(t, app)
		var count int
		if err := db.QueryRow(`select count(*) from note`).Scan(&count); err != nil {
			t.Fatal(err)
		}
		if count != 0 {
			t.Fatalf("a fresh database holds %d rows of another test", count)
		}
		if _, err := db.Exec(`insert into note values ('x')`); err != nil {
			t.Fatal(err)
		}
	}
}

func TestDatabase_isDroppedAfterTheTest(t *testing.T) {
	var owner string
	t.Run("inner", func(t *testing.T) { owner, _ = privatetest.Database(t) })
	if err := connect(t, owner).Ping(); err == nil {
		t.Fatal("the database outlived its test")
	}
}

func BenchmarkDatabase(b *testing.B) {
	for b.Loop() {
		privatetest.Database(b)
	}
}
