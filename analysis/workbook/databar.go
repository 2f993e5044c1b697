package workbook

import (
	"bytes"
	"strings"

	"github.com/xuri/excelize/v2"
)

// dataBar shades a percentage's cell from 0 to 100.
func dataBar() []excelize.ConditionalFormatOptions {
	return []excelize.ConditionalFormatOptions{{
		Type: "data_bar", Criteria: "=", MinType: "num", MaxType: "num", MinValue: "0", MaxValue: "100",
		BarColor: "#" + colourBar, BarSolid: true,
	}}
}

// heatMap shades percentages from white to the accent's pale blue.
func heatMap() []excelize.ConditionalFormatOptions {
	return []excelize.ConditionalFormatOptions{{
		Type: "2_color_scale", Criteria: "=", MinType: "num", MaxType: "num", MinValue: "0", MaxValue: "100",
		MinColor: "#FFFFFF", MaxColor: "#" + colourScale,
	}}
}

// excelize writes a solid bar's bounds in the form that Excel reads, as
// automatic: the longest bar would fill its cell at 28 %. The bounds that were
// asked for stand only in the form that Excel 2007 reads.
var (
	automaticBar = []byte(`<x14:cfvo type="autoMin"></x14:cfvo><x14:cfvo type="autoMax"></x14:cfvo>`)
	percentBar   = []byte(`<x14:cfvo type="num"><xm:f>0</xm:f></x14:cfvo><x14:cfvo type="num"><xm:f>100</xm:f></x14:cfvo>`)
)

// fixBars gives the bars of a sheet's XML the bounds of percentages.
func fixBars(name string, xml []byte) []byte {
	if !strings.HasPrefix(name, "xl/worksheets/") || !bytes.Contains(xml, automaticBar) {
		return xml
	}
	return bytes.ReplaceAll(xml, automaticBar, percentBar)
}
