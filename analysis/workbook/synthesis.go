package workbook

import (
	"math"

	"constat/analysis"
	"constat/survey"
)

// The synthesis reads from left to right: a count, what it is, a percentage,
// what was counted.
const (
	mostKeyFigures = 12
	mostCharts     = 4
)

// writeSynthesis prints the page that a lead brings to a meeting: key figures,
// ranked needs, a few charts. It fits one printed page.
func (b *book) writeSynthesis(s *sheet) error {
	s.portrait = true
	s.columns(19, 36, 3, 17, 12, 28)
	s.head(nameSynthesis)
	s.liveAcross(1, 6, synthesisLead(b.diag, b.responses(), b.spots.coverage), b.style.lead, 11)
	s.gap(8)
	if len(b.diag.Form.Diagnostic) == 0 {
		s.across(1, 6, textChooseFigures, b.style.small, 9)
		s.gap(8)
	}
	s.keyFigures()
	s.estimateLines()
	s.needs()
	s.synthesisCharts()
	s.print(1)
	return nil
}

func (s *sheet) keyFigures() {
	figures := s.book.diag.KeyFigures()
	if len(figures) == 0 {
		return
	}
	s.across(1, 6, textKeyFigures, s.book.style.heading, 13)
	for _, f := range figures[:min(len(figures), mostKeyFigures)] {
		for _, line := range keyLines(f) {
			s.keyFigure(line)
		}
	}
	s.gap(10)
}

// keyLines gives one line per question to the medians of several: they do not
// add up.
func keyLines(f *analysis.Figure) []*analysis.Figure {
	if !f.Apart() || len(f.Parts) < 2 {
		return []*analysis.Figure{f}
	}
	lines := make([]*analysis.Figure, len(f.Parts))
	for i, part := range f.Parts {
		line := *f
		line.Label, line.Parts = partLabel(f, part), []analysis.Part{part}
		lines[i] = &line
	}
	return lines
}

// keyFigure prints the count before any percentage. Its figures are cells of
// the indicators' sheet.
func (s *sheet) keyFigure(f *analysis.Figure) {
	st, at := s.book.style, s.book.spots
	s.set(5, nil, st.label)
	remark := say(f.Unit)
	switch {
	case f.Share != nil && f.Share.Base > 0:
		s.bigText(fractionText(*f.Share, at.shares[f.Share], "", textNobody))
		s.bigPercent(percentValue(*f.Share), at.figures[f.Indicator], at.shares[f.Share].base)
	case f.Ratio != nil && f.Ratio.N > 0 && f.Indicator.Type == survey.IndicatorRatio:
		s.bigQuotient(f)
		remark = quotientRemark(f, at)
	case f.Ratio != nil && f.Ratio.N > 0:
		s.bigText(ratioText(f.Ratio, "", at.ratios[f.Indicator]))
		value := any(textDash)
		if f.Ratio.Under >= analysis.MinPercentBase && !math.IsNaN(f.Ratio.Value) {
			value = 100 * f.Ratio.Value
		}
		s.bigPercent(value, at.figures[f.Indicator], at.ratios[f.Indicator].base)
	case f.Numbered():
		style := st.bigValue
		if f.Indicator.Type == survey.IndicatorMean {
			style = st.bigHundredths
		}
		s.live(1, s.book.keyFormula(f), keySum(f), style)
		remark = partsReading(f, at)
	default:
		s.set(1, textDash, st.dash)
		remark = say(textNobody)
	}
	s.mergeWrapped(2, 4, f.Label, st.figure, 11)
	s.liveText(6, s.book.beside(remark.and(s.book.basis(f, breakAfter(remark))).and(caution(f, at)), f), st.reading, 10)
	s.height(28)
	s.next()
}

func (s *sheet) bigText(words said) {
	s.set(1, words.text, s.book.style.bigText)
	s.say(1, s.row, words)
}

// bigPercent shows an indicator's percentage, blank when it is held back.
func (s *sheet) bigPercent(value any, from, base string) {
	if value == textDash {
		value = ""
	}
	f := formula{}
	if base != "" {
		f = plainf(`IF(ISNUMBER(%[1]s),%[1]s,"")`, from)
	}
	s.live(5, f, value, s.book.style.bigPercent)
}

// bigQuotient shows a ratio, or its two sums when it is held back.
func (s *sheet) bigQuotient(f *analysis.Figure) {
	at := s.book.spots.ratios[f.Indicator]
	sums := pairText(f.Ratio, at)
	value, made := any(sums.text), formula{}
	if f.Ratio.Under >= analysis.MinPercentBase && !math.IsNaN(f.Ratio.Value) {
		value = f.Ratio.Value
	}
	if at.base != "" {
		made = plainf(`IF(ISNUMBER(%[1]s),%[1]s,%[2]s)`, s.book.spots.figures[f.Indicator], sums.expression())
	}
	s.live(1, made, value, s.book.style.bigHundredths)
}

