package workbook

import (
	"cmp"
	"math"

	"github.com/xuri/excelize/v2"

	"constat/analysis"
	"constat/analysis/stats"
)

// The columns of a comparison. What the chart draws is past the printed area:
// a stacked bar cannot be made of the two ends of an interval as they are.
const (
	compareLabel, compareHere, compareHereBase = 1, 2, 3
	compareThere, compareThereBase, compareGap = 4, 5, 6
	compareVerdict, compareP                   = 9, 10
	compareName, compareFirstSegment           = 12, 13
)

const (
	intervalSegments, establishedSegment = 5, 1
	leastIntervals, mostIntervals        = 2, 24
	intervalHeight                       = 17.0 // points of one bar
)

// writeComparison prints what Compare found, each reference after the other.
// The figures are the diagnostic's own: they do not follow corrections, since
// the reference's rows are not in the workbook.
func (b *book) writeComparison(s *sheet) error {
	s.columns(52, 9, 8, 9, 8, 10, 10, 10, 24, 10)
	s.head(nameComparison)
	s.freeze(s.opening, 1)
	s.across(compareLabel, compareP, textComparisonReading, b.style.body, 10)
	s.gap(8)
	for _, c := range b.diag.Compared {
		s.across(compareLabel, compareP, referenceSentence(c), b.style.heading, 13)
		s.across(compareLabel, compareP, familySentence(c), b.style.small, 9)
		s.comparedFigures(c)
		s.comparedTables(c)
		s.gap(16)
	}
	s.print(0)
	return nil
}

func (s *sheet) comparedFigures(c *analysis.Compared) {
	var figures []analysis.Comparison
	for _, each := range c.All {
		if each.Figure != nil {
			figures = append(figures, each)
		}
	}
	if len(figures) == 0 {
		return
	}
	s.gap(6)
	s.header(comparisonHeaders...)
	first := s.row
	for _, each := range figures {
		s.compared(each, coded(each))
		s.segments(s.row-1, each)
	}
	if len(figures) >= leastIntervals && len(figures) <= mostIntervals {
		end := s.block()
		s.intervals(first, s.row-1)
		end()
	}
}

func (s *sheet) comparedTables(c *analysis.Compared) {
	end := func() {}
	for i, each := range c.All {
		if each.Table == nil {
			continue
		}
		if i == 0 || c.All[i-1].Table != each.Table {
			end()
			s.gap(6)
			end = s.block()
			s.across(compareLabel, compareP, each.Title, s.book.style.question, 11)
			s.header(comparisonHeaders...)
		}
		if each.Scale != nil {
			s.comparedScale(each)
			continue
		}
		s.compared(each, each.Label)
	}
	end()
}

// comparedScale prints the levels of a scale, then its one verdict beside the
// median levels.
func (s *sheet) comparedScale(c analysis.Comparison) {
	st := s.book.style
	for _, l := range c.Scale.Levels {
		s.wrapped(compareLabel, l.Label, st.label, 10)
		s.shares(l.This, l.Other)
		here, _ := l.This.Fraction()
		there, _ := l.Other.Fraction()
		s.set(compareGap, tenth(100*(here-there)), st.points)
		for col := compareGap + 1; col <= compareP; col++ {
			s.set(col, nil, st.dash)
		}
		s.next()
	}
	s.set(compareLabel, textMedianLevel, st.labelStrong)
	s.verdict(c)
	s.across(compareHere, compareVerdict-1, mediansSentence(c.Scale), st.label, 10)
}

// shares prints both shares with their bases.
func (s *sheet) shares(this, other analysis.Share) {
	st := s.book.style
	for _, share := range []struct {
		col int
		analysis.Share
	}{{compareHere, this}, {compareThere, other}} {
		s.set(share.col, percentValue(share.Share), st.percent)
		s.set(share.col+1, share.Base, st.count)
	}
}

// verdict prints what is established and at which p.
func (s *sheet) verdict(c analysis.Comparison) {
	style := s.book.style.no
	if c.Established() {
		style = s.book.style.yes
	}
	s.set(compareVerdict, verdictWords(c), style)
	s.set(compareP, probabilityCell(c.Adjusted), s.book.style.readingRight)
}

// compared prints one line.
func (s *sheet) compared(c analysis.Comparison, label string) {
	st := s.book.style
	s.wrapped(compareLabel, label, st.label, 10)
	s.shares(c.This, c.Other)
	for i, points := range []float64{c.Difference, c.Interval.Low, c.Interval.High} {
		s.set(compareGap+i, tenth(100*points), st.points)
	}
	s.verdict(c)
	s.next()
}

// tenth rounds to what is shown, so that no cell holds a hidden digit.
func tenth(x float64) float64 { return math.Round(10*x) / 10 }

// segments writes, beside a line, the pieces of the bar that stands for its
// interval: what is left blank from 0, then what is drawn on either side of 0,
// in the columns of its verdict.
func (s *sheet) segments(row int, c analysis.Comparison) {
	at := func(col int, value any) {
		s.keep(s.book.file.SetCellValue(s.name, cell(col, row), value))
		s.keep(s.book.file.SetCellStyle(s.name, cell(col, row), cell(col, row), s.book.style.countMuted))
	}
	at(compareName, cmp.Or(c.Figure.Indicator.Name, c.Title))
	i := stats.Interval{Low: 100 * c.Interval.Low, High: 100 * c.Interval.High}
	blank, right, left := math.Max(i.Low, 0)+math.Min(i.High, 0), math.Max(i.High, 0)-math.Max(i.Low, 0), math.Min(i.Low, 0)-math.Min(i.High, 0)
	pieces := [intervalSegments]float64{blank}
	drawn := establishedSegment
	if !c.Established() {
		drawn += 2
	}
	pieces[drawn], pieces[drawn+1] = right, left
	for j, piece := range pieces {
		at(compareFirstSegment+j, tenth(piece))
	}
}

// intervals draws the lines' intervals around 0: dark where the difference is
// established, pale where it is not.
func (s *sheet) intervals(first, last int) {
	s.gap(6)
	s.across(compareLabel, compareP, textIntervalChart, s.book.style.small, 9)
	top := s.row
	for range last - first + 2 {
		s.gap(intervalHeight)
	}
	gap, overlap := uint(60), 100
	chart := &excelize.Chart{
		Type:     excelize.BarStacked,
		XAxis:    excelize.ChartAxis{ReverseOrder: true, Font: chartFont(9, colourInk), TickLabelPosition: excelize.ChartTickLabelLow},
		YAxis:    excelize.ChartAxis{Font: chartFont(9, colourInk), MajorGridLines: true, NumFmt: excelize.ChartNumFmt{CustomNumFmt: formatWholePoints}},
		GapWidth: &gap, Overlap: &overlap,
	}
	labels := series{sheet: s.name}
	for j, colour := range [intervalSegments]string{"", colourAccent, colourAccent, colourMissing, colourMissing} {
		fill := excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}
		if colour == "" {
			fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FFFFFF"}, Transparency: 100}
		}
		chart.Series = append(chart.Series, excelize.ChartSeries{
			Name: intervalNames[j], Fill: fill,
			Categories: labels.reference(compareName, first, last), Values: labels.reference(compareFirstSegment+j, first, last),
		})
	}
	s.chart(area{compareLabel, compareP, top, s.row - 1}, chart, textIntervalChart)
}
