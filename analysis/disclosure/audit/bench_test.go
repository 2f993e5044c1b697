package audit

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// release draws a wave as it is published: territories, a département, and
// questions, each count displayed by R5 with floor k.
func release(seed uint64, territories, questions, categories int, k int64) *Family {
	r := rand.New(rand.NewPCG(seed, 7))
	f := &Family{}
	sizes := []int64{14, 22, 24, 25, 31, 40, 55, 60, 95, 120}
	bases := make([]int, territories+1)
	total := int64(0)
	for g := range territories {
		n := sizes[g%len(sizes)]
		total += n
		bases[g+1] = f.draw(Cell{Key: fmt.Sprintf("n|T%d", g), True: n, Low: n, High: n, Holder: fmt.Sprint("T", g)})
	}
	bases[0] = f.draw(Cell{Key: "n|all", True: total, Low: total, High: total})
	f.Sums = append(f.Sums, Sum{bases[0], bases[1:]})
	for q := range questions {
		f.drawQuestion(r, q, categories, k, bases)
	}
	return f
}

func (f *Family) draw(c Cell) int {
	f.Cells = append(f.Cells, c)
	return len(f.Cells) - 1
}

func (f *Family) drawQuestion(r *rand.Rand, q, categories int, k int64, bases []int) {
	weights := make([]float64, categories)
	for c := range weights {
		weights[c] = r.ExpFloat64()
	}
	counts := make([][]int64, len(bases))
	counts[0] = make([]int64, categories)
	for g := 1; g < len(bases); g++ {
		counts[g] = make([]int64, categories)
		for range f.Cells[bases[g]].True {
			c := pick(r, weights)
			counts[g][c]++
			counts[0][c]++
		}
	}
	cells := make([][]int, len(bases))
	for g := range bases {
		base := f.Cells[bases[g]]
		for c, x := range counts[g] {
			cell := displayed(x, base.True, k)
			cell.Key, cell.Holder = fmt.Sprintf("q%02d|%d|%s", q, c, base.Key), base.Holder
			cells[g] = append(cells[g], f.draw(cell))
		}
		f.Sums = append(f.Sums, Sum{bases[g], cells[g]})
	}
	for c := range categories {
		var parts []int
		for g := 1; g < len(bases); g++ {
			parts = append(parts, cells[g][c])
		}
		f.Sums = append(f.Sums, Sum{cells[0][c], parts})
	}
}

// drawCross adds a question of 4 answers crossed with another of 4: the two
// one-way tables and the cross of every area. The cross is printed where
// n ≥ 5k, and its cells are unknown elsewhere.
func (f *Family) drawCross(r *rand.Rand, k int64, bases []int) {
	const answers = 4
	areas := len(bases)
	counts := make([][answers + 1][answers + 1]int64, areas)
	for g := 1; g < areas; g++ {
		for range f.Cells[bases[g]].True {
			a, b := 1+min(r.IntN(answers+2), answers-1), 1+min(r.IntN(answers), r.IntN(answers))
			for _, area := range []int{0, g} {
				counts[area][a][b]++
				counts[area][a][0]++
				counts[area][0][b]++
			}
		}
	}
	at := make([][answers + 1][answers + 1]int, areas)
	for g := range bases {
		base := f.Cells[bases[g]]
		at[g][0][0] = bases[g]
		for a := range answers + 1 {
			for b := range answers + 1 {
				if a == 0 && b == 0 {
					continue
				}
				cell := displayed(counts[g][a][b], base.True, k)
				if a > 0 && b > 0 && base.True < 5*k {
					cell.Low, cell.High, cell.Maskable, cell.Band = 0, base.True, false, false
				}
				cell.Key, cell.Holder = fmt.Sprintf("x|%d|%d|%s", a, b, base.Key), base.Holder
				at[g][a][b] = f.draw(cell)
			}
		}
		for a := range answers + 1 {
			f.Sums = append(f.Sums,
				Sum{at[g][a][0], at[g][a][1:]},
				Sum{at[g][0][a], []int{at[g][1][a], at[g][2][a], at[g][3][a], at[g][4][a]}})
		}
	}
	for a := range answers + 1 {
		for b := range answers + 1 {
			var parts []int
			for g := 1; g < areas; g++ {
				parts = append(parts, at[g][a][b])
			}
			f.Sums = append(f.Sums, Sum{at[0][a][b], parts})
		}
	}
}