// keyFormula points at the value of a sum, a mean or a median.
func (b *book) keyFormula(f *analysis.Figure) formula {
	if f.Apart() {
		at := b.spots.amounts[f.Parts[0].Quantity]
		if f.Indicator.Type == survey.IndicatorMean {
			return plain(at.mean)
		}
		return plain(at.median)
	}
	if len(f.Parts) == 1 && b.spots.amounts[f.Parts[0].Quantity].sum == "" || b.rows() == nil {
		return formula{}
	}
	return plain(b.spots.figures[f.Indicator])
}

// keySum is the value of a sum of one or several questions, of a mean or of a
// median.
func keySum(f *analysis.Figure) float64 {
	if f.Apart() {
		return partValue(f, f.Parts[0].Quantity)
	}
	sum := 0.0
	for _, part := range f.Parts {
		sum += part.Quantity.Sum
	}
	return sum
}

func (s *sheet) estimateLines() {
	for _, e := range s.book.diag.Estimates {
		if e.Declared.N == 0 {
			continue
		}
		s.across(1, 6, e.Label, s.book.style.heading, 13)
		headline, ok := s.book.spots.estimate[e]
		if !ok {
			headline = estimateHeadline(e, steps{})
		}
		s.liveAcross(1, 6, headline, s.book.style.lead, 11)
		s.gap(8)
	}
}

// needs ranks every answer of the first ranking, not its first five.
func (s *sheet) needs() {
	st := s.book.style
	needs := s.book.diag.Rankings()
	if len(needs) == 0 || needs[0].Base.Answered() == 0 {
		return
	}
	need, at := needs[0], s.book.spots.lines[needs[0]]
	for len(at) < len(need.Lines) {
		at = append(at, spot{})
	}
	base := ""
	if len(at) > 0 {
		base = at[0].base
	}
	s.across(1, 6, textNeeds, st.heading, 13)
	s.liveAcross(1, 6, say(need.Title+" — ").and(personsAnswered(need.Base.Answered(), base)), st.small, 9)
	first := s.row
	for i, line := range need.Lines {
		s.mergeWrapped(1, 3, line.Label, st.label, 10)
		words := fractionText(line.Share, at[i], "", textNobody)
		s.mergeWrapped(4, 5, words.text, st.readingRight, 10)
		s.say(4, s.row, words)
		s.fraction(6, line.Share, at[i].count, at[i].base)
		s.next()
	}
	s.dataBars(6, first, s.row-1)
	s.gap(10)
}

// synthesisCharts draws up to four tables of the other sheets, two by two.
func (s *sheet) synthesisCharts() {
	charts := s.book.chartedTables()
	for i := 0; i < len(charts); i += 2 {
		pair := charts[i:min(i+2, len(charts))]
		height := 0.0
		for j, t := range pair {
			first, last := 1, 2
			if j == 1 {
				first, last = 4, 6
			}
			s.mergeWrapped(first, last, t.Title, s.book.style.figure, 11)
			height = max(height, chartHeight(t))
		}
		s.next()
		top := s.row
		const step = 30.0
		for range int(math.Ceil(height / step)) {
			s.gap(step)
		}
		for j, t := range pair {
			bottom := top + int(math.Ceil(chartHeight(t)/step)) - 1
			a := area{1, 2, top, bottom}
			if j == 1 {
				a = area{4, 6, top, bottom}
			}
			if stacked(t) {
				s.stack(a, s.book.printed[t].series)
			} else {
				s.bars(a, s.book.printed[t].series)
			}
		}
		s.gap(8)
	}
}

func chartHeight(t *analysis.Table) float64 {
	if stacked(t) {
		return stackHeight(len(t.Lines)) + 30
	}
	return 30 + float64(len(t.Lines))*22
}

// chartedTables picks the tables that the synthesis draws: who answered, then
// the needs after the first (which is listed above), then scales, then other
// questions until the last pair is whole. A form without a diagnostic sheet has
// nothing above the charts: it gets all of them.
func (b *book) chartedTables() []*analysis.Table {
	var picked []*analysis.Table
	seen := make(map[*survey.Question]bool)
	pick := func(t *analysis.Table) {
		if p, ok := b.printed[t]; ok && len(picked) < mostCharts && !seen[t.Question] && len(t.Lines) > 0 && len(t.Lines) <= mostBars && p.lastRow >= p.firstRow {
			seen[t.Question] = true
			picked = append(picked, t)
		}
	}
	if profiles := b.diag.Participation.Profiles; len(profiles) > 0 {
		pick(profiles[0])
	}
	for i, need := range b.diag.Rankings() {
		if t, ok := b.diag.Table(need.Question); ok && i > 0 && len(picked) < 3 {
			pick(t)
		}
	}
	full := func() bool {
		if len(b.diag.Form.Diagnostic) == 0 {
			return len(picked) == mostCharts
		}
		return len(picked) >= 2 && len(picked)%2 == 0
	}
	for _, wanted := range []survey.Measure{survey.MeasureOrdinal, survey.MeasureNominal, survey.MeasureMultiple, survey.MeasureQuantity} {
		for _, t := range b.diag.Tables() {
			if t.Measure == wanted && !full() && !b.listed(t) {
				pick(t)
			}
		}
	}
	return picked
}

// listed tells the ranking that the synthesis writes out above its charts.
func (b *book) listed(t *analysis.Table) bool {
	needs := b.diag.Rankings()
	return len(needs) > 0 && needs[0].Question == t.Question
}
