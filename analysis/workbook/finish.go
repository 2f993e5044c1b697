package workbook

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"fmt"
	"html"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// finishing is the one pass over what excelize 2.11 writes: each part goes
// through it on its way to the archive, and what excelize cannot write, or
// writes as some program does not read, is mended there and nowhere else. Each
// step says what excelize would have to learn for the step to go.
//
// A part is walked tag by tag, once, and never parsed whole into values. Parts
// that were streamed are left alone: their size is told before their rows.
type finishing struct {
	values   map[string]map[string]any // of formulas, by part and cell
	drawn    map[string][]any          // of the cells that charts draw, by reference
	bands    map[string]bandChart      // of the public edition, by part
	streamed map[string]bool           // parts
}

// finishing gathers what the pass puts in: the model that was written, not a
// calculation of the workbook.
func (b *book) finishing() (*finishing, error) {
	f := &finishing{values: make(map[string]map[string]any), drawn: make(map[string][]any), streamed: make(map[string]bool)}
	for id, name := range b.file.GetSheetMap() {
		part := "xl/worksheets/sheet" + strconv.Itoa(id) + ".xml"
		f.values[part] = b.given[name]
		f.streamed[part] = slices.Contains(b.streamed, name)
	}
	for _, reference := range b.drawn {
		if f.drawn[reference] != nil {
			continue
		}
		values, err := b.valuesOf(reference)
		if err != nil {
			return nil, fmt.Errorf("values of a chart, %s: %w", reference, err)
		}
		f.drawn[reference] = values
	}
	return f, nil
}

// part is a part of the file as it must be.
func (f *finishing) part(name string, content []byte) []byte {
	switch {
	case strings.HasPrefix(name, "xl/worksheets/sheet") && !f.streamed[name]:
		return f.sheet(content, f.values[name])
	case strings.HasPrefix(name, "xl/charts/chart"):
		return f.chart(content, f.bands[name])
	case name == "xl/sharedStrings.xml":
		return asTyped(content)
	case name == "docProps/core.xml":
		return prefixed(content)
	}
	return content
}

// ---- Walking

// markup walks through the tags of a part. What wrote it, encoding/xml, escapes
// < and > wherever they are not markup: to look for them is to parse.
type markup struct {
	in         []byte
	start, end int // of the tag last read
	kept       int // where what is not written yet begins
	out        []byte
}

func newMarkup(in []byte) *markup {
	return &markup{in: in, out: make([]byte, 0, len(in)+len(in)/8+512)}
}

// next reads a tag: what stands between < and >; nil at the end.
func (m *markup) next() []byte {
	i := bytes.IndexByte(m.in[m.end:], '<')
	if i < 0 {
		return nil
	}
	m.start = m.end + i
	j := bytes.IndexByte(m.in[m.start:], '>')
	if j < 0 {
		return nil
	}
	m.end = m.start + j + 1
	return m.in[m.start+1 : m.end-1]
}

// keep writes what was read before a place.
func (m *markup) keep(to int) {
	m.out = append(m.out, m.in[m.kept:to]...)
	m.kept = to
}

// after writes a text after the tag last read.
func (m *markup) after(text string) {
	m.keep(m.end)
	m.out = append(m.out, text...)
}

// replace writes a text in the place of the tag last read and of all that
// follows, up to the end of a closing tag.
func (m *markup) replace(text, closing string) {
	m.keep(m.start)
	m.out = append(m.out, text...)
	m.end += len(m.until(closing)) + len(closing)
	m.kept = m.end
}

// until is what stands between the tag last read and a text further on.
func (m *markup) until(text string) []byte {
	rest := m.in[m.end:]
	if i := bytes.Index(rest, []byte(text)); i >= 0 {
		return rest[:i]
	}
	return rest[:len(rest)-len(text)] // never: what was written is whole
}

func (m *markup) done() []byte {
	m.keep(len(m.in))
	return m.out
}

// ---- Sheets

// Solid bars: excelize writes the bounds that were asked for in the form that
// Excel 2007 reads, and « automatic » in the form that Excel reads since: the
// longest bar would fill its cell at 28 %. Upstream: drawCondFmtDataBar takes
// MinType, MinValue, MaxType and MaxValue for x14:cfvo too.
const (
	automaticLeast = `x14:cfvo type="autoMin"`
	automaticMost  = `x14:cfvo type="autoMax"`
	percentLeast   = `<x14:cfvo type="num"><xm:f>0</xm:f></x14:cfvo>`
	percentMost    = `<x14:cfvo type="num"><xm:f>100</xm:f></x14:cfvo>`
)

