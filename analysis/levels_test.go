package analysis_test

import (
	"slices"
	"testing"

	"constat/analysis"
	"constat/analysis/internal/fixture"
	"constat/survey"
)

func noteCodes(notes []analysis.Note) []analysis.NoteCode {
	var found []analysis.NoteCode
	for _, n := range notes {
		found = append(found, n.Code)
	}
	return found
}

// withTwoPlaces is one response that gave 4, with two instances below it.
func withTwoPlaces(t *testing.T, f *survey.Form, rows ...survey.Indicator) *analysis.Diagnostic {
	t.Helper()
	f.Diagnostic = rows
	return analysis.Tabulate(load(t, f, fixture.WithRepeat(f, 0, map[string]string{"type": "ecole", "repere": "oui", "nb": "4"},
		map[string]string{"genre": "pmi", "places": "3"}, map[string]string{"genre": "autre", "places": "5"})), analysis.Plan{})
}

// A response's number would be added once per instance: 4 and 4 make 8.
func TestTabulate_aParentsNumberIsNotAddedPerInstance(t *testing.T) {
	f := small()
	nb, places, genre := fixture.Question(f, "nb"), fixture.Question(f, "places"), fixture.Question(f, "genre")
	by := []*survey.Question{genre}
	g := withTwoPlaces(t, f,
		survey.Indicator{Type: survey.IndicatorCross, Questions: []*survey.Question{nb}, By: by},
		survey.Indicator{Type: survey.IndicatorRate, Name: "R", Questions: []*survey.Question{places}, Denominator: survey.Denominator{Question: nb}},
		survey.Indicator{Type: survey.IndicatorSum, Name: "S", Questions: []*survey.Question{nb}, By: by},
		survey.Indicator{Type: survey.IndicatorSum, Name: "P", Questions: []*survey.Question{places}, By: by},
	)
	if len(g.Crosses) != 0 || !slices.Equal(noteCodes(g.Notes), []analysis.NoteCode{analysis.NoteFigureRefused, analysis.NoteAddedAgain}) {
		t.Errorf("%d crosses, notes %v", len(g.Crosses), g.Notes)
	}
	if len(g.Figures) != 2 || len(g.Figures[0].By) != 0 || !slices.Contains(noteCodes(g.Figures[0].Notes), analysis.NoteAddedAgain) {
		t.Fatalf("figures = %+v", g.Figures)
	}
	own := g.Figures[1]
	if own.Parts[0].Quantity.Sum != 8 || len(own.By) != 3 || own.By[1].Quantity.Sum != 3 || !slices.Contains(noteCodes(own.Notes), analysis.NoteRepeat) {
		t.Errorf("the repeat's own numbers = %+v", own)
	}
}

// Whatever is counted over instances says so.
func TestTabulate_repeatsAreNamed(t *testing.T) {
	f := small()
	genre := fixture.Question(f, "genre")
	g := withTwoPlaces(t, f,
		survey.Indicator{Type: survey.IndicatorCross, Questions: []*survey.Question{genre}, By: []*survey.Question{fixture.Question(f, "type")}},
		survey.Indicator{Type: survey.IndicatorShare, Name: "A", Condition: []survey.Term{fixture.Term(f, "genre", "pmi")}},
	)
	for what, notes := range map[string][]analysis.Note{"cross": g.Crosses[0].Notes, "share": g.Figures[0].Notes} {
		if !slices.Contains(noteCodes(notes), analysis.NoteRepeat) {
			t.Errorf("%s: notes %v", what, notes)
		}
	}
}

// The first question of a sum may be the one that nobody answered.
func TestFigures_sumOfSeveralQuestions(t *testing.T) {
	f := fixture.Children()
	ages := []*survey.Question{fixture.Question(f, "age_0_2"), fixture.Question(f, "age_3_5"), fixture.Question(f, "age_6_10")}
	by := []*survey.Question{fixture.Question(f, "type_structure")}
	f.Diagnostic = []survey.Indicator{
		{Type: survey.IndicatorSum, Name: "S", Questions: ages, By: by},
		{Type: survey.IndicatorMedian, Name: "M", Questions: ages[1:], By: by},
	}
	say := func(structure, middle, old string) *survey.Response {
		return fixture.Response(f, 0, map[string]string{"type_structure": structure, "age_0_2": "", "age_3_5": middle, "age_6_10": old})
	}
	g := analysis.Tabulate(load(t, f, say("ecole", "2", "5"), say("ecole", "", "1"), say("sts", "3", "")), analysis.Plan{})
	sum, median := g.Figures[0], g.Figures[1]
	if !sum.Numbered() || slices.Contains(noteCodes(sum.Notes), analysis.NoteEmpty) {
		t.Errorf("a sum of which only the first question is blank is said empty: %v", sum.Notes)
	}
	if sum.Total.Sum != 11 || sum.Total.N != 3 || sum.Total.Max != 7 {
		t.Errorf("in all = %+v", sum.Total)
	}
	if first, second := sum.By[0].Quantity, sum.By[1].Quantity; first.Sum != 8 || first.N != 2 || second.Sum != 3 || second.N != 1 {
		t.Errorf("by structure = %+v, %+v", first, second)
	}
	if median.Total != nil || len(median.By) != 2*len(sum.By) || median.By[0].Quantity.Median != 2 || median.By[len(sum.By)].Quantity.Median != 3 {
		t.Errorf("medians are not added: %+v", median.By)
	}
}
