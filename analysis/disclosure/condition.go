package disclosure

import (
	"slices"

	"constat/analysis/disclosure/audit"
	"constat/survey"
)

// condition is an indicator of the share type: how many respondents fulfil
// some terms, among all of them or among those who fulfil others.
type condition struct {
	indicator *survey.Indicator
	label     string
	floor     int
	count     *portion // who fulfils the terms and those of the denominator
	base      *portion // who fulfils the denominator's; nil = everybody
}

// portion is the respondents who fulfil every one of some terms.
type portion struct {
	part   string // of the ledger's keys
	terms  []term
	counts []int // by area
	same   int   // the bin that this is, when it is one, else -1
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
		c := &condition{indicator: ind, label: j.labelOf(ind)}
		over, okOver := j.terms(ind.Condition)
		under, okUnder := j.terms(ind.Denominator.Condition)
		if !okOver || !okUnder || len(over) == 0 {
			j.leftOut = append(j.leftOut, LeftOut{c.label, RefusedMeasure})
			continue
		}
		c.count = j.portion(partCount, append(over, under...))
		if len(under) > 0 {
			c.base = j.portion(partBase, under)
		}
		questions := c.questions()
		if len(questions) > 2 {
			j.leftOut = append(j.leftOut, LeftOut{c.label, RefusedThree})
			continue
		}
		for _, q := range questions {
			c.floor = max(c.floor, j.splits[q].floor)
		}
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

// portion counts who fulfils the terms. Two terms of a question with one answer
// are one: the answers that both name.
func (j *judge) portion(part string, terms []term) *portion {
	p := &portion{part: part, same: -1}
	for _, t := range terms {
		at := slices.IndexFunc(p.terms, func(other term) bool { return other.split == t.split && len(j.splits[t.split].margins) == 1 })
		if at < 0 {
			p.terms = append(p.terms, t)
			continue
		}
		var both []int
		for _, b := range p.terms[at].bins {
			if slices.Contains(t.bins, b) {
				both = append(both, b)
			}
		}
		p.terms[at].bins = both
	}
	if first := p.terms[0]; len(p.terms) == 1 && len(first.bins) == 1 && !j.splits[first.split].bins[first.bins[0]].hidden {
		p.same = first.bins[0]
	}
	p.counts = make([]int, len(j.areas))
	for i, a := range j.areas {
		for _, r := range j.people[i] {
			p.counts[i] += int(r.fulfils(p.terms))
		}
		if !a.leaf {
			for _, l := range a.leaves {
				p.counts[i] += p.counts[l]
			}
		}
	}
	return p
}

// portions are the counts that an indicator prints.
func (c *condition) portions() []*portion {
	if c.base == nil {
		return []*portion{c.count}
	}
	return []*portion{c.count, c.base}
}

// questions are the splits that a condition needs, each once: the count has
// the base's among its own.
func (c *condition) questions() []int {
	var all []int
	for _, t := range c.count.terms {
		if !slices.Contains(all, t.split) {
			all = append(all, t.split)
		}
	}
	return all
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

// portionKey is the ledger's key of a count of an indicator: its question's
// line when it is that, with the very same text.
func (j *judge) portionKey(a, i int, p *portion) string {
	if p.same >= 0 {
		return j.binKey(a, j.splits[p.terms[0].split], p.same)
	}
	return j.areas[a].Key + "|" + p.part + "|" + j.shares[i].indicator.Name
}

// buildShare adds an indicator's counts, in the areas that print it and in
// those they add up.
func (j *judge) buildShare(i int, c *condition) {
	in := make([]bool, len(j.areas))
	for a := range j.areas {
		if j.showsShare(i, a) {
			in[a] = true
			for _, l := range j.areas[a].leaves {
				in[l] = true
			}
		}
	}
	for _, p := range c.portions() {
		if p.same >= 0 {
			continue
		}
		for a := range j.areas {
			if in[a] {
				j.tie(j.addPortion(i, a, p), p, a)
			}
		}
		j.addUp(func(a int) (int, bool) { return j.find(j.portionKey(a, i, p)) })
	}
}

func (j *judge) addPortion(i, a int, p *portion) int {
	c, in := j.shares[i], j.areas[a]
	var shown *Shown
	if j.showsShare(i, a) {
		d := display(p.counts[a], in.n, in.known, c.floor)
		shown = &d
	}
	return j.add(unit{unitShare, i, a}, j.portionKey(a, i, p), audit.Cell{
		True: int64(p.counts[a]), High: int64(in.known.high), MaskedHigh: int64(in.known.high), Floor: int64(c.floor),
	}, shown)
}

// tie says what other counts tell of a portion. It is a sum of them when it
// speaks of one question with one answer, or of two that are counted together;
// otherwise it is at most each term, and at least what the terms cannot avoid
// having in common (Fréchet).
func (j *judge) tie(count int, p *portion, a int) {
	if parts, ok := j.addsUp(p, a); ok {
		j.family.Sums = append(j.family.Sums, audit.Sum{Total: count, Parts: parts})
		return
	}
	var all []audit.Term
	exact := true
	for _, t := range p.terms {
		cells := j.binsAt(t, a)
		j.atMost(count, cells)
		all = append(all, weighted(cells, 1)...)
		exact = exact && j.splits[t.split].divides(t.bins)
	}
	switch {
	case exact:
		j.family.Linears = append(j.family.Linears, audit.Linear{
			Terms: append(all, weighted([]int{count}, -1)...),
			Low:   -audit.Unbounded, High: int64(len(p.terms)-1) * int64(j.areas[a].known.high),
		})
	case len(p.terms) == 1: // ticked together or not: at least the largest
		for _, each := range j.binsAt(p.terms[0], a) {
			j.atMost(each, []int{count})
		}
	}
}

// addsUp gives the counts that a portion is the sum of, false when none are.
func (j *judge) addsUp(p *portion, a int) ([]int, bool) {
	for _, t := range p.terms {
		if !j.splits[t.split].divides(t.bins) {
			return nil, false
		}
	}
	switch len(p.terms) {
	case 1:
		return j.binsAt(p.terms[0], a), true
	case 2:
		return j.crossCells(p.terms[0], p.terms[1], a)
	}
	return nil, false
}

// divides tells whether the counts of answers add up to those who gave one of
// them, which answers that may be ticked together do not.
func (s *split) divides(bins []int) bool { return len(s.margins) == 1 || len(bins) == 1 }

func (j *judge) binsAt(t term, a int) []int {
	var cells []int
	for _, b := range t.bins {
		cells = append(cells, j.at[j.binKey(a, j.splits[t.split], b)])
	}
	return cells
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
