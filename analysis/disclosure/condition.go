package disclosure

import (
	"slices"

	"constat/analysis/disclosure/audit"
	"constat/survey"
)

// condition is an indicator of the share type: how many respondents fulfil
// some terms, among all of them or among those who fulfil others.
type condition struct {
	indicator   *survey.Indicator
	label       string
	over, under []term
	floor       int
	counts      []int // by area: who fulfils both lists
	bases       []int // by area: who fulfils the denominator's; nil = everybody
	same        int   // the bin that this count is, when it is one; else -1
}

// The parts of an indicator's keys.
const (
	partCount = "(part)"
	partBase  = "(base)"
)

// term is one part of a condition: answers of one question.
type term struct {
	split int
	bins  []int
}

// findShares keeps the indicators that may be published: at most two questions
// at once (R8).
func (j *judge) findShares() {
	for i := range j.form.Diagnostic {
		ind := &j.form.Diagnostic[i]
		if ind.Type != survey.IndicatorShare {
			continue
		}
		c := &condition{indicator: ind, label: j.labelOf(ind), same: -1}
		over, okOver := j.terms(ind.Condition)
		under, okUnder := j.terms(ind.Denominator.Condition)
		if !okOver || !okUnder || len(over) == 0 {
			j.leftOut = append(j.leftOut, LeftOut{c.label, RefusedMeasure})
			continue
		}
		c.over, c.under = over, under
		questions := c.questions()
		if len(questions) > 2 {
			j.leftOut = append(j.leftOut, LeftOut{c.label, RefusedThree})
			continue
		}
		for _, q := range questions {
			c.floor = max(c.floor, j.splits[q].floor)
		}
		if len(over) == 1 && len(under) == 0 && len(over[0].bins) == 1 && !j.splits[over[0].split].bins[over[0].bins[0]].hidden {
			c.same = over[0].bins[0]
		}
		j.countCondition(c)
		j.shares = append(j.shares, c)
	}
}

// labelOf is what the internal edition calls an indicator.
func (j *judge) labelOf(ind *survey.Indicator) string {
	for _, f := range firstDiagnostic(j.batch).Figures {
		if f.Indicator == ind {
			return f.Label
		}
	}
	return ind.Name
}

func (j *judge) terms(list []survey.Term) ([]term, bool) {
	var terms []term
	for _, each := range list {
		s, ok := j.byKey[each.Question]
		if !ok {
			return nil, false
		}
		t := term{split: slices.Index(j.splits, s)}
		for b, bin := range s.bins {
			if slices.Contains(each.Codes, bin.code) && (bin.kind == LineAnswer || bin.kind == LineDontKnow) {
				t.bins = append(t.bins, b)
			}
		}
		terms = append(terms, t)
	}
	return terms, true
}

// questions are the splits that a condition needs, each once.
func (c *condition) questions() []int {
	var all []int
	for _, t := range append(slices.Clone(c.over), c.under...) {
		if !slices.Contains(all, t.split) {
			all = append(all, t.split)
		}
	}
	return all
}

func (j *judge) countCondition(c *condition) {
	c.counts, c.bases = make([]int, len(j.areas)), make([]int, len(j.areas))
	for i, a := range j.areas {
		for _, r := range j.people[i] {
			c.bases[i] += int(r.fulfils(c.under))
			c.counts[i] += int(r.fulfils(c.under) * r.fulfils(c.over))
		}
		if a.leaf {
			continue
		}
		for _, l := range a.leaves {
			c.counts[i] += c.counts[l]
			c.bases[i] += c.bases[l]
		}
	}
	if len(c.under) == 0 {
		c.bases = nil
	}
}

// showsShare tells whether an area prints an indicator: as a table when it
// speaks of one question, as a cross when it speaks of two.
func (j *judge) showsShare(i, a int) bool {
	c := j.shares[i]
	in := j.areas[a]
	if j.dropped[unit{unitShare, i, a}] || !in.details(c.floor) || len(c.questions()) > 1 && !in.crosses(c.floor) {
		return false
	}
	for _, q := range c.questions() {
		if !j.shows(q, a) {
			return false
		}
	}
	return true
}

