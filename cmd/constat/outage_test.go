package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"

	"constat/survey/postgres/private"
)

// outage is a service whose PostgreSQL can be taken away and given back: its
// postgres ends at once, as on a full disk, while the file full is there.
type outage struct {
	*running
	full string
}

func startOutage(t *testing.T) outage {
	t.Helper()
	getenv, dataDir, full := outageIn(t)
	return outage{running: startIn(t, getenv, dataDir, "serve"), full: full}
}

// outageIn makes the programs, and an environment that names them.
func outageIn(t *testing.T) (getenv func(string) string, dataDir, full string) {
	t.Helper()
	dataDir = dataFolder(t)
	found, err := private.Find(private.Config{Dir: dataDir})
	if err != nil {
		t.Fatal(err)
	}
	programs := dataFolder(t)
	if err := os.Mkdir(programs, 0o755); err != nil {
		t.Fatal(err)
	}
	full = filepath.Join(programs, "full")
	script := fmt.Sprintf("#!/bin/sh\n[ -e '%s' ] && [ \"$1\" = -D ] && { echo 'PANIC:  could not write to file: No space left on device' >&2; exit 1; }\nexec '%s' \"$@\"\n",
		full, filepath.Join(found.Dir, "postgres"))
	if err := os.WriteFile(filepath.Join(programs, "postgres"), []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(found.Dir, "initdb"), filepath.Join(programs, "initdb")); err != nil {
		t.Fatal(err)
	}
	getenv = func(name string) string {
		if name == "CONSTAT_POSTGRES_BIN" {
			return programs
		}
		return noEnvironment(name)
	}
	return getenv, dataDir, full
}

func (o outage) begin() {
	o.t.Helper()
	if err := os.WriteFile(o.full, nil, 0o644); err != nil {
		o.t.Fatal(err)
	}
	killPostgres(o.t, o.dataDir)
}

func (o outage) end() {
	o.t.Helper()
	if err := os.Remove(o.full); err != nil {
		o.t.Fatal(err)
	}
	awaitReady(o.t, o.url)
}

// killPostgres kills the postmaster of a data folder without notice. One that was
// killed a moment ago is still named there: its successor is waited for.
func killPostgres(t testing.TB, dataDir string) {
	t.Helper()
	var err error
	for limit := time.Now().Add(time.Minute); time.Now().Before(limit); time.Sleep(20 * time.Millisecond) {
		var pid int
		if pid, err = postgresID(dataDir); err == nil {
			err = syscall.Kill(pid, syscall.SIGKILL)
		}
		if err == nil {
			return
		}
	}
	t.Fatalf("no postgres to kill: %v", err)
}

// postgresID reads which process runs the cluster of a data folder.
func postgresID(dataDir string) (int, error) {
	files, err := filepath.Glob(filepath.Join(dataDir, "pg-*", "data", "postmaster.pid"))
	if err != nil {
		return 0, err
	}
	if len(files) != 1 {
		return 0, fmt.Errorf("postmaster.pid: %q", files)
	}
	text, err := os.ReadFile(files[0])
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(strings.SplitN(string(text), "\n", 2)[0])
}

func awaitReady(t testing.TB, address string) {
	t.Helper()
	for limit := time.Now().Add(time.Minute); time.Now().Before(limit); time.Sleep(50 * time.Millisecond) {
		response, err := http.Get(address + "/readyz")
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if response.StatusCode == http.StatusOK {
			return
		}
	}
	t.Fatal("the service does not come back in a minute")
}

// ask gives the status and the body of an answer; form nil is a GET.
func (o outage) ask(path string, form url.Values) (int, string, http.Header) {
	o.t.Helper()
	request, err := http.NewRequest(http.MethodGet, o.url+path, nil)
	if form != nil {
		request, err = http.NewRequest(http.MethodPost, o.url+path, strings.NewReader(form.Encode()))
	}
	if err != nil {
		o.t.Fatal(err)
	}
	if form != nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Do(request)
	if err != nil {
		o.t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		o.t.Fatal(err)
	}
	return response.StatusCode, string(body), response.Header
}

