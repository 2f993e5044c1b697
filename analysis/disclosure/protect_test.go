package disclosure_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"constat/analysis/disclosure"
	"constat/analysis/internal/fixture"
	"constat/survey"
)

// needs is a form with one question of each measure that is published.
func needs() *survey.Form {
	b := fixture.NewForm("besoins", "Besoins")
	b.List("ouinon", "oui=Oui", "non=Non", "nsp=Je ne sais pas")
	b.List("metier", "ecole=École", "pmi=PMI", "mairie=Mairie", "autre=Autre")
	b.List("freins", "delai=Délai", "cout=Coût", "loin=Distance")
	b.Ask("select_one ouinon", "vu", "Vu ?")
	b.Ask("select_one metier", "metier", "Métier")
	b.Ask("select_multiple freins", "freins", "Freins")
	b.Ask("integer", "nb", "Combien ?")
	f := b.Form()
	f.Declared.Classes = map[*survey.Question][]survey.Class{fixture.Question(f, "nb"): {{Low: 0, High: 4}, {Low: 5, High: 9}, {Low: 10, High: math.Inf(1)}}}
	return f
}

func say(pairs ...string) map[string]string {
	answers := make(map[string]string)
	for i := 0; i < len(pairs); i += 2 {
		answers[pairs[i]] = pairs[i+1]
	}
	return answers
}

// texts writes a table as "code text" items, states by their kind.
func texts(t *disclosure.PublishedTable) string {
	if t == nil {
		return "absent"
	}
	var items []string
	for _, l := range t.Lines {
		code := l.Code
		switch l.Kind {
		case disclosure.LineNotConcerned:
			code = "(nc)"
		case disclosure.LineBlank:
			code = "(sr)"
		}
		items = append(items, code+" "+l.Shown.Text)
	}
	return strings.Join(items, ", ")
}

// R4: under twice the floor, only how many answered. R2: a question that tells
// of no person has the lower floor.
func TestProtect_smallTerritories(t *testing.T) {
	f := needs()
	f.Declared.Profiles = map[*survey.Question]survey.Profile{fixture.Question(f, "metier"): {Reason: "Les besoins d’une organisation."}}
	var areas []disclosure.BatchArea
	for _, n := range []int{0, 11, 12, 21, 22} {
		areas = append(areas, territory(t, f, fmt.Sprint("t", n), group{n, say("vu", "oui", "metier", "ecole")}))
	}
	r := protect(t, areas...)
	for _, c := range []struct{ key, respondents, vu, metier string }{
		{"t0", "0", "absent", "absent"},
		{"t11", "11", "absent", "absent"},
		{"t12", "12", "absent", "ecole >=7, autres_regroupees <6, (nc) <6, (sr) <6"},
		{"t21", "21", "absent", "ecole >=16, autres_regroupees <6, (nc) <6, (sr) <6"},
		{"t22", "22", "oui >=12, non <11, nsp <11, (nc) <11, (sr) <11", "ecole >=17, autres_regroupees <6, (nc) <6, (sr) <6"},
	} {
		p := publicationOf(t, r, c.key)
		if p.Respondents.Text != c.respondents || texts(tableIn(p, "vu")) != c.vu || texts(tableIn(p, "metier")) != c.metier {
			t.Errorf("%s: n = %s\nvu:     %s\nmetier: %s\nwant %v", c.key, p.Respondents.Text, texts(tableIn(p, "vu")), texts(tableIn(p, "metier")), c)
		}
		if refused := p.Refused == disclosure.RefusedSmall; refused != (c.metier == "absent") {
			t.Errorf("%s: refused = %q", c.key, p.Refused)
		}
	}
	p := publicationOf(t, r, "t12")
	if table := tableIn(p, "metier"); table.Floor != disclosure.FloorNeeds || table.Reason != "Les besoins d’une organisation." {
		t.Errorf("metier: floor %d because of %q", table.Floor, table.Reason)
	}
	if !slices.Contains(p.LeftOut, disclosure.LeftOut{Title: "Vu ?", Why: disclosure.RefusedSmall}) {
		t.Errorf("t12 leaves out %v", p.LeftOut)
	}
}

