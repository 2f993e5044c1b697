package workbook

import "constat/analysis"

func (b *book) writeParticipation(s *sheet) error {
	p := b.diag.Participation
	s.columns(questionColumns...)
	s.head(nameParticipation)
	s.freeze(s.opening, 0)
	for _, line := range participationFacts(p, b.diag.Meta) {
		s.wrapped(colLabel, line.label, b.style.labelStrong, 10)
		s.set(colCount, nil, b.style.label)
		s.across(colCount, colKnown, line.value, b.style.label, 10)
	}
	s.notes(p.Notes)
	s.gap(14)
	for _, t := range p.Profiles {
		s.question(t)
	}
	if len(p.Months.Lines) > 0 {
		s.question(p.Months)
	}
	for _, v := range b.diag.Coverage {
		s.coverage(v)
	}
	s.print(0)
	return nil
}

// coverage lists every place of the territory, covered or not.
func (s *sheet) coverage(v *analysis.Coverage) {
	end := s.block()
	st := s.book.style
	s.across(colLabel, colChart, v.Title, st.question, 11)
	s.across(colLabel, colChart, coverageSentence(v), st.lead, 11)
	for _, n := range v.Notes {
		s.note(colLabel, colChart, n)
	}
	for i, title := range coverageHeaders(v.Unit) {
		style := st.header
		if i == 0 {
			style = st.headerLeft
		}
		s.set(i+1, title, style)
	}
	s.height(30)
	s.next()
	end()
	for _, p := range v.Places {
		s.wrapped(colLabel, p.Name, st.label, 10)
		s.set(colCount, p.Named, st.count)
		if p.Covered {
			s.set(colPercent, textYes, st.yes)
		} else {
			s.set(colPercent, textNo, st.no)
		}
		s.set(colLow, populationOf(p), st.count)
		s.set(colHigh, officialCode(v, p), st.code)
		s.set(colKnown, nil, st.label)
		s.set(colGap, nil, st.label)
		s.set(colChart, p.EPCIName, st.label)
		s.next()
	}
	s.gap(14)
}

// officialCode is a place's INSEE or SIREN code; a zone's is the form's own
// business.
func officialCode(v *analysis.Coverage, p analysis.CoveredPlace) any {
	if v.Unit != "commune" && v.Unit != "epci" {
		return nil
	}
	return p.Code
}

func populationOf(p analysis.CoveredPlace) any {
	if p.Population == 0 {
		return nil
	}
	return p.Population
}
