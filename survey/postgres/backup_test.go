package postgres

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/jmoiron/sqlx"

	"constat/migrations"
	"constat/survey"
	"constat/survey/postgres/archive"
	"constat/survey/postgres/private"
	"constat/survey/postgres/private/privatetest"
)

// everyType has a column of every type that the schema uses or may use, and the
// values that a careless copy changes.
const everyType = `
	CREATE TABLE every_type (
		id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY, gone integer, b bytea, j jsonb, tz timestamptz, ts timestamp,
		d date, t text, tt text[], n integer[], u uuid, f double precision, r real, dec numeric, ok boolean, i interval, ip inet
	);
	ALTER TABLE every_type DROP COLUMN gone;
	ALTER TABLE every_type ENABLE ROW LEVEL SECURITY;
	ALTER TABLE every_type FORCE ROW LEVEL SECURITY;
	CREATE POLICY backup ON every_type FOR SELECT TO CURRENT_USER USING (current_setting('app.scope', true) = 'backup')`

const everyValue = `
	INSERT INTO every_type (b, j, tz, ts, d, t, tt, n, u, f, r, dec, ok, i, ip) VALUES
	('\x00ff5c0a22', '{"é":"a\n\\\"b","n":1.10,"x":null,"big":123456789012345678901234567890.5}', '2026-03-29 01:59:59.999999+00', '0044-03-15 00:00:00 BC',
	 '9999-12-31', E'tab\t lf\n crlf\r\n "quoted" (a,b) \\ \\n {} '' ', ARRAY['a"b', NULL, '', 'NULL', E'\\', '{x,y}'], '{}', gen_random_uuid(),
	 0.1::float8 + 0.2, 1e-45, 12345678901234567890.123456789000, true, '1 mon -2 days 03:04:05.000006', '2001:db8::1/64'),
	('', 'null', 'infinity', '-infinity', '-infinity', '', '{}', NULL, NULL, 'NaN', '-Infinity', 'NaN', false, '0', NULL),
	(NULL, NULL, NULL, NULL, NULL, NULL, NULL, '{{1,2},{3,NULL}}', NULL, '-0', NULL, 0.00, NULL, NULL, '10.0.0.1')`

// picture is every row of every table as a superuser sees it.
func picture(t *testing.T, db *sqlx.DB) map[string][]string {
	t.Helper()
	var tables []string
	must(t, db.Select(&tables, `
		SELECT relname FROM pg_class
		WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace AND relname NOT LIKE 'goose%'`))
	rows := map[string][]string{}
	for _, table := range tables {
		found := []string{}
		must(t, db.Select(&found, `SELECT t.*::text FROM `+table+` t ORDER BY t.*::text COLLATE "C"`))
		rows[table] = found
	}
	return rows
}

func superuserOf(t *testing.T, database string) *sqlx.DB {
	t.Helper()
	return connect(t, privatetest.Cluster(t).DSN(private.Admin, database))
}

func (f *fixture) backup(t *testing.T) (archive.Header, []byte) {
	t.Helper()
	var file bytes.Buffer
	h, _, err := Backup(context.Background(), f.owner(t).DB, &file, BackupPlan{Service: "test", Made: noon})
	must(t, err)
	return h, file.Bytes()
}

func reader(file []byte) func(archive.Visitor) (archive.Manifest, error) {
	return func(v archive.Visitor) (archive.Manifest, error) { return archive.Read(bytes.NewReader(file), nil, v) }
}

// used is a fixture with answers, a correction and a withdrawal.
func used(t *testing.T) *fixture {
	t.Helper()
	f := newFixture(t)
	first := submission("première\nligne \\ \"et\" (suite, {fin})")
	f.mustSubmit(t, f.lunel, first)
	second := submission("corrigée")
	second.DeprecatedID = first.InstanceID
	f.mustSubmit(t, f.lunel, second)
	gone := f.mustSubmit(t, f.beziers, submission(canary))
	must(t, f.Withdraw(context.Background(), f.beziers, gone.Code, noon))
	must(t, f.RecordRetention(context.Background(), survey.RetentionRun{Today: noon}))
	return f
}

func TestBackup_restoreIsExact(t *testing.T) {
	f := used(t)
	for _, statement := range []string{everyType, everyValue} {
		_, err := f.owner(t).Exec(strings.Replace(statement, "FORCE ROW", "NO FORCE ROW", 1))
		must(t, err)
	}
	_, err := f.owner(t).Exec(`ALTER TABLE every_type FORCE ROW LEVEL SECURITY`)
	must(t, err)
	h, file := f.backup(t)

	target := emptyDatabase(t, "restore_exact")
	db := connect(t, target)
	must(t, migrations.UpTo(context.Background(), db.DB, h.Schema))
	_, err = db.Exec(everyType)
	must(t, err)
	must(t, fill(context.Background(), db.DB, reader(file)))

	want, got := picture(t, f.superuser(t)), picture(t, superuserOf(t, "restore_exact"))
	if len(want["every_type"]) != 3 || len(want["responses"]) == 0 {
		t.Fatal("nothing to compare")
	}
	for table, rows := range want {
		if fmt.Sprintf("%q", rows) != fmt.Sprintf("%q", got[table]) {
			t.Errorf("%s:\n%q\nwant\n%q", table, got[table], rows)
		}
	}
	var id int64
	_, err = db.Exec(`ALTER TABLE every_type NO FORCE ROW LEVEL SECURITY`)
	must(t, err)
	must(t, db.Get(&id, `INSERT INTO every_type DEFAULT VALUES RETURNING id`))
	if id != 4 {
		t.Errorf("the numbers go on at %d, want 4", id)
	}
	var open []string
	must(t, db.Select(&open, `
		SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
		AND relname NOT LIKE 'goose%' AND relname <> 'every_type' AND NOT relforcerowsecurity`))
	if len(open) > 0 {
		t.Errorf("left open to the owner: %v", open)
	}
}

