package postgres

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"constat/migrations"
	"constat/survey/postgres/private"
	"constat/survey/postgres/private/privatetest"
)

// emptyDatabase is one that no migration has touched.
func emptyDatabase(tb testing.TB, name string) (ownerDSN string) {
	tb.Helper()
	cluster := privatetest.Cluster(tb)
	must(tb, cluster.CreateDatabase(context.Background(), name, ""))
	tb.Cleanup(func() { must(tb, cluster.DropDatabase(context.Background(), name)) })
	return cluster.DSN(private.Owner, name)
}

func TestMigrate_severalAtOnce(t *testing.T) {
	dsn := emptyDatabase(t, "migrate_at_once")
	errs := make([]error, 3)
	var wait sync.WaitGroup
	for i := range errs {
		wait.Go(func() { errs[i] = migrate(context.Background(), dsn) })
	}
	wait.Wait()
	must(t, errors.Join(errs...))
	db := connect(t, dsn)
	list, err := migrations.Status(context.Background(), db.DB)
	must(t, err)
	files, err := filepath.Glob("../../migrations/*.sql")
	must(t, err)
	if len(list) != len(files) {
		t.Errorf("%d migrations, want %d", len(list), len(files))
	}
	for i, m := range list {
		if m.AppliedAt.IsZero() || i > 0 && m.Version <= list[i-1].Version {
			t.Errorf("migration %+v", m)
		}
	}
}

func TestMigrate_newerSchemaIsRefused(t *testing.T) {
	dsn := emptyDatabase(t, "migrate_newer")
	must(t, migrate(context.Background(), dsn))
	db := connect(t, dsn)
	_, err := db.Exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, true)`)
	must(t, err)
	wantError(t, migrate(context.Background(), dsn), migrations.ErrNewer)
	_, err = migrations.Status(context.Background(), db.DB)
	wantError(t, err, migrations.ErrNewer)
}

// Rule S10, and rule S8: what a statement must not lean on.
func TestSQL_noVolatileFunctionsAndNoServerTricks(t *testing.T) {
	files, err := filepath.Glob("*.go")
	must(t, err)
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		source, err := os.ReadFile(file)
		must(t, err)
		for _, forbidden := range []string{
			"now()", "CURRENT_", "clock_timestamp", "random()", "gen_random_uuid", "nextval", "LISTEN ", "NOTIFY ",
			"advisory", "TEMP TABLE", "set_config('app.network', $1, false)", "Sprintf(", "SELECT *", "::",
		} {
			if strings.Contains(string(source), forbidden) {
				t.Errorf("%s uses %s", file, forbidden)
			}
		}
	}
}