// R4: with two territories, each would subtract itself from an aggregate.
func TestProtect_aggregates(t *testing.T) {
	f := needs()
	a := territory(t, f, "a", group{20, say("vu", "oui")}, group{20, say("vu", "non")})
	b := territory(t, f, "b", group{30, say("vu", "oui")}, group{15, say("vu", "non")})
	c := territory(t, f, "c", group{2, say("vu", "oui")})
	empty := territory(t, f, "vide")
	two := protect(t, a, b, empty, together("34", "a", "b", "vide"))
	if p := publicationOf(t, two, "34"); p.Refused != disclosure.RefusedFewAreas || len(p.Sections) > 0 || p.Respondents.Text != "85" {
		t.Errorf("two territories with answers: %q, %d sections, %s respondents", p.Refused, len(p.Sections), p.Respondents.Text)
	}
	three := protect(t, a, b, c, together("34", "a", "b", "c"))
	p := publicationOf(t, three, "34")
	// 20 + 30 + 2 and 20 + 15 of 87.
	if got := texts(tableIn(p, "vu")); got != "oui 50, non 35, nsp <11, (nc) <11, (sr) <11" {
		t.Errorf("département: %s", got)
	}
	if want := []string{"Territoire a", "Territoire b", "Territoire c"}; !slices.Equal(p.Of, want) {
		t.Errorf("adds up %q", p.Of)
	}
}

