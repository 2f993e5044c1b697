package disclosure_test

import (
	"slices"
	"strings"
	"testing"

	"constat/analysis"
	"constat/analysis/disclosure"
	"constat/analysis/internal/fixture"
	"constat/survey"

	"pgregory.net/rapid"
)

// codes are the answers of a question, and what is outside its list once somebody
// gave that.
func (w *wave) codes(question string) []string {
	codes := slices.Clone(offered[question])
	for _, rows := range w.rows {
		if slices.ContainsFunc(rows, func(row map[string]string) bool { return strings.Contains(row[question], "hors_liste") }) {
			return append(codes, "hors_liste")
		}
	}
	return codes
}

// stray makes some answers of a wave ones that no list has.
func (w *wave) stray(t failer, next func(int) int, oneIn int) {
	for i, key := range w.keys {
		for _, row := range w.rows[key] {
			for _, question := range []string{"u", "v", "w", "m"} {
				switch text := row[question]; {
				case text == "" || text == "refus" || next(oneIn) > 0:
				case question == "m" && next(2) == 0:
					row[question] = text + " hors_liste"
				default:
					row[question] = "hors_liste"
				}
			}
		}
		a := answered(t, w.form, key, responsesOf(w.form, w.rows[key]))
		a.Unprinted, a.Holder = w.batch.Areas[i].Unprinted, w.batch.Areas[i].Holder
		w.batch.Areas[i] = a
	}
}

// Answers outside the lists are counted, added up and kept secret as the others
// are: what a reader of every edition can work out is tried on drawn waves.
func TestProtect_propertyOutside(t *testing.T) {
	t.Parallel()
	var all seen
	for n, asked := range [][]string{{"u"}, {"v"}, {"w"}, {"m"}, {"v", "n"}, {"u", "v", "w"}} {
		waves := rapid.Custom(func(t *rapid.T) *wave { return drawWave(t, asked) })
		for i := range 8 {
			w := waves.Example(8*n + i)
			w.stray(t, chance(uint64(i)), []int{3, 9, 40}[i%3])
			all.check(t, w)
		}
	}
	t.Logf("%+v", all)
}

// By hand: in a, 20 of 60 « maison »; in b, 4 of 40; in c, none of 30. The line is in
// every table, under the floor as any other, and no word of it leaves.
func TestProtect_outside(t *testing.T) {
	f := needs()
	in := func(key string, n, outside int) disclosure.BatchArea {
		return territory(t, f, key, group{n - outside, say("metier", "ecole")}, group{outside, say("metier", "la maison de Mme Untel")})
	}
	r := protect(t, in("a", 60, 20), in("b", 40, 4), in("c", 30, 0), together("whole", "a", "b", "c"))
	for key, want := range map[string]string{"a": "20", "b": "<11", "c": "<11", "whole": "25"} {
		var got string
		for _, l := range tableIn(publicationOf(t, r, key), "metier").Lines {
			if strings.Contains(l.Label, "Untel") || strings.Contains(l.Code, "Untel") {
				t.Errorf("%s prints %q", key, l.Label)
			}
			if l.Code == "hors_liste" {
				got = l.Shown.Text
				if l.Label != analysis.UnlistedLabel {
					t.Errorf("%s: %q", key, l.Label)
				}
			}
		}
		if got != want {
			t.Errorf("%s prints %q, want %q", key, got, want)
		}
	}
	for _, c := range r.Archive().Family.Cells {
		if strings.Contains(c.Key, "Untel") {
			t.Errorf("%s is in the archive", c.Key)
		}
		if c.Key == "whole|metier|hors_liste" && c.True != 24 {
			t.Errorf("%d outside the list, want 24", c.True)
		}
	}
}

// In the second edition of a wave the first answers outside a list come: whoever
// has both editions knows that there were none before, and so where they can be.
func TestProtect_outsideLater(t *testing.T) {
	f := needs()
	f.Declared.Profiles = map[*survey.Question]survey.Profile{fixture.Question(f, "metier"): {Reason: "Des besoins."}}
	in := func(key string, ecole, pmi, outside int) disclosure.BatchArea {
		return territory(t, f, key, group{ecole, say("metier", "ecole")}, group{pmi, say("metier", "pmi")}, group{outside, say("metier", "maison")})
	}
	first := protect(t, in("a", 30, 20, 0), in("b", 25, 15, 0), in("c", 30, 12, 0), together("whole", "a", "b", "c"))
	b := disclosure.Batch{Wave: "2026", Earlier: kept(t, first), Areas: []disclosure.BatchArea{
		in("a", 34, 24, 9), in("b", 25, 15, 0), in("c", 30, 12, 0), together("whole", "a", "b", "c"),
	}}
	second, err := disclosure.Protect(t.Context(), b, moment)
	if err != nil {
		t.Fatal(err)
	}
	if err := second.Verify(); err != nil {
		t.Fatal(err)
	}
	for _, c := range second.Archive().Family.Cells {
		if c.Key == "b|metier|hors_liste" && (c.High != 0 || c.Floor != 0) {
			t.Errorf("nobody more answered in b, and %s may be %d", c.Key, c.High)
		}
		if c.Key == "a|metier|hors_liste" && c.High > 17 {
			t.Errorf("17 more answered in a, and %s may be %d", c.Key, c.High)
		}
	}
}
