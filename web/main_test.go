package web

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/xuri/excelize/v2"

	"constat/migrations"
	"constat/survey"
	"constat/survey/catalogue"
	"constat/survey/postgres"
	"constat/survey/postgres/private/privatetest"
	"constat/survey/territory"
	"constat/survey/xlsform"
)

func TestMain(m *testing.M) {
	os.Exit(privatetest.Main(m, func(ctx context.Context, dsn string) error {
		db, err := postgres.Connect(dsn)
		if err != nil {
			return err
		}
		return errors.Join(migrations.Up(ctx, db), db.Close())
	}))
}

// smallForm has one question of each kind that the pages treat apart.
const smallForm = `
| survey  |              |          |                       |          |                   |                      |            |
|         | type         | name     | label                 | required | relevant          | constraint           | appearance |
|         | note         | accueil  | Vos réponses restent anonymes. | |                  |                      |            |
|         | begin_group  | vous     | Vous                  |          |                   |                      |            |
|         | select_one s | structure | Votre structure      | yes      |                   |                      |            |
|         | select_one ouinon | repere | Avez-vous repéré une situation ? | yes |           |                      |            |
|         | integer      | nombre   | Combien ?             | yes      | ${repere} = 'oui' | . > 0 and . <= 500   |            |
|         | end_group    |          |                       |          |                   |                      |            |
|         | begin_group  | besoins  | Besoins               |          |                   |                      |            |
|         | select_multiple f | freins | Freins              |          |                   | count-selected(.) <= 2 |          |
|         | rank f       | ordre    | Ordre des freins      |          |                   |                      |            |
|         | date         | jour     | Jour de la réunion    |          |                   |                      |            |
|         | decimal      | part     | Part du temps         |          |                   | . <= 100             |            |
|         | begin_repeat | actions  | Action                |          |                   |                      |            |
|         | text         | titre    | Titre de l'action     |          |                   |                      |            |
|         | end_repeat   |          |                       |          |                   |                      |            |
|         | acknowledge  | charte   | J'ai lu la charte     |          |                   |                      |            |
|         | text         | libre    | Un besoin             |          |                   | string-length(.) <= 60 | multiline |
|         | end_group    |          |                       |          |                   |                      |            |
| choices |              |          |                       |          |                   |                      |            |
|         | list_name    | name     | label                 |          |                   |                      |            |
|         | s            | ecole    | École                 |          |                   |                      |            |
|         | s            | sante    | Santé                 |          |                   |                      |            |
|         | ouinon       | oui      | Oui                   |          |                   |                      |            |
|         | ouinon       | non      | Non                   |          |                   |                      |            |
|         | f            | temps    | Temps                 |          |                   |                      |            |
|         | f            | cout     | Coût                  |          |                   |                      |            |
|         | f            | distance | Distance              |          |                   |                      |            |
| settings |             |          |                       |          |                   |                      |            |
|         | form_id      | form_title | version             |          |                   |                      |            |
|         | petit        | Petit questionnaire | 1          |          |                   |                      |            |
`

// workbookOf writes an XLSForm from a table as the one above.
func workbookOf(tb testing.TB, table string) []byte {
	tb.Helper()
	file := excelize.NewFile()
	defer file.Close()
	sheet, row := "", 0
	for line := range strings.Lines(strings.TrimSpace(table)) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if name := strings.TrimSpace(cells[0]); name != "" {
			sheet, row = name, 0
			if _, err := file.NewSheet(sheet); err != nil {
				tb.Fatal(err)
			}
			continue
		}
		row++
		for i, cell := range cells[1:] {
			at, err := excelize.CoordinatesToCellName(i+1, row)
			if err != nil {
				tb.Fatal(err)
			}
			if err := file.SetCellStr(sheet, at, strings.TrimSpace(cell)); err != nil {
				tb.Fatal(err)
			}
		}
	}
	if err := file.DeleteSheet("Sheet1"); err != nil {
		tb.Fatal(err)
	}
	var b bytes.Buffer
	if err := file.Write(&b); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// house is a running service with two networks, an account each and an open
// campaign on the small form in each.
type house struct {
	*testing.T
	server         *Server
	store          *postgres.Store
	dsn            string // of its database
	site           *httptest.Server
	log            *lockedBuffer
	diagnostics    *diagnosticsStub
	clock          *movingClock
	lunel, beziers survey.Campaign
}

// notedStore keeps what is recorded for the register.
type notedStore struct {
	survey.Store
	entries []survey.AuditEntry
}

func (n *notedStore) Record(ctx context.Context, e survey.AuditEntry) error {
	n.entries = append(n.entries, e)
	return n.Store.Record(ctx, e)
}

// noted has the house keep what is recorded from now on.
func (h *house) noted() *notedStore {
	n := &notedStore{Store: h.server.Store}
	h.server.Store = n
	return n
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

type movingClock struct {
	mu  sync.Mutex
	now time.Time
}

func (m *movingClock) Now() time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.now
}

func (m *movingClock) pass(d time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now = m.now.Add(d)
}

// diagnosticsStub counts what is stored and writes a fixed workbook and a
// fixed archive.
type diagnosticsStub struct {
	participation Participation
	err           error
	state         atomic.Int64
	taken         []string
	foreseen      *Foreseen
	publish       func(context.Context, survey.Wave, survey.AuditEntry) (survey.Edition, error)
}

func (d *diagnosticsStub) State(context.Context, string, string) (string, error) {
	return fmt.Sprint(d.state.Add(1)), nil // every file is made anew
}

