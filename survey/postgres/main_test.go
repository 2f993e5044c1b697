package postgres

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jmoiron/sqlx"

	"constat/migrations"
	"constat/survey"
	"constat/survey/postgres/private/privatetest"
)

func TestMain(m *testing.M) {
	os.Exit(privatetest.Main(m, migrate))
}

func migrate(ctx context.Context, dsn string) error {
	db, err := Connect(dsn)
	if err != nil {
		return err
	}
	return errors.Join(migrations.Up(ctx, db), db.Close())
}

// fixture is a store on a database of its own, with two networks, a frozen
// form in each and an open campaign in each.
type fixture struct {
	*Store
	ownerDSN, appDSN string
	form             *survey.Form
	lunel, beziers   survey.Campaign
}

// Audit lists all entries of a network, those of respondents too.
func (f *fixture) Audit(ctx context.Context, network string, limit int) ([]survey.AuditEntry, error) {
	const query = `
		SELECT network_id, at, agent, action, object, reason
		FROM audit
		WHERE network_id = $1
		ORDER BY at DESC, id
		LIMIT $2`
	return f.audit(ctx, query, network, limit)
}

var noon = time.Date(2026, 11, 24, 11, 0, 0, 0, time.UTC)

func newFixture(tb testing.TB) *fixture {
	tb.Helper()
	owner, app := privatetest.Database(tb)
	f := &fixture{ownerDSN: owner, appDSN: app, form: newForm(tb, 2)}
	f.Store = open(tb, Config{DSN: app})
	f.lunel = f.addCampaign(tb, "lunel")
	f.beziers = f.addCampaign(tb, "beziers")
	return f
}

func open(tb testing.TB, c Config) *Store {
	tb.Helper()
	s, err := Open(context.Background(), c)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := s.Close(); err != nil {
			tb.Error(err)
		}
	})
	return s
}

// newForm has text questions q1, q2…
func newForm(tb testing.TB, questions int) *survey.Form {
	tb.Helper()
	text, ok := survey.TypeNamed("text")
	if !ok {
		tb.Fatal("no type text")
	}
	form := &survey.Form{ID: "besoins", Version: "1", Title: survey.Plain("Besoins")}
	for i := range questions {
		name := fmt.Sprintf("q%d", i+1)
		form.Questions = append(form.Questions, &survey.Question{Name: name, Type: text, Label: survey.Plain(name), Row: i + 2})
	}
	if problems := form.Compile(); survey.Blocking(problems) {
		tb.Fatal(problems)
	}
	return form
}

// addCampaign opens a campaign, with its network and form if need be.
func (f *fixture) addCampaign(tb testing.TB, network string) survey.Campaign {
	tb.Helper()
	ctx := context.Background()
	n := survey.Network{Slug: network, Name: "Réseau " + network, Communes: []string{"34145"}}
	must(tb, f.SaveNetwork(ctx, n, by("network.save")))
	must(tb, f.SaveForm(ctx, survey.FormVersion{
		Network: network, FormID: f.form.ID, Version: f.form.Version, Title: "Besoins", Workbook: []byte("classeur"),
	}))
	c := survey.Campaign{
		ID: uuid.NewString(), Network: network, Title: "Besoins 2026", FormID: f.form.ID, FormVersion: f.form.Version,
		State: survey.CampaignOpen, Link: newLink(tb, network), Invited: 12, CreatedAt: noon,
	}
	must(tb, f.CreateCampaign(ctx, c, by("campaign.create")))
	return c
}

func newLink(tb testing.TB, network string) string {
	tb.Helper()
	seed := uuid.New()
	link, err := survey.NewLink(network, strings.NewReader(strings.Repeat(string(seed[:]), 8)))
	if err != nil {
		tb.Fatal(err)
	}
	return link
}

func by(action string) survey.AuditEntry {
	return survey.AuditEntry{At: noon, Agent: "6f9f0d29-6a4c-4f3f-8d0f-5f3a5b0f8f11", Action: action, Object: "object"}
}

// submission answers q1 with a text.
func submission(text string) survey.Submission {
	return survey.Submission{
		InstanceID: uuid.NewString(), FormID: "besoins", FormVersion: "1", Language: "fr",
		Answers: survey.Answers{Values: map[string]string{"q1": text, "q2": ""}},
		Raw:     []byte(`{"q1":"` + text + `"}`),
	}
}

func (f *fixture) judge(tb testing.TB, s survey.Submission) *survey.Response {
	tb.Helper()
	r, problems := f.form.Judge(s, survey.Occasion{Now: noon, Zone: time.UTC})
	if r == nil {
		tb.Fatal(problems)
	}
	return r
}

func (f *fixture) submit(tb testing.TB, c survey.Campaign, s survey.Submission) (survey.Receipt, error) {
	tb.Helper()
	return f.Submit(context.Background(), c, s, f.judge(tb, s), noon)
}

func (f *fixture) mustSubmit(tb testing.TB, c survey.Campaign, s survey.Submission) survey.Receipt {
	tb.Helper()
	receipt, err := f.submit(tb, c, s)
	must(tb, err)
	return receipt
}

func must(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

func wantError(tb testing.TB, err, want error) {
	tb.Helper()
	if !errors.Is(err, want) {
		tb.Fatalf("error %v, want %v", err, want)
	}
}

// owner is a connection around the store, as whoever repairs a database has.
// It is bound to row-level security too (FORCE), unless a test says otherwise.
func (f *fixture) owner(tb testing.TB) *sqlx.DB { return connect(tb, f.ownerDSN) }

// app is the service's own connection, without a scope.
func (f *fixture) app(tb testing.TB) *sqlx.DB { return connect(tb, f.appDSN) }

func connect(tb testing.TB, dsn string) *sqlx.DB {
	tb.Helper()
	db, err := Connect(dsn)
	must(tb, err)
	tb.Cleanup(func() { db.Close() })
	return sqlx.NewDb(db, "postgres")
}

func hash(text string) [32]byte { return sha256.Sum256([]byte(text)) }
