package workbook

import (
	"math"
	"strings"

	"github.com/xuri/excelize/v2"

	"constat/analysis"
	"constat/survey"
)

// The columns of the indicators: what is read, then what it is computed from.
const (
	figureCode = iota + 1
	figureLabel
	figureReads
	figureValue
	figureLow
	figureHigh
	figureCount // or sum
	figureBase  // or answers
	figureMedian
	figureMax
	figureRemarks
)

// writeFigures lists every indicator of the diagnostic sheet.
func (b *book) writeFigures(s *sheet) error {
	s.columns(9, 46, 32, 10, 8, 8, 10, 10, 9, 10, 42)
	s.head(nameFigures)
	s.header(figureHeaders...)
	s.opening = s.row - 1
	s.freeze(s.opening, 0)
	for _, f := range b.diag.Figures {
		end := s.block()
		s.figure(f)
		end()
	}
	s.print(0)
	return nil
}

// header writes one header row, the first column to the left.
func (s *sheet) header(titles ...string) {
	for i, title := range titles {
		style := s.book.style.header
		if i == 0 {
			style = s.book.style.headerLeft
		}
		s.set(i+1, title, style)
		s.height(textHeight(title, s.room(style, s.widths[i]), 9) + 6)
	}
	s.next()
}

func (s *sheet) figure(f *analysis.Figure) {
	st := s.book.style
	s.set(figureCode, f.Indicator.Name, st.labelStrong)
	s.wrapped(figureLabel, f.Label, st.labelStrong, 10)
	for col := figureReads; col <= figureRemarks; col++ {
		s.set(col, nil, st.dash)
	}
	s.defineFigure(f)
	s.book.spots.figures[f.Indicator] = s.from(figureValue, s.row)
	base := 0
	switch {
	case f.Share != nil:
		base = f.Share.Base
		s.shareLine(f.Share, s.book.shareFormulas(f.Indicator, nil), f.Describes)
	case f.Ratio != nil:
		base = s.ratioLine(f)
	case len(f.Parts) == 1:
		s.amountLine(f, f.Parts[0].Quantity, nil, f.Parts[0].Question)
	case f.Total != nil && f.Indicator.Type == survey.IndicatorSum:
		s.amountLine(f, f.Total, nil, f.Indicator.Questions...)
	case f.Numbered() && f.Indicator.Type == survey.IndicatorSum:
		s.live(figureValue, s.book.sumOfParts(f), keySum(f), st.number)
	}
	row := s.row
	s.liveText(figureReads, figureReading(f, s.book.spots), st.label, 10)
	s.liveText(figureRemarks, s.remarks(f, base), st.reading, 9)
	s.next()
	s.figureDetail(f)
	if f.Ranking != nil {
		s.say(figureReads, row, figureReading(f, s.book.spots))
	}
}

// remarks joins an indicator's benchmarks and notes; those on a small base
// follow it.
func (s *sheet) remarks(f *analysis.Figure, base int) said {
	words := s.book.benchmarks(f)
	cell := ""
	if f.Share != nil {
		cell = s.book.spots.shares[f.Share].base
	}
	numbers := make([]*survey.Question, 0, len(f.Parts))
	for _, part := range f.Parts {
		if len(part.Quantity.Outliers) > 0 {
			numbers = append(numbers, part.Question)
		}
	}
	for _, n := range f.Notes {
		if f.Ratio != nil && aboutSize(n) || n.Code == analysis.NoteMeanMedian {
			continue // said below, whatever is corrected
		}
		if words.text != "" {
			words = words.words("\n")
		}
		words = words.and(s.book.noteSaid(n, base, cell, numbers...))
		if n.Code == analysis.NoteOutliers && len(numbers) > 0 {
			numbers = numbers[1:]
		}
	}
	words = words.and(s.book.meanRemark(f, words.text != "")).and(s.book.basis(f, breakAfter(words))).and(s.book.ratioRemark(f))
	if cell != "" && f.Share != nil && base >= analysis.IndicativeBase {
		before := ""
		if words.text != "" {
			before = "\n"
		}
		words = words.and(thresholds(base, cell, before, ""))
	}
	return words
}

