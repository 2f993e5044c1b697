package disclosure

import (
	"slices"
	"strings"

	"constat/analysis"
	"constat/analysis/disclosure/audit"
)

// crossing is a pair of questions counted together: one that the form declares
// (R8), or one that indicators read.
type crossing struct {
	silent         bool // printed nowhere: it ties the indicators that read both
	over, down     int  // splits: the question, the breakdown
	title, byTitle string
	floor          int
	counts         map[int][]grid // by area: one grid per pair of margins
	pairs          []marginPair
	tells          []bool         // by area: whether there is something to read
	at             map[int][]grid // by area: the family's cells, parallel to counts
}

// marginPair is one margin of each question: their bins divide the area's
// respondents both ways.
type marginPair struct{ over, down []int }

// grid holds the counts of a pair, by place in its margins.
type grid [][]int

// findCrosses keeps the crosses that the diagnostics declare and that some
// area may print.
func (j *judge) findCrosses(b Batch) {
	for _, x := range firstDiagnostic(b).Crosses {
		over, down := j.byKey[x.Question], j.byKey[x.By]
		switch {
		case over == nil || down == nil:
			j.leftOut = append(j.leftOut, LeftOut{crossTitle(x), RefusedMeasure})
			continue
		case x.Question == x.By:
			continue
		}
		found := j.newCrossing(slices.Index(j.splits, over), slices.Index(j.splits, down))
		found.title, found.byTitle = x.Title, x.ByTitle
		if !slices.ContainsFunc(j.areas, func(a area) bool { return a.crosses(found.floor) }) {
			j.leftOut = append(j.leftOut, LeftOut{crossTitle(x), RefusedCrossSize})
			continue
		}
		j.countCross(found)
		j.tell(found)
		j.crosses = append(j.crosses, found)
	}
}

func (j *judge) newCrossing(over, down int) *crossing {
	x := &crossing{over: over, down: down, floor: max(j.splits[over].floor, j.splits[down].floor), counts: make(map[int][]grid)}
	for _, m := range j.splits[over].answers() {
		for _, n := range j.splits[down].answers() {
			x.pairs = append(x.pairs, marginPair{m, n})
		}
	}
	return x
}

// findSilent crosses the questions that indicators read together and that no
// declared cross has: what two indicators have in common ties them.
func (j *judge) findSilent() {
	for _, c := range j.shares {
		q := c.questions()
		if len(q) < 2 || slices.ContainsFunc(j.crosses, func(x *crossing) bool { return x.reads(q[0], q[1]) }) {
			continue
		}
		found := j.newCrossing(q[0], q[1])
		found.silent = true
		j.countCross(found)
		j.crosses = append(j.crosses, found)
	}
}

// reads tells whether it crosses two questions, either way round.
func (x *crossing) reads(a, b int) bool {
	return x.over == a && x.down == b || x.over == b && x.down == a
}

func crossTitle(x *analysis.Cross) string { return x.Title + " × " + x.ByTitle }

func (j *judge) countCross(x *crossing) {
	for i, a := range j.areas {
		grids := make([]grid, len(x.pairs))
		for p, pair := range x.pairs {
			grids[p] = newGrid(pair)
		}
		if a.leaf {
			j.countRows(x, j.people[i], grids)
		}
		x.counts[i] = grids
	}
	for i, a := range j.areas {
		if a.leaf {
			continue
		}
		for _, l := range a.leaves {
			for p := range x.pairs {
				x.counts[i][p].add(x.counts[l][p])
			}
		}
	}
}

func newGrid(pair marginPair) grid {
	g := make(grid, len(pair.over))
	for i := range g {
		g[i] = make([]int, len(pair.down))
	}
	return g
}

func (g grid) add(other grid) {
	for i := range g {
		for k := range g[i] {
			g[i][k] += other[i][k]
		}
	}
}

func (j *judge) countRows(x *crossing, rows []respondent, grids []grid) {
	over, down := j.splits[x.over], j.splits[x.down]
	for _, r := range rows {
		is, js := over.gathered(r.into[x.over]), down.gathered(r.into[x.down])
		p := 0
		for m := range over.answers() {
			for n := range down.answers() {
				pair := x.pairs[p]
				grids[p][slices.Index(pair.over, is[m])][slices.Index(pair.down, js[n])]++
				p++
			}
		}
	}
}

// prints tells whether an area prints a cross.
func (j *judge) prints(i, a int) bool {
	x := j.crosses[i]
	return !x.silent && j.areas[a].crosses(x.floor) && !j.dropped[unit{unitCross, i, a}] && j.shows(x.over, a) && j.shows(x.down, a) && x.tells[a]
}

// tell notes whether half of an area's cells would print more than « fewer than
// the floor ». A cross that would not tells a reader nothing, and what it does
// not say would have to be protected all the same.
func (j *judge) tell(x *crossing) {
	x.tells = make([]bool, len(j.areas))
	over, down := j.splits[x.over], j.splits[x.down]
	for a := range j.areas {
		cells, said := 0, 0
		for p, pair := range x.pairs {
			for r, b := range pair.over {
				for c, d := range pair.down {
					if !over.lined(b) || !down.lined(d) || j.impossible(over, a, b) || j.impossible(down, a, d) {
						continue
					}
					cells++
					if x.counts[a][p][r][c] >= x.floor {
						said++
					}
				}
			}
		}
		x.tells[a] = cells > 0 && 2*said >= cells
	}
}

