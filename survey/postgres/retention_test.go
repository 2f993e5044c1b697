package postgres

import (
	"context"
	"encoding/hex"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"constat/survey"
)

const canary = "canari-7f3a91"

// closeOn closes a campaign by hand on a day.
func (f *fixture) closeOn(tb testing.TB, c survey.Campaign, at time.Time) {
	tb.Helper()
	entry := by("campaign.close")
	entry.At = at
	must(tb, f.SetCampaignState(context.Background(), c.Network, c.ID, survey.CampaignClosed, entry))
}

func (f *fixture) erase(tb testing.TB, network string, now time.Time) int {
	tb.Helper()
	entry := survey.AuditEntry{At: now, Reason: "conservation"}
	n, err := f.EraseExpired(context.Background(), network, survey.RetainedSince(now), now, entry)
	must(tb, err)
	return n
}

// tablesWith names the tables in which a text stands, in clear or in bytes.
func tablesWith(tb testing.TB, db *sqlx.DB, text string) []string {
	tb.Helper()
	var tables, found []string
	must(tb, db.Select(&tables, `SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace`))
	if len(tables) == 0 {
		tb.Fatal("no table, so that this test proves nothing")
	}
	for _, table := range tables {
		var n int
		query := `SELECT count(*) FROM ` + table + ` t WHERE t::text LIKE '%' || $1 || '%' OR t::text LIKE '%' || $2 || '%'`
		must(tb, db.Get(&n, query, text, hex.EncodeToString([]byte(text))))
		if n > 0 {
			found = append(found, table)
		}
	}
	return found
}

func TestEraseExpired(t *testing.T) {
	f := newFixture(t)
	ctx := context.Background()
	first := submission(canary)
	receipt := f.mustSubmit(t, f.lunel, first)
	second := submission(canary + " corrigé")
	second.DeprecatedID = first.InstanceID
	f.mustSubmit(t, f.lunel, second)
	f.mustSubmit(t, f.beziers, submission("à Béziers"))
	f.closeOn(t, f.lunel, noon)
	f.closeOn(t, f.beziers, noon)
	super := f.superuser(t)
	if found := tablesWith(t, super, canary); len(found) != 2 {
		t.Fatalf("the canary is in %v before, want responses and submissions", found)
	}

	if n := f.erase(t, "lunel", noon.AddDate(0, 23, 0)); n != 0 {
		t.Errorf("%d campaigns erased after 23 months", n)
	}
	wantCount(t, f, f.lunel, 1)

	late := noon.AddDate(0, 25, 0)
	for pass, want := range []int{1, 0} {
		if n := f.erase(t, "lunel", late.AddDate(0, 0, pass)); n != want {
			t.Errorf("pass %d erased %d campaigns, want %d", pass, n, want)
		}
	}
	if found := tablesWith(t, super, canary); len(found) != 0 {
		t.Errorf("the canary is still in %v", found)
	}
	wantCount(t, f, f.lunel, 0)
	for r := range f.Responses(ctx, "lunel", f.lunel.ID) {
		t.Errorf("a response of an erased campaign: %s", r.InstanceID)
	}
	var left int
	must(t, super.Get(&left, `SELECT count(*) FROM submissions WHERE network_id = 'lunel' AND (raw IS NOT NULL OR sha256 IS NOT NULL)`))
	if left != 0 {
		t.Errorf("%d submissions with content or hash", left)
	}
	stored, err := f.Receipt(ctx, f.lunel, receipt.Code)
	must(t, err)
	if !stored.Withdrawn || len(stored.Answers.Values) != 0 {
		t.Errorf("the receipt gives %+v", stored)
	}
	wantErasedOnce(t, f, late)
	wantCount(t, f, f.beziers, 1)
	if other, err := f.Campaign(ctx, "beziers", f.beziers.ID); err != nil || !other.ErasedOn.IsZero() {
		t.Errorf("the other network's campaign: %+v, %v", other, err)
	}
}

