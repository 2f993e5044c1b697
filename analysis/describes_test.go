package analysis_test

import (
	"testing"

	"constat/analysis"
	"constat/analysis/internal/fixture"
	"constat/survey"
)

// Who answered, from where and when is known: those tables, the share that
// counts them and the crosses of them are descriptions. Every other table is an
// estimate.
func TestTabulate_describesWhoAnswered(t *testing.T) {
	f := fixture.Children()
	g := analysis.Tabulate(load(t, f, fixture.ChildrenResponses(f, 30, 1)...), analysis.Plan{By: []*survey.Question{fixture.Question(f, "type_structure")}})
	who := make(map[*survey.Question]bool)
	for _, each := range f.Diagnostic {
		if each.Type == survey.IndicatorParticipation || each.Type == survey.IndicatorCoverage {
			for _, q := range each.Questions {
				who[q] = true
			}
		}
	}
	if len(who) < 2 {
		t.Fatalf("the form declares %d questions about who answered", len(who))
	}
	described := 0
	for _, table := range append(g.Tables(), g.Participation.Profiles...) {
		if table.Describes != who[table.Question] {
			t.Errorf("%s: describes %v, want %v", table.Title, table.Describes, who[table.Question])
		}
		if table.Describes {
			described++
		}
	}
	if described < 4 || !g.Participation.Months.Describes {
		t.Errorf("%d tables, months %v", described, g.Participation.Months.Describes)
	}
	for _, x := range g.Crosses {
		if x.Describes != who[x.Question] {
			t.Errorf("cross of %s: describes %v", x.Title, x.Describes)
		}
	}
}

// A share of who answered has no interval, one of what they answered has, and
// so has one that puts both together.
func TestFigures_describesWhoAnswered(t *testing.T) {
	f := fixture.Children()
	participation := survey.Indicator{Type: survey.IndicatorParticipation, Questions: []*survey.Question{fixture.Question(f, "type_structure")}}
	school, met := fixture.Term(f, "type_structure", "ecole"), fixture.Term(f, "repere", "oui")
	f.Diagnostic = []survey.Indicator{
		participation,
		{Type: survey.IndicatorShare, Name: "A", Condition: []survey.Term{school}},
		{Type: survey.IndicatorShare, Name: "B", Condition: []survey.Term{met}},
		{Type: survey.IndicatorShare, Name: "C", Condition: []survey.Term{met, school}},
		{Type: survey.IndicatorShare, Name: "D", Condition: []survey.Term{met}, Denominator: survey.Denominator{Condition: []survey.Term{school}}},
	}
	g := analysis.Tabulate(load(t, f, fixture.ChildrenResponses(f, 30, 1)...), analysis.Plan{})
	for i, want := range []bool{true, false, false, false} {
		if got := g.Figures[i].Describes; got != want {
			t.Errorf("figure %s: describes %v", g.Figures[i].Indicator.Name, got)
		}
	}
}
