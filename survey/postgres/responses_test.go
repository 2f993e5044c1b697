package postgres

import (
	"context"
	"slices"
	"testing"
	"time"

	"constat/survey"
)

func TestResponses_order(t *testing.T) {
	f := newFixture(t)
	want := []string{}
	for range 50 {
		s := submission("une réponse")
		f.mustSubmit(t, f.lunel, s)
		want = append(want, s.InstanceID)
	}
	f.mustSubmit(t, f.beziers, submission("ailleurs"))
	slices.Sort(want)
	var got []string
	for r, err := range f.Responses(context.Background(), "lunel", f.lunel.ID) {
		must(t, err)
		got = append(got, r.InstanceID)
		restored, err := f.form.Restore(r.InstanceID, r.Day, r.Answers)
		must(t, err)
		if restored.Values[0].Text != "une réponse" || restored.Values[1].State != survey.NoAnswer {
			t.Fatalf("restored %+v", restored.Values)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %d responses in another order than %d", len(got), len(want))
	}
}

func TestResponses_latestRevisionOnly(t *testing.T) {
	f := newFixture(t)
	first := submission("avant")
	f.mustSubmit(t, f.lunel, first)
	second := submission("après")
	second.DeprecatedID = first.InstanceID
	f.mustSubmit(t, f.lunel, second)
	for r, err := range f.Responses(context.Background(), "lunel", f.lunel.ID) {
		must(t, err)
		if r.InstanceID != second.InstanceID {
			t.Errorf("got %s", r.InstanceID)
		}
	}
	wantCount(t, f, f.lunel, 1)
}

func TestResponses_stopsEarlyAndManyBatches(t *testing.T) {
	f := newFixture(t)
	f.insertMany(t, 2500)
	n := 0
	for _, err := range f.Responses(context.Background(), "lunel", f.lunel.ID) {
		must(t, err)
		if n++; n == 1200 {
			break
		}
	}
	wantCount(t, f, f.lunel, 2500)
	if open := f.db.Stats().InUse; open != 0 {
		t.Errorf("%d connections still in use", open)
	}
}

func TestResponses_nothingForUnknown(t *testing.T) {
	f := newFixture(t)
	f.mustSubmit(t, f.lunel, submission("à Lunel"))
	for range f.Responses(context.Background(), "beziers", f.lunel.ID) {
		t.Error("a response of another network")
	}
	for _, err := range f.Responses(context.Background(), "lunel", "no uuid") {
		wantError(t, err, survey.ErrNotFound)
	}
}

func TestResponses_cancelled(t *testing.T) {
	f := newFixture(t)
	f.insertMany(t, 2500)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var last error
	for _, err := range f.Responses(ctx, "lunel", f.lunel.ID) {
		cancel()
		last = err
	}
	if last == nil {
		t.Error("a cancelled stream ended as if it were complete")
	}
}

// insertMany adds responses faster than Submit: as a superuser would.
func (f *fixture) insertMany(tb testing.TB, n int) {
	tb.Helper()
	db := f.superuser(tb)
	const statement = `
		WITH kept AS (
			INSERT INTO submissions (network_id, campaign_id, instance_id, root_id, revision, receipt_hash,
			                         form_id, form_version, language, day, raw, sha256)
			SELECT $1, $2, id, id, 1, sha256(CAST(CAST(id AS text) AS bytea)), 'besoins', '1', 'fr', '2026-11-24', '', sha256('')
			FROM (SELECT gen_random_uuid() AS id FROM generate_series(1, $3)) ids
			RETURNING network_id, campaign_id, instance_id, revision, receipt_hash, form_version, day
		)
		INSERT INTO responses (network_id, campaign_id, instance_id, revision, receipt_hash, form_version, day, answers)
		SELECT network_id, campaign_id, instance_id, revision, receipt_hash, form_version, day, '{"q1":"oui","q2":""}'
		FROM kept`
	_, err := db.Exec(statement, f.lunel.Network, f.lunel.ID, n)
	must(tb, err)
	_, err = db.Exec(`ANALYZE submissions, responses`)
	must(tb, err)
}

// Every way in which a campaign's responses change gives another state, and none
// comes back: not even when the same responses do.
func TestResponseState_neverComesBack(t *testing.T) {
	f := newFixture(t)
	ctx := context.Background()
	met := map[survey.ResponseState]string{}
	note := func(act string) {
		t.Helper()
		state, err := f.ResponseState(ctx, "lunel", f.lunel.ID)
		must(t, err)
		if before, again := met[state]; again {
			t.Errorf("%s leaves the state %+v, as %s did", act, state, before)
		}
		met[state] = act
	}
	note("nothing")
	first := submission("avant")
	receipt := f.mustSubmit(t, f.lunel, first)
	note("an answer")
	second := submission("après")
	second.DeprecatedID = first.InstanceID
	f.mustSubmit(t, f.lunel, second)
	note("a correction")
	must(t, f.Withdraw(ctx, f.lunel, receipt.Code, noon))
	note("a withdrawal")
	f.mustSubmit(t, f.lunel, submission("une autre"))
	note("another answer")
	f.closeOn(t, f.lunel, noon)
	if f.erase(t, "lunel", noon.AddDate(3, 0, 0)) != 1 {
		t.Fatal("nothing was erased")
	}
	note("the end of retention")

	elsewhere, err := f.ResponseState(ctx, "beziers", f.lunel.ID)
	must(t, err)
	if elsewhere != (survey.ResponseState{}) {
		t.Errorf("another network sees %+v", elsewhere)
	}
	_, err = f.ResponseState(ctx, "lunel", "no uuid")
	wantError(t, err, survey.ErrNotFound)
}

// What respondents did is counted by day, apart from what agents did.
func TestAudit_respondentsApart(t *testing.T) {
	f := newFixture(t)
	ctx := context.Background()
	for range 3 {
		f.mustSubmit(t, f.lunel, submission("une réponse"))
	}
	f.mustSubmit(t, f.beziers, submission("ailleurs"))
	acts, err := f.RespondentActs(ctx, "lunel", 10)
	must(t, err)
	if len(acts) != 1 || acts[0].N != 3 || acts[0].Action != "submission.receive" || acts[0].Object != f.lunel.ID || !acts[0].Day.Equal(noon.Truncate(24*time.Hour)) {
		t.Errorf("counted %+v", acts)
	}
	entry := by("diagnostic.download")
	entry.Network, entry.At = "lunel", entry.At.Add(time.Minute)
	must(t, f.Record(ctx, entry))
	entries, err := f.AuditOfAgents(ctx, "lunel", 1)
	must(t, err)
	if len(entries) != 1 || entries[0].Action != "diagnostic.download" {
		t.Errorf("agents did %+v", entries)
	}
	all, err := f.AuditOfAgents(ctx, "lunel", 100)
	must(t, err)
	for _, e := range all {
		if e.Action == "submission.receive" {
			t.Error("a respondent's act is among the agents'")
		}
	}
}
