package workbook

import (
	"bytes"
	"strings"

	"github.com/xuri/excelize/v2"
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
	axisless    = []byte(`<delete val="1">`)
	plotArea    = []byte(`<plotArea>`)
	wholeArea   = []byte(`<plotArea><layout><manualLayout><layoutTarget val="inner"/><xMode val="edge"/><yMode val="edge"/>` +
		`<x val="0"/><y val="0"/><w val="1"/><h val="1"/></manualLayout></layout>`)
	serieStart = []byte(`<ser>`)
	serieEnd   = []byte(`</ser>`)
)

// mendChart finishes a chart of the public edition: bands are hatched and carry
// no label of their own, since the end of a band is no number of respondents;
// a chart without axes fills its area, so that its bars meet the table's rows.
func mendChart(name string, xml []byte) []byte {
	if !strings.HasPrefix(name, "xl/charts/") {
		return xml
	}
	if bytes.Count(xml, axisless) == 2 {
		xml = bytes.Replace(xml, plotArea, wholeArea, 1)
	}
	var out bytes.Buffer
	for {
		start := bytes.Index(xml, serieStart)
		end := bytes.Index(xml, serieEnd)
		if start < 0 || end < start {
			break
		}
		out.Write(xml[:start])
		serie := xml[start:end]
		if bytes.Contains(serie, hatchMark) {
			serie = bytes.Replace(bytes.ReplaceAll(serie, valueShown, valueHidden), hatchMark, hatchPattern, 1)
		}
		out.Write(serie)
		out.Write(serieEnd)
		xml = xml[end+len(serieEnd):]
	}
	out.Write(xml)
	return out.Bytes()
}

// bands is what a chart of the public edition draws: the cells of full bars,
// and those of hatched ones where there are bands.
type bands struct {
	labelCol, fullCol, bandCol int // bandCol 0: no band
	header, first, last        int // rows
	most                       int // where the axis ends: what bars are a part of; 0 = open
	description                string
}

// bandBars draws horizontal bars; hatched ones lie behind full ones, from zero.
func (s *sheet) bandBars(a area, d bands, axis bool) {
	gap, overlap, zero := uint(40), 100, 0.0
	source := series{sheet: s.name}
	serie := func(col int, fill string) excelize.ChartSeries {
		return excelize.ChartSeries{
			Name:       source.reference(col, d.header, d.header),
			Categories: source.reference(d.labelCol, d.first, d.last), Values: source.reference(col, d.first, d.last),
			Fill: solid(fill), DataLabel: excelize.ChartDataLabel{Font: chartFont(9, colourInk)},
			DataLabelPosition: excelize.ChartDataLabelsPositionOutsideEnd,
		}
	}
	chart := &excelize.Chart{
		Type:     excelize.Bar,
		XAxis:    excelize.ChartAxis{None: !axis, ReverseOrder: true, Font: chartFont(9, colourInk)},
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
}
