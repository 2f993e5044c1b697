package postgres

import (
	"bytes"
	"context"
	"encoding/json"
	"testing"

	"github.com/google/uuid"
	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"

	"constat/survey"
)

const trueCount = "compte-vrai-31"

// publish saves an edition of both networks and of their sum.
func (f *fixture) publish(tb testing.TB, number int) survey.EditionContent {
	tb.Helper()
	e := f.edition(number)
	must(tb, f.SaveEdition(context.Background(), e, by("edition.publish")))
	return e
}

func (f *fixture) edition(number int) survey.EditionContent {
	part := func(network, name string, campaigns ...string) survey.EditionArea {
		key := network
		if key == "" {
			key = "departement"
		}
		return survey.EditionArea{
			Network: network, Key: key, Name: name, Campaigns: campaigns,
			Publication: []byte(`{"Title": "` + name + `"}`), Ledger: []byte(`[{"key": "` + key + `|q1|oui"}]`), Workbook: []byte("classeur " + key + "\x00"),
		}
	}
	return survey.EditionContent{
		Edition: survey.Edition{
			ID: uuid.NewString(), FormID: "besoins", Title: "Besoins", Wave: "2026", Number: number,
			MadeAt: noon.AddDate(0, 0, number), Masked: 3, Dropped: 1,
		},
		Areas:   []survey.EditionArea{part("lunel", "Lunel", f.lunel.ID), part("beziers", "Béziers", f.beziers.ID), part("", "Hérault")},
		Archive: []byte(`{"Edition": 1, "` + trueCount + `": 31}`),
	}
}

func sameJSON(tb testing.TB, got, want []byte) {
	tb.Helper()
	var a, b bytes.Buffer
	var value any
	for to, text := range map[*bytes.Buffer][]byte{&a: got, &b: want} {
		must(tb, json.Unmarshal(text, &value))
		must(tb, json.NewEncoder(to).Encode(value))
	}
	if a.String() != b.String() {
		tb.Errorf("%s, want %s", got, want)
	}
}

func TestEditions_kept(t *testing.T) {
	f := newFixture(t)
	ctx := context.Background()
	first, second := f.publish(t, 1), f.publish(t, 2)
	all, err := f.Editions(ctx)
	must(t, err)
	if len(all) != 2 || all[0] != second.Edition || all[1] != first.Edition {
		t.Errorf("%+v, want the second then the first", all)
	}
	own, err := f.CampaignEditions(ctx, "lunel", f.lunel.ID)
	must(t, err)
	if len(own) != 2 || own[0] != second.Edition {
		t.Errorf("the campaign's: %+v", own)
	}
	part, err := f.NetworkEdition(ctx, "lunel", first.ID)
	must(t, err)
	want := first.Areas[0]
	if part.Network != "lunel" || part.Key != want.Key || part.Name != want.Name || !bytes.Equal(part.Workbook, want.Workbook) {
		t.Errorf("%+v, want %+v", part, want)
	}
	sameJSON(t, part.Publication, want.Publication)
	sameJSON(t, part.Ledger, want.Ledger)
	whole, err := f.EditionArea(ctx, first.ID, "departement")
	must(t, err)
	if whole.Network != "" || !bytes.Equal(whole.Workbook, first.Areas[2].Workbook) {
		t.Errorf("the département: %+v", whole)
	}
	parts, err := f.EditionAreas(ctx, first.ID)
	must(t, err)
	if len(parts) != 3 || parts[0].Name != "Hérault" || parts[1].Name != "Béziers" || parts[2].Name != "Lunel" || parts[1].Workbook != nil {
		t.Errorf("parts: %+v", parts)
	}
	archive, err := f.EditionArchive(ctx, second.ID)
	must(t, err)
	if !bytes.Equal(archive, second.Archive) {
		t.Errorf("archive %s", archive)
	}
	for _, network := range []string{"lunel", "beziers"} {
		entries, err := f.Audit(ctx, network, 100)
		must(t, err)
		n := 0
		for _, e := range entries {
			if e.Action == "edition.publish" {
				n++
			}
		}
		if n != 2 {
			t.Errorf("%s has %d entries for two editions", network, n)
		}
	}
}

func TestEditions_refused(t *testing.T) {
	f := newFixture(t)
	ctx := context.Background()
	f.publish(t, 1)
	wantError(t, f.SaveEdition(ctx, f.edition(1), by("edition.publish")), survey.ErrConflict)
	stranger := f.edition(2)
	stranger.Areas[0].Campaigns = []string{f.beziers.ID}
	wantError(t, f.SaveEdition(ctx, stranger, by("edition.publish")), survey.ErrNotFound)
	if all, err := f.Editions(ctx); err != nil || len(all) != 1 {
		t.Errorf("%d editions after two refusals, %v", len(all), err)
	}
	for _, id := range []string{uuid.NewString(), "rien"} {
		_, err := f.EditionArchive(ctx, id)
		wantError(t, err, survey.ErrNotFound)
		_, err = f.EditionAreas(ctx, id)
		wantError(t, err, survey.ErrNotFound)
		_, err = f.NetworkEdition(ctx, "lunel", id)
		wantError(t, err, survey.ErrNotFound)
		_, err = f.EditionArea(ctx, id, "lunel")
		wantError(t, err, survey.ErrNotFound)
	}
}