func (d *diagnosticsStub) Workbook(_ context.Context, w io.Writer, network, campaign string) error {
	return d.take(w, "classeur", network, campaign)
}

func (d *diagnosticsStub) Responses(_ context.Context, w io.Writer, network, campaign string) error {
	return d.take(w, "archive", network, campaign)
}

func (d *diagnosticsStub) take(w io.Writer, what, network, campaign string) error {
	if d.err != nil {
		return d.err
	}
	d.taken = append(d.taken, network+"/"+campaign)
	_, err := io.WriteString(w, what)
	return err
}

// Foresee gives what the test says; enough answers of Lunel when it says nothing.
func (d *diagnosticsStub) Foresee(context.Context, survey.Wave) (Foreseen, error) {
	if d.foreseen != nil {
		return *d.foreseen, nil
	}
	return Foreseen{Areas: []ForeseenArea{{"Réseau de lunel", about(40), "enfants"}}, Fewest: 22, Number: 1}, nil
}

// Publish does what the test says.
func (d *diagnosticsStub) Publish(ctx context.Context, wave survey.Wave, by survey.AuditEntry) (survey.Edition, error) {
	return d.publish(ctx, wave, by)
}

func (d *diagnosticsStub) Participation(context.Context, string, string) (Participation, error) {
	return d.participation, nil
}

const goodPassword = "girafe caillou trombone 7"

var opening = time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)

func newHouse(t *testing.T) *house { return newHouseWith(t, workbookOf(t, smallForm), nil) }

func newHouseWith(t *testing.T, workbook []byte, configure func(*Config)) *house {
	t.Helper()
	_, dsn := privatetest.Database(t)
	store, err := postgres.Open(t.Context(), postgres.Config{DSN: dsn})
	must(t, err)
	paris, err := time.LoadLocation("Europe/Paris")
	must(t, err)
	h := &house{T: t, store: store, dsn: dsn, log: &lockedBuffer{}, diagnostics: &diagnosticsStub{}, clock: &movingClock{now: opening}}
	h.site = httptest.NewUnstartedServer(nil)
	config := Config{
		Store: store, Geography: testGeography(), Diagnostics: h.diagnostics, Carried: carried, Catalogue: catalogue.Entries(),
		BaseURL: "http://" + h.site.Listener.Addr().String(),
		Log:     slog.New(slog.NewJSONHandler(h.log, nil)), Clock: h.clock.Now, Random: rand.Reader, Zone: paris,
	}
	if configure != nil {
		configure(&config)
	}
	h.server, err = New(config)
	must(t, err)
	h.site.Config.Handler = h.server.Handler()
	h.site.Start()
	t.Cleanup(func() { h.site.Close(); h.server.Close(); must(t, store.Close()) })
	h.lunel, h.beziers = h.addNetwork("lunel", workbook), h.addNetwork("beziers", workbook)
	return h
}

func carried(n survey.Network) map[string]string {
	return n.Carried(territory.Herault().EPCIOf(n.Communes))
}

func testGeography() Geography {
	var g Geography
	official := territory.Herault()
	for _, e := range official.EPCIs() {
		epci := EPCI{Code: e.Code, Name: e.Name}
		for _, c := range official.CommunesOf(e.Code) {
			epci.Communes = append(epci.Communes, Commune{Code: c.Code, Name: c.Name, Population: c.Population})
		}
		g = append(g, epci)
	}
	return g
}

func must(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

var founder = survey.AuditEntry{At: opening, Agent: "6f9f0d29-6a4c-4f3f-8d0f-5f3a5b0f8f11", Action: "test", Object: "test"}

// addNetwork makes a network, its lead (login = slug) and its campaign.
func (h *house) addNetwork(slug string, workbook []byte) survey.Campaign {
	h.Helper()
	ctx := h.Context()
	must(h, h.store.SaveNetwork(ctx, survey.Network{
		Slug: slug, Name: "Réseau de " + slug, Facilitator: "CIDFF34", Since: 2010, Status: "actif",
		Communes: []string{"34145", "34151"}, Hypothesis: true, Source: "hypothèse : à vérifier",
	}, founder))
	h.addAgent(survey.Agent{Login: slug, Name: "Animation " + slug, Role: survey.RoleLead, Networks: []string{slug}})
	form, err := xlsform.Read(bytes.NewReader(workbook))
	must(h, err)
	must(h, h.store.SaveForm(ctx, survey.FormVersion{
		Network: slug, FormID: form.ID, Version: form.Version, Title: form.Title.In(""), Workbook: workbook, SHA256: sha256.Sum256(workbook),
		Files: survey.Files{"plan.png": onePixel},
	}))
	link, err := survey.NewLink(slug, rand.Reader)
	must(h, err)
	c := survey.Campaign{
		ID: uuid.NewString(), Network: slug, Title: "Besoins 2026", FormID: form.ID, FormVersion: form.Version,
		State: survey.CampaignOpen, Link: link, CreatedAt: opening,
	}
	must(h, h.store.CreateCampaign(ctx, c, founder))
	return c
}

func (h *house) addAgent(a survey.Agent) survey.Agent {
	h.Helper()
	a.ID = uuid.NewString()
	encoded, err := HashPassword(goodPassword)
	must(h, err)
	a.Password = encoded
	must(h, h.store.CreateAgent(h.Context(), a, founder))
	return a
}

func (h *house) responses(c survey.Campaign) int {
	h.Helper()
	n := 0
	for _, err := range h.store.Responses(h.Context(), c.Network, c.ID) {
		must(h, err)
		n++
	}
	return n
}

func q(c survey.Campaign) string { return "/q/" + c.Link }
