package postgres

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"

	"constat/survey"
)

func newDraft(tb testing.TB, network string) survey.Draft {
	return survey.Draft{
		ID: uuid.NewString(), Network: network, Link: newLink(tb, network), FileName: "besoins.xlsx",
		Workbook: []byte("classeur 2"), Files: survey.Files{"lieux.csv": []byte("name\na\n"), "plan.png": {}},
		FormID: "besoins", Version: "2", Title: "Besoins", Faults: 1, Remarks: 2, SavedAt: noon,
	}
}

func TestDraft_lifeToPublication(t *testing.T) {
	f, ctx := newFixture(t), context.Background()
	d := newDraft(t, "lunel")
	must(t, f.SaveDraft(ctx, d, by("form.draft")))

	link := d.Link
	d.Link, d.Faults, d.SavedAt = newLink(t, "lunel"), 0, noon.Add(time.Minute)
	d.Files = survey.Files{"lieux.csv": []byte("name\nb\n")}
	must(t, f.SaveDraft(ctx, d, by("form.draft")))
	got, err := f.Draft(ctx, "lunel", d.ID)
	must(t, err)
	if got.Link != link || got.Faults != 0 || len(got.Files) != 1 || string(got.Files["lieux.csv"]) != "name\nb\n" || !got.SavedAt.Equal(d.SavedAt) {
		t.Errorf("replaced: %+v", got)
	}
	byLink, err := f.DraftByLink(ctx, link)
	must(t, err)
	if byLink.ID != d.ID {
		t.Errorf("by link: %s", byLink.ID)
	}
	drafts, err := f.Drafts(ctx, "lunel")
	must(t, err)
	if len(drafts) != 1 || drafts[0].Workbook != nil || drafts[0].Remarks != 2 {
		t.Errorf("list: %+v", drafts)
	}

	v := survey.FormVersion{Network: "lunel", FormID: "besoins", Version: "2", Title: "Besoins", Workbook: d.Workbook, Files: d.Files, FrozenAt: noon}
	wantError(t, f.PublishDraft(ctx, d.ID, noon, v, by("form.publish")), survey.ErrNotFound) // looked at before the replacement
	must(t, f.PublishDraft(ctx, d.ID, d.SavedAt, v, by("form.publish")))
	_, err = f.DraftByLink(ctx, link)
	wantError(t, err, survey.ErrNotFound)
	frozen, err := f.FormVersion(ctx, "lunel", "besoins", "2")
	must(t, err)
	if string(frozen.Workbook) != "classeur 2" || string(frozen.Files["lieux.csv"]) != "name\nb\n" || !frozen.FrozenAt.Equal(noon) {
		t.Errorf("frozen: %+v", frozen)
	}
	versions, err := f.FormVersions(ctx, "lunel")
	must(t, err)
	if len(versions) != 2 || versions[0].Version != "2" || versions[0].Workbook != nil {
		t.Errorf("versions: %+v", versions)
	}
}

func TestDraft_publishedOverOtherContent(t *testing.T) {
	f, ctx := newFixture(t), context.Background()
	d := newDraft(t, "lunel")
	must(t, f.SaveDraft(ctx, d, by("form.draft")))
	v := survey.FormVersion{Network: "lunel", FormID: "besoins", Version: "1", Title: "Besoins", Workbook: []byte("classeur"), Files: d.Files}
	wantError(t, f.PublishDraft(ctx, d.ID, d.SavedAt, v, by("form.publish")), survey.ErrConflict) // same workbook, other files
	if _, err := f.Draft(ctx, "lunel", d.ID); err != nil {
		t.Errorf("the refused draft has gone: %v", err)
	}
	v.Files = nil
	must(t, f.PublishDraft(ctx, d.ID, d.SavedAt, v, by("form.publish")))
}

func TestDraft_staysInItsNetwork(t *testing.T) {
	f, ctx := newFixture(t), context.Background()
	d := newDraft(t, "lunel")
	must(t, f.SaveDraft(ctx, d, by("form.draft")))
	_, err := f.Draft(ctx, "beziers", d.ID)
	wantError(t, err, survey.ErrNotFound)
	wantError(t, f.DeleteDraft(ctx, "beziers", d.ID, by("form.delete")), survey.ErrNotFound)
	_, err = f.Draft(ctx, "lunel", "rien")
	wantError(t, err, survey.ErrNotFound)
	drafts, err := f.Drafts(ctx, "beziers")
	must(t, err)
	if len(drafts) != 0 {
		t.Errorf("another network's drafts: %+v", drafts)
	}
	must(t, f.DeleteDraft(ctx, "lunel", d.ID, by("form.delete")))
	wantError(t, f.DeleteDraft(ctx, "lunel", d.ID, by("form.delete")), survey.ErrNotFound)
}

func TestChangeForm(t *testing.T) {
	f, ctx := newFixture(t), context.Background()
	must(t, f.SaveForm(ctx, survey.FormVersion{Network: "lunel", FormID: "besoins", Version: "2", Workbook: []byte("2")}))
	f.mustSubmit(t, f.lunel, submission("avant"))
	change := survey.FormChange{At: noon, FormID: "besoins", From: "1", To: "2"}
	for name, wrong := range map[string]survey.FormChange{
		"another form": {FormID: "autre", From: "1", To: "2"}, "unknown version": {FormID: "besoins", From: "1", To: "9"},
	} {
		if err := f.ChangeForm(ctx, "lunel", f.lunel.ID, wrong, by("campaign.form")); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
	wantError(t, f.ChangeForm(ctx, "beziers", f.lunel.ID, change, by("campaign.form")), survey.ErrNotFound)
	must(t, f.ChangeForm(ctx, "lunel", f.lunel.ID, change, by("campaign.form")))
	wantError(t, f.ChangeForm(ctx, "lunel", f.lunel.ID, change, by("campaign.form")), survey.ErrConflict)
	c, err := f.Campaign(ctx, "lunel", f.lunel.ID)
	must(t, err)
	changes, err := f.FormChanges(ctx, "lunel", f.lunel.ID)
	must(t, err)
	if c.FormVersion != "2" || len(changes) != 1 || changes[0] != change {
		t.Errorf("version %s, changes %+v", c.FormVersion, changes)
	}
	must(t, f.SetCampaignState(ctx, "lunel", f.lunel.ID, survey.CampaignClosed, by("campaign.close")))
	wantError(t, f.ChangeForm(ctx, "lunel", f.lunel.ID, survey.FormChange{FormID: "besoins", From: "2", To: "1"}, by("campaign.form")), survey.ErrClosed)
}
