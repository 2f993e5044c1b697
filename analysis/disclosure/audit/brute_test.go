package audit

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// everyTable is the attacker without any cleverness: he tries every table.
func everyTable(f *Family, knowing []Known, visit func(table []int64)) {
	table := make([]int64, len(f.Cells))
	ready := make([][]row, len(f.Cells)+1) // rows, by how many cells must be set
	for _, r := range f.rows() {
		last := 0
		if len(r.cells) > 0 {
			last = r.cells[len(r.cells)-1] + 1
		}
		ready[last] = append(ready[last], r)
	}
	var fill func(int)
	fill = func(i int) {
		for _, r := range ready[i] {
			if !r.holds(func(c int) int64 { return table[c] }) {
				return
			}
		}
		if i == len(table) {
			visit(table)
			return
		}
		low, high := f.Cells[i].Low, f.Cells[i].High
		for _, k := range knowing {
			if k.Cell == i {
				low, high = max(low, k.Low), min(high, k.High)
			}
		}
		for table[i] = low; table[i] <= high; table[i]++ {
			fill(i + 1)
		}
	}
	fill(0)
}

// extremes are each cell's least and greatest over every table.
func extremes(f *Family, knowing []Known) (low, high []int64, tables int) {
	low, high = make([]int64, len(f.Cells)), make([]int64, len(f.Cells))
	everyTable(f, knowing, func(table []int64) {
		for i, v := range table {
			if tables == 0 || v < low[i] {
				low[i] = v
			}
			if tables == 0 || v > high[i] {
				high[i] = v
			}
		}
		tables++
	})
	return low, high, tables
}

// randomFamily ties a few cells at random, around a true table; sometimes the
// printed intervals miss the truth, so that some families contradict themselves.
func randomFamily(r *rand.Rand) *Family {
	f := &Family{}
	n := 3 + r.IntN(4)
	for i := range n {
		truth := int64(r.IntN(7))
		low := max(0, truth-int64(r.IntN(3)))
		f.Cells = append(f.Cells, Cell{Key: fmt.Sprint("c", i), True: truth, Low: low, High: low + int64(r.IntN(6))})
	}
	for range 1 + r.IntN(3) {
		if r.IntN(2) == 0 {
			var terms []Term
			total := int64(0)
			for c := range n {
				by := int64(r.IntN(7) - 3)
				terms = append(terms, Term{c, by})
				total += by * f.Cells[c].True
			}
			f.Linears = append(f.Linears, Linear{Terms: terms, Low: total - int64(r.IntN(3)), High: total + int64(r.IntN(3))})
			continue
		}
		order := r.Perm(n)
		s := Sum{Total: order[0], Parts: order[1 : 2+r.IntN(n-1)]}
		f.Sums = append(f.Sums, s)
	}
	return f
}

func TestRanges_againstEveryTable(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	contradictions, wholeOnly := 0, 0
	for trial := range 4000 {
		f := randomFamily(r)
		var knowing []Known
		if r.IntN(3) == 0 {
			c := r.IntN(len(f.Cells))
			knowing = []Known{{c, f.Cells[c].Low, f.Cells[c].Low + 1}}
		}
		low, high, tables := extremes(f, knowing)
		ranges, err := f.Ranges(context.Background(), knowing...)
		if tables == 0 {
			contradictions++
			if !errors.Is(err, ErrContradiction) {
				t.Fatalf("family %d: no table agrees, Ranges says %v, %v\n%+v", trial, ranges, err, f)
			}
			continue
		}
		if err != nil {
			t.Fatalf("family %d: %v\n%+v", trial, err, f)
		}
		for i, got := range ranges {
			if got.Low != low[i] || got.High != high[i] || !got.Proven {
				t.Fatalf("family %d, %s: %d..%d, every table says %d..%d\n%+v", trial, f.Cells[i].Key, got.Low, got.High, low[i], high[i], f)
			}
			if got.Cells == nil {
				continue
			}
			certificate := Certificate{Cell: i, Width: high[i] - low[i], Cells: got.Cells, low: &table{base: got.AtLow}, high: &table{base: got.AtHigh}}
			if err := certificate.Check(f); err != nil {
				t.Fatalf("family %d: %v", trial, err)
			}
		}
		wholeOnly++
	}
	if contradictions < 100 || wholeOnly < 1000 {
		t.Errorf("%d contradictory families and %d sound ones: the draw no longer tests both", contradictions, wholeOnly)
	}
}

// smallWave is a wave small enough to try every table of: leaves before totals,
// so that the trial is cut short early.
func smallWave(r *rand.Rand) *Family {
	f := &Family{}
	k := int64(5 + r.IntN(2))
	territories, categories := 2+r.IntN(2), 2+r.IntN(2)
	if territories == 3 {
		categories = 2
	}
	total := int64(0)
	var bases []int
	for g := range territories {
		n := 2*k + int64(r.IntN(4))
		total += n
		bases = append(bases, f.draw(Cell{Key: fmt.Sprint("n|", g), True: n, Low: n, High: n, Holder: fmt.Sprint("T", g)}))
	}
	all := f.draw(Cell{Key: "n|all", True: total, Low: total, High: total})
	f.drawQuestion(r, 0, categories, k, append([]int{all}, bases...))
	// drawQuestion puts the département's cells first: enumerate them last.
	first := all + 1
	order := slices.Concat(span(0, first), span(first+categories, len(f.Cells)), span(first, first+categories))
	return f.reordered(order)
}

func span(from, to int) []int {
	var all []int
	for i := from; i < to; i++ {
		all = append(all, i)
	}
	return all
}

// reordered is the same family with its cells in another order.
func (f *Family) reordered(order []int) *Family {
	g, at := &Family{}, make([]int, len(order))
	for to, from := range order {
		at[from] = to
		g.Cells = append(g.Cells, f.Cells[from])
	}
	for _, s := range f.Sums {
		moved := Sum{Total: at[s.Total]}
		for _, p := range s.Parts {
			moved.Parts = append(moved.Parts, at[p])
		}
		g.Sums = append(g.Sums, moved)
	}
	return g
}

// No published family lets an attacker who tries every table come too near a
// cell under the floor; every true value stays possible.
func TestRepair_againstEveryTable(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	judged, repairs := 0, 0
	for wave := range 2000 {
		f := smallWave(r)
		repaired, err := f.Repair(t.Context())
		if err != nil {
			t.Fatalf("wave %d: %v", wave, err)
		}
		if len(repaired.Masked) > 0 {
			repairs++
		}
		masked := f.Mask(repaired.Masked...)
		if err := masked.Holds(); err != nil {
			t.Errorf("wave %d: %v", wave, err)
		}
		for _, holder := range []string{"", "T0", "T1", "T2"} {
			var knowing []Known
			width := int64(ReaderWidth)
			for i, c := range masked.Cells {
				if holder != "" && c.Holder == holder {
					knowing, width = append(knowing, Known{i, c.True, c.True}), HolderWidth
				}
			}
			low, high, _ := extremes(masked, knowing)
			for i, c := range masked.Cells {
				if !c.Sensitive() || holder != "" && c.Holder == holder || slices.Contains(repaired.Failing, i) {
					continue
				}
				if judged++; high[i]-low[i] < width || width == ReaderWidth && low[i] >= 1 && high[i] <= 4 {
					t.Fatalf("wave %d: %q narrows %s to %d..%d", wave, holder, c.Key, low[i], high[i])
				}
			}
		}
	}
	if judged < 5000 || repairs < 100 {
		t.Errorf("%d cells judged, %d waves repaired: the draw no longer tests the repair", judged, repairs)
	}
}
