package disclosure

import (
	"fmt"
	"maps"
	"math"
	"slices"

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
// With earlier editions, she did so in this one only, or in all of them.
func (j *judge) imagine() {
	im := &imagining{judge: j, editions: []*places{j.places("")}}
	if j.batch.Earlier != nil {
		for e := range j.batch.Earlier.Edition {
			im.editions = append(im.editions, j.places(fmt.Sprint(editionMark, e+1)))
		}
	}
	for a, rows := range j.people {
		im.moves = make(map[string]*audit.Move)
		for _, r := range rows {
			for i, s := range j.splits {
				for _, to := range s.otherwise(r.into[i]) {
					im.moveTo(a, r, i, to)
				}
				im.moveNumber(a, r, i)
			}
		}
		for k := range j.crosses {
			im.moveBoth(a, k)
		}
		for _, key := range slices.Sorted(maps.Keys(im.moves)) {
			j.family.Moves = append(j.family.Moves, *im.moves[key])
		}
	}
}

// imagining gathers the moves of one territory after the other.
type imagining struct {
	*judge
	editions []*places // this one first
	moves    map[string]*audit.Move
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

// places finds the cells of one edition without their keys.
type places struct {
	bins    [][][]int     // split, area, bin
	shares  [][]portionAt // share: its portions that are cells
	sums    []map[int]int // split: area → sum
	crosses [][][]grid    // cross, area, pair of margins; nil where nothing is counted together
	above   [][]int       // territory → areas that hold it, itself included
}

// portionAt is where a portion is counted, by area.
type portionAt struct {
	terms []term
	cells []int
}

const noCell = -1

// places are those of the edition whose mark ends its keys.
func (j *judge) places(mark string) *places {
	p := &places{
		bins: make([][][]int, len(j.splits)), sums: make([]map[int]int, len(j.splits)),
		crosses: make([][][]grid, len(j.crosses)), above: make([][]int, len(j.areas)),
	}
	for i, s := range j.splits {
		p.bins[i] = make([][]int, len(j.areas))
		p.sums[i] = make(map[int]int)
		for a := range j.areas {
			p.bins[i][a] = make([]int, len(s.bins))
			for b := range s.bins {
				p.bins[i][a][b] = j.cellAt(j.binKey(a, s, b) + mark)
			}
		}
	}
	for i, c := range j.shares {
		p.shares = append(p.shares, j.portionsAt(i, c, mark))
	}
	for _, x := range j.sums {
		for a := range j.areas {
			p.sums[x.split][a] = j.cellAt(j.sumKey(a, x) + mark)
		}
	}
	for k, x := range j.crosses {
		p.crosses[k] = make([][]grid, len(j.areas))
		for a := range j.areas {
			p.crosses[k][a] = j.gridsAt(a, x, mark)
		}
	}
	for a, in := range j.areas {
		for _, l := range in.leaves {
			p.above[l] = append(p.above[l], a)
		}
	}
	return p
}

func (j *judge) portionsAt(i int, c *condition, mark string) []portionAt {
	var all []portionAt
	for _, each := range c.portions() {
		if each.same >= 0 {
			continue
		}
		at := portionAt{each.terms, make([]int, len(j.areas))}
		for a := range j.areas {
			at.cells[a] = j.cellAt(j.portionKey(a, i, each) + mark)
		}
		all = append(all, at)
	}
	return all
}

// gridsAt finds the cells of a cross in an area, nil when it has none.
func (j *judge) gridsAt(a int, x *crossing, mark string) []grid {
	grids := make([]grid, len(x.pairs))
	for p, pair := range x.pairs {
		grids[p] = newGrid(pair)
		for r, over := range pair.over {
			for c, down := range pair.down {
				if grids[p][r][c] = j.cellAt(j.crossKey(a, x, over, down) + mark); grids[p][r][c] == noCell {
					return nil
				}
			}
		}
	}
	return grids
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

// keep adds the moves of one change: in this edition, and in all of them.
func (im *imagining) keep(a int, change func(p *places) changes) {
	holder := im.areas[a].holder
	now := change(im.editions[0])
	im.add(now.move(holder))
	for _, then := range im.editions[1:] {
		for cell, by := range change(then) {
			now.add(cell, by)
		}
	}
	im.add(now.move(holder))
}

func (im *imagining) add(m *audit.Move) {
	if len(m.Cells) > 0 {
		im.moves[fmt.Sprint(m.Cells, m.By)] = m
	}
}

// moveTo is one question answered otherwise.
func (im *imagining) moveTo(a int, r respondent, i int, to []int) {
	o := r.otherwise(i, to, im.numberIn(i, to))
	im.keep(a, func(p *places) changes { return im.change(p, a, r, o, i) })
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
		j.changeCrosses(c, p, area, r, o, asked)
		j.changeShares(c, p, area, r, o, asked)
	}
	return c
}

// moveBoth is both questions of a cross answered otherwise, where no single
// answer leads: in a small territory, nobody may have either.
func (im *imagining) moveBoth(a, k int) {
	x := im.crosses[k]
	counted := slices.ContainsFunc(im.editions, func(p *places) bool { return p.crosses[k][a] != nil })
	if !counted || len(im.people[a]) == 0 || len(im.people[a]) > mostCompound {
		return
	}
	for m, over := range im.splits[x.over].otherwise(im.people[a][0].into[x.over]) {
		for n, down := range im.splits[x.down].otherwise(im.people[a][0].into[x.down]) {
			r := im.people[a][(m+n)%len(im.people[a])]
			o := r.otherwise(x.over, over, im.numberIn(x.over, over)).otherwise(x.down, down, 0)
			im.keep(a, func(p *places) changes { return im.change(p, a, r, o, x.over, x.down) })
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
func (im *imagining) moveNumber(a int, r respondent, i int) {
	class := im.splits[i].bins[r.into[i][0]].class
	if class == nil || len(im.editions[0].sums[i]) == 0 {
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
		im.keep(a, func(p *places) changes {
			c := make(changes)
			for _, area := range p.above[a] {
				if cell, ok := p.sums[i][area]; ok {
					c.add(cell, int64(number-now))
				}
			}
			return c
		})
	}
}

func (j *judge) changeCrosses(c changes, places *places, area int, r, o respondent, asked []int) {
	for k, x := range j.crosses {
		grids := places.crosses[k][area]
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
