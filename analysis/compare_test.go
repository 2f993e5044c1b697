package analysis_test

import (
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"constat/analysis"
	"constat/analysis/internal/fixture"
	"constat/analysis/stats"
	"constat/survey"
)

func sortedKeys(m map[string]int) []string { return slices.Sorted(maps.Keys(m)) }

func fields(s string) []string { return strings.Fields(s) }

// spotted is a diagnostic of so many oui and non, with the share of oui.
func spotted(t *testing.T, yes, no int) *analysis.Diagnostic {
	t.Helper()
	f := small()
	share := survey.Indicator{Type: survey.IndicatorShare, Name: "P-1", Label: survey.Plain("Ont repéré"), Condition: []survey.Term{fixture.Term(f, "repere", "oui")}}
	return crossed(t, f, []survey.Indicator{share}, map[string]int{"oui": yes, "non": no}, "repere")
}

// compare is Compare where no error is expected.
func compare(t *testing.T, here, there *analysis.Diagnostic, relation analysis.Relation) []analysis.Comparison {
	t.Helper()
	c, err := analysis.Compare(here, there, relation)
	if err != nil {
		t.Fatal(err)
	}
	return c.All
}

func find(t *testing.T, all []analysis.Comparison, title, label string) analysis.Comparison {
	t.Helper()
	at := slices.IndexFunc(all, func(c analysis.Comparison) bool { return c.Title == title && c.Label == label })
	if at < 0 {
		t.Fatalf("no comparison of %q, %q in %+v", title, label, all)
	}
	return all[at]
}

// Newcombe's example: 56 of 70 here, 48 of 80 elsewhere: 20 points, 5.24 to
// 33.39.
func TestCompare_apart(t *testing.T) {
	all := compare(t, spotted(t, 56, 14), spotted(t, 48, 32), analysis.Apart)
	c := find(t, all, "Ont repéré", "")
	if math.Abs(c.Difference-0.2) > 1e-12 || math.Abs(c.Interval.Low-0.0524) > 5e-5 || math.Abs(c.Interval.High-0.3339) > 5e-5 {
		t.Errorf("%+v", c)
	}
	// The indicator, oui and non: three comparisons of the same p, three times p.
	if len(all) != 3 || math.Abs(c.Adjusted-3*c.P) > 1e-12 || c.P >= 0.05 || c.Figure == nil {
		t.Errorf("%d comparisons, %+v", len(all), c)
	}
	if no := find(t, all, "Repéré ?", "Non"); math.Abs(no.Difference+0.2) > 1e-12 || no.Table == nil {
		t.Errorf("non: %+v", no)
	}
}

// The département counts the territory: 10 of 20 here, 40 of 100 in all, so 30
// of 80 in the rest.
func TestCompare_containing(t *testing.T) {
	here, all := spotted(t, 10, 10), spotted(t, 40, 60)
	c := find(t, compare(t, here, all, analysis.Containing), "Ont repéré", "")
	if c.Other.Count != 30 || c.Other.Base != 80 || math.Abs(c.Difference-0.125) > 1e-12 || c.Established() {
		t.Errorf("%+v", c)
	}
	if _, err := analysis.Compare(all, here, analysis.Containing); err == nil {
		t.Error("twenty do not contain a hundred")
	}
}

// An interval that leaves 0 out is not enough when three are looked at: the
// verdict is that of the interval at the level that Holm leaves.
func TestCompare_verdict(t *testing.T) {
	for _, c := range []struct {
		yes, no     int
		alone, kept bool
	}{{20, 20, false, false}, {27, 13, true, false}, {34, 6, true, true}} {
		got := find(t, compare(t, spotted(t, c.yes, c.no), spotted(t, 36, 44), analysis.Apart), "Ont repéré", "")
		_, held := stats.Newcombe(36, 80, c.yes, c.yes+c.no, stats.NormalQuantile(1-analysis.ClaimLevel/3))
		if alone := got.Interval.Low > 0; alone != c.alone || got.Established() != c.kept || (held.Low > 0) != c.kept {
			t.Errorf("%d of %d: %+v; at Holm's level %v", c.yes, c.yes+c.no, got, held)
		}
	}
}

func TestCompare_leftOut(t *testing.T) {
	for name, c := range map[string]struct{ here, there *analysis.Diagnostic }{
		"ten here":        {spotted(t, 5, 5), spotted(t, 40, 40)},
		"ten elsewhere":   {spotted(t, 40, 40), spotted(t, 5, 5)},
		"nobody answered": {spotted(t, 40, 40), spotted(t, 0, 0)},
		"nobody said yes": {spotted(t, 0, 40), spotted(t, 0, 60)},
		"all said yes":    {spotted(t, 40, 0), spotted(t, 60, 0)},
	} {
		if all := compare(t, c.here, c.there, analysis.Apart); len(all) != 0 {
			t.Errorf("%s: %+v", name, all)
		}
	}
	// Nine in the rest are too few, though twenty are counted in all.
	if all := compare(t, spotted(t, 6, 6), spotted(t, 10, 11), analysis.Containing); len(all) != 0 {
		t.Errorf("rest of nine: %+v", all)
	}
	// « Ne sait pas » is no answer to compare.
	f := small()
	unsure := crossed(t, f, nil, map[string]int{"oui": 10, "nsp": 10}, "repere")
	all := compare(t, unsure, unsure, analysis.Apart)
	if slices.ContainsFunc(all, func(c analysis.Comparison) bool { return c.Label == "Je ne sais pas" }) {
		t.Errorf("%+v", all)
	}
	if c := find(t, all, "Repéré ?", "Oui"); c.Difference != 0 || c.P != 1 || c.Adjusted != 1 {
		t.Errorf("the same twice: %+v", c)
	}
	other := small()
	other.ID = "autre"
	if _, err := analysis.Compare(unsure, crossed(t, other, nil, map[string]int{"oui": 20}, "repere"), analysis.Apart); err == nil {
		t.Error("another form was compared")
	}
}

// An indicator that another version counts otherwise is not the same.
func TestCompare_indicatorChanged(t *testing.T) {
	here, there := spotted(t, 20, 20), spotted(t, 20, 20)
	there.Figures[0].Indicator.Condition = []survey.Term{fixture.Term(there.Form, "repere", "non")}
	all := compare(t, here, there, analysis.Apart)
	if slices.ContainsFunc(all, func(c analysis.Comparison) bool { return c.Figure != nil }) {
		t.Errorf("%+v", all)
	}
}
