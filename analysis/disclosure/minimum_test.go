package disclosure_test

import (
	"fmt"
	"testing"

	"constat/analysis/disclosure"
	"constat/analysis/internal/fixture"
	"constat/survey"
)

func TestWorthPublishing(t *testing.T) {
	f := fixture.Children()
	if fewest := disclosure.FewestResponses(f); fewest != 2*disclosure.FloorPersons {
		t.Fatalf("a territory needs %d answers, want %d", fewest, 2*disclosure.FloorPersons)
	}
	// One question that is an organisation's own need lowers it; a text does not.
	f.Declared.Profiles = map[*survey.Question]survey.Profile{fixture.Question(f, "commentaire"): {Reason: "texte"}}
	if fewest := disclosure.FewestResponses(f); fewest != 2*disclosure.FloorPersons {
		t.Fatalf("a text lowers the minimum to %d", fewest)
	}
	f.Declared.Profiles[fixture.Question(f, "freins")] = survey.Profile{Reason: "besoin propre"}
	fewest := disclosure.FewestResponses(f)
	if fewest != 2*disclosure.FloorNeeds {
		t.Fatalf("a territory needs %d answers, want %d", fewest, 2*disclosure.FloorNeeds)
	}
	for _, each := range []struct {
		sizes []int
		worth bool
	}{
		{nil, false}, {[]int{0}, false}, {[]int{1}, false}, {[]int{fewest - 1}, false}, {[]int{fewest}, true},
		{[]int{1, fewest}, true}, {[]int{6, 6}, false}, {[]int{4, 4, 4}, true}, {[]int{4, 4, 3}, false}, {[]int{6, 6, 0}, false},
	} {
		if got := disclosure.WorthPublishing(f, each.sizes); got != each.worth {
			t.Errorf("%v: %v, want %v", each.sizes, got, each.worth)
		}
	}
}

// Under the minimum, what Protect prints of a batch is sizes alone.
func TestWorthPublishing_isWhatProtectPrints(t *testing.T) {
	f := fixture.Children()
	for _, sizes := range [][]int{{1}, {21}, {11, 11}, {7, 7, 7}, {22}, {8, 7, 7}} {
		var areas []disclosure.BatchArea
		var keys []string
		for i, n := range sizes {
			key := fmt.Sprint(i)
			keys = append(keys, key)
			areas = append(areas, answered(t, f, key, fixture.ChildrenResponses(f, n, uint64(i+1))))
		}
		if len(sizes) >= 3 {
			areas = append(areas, together("D34", keys...))
		}
		tables := 0
		for _, report := range protect(t, areas...).Reports() {
			for _, section := range report.Publication().Sections {
				tables += len(section.Tables)
			}
		}
		if tables > 0 && !disclosure.WorthPublishing(f, sizes) {
			t.Errorf("%v: %d tables are printed, and it is not worth publishing", sizes, tables)
		}
		t.Logf("%v: %d tables", sizes, tables)
	}
}