func (j *judge) shareKey(a, i int, part string) string {
	return j.areas[a].Key + "|" + part + "|" + j.shares[i].indicator.Name
}

// buildShare adds an indicator's count, and its base when it has one of its
// own, in the areas that print it and in those they add up.
func (j *judge) buildShare(i int, c *condition) {
	if c.same >= 0 {
		return // printed with the very words of its question's line
	}
	in := make([]bool, len(j.areas))
	for a := range j.areas {
		if j.showsShare(i, a) {
			in[a] = true
			for _, l := range j.areas[a].leaves {
				in[l] = true
			}
		}
	}
	for a := range j.areas {
		if !in[a] {
			continue
		}
		count := j.addCount(i, a, partCount, c.counts[a])
		j.tie(count, c.over, a, c.under == nil)
		if c.under == nil {
			continue
		}
		base := j.addCount(i, a, partBase, c.bases[a])
		j.tie(base, c.under, a, true)
		j.atMost(count, []int{base})
		// Who fulfils both is everybody less those who fail either.
		if over, exact := j.exactly(c.over, a); exact {
			j.family.Linears = append(j.family.Linears, audit.Linear{
				Terms: append(weighted(over, 1), append(weighted([]int{base}, 1), weighted([]int{count}, -1)...)...),
				Low:   -audit.Unbounded, High: int64(j.areas[a].known.high),
			})
		}
	}
	for _, part := range []string{partCount, partBase} {
		j.addUp(func(a int) (int, bool) { return j.find(j.shareKey(a, i, part)) })
	}
}

func (j *judge) addCount(i, a int, part string, n int) int {
	c, in := j.shares[i], j.areas[a]
	var shown *Shown
	if j.showsShare(i, a) {
		d := display(n, in.n, in.known, c.floor)
		shown = &d
	}
	return j.add(unit{unitShare, i, a}, j.shareKey(a, i, part), audit.Cell{
		True: int64(n), High: int64(in.known.high), MaskedHigh: int64(in.known.high), Floor: int64(c.floor),
	}, shown)
}

// tie says what the counts of the questions tell of a condition's count: it is
// their sum when one question has one answer, at most each term's otherwise,
// and at least what they cannot avoid having in common (Fréchet).
func (j *judge) tie(count int, terms []term, a int, alone bool) {
	var all []audit.Term
	exact := true
	for _, t := range terms {
		cells, sum := j.exactly([]term{t}, a)
		j.atMost(count, cells)
		exact = exact && sum
		all = append(all, weighted(cells, 1)...)
		if !sum && len(terms) == 1 && alone {
			for _, each := range cells { // ticked together or not: at least the largest
				j.atMost(each, []int{count})
			}
		}
	}
	if exact && alone {
		j.family.Linears = append(j.family.Linears, audit.Linear{
			Terms: append(all, weighted([]int{count}, -1)...),
			Low:   -audit.Unbounded, High: int64(len(terms)-1) * int64(j.areas[a].known.high),
		})
	}
}

// exactly gives the cells of a term's answers in an area; true when they add
// up to it, which answers that may be ticked together do not.
func (j *judge) exactly(terms []term, a int) ([]int, bool) {
	var cells []int
	sum := true
	for _, t := range terms {
		s := j.splits[t.split]
		for _, b := range t.bins {
			cells = append(cells, j.at[j.binKey(a, s, b)])
		}
		sum = sum && (len(s.margins) == 1 || len(t.bins) == 1)
	}
	return cells, sum
}

// atMost says that a cell is no more than the sum of others.
func (j *judge) atMost(cell int, others []int) {
	j.family.Linears = append(j.family.Linears, audit.Linear{
		Terms: append(weighted(others, 1), weighted([]int{cell}, -1)...), High: audit.Unbounded,
	})
}

func weighted(cells []int, by int64) []audit.Term {
	terms := make([]audit.Term, len(cells))
	for i, c := range cells {
		terms[i] = audit.Term{Cell: c, Times: by}
	}
	return terms
}
