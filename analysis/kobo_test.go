package analysis_test

import (
	"fmt"
	"math"
	"testing"

	"constat/analysis"
	"constat/analysis/internal/fixture"
	"constat/survey"
)

// tenTerritories is where the report of a collection tool goes wrong: 145 people
// of ten territories say what hinders them, and may tick several answers.
//
//	                       answered by ticking
//	territory    n  blank  delai only  cout only  both  loin
//	t01         28    4        6           5        9     4
//	...
//	whole      145   14
//
// In t01, 28 - 4 = 24 people answered; 6 + 9 = 15 of them ticked « délai », and
// they gave 6 + 5 + 2·9 + 4 = 33 ticks.
var tenTerritories = []struct {
	key                                       string
	n, blank, delaiOnly, coutOnly, both, loin int
	answered, delai, cout, ticks              int // counted by hand
}{
	{"t01", 28, 4, 6, 5, 9, 4, 24, 15, 14, 33},
	{"t02", 22, 2, 8, 2, 5, 5, 20, 13, 7, 25},
	{"t03", 20, 0, 4, 6, 4, 6, 20, 8, 10, 24},
	{"t04", 18, 3, 5, 3, 3, 4, 15, 8, 6, 18},
	{"t05", 15, 1, 4, 2, 6, 2, 14, 10, 8, 20},
	{"t06", 12, 2, 3, 3, 1, 3, 10, 4, 4, 11},
	{"t07", 10, 0, 2, 1, 4, 3, 10, 6, 5, 14},
	{"t08", 9, 1, 2, 2, 2, 2, 8, 4, 4, 10},
	{"t09", 6, 0, 1, 1, 3, 1, 6, 4, 4, 9},
	{"t10", 5, 1, 1, 0, 2, 1, 4, 3, 2, 6},
}

func hindrances() *survey.Form {
	b := fixture.NewForm("dix", "Dix territoires")
	var territories []string
	for _, each := range tenTerritories {
		territories = append(territories, each.key+"="+each.key)
	}
	b.List("territoire", territories...)
	b.List("freins", "delai=Délai", "cout=Coût", "loin=Distance")
	b.Ask("select_one territoire", "territoire", "Territoire")
	b.Ask("select_multiple freins", "freins", "Freins")
	f := b.Form()
	f.Diagnostic = []survey.Indicator{{
		Type: survey.IndicatorCross, Questions: []*survey.Question{fixture.Question(f, "freins")}, By: []*survey.Question{fixture.Question(f, "territoire")},
	}}
	return f
}

func hindered(f *survey.Form) []*survey.Response {
	var all []*survey.Response
	for _, each := range tenTerritories {
		for _, g := range []struct {
			n    int
			text string
		}{{each.blank, ""}, {each.delaiOnly, "delai"}, {each.coutOnly, "cout"}, {each.both, "delai cout"}, {each.loin, "loin"}} {
			for range g.n {
				all = append(all, fixture.Response(f, 0, map[string]string{"territoire": each.key, "freins": g.text}))
			}
		}
	}
	return all
}

// All ten territories are there (a report cut after five loses 145 - 28 - 22 -
// 20 - 18 - 15 = 42 people), each with its own base, and people are counted.
func TestTabulate_tenTerritories(t *testing.T) {
	f := hindrances()
	responses := hindered(f)
	if len(responses) != 145 {
		t.Fatalf("%d answers", len(responses))
	}
	g := analysis.Tabulate(load(t, f, responses...), analysis.Plan{})

	x := g.Crosses[0]
	if len(x.Rows) != 10 {
		t.Fatalf("%d territories of 10", len(x.Rows))
	}
	answered, ticks := 0, 0
	for i, want := range tenTerritories {
		row := x.Rows[i]
		// The base of t01 is 24, not its 28 people, nor its 33 ticks, nor the 145.
		for place, count := range []int{want.delai, want.cout, want.loin} {
			if share := row.Shares[place]; share.Count != count || share.Base != want.answered {
				t.Errorf("%s, %s: %d of %d, want %d of %d", row.Code, x.Columns[place].Label, share.Count, share.Base, count, want.answered)
			}
		}
		if sum := row.Shares[0].Count + row.Shares[1].Count + row.Shares[2].Count; row.Code != want.key || sum != want.ticks {
			t.Errorf("%s: %d ticks, want %d of %s", row.Code, sum, want.ticks, want.key)
		}
		answered, ticks = answered+want.answered, ticks+want.ticks
	}

	// 145 - 14 = 131 answered and gave 170 ticks. « Délai » is 75 of 131 people:
	// 57.3 %. It is neither 75 of 145, 51.7 %, nor 75 of 170 ticks, 44.1 %.
	if answered != 131 || ticks != 170 {
		t.Fatalf("the arithmetic above: %d answered, %d ticks", answered, ticks)
	}
	all := x.All.Shares[0]
	if all.Count != 75 || all.Base != 131 {
		t.Errorf("whole: %d of %d, want 75 of 131", all.Count, all.Base)
	}
	if part, shown := all.Fraction(); !shown || math.Abs(100*part-57.3) > 0.05 {
		t.Errorf("whole: %.1f %%, shown %v", 100*part, shown)
	}
	// 15 of 24 in t01: 62.5 %. It is not 15 of 145, 10.3 %.
	if part, shown := x.Rows[0].Shares[0].Fraction(); !shown || 100*part != 62.5 {
		t.Errorf("t01: %.1f %%, shown %v", 100*part, shown)
	}
	table := tableOf(t, g, "freins")
	if got, want := counts(table), "delai 75/131, cout 64/131, loin 31/131"; got != want || table.Base.Total != 145 || table.Base.NoAnswer != 14 {
		t.Errorf("freins: %s, base %+v; want %s", got, table.Base, want)
	}
	if got := counts(tableOf(t, g, "territoire")); got != fmt.Sprint("t01 28/145, t02 22/145, t03 20/145, t04 18/145, t05 15/145, ",
		"t06 12/145, t07 10/145, t08 9/145, t09 6/145, t10 5/145") {
		t.Errorf("territoire: %s", got)
	}
}
