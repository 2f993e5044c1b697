package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// running is the real service, as a person starts it: the command line, a
// data folder of its own, its private PostgreSQL.
type running struct {
	t       testing.TB
	dataDir string
	url     string
	stdout  *syncBuffer
	stderr  *syncBuffer
	stop    func()
}

// syncBuffer is written by the service and read by the test.
type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *syncBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *syncBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// noEnvironment is a machine without settings; only PATH and HOME remain, to
// find PostgreSQL.
func noEnvironment(name string) string {
	switch name {
	case "PATH", "HOME", "XDG_CACHE_HOME":
		return os.Getenv(name)
	}
	return ""
}

// dataFolder is a folder that the unprivileged PostgreSQL may pass through.
func dataFolder(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "constat-e2e-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	if err := os.Chmod(dir, 0o711); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "constat")
}

// start runs a serving command until the test ends.
func start(t testing.TB, dataDir string, args ...string) *running {
	t.Helper()
	return startIn(t, noEnvironment, dataDir, args...)
}

// startIn is start with an environment.
func startIn(t testing.TB, getenv func(string) string, dataDir string, args ...string) *running {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	r := &running{t: t, dataDir: dataDir, stdout: &syncBuffer{}, stderr: &syncBuffer{}}
	done := make(chan int, 1)
	go func() {
		args = append([]string{args[0], "--addr", "127.0.0.1:0", "--data-dir", dataDir}, args[1:]...)
		done <- run(ctx, args, getenv, strings.NewReader(""), r.stdout, r.stderr)
	}()
	var once sync.Once
	r.stop = func() {
		once.Do(func() {
			cancel()
			if code := <-done; code != exitDone {
				t.Errorf("the service ended with %d:\n%s", code, r.stderr)
			}
		})
	}
	t.Cleanup(r.stop)
	r.url = r.await(`http://127\.0\.0\.1:\d+`, done)
	return r
}

// await waits for words on the service's standard output.
func (r *running) await(pattern string, done chan int) string {
	r.t.Helper()
	re := regexp.MustCompile(pattern)
	for deadline := time.Now().Add(60 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if found := re.FindString(r.stdout.String()); found != "" {
			return found
		}
		select {
		case code := <-done:
			done <- code
			r.t.Fatalf("the service ended with %d before it served:\n%s\n%s", code, r.stdout, r.stderr)
		default:
		}
	}
	r.t.Fatalf("the service said nothing in a minute:\n%s\n%s", r.stdout, r.stderr)
	return ""
}

// command runs another command beside the service and gives what it printed.
func (r *running) command(args ...string) string {
	r.t.Helper()
	var out, problems bytes.Buffer
	args = append(args, "--data-dir", r.dataDir)
	if code := run(context.Background(), args, noEnvironment, strings.NewReader(""), &out, &problems); code != exitDone {
		r.t.Fatalf("constat %s ended with %d: %s", strings.Join(args, " "), code, problems.String())
	}
	return out.String()
}

// addLead makes an account for a network and gives its password.
func (r *running) addLead(login, network string) string {
	r.t.Helper()
	out := r.command("user", "add", login, "--network", network, "--generate")
	_, password, ok := strings.Cut(strings.TrimSpace(out), "Mot de passe : ")
	if !ok {
		r.t.Fatalf("no password in %q", out)
	}
	return password
}

// openCampaign opens a campaign and gives its id and its link's path.
func (r *running) openCampaign(network, form string) (id, path string) {
	r.t.Helper()
	lines := strings.Fields(r.command("campaign", "create", network, form, "--open"))
	if len(lines) != 2 {
		r.t.Fatalf("campaign create printed %q", lines)
	}
	return lines[0], lines[1][strings.Index(lines[1], "/q/"):]
}
