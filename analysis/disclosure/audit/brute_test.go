package audit

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
)

// everyTable is the attacker without any cleverness: he tries every table.
func everyTable(f *Family, knowing []Known, visit func(table []int64)) {
	table := make([]int64, len(f.Cells))
	rows := f.rows()
	var fill func(int)
	fill = func(i int) {
		if i == len(table) {
			for _, r := range rows {
				if !r.holds(func(c int) int64 { return table[c] }) {
					return
				}
			}
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
		low, high := make([]int64, len(f.Cells)), make([]int64, len(f.Cells))
		tables := 0
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
			certificate := Certificate{Cell: i, Width: high[i] - low[i], Cells: got.Cells, Low: got.AtLow, High: got.AtHigh}
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
