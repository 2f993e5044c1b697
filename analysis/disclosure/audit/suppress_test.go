package audit

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

// exactTable is a table with margins and a grand total, all printed exactly.
func exactTable(rows [][]int64) (f *Family, at func(r, c int) int) {
	f, at = hiddenTable(rows)
	lines := len(rows)
	grand, total := f.draw(Cell{Key: "total"}), int64(0)
	across, down := Sum{Total: grand}, Sum{Total: grand}
	for i, s := range f.Sums {
		if i < lines {
			across.Parts = append(across.Parts, s.Total)
			total += f.Cells[s.Total].True
		} else {
			down.Parts = append(down.Parts, s.Total)
		}
	}
	f.Cells[grand].True, f.Cells[grand].Low, f.Cells[grand].High = total, total, total
	f.Sums = append(f.Sums, across, down)
	return f, at
}

// protects attacks an answer anew.
func protects(t *testing.T, f *Family, task Suppression, s Suppressed) {
	t.Helper()
	g := f.hidden(task)
	for _, i := range s.Secondary {
		if slices.Contains(task.Keep, i) {
			t.Errorf("%s is hidden and must stay", f.Cells[i].Key)
		}
	}
	g = g.Mask(s.Secondary...)
	for _, knowing := range append([]int{-1}, task.Knowing...) {
		var known []Known
		if knowing >= 0 {
			known = []Known{{knowing, f.Cells[knowing].True, f.Cells[knowing].True}}
		}
		ranges, err := g.Ranges(t.Context(), known...)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range task.Primary {
			if w := ranges[i].Width(); i != knowing && w < task.Width && !slices.Contains(s.Failing, i) {
				t.Errorf("%s stays %d..%d for who knows %d", f.Cells[i].Key, ranges[i].Low, ranges[i].High, knowing)
			}
		}
	}
	for _, c := range s.Certificates {
		if err := c.Check(g); err != nil {
			t.Error(err)
		}
	}
}

func TestSuppress_rectangle(t *testing.T) {
	// One small cell needs a rectangle: the cheapest other corners are 9, 12 and 15.
	f, at := exactTable([][]int64{
		{3, 40, 12},
		{38, 52, 47},
		{9, 61, 15},
	})
	task := Suppression{Primary: f.Under(6, false), Keep: []int{len(f.Cells) - 1}, Width: 4}
	for i := range f.Cells[:len(f.Cells)-1] {
		if i > at(2, 2) {
			task.Keep = append(task.Keep, i)
		}
	}
	if !slices.Equal(task.Primary, []int{at(0, 0)}) {
		t.Fatalf("under 6: %v", task.Primary)
	}
	s, err := f.Suppress(t.Context(), task)
	if err != nil || s.Cost != 3 {
		t.Fatalf("%+v, %v", s, err)
	}
	protects(t, f, task, s)
	for _, c := range f.Cells {
		task.Weights = append(task.Weights, c.True)
	}
	s, err = f.Suppress(t.Context(), task)
	want := []int{at(0, 2), at(2, 0), at(2, 2)}
	if err != nil || s.Cost != 36 || !slices.Equal(s.Secondary, want) {
		t.Fatalf("%+v, not %v for 36 (%v)", s, want, err)
	}
	protects(t, f, task, s)
}

func TestSuppress_singletonKnowsItself(t *testing.T) {
	// Two cells of one in one line hide each other from a reader, not from the
	// respondent who is one of them.
	f, at := exactTable([][]int64{{1, 1, 30}, {20, 25, 28}, {22, 19, 17}})
	task := Suppression{Primary: []int{at(0, 0), at(0, 1)}, Keep: []int{len(f.Cells) - 1}, Width: 1}
	blind, err := f.Suppress(t.Context(), task)
	if err != nil {
		t.Fatal(err)
	}
	protects(t, f, task, blind)
	task.Knowing = task.Primary
	s, err := f.Suppress(t.Context(), task)
	if err != nil || len(s.Failing) > 0 {
		t.Fatalf("%+v, %v", s, err)
	}
	protects(t, f, task, s)
	if s.Cost <= blind.Cost {
		t.Errorf("%d cells against insiders, %d against readers: the singletons cost nothing", s.Cost, blind.Cost)
	}
}

func TestSuppress_impossible(t *testing.T) {
	f, at := exactTable([][]int64{{2, 40}, {30, 50}})
	task := Suppression{Primary: []int{at(0, 0)}, Width: 4}
	for i := range f.Cells {
		if i != at(0, 0) {
			task.Keep = append(task.Keep, i)
		}
	}
	s, err := f.Suppress(t.Context(), task)
	if err != nil || !slices.Equal(s.Failing, task.Primary) || len(s.Secondary) > 0 {
		t.Errorf("%+v, %v", s, err)
	}
}

func TestSuppress_protectedZeros(t *testing.T) {
	f, at := exactTable([][]int64{{0, 40}, {30, 50}})
	if got := f.Under(6, true); !slices.Equal(got, []int{at(0, 0)}) {
		t.Errorf("protected: %v", got)
	}
	if got := f.Under(6, false); got != nil {
		t.Errorf("open: %v", got)
	}
}

// The cheapest of every set of cells is the yardstick on tables small enough.
func TestSuppress_againstEverySet(t *testing.T) {
	r := rand.New(rand.NewPCG(21, 1))
	cost, best := int64(0), int64(0)
	for range 25 {
		f, _ := exactTable([][]int64{
			{int64(1 + r.IntN(9)), int64(5 + r.IntN(30)), int64(1 + r.IntN(9))},
			{int64(5 + r.IntN(30)), int64(5 + r.IntN(30)), int64(5 + r.IntN(30))},
			{int64(5 + r.IntN(30)), int64(1 + r.IntN(12)), int64(5 + r.IntN(30))},
		})
		task := Suppression{Primary: f.Under(6, false), Keep: []int{len(f.Cells) - 1}, Width: 4}
		s, err := f.Suppress(t.Context(), task)
		if err != nil || len(s.Failing) > 0 {
			t.Fatalf("%+v, %v", s, err)
		}
		protects(t, f, task, s)
		again, err := f.Suppress(t.Context(), task)
		if err != nil || !reflect.DeepEqual(s, again) {
			t.Fatalf("%+v, then %+v (%v)", s, again, err)
		}
		cost += s.Cost
		best += fewest(t, f, task)
	}
	if best == 0 || float64(cost) > 1.03*float64(best) {
		t.Errorf("%d cells hidden in all, %d at best", cost, best)
	}
}

// fewest tries every set of secondary cells.
func fewest(t *testing.T, f *Family, task Suppression) int64 {
	t.Helper()
	g := f.hidden(task)
	var free []int
	for i, c := range g.Cells {
		if c.Maskable {
			free = append(free, i)
		}
	}
	least := len(free) + 1
	for set := range 1 << len(free) {
		var masked []int
		for bit, i := range free {
			if set>>bit&1 == 1 {
				masked = append(masked, i)
			}
		}
		if len(masked) >= least {
			continue
		}
		ranges, err := g.Mask(masked...).Ranges(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(task.Primary, func(i int) bool { return ranges[i].Width() < task.Width }) {
			least = len(masked)
		}
	}
	return int64(least)
}
