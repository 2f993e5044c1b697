package workbook

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"
)

// One accent, greys, and a single-hue scale from dark to light that stays
// ordered in black and white and for every kind of colour blindness.
const (
	colourInk     = "1F2A37"
	colourAccent  = "1B5E7B"
	colourScale   = "7FA9BC"
	colourPale    = "E7F0F4"
	colourGrey    = "6B7280"
	colourMissing = "C9CED6"
	colourRule    = "CBD3DA"
	colourWarn    = "8A3B12"
	colourWarnBg  = "FDF1E3"
	colourBar     = "A9C8D6"
)

// font is metric-compatible everywhere: Arial, or Liberation Sans.
const font = "Arial"

// Number formats, as French readers write numbers. The decimal comma and the
// thousands separator are the reader's own Excel's.
const (
	formatCount = `#,##0`
	// Optional decimals would leave « 12, » of 12 in Excel. The first condition
	// holds for both signs: LibreOffice writes a section that it takes for the
	// positive or the negative one without any.
	formatNumber   = `[<1000]General;#,##0`
	formatTenths   = `#,##0.0`
	formatHundred  = `#,##0.00`
	formatPercent  = "0\"\u00a0%\""
	formatPercent1 = "0.0\"\u00a0%\""
	formatDay      = "dd/mm/yyyy"
	// Differences in points carry their sign.
	formatPoints      = "+0.0;\u22120.0;0.0"
	formatWholePoints = "+0;\u22120;0"
)

// styles are the cell styles of the workbook, by use.
type styles struct {
	title, context, fictitious         int
	heading, lead, body, small, note   int
	warn                               int
	header, headerLeft                 int
	label, labelMuted, labelStrong     int
	count, countMuted, countStrong     int
	percent, percent1, dash            int
	percentStrong, number              int
	heat, text, code, day, yes, no     int
	link, bigValue, bigPercent, figure int
	question, indent, dataHeader       int
	reading, countTop, subheader       int
	bigText, readingRight              int
	tableHeader, dataRow, dataText     int
	points                             int
	hundredths, bigHundredths          int
	bigTenths                          int
	band, drawn, mutedLabel, linkSmall int // of the public edition
	contextWrapped, drawnHeader        int

	looks                             map[int]look // by style
	filled                            int
	choice, acrossHeader, percentBare int
	analysed, analysedLabel, tenths   int
	listText                          int
}

// look describes a style in the few ways that this workbook uses.
type look struct {
	size               float64
	bold, italic, wrap bool
	shrink             bool // smaller letters rather than a cut text
	colour, fill       string
	align, valign      string
	format             string
	rule               bool // thin line below
	indent             int
	underline          string
}