func pick(r *rand.Rand, weights []float64) int {
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	at := r.Float64() * sum
	for c, w := range weights {
		if at -= w; at < 0 {
			return c
		}
	}
	return len(weights) - 1
}

// displayed is R5 as the audit sees it.
func displayed(x, n, k int64) Cell {
	c := Cell{True: x, High: n, MaskedHigh: n, Maskable: true, Floor: k}
	switch rounded := 5 * ((x + 2) / 5); {
	case n < 2*k:
		c.Maskable = false
	case x < k:
		c.High, c.Band = k-1, true
	case n-x < k:
		c.Low, c.Band = n-k+1, true
	default:
		c.Low, c.High = max(rounded-2, k), min(rounded+2, n-k)
	}
	return c
}

func BenchmarkRepair(b *testing.B) {
	for _, k := range []int64{11, 6} {
		b.Run(fmt.Sprintf("10 territories, 30 questions, k=%d", k), func(b *testing.B) {
			f := release(1, 10, 30, 5, k)
			var repaired Repaired
			for b.Loop() {
				var err error
				if repaired, err = f.Repair(context.Background()); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(len(repaired.Masked)), "masked")
			b.ReportMetric(float64(len(repaired.Certificates)), "certificates")
			b.ReportMetric(float64(len(repaired.Failing)), "failing")
		})
	}
}

func BenchmarkRepair_cross(b *testing.B) {
	for _, territories := range []int{4, 10} {
		b.Run(fmt.Sprint(territories, " territories, 4x4"), func(b *testing.B) {
			f := release(1, territories, 0, 0, 11)
			var bases []int
			for i := range territories + 1 {
				bases = append(bases, (i+territories)%(territories+1))
			}
			f.drawCross(rand.New(rand.NewPCG(3, 3)), 6, bases)
			var repaired Repaired
			for b.Loop() {
				var err error
				if repaired, err = f.Repair(context.Background()); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(len(repaired.Masked)), "masked")
			b.ReportMetric(float64(len(repaired.Certificates)), "certificates")
			b.ReportMetric(float64(len(repaired.Failing)), "failing")
		})
	}
}

func BenchmarkCheck(b *testing.B) {
	f := release(1, 10, 30, 5, 11)
	repaired, err := f.Repair(context.Background())
	if err != nil {
		b.Fatal(err)
	}
	f = f.Mask(repaired.Masked...)
	for b.Loop() {
		for _, c := range repaired.Certificates {
			if err := c.Check(f); err != nil {
				b.Fatal(err)
			}
		}
	}
}

func TestRepair_drawnWaves(t *testing.T) {
	for seed := range uint64(12) {
		f := release(seed, 3+int(seed%4), 2, 2+int(seed%3), []int64{11, 6}[seed%2])
		repaired, err := f.Repair(t.Context())
		if err != nil {
			t.Fatalf("wave %d: %v", seed, err)
		}
		again, err := f.Repair(t.Context())
		if err != nil || !slices.Equal(again.Masked, repaired.Masked) {
			t.Errorf("wave %d: masked %v, then %v (%v)", seed, repaired.Masked, again.Masked, err)
		}
		masked := f.Mask(repaired.Masked...)
		if err := masked.Holds(); err != nil {
			t.Errorf("wave %d: %v", seed, err)
		}
		for _, c := range repaired.Certificates {
			if err := c.Check(masked); err != nil {
				t.Errorf("wave %d: %v", seed, err)
			}
		}
		findings, err := masked.Audit(t.Context())
		if err != nil {
			t.Fatalf("wave %d: %v", seed, err)
		}
		for _, failure := range findings.Failures {
			if !slices.Contains(repaired.Failing, failure.Cell) {
				t.Errorf("wave %d: %s still fails: %+v", seed, f.Cells[failure.Cell].Key, failure)
			}
		}
	}
}
