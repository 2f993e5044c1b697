package workbook

// writeVerbatims lists the words of respondents, question by question, in
// alphabetical order: nothing beside them tells who wrote.
func (b *book) writeVerbatims(s *sheet) error {
	s.portrait = true
	s.columns(6, 92)
	s.head(nameVerbatims)
	s.freeze(s.opening, 0)
	s.across(1, 2, textVerbatimCare, b.style.body, 10)
	s.gap(8)
	for _, v := range b.diag.Verbatims {
		end := s.block()
		s.across(1, 2, v.Title, b.style.question, 11)
		s.across(1, 2, verbatimCount(len(v.Texts)), b.style.small, 9)
		end()
		for i, text := range v.Texts {
			s.set(1, i+1, b.style.countMuted)
			s.wrapped(2, text, b.style.reading, 10)
			s.next()
		}
		s.gap(12)
	}
	s.print(0)
	return nil
}
