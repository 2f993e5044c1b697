package stats

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// The lady who tastes tea (Fisher, The Design of Experiments, 1935): 1/70 or
// 16/70 at each end.
func TestFisherTwo_tea(t *testing.T) {
	got := FisherTwo([2][2]int{{3, 1}, {1, 3}}, 0.95)
	near(t, "p", got.P, 34.0/70, 1e-12)
	// Its mean is 3 at the conditional estimate: (16·1r + 36·2r² + 16·3r³ + 4r⁴)
	// = 3(1 + 16r + 36r² + 16r³ + r⁴), so r⁴ - 36r² - 32r - 3 = 0.
	r := got.Ratio
	near(t, "estimate", (math.Pow(r, 4)-36*r*r-32*r-3)/(4*r*r*r), 0, 1e-4)
	all := FisherTwo([2][2]int{{4, 0}, {0, 4}}, 0.95)
	near(t, "all right", all.P, 2.0/70, 1e-12)
	if !math.IsInf(all.Ratio, 1) || !math.IsInf(all.Interval.High, 1) || all.Interval.Low <= 1 {
		t.Errorf("all right: %+v", all)
	}
	even := FisherTwo([2][2]int{{2, 2}, {2, 2}}, 0.95)
	near(t, "even", even.Ratio, 1, 0)
	near(t, "even ends", even.Interval.Low*even.Interval.High, 1, 1e-3)
	if one := FisherTwo([2][2]int{{10, 0}, {0, 0}}, 0.95); one.P != 1 || one.Ratio != 0 || !math.IsInf(one.Interval.High, 1) {
		t.Errorf("one table only: %+v", one)
	}
}

// {1,0},{0,1},…: three people in three lines each. Of 3! tables all have
// probability 1/6; with 2, 2, 2 in a 3 × 3 diagonal, p = 6/90.
func TestFisherExact_diagonals(t *testing.T) {
	for _, c := range []struct {
		table [][]int
		want  float64
	}{
		{[][]int{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}, 1},
		{[][]int{{2, 0, 0}, {0, 2, 0}, {0, 0, 2}}, 6.0 / 90},
		{[][]int{{3, 1}, {1, 3}}, 34.0 / 70},
		{[][]int{{0, 5}, {0, 6}}, 1},
		{[][]int{{0, 3, 1}, {0, 0, 0}, {0, 1, 3}}, 34.0 / 70},
	} {
		p, ok := FisherExact(c.table)
		if !ok {
			t.Errorf("%v: too large", c.table)
		}
		near(t, "p", p, c.want, 1e-12)
	}
}

// listed sums the probabilities of all tables with the margins of one, found
// by trying every cell: what FisherExact must equal.
func listed(table [][]int) float64 {
	r, c := len(table), len(table[0])
	rows, columns := make([]int, r), make([]int, c)
	seen := 0.0
	for i, row := range table {
		for j, count := range row {
			rows[i] += count
			columns[j] += count
			seen -= logFactorial(count)
		}
	}
	var likelier, whole float64
	var try func(cell int, log float64)
	try = func(cell int, log float64) {
		if cell == r*c {
			whole += math.Exp(log)
			if log <= seen+equalled {
				likelier += math.Exp(log)
			}
			return
		}
		i, j := cell/c, cell%c
		least, most := 0, min(rows[i], columns[j])
		if j == c-1 {
			least = rows[i]
		}
		if i == r-1 {
			least = max(least, columns[j])
		}
		for x := least; x <= most; x++ {
			rows[i], columns[j] = rows[i]-x, columns[j]-x
			try(cell+1, log-logFactorial(x))
			rows[i], columns[j] = rows[i]+x, columns[j]+x
		}
	}
	try(0, 0)
	return likelier / whole
}

func TestFisherExact_equalsListing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r, c := rapid.IntRange(2, 3).Draw(t, "rows"), rapid.IntRange(2, 4).Draw(t, "columns")
		table := make([][]int, r)
		for i := range table {
			table[i] = rapid.SliceOfN(rapid.IntRange(0, 4), c, c).Draw(t, "row")
		}
		p, ok := FisherExact(table)
		if want := listed(table); !ok || math.Abs(p-want) > 1e-9 {
			t.Fatalf("%v: %v, %v; listing gives %v", table, p, ok, want)
		}
	})
}

func TestFisher_simulated(t *testing.T) {
	table := [][]int{{7, 4, 16}, {9, 11, 6}}
	exact, _ := FisherExact(table)
	source := func() *rand.Rand { return rand.New(rand.NewPCG(1, 2)) }
	p := FisherSimulated(table, 40_000, source())
	// Four standard errors of a share of 40,000.
	near(t, "simulated", p, exact, 4*math.Sqrt(exact*(1-exact)/40_000))
	if again := FisherSimulated(table, 40_000, source()); again != p {
		t.Errorf("the same source gave %v then %v", p, again)
	}
	large := make([][]int, 12)
	for i := range large {
		large[i] = []int{1, 2, 0, 3, 1, 4, 0, 2, 1, i}
	}
	if got := Fisher(large, source()); !got.Simulated || got.P <= 0 || got.P > 1 {
		t.Errorf("large table: %+v", got)
	}
	if got := Fisher(table, source()); got.Simulated || got.P != exact {
		t.Errorf("small table: %+v", got)
	}
}

// What is drawn has the margins, and each cell its hypergeometric mean.
func TestSampler_mean(t *testing.T) {
	c := newContingency([][]int{{30, 20, 10}, {5, 15, 20}})
	s := sampler{contingency: c, factorials: logFactorials(c.n), random: rand.New(rand.NewPCG(3, 4))}
	sum, draws := 0, 20_000
	for range draws {
		x := s.place(35, 65, 60)
		if x < 0 || x > 35 {
			t.Fatalf("drew %d of 35", x)
		}
		sum += x
	}
	deviation := math.Sqrt(60 * 0.35 * 0.65 * 40 / 99)
	near(t, "mean", float64(sum)/float64(draws), 60*0.35, 4*deviation/math.Sqrt(float64(draws)))
}
