package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/xuri/excelize/v2"

	"constat/internal/memorytest"
	"constat/survey"
	"constat/survey/xlsform"
)

// loadPlan is the size of a rush: what is stored before, and who comes at once.
type loadPlan struct {
	stored      int // answers to the campaign that is downloaded
	respondents int
	downloads   int
	alone       time.Duration // how long respondents have the service for themselves
	edition     int           // answers of each network of the edition that is made meanwhile
}

// loadRatio is how much longer the slowest respondents may wait. It is 1.1 to 2 on
// a machine that does nothing else, where the aim is 3; others' work moves it, and
// 22 was the fault that this test is for.
const loadRatio = 6

// loadMemory is the most that the service may take meanwhile, in bytes.
const loadMemory = 400 << 20

// Thirty downloads at once, a public edition and thirty-two respondents: every
// answer is received, every file is delivered and opens, the service stays small,
// and those who answer hardly wait longer.
func TestLoad_downloadsDoNotStarveRespondents(t *testing.T) {
	r := newRush(t, loadPlan{stored: 5000, respondents: 32, downloads: 30, alone: 3 * time.Second, edition: 40})
	alone, together := r.run()
	t.Logf("respondents alone: %s; with %d downloads and an edition: %s; ratio of p99 %.1f; most memory %d MB",
		alone, r.plan.downloads, together, together.ratio(alone), r.memory()>>20)
	if ratio := together.ratio(alone); ratio > loadRatio {
		t.Errorf("respondents wait %.1f times as long, want at most %d even on a busy machine", ratio, loadRatio)
	}
	if most := r.memory(); most > loadMemory {
		t.Errorf("the service took %d MB, want at most %d", most>>20, loadMemory>>20)
	}
}

// BenchmarkLoad is the rush at full size, once; it only reports.
func BenchmarkLoad(b *testing.B) {
	r := newRush(b, loadPlan{stored: 20_000, respondents: 32, downloads: 60, alone: 10 * time.Second, edition: 100})
	for b.Loop() {
		alone, together := r.run()
		b.ReportMetric(float64(alone.p99.Microseconds())/1000, "alone-p99-ms")
		b.ReportMetric(float64(together.p99.Microseconds())/1000, "rush-p99-ms")
		b.ReportMetric(together.ratio(alone), "ratio")
		b.ReportMetric(float64(r.memory()>>20), "MB")
	}
}

// rush is a service, in a process of its own, with the campaign that everybody
// comes to, and a wave to publish.
type rush struct {
	*running
	tb       testing.TB
	plan     loadPlan
	process  *exec.Cmd
	campaign survey.Campaign
	wave     survey.Wave
	bodies   []url.Values
	lead     visitor
	coord    visitor

	mu    sync.Mutex
	files [][]byte // the different workbooks that were delivered
}

func newRush(tb testing.TB, plan loadPlan) *rush {
	tb.Helper()
	dataDir := dataFolder(tb)
	service, command := process(tb, dataDir)
	r := &rush{running: service, tb: tb, plan: plan, process: command, bodies: imaginaryPosts(tb, 100)}
	w := newWaveBeside(tb, service)
	w.form, w.book = catalogueForm(tb, "lunel-sante")
	r.campaign = w.openNow("lunel")
	w.fill(r.campaign, plan.stored)
	for _, slug := range []string{"beziers", "castries", "hauts-cantons"} {
		c := w.openNow(slug)
		w.fill(c, plan.edition)
		w.command("campaign", "close", slug, c.ID)
	}
	r.wave = survey.Wave{FormID: w.form.ID, Name: time.Now().In(paris(tb)).Format("2006")}
	r.lead = w.signIn("animatrice", w.addLead("animatrice", "lunel"))
	out := w.command("user", "add", "coordination", "--role", "coordinator", "--generate")
	_, password, _ := strings.Cut(strings.TrimSpace(out), "Mot de passe : ")
	r.coord = w.signIn("coordination", password)
	return r
}

// run has respondents answer alone, then beside downloads and an edition.
func (r *rush) run() (alone, together waits) {
	alone = r.answerUntil(time.After(r.plan.alone))
	delivered := make(chan time.Time)
	go func() {
		defer close(delivered)
		r.publish()
		var all sync.WaitGroup
		began := time.Now()
		for i := range r.plan.downloads {
			all.Go(func() { r.download([]string{"/diagnostic.xlsx", "/reponses.zip", "/diagnostic.xlsx"}[i%3]) })
		}
		all.Wait()
		r.tb.Logf("%d downloads of %d different workbooks in %v", r.plan.downloads, len(r.files), time.Since(began).Round(time.Millisecond))
		time.Sleep(time.Until(began.Add(r.plan.alone)))
	}()
	together = r.answerUntil(delivered)
	for _, content := range r.files {
		if err := opens(content); err != nil {
			r.tb.Error(err)
		}
	}
	return alone, together
}

func (r *rush) publish() {
	path := "/departement/vagues/" + r.wave.Code()
	response, err := r.coord.client.PostForm(r.url+path+"/publier", url.Values{"confirmation": {r.wave.Name}})
	if err != nil {
		r.tb.Error(err)
		return
	}
	defer response.Body.Close()
	page, _ := io.ReadAll(response.Body)
	if !bytes.Contains(page, []byte("se prépare")) {
		r.tb.Errorf("no edition is being made: %d\n%s", response.StatusCode, page)
	}
}

