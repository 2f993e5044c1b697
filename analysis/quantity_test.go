package analysis

import (
	"math"
	"strings"
	"testing"

	"constat/survey"
)

func codes(numbers ...float64) string {
	var all []string
	for _, line := range classLines(numbers, Summarize(numbers), classes(Summarize(numbers))) {
		all = append(all, line.Code+":"+formatNumber(float64(line.Share.Count)))
	}
	return strings.Join(all, " ")
}

func TestClasses(t *testing.T) {
	for _, c := range []struct {
		name, want string
		numbers    []float64
	}{
		{"few whole values, each its own", "1:1 2:0 3:2", []float64{1, 3, 3}},
		{"counts of people", "0:1 1-2:1 3-5:1 6-10:1 11-20:0 21-50:1", []float64{0, 2, 3, 10, 40}},
		{"years, in equal steps", "1950-1959:1 1960-1969:0 1970-1979:0 1980-1989:1 1990-1999:0 2000-2009:0 2010-2019:1", []float64{1950, 1985, 2012}},
		{"one value that is not whole", "2.5:2", []float64{2.5, 2.5}},
		{"too large to be counted one by one", "99999999999999980-100000000000000000:2", []float64{1e17, 1e17 - 16}},
		{"largest whole numbers that are", "999999999999999:1 1000000000000000:1", []float64{1e15 - 1, 1e15}},
		{"a range below the precision of its numbers", "1000000-1000000:2", []float64{1e6 + 1e-10, 1e6}},
		{"not whole and far too large", "100000000000000000000-200000000000000000000:2", []float64{1e20, 2e20}},
		{"negative", "-20--11:1 -10--1:1 0-9:1 10-19:0 20-29:0 30-39:0 40-49:1", []float64{-15, -3, 2, 41}},
	} {
		if got := codes(c.numbers...); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// Declared classes hold every number once, whatever the numbers are like, and
// give way when they would leave one out.
func TestClasses_declared(t *testing.T) {
	counts := []survey.Class{{Low: 0, High: 0}, {Low: 1, High: 2}, {Low: 3, High: math.Inf(1)}}
	amounts := []survey.Class{{Low: 0, High: 0.5}, {Low: 0.5, High: 2}, {Low: 2, High: math.Inf(1)}}
	for _, c := range []struct {
		name, want string
		declared   []survey.Class
		numbers    []float64
	}{
		{"counts", "0:1 1-2:2 3-:2", counts, []float64{0, 1, 2, 3, 300}},
		{"a calculation that is not whole", "0-1:1 1-3:2 3-:1", counts, []float64{0.5, 1, 2.5, 3}},
		{"amounts", "0-0.5:1 0.5-2:2 2-:1", amounts, []float64{0.2, 0.5, 1, 2}},
		{"amounts that happen to be whole", "0-0.5:1 0.5-2:1 2-:1", amounts, []float64{0, 1, 2}},
		{"nobody gave a number", "", counts, nil},
		{"a number under the first", "-1:1 0:1 1:1", counts, []float64{-1, 0, 1}},
	} {
		q := Summarize(c.numbers)
		cut := declaredClasses(c.declared, q)
		if cut == nil {
			cut = classes(q)
		}
		var got []string
		for _, line := range classLines(c.numbers, q, cut) {
			got = append(got, line.Code+":"+formatNumber(float64(line.Share.Count)))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, want %s", c.name, got, c.want)
		}
	}
}

func TestClasses_neverTooMany(t *testing.T) {
	for _, numbers := range [][]float64{{0, 1e15}, {0.5, 1e15}, {1, 1e9, 1e12}, {-1e15, 1e15}, {-1e300, 1e300}, {1e-300, 1e-299}, {0, 5e-324}} {
		q := Summarize(numbers)
		found := classes(q)
		if len(found) == 0 || len(found) > mostClasses {
			t.Errorf("%v: %d classes", numbers, len(found))
		}
		for _, x := range numbers {
			holding := 0
			for _, class := range found {
				if class.holds(x) {
					holding++
				}
			}
			if holding != 1 {
				t.Errorf("%v: %v is in %d classes", numbers, x, holding)
			}
		}
	}
}

func TestSummarize_outliersStay(t *testing.T) {
	q := Summarize([]float64{1, 2, 2, 3, 3, 4, 5, 160})
	if q.Sum != 180 || q.N != 8 || q.Max != 160 || len(q.Outliers) != 1 || q.Outliers[0] != 160 {
		t.Errorf("summary = %+v", q)
	}
	if q := Summarize([]float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}); len(q.Outliers) != 0 {
		t.Errorf("evenly spread numbers have outliers %v", q.Outliers)
	}
	if q := Summarize(nil); q.N != 0 || !math.IsNaN(q.Median) {
		t.Errorf("no number = %+v", q)
	}
}
