package survey

import (
	"slices"
	"testing"
	"time"
)

func TestWaves(t *testing.T) {
	paris := time.FixedZone("Paris", 3600)
	// The last half hour of 2025 in UTC is 2026 in Paris.
	newYear := time.Date(2025, 12, 31, 23, 30, 0, 0, time.UTC)
	campaign := func(id, network, form string, created time.Time, state CampaignState, responses int) CampaignSummary {
		return CampaignSummary{Campaign: Campaign{ID: id, Network: network, FormID: form, CreatedAt: created, State: state}, Responses: responses}
	}
	erased := campaign("erased", "agde", "sante", newYear, CampaignClosed, 0)
	erased.ErasedOn = newYear
	waves := Waves([]CampaignSummary{
		campaign("b", "lunel", "sante", newYear, CampaignClosed, 12),
		campaign("a", "beziers", "sante", newYear.AddDate(0, 5, 0), CampaignClosed, 1),
		campaign("silent", "sete", "sante", newYear, CampaignClosed, 0),
		campaign("open", "sete", "sante", newYear, CampaignOpen, 30),
		campaign("draft", "sete", "sante", newYear, CampaignDraft, 0),
		campaign("old", "lunel", "sante", newYear.AddDate(0, 0, -1), CampaignClosed, 9),
		campaign("alone", "lunel", "autre", newYear, CampaignDraft, 0),
		erased,
	}, paris)
	ids := func(campaigns []Campaign) (ids []string) {
		for _, c := range campaigns {
			ids = append(ids, c.ID)
		}
		return ids
	}
	if len(waves) != 2 || waves[0].Name != "2026" || waves[1].Name != "2025" {
		t.Fatalf("waves: %+v", waves)
	}
	for what, got := range map[string][]string{"a b": ids(waves[0].Closed), "open": ids(waves[0].Open), "erased": ids(waves[0].Erased), "old": ids(waves[1].Closed)} {
		want := map[string][]string{"a b": {"a", "b"}, "open": {"open"}, "erased": {"erased"}, "old": {"old"}}[what]
		if !slices.Equal(got, want) {
			t.Errorf("%v, want %v", got, want)
		}
	}
	if waves[0].Code() == waves[1].Code() || len(waves[0].Code()) != 16 {
		t.Errorf("codes %s and %s", waves[0].Code(), waves[1].Code())
	}
}
