package analysis

import (
	"math"
	"slices"
	"strconv"

	"constat/analysis/stats"
	"constat/survey"
)

// Figure is an indicator of the diagnostic sheet, computed.
type Figure struct {
	Indicator *survey.Indicator
	Label     string
	Unit      string
	Share     *Share       // of a share
	Ratio     *stats.Ratio // of a rate or a ratio
	Alone     *Alone       // of a rate or a ratio: what its two totals leave out
	Parts     []Part       // of a sum, a mean or a median: one per question
	Total     *Quantity    // of a sum of several questions: what each respondent gave in all; nil when they are not of one level
	Ranking   *Table       // of a ranking
	Describes bool         // of a share: of who answered, so that it has no interval (TellsWho)
	By        []FigureRow  // the breakdown asked for
	// Benchmarks are the figures published elsewhere to show beside this one,
	// in the sheet's order.
	Benchmarks []survey.Benchmark
	Notes      []Note
}

// Part is one quantity question of a sum, a mean or a median.
type Part struct {
	Label    string
	Question *survey.Question
	Quantity *Quantity
}

// Alone is what a rate or a ratio leaves out: the numbers of those who gave one
// of the two without the other. Its totals differ by them from the sums of the
// same questions.
type Alone struct {
	Over, Under   float64 // the sums of everybody who gave each number
	OverN, UnderN int     // who gave that number alone
}

// FigureRow is a Figure for one category of its breakdown.
type FigureRow struct {
	By       *survey.Question
	Label    string
	Question *survey.Question // of a mean or a median: which of its questions this row is of
	Share    *Share
	Quantity *Quantity // of a sum of several questions: what each respondent gave in all
}

// isFigure tells the rows of the diagnostic sheet that give a Figure.
func isFigure(t survey.IndicatorType) bool {
	switch t {
	case survey.IndicatorShare, survey.IndicatorSum, survey.IndicatorMean, survey.IndicatorMedian, survey.IndicatorRanking:
		return true
	}
	return t.Quotient()
}

// figureOf computes one indicator; false when its questions cannot be counted
// together.
func (d *Dataset) figureOf(ind *survey.Indicator) (*Figure, bool) {
	f := &Figure{Indicator: ind, Label: d.labelOf(ind), Unit: ind.Unit, Benchmarks: benchmarksOf(d.Form, ind)}
	ok := false
	switch ind.Type {
	case survey.IndicatorShare:
		ok = d.fillShare(f)
	case survey.IndicatorSum, survey.IndicatorMean, survey.IndicatorMedian:
		ok = d.fillParts(f)
	case survey.IndicatorRate, survey.IndicatorRatio:
		ok = d.fillRatio(f)
	case survey.IndicatorRanking:
		ok = d.fillRanking(f)
	}
	return f, ok
}

func benchmarksOf(form *survey.Form, ind *survey.Indicator) []survey.Benchmark {
	var found []survey.Benchmark
	for _, b := range form.Declared.Benchmarks {
		if ind.Name != "" && b.Indicator == ind.Name {
			found = append(found, b)
		}
	}
	return found
}

// labelOf is an indicator's label, else its first question's, else its code.
func (d *Dataset) labelOf(ind *survey.Indicator) string {
	otherwise := ind.Name
	if len(ind.Questions) > 0 {
		otherwise = LabelOf(d.Form, ind.Questions[0])
	}
	return plainOr(ind.Label.In(d.Form.DefaultLanguage), otherwise)
}

