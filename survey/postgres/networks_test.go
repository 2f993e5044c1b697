package postgres

import (
	"context"
	"crypto/sha256"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"constat/survey"
)

func TestNetworks_saveAndReplace(t *testing.T) {
	f := newFixture(t)
	ctx := context.Background()
	want := survey.Network{
		Slug: "hauts-cantons", Name: "Hauts Cantons", Facilitator: "CIDFF34", Since: 2014, Rhythm: "trimestriel",
		Status: "actif", Contact: "reseau@exemple.fr", Communes: []string{"34028", "34117"}, Source: "hypothèse", Hypothesis: true,
	}
	must(t, f.SaveNetwork(ctx, want, by("network.save")))
	want.Communes, want.Hypothesis = []string{"34028", "34334"}, false
	must(t, f.SaveNetwork(ctx, want, by("network.save")))
	got, err := f.Network(ctx, "hauts-cantons")
	must(t, err)
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
	want.Communes = nil
	must(t, f.SaveNetwork(ctx, want, by("network.save")))
	if got, err = f.Network(ctx, "hauts-cantons"); err != nil || len(got.Communes) != 0 {
		t.Errorf("communes %v, %v", got.Communes, err)
	}
	for _, slug := range []string{"ailleurs", "", "x\x00y", "'; DROP TABLE networks; --"} {
		_, err := f.Network(ctx, slug)
		wantError(t, err, survey.ErrNotFound)
	}
	list, err := f.Networks(ctx)
	must(t, err)
	var slugs []string
	for _, n := range list {
		slugs = append(slugs, n.Slug)
	}
	if want := []string{"hauts-cantons", "beziers", "lunel"}; !reflect.DeepEqual(slugs, want) {
		t.Errorf("networks %v, want %v by name", slugs, want)
	}
}

func TestForms_frozen(t *testing.T) {
	f := newFixture(t)
	ctx := context.Background()
	v := survey.FormVersion{Network: "lunel", FormID: "f", Version: "1", Title: "F", Workbook: []byte("PK\x00\x01")}
	must(t, f.SaveForm(ctx, v))
	must(t, f.SaveForm(ctx, v))
	got, err := f.FormVersion(ctx, "lunel", "f", "1")
	must(t, err)
	v.SHA256 = sha256.Sum256(v.Workbook)
	if !reflect.DeepEqual(got, v) {
		t.Errorf("got %+v, want %+v", got, v)
	}
	v.Workbook = []byte("other")
	wantError(t, f.SaveForm(ctx, v), survey.ErrConflict)
	v.Network = "ailleurs"
	wantError(t, f.SaveForm(ctx, v), survey.ErrNotFound)
	for _, key := range [][3]string{{"beziers", "f", "1"}, {"lunel", "f", "2"}, {"lunel", "g", "1"}} {
		_, err := f.FormVersion(ctx, key[0], key[1], key[2])
		wantError(t, err, survey.ErrNotFound)
	}
}

