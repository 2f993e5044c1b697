package analysis_test

import (
	"math"
	"testing"

	"constat/analysis"
	"constat/analysis/internal/fixture"
	"constat/survey"
)

// crossed answers small's questions so many times each, and crosses them.
func crossed(t *testing.T, f *survey.Form, rows []survey.Indicator, answers map[string]int, questions ...string) *analysis.Diagnostic {
	t.Helper()
	f.Diagnostic = rows
	var responses []*survey.Response
	for _, each := range sortedKeys(answers) {
		for range answers[each] {
			given := make(map[string]string)
			for i, code := range fields(each) {
				given[questions[i]] = code
			}
			responses = append(responses, fixture.Response(f, 0, given))
		}
	}
	return analysis.Tabulate(load(t, f, responses...), analysis.Plan{})
}

func cross(f *survey.Form, question, by string) survey.Indicator {
	return survey.Indicator{
		Type: survey.IndicatorCross, Questions: []*survey.Question{fixture.Question(f, question)}, By: []*survey.Question{fixture.Question(f, by)},
	}
}

func wantTest(t *testing.T, got *analysis.CrossTest, name analysis.TestName, n, groups int, p, effect float64) {
	t.Helper()
	if got == nil {
		t.Fatalf("no test, want %s", name)
	}
	if got.Name != name || got.N != n || got.Groups != groups || math.Abs(got.P-p) > 1e-9 || math.Abs(got.Effect-effect) > 1e-9 {
		t.Errorf("%+v, want %s of %d in %d groups, p %v, effect %v", *got, name, n, groups, p, effect)
	}
}

// 6 oui of 6 schools and 6 non of 6 PMI: of the 924 tables, two are as
// unlikely. Phi is 1: Bergsma's V is 1 too ((1 - 1/11)/(2 - 1/11 - 1)).
func TestCrossTest_fisher(t *testing.T) {
	f := small()
	g := crossed(t, f, []survey.Indicator{cross(f, "repere", "type")}, map[string]int{"ecole oui": 6, "pmi non": 6}, "type", "repere")
	test := g.Crosses[0].Test
	wantTest(t, test, analysis.TestFisher, 12, 2, 2.0/924, 1)
	if test.Adjusted != test.P || !test.Established() || test.Simulated || test.EffectName != analysis.EffectCramersV {
		t.Errorf("%+v", *test)
	}
}

// 15, 5 against 5, 15: each expects 10: chi-square 4 × 25/10 = 10.
func TestCrossTest_chiSquare(t *testing.T) {
	f := small()
	g := crossed(t, f, []survey.Indicator{cross(f, "repere", "type")},
		map[string]int{"ecole oui": 15, "ecole non": 5, "pmi oui": 5, "pmi non": 15}, "type", "repere")
	effect := math.Sqrt((0.25 - 1.0/39) / (2 - 1.0/39 - 1))
	wantTest(t, g.Crosses[0].Test, analysis.TestChiSquare, 40, 2, math.Erfc(math.Sqrt(5)), effect)
}

// « Ne sait pas » is an answer to a nominal question, « non concerné » is not,
// and a breakdown's own « ne sait pas » is no group.
func TestCrossTest_whoCounts(t *testing.T) {
	f := small()
	g := crossed(t, f, []survey.Indicator{cross(f, "repere", "type"), cross(f, "type", "repere")},
		map[string]int{"ecole oui": 7, "pmi nsp": 4, "pmi non": 4, "ecole nc": 9, "pmi refus": 2}, "type", "repere")
	if got := g.Crosses[0].Test; got == nil || got.N != 15 || got.Groups != 2 {
		t.Errorf("question: %+v", got)
	}
	if got := g.Crosses[1].Test; got == nil || got.N != 11 || got.Groups != 2 {
		t.Errorf("breakdown: %+v", got)
	}
}

