package disclosure

import (
	"cmp"
	"slices"
	"strings"

	"constat/analysis"
	"constat/survey"
)

// bin is one part of an area's respondents.
type bin struct {
	code, label string
	kind        LineKind
	class       *analysis.Class
	hidden      bool // never printed: it ties printed bins together
	merged      bool // gathered in « autres réponses »: hidden, and known to be rare
	met         bool // listed only because somebody, somewhere, gave it
}

// binding is an equation between bins: a total and what it is made of.
type binding struct {
	total int // allRespondents for the base
	parts []int
}

const allRespondents = -1

// split says how one question's answers divide the respondents of every area.
// Each respondent of an area is in exactly one bin of each margin: that is
// what makes the bins of a margin add up to the area's respondents.
type split struct {
	question *survey.Question
	title    string
	measure  survey.Measure
	floor    int
	reason   string
	bins     []bin
	bindings []binding
	margins  [][]int
	// place gives, margin by margin, the bin of a row of an area's answers.
	place func(c *analysis.Column, row int, into []int)
	// derive fills the counts of the bins that no margin has.
	derive func(counts []int)
	others int // the bin that gathers the merged ones, 0 without
	// inherited tells lines that the edition before fixed.
	inherited bool
}

// newSplit divides by one question, or says why it is not published.
func newSplit(form *survey.Form, q *survey.Question, leaves []*analysis.Dataset) (*split, Refusal) {
	if q.Scope == nil || q.Scope.Repeat != nil {
		return nil, RefusedRepeat
	}
	columns := make([]*analysis.Column, len(leaves))
	for i, d := range leaves {
		c, ok := d.Column(q)
		if !ok {
			return nil, RefusedMeasure
		}
		columns[i] = c
	}
	s := &split{question: q, title: analysis.LabelOf(form, q), measure: columns[0].Measure}
	s.floor, s.reason = floorOf(form, q)
	switch s.measure {
	case survey.MeasureNominal, survey.MeasureOrdinal:
		s.single(columns)
	case survey.MeasureMultiple:
		if q.Type.Format == survey.FormatRank {
			s.single(columns) // by what was put first
		} else {
			s.multiple(columns)
		}
	case survey.MeasureQuantity:
		s.quantity(form.Classes(q))
	default:
		return nil, RefusedMeasure
	}
	return s, ""
}

// categories are the answers a question offers, fixed before the data are
// seen; a calculation has no list, and offers what was met anywhere. What is
// outside a list is one answer more, in every area once it was met in one.
func categories(columns []*analysis.Column) []analysis.Category {
	declared := columns[0].Question.List != nil || columns[0].Question.Type.Format == survey.FormatTick
	var all, outside []analysis.Category
	seen := make(map[string]bool)
	for _, c := range columns {
		for _, category := range c.Categories {
			met := category.Undeclared && declared
			if seen[category.Code] || met && category.Missing != survey.Substantive {
				continue
			}
			seen[category.Code] = true
			if met {
				outside = append(outside, category)
			} else {
				all = append(all, category)
			}
		}
	}
	if !declared {
		slices.SortFunc(all, func(a, b analysis.Category) int { return strings.Compare(a.Code, b.Code) })
	}
	return append(all, outside...)
}

func lineKind(m survey.Missing) (LineKind, bool) {
	switch m {
	case survey.Substantive:
		return LineAnswer, true
	case survey.DontKnow:
		return LineDontKnow, true
	}
	return 0, false
}

// addStates appends the bins of those who gave no answer that counts, and
// tells which bin a state goes to.
func (s *split) addStates() func(survey.State) int {
	notConcerned, blank := len(s.bins), len(s.bins)+1
	s.bins = append(s.bins, bin{kind: LineNotConcerned}, bin{kind: LineBlank})
	return func(state survey.State) int {
		if state == survey.NotAsked || state == survey.AnsweredNotApplies {
			return notConcerned
		}
		return blank
	}
}

// addCategories appends a bin per answer; « non concerné » and refusals are
// states, not answers.
func (s *split) addCategories(columns []*analysis.Column) map[string]int {
	places := make(map[string]int)
	for _, category := range categories(columns) {
		kind, ok := lineKind(category.Missing)
		if !ok {
			continue
		}
		places[category.Code] = len(s.bins)
		s.bins = append(s.bins, bin{code: category.Code, label: category.Label, kind: kind, met: category.Undeclared})
	}
	return places
}

// single divides by one answer a respondent.
func (s *split) single(columns []*analysis.Column) {
	places := s.addCategories(columns)
	otherwise := s.addStates()
	s.cover(len(s.bins))
	s.place = func(c *analysis.Column, row int, into []int) {
		into[0] = otherwise(c.State(row))
		place, given := c.Code(row)
		if ticks := c.Ticks(row); len(ticks) > 0 {
			place, given = int(ticks[0]), true
		}
		if !given {
			return
		}
		if b, ok := places[c.Categories[place].Code]; ok {
			into[0] = b
		}
	}
}

// cover makes the first bins one margin that adds up to everybody.
func (s *split) cover(n int) {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	s.margins = [][]int{all}
	s.bindings = []binding{{allRespondents, all}}
}

// quantity divides by classes declared before the data are seen (R11).
func (s *split) quantity(classes []survey.Class) {
	for _, c := range classes {
		class := analysis.Class{Low: c.Low, High: c.High, Whole: true}
		s.bins = append(s.bins, bin{code: class.Code(), label: class.Code(), class: &class})
	}
	otherwise := s.addStates()
	s.cover(len(s.bins))
	s.place = func(c *analysis.Column, row int, into []int) {
		into[0] = otherwise(c.State(row))
		x, ok := c.Number(row)
		if !ok {
			return
		}
		for i, class := range classes {
			if x >= class.Low && (x <= class.High || i+1 < len(classes) && x < classes[i+1].Low) {
				into[0] = i
			}
		}
	}
}

