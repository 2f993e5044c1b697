package workbook

import (
	"fmt"

	"github.com/xuri/excelize/v2"

	"constat/analysis/disclosure"
)

// barLabel is what a bar says in the place of its length: the end of a band is
// no number of respondents.
type barLabel struct {
	point int
	text  string
}

// barLabels are those of the bars that are not a published number.
func barLabels(lines []disclosure.PublishedLine) []barLabel {
	var labels []barLabel
	for i, l := range lines {
		if draw(l.Shown).hasBand {
			labels = append(labels, barLabel{i, shownText(l.Shown)})
		}
	}
	return labels
}

// layout is where the bars stand in a chart, in parts of its sides.
type layout struct{ left, top, width, height float64 }

const (
	chartLabelSize = 9
	legendHeight   = 22.0 // points
	longestInChart = 0.46 // of the chart's width, for the labels of its bars
	afterBars      = 0.07 // for the number at the end of the longest
)

// plotOf leaves the labels of the bars the room that they take, and no more
// than half: each program has its own idea of it, and some write labels one
// over the other.
func (s *sheet) plotOf(a area, d bands, axis bool) layout {
	if !axis {
		return layout{0, 0, 1, 1}
	}
	width, height, longest := s.widths[a.firstCol-1]*pointsPerUnit, s.between(a.firstRow, a.lastRow+1), 0.0
	for _, label := range d.names {
		longest = max(longest, lettersWidth(label, chartLabelSize))
	}
	p := layout{left: min(longest*letterRoom/width+0.015, longestInChart), top: 4 / height}
	bottom := 4.0
	if d.bandCol > 0 {
		bottom = legendHeight
	}
	p.width, p.height = 1-p.left-afterBars, 1-p.top-bottom/height
	return p
}

// bands is what a chart of the public edition draws: the cells of full bars,
// and those of hatched ones where there are bands.
type bands struct {
	labelCol, fullCol, bandCol int // bandCol 0: no band
	header, first, last        int // rows
	most                       int // where the axis ends: what bars are a part of; 0 = open
	description                string
	names                      []string // what the bars stand for
	labels                     []barLabel
}

// bandBars draws horizontal bars; hatched ones lie behind full ones, from zero.
func (x *edition) bandBars(s *sheet, a area, d bands, axis bool) {
	gap, overlap, zero := uint(40), 100, 0.0
	source := series{sheet: s.name}
	serie := func(col int, fill string) excelize.ChartSeries {
		return excelize.ChartSeries{
			Name:       source.reference(col, d.header, d.header),
			Categories: source.reference(d.labelCol, d.first, d.last), Values: source.reference(col, d.first, d.last),
			Fill: solid(fill), DataLabel: excelize.ChartDataLabel{Font: chartFont(chartLabelSize, colourInk)},
			DataLabelPosition: excelize.ChartDataLabelsPositionOutsideEnd,
		}
	}
	chart := &excelize.Chart{
		Type:     excelize.Bar,
		XAxis:    excelize.ChartAxis{None: !axis, ReverseOrder: true, Font: chartFont(chartLabelSize, colourInk)},
		YAxis:    excelize.ChartAxis{None: true, Minimum: &zero},
		PlotArea: excelize.ChartPlotArea{ShowVal: axis, NumFmt: excelize.ChartNumFmt{CustomNumFmt: formatCount}},
		GapWidth: &gap, Overlap: &overlap,
	}
	if d.most > 0 {
		most := float64(d.most)
		chart.YAxis.Maximum = &most
	}
	if d.bandCol > 0 {
		chart.Series = append(chart.Series, serie(d.bandCol, colourBar))
		chart.Legend = excelize.ChartLegend{Position: "bottom", Font: ptr(chartFont(8, colourGrey))}
	}
	if !axis {
		chart.Legend = excelize.ChartLegend{}
		chart.Fill = excelize.Fill{Type: "pattern"} // none: the table's rules show through
	}
	chart.Series = append(chart.Series, serie(d.fullCol, colourAccent))
	s.chart(a, chart, d.description)
	x.bands[fmt.Sprintf("xl/charts/chart%d.xml", len(x.bands)+1)] = bandChart{d.labels, s.plotOf(a, d, axis), d.bandCol > 0, axis}
}
