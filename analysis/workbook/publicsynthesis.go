package workbook

import (
	"math"

	"constat/analysis/disclosure"
	"constat/survey"
)

// The synthesis reads from left to right: a count, what it is, a percentage,
// how sure it is. It fits one printed page.
const (
	mostPublicFigures  = 8
	mostPublicRankings = 2
	mostRankedLines    = 8

	synthesisChart   = 5
	synthesisDrawn   = 6 // and the next
	synthesisColumns = 7
)

func (x *edition) writeSynthesis(s *sheet) error {
	s.portrait = true
	s.columns(19, 37, 9, 15, 30, 9, 9)
	x.head(s, nameSynthesis)
	s.across(1, synthesisColumns, publicLead(x.pub), x.style.lead, 11)
	s.gap(8)
	x.keyFigureLines(s)
	x.plainWords(s)
	for _, r := range x.toldRankings() {
		x.rank(s, r)
	}
	s.print(1)
	return nil
}

func (x *edition) keyFigureLines(s *sheet) {
	keys := x.keyFigures()
	if len(keys) == 0 {
		return
	}
	s.across(1, synthesisColumns, textKeyFigures, x.style.heading, 13)
	for _, i := range keys[:min(len(keys), mostPublicFigures)] {
		f := &x.pub.Figures[i]
		x.bigNumber(s, f)
		s.mergeWrapped(2, 3, publicFigureLabel(f), x.style.figure, 11)
		if f.HasPercent {
			s.set(4, f.Percent, x.style.bigPercent)
		} else {
			s.set(4, blank(boundText(figurePercents(f).limit)), x.style.readingRight)
		}
		s.mergeWrapped(5, 7, figureRemark(f), x.style.reading, 10)
		s.height(28)
		s.next()
	}
	s.gap(10)
}

// bigNumber prints the count before anything else.
func (x *edition) bigNumber(s *sheet, f *disclosure.PublishedFigure) {
	switch {
	case placed(f) && f.Median == nil:
		s.set(1, textMedianOpen, x.style.band)
	case placed(f):
		s.wrapped(1, medianClass(f), x.style.bigText, 14)
	case f.HasQuotient:
		s.set(1, f.Quotient, x.style.bigTenths)
	case f.Type == survey.IndicatorRatio:
		s.set(1, pairWords(f), x.style.bigText)
	case f.Base.Text != "":
		s.set(1, fractionWords(f.Count, f.Base), x.style.bigText)
	case f.Count.Numeric():
		s.set(1, f.Count.Number, x.style.bigValue)
	default:
		s.set(1, shownText(f.Count), x.style.bigText)
	}
}

// plainWords says the key figures and the rankings in sentences, each with
// where it comes from.
func (x *edition) plainWords(s *sheet) {
	keys, rankings := x.keyFigures(), x.toldRankings()
	if len(keys)+len(rankings) == 0 {
		return
	}
	s.across(1, synthesisColumns, textInPlainWords, x.style.heading, 13)
	for _, i := range keys[:min(len(keys), mostPublicFigures)] {
		x.plainSentence(s, figureSentence(&x.pub.Figures[i]), x.places[i])
	}
	for _, r := range rankings {
		x.plainSentence(s, rankingSentence(r.title, r.table, x.pub), x.tables[r.table.Key])
	}
	s.gap(10)
}

func (x *edition) plainSentence(s *sheet, words string, at place) {
	s.mergeWrapped(1, synthesisChart-1, "• "+words, x.style.body, 10)
	s.linkTo(synthesisChart, synthesisColumns, whereWords(at), at)
	s.next()
}

// linkTo makes columns lead to a row of another sheet.
func (s *sheet) linkTo(first, last int, text string, at place) {
	s.mergeWrapped(first, last, text, s.book.style.linkSmall, 9)
	location := quoted(at.sheet) + "!" + cell(1, at.row)
	s.keep(s.book.file.SetCellHyperLink(s.name, cell(first, s.row), location, "Location"))
}

// rank writes a ranking as a table, largest first, whose bars stand in its own
// rows.
func (x *edition) rank(s *sheet, r ranking) {
	lines := rankedLines(r.table)
	lines = lines[:min(len(lines), mostRankedLines)]
	if len(lines) == 0 {
		return
	}
	s.across(1, synthesisColumns, r.title, x.style.heading, 13)
	header, height, withBands := s.row, rankHeight(s, lines), banded(lines)
	x.rankHead(s, withBands)
	for _, l := range lines {
		s.mergeWrapped(1, 2, PublicLabel(l), x.style.label, 10)
		x.shown(s, 3, l.Shown, x.style.count)
		x.rankPercent(s, &l)
		s.set(synthesisChart, nil, x.style.label)
		if withBands { // else the chart draws the counts themselves
			x.drawnCells(s, synthesisDrawn, l.Shown)
		}
		s.height(height)
		s.next()
	}
	if drawable(lines) {
		d := bands{
			labelCol: 1, fullCol: 3, header: header, first: header + 1, last: s.row - 1,
			most: x.scale(), description: publicChartWords(r.title),
		}
		if withBands {
			d.fullCol, d.bandCol = synthesisDrawn, synthesisDrawn+1
		}
		x.bandBars(s, area{synthesisChart, synthesisChart, header + 1, s.row - 1}, d, false)
	}
	s.gap(10)
}

func (x *edition) rankHead(s *sheet, withBands bool) {
	if withBands {
		x.drawnHead(s, synthesisDrawn)
	}
	s.header(publicRankHeaders...)
	s.keep(s.book.file.MergeCell(s.name, cell(1, s.row-1), cell(2, s.row-1)))
}

func (x *edition) rankPercent(s *sheet, l *disclosure.PublishedLine) {
	if l.HasPercent {
		s.set(4, l.Percent, x.style.percent)
		return
	}
	s.set(4, blank(boundText(lineBound(l, x.pub.Respondents))), x.style.band)
}

// rankHeight is the height of every row of a ranking: bars are as far from one
// another, and so must be the rows.
func rankHeight(s *sheet, lines []disclosure.PublishedLine) float64 {
	height := lineRow
	for _, l := range lines {
		height = math.Max(height, textHeight(PublicLabel(l), s.widths[0]+s.widths[1], 10)+3)
	}
	return height
}
