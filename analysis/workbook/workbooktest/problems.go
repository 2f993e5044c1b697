package workbooktest

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// known are the parts that a public workbook may have. Comments, external
// links, pivot caches, macros, tables and printer settings are others.
var known = regexp.MustCompile(`^(\[Content_Types\]\.xml|_rels/\.rels|docProps/(core|app)\.xml|xl/(workbook|sharedStrings|styles)\.xml|xl/theme/theme1\.xml|` +
	`xl/_rels/workbook\.xml\.rels|xl/(worksheets/sheet|drawings/drawing|charts/chart)\d+\.xml|xl/(worksheets|drawings)/_rels/\w+\.xml\.rels)$`)

// forbidden elements hold, or lead to, what a page does not show.
var forbidden = map[string]string{
	"definedName": "a defined name", "externalReferences": "external links", "pivotCaches": "pivot caches", "absPath": "a path",
	"formula": "a formula", "formula1": "a formula", "conditionalFormatting": "a conditional format", "dataValidations": "validations",
	"legacyDrawing": "comments", "tableParts": "tables", "customSheetViews": "other views", "oleObjects": "embedded objects",
	"externalData": "a chart's own data", "userShapes": "shapes on a chart", "Company": "a company", "Manager": "a manager", "HyperlinkBase": "a path",
	"scenarios": "scenarios", "fileSharing": "who shared it",
}

// reader gathers what is wrong with a file.
type reader struct {
	values, words map[string]bool
	sheets        []string
	formats       map[string]string // codes of number formats, by identifier
	styles        []string          // the format of each cell style
	problems      []string
}

func (r *reader) complain(part, format string, args ...any) {
	r.problems = append(r.problems, part+": "+fmt.Sprintf(format, args...))
}

// Problems reads every part of a workbook and lists what rule R16 forbids:
// formulas, anything hidden, names, comments, links, caches, formats that mask
// a value, an author, and each number that is neither among values (cells and
// charts) nor among words (texts). A file that is no workbook is an error.
func Problems(file []byte, values, words map[string]bool) ([]string, error) {
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return nil, fmt.Errorf("open the workbook: %w", err)
	}
	r := &reader{values: values, words: words, formats: make(map[string]string)}
	// The workbook names the sheets, the styles tell percentages from counts.
	parts := slices.Clone(archive.File)
	slices.SortStableFunc(parts, func(a, b *zip.File) int { return order(a.Name) - order(b.Name) })
	for _, part := range parts {
		if !known.MatchString(part.Name) {
			r.complain(part.Name, "a part that a public workbook does not have")
		}
		if err := r.part(part); err != nil {
			return nil, fmt.Errorf("part %s: %w", part.Name, err)
		}
	}
	if len(r.sheets) == 0 {
		return nil, errors.New("read the workbook: no sheets")
	}
	return r.problems, nil
}

func order(name string) int {
	switch name {
	case "xl/workbook.xml":
		return 0
	case "xl/styles.xml":
		return 1
	}
	return 2
}

func (r *reader) part(f *zip.File) error {
	opened, err := f.Open()
	if err != nil {
		return err
	}
	defer opened.Close()
	e := &element{reader: r, part: f.Name}
	decoder := xml.NewDecoder(opened)
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			e.start(t)
		case xml.EndElement:
			e.end(t)
		case xml.CharData:
			e.content.Write(t)
		case xml.Comment:
			r.complain(f.Name, "an XML comment: %s", t)
		}
	}
}

// element is where the reading of a part stands.
type element struct {
	*reader
	part    string
	path    []string
	content strings.Builder
	kind    string // of the cell being read
	style   string
	place   string
}

func (e *element) within(name string) bool { return slices.Contains(e.path, name) }

func (e *element) is(folder string) bool { return strings.HasPrefix(e.part, folder) }