// download takes a file whole; it is opened later, when nobody is timed.
func (r *rush) download(file string) {
	response, err := r.lead.client.Get(r.url + "/reseaux/lunel/enquetes/" + r.campaign.ID + file)
	if err != nil {
		r.tb.Errorf("%s: %v", file, err)
		return
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK || response.ContentLength != int64(len(content)) {
		r.tb.Errorf("%s: status %d, %d of %d bytes, %v", file, response.StatusCode, len(content), response.ContentLength, err)
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if strings.HasSuffix(file, ".xlsx") && !slices.ContainsFunc(r.files, func(b []byte) bool { return bytes.Equal(b, content) }) {
		r.files = append(r.files, content)
	}
}

// opens reads a workbook's list of sheets: its parts are whole, or the archive
// would not open.
func opens(content []byte) error {
	f, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		return err
	}
	defer f.Close()
	if len(f.GetSheetList()) < 5 {
		return fmt.Errorf("only the sheets %v", f.GetSheetList())
	}
	return nil
}

// waits is how long requests of respondents took.
type waits struct {
	n        int
	p50, p99 time.Duration
}

func (w waits) String() string {
	return fmt.Sprintf("%d requests, p50 %v, p99 %v", w.n, w.p50.Round(time.Millisecond), w.p99.Round(time.Millisecond))
}

func (w waits) ratio(of waits) float64 { return float64(w.p99) / float64(of.p99) }

// answerUntil has respondents open the questionnaire and send it, one after the
// other without a pause. Each answer must be received.
func (r *rush) answerUntil(end <-chan time.Time) waits {
	var mu sync.Mutex
	var took []time.Duration
	var over atomic.Bool
	client := &http.Client{
		Transport:     &http.Transport{MaxIdleConnsPerHost: r.plan.respondents},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	var all sync.WaitGroup
	for i := range r.plan.respondents {
		all.Go(func() {
			for n := i; !over.Load(); n++ {
				for _, visit := range []time.Duration{r.open(client), r.send(client, n)} {
					mu.Lock()
					took = append(took, visit)
					mu.Unlock()
				}
			}
		})
	}
	<-end
	over.Store(true)
	all.Wait()
	slices.Sort(took)
	return waits{len(took), took[len(took)/2], took[len(took)*99/100]}
}

func (r *rush) open(client *http.Client) time.Duration {
	return r.visit(http.StatusOK, func() (*http.Response, error) { return client.Get(r.url + "/q/" + r.campaign.Link) })
}

func (r *rush) send(client *http.Client, n int) time.Duration {
	body := url.Values{":instance": {uuid.NewString()}, ":do": {"envoyer"}, ":confirme": {"oui"}}
	for name, values := range r.bodies[n%len(r.bodies)] {
		body[name] = values
	}
	return r.visit(http.StatusSeeOther, func() (*http.Response, error) { return client.PostForm(r.url+"/q/"+r.campaign.Link, body) })
}

func (r *rush) visit(status int, do func() (*http.Response, error)) time.Duration {
	began := time.Now()
	response, err := do()
	if err != nil {
		r.tb.Error(err)
		return 0
	}
	defer response.Body.Close()
	if _, err := io.Copy(io.Discard, response.Body); err != nil || response.StatusCode != status {
		r.tb.Errorf("a respondent is answered %d, want %d (%v)", response.StatusCode, status, err)
	}
	return time.Since(began)
}

// memory is the most that the service's process has held so far, as the kernel
// counts it.
func (r *rush) memory() int64 {
	peak, err := memorytest.Peak(r.process.Process.Pid)
	if err != nil {
		r.tb.Fatal(err)
	}
	return peak
}

// fill stores imaginary answers to a campaign, sixteen at a time.
func (w *wave) fill(c survey.Campaign, n int) {
	w.t.Helper()
	network, err := w.store.Network(w.p.ctx, c.Network)
	w.must(err)
	var all sync.WaitGroup
	const hands = 16
	for i := range hands {
		all.Go(func() {
			plan := campaignPlan{seed: int64(i + 1), responses: n / hands, days: 3}
			if i < n%hands {
				plan.responses++
			}
			if err := w.p.answerDemo(w.store, network, c, w.form, plan); err != nil {
				w.t.Error(err)
			}
		})
	}
	all.Wait()
}

// openNow opens a campaign on the wave's form.
func (w *wave) openNow(slug string) survey.Campaign {
	w.t.Helper()
	c, err := w.p.newCampaign(survey.Network{Slug: slug}, w.form, "Essai "+slug)
	w.must(err)
	c.State, c.CreatedAt = survey.CampaignOpen, time.Now()
	w.must(w.p.createCampaign(w.store, c, w.form, w.book, nil))
	return c
}

func catalogueForm(tb testing.TB, id string) (*survey.Form, []byte) {
	tb.Helper()
	book := (&campaignCreateCmd{Form: id})
	content, err := book.workbook()
	if err != nil {
		tb.Fatal(err)
	}
	form, err := xlsform.Read(bytes.NewReader(content))
	if err != nil {
		tb.Fatal(err)
	}
	return form, content
}
