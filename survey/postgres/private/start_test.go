package private

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestStart_freshThenAgain(t *testing.T) {
	dir := filepath.Join(passableFolder(t), "var", "constat")
	cl := start(t, dir)
	db := connect(t, cl.OwnerDSN())
	must(t, db, `create table note (text text)`, `insert into note values ('kept')`)
	db.Close()
	owner := cl.OwnerDSN()
	stop(t, cl)

	again := start(t, dir)
	if again.OwnerDSN() != owner {
		t.Error("the second start connects in another way than the first")
	}
	if got := value(t, connect(t, again.OwnerDSN()), `select text from note`); got != "kept" {
		t.Errorf("after a restart the row reads %q", got)
	}
	stop(t, again)
	stop(t, again) // a second Stop is harmless
	leftovers(t, dir)
}

// leftovers checks that a stopped service leaves nothing but its cluster.
func leftovers(t *testing.T, dir string) {
	t.Helper()
	staging, _ := filepath.Glob(filepath.Join(dir, "*"+stagingMark+"*"))
	sockets, _ := filepath.Glob(filepath.Join(dir, "pg-*", "socket", ".s.*"))
	if len(staging)+len(sockets) > 0 {
		t.Errorf("left behind: %q %q", staging, sockets)
	}
}

// One cluster serves the tests that only look at it.
func TestCluster(t *testing.T) {
	var log bytes.Buffer
	dir := filepath.Join(passableFolder(t), "constat")
	cl, err := Start(t.Context(), Config{
		Dir: dir,
		Log: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Run("settings", func(t *testing.T) { checkSettings(t, cl) })
	t.Run("roles", func(t *testing.T) { checkRoles(t, cl) })
	t.Run("files", func(t *testing.T) { checkFiles(t, cl) })
	t.Run("second service refused", func(t *testing.T) {
		_, err := Start(t.Context(), Config{Dir: dir, Log: quiet()})
		wantRefusal(t, err, CodeInUse, dir, strconv.Itoa(os.Getpid()))
	})
	t.Run("join", func(t *testing.T) { checkJoin(t, cl, dir) })
	t.Run("databases", func(t *testing.T) { checkDatabases(t, cl) })
	t.Run("errors", func(t *testing.T) { provokeErrors(t, cl) })
	stop(t, cl)
	if strings.Contains(log.String(), secret) {
		t.Errorf("an answer reached the log:\n%s", log.String())
	}
	if !strings.Contains(log.String(), "ready to accept connections") {
		t.Errorf("postgres's own messages do not reach the log:\n%s", log.String())
	}
}

func checkSettings(t *testing.T, cl *Cluster) {
	db := connect(t, cl.DSN(Admin, Database))
	for setting, want := range map[string]string{
		"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "data_checksums": "on",
		"listen_addresses": "", "server_encoding": "UTF8", "TimeZone": "UTC", "password_encryption": "scram-sha-256",
		"log_statement": "none", "log_min_error_statement": "panic", "log_parameter_max_length": "0",
	} {
		if got := value(t, db, `select current_setting($1)`, setting); got != want {
			t.Errorf("%s is %q, want %q", setting, got, want)
		}
	}
	if got := value(t, db, `select string_agg(w, '' order by w) from unnest(array['é','z','a']) w`); got != "azé" {
		t.Errorf("text is sorted %q, not in code point order", got)
	}
	if got := value(t, db, `select lower('É')`); got != "é" {
		t.Errorf("lower('É') is %q", got)
	}
	if got := value(t, db, `select count(*) from pg_hba_file_rules where auth_method <> 'scram-sha-256' and type = 'local'`); got != "0" {
		t.Errorf("%s ways in need no password", got)
	}
}

func checkRoles(t *testing.T, cl *Cluster) {
	owner, app := connect(t, cl.OwnerDSN()), connect(t, cl.AppDSN())
	privileged := `select count(*) from pg_roles where rolname in ('constat_owner', 'constat_app')
		and not rolsuper and not rolbypassrls and not rolcreaterole and not rolcreatedb and not rolreplication and rolcanlogin`
	if got := value(t, owner, privileged); got != "2" {
		t.Errorf("%s of the two roles are unprivileged", got)
	}
	must(t, owner, `create table answer (n integer)`, `grant select, insert on answer to constat_app`)
	must(t, app, `insert into answer values (1)`)
	for _, forbidden := range []string{
		`delete from answer`, `create table own (n integer)`, `drop table answer`, `create temporary table x (n integer)`,
		`set session_replication_role = replica`, `create role other`,
	} {
		if _, err := app.Exec(forbidden); err == nil {
			t.Errorf("the application may %q", forbidden)
		}
	}
	must(t, owner, `create extension pgcrypto`, `drop table answer`)
}

func checkFiles(t *testing.T, cl *Cluster) {
	for _, role := range roles {
		info, err := os.Stat(cl.at.passwordFile(string(role)))
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o600 {
			t.Errorf("password of %s has mode %v", role, info.Mode())
		}
	}
	for _, folder := range []string{cl.at.dir, cl.at.data(), cl.socket} {
		info, err := os.Stat(folder)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o700 {
			t.Errorf("%s has mode %v", folder, info.Mode())
		}
	}
}

func checkJoin(t *testing.T, cl *Cluster, dir string) {
	joined, err := Join(t.Context(), Config{Dir: dir, Log: quiet()})
	if err != nil {
		t.Fatal(err)
	}
	if !joined.Joined() || joined.AppDSN() != cl.AppDSN() {
		t.Error("Join does not use the running cluster")
	}
	stop(t, joined)
	must(t, connect(t, cl.AppDSN()), `select 1`) // the running one goes on
}

func checkDatabases(t *testing.T, cl *Cluster) {
	ctx := t.Context()
	if err := cl.CreateDatabase(ctx, "one", ""); err != nil {
		t.Fatal(err)
	}
	db := connect(t, cl.DSN(Owner, "one"))
	must(t, db, `create table note (text text)`, `insert into note values ('copied')`)
	db.Close()
	if err := cl.CreateDatabase(ctx, "two", "one"); err != nil {
		t.Fatal(err)
	}
	if got := value(t, connect(t, cl.DSN(Owner, "two")), `select text from note`); got != "copied" {
		t.Errorf("the copy holds %q", got)
	}
	if err := cl.DropDatabase(ctx, "two"); err != nil {
		t.Error(err)
	}
	if err := cl.DropDatabase(ctx, Database); err == nil {
		t.Error("the service's own database was dropped")
	}
}

// secret stands for an answer.
const secret = "hébergée chez une amie"

// provokeErrors makes the failures whose messages quote values.
func provokeErrors(t *testing.T, cl *Cluster) {
	db := connect(t, cl.OwnerDSN())
	must(t, db, `create table closed (text text unique check (length(text) < 100))`)
	must(t, db, `insert into closed values ('`+secret+`')`)
	for _, statement := range []string{
		`insert into closed values ('` + secret + `')`,
		`insert into closed values (repeat('` + secret + `', 10))`,
		`select '` + secret + `'::integer`,
		`select '{"` + secret + `'::jsonb`,
		`do $$ begin raise warning '` + secret + `'; end $$; select 1/0`,
		`selec '` + secret + `'`,
	} {
		if _, err := db.Exec(statement); err == nil {
			t.Errorf("%s succeeds", statement)
		}
	}
	if _, err := db.Exec(`select cast($1 as text)::integer`, secret); err == nil {
		t.Error("text taken for an integer")
	}
}

func TestStart_contextEnds(t *testing.T) {
	dir := filepath.Join(passableFolder(t), "constat")
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := Start(ctx, Config{Dir: dir, Log: quiet()}); err == nil {
		t.Fatal("a start of 100 ms succeeded")
	}
	stop(t, start(t, dir)) // nothing stands in the way of the next one
	leftovers(t, dir)
}

func TestStart_postmasterOfSomebodyElse(t *testing.T) {
	dir := filepath.Join(passableFolder(t), "constat")
	cl := start(t, dir)
	at, b := cl.at, cl.Binaries
	stop(t, cl)
	id, err := chooseIdentity(t.Context(), b, dir, at)
	if err != nil {
		t.Fatal(err)
	}
	pm, err := launch(b, id, at, at.socketFolder(), &logLines{log: quiet()})
	if err != nil {
		t.Fatal(err)
	}
	defer pm.stop()
	if err := pm.waitReady(t.Context(), at); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	_, err = Start(ctx, Config{Dir: dir, Log: quiet()})
	wantRefusal(t, err, CodeStillRunning, at.dir, strconv.Itoa(pm.process.Pid))
	if err := pm.stop(); err != nil {
		t.Fatal(err)
	}
	start(t, dir)
}
