package workbook

import "github.com/xuri/excelize/v2"

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
