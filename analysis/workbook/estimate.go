package workbook

import "constat/analysis"

func (b *book) writeEstimates(s *sheet) error {
	s.columns(52, 14, 14, 16, 16, 56)
	s.head(nameEstimate)
	s.freeze(s.opening, 0)
	for _, e := range b.diag.Estimates {
		s.estimate(e)
	}
	s.print(0)
	return nil
}

// estimate prints the bounds first, then each step that leads to them. The
// bounds refer to cells of the steps: they are made live last.
func (s *sheet) estimate(e *analysis.Estimate) {
	last := len(s.widths)
	st := s.book.style
	at := s.book.steps(e)
	end := s.block()
	s.across(1, last, e.Label, st.question, 12)
	headline := s.row
	s.across(1, last, estimateHeadline(e, steps{}).text, st.lead, 11)
	s.gap(8)
	bounds := s.row + 1 // past the header
	at.locate(s, bounds)
	s.estimateBounds(e)
	end()
	s.gap(12)
	s.estimateReliability(e, at)
	end = s.block()
	s.across(1, last, textDoubleCount, st.heading, 13)
	explained := s.row
	for _, sentence := range doubleCountSentences(e, steps{}) {
		s.across(1, last, sentence.text, st.body, 10)
	}
	s.gap(10)
	end()
	s.estimateGroups(e, &at)
	s.estimateClasses(e, &at)
	s.estimateExtension(e, at)
	if at.field == nil {
		return
	}
	s.say(1, headline, estimateHeadline(e, at))
	for i, sentence := range doubleCountSentences(e, at) {
		s.say(1, explained+i, sentence)
	}
	for i, f := range at.bounds() {
		if line := estimateLines(e)[i]; line.known {
			s.liveAt(2, bounds+i, f, line.value)
		}
	}
	s.book.spots.estimate[e] = estimateHeadline(e, at)
}

func (s *sheet) estimateBounds(e *analysis.Estimate) {
	st := s.book.style
	s.header(boundHeaders...)
	top := s.row
	for _, line := range estimateLines(e) {
		s.wrapped(1, line.label, st.figure, 11)
		if line.known {
			s.set(2, line.value, st.bigValue)
		} else {
			s.set(2, textDash, st.dash)
		}
		for col := 3; col <= 5; col++ {
			s.set(col, nil, st.label)
		}
		s.wrapped(6, line.how, st.label, 10)
		s.height(30)
		s.next()
	}
	if e.Ceiling > 0 {
		s.bars(area{3, 5, top, s.row - 1}, series{
			sheet: s.name, labelCol: 1, valueCol: 2, firstRow: top, lastRow: s.row - 1, format: formatCount,
			description: textEstimateChart,
		})
	}
}

func (s *sheet) estimateReliability(e *analysis.Estimate, at steps) {
	if e.Reliability == nil {
		return
	}
	s.liveAcross(1, len(s.widths), reliabilitySentence(e, at), s.book.style.warn, 10)
	s.gap(12)
}

