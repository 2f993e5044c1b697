package disclosure_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"constat/analysis/disclosure"
	"constat/survey"
)

// three is a wave of three territories and their whole; more is added to a.
func three(t *testing.T, f *survey.Form, more ...group) []disclosure.BatchArea {
	t.Helper()
	a := append([]group{{20, say("vu", "oui")}, {16, say("vu", "non")}, {4, say("vu", "nsp")}}, more...)
	return []disclosure.BatchArea{
		territory(t, f, "a", a...),
		territory(t, f, "b", group{30, say("vu", "oui")}, group{15, say("vu", "non")}, group{5, say("vu", "")}),
		territory(t, f, "c", group{25, say("vu", "oui")}, group{3, say("vu", "non")}),
		together("34", "a", "b", "c"),
	}
}

// kept writes an archive and reads it again, as whoever keeps it does.
func kept(t *testing.T, r *disclosure.Release) *disclosure.Archive {
	t.Helper()
	text, err := json.Marshal(r.Archive())
	if err != nil {
		t.Fatal(err)
	}
	var again disclosure.Archive
	if err := json.Unmarshal(text, &again); err != nil {
		t.Fatal(err)
	}
	return &again
}

// R14: a wave is not published again for a few answers, which two editions side
// by side would tell; from the floor on, both are judged together.
func TestProtect_secondEdition(t *testing.T) {
	f := needs()
	first := protect(t, three(t, f)...)
	again := func(areas []disclosure.BatchArea) (*disclosure.Release, error) {
		return disclosure.Protect(context.Background(), disclosure.Batch{Wave: "2026", Areas: areas, Earlier: kept(t, first)}, moment)
	}
	for name, more := range map[string]group{
		"three late answers": {3, say("vu", "oui")},
		"ten late answers":   {10, say("vu", "non")},
	} {
		if _, err := again(three(t, f, more)); !errors.Is(err, disclosure.ErrStill) {
			t.Errorf("%s: %v", name, err)
		}
	}
	corrected := three(t, f)
	corrected[0] = territory(t, f, "a", group{19, say("vu", "oui")}, group{17, say("vu", "non")}, group{4, say("vu", "nsp")})
	if _, err := again(corrected); !errors.Is(err, disclosure.ErrStill) {
		t.Errorf("one answer corrected: %v", err)
	}

	same, err := again(three(t, f))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := texts(tableIn(publicationOf(t, same, "a"), "vu")), texts(tableIn(publicationOf(t, first, "a"), "vu")); got != want {
		t.Errorf("nothing moved: %s, was %s", got, want)
	}

	second, err := again(three(t, f, group{12, say("vu", "oui")}, group{8, say("vu", "")}))
	if err != nil {
		t.Fatal(err)
	}
	if err := second.Verify(); err != nil {
		t.Error(err)
	}
	p := publicationOf(t, second, "a")
	if p.Edition != 2 || p.Respondents.Text != "60" || second.Archive().Edition != 2 {
		t.Errorf("edition %d of %s respondents, archive %d", p.Edition, p.Respondents.Text, second.Archive().Edition)
	}
	both := 0
	for _, c := range second.Archive().Family.Cells {
		if strings.HasSuffix(c.Key, "@1") {
			both++
		}
	}
	if both != len(first.Archive().Family.Cells) {
		t.Errorf("%d counts of the first edition are judged beside the second, of %d", both, len(first.Archive().Family.Cells))
	}
	ranges, err := second.Archive().Family.Ranges(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range second.Archive().Family.Cells {
		if c.Sensitive() && ranges[i].Proven && ranges[i].Width() < 4 {
			t.Errorf("%s: both editions leave %d to %d", c.Key, ranges[i].Low, ranges[i].High)
		}
	}
}

// R3: how many children there are is itself protected, and « presque tous »
// does not give it away.
func TestProtect_persons(t *testing.T) {
	f := needs()
	f.Declared.Respondents = survey.Respondents{Unit: "enfants", Persons: true}
	r := protect(t,
		territory(t, f, "few", group{7, say("vu", "oui")}),
		territory(t, f, "small", group{18, say("vu", "oui")}),
		territory(t, f, "most", group{41, say("vu", "oui")}, group{3, say("vu", "non")}),
		territory(t, f, "some", group{25, say("vu", "oui")}, group{20, say("vu", "non")}),
		together("34", "few", "small", "most", "some"),
	)
	for _, c := range []struct{ key, n, vu string }{
		{"few", "<11", "absent"},
		{"small", "20", "absent"},
		{"most", "45", "oui presque tous, non <11, nsp <11, (nc) <11, (sr) <11"},
		{"some", "45", "oui 25, non 20, nsp <11, (nc) <11, (sr) <11"},
	} {
		p := publicationOf(t, r, c.key)
		if p.Respondents.Text != c.n || texts(tableIn(p, "vu")) != c.vu || p.Unit != "enfants" {
			t.Errorf("%s: %s, %s; want %v", c.key, p.Respondents.Text, texts(tableIn(p, "vu")), c)
		}
	}
	for _, e := range r.Ledger() {
		// 18 prints 20, which alone is 18 to 22; without a table it is under 22.
		if e.Key == "small" && (e.Low != 18 || e.High != 21) {
			t.Errorf("small: %d to %d", e.Low, e.High)
		}
		// 45 is 43 to 47, so that « presque tous » is from 43 - 10 on.
		if e.Key == "most|vu|oui" && (e.Low != 33 || e.High != 47) {
			t.Errorf("most, oui: %d to %d", e.Low, e.High)
		}
	}
}

// Two divisions of the same territories: the parts that neither prints still
// add up both ways.
func TestProtect_divisions(t *testing.T) {
	f := needs()
	var areas []disclosure.BatchArea
	for i, n := range []int{14, 25, 31, 40, 9, 28} {
		part := territory(t, f, fmt.Sprint("p", i), group{n - n/3, say("vu", "oui")}, group{n / 3, say("vu", "non")})
		part.Unprinted = true
		areas = append(areas, part)
	}
	areas = append(areas,
		together("epci1", "p0", "p1", "p2"), together("epci2", "p3", "p4", "p5"),
		together("reseau1", "p0", "p1", "p3"), together("reseau2", "p2", "p4", "p5"),
		together("34", "p0", "p1", "p2", "p3", "p4", "p5"),
	)
	r := protect(t, areas...)
	var printed []string
	for _, report := range r.Reports() {
		printed = append(printed, report.Publication().Area.Key)
	}
	if want := []string{"epci1", "epci2", "reseau1", "reseau2", "34"}; !slices.Equal(printed, want) {
		t.Errorf("prints %q, want %q", printed, want)
	}
	for _, e := range r.Ledger() {
		if strings.HasPrefix(e.Key, "p") && e.Key != e.Area {
			t.Errorf("a part prints %s: %s", e.Key, e.Text)
		}
	}
	judged := make(map[string]bool)
	for _, c := range r.Archive().Family.Cells {
		judged[c.Key] = true
	}
	if !judged["p4|vu|non"] {
		t.Error("what lies in neither division's files alone is not judged")
	}
	if err := r.Verify(); err != nil {
		t.Error(err)
	}
}

// A network whose answers are told apart by EPCI is still one territory, whose
// lead holds them all; an EPCI is printed when it lies in one network, or in
// three that answered (R4).
func TestProtect_partsOfNetworks(t *testing.T) {
	f := needs()
	part := func(key, holder string, yes, no int) disclosure.BatchArea {
		p := territory(t, f, key, group{yes, say("vu", "oui")}, group{no, say("vu", "non")})
		p.Name, p.Holder, p.Unprinted = "Réseau "+holder, holder, true
		return p
	}
	areas := []disclosure.BatchArea{
		part("a1", "a", 24, 16), part("a2", "a", 20, 12), part("b2", "b", 19, 15), part("b3", "b", 22, 13), part("c2", "c", 25, 20), part("c3", "c", 14, 16),
		together("a", "a1", "a2"), together("b", "b2", "b3"), together("c", "c2", "c3"),
		together("e1", "a1"), together("e2", "a2", "b2", "c2"), together("e3", "b3", "c3"),
		together("34", "a1", "a2", "b2", "b3", "c2", "c3"),
	}
	r := protect(t, areas...)
	for _, c := range []struct {
		key     string
		of      []string
		refused disclosure.Refusal
	}{
		{"a", nil, ""}, {"b", nil, ""}, {"c", nil, ""}, {"e1", nil, ""},
		{"e2", []string{"Réseau a", "Réseau b", "Réseau c"}, ""},
		{"e3", []string{"Réseau b", "Réseau c"}, disclosure.RefusedFewAreas},
		{"34", []string{"Réseau a", "Réseau b", "Réseau c"}, ""},
	} {
		if p := publicationOf(t, r, c.key); !slices.Equal(p.Of, c.of) || p.Refused != c.refused {
			t.Errorf("%s: of %q, refused %q; want %v", c.key, p.Of, p.Refused, c)
		}
	}
	for _, c := range r.Archive().Family.Cells {
		if area, _, _ := strings.Cut(c.Key, "|"); (area == "a" || area == "a2") && c.Holder != "a" {
			t.Errorf("%s is held by %q", c.Key, c.Holder)
		}
	}
}

// An edition without a territory of the one before would leave it out of what
// the edition after is judged beside (R14).
func TestProtect_territoryGone(t *testing.T) {
	f := needs()
	first := protect(t, three(t, f)...)
	areas := three(t, f)[1:]
	areas[2].Of = []string{"b", "c"}
	_, err := disclosure.Protect(context.Background(), disclosure.Batch{Wave: "2026", Areas: areas, Earlier: kept(t, first)}, moment)
	if !errors.Is(err, disclosure.ErrGone) {
		t.Errorf("without a: %v", err)
	}
}

// A territory that joins a wave makes frequent what was rare: the lines stay
// those of the first edition, and whoever did not answer again did not move.
func TestProtect_territoryJoins(t *testing.T) {
	f := needs()
	own := func(key string, ecole, pmi, mairie, autre int) disclosure.BatchArea {
		return territory(t, f, key, group{ecole, say("metier", "ecole")}, group{pmi, say("metier", "pmi")}, group{mairie, say("metier", "mairie")}, group{autre, say("metier", "autre")})
	}
	areas := []disclosure.BatchArea{own("a", 20, 15, 6, 7), own("b", 30, 2, 1, 0), own("c", 25, 14, 2, 1)}
	first := protect(t, append(areas, together("34", "a", "b", "c"))...)
	merged := []string{"Mairie", "Autre"}
	if table := tableIn(publicationOf(t, first, "a"), "metier"); !slices.Equal(table.Merged, merged) {
		t.Fatalf("the first edition gathers %q", table.Merged)
	}
	again := disclosure.Batch{Wave: "2026", Earlier: kept(t, first), Areas: append(areas[:3:3], own("d", 22, 13, 15, 0), together("34", "a", "b", "c", "d"))}
	second, err := disclosure.Protect(context.Background(), again, moment)
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"a", "b", "c", "d"} {
		table := tableIn(publicationOf(t, second, key), "metier")
		if table == nil || !slices.Equal(table.Merged, merged) {
			t.Errorf("%s: %s", key, texts(table))
		}
	}
	if got, want := texts(tableIn(publicationOf(t, second, "a"), "metier")), texts(tableIn(publicationOf(t, first, "a"), "metier")); got != want {
		t.Errorf("a moved from %s to %s", want, got)
	}
}