// While PostgreSQL is away nothing is acknowledged and everybody reads why; when
// it is back, sending again gives one response.
func TestServe_postgresAwayAndBack(t *testing.T) {
	o := startOutage(t)
	id, path := o.openCampaign("lunel", "lunel-sante")
	body := imaginaryPosts(t, 1)[0]
	body.Set(":instance", uuid.NewString())
	body.Set(":do", "envoyer")
	body.Set(":confirme", "oui")

	o.begin()
	for _, form := range []url.Values{nil, body, body} {
		status, page, header := o.ask(path, form)
		words := "Service momentanément indisponible"
		if form != nil {
			words = "Vos réponses n’ont pas été reçues"
		}
		if status != http.StatusServiceUnavailable || header.Get("Retry-After") == "" ||
			!strings.Contains(page, words) || !strings.Contains(page, `lang="fr"`) {
			t.Errorf("while PostgreSQL is away, %s answers %d (Retry-After %q) without « %s »", path, status, header.Get("Retry-After"), words)
		}
	}
	openRosa := strings.Replace(path, "/q/", "/openrosa/", 1)
	for address, want := range map[string]int{
		"/healthz": http.StatusOK, "/readyz": http.StatusServiceUnavailable, openRosa + "/formList": http.StatusServiceUnavailable,
		"/connexion": http.StatusOK, "/departement": http.StatusSeeOther,
	} {
		if status, _, _ := o.ask(address, nil); status != want {
			t.Errorf("while PostgreSQL is away, %s answers %d, want %d", address, status, want)
		}
	}

	o.end()
	for range 2 {
		if status, page, _ := o.ask(path, body); status != http.StatusSeeOther {
			t.Fatalf("after the outage the same post answers %d: %s", status, page)
		}
	}
	if list := o.command("campaign", "list", "lunel"); !strings.Contains(list, id) || !strings.Contains(list, "\t1 réponse\t") {
		t.Errorf("campaign list says %q", list)
	}
}

// A service that is started while its disk is full waits, says so, and serves
// when room returns.
func TestServe_startedWhileAway(t *testing.T) {
	getenv, dataDir, full := outageIn(t)
	first := startIn(t, getenv, dataDir, "serve")
	first.stop()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(full, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan int)
	var out syncBuffer
	go func() {
		done <- run(ctx, []string{"serve", "--addr", address, "--data-dir", dataDir}, getenv, strings.NewReader(""), &out, &out)
	}()
	o := outage{running: &running{t: t, dataDir: dataDir, url: "http://" + address, stdout: &out, stderr: &out}, full: full}
	o.awaitStatus("/healthz", http.StatusOK)
	for _, path := range []string{"/q/lunel-abcdefghjkmnpqrs", "/readyz"} {
		status, page, header := o.ask(path, nil)
		if status != http.StatusServiceUnavailable || !strings.Contains(page, "Service momentanément indisponible") || header.Get("Content-Security-Policy") == "" {
			t.Errorf("%s answers %d: %s", path, status, page)
		}
	}
	o.end()
	o.awaitStatus("/connexion", http.StatusOK)
	if n := strings.Count(out.String(), "does not open"); n != 1 {
		t.Errorf("the wait is logged %d times:\n%s", n, out.String())
	}
	cancel()
	if code := <-done; code != exitDone {
		t.Errorf("ended with %d:\n%s", code, out.String())
	}
}

// awaitStatus asks until the address answers so.
func (o outage) awaitStatus(path string, want int) {
	o.t.Helper()
	for limit := time.Now().Add(30 * time.Second); time.Now().Before(limit); time.Sleep(20 * time.Millisecond) {
		if response, err := http.Get(o.url + path); err == nil {
			_ = response.Body.Close()
			if response.StatusCode == want {
				return
			}
		}
	}
	o.t.Fatalf("%s never answers %d:\n%s", path, want, o.stdout)
}