// figureDetail prints the parts of a sum, the lines of a ranking or of a
// breakdown.
func (s *sheet) figureDetail(f *analysis.Figure) {
	detail := func(label string) {
		for col := figureCode; col <= figureRemarks; col++ {
			s.set(col, nil, s.book.style.dash)
		}
		s.set(figureCode, nil, s.book.style.indent)
		s.wrapped(figureLabel, label, s.book.style.indent, 9)
	}
	reading := func(words said) {
		s.liveText(figureReads, words, s.book.style.label, 10)
		s.next()
	}
	if len(f.Parts) > 1 {
		for _, part := range f.Parts {
			detail(part.Label)
			s.amountLine(f, part.Quantity, nil, part.Question)
			reading(amountReading(f, part.Quantity, s.book.spots))
		}
	}
	if f.Ranking != nil {
		c := s.book.counted(f.Ranking)
		for i := range f.Ranking.Lines {
			line := &f.Ranking.Lines[i]
			detail(line.Label)
			s.shareLine(&line.Share, shareFormulas{c.line(*line, fixed(figureLabel, s.row, true, false)), c.base()}, f.Ranking.Describes)
			at := s.book.spots.shares[&line.Share]
			s.book.spots.lines[f.Ranking] = append(s.book.spots.lines[f.Ranking], at)
			reading(fractionText(line.Share, at, "", textNobody))
		}
	}
	lines := breakdown{book: s.book, of: f}
	for _, row := range f.By {
		detail(row.Label)
		among, questions := lines.next(row)
		switch {
		case row.Share != nil:
			s.shareLine(row.Share, s.book.shareFormulas(f.Indicator, among), f.Describes)
			reading(fractionText(*row.Share, s.book.spots.shares[row.Share], "", textNobody))
		case row.Quantity != nil:
			s.amountLine(f, row.Quantity, among, questions...)
			reading(amountReading(f, row.Quantity, s.book.spots))
		default:
			s.next()
		}
	}
}

// shareLine prints a count, its base, and the percentage of the two, with its
// interval unless it describes who answered.
func (s *sheet) shareLine(share *analysis.Share, f shareFormulas, describes bool) {
	st := s.book.style
	s.live(figureCount, f.count, share.Count, st.count)
	s.live(figureBase, f.base, share.Base, st.count)
	count, base := s.at(figureCount, s.row), s.at(figureBase, s.row)
	style := st.percentStrong
	if share.Base < analysis.MinPercentBase {
		style = st.dash
	}
	s.live(figureValue, percentOf(count, base), percentValue(*share), style)
	at := spot{count: s.from(figureCount, s.row), base: s.from(figureBase, s.row)}
	if describes {
		s.set(figureLow, nil, st.dash)
		s.set(figureHigh, nil, st.dash)
	} else {
		s.interval(figureLow, *share, count, base)
		at.low, at.high = s.from(figureLow, s.row), s.from(figureHigh, s.row)
	}
	if f.base.text != "" {
		s.book.spots.shares[share] = at
	}
}

// amountLine prints what several respondents counted: sum, answers, median,
// largest; the value is the sum, the mean or the median.
func (s *sheet) amountLine(f *analysis.Figure, q *analysis.Quantity, among []anyOf, questions ...*survey.Question) {
	st := s.book.style
	given, ok := s.book.amountOf(questions...)
	if !ok {
		if q.N > 0 {
			s.set(figureValue, partValue(f, q), st.number)
		}
		return
	}
	s.live(figureCount, given.sum(among...), q.Sum, st.number)
	s.live(figureBase, given.count(among...), q.N, st.count)
	n := s.at(figureBase, s.row)
	s.live(figureMedian, given.statistic("MEDIAN", "", n, among...), number(q.Median), st.number)
	s.live(figureMax, given.statistic("MAX", "", n, among...), number(q.Max), st.number)
	s.book.spots.amounts[q] = sums{
		n: s.from(figureBase, s.row), sum: s.from(figureCount, s.row),
		median: s.from(figureMedian, s.row), max: s.from(figureMax, s.row),
	}
	if f.Indicator.Type == survey.IndicatorMean {
		s.meanCells(q, given, among)
		return
	}
	source, value := s.at(figureCount, s.row), any(q.Sum)
	if f.Indicator.Type == survey.IndicatorMedian {
		source, value = s.at(figureMedian, s.row), number(q.Median)
	}
	if q.N == 0 {
		value = textDash
	}
	s.live(figureValue, plainf("IF(%s=0,%s,%s)", n, literal(textDash), source), value, st.number)
}

