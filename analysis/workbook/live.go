package workbook

import (
	"fmt"
	"math"

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

// number is a value for a cell: a dash for what no number gives.
func number(x float64) any {
	if math.IsNaN(x) {
		return textDash
	}
	return x
}
