package workbook

import (
	"slices"
	"unicode/utf8"

	"constat/analysis/disclosure"
)

// The columns of a sheet of questions of the public edition: what is printed,
// the chart, and the numbers that it draws, at the edge: nobody needs them to
// read either.
const (
	pubLabel = iota + 1
	pubCount
	pubPercent
	pubLow
	pubHigh
	pubGap
	pubChart
	pubFull
	pubBand
)

var publicColumns = []float64{46, 11, 16, 8, 8, 2, 75, 8, 9}

func (x *edition) sectionPage(section *disclosure.PublishedSection) page {
	title := section.Title
	if title == "" {
		title = textLooseSection
	}
	name := sheetName(title)
	return page{name, aboutPublicSection(name, title, len(section.Tables)), colourScale, x.page(func(x *edition, s *sheet) error {
		s.columns(publicColumns...)
		x.head(s, title)
		s.freeze(s.opening, 0)
		if section.Text != "" {
			s.across(pubLabel, pubBand, section.Text, x.style.lead, 11)
			s.gap(8)
		}
		for i := range section.Tables {
			x.question(s, &section.Tables[i])
		}
		s.print(0)
		return nil
	})}
}

// question prints one table with its chart, and never parts them.
func (x *edition) question(s *sheet, t *disclosure.PublishedTable) {
	end := s.block()
	x.tables[t.Key] = place{s.name, s.row}
	s.across(pubLabel, pubBand, t.Title, x.style.question, 11)
	s.across(pubLabel, pubBand, publicBase(x.pub, t), x.style.small, 9)
	answers, others := linesOf(t)
	top := s.row
	withBands := charted(answers) && banded(answers)
	x.tableHead(s, withBands, t.Describes)
	longest := 0
	for _, l := range answers {
		longest = max(longest, utf8.RuneCountInString(PublicLabel(l)))
		x.line(s, l, x.style.label)
		x.drawn(s, withBands, l.Shown)
		s.next()
	}
	last := s.row - 1
	for _, l := range others {
		x.line(s, l, x.style.mutedLabel)
		x.drawn(s, withBands, disclosure.Shown{}) // who said nothing is not drawn
		s.next()
	}
	x.quantity(s, t)
	x.bandChart(s, bands{
		labelCol: pubLabel, header: top, first: top + 1, last: last, description: publicChartWords(t.Title),
	}, answers, longest, top)
	x.remarks(s, t)
	s.gap(14)
	end()
}

func (x *edition) tableHead(s *sheet, withBands, describes bool) {
	if withBands {
		x.drawnHead(s, pubFull)
	}
	headers := slices.Clone(publicTableHeaders)
	if describes {
		headers[pubLow-1], headers[pubHigh-1] = "", ""
	}
	s.header(headers...)
}

// drawnHead names, in small letters, what the chart draws.
func (x *edition) drawnHead(s *sheet, col int) {
	for i, title := range drawnHeaders {
		s.set(col+i, title, x.style.drawnHeader)
	}
}

func (x *edition) line(s *sheet, l disclosure.PublishedLine, labelStyle int) {
	s.wrapped(pubLabel, PublicLabel(l), labelStyle, 10)
	x.shown(s, pubCount, l.Shown, x.style.count)
	x.percents(s, pubPercent, linePercents(&l, x.pub.Respondents))
}

func (x *edition) drawn(s *sheet, withBands bool, v disclosure.Shown) {
	if withBands {
		x.drawnCells(s, pubFull, v)
	}
}

// shown prints a value: a number as a number, everything else as text (R16).
func (x *edition) shown(s *sheet, col int, v disclosure.Shown, style int) {
	if v.Numeric() {
		s.set(col, v.Number, style)
		return
	}
	s.set(col, shownText(v), x.style.band)
}

// percents are a percentage with its interval, or what a band gives.
type percents struct {
	has                bool
	percent, low, high int
	limit              limit
}

func linePercents(l *disclosure.PublishedLine, respondents disclosure.Shown) percents {
	return percents{l.HasPercent, l.Percent, l.Low, l.High, lineBound(l, respondents)}
}

// percents prints them in a column and the two next.
func (x *edition) percents(s *sheet, col int, p percents) {
	if !p.has {
		s.set(col, blank(boundText(p.limit)), x.style.band)
		s.set(col+1, nil, x.style.band)
		s.set(col+2, nil, x.style.band)
		return
	}
	s.set(col, p.percent, x.style.percent)
	low, high := any(p.low), any(p.high)
	if p.low == p.high { // a rate of two sums may have none
		low, high = nil, nil
	}
	s.set(col+1, low, x.style.percent)
	s.set(col+2, high, x.style.percent)
}

// blank keeps empty texts out of the file: a cell has one or is empty.
func blank(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// drawnCells writes what the chart draws, in a column and the next.
func (x *edition) drawnCells(s *sheet, col int, v disclosure.Shown) {
	d := draw(v)
	for i, each := range []struct {
		value int
		has   bool
	}{{d.full, d.hasFull}, {d.band, d.hasBand}} {
		if each.has {
			s.set(col+i, each.value, x.style.drawn)
		} else {
			s.set(col+i, nil, x.style.drawn)
		}
	}
}

// quantity prints what is published of a question's numbers beside their
// classes (R9, R11).
func (x *edition) quantity(s *sheet, t *disclosure.PublishedTable) {
	if t.Sum == nil {
		return
	}
	s.set(pubLabel, textSumGiven, x.style.labelStrong)
	x.shown(s, pubCount, *t.Sum, x.style.countStrong)
	s.next()
	s.set(pubLabel, textMedianClass, x.style.labelStrong)
	median := medianWords(t.Median, t.Lines)
	if median == "" {
		median = textMedianOpen
	}
	s.set(pubCount, median, x.style.band)
	s.next()
}

// bandChart draws a table beside itself, over rows added when it is too short.
func (x *edition) bandChart(s *sheet, d bands, lines []disclosure.PublishedLine, longest, top int) {
	if !charted(lines) {
		return
	}
	d.fullCol, d.labels = pubCount, barLabels(lines)
	for _, l := range lines {
		d.names = append(d.names, PublicLabel(l))
	}
	legend := 0.0
	if banded(lines) {
		d.fullCol, d.bandCol, legend = pubFull, pubBand, legendHeight
	}
	d.most = x.scale()
	if missing := barsHeight(len(lines), longest) + legend - s.between(top, s.row); missing > 4 {
		s.gap(missing)
	}
	x.bandBars(s, area{pubChart, pubChart, top, s.row - 1}, d, true)
}

// scale is where the bars of every chart end: all the respondents that there
// can be.
func (x *edition) scale() int {
	if x.pub.Respondents.Numeric() {
		return x.pub.Respondents.High
	}
	return 0
}

func (x *edition) remarks(s *sheet, t *disclosure.PublishedTable) {
	for _, remark := range tableRemarks(t) {
		s.across(pubLabel, pubBand, remark, x.style.small, 9)
	}
}