func TestRestore_opensAsBefore(t *testing.T) {
	f := used(t)
	receipt := f.mustSubmit(t, f.lunel, submission("gardée"))
	h, file := f.backup(t)
	target := emptyDatabase(t, "restore_whole")
	db := connect(t, target)
	must(t, Restore(context.Background(), db.DB, h.Schema, reader(file)))
	s := open(t, Config{DSN: privatetest.Cluster(t).DSN(private.App, "restore_whole")})
	stored, err := s.Receipt(context.Background(), f.lunel, receipt.Code)
	must(t, err)
	if stored.Answers.Values["q1"] != "gardée" {
		t.Errorf("the receipt opens %+v", stored)
	}
	if bytes.Contains(file, []byte(canary)) {
		t.Error("what was withdrawn is in the backup")
	}
	// Another time: the database is no longer empty, and stays as it is.
	before := picture(t, superuserOf(t, "restore_whole"))
	wantError(t, Restore(context.Background(), db.DB, h.Schema, reader(file)), ErrNotEmpty)
	if after := picture(t, superuserOf(t, "restore_whole")); fmt.Sprint(before) != fmt.Sprint(after) {
		t.Error("a refused restore changed something")
	}
}

func TestRestore_refusals(t *testing.T) {
	f := used(t)
	h, file := f.backup(t)
	ctx := context.Background()
	target := emptyDatabase(t, "restore_refused")
	db := connect(t, target)
	wantError(t, Restore(ctx, db.DB, h.Schema+1000, reader(file)), migrations.ErrNewer)

	late := errors.New("the file is damaged at its end")
	wantError(t, Restore(ctx, db.DB, h.Schema, func(v archive.Visitor) (archive.Manifest, error) {
		if _, err := archive.Read(bytes.NewReader(file), nil, v); err != nil {
			t.Fatal(err)
		}
		return archive.Manifest{}, late
	}), late)
	for table, rows := range picture(t, superuserOf(t, "restore_refused")) {
		if len(rows) > 0 {
			t.Errorf("a refused restore left %d rows in %s", len(rows), table)
		}
	}

	inside := make(chan struct{})
	end := make(chan struct{})
	done := make(chan error)
	go func() {
		done <- Restore(ctx, db.DB, h.Schema, func(v archive.Visitor) (archive.Manifest, error) {
			m, err := archive.Read(bytes.NewReader(file), nil, v)
			close(inside)
			<-end
			return m, err
		})
	}()
	<-inside
	wantError(t, Restore(ctx, db.DB, h.Schema, reader(file)), ErrRestoring)
	close(end)
	must(t, <-done)
}

// A backup of an older schema is restored in that schema, then migrated.
func TestRestore_olderSchema(t *testing.T) {
	ctx := context.Background()
	const older = 15 // the first that can be backed up
	source := connect(t, emptyDatabase(t, "restore_older_source"))
	must(t, migrations.UpTo(ctx, source.DB, older))
	_, err := superuserOf(t, "restore_older_source").Exec(`
		INSERT INTO networks (slug, name, facilitator, since, rhythm, status, contact, source, hypothesis)
		VALUES ('lunel', 'Lunel', '', 2020, '', '', '', '', false)`)
	must(t, err)
	var file bytes.Buffer
	h, _, err := Backup(ctx, source.DB, &file, BackupPlan{Made: noon})
	must(t, err)
	if h.Schema != older {
		t.Fatalf("the backup says schema %d", h.Schema)
	}
	target := connect(t, emptyDatabase(t, "restore_older"))
	must(t, Restore(ctx, target.DB, h.Schema, reader(file.Bytes())))
	list, err := migrations.Status(ctx, target.DB)
	must(t, err)
	for _, m := range list {
		if m.AppliedAt.IsZero() {
			t.Errorf("%s is still to be applied", m.File)
		}
	}
	networks, err := open(t, Config{DSN: privatetest.Cluster(t).DSN(private.App, "restore_older")}).Networks(ctx)
	must(t, err)
	if len(networks) != 1 || networks[0].Name != "Lunel" {
		t.Errorf("networks %+v", networks)
	}
}

// Whoever row-level security hides rows from makes no backup.
func TestBackup_onlyByTheOwner(t *testing.T) {
	f := newFixture(t)
	_, _, err := Backup(context.Background(), f.app(t).DB, &bytes.Buffer{}, BackupPlan{})
	wantError(t, err, ErrNotOwner)
}

// A table that is referred to comes first.
func TestInOrder(t *testing.T) {
	tables := []archive.Table{{Name: "a"}, {Name: "b"}, {Name: "c"}}
	ordered, err := inOrder(tables, []reference{{"a", "c"}, {"c", "b"}})
	must(t, err)
	if got := ordered[0].Name + ordered[1].Name + ordered[2].Name; got != "bca" {
		t.Errorf("order %s, want bca", got)
	}
	if _, err := inOrder(tables, []reference{{"a", "b"}, {"b", "a"}}); err == nil {
		t.Error("a circle has an order")
	}
}
