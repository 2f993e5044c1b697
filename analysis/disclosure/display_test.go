package disclosure

import (
	"testing"

	"constat/survey"
)

// Statistics.md, R5, with k = 11: 11 and 12 print 11; 13–17 print 15; 18–22
// print 20; the bands at both ends.
func TestDisplay(t *testing.T) {
	for _, each := range []struct {
		x, n, k   int
		text      string
		low, high int
	}{
		{0, 30, 11, "<11", 0, 10},
		{10, 30, 11, "<11", 0, 10},
		{11, 30, 11, "11", 11, 12},
		{12, 30, 11, "11", 11, 12},
		{13, 30, 11, "15", 13, 17},
		{17, 30, 11, "15", 13, 17},
		{18, 30, 11, "20", 18, 19},
		{19, 30, 11, "20", 18, 19},
		{20, 30, 11, ">=20", 20, 30},
		{30, 30, 11, ">=20", 20, 30},
		{5, 40, 6, "<6", 0, 5},
		{6, 40, 6, "6", 6, 7},
		{8, 40, 6, "10", 8, 12},
		{34, 40, 6, "35", 33, 34},
		{35, 40, 6, ">=35", 35, 40},
		{22, 100, 11, "20", 18, 22},
		{23, 100, 11, "25", 23, 27},
	} {
		s := display(each.x, each.n, exactly(each.n), each.k)
		if s.Text != each.text || s.Low != each.low || s.High != each.high {
			t.Errorf("display(%d of %d, k=%d) = %q %d..%d, want %q %d..%d", each.x, each.n, each.k, s.Text, s.Low, s.High, each.text, each.low, each.high)
		}
	}
}

// Every true count is within what its own text says, and the same count has
// the same text.
func TestDisplay_holdsTheTruth(t *testing.T) {
	for _, k := range []int{FloorNeeds, FloorPersons} {
		for n := 2 * k; n <= 120; n++ {
			for x := 0; x <= n; x++ {
				s := display(x, n, exactly(n), k)
				if x < s.Low || x > s.High {
					t.Fatalf("%d of %d (k=%d): %q says %d..%d", x, n, k, s.Text, s.Low, s.High)
				}
				if s.Numeric() && (s.Number < k || x < k || n-x < k) {
					t.Fatalf("%d of %d (k=%d) is printed %q", x, n, k, s.Text)
				}
			}
		}
	}
	for sum := range 1200 {
		if s := displaySum(sum); sum < s.Low || sum > s.High {
			t.Fatalf("sum %d: %q says %d..%d", sum, s.Text, s.Low, s.High)
		}
	}
}

// A base of persons is a count as any other: what it hides, « presque tous »
// hides too.
func TestDisplay_persons(t *testing.T) {
	n := displaySize(43, 11)
	if n.Text != "45" || n.Low != 43 || n.High != 47 {
		t.Errorf("base = %+v", n)
	}
	s := display(40, 43, size{n.Low, n.High}, 11)
	if s.Text != "presque tous" || s.Low != 33 || s.High != 47 {
		t.Errorf("nearly all = %+v", s)
	}
}

// What others than the network's lead are told of its number of answers.
func TestDisplaySize(t *testing.T) {
	for _, each := range []struct {
		n       int
		persons bool
		want    Shown
	}{
		{0, false, exact(0)}, {7, false, exact(7)}, {43, false, exact(43)},
		{0, true, Shown{Kind: Under, Text: "<11", High: 10}}, {10, true, Shown{Kind: Under, Text: "<11", High: 10}},
		{11, true, Shown{Kind: Rounded, Text: "11", Number: 11, Low: 11, High: 12}},
		{43, true, Shown{Kind: Rounded, Text: "45", Number: 45, Low: 43, High: 47}},
	} {
		if got := DisplaySize(each.n, survey.Respondents{Unit: "enfants", Persons: each.persons}); got != each.want {
			t.Errorf("%d, persons %v: %+v, want %+v", each.n, each.persons, got, each.want)
		}
	}
}

func TestPercent(t *testing.T) {
	fifteen, forty := Shown{Kind: Rounded, Number: 15}, exact(40)
	if p, ok := Percent(fifteen, forty); !ok || p != 38 {
		t.Errorf("15 of 40 = %d %v, want 38", p, ok)
	}
	if _, ok := Percent(Shown{Kind: Under, High: 10}, forty); ok {
		t.Error("a band has a percentage")
	}
}

// 240/130 = 1.846, 15/60 = 0.25 and 13/20 = 0.65.
func TestQuotient(t *testing.T) {
	for _, each := range []struct {
		over, under int
		want        float64
	}{{240, 130, 1.8}, {15, 60, 0.3}, {13, 20, 0.7}, {40, 20, 2}} {
		if q, ok := Quotient(exact(each.over), exact(each.under)); !ok || q != each.want {
			t.Errorf("%d for %d = %v %v, want %v", each.over, each.under, q, ok, each.want)
		}
	}
	for what, of := range map[string][2]Shown{
		"a withheld sum": {exact(40), {Kind: Withheld, High: 40}}, "a band": {{Kind: Under, High: 10}, exact(40)}, "nothing": {exact(40), exact(0)},
	} {
		if q, ok := Quotient(of[0], of[1]); ok {
			t.Errorf("%s has the quotient %v", what, q)
		}
	}
}

func TestMayPrintSum(t *testing.T) {
	for _, each := range []struct {
		sum, largest, second float64
		contributors, k      int
		want                 bool
	}{
		{100, 40, 30, 5, 11, true},
		{10, 4, 3, 5, 11, false},    // under the floor
		{100, 60, 40, 2, 11, false}, // two contributors know each other's
		{100, 86, 4, 6, 11, false},  // one is over 85 %
		{100, 80, 10, 6, 11, false}, // 10 left is under 15 % of 80
		{100, 75, 10, 6, 11, true},
	} {
		if got := mayPrintSum(each.sum, each.largest, each.second, each.contributors, each.k); got != each.want {
			t.Errorf("%+v: %v", each, got)
		}
	}
}
