package workbook

import (
	"strings"

	"constat/analysis/disclosure"
	"constat/survey"
)

// Reading is a public edition in words, for pages: the numbers and the
// sentences of the workbook, in its order, and nothing that it does not say.
type Reading struct {
	Title, Context, Legend string
	Size                   string // how many answered, with their unit
	Intro, Lead            string
	Facts                  []ReadFact
	Refused                string // why nothing but the size is published; ""
	Key                    []ReadFigure
	Ranked                 []string // the rankings, in a sentence each
	Figures                []ReadFigure
	Sections               []ReadSection
	CrossesSay             string
	Crosses                []ReadCross
	ComparisonsSay         string
	Comparisons            []ReadComparison
	HowToRead, Method      []string
	LeftOut                []ReadLeftOut
}

// ReadFact is what the first sheet says of the edition, line by line.
type ReadFact struct{ Label, Text string }

// ReadFigure is an indicator.
type ReadFigure struct {
	Name, Label string
	Count       string // « 20 sur 36 », « <11 », « nc »
	Percent     string // « 56 % », « au plus 28 % », ""
	Remark      string // the unit, and how sure the percentage is
	Sentence    string
}

// ReadSection is one top-level group of the questionnaire.
type ReadSection struct {
	Title, Text string
	Tables      []ReadTable
}

// ReadTable is one question.
type ReadTable struct {
	Title, Base string
	Rows        []ReadRow
	Totals      []ReadFact // the sum of the numbers given, the class of the median
	Remarks     []string
	Scale       int // where the longest bar may end; 0: no bars
}

// ReadRow is one line of a table.
type ReadRow struct {
	Label, Shown, Percent, Interval string
	Muted                           bool // who gave no answer on the substance
	Full, Band                      int  // ends of the full and of the hatched bar; 0 without
}

// ReadCross is a question broken down by another.
type ReadCross struct {
	Title, Base string
	Columns     []string
	Rows        []ReadCrossRow
}

// ReadCrossRow is one line of a ReadCross, parallel to its Columns.
type ReadCrossRow struct {
	Label string
	Cells []string
	Total bool
}

// ReadComparison sets the published shares beside those of the rest, or of the
// wave before.
type ReadComparison struct {
	Title string
	Rows  []ReadCompared
}

// ReadCompared is one share, here and there.
type ReadCompared struct {
	Label      string
	Here       string // « 40 % de 45 »
	There      string
	Difference string // in points, with its interval
	Verdict    string
}

// ReadLeftOut is what is not published for one reason.
type ReadLeftOut struct {
	Why    string
	Titles []string
}

// Read says a public edition in words.
func Read(p *disclosure.Publication) Reading {
	x := &edition{pub: p, tables: make(map[string]place), places: make([]place, len(p.Figures))}
	r := Reading{
		Title: publicTitle(p), Context: publicContext(p), Legend: legendLine(p), Size: sizeWords(p), Intro: p.Intro, Lead: publicLead(p),
		HowToRead: howToReadPublic(p), Method: publicMethod(), LeftOut: x.readLeftOut(),
	}
	for _, f := range publicFacts(p) {
		r.Facts = append(r.Facts, ReadFact{f.label, f.value.text})
	}
	if p.Refused != "" {
		r.Refused, r.HowToRead = wholeRefusal(p), nil
		return r
	}
	for _, i := range x.keyFigures() {
		r.Key = append(r.Key, x.readFigure(&p.Figures[i]))
	}
	for i := range p.Figures {
		r.Figures = append(r.Figures, x.readFigure(&p.Figures[i]))
	}
	for _, each := range x.toldRankings() {
		r.Ranked = append(r.Ranked, rankingSentence(each.title, each.table, p))
	}
	for i := range p.Sections {
		if len(p.Sections[i].Tables) > 0 {
			r.Sections = append(r.Sections, x.readSection(&p.Sections[i]))
		}
	}
	for i := range p.Crosses {
		r.CrossesSay = textPublicCrosses
		r.Crosses = append(r.Crosses, x.readCross(&p.Crosses[i]))
	}
	for _, versus := range []disclosure.Versus{disclosure.VersusRest, disclosure.VersusBefore} {
		if compared := x.readComparison(versus); len(compared.Rows) > 0 {
			r.ComparisonsSay = textPublicComparison
			r.Comparisons = append(r.Comparisons, compared)
		}
	}
	return r
}

func (x *edition) readComparison(versus disclosure.Versus) ReadComparison {
	var read ReadComparison
	for i := range x.pub.Comparisons {
		c := &x.pub.Comparisons[i]
		if c.Versus != versus {
			continue
		}
		read.Title = comparedWith(c)
		read.Rows = append(read.Rows, ReadCompared{
			Label: comparisonLabel(c), Here: comparedShare(c.This, c.ThisBase), There: comparedShare(c.That, c.Base),
			Difference: differenceWords(c), Verdict: verdictOf(c.Established),
		})
	}
	return read
}

