package disclosure

import (
	"math"
	"slices"

	"constat/analysis/disclosure/audit"
	"constat/survey"
)

// sum is a quantity added up over the respondents of each area (R9).
type sum struct {
	split  int
	totals []total // by area
}

// total is what the primary rule needs to know of a sum.
type total struct {
	sum             float64
	largest, second float64
	contributors    int // gave a number above zero
	whole           bool
}

func (t *total) add(x float64) {
	t.sum += x
	t.whole = t.whole && x == math.Trunc(x) && x >= 0
	if x <= 0 {
		return
	}
	t.contributors++
	t.second = max(t.second, min(x, t.largest))
	t.largest = max(t.largest, x)
}

// join adds up two areas without a respondent in common.
func (t *total) join(other total) {
	t.sum += other.sum
	t.contributors += other.contributors
	t.whole = t.whole && other.whole
	t.second = max(t.second, other.second, min(t.largest, other.largest))
	t.largest = max(t.largest, other.largest)
}

// findSums keeps the quantities that an indicator adds up.
func (j *judge) findSums() {
	seen := make(map[*survey.Question]bool)
	for _, ind := range j.form.Diagnostic {
		if ind.Type != survey.IndicatorSum && !ind.Type.Quotient() {
			continue
		}
		questions := ind.Questions
		if ind.Denominator.Question != nil {
			questions = append(questions[:len(questions):len(questions)], ind.Denominator.Question)
		}
		for _, q := range questions {
			if s, ok := j.byKey[q]; ok && !seen[q] && s.measure == survey.MeasureQuantity {
				seen[q] = true
				j.sums = append(j.sums, j.newSum(s))
			}
		}
	}
}

func (j *judge) newSum(s *split) *sum {
	x := &sum{totals: make([]total, len(j.areas))}
	for i, each := range j.splits {
		if each == s {
			x.split = i
		}
	}
	for i, a := range j.areas {
		t := &x.totals[i]
		t.whole = true
		if !a.leaf {
			for _, l := range a.leaves {
				t.join(x.totals[l])
			}
			continue
		}
		c, _ := a.data.Column(s.question)
		for row := range a.data.Len() {
			if n, ok := c.Number(row); ok {
				t.add(n)
			}
		}
	}
	return x
}

func (j *judge) sumKey(a int, x *sum) string {
	return j.areas[a].Key + "|(somme)|" + j.splits[x.split].question.Key
}

// sumOf is the sum of a quantity, when the batch publishes it somewhere.
func (j *judge) sumOf(q *survey.Question) *sum {
	for _, x := range j.sums {
		if j.splits[x.split].question == q {
			return x
		}
	}
	return nil
}

// buildSum adds a quantity's sums. A reader knows them to be whole numbers, and
// within what the classes of the same question leave open.
func (j *judge) buildSum(i int, x *sum) {
	s := j.splits[x.split]
	if !x.whole() {
		return
	}
	for a := range j.areas {
		if !j.areas[a].leaf && !j.showsSum(i, a) {
			continue
		}
		j.bindClasses(j.buildTotal(i, x, a), s, a)
	}
	j.addUp(func(a int) (int, bool) { return j.find(j.sumKey(a, x)) })
}

// buildTotal adds one area's sum. One that may not be printed is sensitive,
// however large: what stays open of it is what the p % rule asks.
func (j *judge) buildTotal(i int, x *sum, a int) int {
	t, floor := x.totals[a], j.splits[x.split].floor
	c := audit.Cell{True: int64(t.sum), High: audit.Unbounded, MaskedHigh: audit.Unbounded}
	if j.areas[a].n == 0 {
		c.High, c.MaskedHigh = 0, 0
	}
	safe := mayPrintSum(t.sum, t.largest, t.second, t.contributors, floor)
	if !safe {
		c.Floor = c.True + 1
		c.Width = max(audit.ReaderWidth, int64(math.Ceil(uncertainty*t.largest)))
	}
	var shown *Shown
	if j.showsSum(i, a) {
		d := withheld(size{high: int(farthestShown)})
		if safe {
			d = displaySum(int(t.sum))
		}
		shown = &d
	}
	at := j.add(unit{unitSum, i, a}, j.sumKey(a, x), c, shown)
	if shown != nil && shown.Kind == Withheld {
		j.family.Cells[at].High = c.High
	}
	return at
}

// showsSum tells whether an area prints a sum, be it as « nc ».
func (j *judge) showsSum(i, a int) bool {
	x := j.sums[i]
	return j.shows(x.split, a) && !j.dropped[unit{unitSum, i, a}] && x.whole()
}

// whole tells a quantity counted in units; of another, no sum is published.
func (x *sum) whole() bool {
	return !slices.ContainsFunc(x.totals, func(t total) bool { return !t.whole })
}

// bindClasses says what the counts by class tell of a sum: each respondent adds
// at least the lower end of her class, at most the upper.
func (j *judge) bindClasses(at int, s *split, a int) {
	lower := []audit.Term{{Cell: at, Times: 1}}
	upper := []audit.Term{{Cell: at, Times: -1}}
	bounded := true
	for b, bin := range s.bins {
		if bin.class == nil {
			continue
		}
		cell, ok := j.at[j.binKey(a, s, b)]
		if !ok {
			return
		}
		if bin.class.Low > 0 {
			lower = append(lower, audit.Term{Cell: cell, Times: -int64(bin.class.Low)})
		}
		if math.IsInf(bin.class.High, 1) {
			bounded = false
		} else if bin.class.High > 0 {
			upper = append(upper, audit.Term{Cell: cell, Times: int64(bin.class.High)})
		}
	}
	j.family.Linears = append(j.family.Linears, audit.Linear{Terms: lower, High: audit.Unbounded})
	if bounded {
		j.family.Linears = append(j.family.Linears, audit.Linear{Terms: upper, High: audit.Unbounded})
	}
}

// medianClass is the class that holds the median in every table that the
// printed values allow (R11): fewer numbers lie before it, and fewer after it,
// than lie elsewhere. "" when they leave it open.
func medianClass(lines []PublishedLine) string {
	for i, l := range lines {
		if l.Class == nil {
			continue
		}
		before, after := known(lines[:i]), known(lines[i+1:])
		if before.high < l.Shown.Low+after.low && after.high < l.Shown.Low+before.low {
			return l.Code
		}
	}
	return ""
}

// known adds up what is known of classes.
func known(lines []PublishedLine) size {
	var s size
	for _, l := range lines {
		if l.Class != nil {
			s.low, s.high = s.low+l.Shown.Low, s.high+l.Shown.High
		}
	}
	return s
}
