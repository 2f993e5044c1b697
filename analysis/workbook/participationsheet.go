package workbook

import "constat/analysis"

func (b *book) writeParticipation(s *sheet) error {
	p := b.diag.Participation
	s.columns(questionColumns...)
	s.head(nameParticipation)
	s.freeze(s.opening, 0)
	for _, line := range participationFacts(p, b.responses()) {
		s.wrapped(colLabel, line.label, b.style.labelStrong, 10)
		s.set(colCount, nil, b.style.label)
		s.liveAcross(colCount, colKnown, line.value, b.style.label, 10)
	}
	for _, n := range p.Notes {
		s.note(colLabel, colChart, n, responseNote(n, p, b.responses().count))
	}
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

// arrivals are the expressions of how many responses there are, and of the
// first and last days received; "" for what the rows do not tell.
type arrivals struct{ count, from, to string }

func (b *book) responses() arrivals {
	rows := b.rows()
	if rows == nil {
		return arrivals{}
	}
	a := arrivals{count: countRows(rows)}
	m := b.diag.Meta
	if day := rows.ref(textDay); rows.level.Dated() {
		if m.From.IsZero() {
			a.from = "MIN(" + day + ")"
		}
		if m.To.IsZero() {
			a.to = "MAX(" + day + ")"
		}
	}
	return a
}

// coverage lists every place of the territory, covered or not.
func (s *sheet) coverage(v *analysis.Coverage) {
	end := s.block()
	st := s.book.style
	s.across(colLabel, colChart, v.Title, st.question, 11)
	sentence := s.row
	s.across(colLabel, colChart, coverageSentence(v, covering{}).text, st.lead, 11)
	for _, n := range v.Notes {
		s.note(colLabel, colChart, n, say(noteSentence(n)))
	}
	s.tableHeader(coverageHeaders(v.Unit))
	end()
	first := s.row
	in := s.book.covering(v)
	for _, p := range v.Places {
		s.wrapped(colLabel, p.Name, st.label, 10)
		s.live(colCount, in.named(p.Code), p.Named, st.count)
		yes, style := textNo, st.no
		if p.Covered {
			yes, style = textYes, st.yes
		}
		s.live(colPercent, in.covered(s.at(colCount, s.row)), yes, style)
		s.set(colLow, populationOf(p), st.count)
		s.set(colHigh, officialCode(v, p), st.code)
		s.set(colKnown, nil, st.label)
		s.set(colGap, nil, st.label)
		s.set(colChart, p.EPCIName, st.label)
		s.next()
	}
	if in.field != nil && len(v.Places) > 0 {
		in.names, in.yes, in.people = s.down(colCount, first), s.down(colPercent, first), s.down(colLow, first)
		s.say(colLabel, sentence, coverageSentence(v, in))
		s.book.spots.coverage[v] = coverageSentence(v, in)
	}
	s.gap(14)
}

// down is a column of the sheet from a row to the one just written.
func (s *sheet) down(col, first int) string { return s.from(col, first) + ":" + absolute(col, s.row-1) }

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
