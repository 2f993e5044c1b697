package disclosure

import (
	"slices"
	"strings"

	"constat/analysis"
	"constat/analysis/disclosure/audit"
	"constat/survey"
)

// judge holds a batch while it is decided what of it is printed. Every printed
// or hidden count is one cell of the family that the audit attacks.
type judge struct {
	batch   Batch
	form    *survey.Form
	areas   []area
	whole   int
	splits  []*split
	byKey   map[*survey.Question]*split
	counts  [][][]int      // split, area, bin
	people  [][]respondent // by territory
	crosses []*crossing
	shares  []*condition
	sums    []*sum
	leftOut []LeftOut
	dropped map[unit]bool
	apart   map[*survey.Question]bool // their rare answers are not merged after all

	family audit.Family
	cells  []printed // parallel to family.Cells
	at     map[string]int
	units  []unit // parallel to family.Cells: what to drop when a cell cannot be saved
}

// printed is what is printed of a cell.
type printed struct {
	shown *Shown // nil when it is printed nowhere
	// merged tells a count that no line has because it is rare in the whole, which
	// may still be given up.
	merged bool
}

// unit is what is dropped whole when hiding cells was not enough: a cross, an
// indicator, a sum, a question.
type unit struct {
	kind unitKind
	i    int
	area int
}

type unitKind uint8

const (
	unitBase unitKind = iota
	unitQuestion
	unitSum
	unitShare
	unitCross
)

// newJudge splits the respondents by every question that may be published and
// counts every bin of every area. The rare answers of some questions stay apart.
func newJudge(b Batch, form *survey.Form, apart map[*survey.Question]bool) (*judge, error) {
	areas, err := b.areas(form)
	if err != nil {
		return nil, err
	}
	j := &judge{
		batch: b, form: form, areas: areas, whole: whole(areas),
		byKey: make(map[*survey.Question]*split), dropped: make(map[unit]bool), apart: apart,
	}
	var leaves []*analysis.Dataset
	for _, a := range areas {
		if a.leaf {
			leaves = append(leaves, a.data)
		}
	}
	j.split(b, leaves)
	j.knowSizes()
	j.people = j.respondents()
	j.findCrosses(b)
	j.findShares()
	j.findSilent()
	j.findSums()
	return j, nil
}

// knowSizes narrows what a reader knows of how many persons answered: a table is
// printed from twice its floor on (R4), and its absence tells as much.
func (j *judge) knowSizes() {
	for i := range j.areas {
		a := &j.areas[i]
		if !j.form.Respondents().Persons || !a.printed || a.refused != "" {
			continue
		}
		for _, s := range j.splits {
			if a.details(s.floor) {
				a.told.low = max(a.told.low, 2*s.floor)
			} else {
				a.told.high = min(a.told.high, 2*s.floor-1)
			}
		}
		a.known.low, a.known.high = max(a.known.low, a.told.low), min(a.known.high, a.told.high)
	}
}

// split prepares every question that has a table in the internal edition.
func (j *judge) split(b Batch, leaves []*analysis.Dataset) {
	for _, t := range firstDiagnostic(b).Tables() {
		s, why := newSplit(j.form, t.Question, leaves)
		if why != "" {
			j.leftOut = append(j.leftOut, LeftOut{t.Title, why})
			continue
		}
		counts := make([][]int, len(j.areas))
		j.countAreas(counts, s)
		if codes, fixed := b.Earlier.merged(s.question); fixed {
			s.mergeAgain(codes)
		} else if !j.apart[t.Question] {
			s.merge(counts[j.whole])
		}
		j.countAreas(counts, s)
		j.byKey[t.Question] = s
		j.splits = append(j.splits, s)
		j.counts = append(j.counts, counts)
	}
}

func firstDiagnostic(b Batch) *analysis.Diagnostic {
	for _, a := range b.Areas {
		if a.Diagnostic != nil {
			return a.Diagnostic
		}
	}
	return nil
}

// countAreas counts the territories' rows, and adds them up for aggregates.
func (j *judge) countAreas(counts [][]int, s *split) {
	for i, a := range j.areas {
		if a.leaf {
			counts[i] = s.count(a.data)
			continue
		}
		counts[i] = make([]int, len(s.bins))
		for _, l := range a.leaves {
			for b, n := range counts[l] {
				counts[i][b] += n
			}
		}
	}
}