func (x *edition) readFigure(f *disclosure.PublishedFigure) ReadFigure {
	read := ReadFigure{Name: f.Name, Label: publicFigureLabel(f)}
	if t := x.table(f.Ranking); f.Ranking != "" && t != nil {
		read.Sentence = capital(rankingWords(t, x.pub))
		return read
	}
	read.Sentence = capital(typeset(figureWords(f)))
	read.Percent = percentWords(figurePercents(f))
	read.Remark = strings.ReplaceAll(figureRemark(f), "\n", ", ")
	read.Count = bigWords(f)
	return read
}

// bigWords is what the synthesis prints largest of a figure.
func bigWords(f *disclosure.PublishedFigure) string {
	switch {
	case placed(f) && f.Median == nil:
		return textMedianOpen
	case placed(f):
		return medianClass(f)
	case f.HasQuotient:
		return quotientText(f.Quotient)
	case f.Type == survey.IndicatorRatio:
		return pairWords(f)
	case f.Base.Text != "":
		return fractionWords(f.Count, f.Base)
	}
	return shownText(f.Count)
}

// percentWords is a percentage, or what a band gives of it.
func percentWords(p percents) string {
	if p.has {
		return percentText(p.percent)
	}
	return boundText(p.limit)
}

// intervalText is a confidence interval in a table.
func intervalText(p percents) string {
	if !p.has || p.low == p.high {
		return ""
	}
	return spanText(percentText(p.low), percentText(p.high))
}

func (x *edition) readSection(section *disclosure.PublishedSection) ReadSection {
	read := ReadSection{Title: section.Title, Text: section.Text}
	if read.Title == "" {
		read.Title = textLooseSection
	}
	for i := range section.Tables {
		read.Tables = append(read.Tables, x.readTable(&section.Tables[i]))
	}
	return read
}

func (x *edition) readTable(t *disclosure.PublishedTable) ReadTable {
	read := ReadTable{Title: t.Title, Base: publicBase(x.pub, t)}
	answers, others := linesOf(t)
	if drawable(answers) {
		read.Scale = x.pub.Respondents.High
	}
	for _, l := range answers {
		row := x.readLine(&l)
		d := draw(l.Shown)
		row.Full, row.Band = d.full, d.band
		read.Rows = append(read.Rows, row)
	}
	for _, l := range others {
		row := x.readLine(&l)
		row.Muted = true
		read.Rows = append(read.Rows, row)
	}
	if t.Sum != nil {
		median := medianWords(t.Median, t.Lines)
		if median == "" {
			median = textMedianOpen
		}
		read.Totals = []ReadFact{{textSumGiven, shownText(*t.Sum)}, {textMedianClass, median}}
	}
	read.Remarks = tableRemarks(t)
	return read
}

// tableRemarks are the sentences under a table.
func tableRemarks(t *disclosure.PublishedTable) []string {
	var said []string
	if len(t.Merged) > 0 {
		said = append(said, mergedSentence(t.Merged))
	}
	answers, _ := substance(t.Lines)
	switch n := hidden(answers); {
	case n > 0 && n == len(answers):
		said = append(said, textAllHidden)
	case len(answers) > 0 && !drawable(answers):
		said = append(said, textOnlyBands)
	case n > 0 && charted(answers):
		said = append(said, textNoBars)
	}
	return said
}

func (x *edition) readLine(l *disclosure.PublishedLine) ReadRow {
	p := linePercents(l, x.pub.Respondents)
	return ReadRow{Label: PublicLabel(*l), Shown: shownText(l.Shown), Percent: percentWords(p), Interval: intervalText(p)}
}

func (x *edition) readCross(c *disclosure.PublishedCross) ReadCross {
	g := newPublicGrid(c)
	read := ReadCross{Title: publicCrossTitle(c), Base: publicCrossBase(x.pub, c), Columns: g.columns}
	for i, label := range g.labels {
		row := ReadCrossRow{Label: label, Total: g.totals && i == len(g.labels)-1}
		for _, cell := range g.cells[i] {
			row.Cells = append(row.Cells, shownText(cell))
		}
		read.Rows = append(read.Rows, row)
	}
	return read
}

func (x *edition) readLeftOut() []ReadLeftOut {
	var read []ReadLeftOut
	for _, why := range disclosure.Refusals {
		if titles := x.leftOutFor(why); len(titles) > 0 {
			read = append(read, ReadLeftOut{refusalSentence(why), titles})
		}
	}
	return read
}