func attribute(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func (e *element) start(t xml.StartElement) {
	name := t.Name.Local
	e.path = append(e.path, name)
	e.content.Reset()
	if what, bad := forbidden[name]; bad {
		e.complain(e.part, "holds %s", what)
	}
	for _, a := range t.Attr {
		e.attribute(name, a)
	}
	switch {
	case name == "c" && e.is("xl/worksheets/"):
		e.kind, e.style, e.place = attribute(t, "t"), attribute(t, "s"), attribute(t, "r")
	case name == "numFmt" && e.is("xl/styles"):
		e.formats[attribute(t, "numFmtId")] = attribute(t, "formatCode")
	case name == "xf" && e.within("cellXfs"):
		e.styles = append(e.styles, attribute(t, "numFmtId"))
	case name == "sheet" && e.is("xl/workbook"):
		e.sheets = append(e.sheets, attribute(t, "name"))
	case (name == "max" || name == "min") && e.is("xl/charts/"):
		e.value("the axis", attribute(t, "val"))
	}
}

// plainFormat shows whatever value there is: no section for some of them, no
// text in its place.
var plainFormat = regexp.MustCompile(`^(General|@|[#,0.]*[#0](".%")?|dd/mm/yyyy)$`)

func (e *element) attribute(element string, a xml.Attr) {
	switch name := a.Name.Local; {
	case name == "hidden" && a.Value != "0" && a.Value != "false", name == "zeroHeight", name == "collapsed" && a.Value == "1":
		e.complain(e.part, "%s is hidden", element)
	case (name == "ht" || name == "width") && (element == "row" || element == "col") && (a.Value == "0" || strings.HasPrefix(a.Value, "-")):
		e.complain(e.part, "a %s without size", element)
	case name == "state" && element == "sheet":
		e.complain(e.part, "a sheet is %s", a.Value)
	case name == "TargetMode" && a.Value == "External":
		e.complain(e.part, "leads outside")
	case name == "formatCode" && !plainFormat.MatchString(a.Value):
		e.complain(e.part, "the format %q may mask a value", a.Value)
	case name == "descr", name == "title" && e.is("xl/drawings/"), name == "tooltip", name == "name" && element == "sheet":
		e.text(element, a.Value)
	}
}

func (e *element) end(t xml.EndElement) {
	name, content := t.Name.Local, e.content.String()
	switch {
	case e.is("xl/worksheets/"):
		e.sheetText(name, content)
	case e.is("xl/charts/"):
		e.chartText(name, content)
	case e.is("docProps/core"):
		e.property(name, content)
	case name == "t":
		e.text("a text", content)
	}
	e.path = e.path[:len(e.path)-1]
	e.content.Reset()
}

// pageCommand is the typography of headers and footers, and what the printer
// counts itself.
var pageCommand = regexp.MustCompile(`&"[^"]*"|&\d+|&[LCRAPN]`)

func (e *element) sheetText(name, content string) {
	switch name {
	case "f":
		e.complain(e.part, "%s is a formula", e.place)
	case "v":
		switch e.kind {
		case "s":
			// The shared texts are read as a whole.
		case "", "n":
			e.value(e.place, content+e.sign())
		default:
			e.text(e.place, content)
		}
	case "t":
		e.text(e.place, content)
	case "oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter":
		e.text(name, pageCommand.ReplaceAllString(content, ""))
	}
}

// sign is « % » for a cell that prints one.
func (e *element) sign() string {
	i, err := strconv.Atoi(e.style)
	if err != nil || i >= len(e.styles) || !strings.Contains(e.formats[e.styles[i]], "%") {
		return ""
	}
	return "%"
}

// seriesCells is what a chart may refer to: cells of a sheet of this workbook.
var seriesCells = regexp.MustCompile(`^'(.*)'!\$[A-Z]+\$\d+(:\$[A-Z]+\$\d+)?$`)

func (e *element) chartText(name, content string) {
	switch name {
	case "f":
		found := seriesCells.FindStringSubmatch(content)
		if found == nil || !slices.Contains(e.sheets, strings.ReplaceAll(found[1], "''", "'")) {
			e.complain(e.part, "draws %s", content)
		}
	case "v":
		if e.within("numCache") || e.within("numLit") {
			e.value("a cache", content)
			return
		}
		e.text("a cache", content)
	case "t":
		e.text("a text", content)
	case "formatCode":
		if content != "" && !plainFormat.MatchString(content) {
			e.complain(e.part, "the format %q may mask a value", content)
		}
	}
}

var moment = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$`)

func (e *element) property(name, content string) {
	switch {
	case (name == "creator" || name == "lastModifiedBy") && content != "":
		e.complain(e.part, "%s is %q", name, content)
	case (name == "created" || name == "modified") && moment.MatchString(content):
		// The day is on every sheet.
	default:
		e.text(name, content)
	}
}

func (e *element) value(place, text string) {
	if !e.values[text] {
		e.complain(e.part, "%s: the number %s is not published", place, text)
	}
}

var (
	rowNumber   = regexp.MustCompile(`^(.*), ligne \d+$`)
	sheetNumber = regexp.MustCompile(` \(\d+\)$`)
)

func (e *element) text(place, text string) {
	// Where a figure stands, and which of two sheets of one name, are told by
	// numbers that count nobody.
	if found := rowNumber.FindStringSubmatch(text); found != nil && slices.Contains(e.sheets, found[1]) {
		text = found[1]
	}
	if slices.Contains(e.sheets, text) {
		text = sheetNumber.ReplaceAllString(text, "")
	}
	for _, n := range Numbers(text) {
		if !e.words[n] {
			e.complain(e.part, "%s: the number %s of %q is not published", place, n, text)
		}
	}
}
