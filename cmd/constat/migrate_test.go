package main

import (
	"bytes"
	"context"
	"database/sql"
	"log/slog"
	"strings"
	"testing"

	"constat/survey/postgres"
	"constat/survey/postgres/private"
)

// migrateIn runs a migrate command on the private database of a data folder.
func migrateIn(t *testing.T, dir, command string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	getenv := func(string) string { return "" }
	code = run(context.Background(), []string{"migrate", command, "--data-dir", dir}, getenv, strings.NewReader(""), &out, &errs)
	return code, out.String(), errs.String()
}

func TestMigrate_upAndStatus(t *testing.T) {
	dir := t.TempDir()
	code, out, errs := migrateIn(t, dir, "status")
	if code != exitDone || !strings.Contains(out, "00001_app_role.sql\ten attente") {
		t.Fatalf("status before: %d %q %q", code, out, errs)
	}
	if code, out, errs = migrateIn(t, dir, "up"); code != exitDone || out != "Le schéma est à jour.\n" {
		t.Fatalf("up: %d %q %q", code, out, errs)
	}
	code, out, errs = migrateIn(t, dir, "status")
	if code != exitDone || strings.Contains(out, "en attente") || !strings.Contains(out, "00001_app_role.sql\tappliquée le ") {
		t.Fatalf("status after: %d %q %q", code, out, errs)
	}
}

func TestMigrate_newerSchema(t *testing.T) {
	dir := t.TempDir()
	if code, out, errs := migrateIn(t, dir, "up"); code != exitDone {
		t.Fatalf("up: %d %q %q", code, out, errs)
	}
	asOwner(t, dir, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, true)`)
	code, _, errs := migrateIn(t, dir, "up")
	if code != exitService || !strings.Contains(errs, "une version plus récente de constat") {
		t.Errorf("newer schema: %d %q", code, errs)
	}
}

// asOwner changes the private database of a folder behind the command's back.
func asOwner(t *testing.T, dir, statement string) {
	t.Helper()
	cluster, err := private.Join(context.Background(), private.Config{Dir: dir, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	db, err := postgres.Connect(cluster.OwnerDSN())
	if err == nil {
		_, err = db.Exec(statement)
	}
	if err != nil {
		t.Error(err)
	}
	closeAll(t, db, cluster)
}

func closeAll(t *testing.T, db *sql.DB, cluster *private.Cluster) {
	t.Helper()
	if db != nil {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}
	if err := cluster.Stop(); err != nil {
		t.Error(err)
	}
}