// A network of which nothing may be printed has no part that anybody reads, and
// its answers are erased like the others'.
func TestEditions_nothingPrinted(t *testing.T) {
	f := newFixture(t)
	ctx := context.Background()
	e := f.edition(1)
	e.Areas[0].Publication, e.Areas[0].Ledger, e.Areas[0].Workbook = nil, nil, nil
	must(t, f.SaveEdition(ctx, e, by("edition.publish")))
	if own, err := f.CampaignEditions(ctx, "lunel", f.lunel.ID); err != nil || len(own) != 0 {
		t.Errorf("editions of lunel: %+v %v", own, err)
	}
	_, err := f.NetworkEdition(ctx, "lunel", e.ID)
	wantError(t, err, survey.ErrNotFound)
	_, err = f.EditionArea(ctx, e.ID, "lunel")
	wantError(t, err, survey.ErrNotFound)
	if parts, err := f.EditionAreas(ctx, e.ID); err != nil || len(parts) != 2 {
		t.Errorf("%d parts, %v", len(parts), err)
	}
	f.closeOn(t, f.lunel, noon)
	f.erase(t, "lunel", noon.AddDate(2, 0, 0))
	_, err = f.EditionArchive(ctx, e.ID)
	wantError(t, err, survey.ErrClosed)
}

func TestEditions_isolation(t *testing.T) {
	f := newFixture(t)
	ctx := context.Background()
	e := f.edition(1)
	e.Areas = []survey.EditionArea{e.Areas[1], e.Areas[2]} // lunel has no part
	must(t, f.SaveEdition(ctx, e, by("edition.publish")))
	_, err := f.NetworkEdition(ctx, "lunel", e.ID)
	wantError(t, err, survey.ErrNotFound)
	if own, err := f.CampaignEditions(ctx, "lunel", f.beziers.ID); err != nil || len(own) != 0 {
		t.Errorf("another network's campaign has editions: %+v %v", own, err)
	}
}

func TestWall_editions(t *testing.T) {
	f := newFixture(t)
	f.publish(t, 1)
	tables := []string{"editions", "edition_areas", "edition_campaigns", "edition_aggregates", "edition_archives"}
	for _, c := range []struct {
		network, scope string
		want           []int
	}{
		{"lunel", "network", []int{1, 1, 1, 0, 0}},
		{"lunel", "respondent", []int{0, 0, 0, 0, 0}},
		{"", "", []int{0, 0, 0, 0, 0}},
		{"", "service", []int{1, 2, 0, 1, 1}},
	} {
		f.scoped(t, c.network, c.scope, "", func(tx *sqlx.Tx) {
			for i, table := range tables {
				if n := countRows(t, tx, table); n != c.want[i] {
					t.Errorf("scope %q of %q sees %d rows of %s, want %d", c.scope, c.network, n, table, c.want[i])
				}
			}
		})
	}
	for _, table := range tables {
		for _, scope := range []string{"network", "service"} {
			f.scoped(t, "lunel", scope, "", func(tx *sqlx.Tx) {
				if _, err := tx.Exec(`UPDATE ` + table + ` SET ` + map[string]string{
					"editions": "masked", "edition_areas": "name", "edition_campaigns": "campaign_id", "edition_aggregates": "name", "edition_archives": "archive",
				}[table] + ` = DEFAULT`); pq.As(err, pqerror.InsufficientPrivilege) == nil {
					t.Errorf("%s may be changed in scope %s: %v", table, scope, err)
				}
			})
			f.scoped(t, "lunel", scope, "", func(tx *sqlx.Tx) {
				result, err := tx.Exec(`DELETE FROM ` + table)
				if table != "edition_archives" {
					if pq.As(err, pqerror.InsufficientPrivilege) == nil {
						t.Errorf("%s may be deleted from in scope %s: %v", table, scope, err)
					}
					return
				}
				must(t, err)
				if n, err := result.RowsAffected(); err != nil || n != 0 {
					t.Errorf("%d archives deleted in scope %s before any answer was, %v", n, scope, err)
				}
			})
		}
	}
	f.scoped(t, "lunel", "network", "", func(tx *sqlx.Tx) {
		_, err := tx.Exec(`INSERT INTO edition_areas (network_id, edition_id, area, name) VALUES ('lunel', gen_random_uuid(), 'lunel', '')`)
		if pq.As(err, pqerror.InsufficientPrivilege) == nil {
			t.Errorf("a network publishes by itself: %v", err)
		}
	})
}

// The true counts go with the answers, those of later editions of the wave too;
// what was published stays.
func TestEraseExpired_archives(t *testing.T) {
	f := newFixture(t)
	ctx := context.Background()
	first := f.publish(t, 1)
	second := f.edition(2)
	second.Areas = second.Areas[1:] // lunel's answers do not enter again
	must(t, f.SaveEdition(ctx, second, by("edition.publish")))
	other := f.edition(1)
	other.Wave, other.Areas = "2027", other.Areas[1:]
	must(t, f.SaveEdition(ctx, other, by("edition.publish")))

	f.closeOn(t, f.lunel, noon)
	f.erase(t, "lunel", noon.AddDate(0, 23, 0))
	if _, err := f.EditionArchive(ctx, first.ID); err != nil {
		t.Errorf("erased too early: %v", err)
	}
	f.erase(t, "beziers", noon.AddDate(2, 0, 0))
	if _, err := f.EditionArchive(ctx, first.ID); err != nil {
		t.Errorf("erased with nothing of beziers closed: %v", err)
	}
	f.erase(t, "lunel", noon.AddDate(2, 0, 0))
	for _, id := range []string{first.ID, second.ID} {
		_, err := f.EditionArchive(ctx, id)
		wantError(t, err, survey.ErrClosed)
	}
	if _, err := f.EditionArchive(ctx, other.ID); err != nil {
		t.Errorf("another wave's: %v", err)
	}
	if part, err := f.NetworkEdition(ctx, "lunel", first.ID); err != nil || len(part.Workbook) == 0 {
		t.Errorf("what was published is gone: %v", err)
	}
	if n := f.erase(t, "lunel", noon.AddDate(3, 0, 0)); n != 0 {
		t.Errorf("erasing again: %d", n)
	}
}