// meanCells prints a mean with its interval, or the median that stands for it,
// beside the cells that amountLine wrote.
func (s *sheet) meanCells(q *analysis.Quantity, given amount, among []anyOf) {
	st, at := s.book.style, s.book.spots.amounts[q]
	low, high := any(""), any("")
	if q.Mean != nil {
		low, high = q.Mean.Interval.Low, q.Mean.Interval.High
	}
	f := given.mean(s.at(figureBase, s.row), s.at(figureMedian, s.row), s.at(figureValue, s.row), among)
	s.live(figureValue, f.value, number(meanOrMedian(q)), st.hundredths)
	s.live(figureLow, f.low, low, st.hundredths)
	s.live(figureHigh, f.high, high, st.hundredths)
	at.mean, at.low, at.high = s.from(figureValue, s.row), s.from(figureLow, s.row), s.from(figureHigh, s.row)
	s.book.spots.amounts[q] = at
}

// ratioLine prints the two sums of a rate or a ratio and their quotient; it
// tells the denominator, whole.
func (s *sheet) ratioLine(f *analysis.Figure) int {
	st := s.book.style
	r := s.book.ratioFormulas(f)
	s.live(figureCount, r.over, f.Ratio.Over, st.number)
	s.live(figureBase, r.under, f.Ratio.Under, st.number)
	shown := f.Ratio.Under >= analysis.MinPercentBase && !math.IsNaN(f.Ratio.Value)
	times, strong, ends := 100.0, st.percentStrong, st.percent
	if f.Indicator.Type == survey.IndicatorRatio {
		times, strong, ends = 1, st.hundredths, st.hundredths
	}
	value, low, high := any(""), any(""), any("")
	if shown {
		value = times * f.Ratio.Value
	}
	if shown && f.Ratio.HasInterval {
		low, high = times*f.Ratio.Interval.Low, times*f.Ratio.Interval.High
	}
	over, under := s.at(figureCount, s.row), s.at(figureBase, s.row)
	if r.over.text != "" {
		s.book.spots.ratios[f.Indicator] = spot{
			count: s.from(figureCount, s.row), base: s.from(figureBase, s.row),
			low: s.from(figureLow, s.row), high: s.from(figureHigh, s.row), n: r.n,
		}
	}
	s.live(figureValue, r.value(over, under), value, strong)
	s.live(figureLow, r.bound("-", over, under), low, ends)
	s.live(figureHigh, r.bound("+", over, under), high, ends)
	return int(f.Ratio.Under)
}

// defineFigure names the indicator's value after its code: HC-1 is HC_1.
func (s *sheet) defineFigure(f *analysis.Figure) {
	name := definedName(f.Indicator.Name)
	if name == "" || s.book.named[strings.ToLower(name)] {
		return
	}
	s.book.named[strings.ToLower(name)] = true
	s.keep(s.book.file.SetDefinedName(&excelize.DefinedName{Name: name, RefersTo: s.from(figureValue, s.row)}))
}

// definedName makes a name that no cell reference can be mistaken for.
func definedName(code string) string {
	if code == "" {
		return ""
	}
	return "Ind_" + strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return '_'
	}, code)
}

func partValue(f *analysis.Figure, q *analysis.Quantity) float64 {
	switch f.Indicator.Type {
	case survey.IndicatorMedian:
		return q.Median
	case survey.IndicatorMean:
		return meanOrMedian(q)
	}
	return q.Sum
}

func meanOrMedian(q *analysis.Quantity) float64 {
	if q.Mean != nil {
		return q.Mean.Value
	}
	return q.Median
}