func (b *book) makeStyles() error {
	if err := b.file.SetDefaultFont(font); err != nil {
		return err
	}
	s := &b.style
	s.looks = make(map[int]look)
	for _, each := range []struct {
		to *int
		look
	}{
		{&s.title, look{size: 18, bold: true, colour: colourAccent, valign: "center"}},
		{&s.context, look{size: contextSize, colour: colourGrey, valign: "center"}},
		{&s.contextWrapped, look{size: contextSize, colour: colourGrey, wrap: true, valign: "top"}},
		{&s.drawnHeader, look{size: 8, colour: colourGrey, wrap: true, align: "right", valign: "center"}},
		{&s.fictitious, look{size: 11, bold: true, colour: colourWarn, fill: colourWarnBg, valign: "center"}},
		{&s.heading, look{size: 13, bold: true, colour: colourAccent, wrap: true, valign: "center"}},
		{&s.question, look{size: 11, bold: true, colour: colourInk, fill: colourPale, wrap: true, valign: "center"}},
		{&s.lead, look{size: 11, colour: colourInk, wrap: true, valign: "top"}},
		{&s.body, look{size: 10, colour: colourInk, wrap: true, valign: "top"}},
		{&s.small, look{size: 9, colour: colourGrey, wrap: true, valign: "top"}},
		{&s.note, look{size: 9, italic: true, colour: colourWarn, wrap: true, valign: "top"}},
		{&s.warn, look{size: 10, bold: true, colour: colourWarn, fill: colourWarnBg, wrap: true, valign: "center"}},
		{&s.header, look{size: 9, bold: true, colour: "FFFFFF", fill: colourAccent, wrap: true, align: "center", valign: "center"}},
		{&s.headerLeft, look{size: 9, bold: true, colour: "FFFFFF", fill: colourAccent, wrap: true, align: "left", valign: "center"}},
		{&s.label, look{size: 10, colour: colourInk, wrap: true, valign: "center", rule: true}},
		{&s.labelMuted, look{size: 9, italic: true, colour: colourGrey, wrap: true, valign: "center"}},
		{&s.labelStrong, look{size: 10, bold: true, colour: colourInk, wrap: true, valign: "center", rule: true}},
		{&s.indent, look{size: 9, colour: colourGrey, wrap: true, valign: "center", rule: true, indent: 2}},
		{&s.count, look{size: 10, colour: colourInk, align: "right", valign: "center", format: formatCount, rule: true}},
		{&s.countMuted, look{size: 9, italic: true, colour: colourGrey, align: "right", valign: "center", format: formatCount}},
		{&s.countStrong, look{size: 10, bold: true, colour: colourInk, align: "right", valign: "center", format: formatCount, rule: true}},
		{&s.number, look{size: 10, colour: colourInk, align: "right", valign: "center", format: formatNumber, rule: true}},
		{&s.tenths, look{size: 10, colour: colourInk, align: "right", valign: "center", format: formatTenths, rule: true}},
		{&s.hundredths, look{size: 10, colour: colourInk, align: "right", valign: "center", format: formatHundred, rule: true}},
		{&s.bigHundredths, look{size: 14, bold: true, colour: colourAccent, align: "right", valign: "center", format: formatHundred, rule: true}},
		{&s.bigTenths, look{size: 14, bold: true, colour: colourAccent, align: "right", valign: "center", format: formatTenths, rule: true}},
		{&s.percent, look{size: 10, colour: colourInk, align: "right", valign: "center", format: formatPercent, rule: true}},
		{&s.points, look{size: 10, colour: colourInk, align: "right", valign: "center", format: formatPoints, rule: true}},
		{&s.percent1, look{size: 10, colour: colourInk, align: "right", valign: "center", format: formatPercent1, rule: true}},
		{&s.percentStrong, look{size: 10, bold: true, colour: colourAccent, align: "right", valign: "center", format: formatPercent, rule: true}},
		{&s.heat, look{size: 10, colour: colourInk, align: "center", valign: "center", format: formatPercent, rule: true}},
		// A dash becomes a percentage when its base grows past the threshold.
		{&s.dash, look{size: 10, colour: colourGrey, align: "right", valign: "center", format: formatPercent, rule: true}},
		{&s.text, look{size: 10, colour: colourInk, wrap: true, valign: "top", rule: true}},
		{&s.code, look{size: 9, colour: colourGrey, align: "center", valign: "top", rule: true, format: "@", wrap: true}},
		{&s.day, look{size: 10, colour: colourInk, align: "right", valign: "top", format: formatDay}},
		{&s.yes, look{size: 10, bold: true, colour: colourAccent, align: "center", valign: "center", rule: true}},
		{&s.no, look{size: 10, colour: colourGrey, align: "center", valign: "center", rule: true}},
		{&s.link, look{size: 11, colour: colourAccent, valign: "center", underline: "single"}},
		{&s.bigPercent, look{size: 14, bold: true, colour: colourAccent, align: "right", valign: "center", format: formatPercent, rule: true}},
		{&s.bigText, look{size: 14, bold: true, colour: colourAccent, align: "right", valign: "center", rule: true}},
		{&s.readingRight, look{size: 10, colour: colourInk, align: "right", valign: "center", rule: true, indent: 1}},
		{&s.bigValue, look{size: 14, bold: true, colour: colourAccent, align: "right", valign: "center", format: formatNumber, rule: true}},
		{&s.figure, look{size: 11, bold: true, colour: colourInk, wrap: true, align: "left", valign: "center", rule: true, indent: 1}},
		{&s.reading, look{size: 10, colour: colourInk, wrap: true, align: "left", valign: "center", rule: true, indent: 1}},
		{&s.countTop, look{size: 10, colour: colourInk, align: "right", valign: "top", format: formatCount, rule: true}},
		{&s.subheader, look{size: 8, colour: colourGrey, fill: colourPale, align: "right", valign: "center"}},
		{&s.dataHeader, look{size: 8, colour: colourGrey, wrap: true, align: "left", valign: "bottom", indent: 1}},
		{&s.tableHeader, look{size: 9, bold: true, colour: "FFFFFF", fill: colourAccent, align: "left", valign: "center", indent: 1}},
		{&s.dataRow, look{size: 10, colour: colourInk, valign: "top"}},
		{&s.dataText, look{size: 10, colour: colourInk, wrap: true, align: "left", valign: "top", indent: 1}},
		{&s.band, look{size: 10, italic: true, colour: colourGrey, align: "right", valign: "center", rule: true}},
		{&s.filled, look{size: 10, colour: colourInk, fill: colourPale, align: "right", valign: "center", format: formatCount, rule: true}},
		{&s.drawn, look{size: 8, colour: colourGrey, align: "right", valign: "center", format: formatCount}},
		{&s.mutedLabel, look{size: 10, italic: true, colour: colourGrey, wrap: true, valign: "center", rule: true}},
		{&s.linkSmall, look{size: 9, colour: colourAccent, wrap: true, valign: "top", underline: "single", indent: 1}},
		{&s.choice, look{size: 9, bold: true, colour: colourAccent, fill: colourPale, wrap: true, align: "left", valign: "center", rule: true, indent: 1}},
		{&s.listText, look{size: 9, colour: colourInk, valign: "center", rule: true}},
		// What the Analyseur's table fills is drawn by conditional formats.
		{&s.acrossHeader, look{size: 8, wrap: true, align: "center", valign: "center"}},
		{&s.analysedLabel, look{size: 10, colour: colourInk, shrink: true, valign: "center"}},
		{&s.analysed, look{size: 10, colour: colourInk, align: "right", valign: "center"}},
		{&s.percentBare, look{size: 10, colour: colourInk, align: "right", valign: "center", format: formatPercent}},
	} {
		if b.paper.unnamed && strings.Contains(each.format, ";") {
			continue // a format of several sections could mask a value (R16)
		}
		id, err := b.file.NewStyle(each.style())
		if err != nil {
			return fmt.Errorf("make a style: %w", err)
		}
		*each.to = id
		s.looks[id] = each.look
	}
	return nil
}

func (l look) style() *excelize.Style {
	style := &excelize.Style{
		Font:      &excelize.Font{Family: font, Size: l.size, Bold: l.bold, Italic: l.italic, Color: l.colour, Underline: l.underline},
		Alignment: &excelize.Alignment{Horizontal: l.align, Vertical: l.valign, WrapText: l.wrap, ShrinkToFit: l.shrink, Indent: l.indent},
	}
	if l.fill != "" {
		style.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{l.fill}}
	}
	if l.format != "" {
		style.CustomNumFmt = &l.format
	}
	if l.rule {
		style.Border = []excelize.Border{{Type: "bottom", Color: colourRule, Style: 1}}
	}
	return style
}

// conditional is a style over another: only what it says changes.
func (l look) conditional() *excelize.Style {
	style := &excelize.Style{}
	if l.bold || l.colour != "" {
		style.Font = &excelize.Font{Bold: l.bold, Color: l.colour}
	}
	if l.fill != "" {
		style.Fill = solid(l.fill)
	}
	if l.format != "" {
		style.CustomNumFmt = &l.format
	}
	if l.rule {
		style.Border = []excelize.Border{{Type: "bottom", Color: colourRule, Style: 1}}
	}
	return style
}
