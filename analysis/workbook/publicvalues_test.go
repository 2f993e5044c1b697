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

// Answers without an order of their own come by what is printed of them: numbers,
// then bands, then « nc », those gathered and « ne sait pas » after all. Equal ones,
// and the levels of a scale, keep the form's order.
func TestLinesOf_order(t *testing.T) {
	under := disclosure.Shown{Kind: disclosure.Under, Text: "<11", High: 10}
	line := func(code string, kind disclosure.LineKind, s disclosure.Shown) disclosure.PublishedLine {
		return disclosure.PublishedLine{Code: code, Kind: kind, Shown: s}
	}
	table := &disclosure.PublishedTable{Lines: []disclosure.PublishedLine{
		line("a", disclosure.LineAnswer, shownAbout(15)), line("b", disclosure.LineAnswer, disclosure.Shown{Kind: disclosure.Withheld}),
		line("c", disclosure.LineAnswer, under), line("d", disclosure.LineAnswer, shownAbout(40)), line("e", disclosure.LineAnswer, shownAbout(15)),
		line("f", disclosure.LineMerged, shownAbout(60)), line("g", disclosure.LineDontKnow, shownAbout(80)), line("", disclosure.LineBlank, shownAbout(90)),
	}}
	for measure, want := range map[survey.Measure]string{
		survey.MeasureNominal: "daecbfg", survey.MeasureMultiple: "daecbfg", survey.MeasureOrdinal: "abcdefg", survey.MeasureQuantity: "abcdefg",
	} {
		table.Measure = measure
		answers, others := linesOf(table)
		got := ""
		for _, l := range answers {
			got += l.Code
		}
		if got != want || len(others) != 1 || table.Lines[0].Code != "a" {
			t.Errorf("measure %v: %s and %d others, want %s", measure, got, len(others), want)
		}
	}
}