func TestCampaigns(t *testing.T) {
	f := newFixture(t)
	ctx := context.Background()
	want := f.lunel
	want.ID, want.Link, want.State = uuid.NewString(), newLink(t, "lunel"), survey.CampaignDraft
	want.CreatedAt, want.Contact = noon.Add(time.Hour), "accueil@exemple.fr"
	want.OpensOn, want.ClosesOn = date(2026, 12, 1), date(2026, 12, 24)
	must(t, f.CreateCampaign(ctx, want, by("campaign.create")))
	wantError(t, f.CreateCampaign(ctx, want, by("campaign.create")), survey.ErrConflict)

	got, err := f.Campaign(ctx, "lunel", want.ID)
	must(t, err)
	if got != want {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
	if got, err = f.CampaignByLink(ctx, want.Link); err != nil || got != want {
		t.Errorf("by link %+v, %v", got, err)
	}
	f.mustSubmit(t, f.lunel, submission("une réponse"))
	list, err := f.Campaigns(ctx, "lunel")
	must(t, err)
	if len(list) != 2 || list[0].Campaign != want || list[1].ID != f.lunel.ID {
		t.Fatalf("list %+v", list)
	}
	if list[0].Responses != 0 || !list[0].LastDay.IsZero() || list[1].Responses != 1 || !list[1].LastDay.Equal(date(2026, 11, 24)) {
		t.Errorf("list %+v", list)
	}
}

func TestCampaigns_refused(t *testing.T) {
	f := newFixture(t)
	ctx := context.Background()
	c := f.lunel
	c.ID, c.Link = uuid.NewString(), newLink(t, "lunel")
	c.FormVersion = "2"
	wantError(t, f.CreateCampaign(ctx, c, by("campaign.create")), survey.ErrNotFound)
	c.FormVersion, c.Link = "1", f.beziers.Link
	if err := f.CreateCampaign(ctx, c, by("campaign.create")); err == nil {
		t.Error("a campaign took a link that names another network")
	}
	_, err := f.Campaign(ctx, "beziers", f.lunel.ID)
	wantError(t, err, survey.ErrNotFound)
	wantError(t, f.SetCampaignState(ctx, "beziers", f.lunel.ID, survey.CampaignClosed, by("campaign.close")), survey.ErrNotFound)
	for _, link := range []string{"", "lunel", newLink(t, "lunel"), "x" + f.lunel.Link, f.lunel.Link + "x"} {
		_, err := f.CampaignByLink(ctx, link)
		wantError(t, err, survey.ErrNotFound)
	}
}

func TestSetCampaignState_openingByHandWinsOverTheCalendar(t *testing.T) {
	f := newFixture(t)
	ctx := context.Background()
	c := f.lunel
	c.ID, c.Link, c.State = uuid.NewString(), newLink(t, "lunel"), survey.CampaignClosed
	c.ClosesOn = date(2026, 11, 20)
	must(t, f.CreateCampaign(ctx, c, by("campaign.create")))
	must(t, f.SetCampaignState(ctx, "lunel", c.ID, survey.CampaignOpen, by("campaign.open")))
	f.mustSubmit(t, c, submission("après la réouverture"))
	got, err := f.Campaign(ctx, "lunel", c.ID)
	must(t, err)
	if got.State != survey.CampaignOpen || !got.ClosesOn.IsZero() {
		t.Errorf("campaign %+v", got)
	}
}

func TestAudit_perNetworkNewestFirst(t *testing.T) {
	f := newFixture(t)
	ctx := context.Background()
	download := survey.AuditEntry{At: noon.Add(time.Second), Agent: "a", Network: "lunel", Action: "diagnostic.download", Object: f.lunel.ID, Reason: "réunion"}
	must(t, f.Record(ctx, download))
	must(t, f.Record(ctx, survey.AuditEntry{At: noon, Action: "service.start"}))
	got, err := f.Audit(ctx, "lunel", 2)
	must(t, err)
	if len(got) != 2 || got[0] != download || !got[1].At.Equal(noon) {
		t.Errorf("audit of lunel %+v", got)
	}
	got, err = f.Audit(ctx, "", 10)
	must(t, err)
	if len(got) != 1 || got[0].Action != "service.start" {
		t.Errorf("audit of the service %+v", got)
	}
}

func date(year, month, day int) time.Time {
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
}

func TestCampaign_terms(t *testing.T) {
	f := newFixture(t)
	ctx := context.Background()
	terms := survey.CampaignTerms{Title: "Besoins 2027", Invited: 80, ClosesOn: time.Date(2027, 1, 31, 0, 0, 0, 0, time.UTC), Contact: "04 00 00 00 00"}
	wantError(t, f.SetCampaignTerms(ctx, "beziers", f.lunel.ID, terms, by("campaign.change")), survey.ErrNotFound)
	wantError(t, f.SetCampaignTerms(ctx, "lunel", "no uuid", terms, by("campaign.change")), survey.ErrNotFound)
	must(t, f.SetCampaignTerms(ctx, "lunel", f.lunel.ID, terms, by("campaign.change")))
	got, err := f.Campaign(ctx, "lunel", f.lunel.ID)
	must(t, err)
	if got.Title != terms.Title || got.Invited != 80 || got.Contact != terms.Contact || !got.ClosesOn.Equal(terms.ClosesOn) || got.State != survey.CampaignOpen {
		t.Errorf("campaign %+v", got)
	}
}

func TestCampaign_deletedWhileItIsAnEmptyDraft(t *testing.T) {
	f := newFixture(t)
	ctx := context.Background()
	wantError(t, f.DeleteCampaign(ctx, "lunel", f.lunel.ID, by("campaign.delete")), survey.ErrConflict)
	wantError(t, f.DeleteCampaign(ctx, "beziers", f.lunel.ID, by("campaign.delete")), survey.ErrNotFound)

	receipt := f.mustSubmit(t, f.beziers, submission("une réponse"))
	must(t, f.Withdraw(ctx, f.beziers, receipt.Code, noon))
	must(t, f.SetCampaignState(ctx, "beziers", f.beziers.ID, survey.CampaignDraft, by("campaign.draft")))
	wantError(t, f.DeleteCampaign(ctx, "beziers", f.beziers.ID, by("campaign.delete")), survey.ErrConflict)

	must(t, f.SetCampaignState(ctx, "lunel", f.lunel.ID, survey.CampaignDraft, by("campaign.draft")))
	must(t, f.DeleteCampaign(ctx, "lunel", f.lunel.ID, by("campaign.delete")))
	_, err := f.Campaign(ctx, "lunel", f.lunel.ID)
	wantError(t, err, survey.ErrNotFound)
	entries, err := f.Audit(ctx, "lunel", 10)
	must(t, err)
	if !slices.ContainsFunc(entries, func(e survey.AuditEntry) bool { return e.Action == "campaign.delete" }) {
		t.Errorf("entries %+v", entries)
	}
}
