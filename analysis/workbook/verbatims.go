package workbook

import (
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"constat/analysis"
)

// writeVerbatims lists the words of respondents, question by question, in
// alphabetical order: nothing beside them tells who wrote.
func (b *book) writeVerbatims(s *sheet) error {
	s.portrait = true
	s.columns(6, 92)
	s.head(nameVerbatims)
	s.freeze(s.opening, 0)
	s.across(1, 2, textVerbatimCare, b.style.body, 10)
	s.gap(8)
	b.listVerbatims(s, excelize.TotalRows)
	s.print(0)
	return nil
}

// listVerbatims writes as many texts as a sheet of so many rows holds: what does
// not fit, as what a cell cuts, is said at its question, and is whole in the
// export.
func (b *book) listVerbatims(s *sheet, rows int) {
	const around = 6 // a question's heading, what is said of it, and the gap
	left := 0
	for i, v := range b.diag.Verbatims {
		fit := min(len(v.Texts), rows-s.row-around)
		if fit < 0 || fit == 0 && len(v.Texts) > 0 {
			for _, each := range b.diag.Verbatims[i:] {
				left += len(each.Texts)
			}
			break
		}
		end := s.block()
		s.across(1, 2, v.Title, b.style.question, 11)
		s.across(1, 2, verbatimCount(len(v.Texts)), b.style.small, 9)
		for _, sentence := range verbatimCuts(longTexts(v), len(v.Texts)-fit) {
			s.across(1, 2, sentence, b.style.small, 9)
		}
		end()
		for i, text := range v.Texts[:fit] {
			s.set(1, i+1, b.style.countMuted)
			s.wrapped(2, text, b.style.reading, 10)
			s.next()
		}
		s.gap(12)
	}
	for _, sentence := range verbatimCuts(0, left) {
		s.across(1, 2, sentence, b.style.small, 9)
	}
}

// longTexts counts the texts that are longer than a cell, which Excel measures in
// UTF-16 units: excelize cuts them there.
func longTexts(v analysis.Verbatims) int {
	long := 0
	for _, text := range v.Texts {
		if len(text) > excelize.TotalCellChars && len(utf16.Encode([]rune(text))) > excelize.TotalCellChars {
			long++
		}
	}
	return long
}
