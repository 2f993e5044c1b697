package stats

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

func chiSquareTest(statistic float64, df int) Test {
	t := Test{Statistic: statistic, DF: df, P: math.NaN()}
	if df > 0 && !math.IsNaN(statistic) {
		t.P = distuv.ChiSquared{K: float64(df)}.Survival(statistic)
	}
	return t
}

// contingency is a table of counts without its empty rows and columns, which
// say nothing of an association and would divide by zero.
type contingency struct {
	cells         [][]int
	rows, columns []int // totals
	n             int
}

func newContingency(table [][]int) contingency {
	var c contingency
	var columns []int
	for _, row := range table {
		columns = append(columns, make([]int, max(0, len(row)-len(columns)))...)
		for j, count := range row {
			columns[j] += count
		}
	}
	for _, row := range table {
		total := sumOf(row)
		if total == 0 {
			continue
		}
		var kept []int
		for j, count := range row {
			if columns[j] > 0 {
				kept = append(kept, count)
			}
		}
		c.cells, c.rows, c.n = append(c.cells, kept), append(c.rows, total), c.n+total
	}
	for _, total := range columns {
		if total > 0 {
			c.columns = append(c.columns, total)
		}
	}
	return c
}

func (c contingency) expected(i, j int) float64 {
	return float64(c.rows[i]) * float64(c.columns[j]) / float64(c.n)
}

// comparable tells whether two rows and two columns are left: else there is
// nothing to compare.
func (c contingency) comparable() bool { return len(c.rows) > 1 && len(c.columns) > 1 }

// ChiSquared is Pearson's test of a table, with what tells whether it may be
// believed.
type ChiSquared struct {
	Test
	MinExpected float64 // the smallest count expected in a cell
	Under5      float64 // share of cells where fewer than 5 are expected
	Over5       bool    // none is under 5
}

// Trusted is Cochran's rule (Biometrics 10, 1954): at least 80 % of the
// expected counts reach 5 and none is under 1. Otherwise the exact test.
func (c ChiSquared) Trusted() bool { return c.MinExpected >= 1 && c.Under5 <= 0.2 }

// ChiSquare tests whether the rows of a table of counts are distributed alike
// (Pearson, 1900), without Yates's correction. Empty rows and columns are left
// out first; when fewer than two of either are left, the result is NaN.
func ChiSquare(table [][]int) ChiSquared { return chiSquare(table, 0) }

// ChiSquareYates is ChiSquare with Yates's continuity correction (1934) when
// two rows and two columns are left; larger tables have none. It never
// corrects by more than the distance seen.
func ChiSquareYates(table [][]int) ChiSquared { return chiSquare(table, 0.5) }

func chiSquare(table [][]int, correction float64) ChiSquared {
	c := newContingency(table)
	if !c.comparable() {
		return ChiSquared{Test: chiSquareTest(math.NaN(), 0), MinExpected: math.NaN()}
	}
	if len(c.rows) > 2 || len(c.columns) > 2 {
		correction = 0
	}
	result := ChiSquared{MinExpected: math.Inf(1)}
	statistic, under := 0.0, 0
	for i, row := range c.cells {
		for j, count := range row {
			expected := c.expected(i, j)
			apart := math.Abs(float64(count) - expected)
			apart -= math.Min(correction, apart)
			statistic += apart * apart / expected
			result.MinExpected = math.Min(result.MinExpected, expected)
			if expected < 5 {
				under++
			}
		}
	}
	result.Test = chiSquareTest(statistic, (len(c.rows)-1)*(len(c.columns)-1))
	result.Under5 = float64(under) / float64(len(c.rows)*len(c.columns))
	result.Over5 = under == 0
	return result
}

// TwoProportions tests whether two independent proportions are equal: the
// chi-square of the 2 × 2 table, without correction. NaN when nobody, or
// everybody, is counted.
func TwoProportions(x1, n1, x2, n2 int) Test {
	return ChiSquare([][]int{{x1, n1 - x1}, {x2, n2 - x2}}).Test
}

// GoodnessOfFit tests counts against declared proportions, which are scaled to
// add up to 1 (Pearson, 1900). A category that the proportions say is
// impossible makes the statistic infinite when it was met; when it was not, it
// is left out, of the degrees of freedom too. NaN without counts, or with
// another number of proportions.
func GoodnessOfFit(counts []int, proportions []float64) Test {
	n, whole := float64(sumOf(counts)), sumOf(proportions)
	if n == 0 || len(counts) != len(proportions) {
		return chiSquareTest(math.NaN(), 0)
	}
	statistic, df := 0.0, len(counts)-1
	for i, count := range counts {
		expected := n * proportions[i] / whole
		if count == 0 && expected == 0 {
			df--
		}
		if apart := float64(count) - expected; apart != 0 {
			statistic += apart * apart / expected
		}
	}
	return chiSquareTest(statistic, df)
}

// CramersV measures the association of a table from 0 to 1 (Cramér, 1946).
// Corrected removes what chance alone gives to a small table (Bergsma, Journal
// of the Korean Statistical Society 42, 2013); it is NaN when n leaves nothing
// to correct with. Empty lines are left out; NaN when nothing can be compared.
func CramersV(table [][]int) (v, corrected float64) {
	c := newContingency(table)
	if !c.comparable() {
		return math.NaN(), math.NaN()
	}
	n, r, k := float64(c.n), float64(len(c.rows)), float64(len(c.columns))
	phi := ChiSquare(table).Statistic / n
	v = math.Sqrt(phi / (math.Min(r, k) - 1))
	unbiased := math.Max(0, phi-(r-1)*(k-1)/(n-1))
	rows, columns := r-(r-1)*(r-1)/(n-1), k-(k-1)*(k-1)/(n-1)
	if smaller := math.Min(rows, columns) - 1; smaller > 0 {
		return v, math.Sqrt(unbiased / smaller)
	}
	return v, math.NaN()
}

// Trend tests whether a proportion rises or falls along ordered groups, such
// as three waves or more, with scores 1, 2, 3… (Cochran, Biometrics 10, 1954;
// Armitage, 1955): x of the n people of each. Empty groups keep their score.
// NaN when nobody or everybody is counted, or fewer than two groups have people.
func Trend(x, n []int) Test {
	total, weighted, weighted2, score := 0.0, 0.0, 0.0, 0.0
	groups := 0
	for i := range n {
		if n[i] > 0 {
			groups++
		}
		s, size := float64(i+1), float64(n[i])
		total += size
		weighted += s * size
		weighted2 += s * s * size
		score += s * float64(x[i])
	}
	if groups < 2 { // 0/0, of which rounding can make an infinite statistic
		return chiSquareTest(math.NaN(), 1)
	}
	p := float64(sumOf(x)) / total
	apart := score - p*weighted
	return chiSquareTest(apart*apart/(p*(1-p)*(weighted2-weighted*weighted/total)), 1)
}