// build makes the family of cells from what is not dropped.
func (j *judge) build() {
	j.family, j.cells, j.units, j.at = audit.Family{}, nil, nil, make(map[string]int)
	for i := range j.areas {
		j.buildBase(i)
	}
	j.addUp(func(i int) (int, bool) { return j.find(j.areas[i].Key) })
	for i, s := range j.splits {
		j.buildSplit(i, s)
	}
	for i, x := range j.crosses {
		j.buildCross(i, x)
	}
	for i, c := range j.shares {
		j.buildShare(i, c)
	}
	for i, s := range j.sums {
		j.buildSum(i, s)
	}
	j.hold()
	j.remember()
	j.imagine()
}

// hold gives an aggregate's count to the one territory whose respondents could
// be in it, as for a commune that is offered nowhere else: it is that
// territory's own count, which its holder knows and nobody can hide from her.
func (j *judge) hold() {
	for _, s := range j.family.Sums {
		var able []string
		for _, p := range s.Parts {
			c := j.family.Cells[p]
			if (c.High > 0 || c.MaskedHigh > 0) && !slices.Contains(able, c.Holder) {
				able = append(able, c.Holder)
			}
		}
		if total := &j.family.Cells[s.Total]; len(able) == 1 && total.Holder == "" {
			total.Holder = able[0]
		}
	}
}

// buildBase adds how many answered in an area: known to all, unless an answer
// is about a person.
func (j *judge) buildBase(i int) {
	a := j.areas[i]
	c := audit.Cell{True: int64(a.n), Low: int64(a.known.low), High: int64(a.known.high), MaskedHigh: int64(a.known.high)}
	if !j.form.Respondents().Persons {
		j.add(unit{unitBase, 0, i}, a.Key, c, nil)
		return
	}
	c.MaskedLow, c.MaskedHigh = int64(a.told.low), int64(a.told.high)
	var shown *Shown
	if a.printed {
		size := a.shown
		size.Low, size.High = a.known.low, a.known.high
		shown = &size
	}
	if a.leaf || a.printed {
		c.Floor = FloorPersons
	}
	j.add(unit{unitBase, 0, i}, a.Key, c, shown)
}

func (j *judge) find(key string) (int, bool) {
	i, ok := j.at[key]
	return i, ok
}

// add appends a cell, and fills what its kind of display leaves open.
func (j *judge) add(u unit, key string, c audit.Cell, shown *Shown) int {
	a := j.areas[u.area]
	c.Key, c.Holder = key, a.holder
	if shown != nil {
		c.Low, c.High = int64(shown.Low), int64(shown.High)
		c.Maskable = shown.Kind == Rounded || shown.Kind == Under || shown.Kind == NearlyAll
		c.Band = shown.Kind == Under || shown.Kind == NearlyAll
	}
	switch {
	case c.High == 0 && c.MaskedHigh == 0:
		c.Floor = 0 // nobody is there, or nobody could: everybody knows
	case c.Width == 0 && c.MaskedHigh < audit.ReaderWidth:
		c.Width = c.MaskedHigh // so few are there that nothing at all may be learned
	}
	i := len(j.family.Cells)
	j.family.Cells = append(j.family.Cells, c)
	j.cells = append(j.cells, printed{shown: shown})
	j.units = append(j.units, u)
	j.at[key] = i
	return i
}

// addUp ties a quantity of each aggregate to its territories'. The function
// gives the cell of an area, false when there is none.
func (j *judge) addUp(cell func(area int) (int, bool)) {
	for i, a := range j.areas {
		total, ok := cell(i)
		if a.leaf || !ok {
			continue
		}
		parts := make([]int, 0, len(a.leaves))
		for _, l := range a.leaves {
			if part, ok := cell(l); ok {
				parts = append(parts, part)
			}
		}
		if len(parts) == len(a.leaves) {
			j.family.Sums = append(j.family.Sums, audit.Sum{Total: total, Parts: parts})
		}
	}
}

// binKey is the ledger's key of a count.
func (j *judge) binKey(area int, s *split, b int) string {
	return strings.Join([]string{j.areas[area].Key, s.question.Key, s.binName(b)}, "|")
}

// binName is a bin's code, or the state it stands for.
func (s *split) binName(b int) string {
	switch {
	case s.bins[b].code != "":
		return s.bins[b].code
	case s.bins[b].kind == LineNotConcerned:
		return CodeNotConcerned
	}
	return CodeBlank
}

