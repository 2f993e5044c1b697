package workbook

import (
	"constat/analysis/disclosure"
	"constat/survey"
)

// writeFigures lists every published indicator.
func (x *edition) writeFigures(s *sheet) error {
	s.columns(9, 46, 12, 10, 16, 8, 8, 62)
	x.head(s, nameFigures)
	s.header(publicFigureHeaders...)
	s.freeze(s.row-1, 2)
	for i := range x.pub.Figures {
		f := &x.pub.Figures[i]
		x.places[i] = place{s.name, s.row}
		end := s.block()
		s.set(1, blank(f.Name), x.style.label)
		s.wrapped(2, publicFigureLabel(f), x.style.label, 10)
		x.figureCells(s, f)
		x.figureSays(s, f)
		s.next()
		end()
	}
	s.print(0)
	return nil
}

func (x *edition) figureCells(s *sheet, f *disclosure.PublishedFigure) {
	none := percents{}
	switch {
	case f.Ranking != "":
		s.set(3, nil, x.style.band)
		s.set(4, nil, x.style.band)
		x.percents(s, 5, none)
	case placed(f):
		s.set(3, blank(medianClass(f)), x.style.band)
		s.set(4, nil, x.style.band)
		x.percents(s, 5, none)
	default:
		x.shown(s, 3, f.Count, x.style.count)
		s.set(4, nil, x.style.band)
		if f.Base.Text != "" {
			x.shown(s, 4, f.Base, x.style.count)
		}
		x.percents(s, 5, figurePercents(f))
		if f.HasQuotient {
			s.set(5, f.Quotient, x.style.tenths)
		}
	}
}

// placed tells the figures of which the class that holds the median is printed,
// and no number: R11 prints no mean.
func placed(f *disclosure.PublishedFigure) bool {
	return f.Type == survey.IndicatorMedian || f.Type == survey.IndicatorMean
}

// figurePercents are those of a part of a whole: a ratio has none.
func figurePercents(f *disclosure.PublishedFigure) percents {
	if f.Type == survey.IndicatorRatio {
		return percents{}
	}
	return percents{f.HasPercent, f.Percent, f.Low, f.High, boundOf(f.Count, f.Base)}
}

func (x *edition) figureSays(s *sheet, f *disclosure.PublishedFigure) {
	if t := x.table(f.Ranking); f.Ranking != "" && t != nil {
		s.wrapped(8, capital(rankingWords(t, x.pub)), x.style.reading, 10)
		return
	}
	s.wrapped(8, capital(typeset(figureWords(f))), x.style.reading, 10)
}
