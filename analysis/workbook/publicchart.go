package workbook

import (
	"bytes"
	"fmt"
	"html"
	"slices"

	"github.com/xuri/excelize/v2"

	"constat/analysis/disclosure"
)

// colourHatch stands for the hatching of bands in what excelize writes: it
// knows no pattern fill in charts. No other colour of the workbook is the same.
const colourHatch = "7FA9BE"

var (
	hatchMark    = []byte(`<a:solidFill><a:srgbClr val="` + colourHatch + `"></a:srgbClr></a:solidFill>`)
	hatchPattern = []byte(`<a:pattFill prst="wdUpDiag"><a:fgClr><a:srgbClr val="` + colourAccent + `"/></a:fgClr><a:bgClr><a:srgbClr val="FFFFFF"/></a:bgClr></a:pattFill>` +
		`<a:ln w="9525"><a:solidFill><a:srgbClr val="` + colourAccent + `"/></a:solidFill></a:ln>`)
	valueShown  = []byte(`<showVal val="1">`)
	valueHidden = []byte(`<showVal val="0">`)
	plotArea    = []byte(`<plotArea>`)
	serieStart  = []byte(`<ser>`)
	serieEnd    = []byte(`</ser>`)
	nameStart   = []byte(`<tx>`)
	nameEnd     = []byte(`</tx>`)
	labelsStart = []byte(`<dLbls>`)
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

// finish is what excelize does not know how to write of a chart.
type finish struct {
	labels []barLabel
	plot   layout
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

func (p layout) xml() []byte {
	return fmt.Appendf(nil, `<plotArea><layout><manualLayout><layoutTarget val="inner"/><xMode val="edge"/><yMode val="edge"/>`+
		`<x val="%.4g"/><y val="%.4g"/><w val="%.4g"/><h val="%.4g"/></manualLayout></layout>`, p.left, p.top, p.width, p.height)
}

// mendChart finishes a chart of the public edition: its bars stand where the
// sheet wants them; hatched ones are hatched, and say « <11 » and « ≥37 » as
// the table does.
func (x *edition) mendChart(name string, xml []byte) []byte {
	f, ok := x.finishes[name]
	if !ok {
		return xml
	}
	xml = bytes.Replace(xml, plotArea, f.plot.xml(), 1)
	var out bytes.Buffer
	for {
		start := bytes.Index(xml, serieStart)
		end := bytes.Index(xml, serieEnd)
		if start < 0 || end < start {
			break
		}
		out.Write(xml[:start])
		out.Write(f.serie(xml[start:end]))
		out.Write(serieEnd)
		xml = xml[end+len(serieEnd):]
	}
	out.Write(xml)
	return out.Bytes()
}

func (f finish) serie(xml []byte) []byte {
	if len(f.labels) == 0 && !bytes.Contains(xml, hatchMark) {
		return xml
	}
	labelled := bytes.Contains(xml, valueShown)
	if !bytes.Contains(xml, hatchMark) {
		xml = inLegend(xml, textFullBar)
		if labelled {
			xml = bytes.Replace(xml, labelsStart, slices.Concat(labelsStart, f.silent()), 1)
		}
		return xml
	}
	xml = inLegend(xml, textBandBar)
	xml = bytes.Replace(bytes.ReplaceAll(xml, valueShown, valueHidden), hatchMark, hatchPattern, 1)
	if labelled {
		xml = bytes.Replace(xml, labelsStart, slices.Concat(labelsStart, f.told()), 1)
	}
	return xml
}

// inLegend puts words in the legend, where the table's header is too short.
func inLegend(serie []byte, name string) []byte {
	start, end := bytes.Index(serie, nameStart), bytes.Index(serie, nameEnd)
	if start < 0 || end < start {
		return serie
	}
	return slices.Concat(serie[:start], nameStart, []byte("<v>"+name+"</v>"), serie[end:])
}

// told are the hatched bars' labels.
func (f finish) told() []byte {
	var out []byte
	for _, l := range f.labels {
		out = fmt.Appendf(out, `<dLbl><idx val="%d"/><tx><rich><a:bodyPr/><a:p><a:pPr><a:defRPr sz="%d00"><a:latin typeface="%s"/></a:defRPr></a:pPr>`+
			`<a:r><a:rPr lang="fr-FR" sz="%d00"><a:solidFill><a:srgbClr val="%s"/></a:solidFill><a:latin typeface="%s"/></a:rPr><a:t>%s</a:t></a:r></a:p></rich></tx>`+
			`<dLblPos val="outEnd"/><showLegendKey val="0"/><showVal val="1"/><showCatName val="0"/><showSerName val="0"/><showPercent val="0"/><showBubbleSize val="0"/></dLbl>`,
			l.point, chartLabelSize, font, chartLabelSize, colourGrey, font, html.EscapeString(l.text))
	}
	return out
}

// silent takes their number from the full bars that a hatched one prolongs.
func (f finish) silent() []byte {
	var out []byte
	for _, l := range f.labels {
		out = fmt.Appendf(out, `<dLbl><idx val="%d"/><delete val="1"/></dLbl>`, l.point)
	}
	return out
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
		chart.Series = append(chart.Series, serie(d.bandCol, colourHatch))
		chart.Legend = excelize.ChartLegend{Position: "bottom", Font: ptr(chartFont(8, colourGrey))}
	}
	if !axis {
		chart.Legend = excelize.ChartLegend{}
		chart.Fill = excelize.Fill{Type: "pattern"} // none: the table's rules show through
	}
	chart.Series = append(chart.Series, serie(d.fullCol, colourAccent))
	s.chart(a, chart, d.description)
	x.finishes[fmt.Sprintf("xl/charts/chart%d.xml", len(x.finishes)+1)] = finish{d.labels, s.plotOf(a, d, axis)}
}