// buildSplit adds the counts of one question in every area.
func (j *judge) buildSplit(i int, s *split) {
	for a := range j.areas {
		if !j.isCounted(i, a) {
			continue
		}
		for b := range s.bins {
			j.buildBin(i, a, b)
		}
		for _, each := range s.bindings {
			total := j.at[j.areas[a].Key]
			if each.total != allRespondents {
				total = j.at[j.binKey(a, s, each.total)]
			}
			parts := make([]int, len(each.parts))
			for p, b := range each.parts {
				parts[p] = j.at[j.binKey(a, s, b)]
			}
			j.family.Sums = append(j.family.Sums, audit.Sum{Total: total, Parts: parts})
		}
	}
	for b := range s.bins {
		j.addUp(func(a int) (int, bool) { return j.find(j.binKey(a, s, b)) })
	}
}

// isCounted tells whether an area's counts of a question are part of the family:
// those of territories, printed or not, and what else is printed or known.
// What nobody prints of several territories ties nothing, and whoever holds
// most of them may know it.
func (j *judge) isCounted(i, a int) bool {
	return j.areas[a].leaf || j.shows(i, a) || a == j.whole && j.tellsOfTheWhole(i) || j.wasCounted(i, a)
}

// tellsOfTheWhole tells whether the choice of lines itself says something of
// the whole: answers merged for being rare, or listed for having been given.
func (j *judge) tellsOfTheWhole(i int) bool {
	chosen := slices.ContainsFunc(j.splits[i].bins, func(b bin) bool { return b.merged && !j.splits[i].inherited || b.met })
	return chosen && slices.ContainsFunc(j.indexes(), func(a int) bool { return j.shows(i, a) })
}

// indexes are those of the areas.
func (j *judge) indexes() []int {
	all := make([]int, len(j.areas))
	for a := range all {
		all[a] = a
	}
	return all
}

func (j *judge) buildBin(i, a, b int) {
	s, in := j.splits[i], j.areas[a]
	x := j.counts[i][a][b]
	c := audit.Cell{
		True: int64(x), High: int64(in.known.high), MaskedHigh: int64(in.known.high), Floor: int64(s.floor),
	}
	var shown *Shown
	switch {
	case j.impossible(s, a, b):
		c.High, c.MaskedHigh, c.Floor = 0, 0, 0
		if j.shows(i, a) && !s.bins[b].hidden {
			shown = &Shown{Kind: Impossible, Text: TextImpossible}
		}
	case j.everybody(s, a, b):
		c.Floor = 0
	case j.shows(i, a) && !s.bins[b].hidden:
		d := display(x, in.n, in.known, s.floor)
		shown = &d
	}
	if !j.areas[a].leaf && !j.shows(i, a) {
		c.Floor = 0 // each territory's are judged
	}
	at := j.add(unit{unitQuestion, i, a}, j.binKey(a, s, b), c, shown)
	j.cells[at].merged = s.bins[b].merged && !s.inherited
	if a == j.whole && j.tellsOfTheWhole(i) {
		j.knowWhole(at, s, b)
	}
}

// knowWhole notes what the list of lines says of the whole: a merged answer is
// under the floor there, the others are not, and one listed for having been
// given is not zero.
func (j *judge) knowWhole(at int, s *split, b int) {
	c := &j.family.Cells[at]
	switch {
	case s.inherited:
	case s.bins[b].merged:
		c.High = min(c.High, int64(s.floor-1))
		c.MaskedHigh = c.High
	case s.others > 0 && s.bins[b].kind == LineAnswer:
		c.Low, c.MaskedLow = max(c.Low, int64(s.floor)), int64(s.floor)
	}
	if s.bins[b].met && c.True > 0 {
		c.Low, c.MaskedLow = max(c.Low, 1), 1
	}
}

// everybody tells who did not tick an option that an area is not offered: that is
// every respondent, whose number is judged by itself.
func (j *judge) everybody(s *split, a, b int) bool {
	for o, margin := range s.margins {
		if len(margin) == 2 && margin[1] == b {
			return j.impossible(s, a, s.margins[o][0])
		}
	}
	return false
}

func (j *judge) impossible(s *split, a, b int) bool {
	for _, l := range j.areas[a].leaves {
		if !s.impossible(j.areas[l].data, b) {
			return false
		}
	}
	return true
}

// shows tells whether an area prints a question's table.
func (j *judge) shows(i, a int) bool {
	return j.areas[a].details(j.splits[i].floor) && !j.dropped[unit{unitQuestion, i, a}]
}

// wholeKey stands for everything added up when no area of the batch is that.
const wholeKey = "*"
