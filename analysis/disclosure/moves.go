package disclosure

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"constat/analysis/disclosure/audit"
)

// respondent is where one respondent of a territory is counted: by split, the
// bin of each margin; and the numbers given, by split.
type respondent struct {
	into    [][]int
	numbers map[int]float64
}

// respondents places every row of every territory once.
func (j *judge) respondents() [][]respondent {
	all := make([][]respondent, len(j.areas))
	for a, in := range j.areas {
		if !in.leaf {
			continue
		}
		all[a] = make([]respondent, in.data.Len())
		for row := range all[a] {
			all[a][row] = respondent{make([][]int, len(j.splits)), make(map[int]float64)}
		}
		for i, s := range j.splits {
			column, _ := in.data.Column(s.question)
			for row := range all[a] {
				into := make([]int, len(s.margins))
				s.place(column, row, into)
				all[a][row].into[i] = into
				if x, ok := column.Number(row); ok {
					all[a][row].numbers[i] = x
				}
			}
		}
	}
	return all
}

// imagine lists, for the audit, what would change if a respondent had answered
// one question otherwise: every count follows, so that every equation holds.
func (j *judge) imagine() {
	places := j.places()
	for a, rows := range j.people {
		moves := make(map[string]*audit.Move)
		for _, r := range rows {
			for i, s := range j.splits {
				for _, to := range s.otherwise(r.into[i]) {
					j.moveTo(moves, places, a, r, i, to)
				}
				j.moveNumber(moves, places, a, r, i)
			}
		}
		for _, x := range j.crosses {
			j.moveBoth(moves, places, a, x)
		}
		for _, key := range slices.Sorted(maps.Keys(moves)) {
			j.family.Moves = append(j.family.Moves, *moves[key])
		}
	}
	j.imagineBoth()
}

// otherwise lists where else a respondent could be counted.
func (s *split) otherwise(into []int) [][]int {
	if len(s.margins) == 1 {
		var all [][]int
		for b := range s.bins {
			if b != into[0] && (s.others == 0 || b != s.others) {
				all = append(all, []int{b})
			}
		}
		return all
	}
	options := len(s.margins) - 1
	states := s.margins[options] // answered, « non concerné », « sans réponse »
	var all [][]int
	for o := range options {
		to := slices.Clone(into)
		if to[o] == s.margins[o][0] {
			to[o] = s.margins[o][1]
		} else {
			to[o] = s.margins[o][0]
		}
		to[options] = states[0]
		all = append(all, to)
	}
	for _, state := range states {
		if state == into[options] {
			continue
		}
		to := slices.Clone(into)
		for o := range options {
			to[o] = s.margins[o][1]
		}
		to[options] = state
		all = append(all, to)
	}
	return all
}

// counted lists the bins that a respondent placed so is counted in.
func (s *split) counted(into []int) []int {
	all := slices.Clone(into)
	if s.others > 0 && s.bins[into[0]].merged {
		all = append(all, s.others)
	}
	if options := len(s.margins) - 1; options > 0 && into[options] == s.margins[options][0] {
		for o := range options {
			if into[o] == s.margins[o][1] {
				all = append(all, s.margins[o][1]-1) // answered without ticking it
			}
		}
	}
	return all
}

// places finds the family's cells without their keys.
type places struct {
	bins   [][][]int     // split, area, bin
	shares [][]portionAt // share: its portions that are cells
	sums   []map[int]int // split: area → sum
	above  [][]int       // territory → areas that hold it, itself included
}

// portionAt is where a portion is counted, by area.
type portionAt struct {
	terms []term
	cells []int
}

const noCell = -1

