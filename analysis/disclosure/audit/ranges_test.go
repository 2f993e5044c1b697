package audit

import (
	"errors"
	"fmt"
	"math/big"
	"math/rand/v2"
	"testing"
)

// hiddenTable is a table with its margins printed exactly and some cells
// hidden; a hidden cell is written as a negative number.
func hiddenTable(rows [][]int64) (f *Family, at func(r, c int) int) {
	f = &Family{}
	width := len(rows[0])
	at = func(r, c int) int { return r*width + c }
	down := make([][]int, width)
	for r, line := range rows {
		var across []int
		for c, x := range line {
			cell := Cell{Key: fmt.Sprintf("%d/%d", r, c), True: x, Low: x, High: x}
			if x < 0 {
				cell.True, cell.Low, cell.High = -x, 0, Unbounded
			}
			across = append(across, f.draw(cell))
			down[c] = append(down[c], across[c])
		}
		f.Sums = append(f.Sums, Sum{-1, across})
	}
	for _, column := range down {
		f.Sums = append(f.Sums, Sum{-1, column})
	}
	for i := range f.Sums {
		total := int64(0)
		for _, p := range f.Sums[i].Parts {
			total += f.Cells[p].True
		}
		f.Sums[i].Total = f.draw(Cell{Key: fmt.Sprint("margin ", i), True: total, Low: total, High: total})
	}
	return f, at
}

func TestRanges_oneOfNineHiddenIsExact(t *testing.T) {
	// Every line and column hides two or three cells. Yet the first two columns
	// hide the same two rows, and the rest of those rows lies in one column each:
	// row 0 hides (0,2) alone outside them, so it falls by adding lines.
	f, at := hiddenTable([][]int64{
		{-13, -21, -8, 40},
		{-17, -9, 33, 28},
		{25, 31, -14, -6},
		{19, 44, -11, -22},
	})
	ranges, err := f.Ranges(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got := ranges[at(0, 2)]; got.Low != 8 || got.High != 8 {
		t.Errorf("the cell that two lines and two columns give back stays %d..%d", got.Low, got.High)
	}
	for r, want := range map[[2]int]int64{{0, 0}: 26, {2, 2}: 20} {
		if got := ranges[at(r[0], r[1])].Width(); got != want {
			t.Errorf("cell %v: width %d, counted by hand %d", r, got, want)
		}
	}
}

func TestRanges_contradictions(t *testing.T) {
	exact := func(key string, n int64) Cell { return Cell{Key: key, Low: n, High: n} }
	open := func(key string) Cell { return Cell{Key: key, High: 1} }
	for name, f := range map[string]*Family{
		"printed numbers do not add up": {
			Cells: []Cell{exact("t", 5), exact("a", 2), exact("b", 2)}, Sums: []Sum{{0, []int{1, 2}}},
		},
		"bands too low for their total": {
			Cells: []Cell{exact("t", 25), {Key: "a", High: 10}, {Key: "b", High: 10}}, Sums: []Sum{{0, []int{1, 2}}},
		},
		"halves only": { // a+b = b+c = c+a = 1: rationals agree, no whole numbers do
			Cells:   []Cell{open("a"), open("b"), open("c")},
			Linears: []Linear{pair(0, 1), pair(1, 2), pair(2, 0)},
		},
		"an interval upside down": {Cells: []Cell{{Key: "a", Low: 2, High: 1}}},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := f.Ranges(t.Context()); !errors.Is(err, ErrContradiction) {
				t.Errorf("Ranges: %v", err)
			}
		})
	}
	f := &Family{Cells: []Cell{{Key: "a", High: 10}}}
	if _, err := f.Ranges(t.Context(), Known{0, 3, 9}, Known{0, 10, 12}); !errors.Is(err, ErrContradiction) {
		t.Errorf("what two people know cannot both be: %v", err)
	}
}

func pair(a, b int) Linear { return Linear{Terms: []Term{{a, 1}, {b, 1}}, Low: 1, High: 1} }