// Six low and six high on a scale: 2 of 924 choices; three groups of four at
// three levels: 12/156 × (10² + 26² + 42²)/4 - 39 = 9.846…, and ties take
// (1 - 180/1716).
func TestCrossTest_scale(t *testing.T) {
	f := small()
	g := crossed(t, f, []survey.Indicator{cross(f, "role", "type")}, map[string]int{"ecole pas": 6, "pmi tout": 6}, "type", "role")
	wantTest(t, g.Crosses[0].Test, analysis.TestMannWhitney, 12, 2, 2.0/924, -1)
	f = small()
	g = crossed(t, f, []survey.Indicator{cross(f, "role", "type")}, map[string]int{"autre tout": 4, "ecole pas": 4, "pmi plutot": 4}, "type", "role")
	h := (12.0/156*(100+676+1764)/4 - 39) / (1 - 180.0/1716)
	wantTest(t, g.Crosses[0].Test, analysis.TestKruskalWallis, 12, 3, math.Exp(-h/2), h/11)
}

func TestCrossTest_none(t *testing.T) {
	f := small()
	g := crossed(t, f, []survey.Indicator{cross(f, "repere", "type"), cross(f, "freins", "type"), cross(f, "repere", "freins"), cross(f, "nb", "type")},
		map[string]int{"ecole oui cout 3": 6, "pmi non delai": 6}, "type", "repere", "freins", "nb")
	for i, x := range g.Crosses {
		if (x.Test != nil) != (i == 0) {
			t.Errorf("%s by %s: %+v", x.Title, x.ByTitle, x.Test)
		}
	}
	for name, answers := range map[string]map[string]int{
		"ten answers": {"ecole oui": 5, "pmi non": 5},
		"one answer":  {"ecole oui": 8, "pmi oui": 8},
		"one group":   {"ecole oui": 8, "ecole non": 8},
	} {
		f := small()
		g := crossed(t, f, []survey.Indicator{cross(f, "repere", "type")}, answers, "type", "repere")
		if got := g.Crosses[0].Test; got != nil {
			t.Errorf("%s: %+v", name, *got)
		}
	}
}

// Instances of one respondent's repeat are alike: no test.
func TestCrossTest_repeat(t *testing.T) {
	f := small()
	f.Diagnostic = []survey.Indicator{cross(f, "genre", "type")}
	var responses []*survey.Response
	for i := range 12 {
		kind := []string{"ecole", "pmi"}[i%2]
		responses = append(responses, fixture.WithRepeat(f, 0, map[string]string{"type": kind}, map[string]string{"genre": kind}))
	}
	g := analysis.Tabulate(load(t, f, responses...), analysis.Plan{})
	if x := g.Crosses[0]; x.All.Base != 12 || x.Test != nil {
		t.Errorf("base %d, test %+v", x.All.Base, x.Test)
	}
}

// Two tests are a family, to which the crosses without one do not belong.
func TestCrossTest_family(t *testing.T) {
	f := small()
	g := crossed(t, f, []survey.Indicator{cross(f, "repere", "type"), cross(f, "freins", "type"), cross(f, "role", "type")},
		map[string]int{"ecole oui cout pas": 6, "pmi non delai pas": 5, "pmi non delai tout": 1}, "type", "repere", "freins", "role")
	first, second := g.Crosses[0].Test, g.Crosses[2].Test
	if first.Adjusted != 2*first.P || second.Adjusted != second.P || second.P != 1 {
		t.Errorf("%+v, %+v", *first, *second)
	}
}

// A cross too large to list is simulated, says so, and gives the same twice.
func TestCrossTest_simulated(t *testing.T) {
	run := func() *analysis.CrossTest {
		f := fixture.Children()
		f.Diagnostic = []survey.Indicator{cross(f, "fonction", "type_structure")}
		return analysis.Tabulate(load(t, f, fixture.ChildrenResponses(f, 120, 1)...), analysis.Plan{}).Crosses[0].Test
	}
	first, second := run(), run()
	if !first.Simulated || *first != *second {
		t.Errorf("%+v then %+v", *first, *second)
	}
}