// sheet gives a sheet three things.
//
// Its dimension: excelize says A1 of every sheet, and readers that trust it
// (openpyxl's read-only mode, Power Query) see one cell. Upstream:
// workSheetWriter knows the cells that it writes.
//
// The value of each formula, which excelize has no way to take: it writes every
// formula as one that gives an empty text, or the place of the text that the
// cell had before. Upstream: a value among FormulaOpts.
//
// The bounds of its bars, above.
func (f *finishing) sheet(content []byte, values map[string]any) []byte {
	m, used, place := newMarkup(content), usedCells{}, -1
	var at []byte // the cell being read
	cellStart := 0
	for tag := m.next(); tag != nil; tag = m.next() {
		switch {
		case len(tag) > 2 && tag[0] == 'c' && tag[1] == ' ':
			at, cellStart = attribute(tag, ` r="`), m.start
			used.add(at)
		case len(tag) > 0 && tag[0] == 'f' && (len(tag) == 1 || tag[1] == ' '):
			m.value(cellStart, values[string(at)])
		case bytes.HasPrefix(tag, []byte("dimension ")):
			m.replace("", "</dimension>")
			place = len(m.out)
		case len(tag) == len(automaticLeast) && string(tag) == automaticLeast:
			m.replace(percentLeast, "</x14:cfvo>")
		case len(tag) == len(automaticMost) && string(tag) == automaticMost:
			m.replace(percentMost, "</x14:cfvo>")
		}
	}
	out := m.done()
	if place >= 0 {
		out = slices.Insert(out, place, []byte(`<dimension ref="`+used.reference()+`"/>`)...)
	}
	return out
}

// attribute is the value of an attribute, by what stands before it.
func attribute(tag []byte, before string) []byte {
	i := bytes.Index(tag, []byte(before))
	if i < 0 {
		return nil
	}
	value := tag[i+len(before):]
	return value[:max(0, bytes.IndexByte(value, '"'))]
}

// value writes a cell that holds a formula, from its own tag to its end, with
// the formula's value. The formula's tag is the one last read.
func (m *markup) value(cell int, value any) {
	kind, text := stored(value)
	m.keep(cell)
	own := m.in[cell : cell+bytes.IndexByte(m.in[cell:], '>')]
	if i := bytes.Index(own, []byte(` t="`)); i >= 0 {
		own = own[:i] // the kind is the last attribute
	}
	m.out = append(append(append(m.out, own...), kind...), '>')
	m.kept = m.start
	m.end += len(m.until("</f>")) + len("</f>")
	m.keep(m.end)
	m.out = append(append(m.out, "<v>"...), asTyped(escaped(nil, text))...)
	m.out = append(m.out, "</v></c>"...)
	m.end += len(m.until("</c>")) + len("</c>")
	m.kept = m.end
}

func escaped(out []byte, text string) []byte {
	b := bytes.NewBuffer(out)
	_ = xml.EscapeText(b, []byte(text)) // a buffer takes everything
	return b.Bytes()
}

// stored is a formula's value as the file has it.
func stored(value any) (kind, text string) {
	switch x := value.(type) {
	case int:
		return "", strconv.Itoa(x)
	case float64:
		return "", strconv.FormatFloat(x, 'f', -1, 64)
	case string:
		return ` t="str"`, x
	}
	return ` t="str"`, ""
}

// codePoint is how Excel writes, in a text, a character that XML has not:
// _x0041_ is read as A.
var codePoint = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// asTyped keeps a text that looks like such a character as it was typed.
// Upstream: setSharedString escapes it, as streamed cells and inline ones do.
func asTyped(content []byte) []byte {
	if !bytes.Contains(content, []byte("_x")) {
		return content
	}
	return codePoint.ReplaceAll(content, []byte("_x005F$0"))
}

// usedCells is the least rectangle that holds every cell; zero without any.
type usedCells struct{ firstCol, firstRow, lastCol, lastRow int }

func (u *usedCells) add(at []byte) {
	col, row := 0, 0
	for _, c := range at {
		if c >= 'A' {
			col = 26*col + int(c-'A') + 1
		} else {
			row = 10*row + int(c-'0')
		}
	}
	if u.lastCol == 0 {
		*u = usedCells{col, row, col, row}
		return
	}
	u.firstCol, u.firstRow = min(u.firstCol, col), min(u.firstRow, row)
	u.lastCol, u.lastRow = max(u.lastCol, col), max(u.lastRow, row)
}

func (u usedCells) reference() string {
	first, last := cell(max(1, u.firstCol), max(1, u.firstRow)), cell(max(1, u.lastCol), max(1, u.lastRow))
	if first == last {
		return first
	}
	return first + ":" + last
}

// ---- Charts

