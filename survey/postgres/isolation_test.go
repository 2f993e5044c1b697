package postgres

import (
	"context"
	"errors"
	"testing"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"constat/survey"
)

// A lead of one network who knows every identifier of another gets nothing of
// it and changes nothing in it, whatever she tries and in whatever order.
func TestIsolation_foreignIdentifiers(t *testing.T) {
	f := newFixture(t)
	ctx := context.Background()
	theirs := submission("à Béziers")
	receipt := f.mustSubmit(t, f.beziers, theirs)
	must(t, f.SaveForm(ctx, survey.FormVersion{Network: "beziers", FormID: "secret", Version: "1", Workbook: []byte("x")}))
	before := f.snapshot(t, "beziers")

	judged := f.judge(t, theirs)
	disguised := f.beziers
	disguised.Network = "lunel"
	attempts := map[string]func(t *rapid.T) error{
		"campaign": func(*rapid.T) error { _, err := f.Campaign(ctx, "lunel", f.beziers.ID); return err },
		"state": func(t *rapid.T) error {
			state := rapid.SampledFrom([]survey.CampaignState{"draft", "open", "closed"}).Draw(t, "state")
			return f.SetCampaignState(ctx, "lunel", f.beziers.ID, state, by("campaign.steal"))
		},
		"form":     func(*rapid.T) error { _, err := f.FormVersion(ctx, "lunel", "secret", "1"); return err },
		"receipt":  func(*rapid.T) error { _, err := f.Receipt(ctx, disguised, receipt.Code); return err },
		"withdraw": func(*rapid.T) error { return f.Withdraw(ctx, disguised, receipt.Code, noon) },
		"submit": func(t *rapid.T) error {
			s := submission("intrus")
			s.InstanceID = rapid.SampledFrom([]string{theirs.InstanceID, uuid.NewString()}).Draw(t, "instance")
			s.DeprecatedID = rapid.SampledFrom([]string{"", theirs.InstanceID}).Draw(t, "deprecated")
			_, err := f.Submit(ctx, disguised, s, judged, noon)
			return err
		},
		"responses": func(*rapid.T) error {
			for _, err := range f.Responses(ctx, "lunel", f.beziers.ID) {
				return errors.Join(errors.New("a response came"), err)
			}
			return survey.ErrNotFound
		},
	}
	var names []string
	for name := range attempts {
		names = append(names, name)
	}
	rapid.Check(t, func(t *rapid.T) {
		for _, name := range rapid.SliceOfN(rapid.SampledFrom(names), 1, 6).Draw(t, "attempts") {
			if err := attempts[name](t); !errors.Is(err, survey.ErrNotFound) {
				t.Fatalf("%s: %v, want not found", name, err)
			}
		}
	})
	if after := f.snapshot(t, "beziers"); after != before {
		t.Errorf("something changed:\n%s\n%s", before, after)
	}
}

// snapshot is a digest of every row of a network, audit included.
func (f *fixture) snapshot(tb testing.TB, network string) string {
	tb.Helper()
	db := f.superuser(tb)
	digest := ""
	for _, table := range tenantTables {
		var one string
		query := `SELECT coalesce(md5(string_agg(CAST(t AS text), '|' ORDER BY CAST(t AS text))), '') FROM ` + table + ` t WHERE network_id = $1`
		must(tb, db.Get(&one, query, network))
		digest += table + " " + one + "\n"
	}
	return digest
}
