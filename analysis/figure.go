package analysis

import (
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
	Ratio     *stats.Ratio // of a rate
	Parts     []Part       // of a sum or a median: one per question
	Ranking   *Table       // of a ranking
	By        []FigureRow  // the breakdown asked for
	Notes     []Note
}

// Part is one quantity question of a sum.
type Part struct {
	Label    string
	Question *survey.Question
	Quantity *Quantity
}

// FigureRow is a Figure for one category of its breakdown.
type FigureRow struct {
	By       *survey.Question
	Label    string
	Share    *Share
	Quantity *Quantity
}

// figureOf computes one indicator; false for rows that are not figures, or
// whose questions cannot be counted together.
func (d *Dataset) figureOf(ind *survey.Indicator) (*Figure, bool) {
	f := &Figure{Indicator: ind, Label: Plain(ind.Label.In(d.Form.DefaultLanguage)), Unit: ind.Unit}
	ok := false
	switch ind.Type {
	case survey.IndicatorShare:
		ok = d.fillShare(f)
	case survey.IndicatorSum, survey.IndicatorMedian:
		ok = d.fillParts(f)
	case survey.IndicatorRate:
		ok = d.fillRatio(f)
	case survey.IndicatorRanking:
		ok = d.fillRanking(f)
	}
	if f.Label == "" && len(ind.Questions) > 0 {
		f.Label = LabelOf(d.Form, ind.Questions[0])
	}
	return f, ok
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
	f.Notes = baseNotes(share.Base)
	if f.Indicator.Denominator.Known {
		f.Notes = append(f.Notes, Note{Code: NoteKnownBase})
	}
	for _, by := range f.Indicator.By {
		down, climb := level.reach(by)
		if down == nil || !categorical(down.Measure) {
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
		quantity := Summarize(numbersOf(c))
		f.Parts = append(f.Parts, Part{LabelOf(d.Form, q), q, quantity})
		f.Notes = append(f.Notes, outlierNote(quantity)...)
	}
	if len(f.Parts) == 0 {
		return false
	}
	if f.Parts[0].Quantity.N == 0 {
		f.Notes = append(f.Notes, Note{Code: NoteEmpty})
	}
	for _, by := range f.Indicator.By {
		if x, ok := d.crossOf(f.Parts[0].Question, by); ok {
			for _, row := range x.Rows {
				f.By = append(f.By, FigureRow{By: by, Label: row.Label, Quantity: row.Quantity})
			}
		}
	}
	return true
}

func (d *Dataset) fillRatio(f *Figure) bool {
	if len(f.Indicator.Questions) == 0 || f.Indicator.Denominator.Question == nil {
		return false
	}
	over, under := f.Indicator.Questions[0], f.Indicator.Denominator.Question
	level := d.level(over, under)
	if level == nil {
		return false
	}
	a, climbA := level.reach(over)
	b, climbB := level.reach(under)
	var numerators, denominators []float64
	for row := range level.rows {
		x, okX := a.Number(climbA(row))
		y, okY := b.Number(climbB(row))
		if okX && okY {
			numerators, denominators = append(numerators, x), append(denominators, y)
		}
	}
	ratio := stats.RatioOfSums(numerators, denominators)
	f.Ratio = &ratio
	f.Notes = []Note{{Code: NoteRatioSums}}
	if ratio.N == 0 {
		f.Notes = []Note{{Code: NoteEmpty}}
	} else if ratio.Under < MinPercentBase {
		f.Notes = append(f.Notes, Note{Code: NoteTooFew})
	} else if ratio.N < IndicativeBase {
		f.Notes = append(f.Notes, Note{Code: NoteFewReporters, Args: []string{strconv.Itoa(ratio.N)}})
	}
	return true
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