func wantErasedOnce(t *testing.T, f *fixture, on time.Time) {
	t.Helper()
	c, err := f.Campaign(context.Background(), "lunel", f.lunel.ID)
	must(t, err)
	if c.State != survey.CampaignClosed || c.ErasedOn.Format(time.DateOnly) != on.Format(time.DateOnly) {
		t.Errorf("campaign %+v, want it closed and erased on %s", c, on)
	}
	entries, err := f.Audit(context.Background(), "lunel", 100)
	must(t, err)
	n := 0
	for _, e := range entries {
		if e.Action == "campaign.erased" {
			if n++; e.Object != f.lunel.ID || e.Agent != "" || e.Reason != "conservation" {
				t.Errorf("entry %+v", e)
			}
		}
	}
	if n != 1 {
		t.Errorf("%d entries campaign.erased, want one", n)
	}
}

func TestEraseExpired_closedForGood(t *testing.T) {
	f := newFixture(t)
	ctx := context.Background()
	f.closeOn(t, f.lunel, noon)
	f.erase(t, "lunel", noon.AddDate(2, 0, 0))
	for _, state := range []survey.CampaignState{survey.CampaignOpen, survey.CampaignDraft} {
		wantError(t, f.SetCampaignState(ctx, "lunel", f.lunel.ID, state, by("campaign.open")), survey.ErrClosed)
	}
	must(t, f.SetCampaignTerms(ctx, "lunel", f.lunel.ID, survey.CampaignTerms{Title: "Autre", ClosesOn: noon.AddDate(9, 0, 0)}, by("campaign.change")))
	_, err := f.submit(t, f.lunel, submission("trop tard"))
	wantError(t, err, survey.ErrClosed)
}

func TestEraseExpired_lastDayGoneBy(t *testing.T) {
	f := newFixture(t)
	ctx := context.Background()
	must(t, f.SetCampaignTerms(ctx, "lunel", f.lunel.ID, survey.CampaignTerms{Title: "B", ClosesOn: noon}, by("campaign.change")))
	f.closeOn(t, f.lunel, noon.AddDate(0, 3, 0))
	if n := f.erase(t, "lunel", noon.AddDate(2, 0, -1)); n != 0 {
		t.Error("erased a day before 24 months")
	}
	if n := f.erase(t, "lunel", noon.AddDate(2, 0, 0)); n != 1 {
		t.Error("kept although its last day is 24 months ago")
	}
	must(t, f.SetCampaignTerms(ctx, "beziers", f.beziers.ID, survey.CampaignTerms{Title: "B", ClosesOn: noon}, by("campaign.change")))
	if n := f.erase(t, "beziers", noon.AddDate(2, 0, 0)); n != 1 {
		t.Error("kept although the calendar closed it 24 months ago")
	}
}

func TestEraseExpired_openIsKept(t *testing.T) {
	f := newFixture(t)
	f.mustSubmit(t, f.lunel, submission("encore ouverte"))
	if n := f.erase(t, "lunel", noon.AddDate(5, 0, 0)); n != 0 {
		t.Error("an open campaign was erased")
	}
	f.closeOn(t, f.lunel, noon)
	reopened := by("campaign.open")
	must(t, f.SetCampaignState(context.Background(), "lunel", f.lunel.ID, survey.CampaignOpen, reopened))
	if n := f.erase(t, "lunel", noon.AddDate(5, 0, 0)); n != 0 {
		t.Error("a campaign that was opened again was erased")
	}
	f.closeOn(t, f.lunel, noon)
	f.closeOn(t, f.lunel, noon.AddDate(1, 0, 0))
	if c, err := f.Campaign(context.Background(), "lunel", f.lunel.ID); err != nil || c.ClosedOn.Year() != noon.Year() {
		t.Errorf("closing again moved the day: %v, %v", c.ClosedOn, err)
	}
	wantCount(t, f, f.lunel, 1)
}

// The database itself refuses to erase what is not marked so.
func TestWall_networkErasesOnlyWhatExpired(t *testing.T) {
	f := newFixture(t)
	f.mustSubmit(t, f.lunel, submission("gardée"))
	f.scoped(t, "lunel", "network", "", func(tx *sqlx.Tx) {
		for _, statement := range []string{
			`DELETE FROM responses`, `UPDATE submissions SET raw = NULL, sha256 = NULL, withdrawn_on = '2026-11-24'`,
		} {
			result, err := tx.Exec(statement)
			must(t, err)
			if n, err := result.RowsAffected(); err != nil || n != 0 {
				t.Errorf("%s touched %d rows, %v", statement, n, err)
			}
		}
	})
}

