package main

import (
	"context"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
)

// killRounds is how many times TestServe_killRounds kills: a few in the suite,
// more by CONSTAT_KILL_ROUNDS=30.
func killRounds(t *testing.T) int {
	t.Helper()
	n, err := strconv.Atoi(os.Getenv("CONSTAT_KILL_ROUNDS"))
	if err != nil {
		return 6
	}
	return n
}

// persistent respondents: each sends one answer until it is acknowledged,
// whatever happens to the service, and then another.
type persistent struct {
	address atomic.Value // of the questionnaire; the service that comes back has another
	bodies  []url.Values
	stop    chan struct{}

	mu           sync.Mutex
	acknowledged []string
	tries        int
}

func (p *persistent) answer(first int) {
	client := &http.Client{
		Timeout:       20 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	for n := first; ; n++ {
		body := url.Values{}
		for k, v := range p.bodies[n%len(p.bodies)] {
			body[k] = v
		}
		instance := uuid.NewString()
		body.Set(":instance", instance)
		body.Set(":do", "envoyer")
		body.Set(":confirme", "oui")
		for !p.send(client, body, instance) {
			time.Sleep(20 * time.Millisecond)
		}
		select {
		case <-p.stop:
			return
		default:
		}
	}
}

func (p *persistent) send(client *http.Client, body url.Values, instance string) (acknowledged bool) {
	response, err := client.PostForm(p.address.Load().(string), body)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.tries++
	if err != nil {
		return false
	}
	_ = response.Body.Close()
	if response.StatusCode != http.StatusSeeOther {
		return false
	}
	p.acknowledged = append(p.acknowledged, instance)
	return true
}

func (p *persistent) count() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.acknowledged)
}

// awaitMore returns when n more answers are acknowledged.
func (p *persistent) awaitMore(t *testing.T, n int) {
	t.Helper()
	want := p.count() + n
	for limit := time.Now().Add(90 * time.Second); time.Now().Before(limit); time.Sleep(10 * time.Millisecond) {
		if p.count() >= want {
			return
		}
	}
	t.Fatalf("%d answers acknowledged, %d awaited", p.count(), want)
}

// The service, its PostgreSQL or both are killed under load, over and over: each
// comes back, what was acknowledged is there, and once.
func TestServe_killRounds(t *testing.T) {
	dataDir := dataFolder(t)
	service, command := process(t, dataDir)
	id, path := service.openCampaign("lunel", "lunel-sante")
	p := &persistent{bodies: imaginaryPosts(t, 20), stop: make(chan struct{})}
	p.address.Store(service.url + path)
	var respondents sync.WaitGroup
	for n := range 4 {
		respondents.Go(func() { p.answer(5 * n) })
	}
	rounds := killRounds(t)
	for round := range rounds {
		p.awaitMore(t, 10)
		switch round % 3 {
		case 0:
			command = killService(t, service, command, path, p, false)
		case 1:
			killPostgres(t, dataDir)
		case 2:
			command = killService(t, service, command, path, p, true)
		}
	}
	p.awaitMore(t, 10)
	close(p.stop)
	respondents.Wait()
	kept := keptInstances(t, dataDir, id)
	for _, instance := range p.acknowledged {
		if !kept[instance] {
			t.Errorf("an acknowledged answer is lost: %s", instance)
		}
	}
	if len(kept) != len(p.acknowledged) {
		t.Errorf("%d answers acknowledged, %d kept", len(p.acknowledged), len(kept))
	}
	t.Logf("%d rounds, %d acknowledged in %d tries, %d kept", rounds, len(p.acknowledged), p.tries, len(kept))
}

// killService kills the service, and its PostgreSQL at the same moment or not,
// and starts it again at once.
func killService(t *testing.T, service *running, command *exec.Cmd, path string, p *persistent, both bool) *exec.Cmd {
	t.Helper()
	if both {
		killPostgres(t, service.dataDir)
	}
	if err := command.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = command.Wait()
	again, command := process(t, service.dataDir)
	p.address.Store(again.url + path)
	return command
}

// keptInstances reads the campaign beside the service.
func keptInstances(t *testing.T, dataDir, campaign string) map[string]bool {
	t.Helper()
	p := &program{ctx: context.Background(), getenv: noEnvironment, stderr: os.Stderr, clock: time.Now}
	store, stop, err := openStore(p, dataDir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := stop(); err != nil {
			t.Error(err)
		}
	}()
	kept := map[string]bool{}
	for response, err := range store.Responses(p.ctx, "lunel", campaign) {
		if err != nil {
			t.Fatal(err)
		}
		if id := strings.ToLower(response.InstanceID); kept[id] {
			t.Errorf("%s is there twice", id)
		} else {
			kept[id] = true
		}
	}
	return kept
}
