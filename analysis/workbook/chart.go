package workbook

import (
	"fmt"
	"math"

	"github.com/xuri/excelize/v2"
)

// area is where a chart stands: from a row to a row (included), in one column
// or more.
type area struct{ firstCol, lastCol, firstRow, lastRow int }

// series is what a chart draws: labels and values of the same rows of a sheet.
type series struct {
	sheet                string
	labelCol, valueCol   int
	firstRow, lastRow    int
	format               string // of the labels on the bars
	description          string // for people who do not see the chart
	longestLabel, levels int
}

// mostBars is how many bars a chart shows; beyond, the bars inside the table's
// own cells read better.
const mostBars = 30

// barsHeight is the points that a chart of horizontal bars needs.
func barsHeight(bars, longestLabel int) float64 {
	each := 18.5
	if longestLabel > 45 {
		each = 22.5
	}
	if longestLabel > 110 {
		each = 34
	}
	return 24 + math.Max(2, float64(bars))*each
}

// stackHeight is the points that one stacked bar needs, legend included.
func stackHeight(levels int) float64 { return 96 + 8*float64(levels) }

func (d series) reference(col int, row1, row2 int) string {
	name, _ := excelize.ColumnNumberToName(col)
	if row1 == row2 {
		return fmt.Sprintf("%s!$%s$%d", quoted(d.sheet), name, row1)
	}
	return fmt.Sprintf("%s!$%s$%d:$%s$%d", quoted(d.sheet), name, row1, name, row2)
}

// bars draws horizontal bars in the table's own order, the first on top.
func (s *sheet) bars(a area, d series) {
	gap := uint(45)
	zero := 0.0
	s.chart(a, &excelize.Chart{
		Type: excelize.Bar,
		Series: []excelize.ChartSeries{{
			// The header above the values is what they are: « % », « Effectif ».
			Name:       d.reference(d.valueCol, d.firstRow-1, d.firstRow-1),
			Categories: d.reference(d.labelCol, d.firstRow, d.lastRow), Values: d.reference(d.valueCol, d.firstRow, d.lastRow),
			Fill:              solid(colourAccent),
			DataLabel:         excelize.ChartDataLabel{Font: chartFont(9, colourInk)},
			DataLabelPosition: excelize.ChartDataLabelsPositionOutsideEnd,
		}},
		XAxis:    excelize.ChartAxis{ReverseOrder: true, Font: chartFont(9, colourInk)},
		YAxis:    excelize.ChartAxis{None: true, Minimum: &zero},
		PlotArea: excelize.ChartPlotArea{ShowVal: true, NumFmt: excelize.ChartNumFmt{CustomNumFmt: d.format}},
		GapWidth: &gap,
	}, d.description)
}

// stack draws one bar cut in the levels of a scale, in the scale's order.
func (s *sheet) stack(a area, d series) {
	gap := uint(30)
	overlap := 100
	chart := &excelize.Chart{
		Type:     excelize.BarPercentStacked,
		Legend:   excelize.ChartLegend{Position: "bottom", Font: ptr(chartFont(9, colourInk))},
		XAxis:    excelize.ChartAxis{None: true},
		YAxis:    excelize.ChartAxis{None: true},
		PlotArea: excelize.ChartPlotArea{ShowVal: true, NumFmt: excelize.ChartNumFmt{CustomNumFmt: d.stackFormat()}},
		GapWidth: &gap, Overlap: &overlap,
	}
	for row := d.firstRow; row <= d.lastRow; row++ {
		level := row - d.firstRow
		fill, ink := scaleColour(level, d.levels)
		chart.Series = append(chart.Series, excelize.ChartSeries{
			Name:   d.reference(d.labelCol, row, row),
			Values: d.reference(d.valueCol, row, row),
			Fill:   solid(fill), DataLabel: excelize.ChartDataLabel{Font: chartFont(9, ink)},
			DataLabelPosition: excelize.ChartDataLabelsPositionCenter,
		})
	}
	s.chart(a, chart, d.description)
}

// stackFormat leaves out the figures of levels too thin to hold them.
func (d series) stackFormat() string {
	if d.format == formatPercent {
		return `[<4]"";` + formatPercent
	}
	return `[=0]"";` + d.format
}

func (s *sheet) chart(a area, chart *excelize.Chart, description string) {
	if chart.Legend.Position == "" {
		chart.Legend.Position = "none"
	}
	vary := false
	chart.VaryColors = &vary
	chart.Border = excelize.LineOptions{Type: excelize.LineNone}
	chart.Dimension = s.dimension(a)
	chart.Format = excelize.GraphicOptions{AltText: description, OffsetX: 4, OffsetY: 2, Positioning: "twoCell"}
	for _, drawn := range chart.Series {
		s.book.drawn = append(s.book.drawn, drawn.Name, drawn.Categories, drawn.Values)
	}
	s.keep(s.book.file.AddChart(s.name, cell(a.firstCol, a.firstRow), chart))
}

// dimension is an area in the pixels that excelize counts in: eight to a
// character of width, 4/3.4 to a point of height. Both are its own
// approximations, so that the chart ends where the area does.
func (s *sheet) dimension(a area) excelize.ChartDimension {
	width, height := 0.0, 0.0
	for c := a.firstCol; c <= a.lastCol; c++ {
		width += math.Floor(s.widths[c-1]*8 + 0.5)
	}
	for r := a.firstRow; r <= a.lastRow; r++ {
		height += math.Ceil(4 / 3.4 * s.heights[r-1])
	}
	return excelize.ChartDimension{Width: uint(max(width-8, 50)), Height: uint(max(height-4, 40))}
}

// scaleColour is a level's colour, dark to light, and that of the figures on
// it. The level past the last is « ne sait pas »: grey.
func scaleColour(level, levels int) (fill, ink string) {
	if level >= levels {
		return colourMissing, colourInk
	}
	share := 0.0
	if levels > 1 {
		share = float64(level) / float64(levels-1)
	}
	dark, light := [3]float64{0x12, 0x46, 0x5E}, [3]float64{0xD3, 0xE5, 0xEC}
	var c [3]int
	for i := range c {
		c[i] = int(math.Round(dark[i] + share*(light[i]-dark[i])))
	}
	ink = "FFFFFF"
	if share > 0.5 {
		ink = colourInk
	}
	return fmt.Sprintf("%02X%02X%02X", c[0], c[1], c[2]), ink
}

func solid(colour string) excelize.Fill {
	return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}
}

func chartFont(size float64, colour string) excelize.Font {
	return excelize.Font{Family: font, Size: size, Color: colour}
}

func ptr[T any](v T) *T { return &v }