func (j *judge) places() *places {
	p := &places{bins: make([][][]int, len(j.splits)), sums: make([]map[int]int, len(j.splits)), above: make([][]int, len(j.areas))}
	for i, s := range j.splits {
		p.bins[i] = make([][]int, len(j.areas))
		p.sums[i] = make(map[int]int)
		for a := range j.areas {
			p.bins[i][a] = make([]int, len(s.bins))
			for b := range s.bins {
				p.bins[i][a][b] = j.cellAt(j.binKey(a, s, b))
			}
		}
	}
	for i, c := range j.shares {
		p.shares = append(p.shares, nil)
		for _, each := range c.portions() {
			if each.same >= 0 {
				continue
			}
			at := portionAt{each.terms, make([]int, len(j.areas))}
			for a := range j.areas {
				at.cells[a] = j.cellAt(j.portionKey(a, i, each))
			}
			p.shares[i] = append(p.shares[i], at)
		}
	}
	for _, x := range j.sums {
		for a := range j.areas {
			p.sums[x.split][a] = j.cellAt(j.sumKey(a, x))
		}
	}
	for a, in := range j.areas {
		for _, l := range in.leaves {
			p.above[l] = append(p.above[l], a)
		}
	}
	return p
}

func (j *judge) cellAt(key string) int {
	if i, ok := j.at[key]; ok {
		return i
	}
	return noCell
}

// changes gathers what a move adds to each cell.
type changes map[int]int64

func (c changes) add(cell int, by int64) {
	if cell == noCell {
		return
	}
	if c[cell] += by; c[cell] == 0 {
		delete(c, cell)
	}
}

func (c changes) move(holder string) *audit.Move {
	m := &audit.Move{Holder: holder, Cells: slices.Sorted(maps.Keys(c))}
	for _, cell := range m.Cells {
		m.By = append(m.By, c[cell])
	}
	return m
}

// keep adds a move, or counts it once more.
func keep(moves map[string]*audit.Move, holder string, c changes) {
	if len(c) == 0 {
		return
	}
	m := c.move(holder)
	key := fmt.Sprint(m.Cells, m.By)
	if moves[key] == nil {
		moves[key] = m
	}
}

// moveTo is one question answered otherwise.
func (j *judge) moveTo(moves map[string]*audit.Move, p *places, a int, r respondent, i int, to []int) {
	keep(moves, j.areas[a].holder, j.change(p, a, r, r.otherwise(i, to, j.numberIn(i, to)), i))
}

// otherwise is the respondent with one question answered otherwise.
func (r respondent) otherwise(i int, to []int, number float64) respondent {
	o := respondent{slices.Clone(r.into), maps.Clone(r.numbers)}
	o.into[i], o.numbers[i] = to, number
	return o
}

// change is what the counts of all areas gain when r is o, who differs from r
// in the questions named.
func (j *judge) change(p *places, a int, r, o respondent, asked ...int) changes {
	c := make(changes)
	for _, area := range p.above[a] {
		for _, i := range asked {
			for _, b := range j.splits[i].counted(o.into[i]) {
				c.add(p.bins[i][area][b], 1)
			}
			for _, b := range j.splits[i].counted(r.into[i]) {
				c.add(p.bins[i][area][b], -1)
			}
			if cell, ok := p.sums[i][area]; ok {
				c.add(cell, int64(o.numbers[i]-r.numbers[i]))
			}
		}
		j.changeCrosses(c, area, r, o, asked)
		j.changeShares(c, p, area, r, o, asked)
	}
	return c
}

// moveBoth is both questions of a cross answered otherwise, where no single
// answer leads: in a small territory, nobody may have either.
func (j *judge) moveBoth(moves map[string]*audit.Move, p *places, a int, x *crossing) {
	if x.at[a] == nil || len(j.people[a]) == 0 || len(j.people[a]) > mostCompound {
		return
	}
	for k, over := range j.splits[x.over].otherwise(j.people[a][0].into[x.over]) {
		for l, down := range j.splits[x.down].otherwise(j.people[a][0].into[x.down]) {
			r := j.people[a][(k+l)%len(j.people[a])]
			o := r.otherwise(x.over, over, j.numberIn(x.over, over)).otherwise(x.down, down, 0)
			keep(moves, j.areas[a].holder, j.change(p, a, r, o, x.over, x.down))
		}
	}
}