// estimateGroups shows the sums that make the usual floor and the ceiling.
func (s *sheet) estimateGroups(e *analysis.Estimate, at *steps) {
	if len(e.Groups) == 0 {
		return
	}
	end := s.block()
	st := s.book.style
	s.across(1, len(s.widths), textStepGroups, st.heading, 13)
	s.header(groupHeaders...)
	first, respondents := s.row, 0
	who := at.among(at.by)
	for _, g := range e.Groups {
		label := g.Label
		if label == "" {
			label = textNoAnswer
		}
		s.wrapped(1, label, st.label, 10)
		among := who.next(g.Label, fixed(1, s.row, true, false))
		s.live(2, at.count(among), g.Respondents, st.count)
		s.live(3, at.sum(among), g.Sum, st.number)
		s.live(4, at.largest(among), g.Max, st.number)
		share := any(textDash)
		if e.Ceiling > 0 {
			share = 100 * g.Sum / e.Ceiling
		}
		s.live(5, at.when(`IF(%[1]s>0,100*%[2]s/%[1]s,%[3]s)`, at.ceiling, s.at(3, s.row), literal(textDash)), share, st.percent)
		here := ""
		if g.Sum == e.UsualFloor && g.Sum > 0 {
			here = textUsualFloorHere
		}
		s.live(6, at.when(`IF(AND(%[1]s=%[2]s,%[1]s>0),%[3]s,"")`, s.at(3, s.row), at.usual, literal(textUsualFloorHere)), here, st.small)
		respondents += g.Respondents
		s.next()
	}
	at.groups = s.down(3, first)
	s.set(1, textCeilingTotal, st.labelStrong)
	s.live(2, at.when("SUM(%s)", s.down(2, first)), respondents, st.countStrong)
	s.live(3, at.when("SUM(%s)", s.down(3, first)), e.Ceiling, st.countStrong)
	s.live(4, at.when("MAX(%s)", s.down(4, first)), e.StrictFloor, st.countStrong)
	s.set(5, nil, st.label)
	s.set(6, textStrictFloorHere, st.small)
	s.next()
	s.gap(14)
	end()
}

// estimateClasses shows how the central value takes the double count off.
func (s *sheet) estimateClasses(e *analysis.Estimate, at *steps) {
	if !e.HasCentral {
		return
	}
	end := s.block()
	st := s.book.style
	s.across(1, len(s.widths), textStepCentral, st.heading, 13)
	s.header(overlapHeaders...)
	first, net := s.row, 0.0
	at.lay(e, first)
	who := at.among(at.overlap)
	for _, c := range e.Classes {
		label := c.Label
		if label == "" {
			label = textNoAnswer
		}
		s.wrapped(1, label, st.label, 10)
		among := who.next(c.Label, fixed(1, s.row, true, false))
		s.live(2, at.count(among), c.Respondents, st.count)
		s.live(3, at.sum(among), c.Sum, st.number)
		mean := formula{}
		if !c.Told {
			mean = at.when("%s", at.mean)
		}
		s.live(4, mean, 100*c.Midpoint, st.percent)
		s.live(5, at.when("%s*(1-%s/200)", s.at(3, s.row), s.at(4, s.row)), c.Net, st.tenths)
		if !c.Told && c.Respondents > 0 {
			s.set(6, textMeanOverlap, st.small)
		}
		net += c.Net
		s.next()
	}
	s.set(1, textAll, st.labelStrong)
	s.live(2, at.when("SUM(%s)", s.down(2, first)), e.OverlapN, st.countStrong)
	s.live(3, at.when("SUM(%s)", s.down(3, first)), e.Ceiling, st.countStrong)
	s.set(4, nil, st.label)
	s.live(5, at.when("SUM(%s)", s.down(5, first)), net, st.countStrong)
	at.net = s.from(5, s.row)
	raised := ""
	if net < e.UsualFloor {
		raised = textRaisedToFloor
	}
	s.live(6, at.when(`IF(%s<%s,%s,"")`, s.at(5, s.row), at.usual, literal(textRaisedToFloor)), raised, st.small)
	s.next()
	s.gap(14)
	end()
}

func (s *sheet) estimateExtension(e *analysis.Estimate, at steps) {
	end := s.block()
	st := s.book.style
	s.across(1, len(s.widths), textExtension, st.heading, 13)
	s.liveAcross(1, len(s.widths), extensionSentence(e, s.book.responses().count), st.body, 10)
	if x := e.Extension; x != nil && x.Shown {
		sources := []string{at.usual, at.unrounded(), at.ceiling}
		for i, line := range extensionLines(e) {
			s.wrapped(1, line.label, st.label, 10)
			if line.known {
				s.live(2, at.when("ROUND(%s*%d/%s,0)", sources[i], x.Invited, s.book.responses().count), line.value, st.count)
			} else {
				s.set(2, textDash, st.dash)
			}
			s.next()
		}
	}
	s.gap(14)
	end()
}
