package main

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"strings"
	"testing"

	"constat/survey/postgres"
	"constat/survey/postgres/private"
)

// hosted is a PostgreSQL that somebody else runs: a database with a user who
// owns it, and the superuser of the same database.
func hosted(t *testing.T) (user, superuser string) {
	t.Helper()
	cluster, err := private.Start(t.Context(), private.Config{Dir: dataFolder(t), Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Getenv: noEnvironment})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := cluster.Stop(); err != nil {
			t.Error(err)
		}
	})
	db, err := postgres.Connect(cluster.DSN(private.Admin, "postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, statement := range []string{
		`CREATE ROLE heberge LOGIN PASSWORD 'heberge'`, `GRANT constat_app TO heberge`, `CREATE DATABASE heberge OWNER heberge`,
	} {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	superuser = cluster.DSN(private.Admin, "heberge")
	socket := strings.SplitN(strings.TrimPrefix(superuser, "host="), " ", 2)[0]
	return "host=" + socket + " port=5432 dbname=heberge user=heberge password=heberge sslmode=disable", superuser
}

// on runs a command with a DATABASE_URL.
func on(ctx context.Context, dsn string, out, problems io.Writer, args ...string) int {
	getenv := func(name string) string {
		if name == "DATABASE_URL" {
			return dsn
		}
		return noEnvironment(name)
	}
	return run(ctx, args, getenv, strings.NewReader(""), out, problems)
}

// With DATABASE_URL, commands print the links of the service's own address;
// a superuser's is refused, by the service and by every command.
func TestDatabaseURL(t *testing.T) {
	user, superuser := hosted(t)
	for _, args := range [][]string{{"serve", "--addr", "127.0.0.1:0"}, {"user", "list"}, {"migrate", "up"}} {
		var out, problems bytes.Buffer
		if code := on(t.Context(), superuser, &out, &problems, args...); code != exitService || !strings.Contains(problems.String(), "CREATE ROLE constat LOGIN") {
			t.Errorf("%v as a superuser: %d %s", args, code, problems.String())
		}
	}

	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	out, problems := &syncBuffer{}, &syncBuffer{}
	done := make(chan int, 1)
	go func() {
		done <- on(ctx, user, out, problems, "serve", "--addr", "127.0.0.1:0", "--base-url", "https://Constat.exemple.fr/")
	}()
	(&running{t: t, stdout: out, stderr: problems}).await(`Premier compte`, done)
	var printed bytes.Buffer
	if code := on(t.Context(), user, &printed, problems, "user", "invite", "admin"); code != exitDone || !strings.Contains(printed.String(), "https://constat.exemple.fr/invitation/") {
		t.Errorf("beside the service: %d %s", code, printed.String())
	}
	stop()
	if code := <-done; code != exitDone {
		t.Errorf("the service ended with %d: %s", code, problems)
	}
	printed.Reset()
	if code := on(t.Context(), user, &printed, problems, "campaign", "create", "lunel", "lunel-sante"); code != exitDone || !strings.Contains(printed.String(), "https://constat.exemple.fr/q/lunel-") {
		t.Errorf("after the service ended: %d %s", code, printed.String())
	}
	printed.Reset()
	if code := on(t.Context(), user, &printed, problems, "campaign", "list", "lunel", "--base-url", "http://ailleurs.fr/"); code != exitDone || !strings.Contains(printed.String(), "http://ailleurs.fr/q/") {
		t.Errorf("with an address: %d %s", code, printed.String())
	}
}
