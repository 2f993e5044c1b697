package workbook

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"math"
	"strconv"

	"github.com/xuri/excelize/v2"
)

// formula is what a cell computes; a spreadsheet evaluates an array formula
// over whole columns where a plain one takes a single row. The zero formula
// marks a value that nothing in the workbook gives again.
type formula struct {
	text  string
	array bool
}

func plain(text string) formula { return formula{text: text} }

func plainf(format string, args ...any) formula { return plain(fmt.Sprintf(format, args...)) }

func arrayf(format string, args ...any) formula {
	return formula{text: fmt.Sprintf(format, args...), array: true}
}

// live writes a cell of the current row as a formula, with the value that it
// gives today: a reader that does not calculate shows it.
func (s *sheet) live(col int, f formula, value any, style int) {
	s.set(col, nil, style)
	s.liveAt(col, s.row, f, value)
}

func (s *sheet) liveAt(col, row int, f formula, value any) {
	at := cell(col, row)
	// Excel keeps the first 8192 characters of a formula: none is cut.
	if f.text == "" || len(f.text) > longestFormula {
		if value != nil {
			s.keep(s.book.file.SetCellValue(s.name, at, value))
		}
		return
	}
	if f.array {
		kind := excelize.STCellFormulaTypeArray
		s.keep(s.book.file.SetCellFormula(s.name, at, f.text, excelize.FormulaOpts{Type: &kind, Ref: &at}))
	} else {
		s.keep(s.book.file.SetCellFormula(s.name, at, f.text))
	}
	if s.book.given[s.name] == nil {
		s.book.given[s.name] = make(map[string]any)
	}
	s.book.given[s.name][at] = value
}

const longestFormula = 8000

// liveText is live for a sentence, in a row made high enough for it.
func (s *sheet) liveText(col int, words said, style int, size float64) {
	s.wrapped(col, words.text, style, size)
	s.say(col, s.row, words)
}

// say makes a text already written follow its figures.
func (s *sheet) say(col, row int, words said) {
	if f := words.formula(); f.text != "" {
		s.liveAt(col, row, f, words.text)
	}
}

// liveAcross is across for a sentence.
func (s *sheet) liveAcross(first, last int, words said, style int, size float64) {
	row := s.row
	s.across(first, last, words.text, style, size)
	s.say(first, row, words)
}

// at is a cell of this sheet for formulas of the same sheet.
func (s *sheet) at(col, row int) string { return cell(col, row) }

// from is a cell of this sheet for formulas of any sheet.
func (s *sheet) from(col, row int) string {
	return quoted(s.name) + "!" + absolute(col, row)
}

func absolute(col, row int) string {
	name, _ := excelize.CoordinatesToCellName(col, row, true)
	return name
}

// givenParts are the values of formulas, by the part of the file that their
// sheet makes.
func (b *book) givenParts() map[string]map[string]any {
	parts := make(map[string]map[string]any)
	for id, name := range b.file.GetSheetMap() {
		if values := b.given[name]; values != nil {
			parts["xl/worksheets/sheet"+strconv.Itoa(id)+".xml"] = values
		}
	}
	return parts
}

var formulaCell = []byte(` t="str"><f`)

// putValues writes beside each formula the value that it gives. excelize has no
// way to: it writes every formula as one that gives an empty text, or the place
// of the text that the cell had before.
func putValues(sheet []byte, values map[string]any) []byte {
	if len(values) == 0 {
		return sheet
	}
	out := bytes.NewBuffer(make([]byte, 0, len(sheet)+len(sheet)/8))
	for {
		i := bytes.Index(sheet, formulaCell)
		if i < 0 {
			break
		}
		end := i + bytes.Index(sheet[i:], []byte("</f>")) + len("</f>")
		start := bytes.LastIndex(sheet[:i], []byte(`<c r="`)) + len(`<c r="`)
		name := sheet[start : start+bytes.IndexByte(sheet[start:], '"')]
		kind, text := stored(values[string(name)])
		out.Write(sheet[:i])
		out.WriteString(kind)
		out.Write(sheet[i+len(` t="str"`) : end])
		out.WriteString("<v>")
		// A buffer takes everything.
		_ = xml.EscapeText(out, []byte(text))
		out.WriteString("</v></c>")
		sheet = sheet[end+bytes.Index(sheet[end:], []byte("</c>"))+len("</c>"):]
	}
	out.Write(sheet)
	return out.Bytes()
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

// number is a value for a cell: a dash for what no number gives.
func number(x float64) any {
	if math.IsNaN(x) {
		return textDash
	}
	return x
}
