package workbook

import (
	"math"
	"strings"

	"github.com/xuri/excelize/v2"

	"constat/analysis"
	"constat/survey"
)

// writeFigures lists every indicator of the diagnostic sheet.
func (b *book) writeFigures(s *sheet) error {
	s.columns(9, 52, 34, 12, 10, 10, 52)
	s.head(nameFigures)
	s.header(figureHeaders...)
	s.opening = s.row - 1
	s.freeze(s.opening, 0)
	for _, f := range b.diag.Figures {
		end := s.block()
		s.figure(f)
		end()
	}
	s.print(0)
	return nil
}

// header writes one header row, the first column to the left.
func (s *sheet) header(titles ...string) {
	for i, title := range titles {
		style := s.book.style.header
		if i == 0 {
			style = s.book.style.headerLeft
		}
		s.set(i+1, title, style)
		s.height(textHeight(title, s.widths[i], 9) + 6)
	}
	s.next()
}

func (s *sheet) figure(f *analysis.Figure) {
	st := s.book.style
	s.set(1, f.Indicator.Name, st.labelStrong)
	s.wrapped(2, f.Label, st.labelStrong, 10)
	s.wrapped(3, figureReading(f), st.label, 10)
	for col := 4; col <= 6; col++ {
		s.set(col, nil, st.dash)
	}
	s.wrapped(7, strings.Join(noteSentences(f.Notes), "\n"), st.reading, 9)
	s.defineFigure(f)
	switch {
	case f.Share != nil:
		s.valueOf(*f.Share)
	case f.Ratio != nil && f.Ratio.Under >= analysis.MinPercentBase && !math.IsNaN(f.Ratio.Value):
		s.set(4, 100*f.Ratio.Value, st.percentStrong)
		if f.Ratio.HasInterval {
			s.set(5, 100*f.Ratio.Interval.Low, st.percent)
			s.set(6, 100*f.Ratio.Interval.High, st.percent)
		}
	case len(f.Parts) == 1 && f.Numbered():
		s.set(4, partValue(f, f.Parts[0].Quantity), st.number)
	case f.Numbered() && f.Indicator.Type == survey.IndicatorSum:
		s.set(4, keySum(f), st.number)
	}
	s.next()
	s.figureDetail(f)
}

// figureDetail prints the parts of a sum, the lines of a ranking or of a
// breakdown.
func (s *sheet) figureDetail(f *analysis.Figure) {
	detail := func(label, reading string) {
		s.set(1, nil, s.book.style.indent)
		s.wrapped(2, label, s.book.style.indent, 9)
		s.wrapped(3, reading, s.book.style.label, 10)
		for col := 4; col <= 7; col++ {
			s.set(col, nil, s.book.style.dash)
		}
	}
	if len(f.Parts) > 1 {
		for _, part := range f.Parts {
			detail(part.Label, quantityReading(part.Quantity, f.Unit))
			if part.Quantity.N > 0 {
				s.set(4, partValue(f, part.Quantity), s.book.style.number)
			}
			s.next()
		}
	}
	if f.Ranking != nil {
		for _, line := range f.Ranking.Lines {
			detail(line.Label, fractionText(line.Share))
			s.valueOf(line.Share)
			s.next()
		}
	}
	for _, row := range f.By {
		switch {
		case row.Share != nil:
			detail(row.Label, fractionText(*row.Share))
			s.valueOf(*row.Share)
		case row.Quantity != nil:
			detail(row.Label, quantityReading(row.Quantity, f.Unit))
			if row.Quantity.N > 0 {
				s.set(4, partValue(f, row.Quantity), s.book.style.number)
			}
		}
		s.next()
	}
}

func (s *sheet) valueOf(share analysis.Share) {
	st := s.book.style
	value, ok := share.Fraction()
	if !ok {
		s.set(4, textDash, st.dash)
		return
	}
	s.set(4, 100*value, st.percentStrong)
	s.set(5, 100*share.Interval.Low, st.percent)
	s.set(6, 100*share.Interval.High, st.percent)
}

// defineFigure names the indicator's value after its code: HC-1 is HC_1.
func (s *sheet) defineFigure(f *analysis.Figure) {
	name := definedName(f.Indicator.Name)
	if name == "" || s.book.named[strings.ToLower(name)] {
		return
	}
	s.book.named[strings.ToLower(name)] = true
	s.keep(s.book.file.SetDefinedName(&excelize.DefinedName{Name: name, RefersTo: quoted(s.name) + "!$D$" + itoa(s.row)}))
}

// definedName makes a name that no cell reference can be mistaken for.
func definedName(code string) string {
	if code == "" {
		return ""
	}
	return "Ind_" + strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return '_'
	}, code)
}

func partValue(f *analysis.Figure, q *analysis.Quantity) float64 {
	if f.Indicator.Type == survey.IndicatorMedian {
		return q.Median
	}
	return q.Sum
}