// valuesOf gives the values of the cells that a reference of a chart names;
// nil for what names none: a text.
func (b *book) valuesOf(reference string) ([]any, error) {
	name, cells, found := cutLast(reference, "!")
	if !found {
		return nil, nil
	}
	name = strings.ReplaceAll(strings.Trim(name, "'"), "''", "'")
	first, last, _ := strings.Cut(strings.ReplaceAll(cells, "$", ""), ":")
	col1, row1, err := excelize.CellNameToCoordinates(first)
	if err != nil {
		return nil, err
	}
	col2, row2, err := excelize.CellNameToCoordinates(cmp.Or(last, first))
	if err != nil {
		return nil, err
	}
	values := make([]any, 0, (col2-col1+1)*(row2-row1+1))
	for row := row1; row <= row2; row++ {
		for col := col1; col <= col2; col++ {
			value, err := b.valueOf(name, cell(col, row))
			if err != nil {
				return nil, err
			}
			values = append(values, value)
		}
	}
	return values, nil
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// valueOf is what a cell shows: an int or a float64, a text, or nil for nothing.
func (b *book) valueOf(sheet, at string) (any, error) {
	if value, formula := b.given[sheet][at]; formula {
		return value, nil
	}
	text, err := b.file.GetCellValue(sheet, at, excelize.Options{RawCellValue: true})
	if err != nil || text == "" {
		return nil, err
	}
	kind, err := b.file.GetCellType(sheet, at)
	if err != nil {
		return nil, err
	}
	if kind == excelize.CellTypeNumber || kind == excelize.CellTypeUnset {
		if x, err := strconv.ParseFloat(text, 64); err == nil {
			return x, nil
		}
	}
	return text, nil
}

// chart gives a chart what it must carry.
//
// « No title » must be said: without autoTitleDeleted, Excel prints the name of
// a single series, « % », over the chart. Upstream: addChart writes it where
// there is no title (xmlChart.go declares it, nothing sets it).
//
// Its figures: excelize writes references alone, and what does not calculate (a
// preview, a phone) draws nothing. Upstream: addChart fills the caches from the
// cells, which it can read.
//
// A series named by a text: excelize writes the text as a reference. Upstream:
// addChart tells the two apart.
func (f *finishing) chart(content []byte, bands bandChart) []byte {
	m, serie := newMarkup(content), &chartSerie{number: -1}
	for tag := m.next(); tag != nil; tag = m.next() {
		switch string(tag) {
		case "chart":
			if !bytes.HasPrefix(m.in[m.end:], []byte("<title>")) {
				m.after(`<autoTitleDeleted val="1"/>`)
			}
		case "plotArea":
			m.after(bands.plot.xml())
		case "ser":
			serie = &chartSerie{number: serie.number + 1, inside: true}
		case "/ser":
			serie.inside = false
		case "tx":
			if serie.inside && !serie.named {
				serie.named = true
				m.after(f.serieName(string(m.until("</tx>")), bands.legend(serie.number)))
				m.skip("</tx>")
			}
		case "strRef", "numRef":
			m.after(f.cached(string(tag), m.until("</"+string(tag)+">")))
			m.skip("</" + string(tag) + ">")
		default:
			bands.finish(m, serie, string(tag))
		}
	}
	return m.done()
}

// chartSerie is the series of a chart being read.
type chartSerie struct {
	number                          int
	inside, named, filled, lettered bool
}

// skip leaves out what stands before a closing tag.
func (m *markup) skip(closing string) {
	m.end += len(m.until(closing))
	m.kept = m.end
}

// serieName is what the legend says of a series.
func (f *finishing) serieName(written, legend string) string {
	if legend == "" {
		reference := referred(written)
		if f.drawn[reference] != nil {
			return "<strRef>" + f.cached("strRef", []byte(strings.TrimPrefix(written, "<strRef>"))) + "</strRef>"
		}
		legend = reference
	}
	return "<v>" + html.EscapeString(legend) + "</v>"
}

// referred is the reference that a series points at.
func referred(written string) string {
	_, rest, _ := strings.Cut(written, "<f>")
	reference, _, _ := strings.Cut(rest, "</f>")
	return html.UnescapeString(reference)
}

// cached is a reference of a chart with the values of its cells: a text keeps
// its place among numbers, which stays empty, as Excel leaves it.
func (f *finishing) cached(kind string, written []byte) string {
	reference := referred(string(written))
	values := f.drawn[reference]
	var out strings.Builder
	fmt.Fprintf(&out, "<f>%s</f>", html.EscapeString(reference))
	cache, code := "strCache", ""
	if kind == "numRef" {
		cache, code = "numCache", "<formatCode>General</formatCode>"
	}
	fmt.Fprintf(&out, `<%s>%s<ptCount val="%d"/>`, cache, code, len(values))
	for i, value := range values {
		of, text := stored(value)
		if value == nil || kind == "numRef" && of != "" {
			continue
		}
		fmt.Fprintf(&out, `<pt idx="%d"><v>%s</v></pt>`, i, escaped(nil, text))
	}
	fmt.Fprintf(&out, "</%s>", cache)
	return out.String()
}

// ---- Charts of the public edition

// bandChart is what a chart of the public edition has that excelize does not
// write: bars that are hatched where they are not a published number, what these
// say in the place of their length, and where bars stand. Upstream: pattern
// fills, labels of single points and a layout of the plot among ChartSeries and
// ChartPlotArea. The zero one changes nothing.
type bandChart struct {
	labels  []barLabel
	plot    layout
	hatched bool // the first series lies behind, hatched
	told    bool // bars have labels
}

var hatching = `<spPr><a:pattFill prst="wdUpDiag"><a:fgClr><a:srgbClr val="` + colourAccent + `"/></a:fgClr><a:bgClr><a:srgbClr val="FFFFFF"/></a:bgClr></a:pattFill>` +
	`<a:ln w="9525"><a:solidFill><a:srgbClr val="` + colourAccent + `"/></a:solidFill></a:ln></spPr>`

// legend puts words in the legend, where the table's header is too short.
func (c bandChart) legend(serie int) string {
	switch {
	case !c.hatched:
		return ""
	case serie == 0:
		return textBandBar
	}
	return textFullBar
}

func (c bandChart) finish(m *markup, serie *chartSerie, tag string) {
	if !c.hatched || !serie.inside {
		return
	}
	behind := serie.number == 0
	switch tag {
	case "spPr":
		if behind && !serie.filled {
			m.replace(hatching, "</spPr>")
		}
		serie.filled = true
	case "dLbls":
		if c.told && !serie.lettered {
			m.after(c.barLabels(behind))
		}
		serie.lettered = true
	case `showVal val="1"`:
		if behind {
			m.replace(`<showVal val="0">`, "")
		}
	}
}

// barLabels are those of the hatched bars, and take from the full bars that
// these prolong their number.
func (c bandChart) barLabels(behind bool) string {
	var out strings.Builder
	for _, l := range c.labels {
		if !behind {
			fmt.Fprintf(&out, `<dLbl><idx val="%d"/><delete val="1"/></dLbl>`, l.point)
			continue
		}
		fmt.Fprintf(&out, `<dLbl><idx val="%d"/><tx><rich><a:bodyPr/><a:p><a:pPr><a:defRPr sz="%d00"><a:latin typeface="%s"/></a:defRPr></a:pPr>`+
			`<a:r><a:rPr lang="fr-FR" sz="%d00"><a:solidFill><a:srgbClr val="%s"/></a:solidFill><a:latin typeface="%s"/></a:rPr><a:t>%s</a:t></a:r></a:p></rich></tx>`+
			`<dLblPos val="outEnd"/><showLegendKey val="0"/><showVal val="1"/><showCatName val="0"/><showSerName val="0"/><showPercent val="0"/><showBubbleSize val="0"/></dLbl>`,
			l.point, chartLabelSize, font, chartLabelSize, colourGrey, font, html.EscapeString(l.text))
	}
	return out.String()
}

// xml is a layout as a chart has it; none of the zero one.
func (p layout) xml() string {
	if p == (layout{}) {
		return ""
	}
	return fmt.Sprintf(`<layout><manualLayout><layoutTarget val="inner"/><xMode val="edge"/><yMode val="edge"/>`+
		`<x val="%.4g"/><y val="%.4g"/><w val="%.4g"/><h val="%.4g"/></manualLayout></layout>`, p.left, p.top, p.width, p.height)
}

// ---- The document's properties

// prefixed gives the elements of core.xml the prefix « cp: » that Excel writes:
// excelize makes their namespace the default one, which is as right, and which
// exceljs refuses. Upstream: decodeCoreProperties' twin declares xmlns:cp.
func prefixed(content []byte) []byte {
	m := newMarkup(content)
	for tag := m.next(); tag != nil; tag = m.next() {
		name, _, _ := bytes.Cut(tag, []byte(" "))
		if tag[0] == '?' || bytes.IndexByte(name, ':') >= 0 {
			continue
		}
		text := string(tag)
		if closing, ok := strings.CutPrefix(text, "/"); ok {
			m.replace("</cp:"+closing+">", "")
		} else {
			m.replace("<cp:"+strings.Replace(text, ` xmlns="`, ` xmlns:cp="`, 1)+">", "")
		}
	}
	return m.done()
}
