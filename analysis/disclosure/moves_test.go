package disclosure

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"constat/analysis"
	"constat/analysis/disclosure/audit"
	"constat/analysis/internal/fixture"
	"constat/survey"
)

// imagined is a small batch of everything that a move changes: merged and
// ticked answers, numbers, a cross both ways, indicators, overlapping areas.
func imagined(t *testing.T, seed uint64, earlier *Archive) (Batch, *survey.Form) {
	t.Helper()
	b := fixture.NewForm("pas", "Pas")
	b.List("ab", "a=A", "b=B")
	b.List("cdef", "c=C", "d=D", "e=E", "f=F")
	b.Ask("select_one ab", "x", "X")
	b.Ask("select_one cdef", "y", "Y")
	b.Ask("select_multiple cdef", "m", "M")
	b.Ask("integer", "n", "N")
	f := b.Form()
	q := func(key string) *survey.Question { return fixture.Question(f, key) }
	f.Declared.Profiles = make(map[*survey.Question]survey.Profile)
	for _, key := range []string{"x", "y", "m", "n"} {
		f.Declared.Profiles[q(key)] = survey.Profile{Reason: "Des besoins."}
	}
	f.Diagnostic = []survey.Indicator{
		{Type: survey.IndicatorSum, Name: "S", Questions: []*survey.Question{q("n")}},
		{Type: survey.IndicatorShare, Name: "P", Condition: []survey.Term{fixture.Term(f, "x", "a"), fixture.Term(f, "y", "c", "d")}},
		{Type: survey.IndicatorShare, Name: "Q", Condition: []survey.Term{fixture.Term(f, "m", "c", "d")}, Denominator: survey.Denominator{Condition: []survey.Term{fixture.Term(f, "m", "c")}}},
		{Type: survey.IndicatorCross, Questions: []*survey.Question{q("x")}, By: []*survey.Question{q("y"), q("m")}},
		{Type: survey.IndicatorCross, Questions: []*survey.Question{q("y")}, By: []*survey.Question{q("x")}},
	}
	r := rand.New(rand.NewPCG(seed, 3))
	batch := Batch{Wave: "2026", Earlier: earlier}
	var keys []string
	for i, n := range []int{31, 14, 8, 36} {
		var all []*survey.Response
		for range n {
			few := func() string { return string("cdef"[min(r.IntN(7), r.IntN(4))]) }
			all = append(all, fixture.Response(f, 0, map[string]string{
				"x": string("ab"[r.IntN(2)]), "y": few(), "m": few() + " " + few(), "n": fmt.Sprint(r.IntN(30)),
			}))
		}
		data, err := analysis.Load(f, fixture.Seq(all))
		if err != nil {
			t.Fatal(err)
		}
		keys = append(keys, fmt.Sprint("t", i))
		batch.Areas = append(batch.Areas, BatchArea{Area: Area{Key: keys[i]}, Diagnostic: analysis.Tabulate(data, analysis.Plan{})})
	}
	batch.Areas = append(batch.Areas,
		BatchArea{Area: Area{Key: "e"}, Of: keys[:3]}, BatchArea{Area: Area{Key: "r"}, Of: keys[1:]}, BatchArea{Area: Area{Key: "34"}, Of: keys})
	return batch, f
}

func built(t *testing.T, b Batch, f *survey.Form) *judge {
	t.Helper()
	j, err := newJudge(b, f, nil)
	if err != nil {
		t.Fatal(err)
	}
	j.build()
	return j
}

// Whoever answers otherwise changes every count that the answer is in: no sum
// and no equality is broken, in one edition or two.
func TestImagine_keepsSums(t *testing.T) {
	t.Parallel()
	for seed := range uint64(5) {
		b, f := imagined(t, seed, nil)
		first := built(t, b, f)
		checkMoves(t, &first.family)
		b.Earlier = &Archive{Edition: 1, Family: first.family}
		both := built(t, b, f)
		if len(both.family.Moves) <= len(first.family.Moves) {
			t.Errorf("%d moves in two editions, %d in one", len(both.family.Moves), len(first.family.Moves))
		}
		checkMoves(t, &both.family)
	}
}

func checkMoves(t *testing.T, f *audit.Family) {
	t.Helper()
	if err := f.Holds(); err != nil {
		t.Fatal(err)
	}
	if len(f.Moves) == 0 {
		t.Fatal("no move")
	}
	broken := 0
	by := make([]int64, len(f.Cells))
	for _, m := range f.Moves {
		clear(by)
		for k, cell := range m.Cells {
			by[cell] = m.By[k]
			if h := f.Cells[cell].Holder; h != "" && h != m.Holder {
				t.Fatalf("a move in %s changes %s", m.Holder, f.Cells[cell].Key)
			}
		}
		for _, s := range f.Sums {
			left := by[s.Total]
			for _, p := range s.Parts {
				left -= by[p]
			}
			if left != 0 && broken < 5 {
				broken++
				t.Errorf("a move breaks the sum of %s by %d", f.Cells[s.Total].Key, left)
			}
		}
	}
}

// Moves only find tables: what the exact attack solves is never passed with
// them. How often they find too little is told.
func TestImagine_isSound(t *testing.T) {
	type judged struct {
		cell   int
		holder string
	}
	passedByBoth, pessimistic, solved := 0, 0, 0
	for seed := range uint64(6) {
		b, f := imagined(t, seed, nil)
		b.Areas = b.Areas[:3]
		if seed%2 == 0 {
			b.Areas = append(b.Areas, BatchArea{Area: Area{Key: "e"}, Of: []string{"t0", "t1", "t2"}})
		}
		f.Diagnostic = f.Diagnostic[1:2] // without sums and crosses, the exact attack ends
		for i := range b.Areas {
			if d := b.Areas[i].Diagnostic; d != nil {
				b.Areas[i].Diagnostic = analysis.Tabulate(d.Data, analysis.Plan{})
			}
		}
		with := built(t, b, f).family
		without := with
		without.Moves = nil
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		near, err := with.Audit(ctx)
		if err != nil {
			t.Fatal(err)
		}
		exact, err := without.Audit(ctx)
		if err != nil {
			t.Fatal(err)
		}
		failing := make(map[judged]bool)
		for _, failure := range near.Failures {
			failing[judged{failure.Cell, failure.Holder}] = true
		}
		for _, failure := range exact.Failures {
			at := judged{failure.Cell, failure.Holder}
			if failure.Proven && !failing[at] {
				t.Errorf("seed %d: %s passes with moves, though %q knows it to be %d to %d", seed, with.Cells[at.cell].Key, at.holder, failure.Low, failure.High)
			}
			solved++
			delete(failing, at)
		}
		pessimistic += len(failing)
		passedByBoth += len(near.Certificates)
	}
	t.Logf("%d judgements pass, %d fail; %d more fail for want of a move", passedByBoth, solved, pessimistic)
	if passedByBoth == 0 || solved == 0 {
		t.Error("nothing was compared")
	}
}