// concerned are the areas whose cells a cross needs: those that print it or an
// indicator of both questions, and the territories that those add up.
func (j *judge) concerned(i int) []bool {
	in := make([]bool, len(j.areas))
	x := j.crosses[i]
	for a := range j.areas {
		read := func(c *condition) bool {
			q := c.questions()
			return len(q) == 2 && x.reads(q[0], q[1]) && j.showsShare(slices.Index(j.shares, c), a)
		}
		if j.prints(i, a) || slices.ContainsFunc(j.shares, read) {
			in[a] = true
			for _, l := range j.areas[a].leaves {
				in[l] = true
			}
		}
	}
	return in
}

// lined tells the bins that a cross prints: answers, not states.
func (s *split) lined(b int) bool {
	kind := s.bins[b].kind
	return !s.bins[b].hidden && (kind == LineAnswer || kind == LineMerged || kind == LineDontKnow)
}

func (j *judge) crossKey(area int, x *crossing, over, down int) string {
	q, by := j.splits[x.over], j.splits[x.down]
	return strings.Join([]string{
		j.areas[area].Key, q.question.Key + "=" + q.binName(over), by.question.Key + "=" + by.binName(down),
	}, "|")
}

func (j *judge) buildCross(i int, x *crossing) {
	in := j.concerned(i)
	x.at = make(map[int][]grid)
	for a := range j.areas {
		if !in[a] {
			continue
		}
		for p, pair := range x.pairs {
			j.buildGrid(i, a, p, pair)
		}
	}
	for _, pair := range x.pairs {
		for _, over := range pair.over {
			for _, down := range pair.down {
				j.addUp(func(a int) (int, bool) { return j.find(j.crossKey(a, x, over, down)) })
			}
		}
	}
	j.sameCross(i)
}

// sameCross ties a cross to the one that the form declares the other way round:
// the same respondents are the same quantity.
func (j *judge) sameCross(i int) {
	x := j.crosses[i]
	for _, other := range j.crosses[:i] {
		if !other.reads(x.over, x.down) {
			continue
		}
		for a := range j.areas {
			for p, pair := range x.pairs {
				for _, over := range pair.over {
					for _, down := range pair.down {
						one, okOne := j.find(j.crossKey(a, x, over, down))
						two, okTwo := j.find(j.crossKey(a, other, down, over))
						if okOne && okTwo && x.at[a][p] != nil {
							j.family.Sums = append(j.family.Sums, audit.Sum{Total: one, Parts: []int{two}})
						}
					}
				}
			}
		}
	}
}

// crossCells gives the counts that add up to who gave answers of two questions,
// false when an area does not count these answers together.
func (j *judge) crossCells(one, two term, a int) ([]int, bool) {
	at := slices.IndexFunc(j.crosses, func(x *crossing) bool { return x.reads(one.split, two.split) })
	if at < 0 {
		return nil, false
	}
	x := j.crosses[at]
	if x.over != one.split {
		one, two = two, one
	}
	cells := []int{}
	for _, over := range one.bins {
		for _, down := range two.bins {
			cell, ok := j.find(j.crossKey(a, x, over, down))
			if !ok {
				return nil, false // merged
			}
			cells = append(cells, cell)
		}
	}
	return cells, true
}

// buildGrid adds the cells of a pair of margins, and ties their lines and
// columns to the counts of the two questions.
func (j *judge) buildGrid(i, a, p int, pair marginPair) {
	x, in := j.crosses[i], j.areas[a]
	q, by := j.splits[x.over], j.splits[x.down]
	at := newGrid(pair)
	for r, over := range pair.over {
		for c, down := range pair.down {
			n := x.counts[a][p][r][c]
			cell := audit.Cell{True: int64(n), High: int64(in.known.high), MaskedHigh: int64(in.known.high), Floor: int64(x.floor)}
			var shown *Shown
			switch {
			case j.impossible(q, a, over) || j.impossible(by, a, down):
				cell.High, cell.MaskedHigh, cell.Floor = 0, 0, 0
				shown = &Shown{Kind: Impossible, Text: TextImpossible}
			case j.prints(i, a) && q.lined(over) && by.lined(down):
				d := display(n, in.n, in.known, x.floor)
				shown = &d
			}
			at[r][c] = j.add(unit{unitCross, i, a}, j.crossKey(a, x, over, down), cell, shown)
		}
	}
	x.at[a] = append(x.at[a], at)
	for r, over := range pair.over {
		j.family.Sums = append(j.family.Sums, audit.Sum{Total: j.at[j.binKey(a, q, over)], Parts: slices.Clone(at[r])})
	}
	for c, down := range pair.down {
		column := make([]int, len(pair.over))
		for r := range pair.over {
			column[r] = at[r][c]
		}
		j.family.Sums = append(j.family.Sums, audit.Sum{Total: j.at[j.binKey(a, by, down)], Parts: column})
	}
}