func TestProtect_refusesABatch(t *testing.T) {
	f := needs()
	a := territory(t, f, "a", group{30, say("vu", "oui")})
	b := territory(t, f, "b", group{30, say("vu", "oui")})
	c := territory(t, f, "c", group{30, say("vu", "oui")})
	other := territory(t, needs(), "d", group{30, say("vu", "oui")})
	for name, each := range map[string]struct {
		areas []disclosure.BatchArea
		err   error
	}{
		"nobody":            {nil, disclosure.ErrNoArea},
		"only an aggregate": {[]disclosure.BatchArea{together("34")}, disclosure.ErrNoArea},
		"twice":             {[]disclosure.BatchArea{a, b, a}, disclosure.ErrTwice},
		"twice, once added": {[]disclosure.BatchArea{a, b, together("b", "a", "b")}, disclosure.ErrTwice},
		"two forms":         {[]disclosure.BatchArea{a, other}, disclosure.ErrForms},
		"unknown":           {[]disclosure.BatchArea{a, together("34", "a", "z")}, disclosure.ErrUnknown},
		"of an aggregate":   {[]disclosure.BatchArea{a, together("e", "a"), together("34", "e")}, disclosure.ErrUnknown},
		"three divisions":   {[]disclosure.BatchArea{a, b, c, together("e", "a", "b"), together("r", "a", "c"), together("s", "a")}, disclosure.ErrDivisions},
	} {
		_, err := disclosure.Protect(context.Background(), disclosure.Batch{Wave: "2026", Areas: each.areas}, moment)
		if !errors.Is(err, each.err) {
			t.Errorf("%s: %v, want %v", name, err, each.err)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := disclosure.Protect(ctx, disclosure.Batch{Areas: []disclosure.BatchArea{a, b, c}}, moment); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// R5: fewer than 11, all but fewer than 11, or the nearest 5 and at least 11.
// R10: percentages, intervals and ranks of what is printed, never of the truth.
func TestProtect_texts(t *testing.T) {
	f := needs()
	r := protect(t,
		// 24 and 23 of 63 both print 25; 16 prints 15. With 13 instead, the reader
		// could subtract: 23, 23 and 13 at least leave 1 of 60 for two bands.
		territory(t, f, "a", group{24, say("vu", "oui")}, group{23, say("vu", "non")}, group{16, say("vu", "")}),
		// All but 4 of 40; the others are fewer than 11.
		territory(t, f, "b", group{36, say("vu", "oui")}, group{4, say("vu", "nsp")}),
		// 11 and 12 print 11; not asked is « non concerné ».
		territory(t, f, "c", group{11, say("vu", "oui")}, group{12, say("vu", "non")}, group{22, nil}),
	)
	for key, want := range map[string]string{
		"a": "oui 25, non 25, nsp <11, (nc) <11, (sr) 15",
		"b": "oui >=30, non <11, nsp <11, (nc) <11, (sr) <11",
		"c": "oui 11, non 11, nsp <11, (nc) 20, (sr) <11",
	} {
		if got := texts(tableIn(publicationOf(t, r, key), "vu")); got != want {
			t.Errorf("%s: %s, want %s", key, got, want)
		}
	}
	lines := tableIn(publicationOf(t, r, "a"), "vu").Lines
	oui, non, nsp, blank := lines[0], lines[1], lines[2], lines[4]
	// 25 of 63 is 39.68 %. Wilson: centre (25/63 + 3.8415/126) / (1 + 3.8415/63)
	// = 0.40275, half 1.96 √(0.39683·0.60317/63 + 3.8415/15876) / 1.06098 = 0.11744.
	if !oui.HasPercent || oui.Percent != 40 || oui.Low != 29 || oui.High != 52 {
		t.Errorf("oui: %d %% [%d, %d]", oui.Percent, oui.Low, oui.High)
	}
	if oui.Rank != 1 || non.Rank != 1 || nsp.Rank != 0 || blank.Rank != 0 {
		t.Errorf("ranks %d, %d, %d, %d: equal numbers are a tie, states and bands have none", oui.Rank, non.Rank, nsp.Rank, blank.Rank)
	}
	// « <11 » of 63: at most 10 of 63, 16 %.
	if nsp.HasPercent || nsp.AtMost != 16 {
		t.Errorf("nsp: percent %v, at most %d", nsp.HasPercent, nsp.AtMost)
	}
	if line := tableIn(publicationOf(t, r, "b"), "vu").Lines[0]; line.HasPercent || line.AtMost != 0 || line.Rank != 0 {
		t.Errorf("a band has percent %v, at most %d, rank %d", line.HasPercent, line.AtMost, line.Rank)
	}
}

// R6: what is rare in the whole is merged everywhere, even where it is frequent.
func TestProtect_merges(t *testing.T) {
	f := needs()
	r := protect(t,
		territory(t, f, "a", group{20, say("metier", "ecole")}, group{15, say("metier", "pmi")}, group{6, say("metier", "mairie")}, group{7, say("metier", "autre")}),
		territory(t, f, "b", group{30, say("metier", "ecole")}, group{1, say("metier", "mairie")}),
	)
	for key, want := range map[string]string{
		"a": "ecole 20, pmi 15, autres_regroupees 15, (nc) <11, (sr) <11", // 6 + 7
		"b": "ecole >=21, pmi <11, autres_regroupees <11, (nc) <11, (sr) <11",
	} {
		table := tableIn(publicationOf(t, r, key), "metier")
		if texts(table) != want || !slices.Equal(table.Merged, []string{"Mairie", "Autre"}) {
			t.Errorf("%s: %s, merged %q; want %s", key, texts(table), table.Merged, want)
		}
	}
}

// Whoever holds nine of the at most ten would learn that the others have one at
// most: rare answers stay apart then.
func TestProtect_mergesNothingThatTells(t *testing.T) {
	f := needs()
	r := protect(t,
		territory(t, f, "a", group{20, say("metier", "ecole")}, group{15, say("metier", "pmi")}, group{9, say("metier", "mairie")}, group{8, say("metier", "autre")}),
		territory(t, f, "b", group{30, say("metier", "ecole")}, group{1, say("metier", "mairie")}),
	)
	for key, want := range map[string]string{
		"a": "ecole 20, pmi 15, mairie <11, autre <11, (nc) <11, (sr) <11",
		"b": "ecole >=21, pmi <11, mairie <11, autre <11, (nc) <11, (sr) <11",
	} {
		if table := tableIn(publicationOf(t, r, key), "metier"); texts(table) != want || len(table.Merged) > 0 {
			t.Errorf("%s: %s, merged %q; want %s", key, texts(table), table.Merged, want)
		}
	}
}

// What the choice of lines tells of the whole ties a territory too small for a
// table to another's table: rare answers stay apart again, and no table is lost.
func TestProtect_mergingTiesFarAreas(t *testing.T) {
	b := fixture.NewForm("rares", "Réponses rares")
	b.List("v", "a=A", "b=B", "c=C", "refus=Refus")
	b.Ask("select_one v", "v", "V")
	f := b.Form()
	f.Declared.Profiles = map[*survey.Question]survey.Profile{fixture.Question(f, "v"): {Reason: "Des besoins."}}
	r := protect(t, // c: 6 in the whole, which is the floor; a and b are merged
		territory(t, f, "t0", group{1, say("v", "c")}),
		territory(t, f, "t1"),
		territory(t, f, "t2", group{3, say("v", "a")}, group{4, say("v", "b")}, group{5, say("v", "c")}, group{3, say("v", "refus")}, group{3, say()}),
	)
	if got, want := texts(tableIn(publicationOf(t, r, "t2"), "v")), "a <6, b <6, c <6, (nc) <6, (sr) <6"; got != want {
		t.Errorf("t2: %s, want %s", got, want)
	}
}

// R7: each option is a question of its own on all respondents.
func TestProtect_severalAnswers(t *testing.T) {
	f := needs()
	r := protect(t, territory(t, f, "a",
		group{20, say("freins", "delai cout")}, group{14, say("freins", "delai")}, group{12, say("freins", "")}, group{13, nil}, group{2, say("freins", "loin")}))
	// 34 and 20 of 61, 2 of 61; 13 were not asked, 12 left it blank. Ticks add past the base.
	if got := texts(tableIn(publicationOf(t, r, "a"), "freins")); got != "delai 35, cout 20, loin <11, (nc) 15, (sr) 11" {
		t.Error(got)
	}
}

// R8: two questions at once only from five times the floor, and only where half
// of the cells say more than « <11 ».
func TestProtect_crosses(t *testing.T) {
	b := fixture.NewForm("croix", "Croisement")
	b.List("ab", "a=A", "b=B")
	b.Ask("select_one ab", "x", "X")
	b.Ask("select_one ab", "y", "Y")
	f := b.Form()
	f.Diagnostic = []survey.Indicator{{Type: survey.IndicatorCross, Questions: []*survey.Question{fixture.Question(f, "x")}, By: []*survey.Question{fixture.Question(f, "y")}}}
	square := func(key string, aa, ab, ba, bb int) disclosure.BatchArea {
		return territory(t, f, key, group{aa, say("x", "a", "y", "a")}, group{ab, say("x", "a", "y", "b")}, group{ba, say("x", "b", "y", "a")}, group{bb, say("x", "b", "y", "b")})
	}
	r := protect(t, square("n54", 20, 7, 7, 20), square("n60", 25, 8, 7, 20), square("mute", 70, 4, 3, 3), together("34", "n54", "n60", "mute"))
	for _, key := range []string{"n54", "mute"} {
		p := publicationOf(t, r, key)
		if len(p.Crosses) > 0 || !slices.Contains(p.LeftOut, disclosure.LeftOut{Title: "X × Y", Why: disclosure.RefusedCrossSize}) {
			t.Errorf("%s: %d crosses, left out %v", key, len(p.Crosses), p.LeftOut)
		}
	}
	p := publicationOf(t, r, "n60")
	if len(p.Crosses) != 1 {
		t.Fatalf("n60: %d crosses, left out %v", len(p.Crosses), p.LeftOut)
	}
	var got []string
	for _, row := range p.Crosses[0].Rows {
		got = append(got, row.Code+" "+row.Total.Text+": "+row.Cells[0].Text+" "+row.Cells[1].Text)
	}
	// Rows are Y: 32 and 28 of 60.
	if want := []string{"a 30: 25 <11", "b 30: <11 20"}; !slices.Equal(got, want) {
		t.Errorf("n60: %q, want %q", got, want)
	}
}

// R9: a sum needs three contributors, none over 85 %, and the largest must stay
// uncertain to the second.
func TestProtect_sums(t *testing.T) {
	f := needs()
	f.Diagnostic = []survey.Indicator{{Type: survey.IndicatorSum, Name: "S", Questions: []*survey.Question{fixture.Question(f, "nb")}}}
	numbers := func(key string, zeros int, given ...int) disclosure.BatchArea {
		groups := []group{{zeros, say("nb", "0")}}
		for _, n := range given {
			groups = append(groups, group{1, say("nb", fmt.Sprint(n))})
		}
		return territory(t, f, key, groups...)
	}
	r := protect(t,
		numbers("fine", 40, 12, 13, 9, 7, 6, 5),   // 52 → 50
		numbers("many", 40, 90, 80, 60, 8),        // 238, above 200 → 240
		numbers("dominated", 40, 90, 5, 4, 3),     // 90 of 102 is 88 %
		numbers("guessed", 40, 50, 40, 5),         // 95 - 50 - 40 = 5 < 15 % of 50
		numbers("two", 40, 30, 30),                // two contributors
		numbers("small", 40, 3, 3, 4),             // under the floor
		numbers("several", 40, 20, 22, 19, 30, 7), // 98 → 100
	)
	for key, want := range map[string]string{"fine": "50", "many": "240", "dominated": "nc", "guessed": "nc", "two": "nc", "small": "nc", "several": "100"} {
		p := publicationOf(t, r, key)
		if sum := tableIn(p, "nb").Sum; sum == nil || sum.Text != want {
			t.Errorf("%s: %+v, want %s", key, sum, want)
		}
		if len(p.Figures) != 1 || p.Figures[0].Count.Text != want {
			t.Errorf("%s: figures %+v, want %s", key, p.Figures, want)
		}
	}
}

// R11: the class that holds the median in every table that the texts allow.
func TestProtect_median(t *testing.T) {
	f := needs()
	r := protect(t,
		territory(t, f, "clear", group{12, say("nb", "1")}, group{40, say("nb", "7")}, group{8, say("nb", "30")}),
		territory(t, f, "open", group{30, say("nb", "1")}, group{30, say("nb", "7")}),
	)
	for key, want := range map[string]string{"clear": "5-9", "open": ""} {
		if got := tableIn(publicationOf(t, r, key), "nb").Median; got != want {
			t.Errorf("%s: median in %q, want %q", key, got, want)
		}
	}
}
