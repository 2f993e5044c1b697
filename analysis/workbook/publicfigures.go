package workbook

import (
	"slices"

	"constat/analysis/disclosure"
	"constat/survey"
)

const (
	figureCodeColumn, figureLabelColumn, figureSaysColumn = 1, 2, 8
)

// writeFigures lists every published indicator, under its headers on each page
// printed.
func (x *edition) writeFigures(s *sheet) error {
	s.columns(13, 46, 12, 10, 16, 8, 8, 60)
	x.head(s, nameFigures)
	s.across(1, len(s.widths), textPublicFigures, x.style.body, 10)
	s.header(publicFigureHeaders...)
	s.freeze(s.row-1, 2)
	for i := range x.pub.Figures {
		f := &x.pub.Figures[i]
		label, says := publicFigureLabel(f), x.figureSays(f)
		s.repeatHeader(publicFigureHeaders, textHeight(f.Name, s.widths[figureCodeColumn-1], 10),
			textHeight(label, s.widths[figureLabelColumn-1], 10), textHeight(says, s.room(x.style.reading, s.widths[figureSaysColumn-1]), 10))
		x.places[i] = place{s.name, s.row}
		s.set(figureCodeColumn, blank(f.Name), x.style.label)
		s.height(textHeight(f.Name, s.widths[figureCodeColumn-1], 10))
		s.wrapped(figureLabelColumn, label, x.style.label, 10)
		x.figureCells(s, f)
		s.wrapped(figureSaysColumn, says, x.style.reading, 10)
		s.next()
	}
	s.print(0)
	return nil
}

// repeatHeader starts a page, under the same headers, when the next row's texts
// do not fit on the one being filled. Without defined names (R16), no row is
// repeated on printed pages by itself.
func (s *sheet) repeatHeader(headers []string, heights ...float64) {
	if s.turns(max(lineRow, slices.Max(heights))) {
		s.header(headers...)
	}
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

func (x *edition) figureSays(f *disclosure.PublishedFigure) string {
	if t := x.table(f.Ranking); f.Ranking != "" && t != nil {
		return capital(rankingWords(t, x.pub))
	}
	return capital(typeset(figureWords(f)))
}
