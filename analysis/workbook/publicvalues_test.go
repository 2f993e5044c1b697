package workbook

import (
	"testing"

	"constat/analysis/disclosure"
	"constat/survey"
)

// Without an indicator that ranks, the last section comes first, and no place
// is ranked: as in the internal edition.
func TestRankings_unasked(t *testing.T) {
	of := func(keys ...string) disclosure.PublishedSection {
		var s disclosure.PublishedSection
		for _, key := range keys {
			s.Tables = append(s.Tables, disclosure.PublishedTable{Key: key, Measure: survey.MeasureMultiple, Places: key == "secteur"})
		}
		s.Tables = append(s.Tables, disclosure.PublishedTable{Key: "une seule réponse", Measure: survey.MeasureNominal})
		return s
	}
	x := edition{pub: &disclosure.Publication{Sections: []disclosure.PublishedSection{of("secteur", "signes"), of("freins", "offre")}}}
	got := ""
	for _, r := range x.rankings() {
		got += r.table.Key + " "
	}
	if got != "freins offre signes " {
		t.Errorf("ranked: %s", got)
	}
}
