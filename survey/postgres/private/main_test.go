package private

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// childFolder names the data folder to a copy of this test binary that plays
// the service, so that a test can kill it or run it as somebody else.
const childFolder = "CONSTAT_TEST_PRIVATE_FOLDER"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childFolder); dir != "" {
		os.Exit(service(dir))
	}
	os.Exit(m.Run())
}

// service starts the cluster and inserts rows until it is told to stop by the
// end of its standard input. It prints "ready", then "row N" once row N is
// committed, or "refused CODE".
func service(dir string) int {
	ctx := context.Background()
	cl, err := Start(ctx, Config{Dir: dir, Log: quiet()})
	var refusal *Error
	if errors.As(err, &refusal) {
		fmt.Println("refused", refusal.Code)
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	if err == nil {
		err = insertUntilEOF(ctx, cl)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

func insertUntilEOF(ctx context.Context, cl *Cluster) error {
	db, err := open(cl.OwnerDSN())
	if err != nil {
		return err
	}
	defer db.Close()
	if _, err := db.ExecContext(ctx, `create table if not exists answer (n integer)`); err != nil {
		return err
	}
	fmt.Println("ready")
	end := make(chan struct{})
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		close(end)
	}()
	for n := 1; ; n++ {
		select {
		case <-end:
			return cl.Stop()
		default:
		}
		if _, err := db.ExecContext(ctx, `insert into answer values ($1)`, n); err != nil {
			return err
		}
		fmt.Println("row", n)
	}
}

// child is a running service in another process.
type child struct {
	cmd   *exec.Cmd
	stdin io.Closer
	lines *bufio.Scanner
}

// startChild runs the service as uid, or as ourselves when uid is 0.
func startChild(t *testing.T, dir string, uid uint32) *child {
	t.Helper()
	binary, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(binary)
	if uid != 0 {
		cmd.Path = publicCopy(t, binary)
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uid, Gid: uid}}
	}
	cmd.Dir = "/"
	cmd.Env = append(os.Environ(), childFolder+"="+dir)
	cmd.Stderr = os.Stderr
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill() // it may have ended already
		_ = cmd.Wait()
	})
	return &child{cmd: cmd, stdin: stdin, lines: bufio.NewScanner(stdout)}
}

// canBecome tells whether this process can run another as uid: not an ordinary
// user, nor the root of a container without a second user.
func canBecome(uid uint32) bool {
	cmd := exec.Command("true")
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uid, Gid: uid}}
	return os.Geteuid() == 0 && cmd.Run() == nil
}

// publicCopy puts the test binary where any user can run it.
func publicCopy(t *testing.T, binary string) string {
	t.Helper()
	content, err := os.ReadFile(binary)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(passableFolder(t), "service")
	if err := os.WriteFile(path, content, 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

// line gives the next line that the service prints, "" after the last one.
func (c *child) line() string {
	if !c.lines.Scan() {
		return ""
	}
	return c.lines.Text()
}

func (c *child) expect(t *testing.T, want string) {
	t.Helper()
	if got := c.line(); got != want {
		t.Fatalf("the service says %q, want %q", got, want)
	}
}

// killAfter reads until row n is acknowledged, kills the service without
// notice, and gives the number of the last row that it acknowledged.
func (c *child) killAfter(t *testing.T, n int) (acknowledged int) {
	t.Helper()
	killed := false
	for line := c.line(); line != ""; line = c.line() {
		row, err := strconv.Atoi(strings.TrimPrefix(line, "row "))
		if err != nil {
			t.Fatalf("the service says %q", line)
		}
		acknowledged = row
		if row >= n && !killed {
			killed = true
			if err := c.cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	return acknowledged
}

func (c *child) stop(t *testing.T) {
	t.Helper()
	c.stdin.Close()
	for c.line() != "" {
	}
	if err := c.cmd.Wait(); err != nil {
		t.Fatalf("the service ends with %v", err)
	}
}

func quiet() *slog.Logger { return slog.New(slog.NewTextHandler(io.Discard, nil)) }

// passableFolder is a temporary folder that other users may pass through, as
// /var/lib is; testing's own is closed.
func passableFolder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Chmod(filepath.Dir(dir), 0o711); err != nil {
		t.Fatal(err)
	}
	return dir
}

// start runs a cluster for the test, and stops it afterwards.
func start(t *testing.T, dir string) *Cluster {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	cl, err := Start(ctx, Config{Dir: dir, Log: quiet()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := cl.Stop(); err != nil {
			t.Error(err)
		}
	})
	return cl
}

func stop(t *testing.T, cl *Cluster) {
	t.Helper()
	if err := cl.Stop(); err != nil {
		t.Fatal(err)
	}
}

func connect(t *testing.T, dsn string) *sql.DB {
	t.Helper()
	db, err := open(dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func must(t *testing.T, db *sql.DB, statements ...string) {
	t.Helper()
	if err := execute(t.Context(), db, statements...); err != nil {
		t.Fatal(err)
	}
}

// value gives the one value of a query, as text.
func value(t *testing.T, db *sql.DB, query string, args ...any) string {
	t.Helper()
	var text string
	if err := db.QueryRow(query, args...).Scan(&text); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return text
}

// wantRefusal checks the code and the arguments of a refusal; "…" accepts any.
func wantRefusal(t *testing.T, err error, code string, args ...string) {
	t.Helper()
	var refusal *Error
	if !errors.As(err, &refusal) || refusal.Code != code {
		t.Fatalf("got %v, want a refusal %s", err, code)
	}
	if len(refusal.Args) != len(args) {
		t.Fatalf("%s has arguments %q, want %q", code, refusal.Args, args)
	}
	for i, want := range args {
		if want != "…" && refusal.Args[i] != want {
			t.Errorf("%s, argument %d: %q, want %q", code, i, refusal.Args[i], want)
		}
	}
}