// A campaign that was closed before its day was kept has it from the audit.
func TestMigrate_closedBeforeRetention(t *testing.T) {
	f := newFixture(t)
	ctx := context.Background()
	entry := by("campaign.close")
	entry.At, entry.Object = noon.AddDate(0, 2, 3), f.lunel.ID
	must(t, f.SetCampaignState(ctx, "lunel", f.lunel.ID, survey.CampaignClosed, entry))
	_, err := f.superuser(t).Exec(`
		DROP TABLE service_settings, retention_runs, edition_archives, edition_aggregates, edition_campaigns, edition_areas, editions;
		DROP POLICY submissions_expired ON submissions;
		DROP POLICY responses_expired ON responses;
		ALTER TABLE campaigns DROP COLUMN closed_on, DROP COLUMN erased_on, DROP COLUMN contact;
		DELETE FROM goose_db_version WHERE version_id >= 9`)
	must(t, err)
	must(t, migrate(ctx, f.ownerDSN))
	closed, err := f.Campaign(ctx, "lunel", f.lunel.ID)
	must(t, err)
	if got := closed.ClosedOn.Format(time.DateOnly); got != "2027-01-27" {
		t.Errorf("closed on %s, want the day of the audit, 2027-01-27", got)
	}
	if running, err := f.Campaign(ctx, "beziers", f.beziers.ID); err != nil || !running.ClosedOn.IsZero() {
		t.Errorf("an open campaign closed on %v, %v", running.ClosedOn, err)
	}
}

// A closing day noted by a clock that was late does not count: nobody answers
// after the closing.
func TestEraseExpired_closingDayBeforeTheAnswers(t *testing.T) {
	f := newFixture(t)
	f.mustSubmit(t, f.lunel, submission("reçue le jour même"))
	f.closeOn(t, f.lunel, time.Date(2020, 1, 1, 12, 0, 0, 0, time.UTC))
	if n := f.erase(t, "lunel", noon.AddDate(0, 0, 1)); n != 0 {
		t.Error("erased the day after its last answer")
	}
	wantCount(t, f, f.lunel, 1)
	if n := f.erase(t, "lunel", noon.AddDate(2, 0, 0)); n != 1 {
		t.Error("kept longer than 24 months after its last answer")
	}
}

func TestRetentionRuns(t *testing.T) {
	f := newFixture(t)
	ctx := context.Background()
	none, err := f.LastRetention(ctx)
	must(t, err)
	if !none.Today.IsZero() {
		t.Errorf("before any passage: %+v", none)
	}
	for _, run := range []survey.RetentionRun{
		{Today: noon.AddDate(1, 0, 0)}, {Today: noon, Confirmed: true, Campaigns: 2},
	} {
		must(t, f.RecordRetention(ctx, run))
		last, err := f.LastRetention(ctx)
		must(t, err)
		if last.Today.Format(time.DateOnly) != run.Today.Format(time.DateOnly) || last.Confirmed != run.Confirmed || last.Campaigns != run.Campaigns {
			t.Errorf("last passage %+v, want %+v", last, run)
		}
	}
}

// An older database has the newest day that it holds for its last passage, so
// that the first start with a wrong clock erases nothing.
func TestMigrate_newestDayStandsForTheLastRetention(t *testing.T) {
	f := newFixture(t)
	f.mustSubmit(t, f.lunel, submission("la plus récente"))
	_, err := f.superuser(t).Exec(`DROP TABLE retention_runs; DELETE FROM goose_db_version WHERE version_id >= 14`)
	must(t, err)
	must(t, migrate(context.Background(), f.ownerDSN))
	last, err := f.LastRetention(context.Background())
	must(t, err)
	if got := last.Today.Format(time.DateOnly); got != noon.Format(time.DateOnly) || last.Confirmed {
		t.Errorf("last passage %s, want the day of the newest answer, %s", got, noon.Format(time.DateOnly))
	}
}