func TestRanges_wholeNumbersSeeMore(t *testing.T) {
	// 2a + 2b + c = 7 with c ≤ 1: c is odd, so 1; rationals would allow 0.
	f := &Family{
		Cells:   []Cell{{Key: "a", High: 5}, {Key: "b", High: 5}, {Key: "c", High: 1}},
		Linears: []Linear{{Terms: []Term{{0, 2}, {1, 2}, {2, 1}}, Low: 7, High: 7}},
	}
	ranges, err := f.Ranges(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got := ranges[2]; got.Low != 1 || got.High != 1 {
		t.Errorf("c stays %d..%d", got.Low, got.High)
	}
}

func TestRanges_withoutLimit(t *testing.T) {
	// x − y = 3 limits neither; z stands alone; w is at most x.
	f := &Family{
		Cells: []Cell{
			{Key: "x", High: Unbounded}, {Key: "y", Low: 2, High: Unbounded},
			{Key: "z", Low: 1, High: Unbounded}, {Key: "w", High: 9},
		},
		Linears: []Linear{
			{Terms: []Term{{0, 1}, {1, -1}}, Low: 3, High: 3},
			{Terms: []Term{{0, 1}, {3, -1}}, Low: 0, High: Unbounded},
		},
	}
	ranges, err := f.Ranges(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range [][2]int64{{5, Unbounded}, {2, Unbounded}, {1, Unbounded}, {0, 9}} {
		if got := ranges[i]; got.Low != want[0] || got.High != want[1] {
			t.Errorf("%s: %d..%d, not %v", f.Cells[i].Key, got.Low, got.High, want)
		}
	}
	if w := ranges[0].Width(); w != Unbounded {
		t.Errorf("width of x: %d", w)
	}
	f.Cells[0].Floor, f.Cells[2].Floor = 11, 11 // true values 0
	findings, err := f.Audit(t.Context())
	if err != nil || len(findings.Failures) > 0 || len(findings.Certificates) != 2 {
		t.Fatalf("cells without limit are open: %+v, %v", findings, err)
	}
	for _, c := range findings.Certificates {
		if err := c.Check(f); err != nil {
			t.Error(err)
		}
	}
}

// Numbers past a machine word's half go to math/big, with the same answers as
// a family a billion times smaller.
func TestRanges_largeNumbers(t *testing.T) {
	const scale = 1_000_000_007
	r := rand.New(rand.NewPCG(8, 8))
	for range 200 {
		little := randomFamily(r)
		for i := range little.Cells {
			little.Cells[i].High = little.Cells[i].Low + 3
		}
		large := &Family{Sums: little.Sums}
		for _, c := range little.Cells {
			c.Low, c.High = c.Low*scale, c.High*scale
			large.Cells = append(large.Cells, c)
		}
		if len(little.Linears) > 0 {
			continue // their whole tables do not scale
		}
		want, wantErr := little.Ranges(t.Context())
		got, err := large.Ranges(t.Context())
		if errors.Is(wantErr, ErrContradiction) != errors.Is(err, ErrContradiction) {
			t.Fatalf("%v, and larger %v", wantErr, err)
		}
		for i := range got {
			if got[i].Low != want[i].Low*scale || got[i].High != want[i].High*scale {
				t.Fatalf("%s: %d..%d, and larger %d..%d", little.Cells[i].Key, want[i].Low, want[i].High, got[i].Low, got[i].High)
			}
		}
	}
}

// The two arithmetics reach the same vertices.
func TestTableau_arithmetics(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	for range 300 {
		f := randomFamily(r)
		low, high, _ := f.limits(nil)
		rows := f.rows()
		words, fits := newTableau(ring[int64](word{}), low, high, rows)
		large, _ := newTableau(ring[*big.Int](boundless{}), low, high, rows)
		if !fits {
			t.Fatal("small numbers do not fit in words")
		}
		end := words.feasible()
		if other := large.feasible(); end != other {
			t.Fatalf("words end with %d, math/big with %d", end, other)
		}
		if end != optimal {
			continue
		}
		for c := range low {
			words.push(c, 1, Unbounded)
			large.push(c, 1, Unbounded)
			a, exactA, _ := words.value(c)
			b, exactB, _ := large.value(c)
			if a != b || exactA != exactB {
				t.Fatalf("cell %d: %d (%t) and %d (%t)", c, a, exactA, b, exactB)
			}
		}
	}
}

// What could not be searched to the end is said to be unproven, and fails.
func TestAudit_cutOff(t *testing.T) {
	// 2x₁ + … + 2x₅₁ + y = 51 with every unknown 0 or 1 makes y = 1, which
	// branching alone finds only after 2²⁵ tables.
	f := &Family{}
	var terms []Term
	for i := range 51 {
		terms = append(terms, Term{f.draw(Cell{Key: fmt.Sprintf("x%02d", i), High: 1}), 2})
	}
	y := f.draw(Cell{Key: "y", True: 1, High: 1, Floor: 11})
	f.Linears = []Linear{{Terms: append(terms, Term{y, 1}), Low: 51, High: 51}}
	findings, err := f.Audit(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(findings.Failures) != 1 || findings.Failures[0].Cell != y {
		t.Fatalf("y passes without proof: %+v", findings)
	}
	ranges, err := f.Ranges(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if ranges[y].Proven {
		t.Errorf("y is said to be proven within %d..%d", ranges[y].Low, ranges[y].High)
	}
}