func (d *Dataset) fillShare(f *Figure) bool {
	questions := termQuestions(f.Indicator.Condition, f.Indicator.Denominator.Condition)
	level := d.level(questions...)
	if level == nil || len(f.Indicator.Condition) == 0 {
		return false
	}
	over, ok := level.bind(f.Indicator.Condition)
	under, okUnder := level.bind(f.Indicator.Denominator.Condition)
	if !ok || !okUnder {
		return false
	}
	inBase := func(row int) bool { return over.answered(row, f.Indicator.Denominator.Known) }
	if len(under.terms) > 0 {
		inBase = under.holds
	}
	share := level.share(inBase, over.holds, nil)
	f.Share = &share
	f.Describes = !slices.ContainsFunc(f.Indicator.Condition, func(t survey.Term) bool { return !TellsWho(d.Form, t.Question) })
	f.Notes = baseNotes(share.Base)
	if f.Indicator.Denominator.Known {
		f.Notes = append(f.Notes, Note{Code: NoteKnownBase})
	}
	f.Notes = append(f.Notes, level.repeatNotes()...)
	for _, by := range f.Indicator.By {
		down, climb := level.reach(by)
		if down == nil || !categorical(down.Measure) {
			f.Notes = append(f.Notes, d.crossRefusal(questions[0], by))
			continue
		}
		for place, category := range down.Categories {
			if !down.Listed(place) {
				continue
			}
			in := make([]bool, len(down.Categories))
			in[place] = true
			part := level.share(inBase, over.holds, func(row int) bool { return down.has(climb(row), in) })
			f.By = append(f.By, FigureRow{By: by, Label: category.Label, Share: &part})
		}
	}
	return true
}

func termQuestions(lists ...[]survey.Term) []*survey.Question {
	var questions []*survey.Question
	for _, terms := range lists {
		for _, t := range terms {
			questions = append(questions, t.Question)
		}
	}
	return questions
}

// share counts the rows of a base for which something holds, among those
// selected (nil = all).
func (d *Dataset) share(inBase, holds, selected func(row int) bool) Share {
	count, base := 0, 0
	for row := range d.rows {
		if selected != nil && !selected(row) || !inBase(row) {
			continue
		}
		base++
		if holds(row) {
			count++
		}
	}
	return NewShare(count, base)
}

func (d *Dataset) fillParts(f *Figure) bool {
	for _, q := range f.Indicator.Questions {
		level := d.holding(q)
		if level == nil {
			return false
		}
		c, ok := level.Column(q)
		if !ok || c.Measure != survey.MeasureQuantity {
			return false
		}
		quantity := f.summarize(numbersOf(c))
		f.Parts = append(f.Parts, Part{LabelOf(d.Form, q), q, quantity})
		f.Notes = append(f.Notes, outlierNote(quantity)...)
		f.Notes = append(f.Notes, c.valueNotes()...)
	}
	if len(f.Parts) == 0 {
		return false
	}
	if !f.Numbered() {
		f.Notes = append(f.Notes, Note{Code: NoteEmpty})
	} else if f.Indicator.Type == survey.IndicatorMean {
		f.Notes = append(f.Notes, f.meanNotes()...)
	}
	d.holding(f.Parts[0].Question).partsTogether(f)
	return true
}

// Numbered tells whether anybody gave a number to any question of a sum, a
// mean or a median.
func (f *Figure) Numbered() bool {
	return slices.ContainsFunc(f.Parts, func(p Part) bool { return p.Quantity.N > 0 })
}

// Apart tells the indicators of which each question has its own figure: means
// and medians do not add up.
func (f *Figure) Apart() bool {
	return f.Indicator.Type == survey.IndicatorMean || f.Indicator.Type == survey.IndicatorMedian
}

// partsTogether adds the questions of a sum up, respondent by respondent, in
// all and by category.
func (d *Dataset) partsTogether(f *Figure) {
	f.Notes = append(f.Notes, d.repeatNotes()...)
	questions := make([]*survey.Question, len(f.Parts))
	for i, part := range f.Parts {
		questions[i] = part.Question
	}
	if f.Apart() {
		for _, by := range f.Indicator.By {
			for i, q := range questions {
				prefix := ""
				if len(questions) > 1 {
					prefix = f.Parts[i].Label + " — "
				}
				d.partsBy(f, by, prefix, q)
			}
		}
		return
	}
	if len(questions) > 1 {
		if sums, ok := d.sums(questions); ok {
			f.Total = Summarize(slices.DeleteFunc(sums, math.IsNaN))
		}
	}
	for _, by := range f.Indicator.By {
		d.partsBy(f, by, "", questions...)
	}
}