// multiple makes each option a question of its own on all respondents (R7):
// ticked, or not. Whoever gave no answer that counts ticked nothing.
func (s *split) multiple(columns []*analysis.Column) {
	places := s.addCategories(columns)
	options := len(s.bins)
	otherwise := s.addStates()
	notConcerned, blank := options, options+1
	answered := len(s.bins)
	s.bins = append(s.bins, bin{hidden: true, code: "repondu"})
	s.bindings = []binding{{allRespondents, []int{answered, notConcerned, blank}}}
	for o := range options {
		no, rest := len(s.bins), len(s.bins)+1
		s.bins = append(s.bins, bin{hidden: true, code: "non:" + s.bins[o].code}, bin{hidden: true, code: "reste:" + s.bins[o].code})
		s.bindings = append(s.bindings,
			binding{answered, []int{o, no}}, binding{rest, []int{no, notConcerned, blank}}, binding{allRespondents, []int{o, rest}})
		s.margins = append(s.margins, []int{o, rest})
	}
	s.place = func(c *analysis.Column, row int, into []int) {
		for o := range options {
			into[o] = s.margins[o][1]
		}
		if state := c.State(row); state != survey.Answered && state != survey.AnsweredDontKnow {
			return
		}
		for _, tick := range c.Ticks(row) {
			if o, ok := places[c.Categories[tick].Code]; ok {
				into[o] = o
			}
		}
	}
	s.margins = append(s.margins, []int{answered, notConcerned, blank})
	s.derive = func(counts []int) {
		for o := range options {
			counts[s.margins[o][1]-1] = counts[answered] - counts[o]
		}
	}
	placeOptions := s.place
	s.place = func(c *analysis.Column, row int, into []int) {
		placeOptions(c, row, into)
		into[options] = answered
		if state := c.State(row); state != survey.Answered && state != survey.AnsweredDontKnow {
			into[options] = otherwise(state)
		}
	}
}

// count adds up the bins of one area's answers.
func (s *split) count(d *analysis.Dataset) []int {
	counts := make([]int, len(s.bins))
	c, _ := d.Column(s.question)
	into := make([]int, len(s.margins))
	for row := range d.Len() {
		s.place(c, row, into)
		for _, b := range into {
			counts[b]++
		}
	}
	if s.derive != nil {
		s.derive(counts)
	}
	return counts
}

// gathered is where crosses count a respondent placed so: what was merged counts
// together.
func (s *split) gathered(into []int) []int {
	if s.others > 0 && s.bins[into[0]].merged {
		return []int{s.others}
	}
	return into
}

// inOrder lists the bins as they are read: the answers in the form's order,
// those merged after them, then those who gave none that counts.
func (s *split) inOrder() []int {
	order := make([]int, len(s.bins))
	for b := range order {
		order[b] = b
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(s.bins[a].kind, s.bins[b].kind) })
	return order
}

// answers are the margins that a cross is made with: one for a question with
// one answer, one per option for a question with several.
func (s *split) answers() [][]int {
	if len(s.margins) == 1 {
		return s.margins
	}
	return s.margins[:len(s.margins)-1]
}

// impossible tells a category that the form never offers to an area, so that
// nobody there could give it.
func (s *split) impossible(d *analysis.Dataset, b int) bool {
	c, ok := d.Column(s.question)
	if !ok || s.bins[b].code == "" || s.bins[b].hidden {
		return false
	}
	for place, category := range c.Categories {
		if category.Code == s.bins[b].code {
			return !c.Listed(place)
		}
	}
	return false
}

// merge gathers the answers that are rare in the whole (R6), in the form's
// order, in every area alike. A scale keeps its levels, and options that may
// be ticked together do not add up: both print « <k » instead.
func (s *split) merge(whole []int) {
	if len(s.margins) != 1 || s.measure != survey.MeasureNominal {
		return
	}
	var rare []int
	for i, b := range s.bins {
		if b.kind == LineAnswer && b.class == nil && !b.hidden && whole[i] < s.floor {
			rare = append(rare, i)
		}
	}
	if len(rare) > 1 {
		s.gather(rare)
	}
}

// mergeAgain gathers what the edition before did: its lines are fixed by then,
// and say nothing of today's whole.
func (s *split) mergeAgain(codes []string) {
	s.inherited = true
	var rare []int
	for i, b := range s.bins {
		if b.kind == LineAnswer && slices.Contains(codes, b.code) {
			rare = append(rare, i)
		}
	}
	if len(rare) > 0 {
		s.gather(rare)
	}
}

// merged are the codes gathered; empty for none.
func (s *split) merged() []string {
	codes := []string{}
	for _, b := range s.bins {
		if b.merged {
			codes = append(codes, b.code)
		}
	}
	return codes
}

// gather puts bins together in one line after the other answers.
func (s *split) gather(rare []int) {
	others := len(s.bins)
	s.bins = append(s.bins, bin{code: "autres_regroupees", kind: LineMerged})
	var margin []int
	for i := range others {
		switch {
		case !slices.Contains(rare, i):
			margin = append(margin, i)
		case i == rare[0]:
			margin = append(margin, others)
			fallthrough
		default:
			s.bins[i].hidden, s.bins[i].merged = true, true
		}
	}
	s.margins = [][]int{margin}
	s.bindings = []binding{{allRespondents, margin}, {others, rare}}
	s.others = others
	s.derive = func(counts []int) {
		for _, i := range rare {
			counts[others] += counts[i]
		}
	}
}
