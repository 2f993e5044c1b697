package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"constat/survey"
	"constat/survey/catalogue"
	"constat/survey/fictitious"
	"constat/survey/xlsform"
)

// BenchmarkSubmissions posts whole questionnaires to the real service and
// counts those acknowledged, that is committed, per second. Clients, service
// and PostgreSQL share the machine, as in the peers' figures.
func BenchmarkSubmissions(b *testing.B) {
	service := start(b, dataFolder(b), "serve")
	_, path := service.openCampaign("lunel", "lunel-sante")
	bodies := imaginaryPosts(b, 200)
	for _, clients := range []int{1, 8, 32} {
		b.Run(fmt.Sprintf("clients=%d", clients), func(b *testing.B) {
			l := load{url: service.url + path, bodies: bodies, client: &http.Client{
				Transport:     &http.Transport{MaxIdleConnsPerHost: clients, MaxConnsPerHost: clients},
				CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
			}}
			b.ResetTimer()
			l.run(b, clients)
		})
	}
}

// load is one run of the benchmark.
type load struct {
	url    string
	bodies []url.Values
	client *http.Client
	next   atomic.Int64
	mu     sync.Mutex
	times  []time.Duration
}

func (l *load) run(b *testing.B, clients int) {
	var all sync.WaitGroup
	began := time.Now()
	for range clients {
		all.Go(func() {
			for n := l.next.Add(1); n <= int64(b.N); n = l.next.Add(1) {
				l.post(b, int(n))
			}
		})
	}
	all.Wait()
	b.ReportMetric(float64(b.N)/time.Since(began).Seconds(), "submissions/s")
	slices.Sort(l.times)
	if len(l.times) > 0 {
		b.ReportMetric(float64(l.times[len(l.times)*99/100].Microseconds())/1000, "p99-ms")
	}
}

func (l *load) post(b *testing.B, n int) {
	body := url.Values{}
	for k, v := range l.bodies[n%len(l.bodies)] {
		body[k] = v
	}
	body.Set(":instance", uuid.NewString())
	body.Set(":do", "envoyer")
	body.Set(":confirme", "oui")
	began := time.Now()
	response, err := l.client.Post(l.url, "application/x-www-form-urlencoded", strings.NewReader(body.Encode()))
	if err != nil {
		b.Error(err)
		return
	}
	_, _ = io.Copy(io.Discard, response.Body)
	_ = response.Body.Close()
	if response.StatusCode != http.StatusSeeOther {
		b.Errorf("status %d", response.StatusCode)
	}
	took := time.Since(began)
	l.mu.Lock()
	l.times = append(l.times, took)
	l.mu.Unlock()
}

// imaginaryPosts are the fields of valid answers to the Lunel questionnaire.
func imaginaryPosts(b testing.TB, n int) []url.Values {
	b.Helper()
	entry, _ := catalogue.Find("lunel-sante")
	form, err := xlsform.Read(bytes.NewReader(entry.Bytes()))
	if err != nil {
		b.Fatal(err)
	}
	occ := survey.Occasion{Now: time.Now(), Seed: 1, Carried: map[string]string{"territoire": "lunel", "territoire_epci": "243400520"}}
	respondents := fictitious.NewRespondents(form, occ, 1)
	posts := make([]url.Values, n)
	for i := range posts {
		posts[i] = url.Values(respondents.Next().Fields(form))
	}
	return posts
}