// sums adds the numbers of several questions of this level, by row: NaN for a
// row without any. False when a question is of another level.
func (d *Dataset) sums(questions []*survey.Question) ([]float64, bool) {
	sums := make([]float64, d.rows)
	for row := range sums {
		sums[row] = math.NaN()
	}
	for _, q := range questions {
		c, ok := d.Column(q)
		if !ok {
			return nil, false
		}
		for row := range sums {
			x, given := c.Number(row)
			switch {
			case given && math.IsNaN(sums[row]):
				sums[row] = x
			case given:
				sums[row] += x
			}
		}
	}
	return sums, true
}

// partsBy breaks what each respondent gave down by the categories of a
// question. A breakdown that lives in a repeat below would add the same number
// once per instance: it is refused.
func (d *Dataset) partsBy(f *Figure, by *survey.Question, prefix string, questions ...*survey.Question) {
	sums, ok := d.sums(questions)
	down, climb := d.reach(by)
	if !ok || down == nil || !categorical(down.Measure) {
		f.Notes = append(f.Notes, d.crossRefusal(questions[0], by))
		return
	}
	numbers := make([][]float64, len(down.Categories))
	for row, x := range sums {
		if math.IsNaN(x) {
			continue
		}
		for _, place := range down.given(climb(row)) {
			numbers[place] = append(numbers[place], x)
		}
	}
	var of *survey.Question
	if f.Apart() {
		of = questions[0]
	}
	for place, category := range down.Categories {
		if down.Listed(place) {
			f.By = append(f.By, FigureRow{By: by, Label: prefix + category.Label, Question: of, Quantity: f.summarize(numbers[place])})
		}
	}
}

func (d *Dataset) fillRatio(f *Figure) bool {
	if len(f.Indicator.Questions) == 0 || f.Indicator.Denominator.Question == nil {
		return false
	}
	over, under := f.Indicator.Questions[0], f.Indicator.Denominator.Question
	level := d.holding(over)
	if level == nil {
		return false
	}
	a, _ := level.Column(over)
	b, ok := level.Column(under)
	if !ok || a.Measure != survey.MeasureQuantity || b.Measure != survey.MeasureQuantity {
		// A parent's number beside its instances would be added once for each.
		return false
	}
	numerators, denominators, alone := level.pairs(a, b)
	divide, tooFew, fewReporters := stats.RatioOfSums, NoteTooFew, NoteFewReporters
	if f.Indicator.Type == survey.IndicatorRatio {
		divide, tooFew, fewReporters = stats.QuotientOfSums, NoteRatioTooFew, NoteRatioReporters
	}
	ratio := divide(numerators, denominators)
	f.Ratio, f.Alone = &ratio, alone
	f.Notes = []Note{{Code: NoteRatioSums}}
	if ratio.N == 0 {
		f.Notes = []Note{{Code: NoteEmpty}}
	} else if ratio.Under < MinPercentBase {
		f.Notes = append(f.Notes, Note{Code: tooFew})
	} else if ratio.N < IndicativeBase {
		f.Notes = append(f.Notes, Note{Code: fewReporters, Args: []string{strconv.Itoa(ratio.N)}})
	}
	f.Notes = append(f.Notes, level.repeatNotes()...)
	return true
}

// pairs are the numbers of the rows that gave both of two, and what is left out of
// them.
func (d *Dataset) pairs(a, b *Column) (numerators, denominators []float64, alone *Alone) {
	alone = &Alone{}
	for row := range d.rows {
		x, okX := a.Number(row)
		y, okY := b.Number(row)
		if okX {
			alone.Over += x
		}
		if okY {
			alone.Under += y
		}
		switch {
		case okX && okY:
			numerators, denominators = append(numerators, x), append(denominators, y)
		case okX:
			alone.OverN++
		case okY:
			alone.UnderN++
		}
	}
	return numerators, denominators, alone
}

func (d *Dataset) fillRanking(f *Figure) bool {
	if len(f.Indicator.Questions) == 0 {
		return false
	}
	q := f.Indicator.Questions[0]
	level := d.holding(q)
	if level == nil {
		return false
	}
	c, ok := level.Column(q)
	if !ok || !categorical(c.Measure) {
		return false
	}
	f.Ranking = level.tabulateColumn(c)
	sortLines(f.Ranking.Lines)
	f.Notes = f.Ranking.Notes
	return true
}
