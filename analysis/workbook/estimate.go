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

// estimate prints the bounds first, then each step that leads to them.
func (s *sheet) estimate(e *analysis.Estimate) {
	last := len(s.widths)
	st := s.book.style
	end := s.block()
	s.across(1, last, e.Label, st.question, 12)
	s.across(1, last, estimateHeadline(e), st.lead, 11)
	s.gap(8)
	s.estimateBounds(e)
	end()
	s.gap(12)
	s.estimateReliability(e)
	end = s.block()
	s.across(1, last, textDoubleCount, st.heading, 13)
	for _, sentence := range doubleCountSentences(e) {
		s.across(1, last, sentence, st.body, 10)
	}
	s.gap(10)
	end()
	s.estimateGroups(e)
	s.estimateClasses(e)
	s.estimateExtension(e)
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

func (s *sheet) estimateReliability(e *analysis.Estimate) {
	if e.Reliability == nil {
		return
	}
	s.across(1, len(s.widths), reliabilitySentence(e), s.book.style.warn, 10)
	s.gap(12)
}

// estimateGroups shows the sums that make the usual floor and the ceiling.
func (s *sheet) estimateGroups(e *analysis.Estimate) {
	if len(e.Groups) == 0 {
		return
	}
	end := s.block()
	st := s.book.style
	s.across(1, len(s.widths), textStepGroups, st.heading, 13)
	s.header(groupHeaders...)
	respondents := 0
	for _, g := range e.Groups {
		label := g.Label
		if label == "" {
			label = textNoAnswer
		}
		s.wrapped(1, label, st.label, 10)
		s.set(2, g.Respondents, st.count)
		s.set(3, g.Sum, st.number)
		s.set(4, g.Max, st.number)
		if e.Ceiling > 0 {
			s.set(5, 100*g.Sum/e.Ceiling, st.percent)
		} else {
			s.set(5, textDash, st.dash)
		}
		if g.Sum == e.UsualFloor && g.Sum > 0 {
			s.set(6, textUsualFloorHere, st.small)
		}
		respondents += g.Respondents
		s.next()
	}
	s.set(1, textCeilingTotal, st.labelStrong)
	s.set(2, respondents, st.countStrong)
	s.set(3, e.Ceiling, st.countStrong)
	s.set(4, e.StrictFloor, st.countStrong)
	s.set(5, nil, st.label)
	s.set(6, textStrictFloorHere, st.small)
	s.next()
	s.gap(14)
	end()
}

// estimateClasses shows how the central value takes the double count off.
func (s *sheet) estimateClasses(e *analysis.Estimate) {
	if !e.HasCentral {
		return
	}
	end := s.block()
	st := s.book.style
	s.across(1, len(s.widths), textStepCentral, st.heading, 13)
	s.header(overlapHeaders...)
	net := 0.0
	for _, c := range e.Classes {
		label := c.Label
		if label == "" {
			label = textNoAnswer
		}
		s.wrapped(1, label, st.label, 10)
		s.set(2, c.Respondents, st.count)
		s.set(3, c.Sum, st.number)
		s.set(4, 100*c.Midpoint, st.percent)
		s.set(5, c.Net, st.number)
		if !c.Told && c.Respondents > 0 {
			s.set(6, textMeanOverlap, st.small)
		}
		net += c.Net
		s.next()
	}
	s.set(1, textAll, st.labelStrong)
	s.set(2, e.OverlapN, st.countStrong)
	s.set(3, e.Ceiling, st.countStrong)
	s.set(4, nil, st.label)
	s.set(5, net, st.countStrong)
	if net < e.UsualFloor {
		s.set(6, textRaisedToFloor, st.small)
	}
	s.next()
	s.gap(14)
	end()
}

func (s *sheet) estimateExtension(e *analysis.Estimate) {
	end := s.block()
	st := s.book.style
	s.across(1, len(s.widths), textExtension, st.heading, 13)
	s.across(1, len(s.widths), extensionSentence(e), st.body, 10)
	if x := e.Extension; x != nil && x.Shown {
		for _, line := range extensionLines(e) {
			s.wrapped(1, line.label, st.label, 10)
			if line.known {
				s.set(2, line.value, st.count)
			} else {
				s.set(2, textDash, st.dash)
			}
			s.next()
		}
	}
	s.gap(14)
	end()
}