// mostCompound is the territory in which two answers of one respondent are
// changed at once: in a larger one, somebody has either.
const mostCompound = 40

// numberIn is a number that a respondent counted so could have given.
func (j *judge) numberIn(i int, into []int) float64 {
	if class := j.splits[i].bins[into[0]].class; class != nil {
		return math.Max(0, class.Low)
	}
	return 0
}

// moveNumber keeps the class and changes the number: a little, and to both ends
// of the class, or well beyond in a class without end.
func (j *judge) moveNumber(moves map[string]*audit.Move, p *places, a int, r respondent, i int) {
	class := j.splits[i].bins[r.into[i][0]].class
	if class == nil || len(p.sums[i]) == 0 {
		return
	}
	high := class.High
	if class.Open() {
		high = 2*r.numbers[i] + 10
	}
	now := r.numbers[i]
	for _, number := range []float64{class.Low, high, now - 1, now + 1, now - 3, now + 3, now - 8, now + 8} {
		if number < class.Low || number > high {
			continue
		}
		c := make(changes)
		for _, area := range p.above[a] {
			if cell, ok := p.sums[i][area]; ok {
				c.add(cell, int64(number-now))
			}
		}
		keep(moves, j.areas[a].holder, c)
	}
}

func (j *judge) changeCrosses(c changes, area int, r, o respondent, asked []int) {
	for _, x := range j.crosses {
		grids := x.at[area]
		if grids == nil || !slices.Contains(asked, x.over) && !slices.Contains(asked, x.down) {
			continue
		}
		over, down := j.splits[x.over], j.splits[x.down]
		before := [2][]int{over.gathered(r.into[x.over]), down.gathered(r.into[x.down])}
		after := [2][]int{over.gathered(o.into[x.over]), down.gathered(o.into[x.down])}
		p := 0
		for m := range over.answers() {
			for n := range down.answers() {
				c.add(x.cell(grids, p, after[0][m], after[1][n]), 1)
				c.add(x.cell(grids, p, before[0][m], before[1][n]), -1)
				p++
			}
		}
	}
}

// cell is the family's cell of two bins of a pair of margins.
func (x *crossing) cell(grids []grid, p, over, down int) int {
	return grids[p][slices.Index(x.pairs[p].over, over)][slices.Index(x.pairs[p].down, down)]
}

func (j *judge) changeShares(c changes, p *places, area int, r, o respondent, asked []int) {
	for k, share := range j.shares {
		if !slices.ContainsFunc(share.questions(), func(q int) bool { return slices.Contains(asked, q) }) {
			continue
		}
		for _, portion := range p.shares[k] {
			c.add(portion.cells[area], o.fulfils(portion.terms)-r.fulfils(portion.terms))
		}
	}
}

// fulfils is 1 when a respondent fulfils every term.
func (r respondent) fulfils(terms []term) int64 {
	for _, t := range terms {
		if !slices.ContainsFunc(r.into[t.split], func(b int) bool { return slices.Contains(t.bins, b) }) {
			return 0
		}
	}
	return 1
}

// imagineBoth makes each move in the earlier editions too: the same respondent
// had answered otherwise in all of them.
func (j *judge) imagineBoth() {
	if j.batch.Earlier == nil {
		return
	}
	twins := make(map[int][]int)
	for i, c := range j.family.Cells {
		if key, _, marked := strings.Cut(c.Key, editionMark); marked {
			if now, ok := j.at[key]; ok {
				twins[now] = append(twins[now], i)
			}
		}
	}
	for _, m := range j.family.Moves {
		c := make(changes)
		for k, cell := range m.Cells {
			c[cell] = m.By[k]
			for _, then := range twins[cell] {
				c[then] = m.By[k]
			}
		}
		j.family.Moves = append(j.family.Moves, *c.move(m.Holder))
	}
}
