package workbook

// mostReadingProblems is how many problems of an imported file are listed; all
// are counted.
const mostReadingProblems = 200

// writeReadme is the first sheet: what this is, how to read it, what is where.
func (b *book) writeReadme(s *sheet) error {
	s.portrait = true
	st := b.style
	s.columns(30, 76)
	s.head(readmeTitle(b.diag.Meta))
	for _, fact := range readmeFacts(b.diag, b.report) {
		s.wrapped(1, fact.label, st.labelStrong, 10)
		s.wrapped(2, fact.value, st.label, 10)
		s.next()
	}
	s.gap(14)
	s.across(1, 2, textContents, st.heading, 13)
	for _, p := range b.pages {
		if p.name == s.name {
			continue
		}
		s.link(1, p.name, p.name)
		s.wrapped(2, p.about, st.body, 10)
		s.next()
	}
	s.gap(14)
	s.across(1, 2, textHowToRead, st.heading, 13)
	for _, sentence := range howToRead(b.diag) {
		s.across(1, 2, "• "+sentence, st.body, 10)
	}
	s.gap(14)
	s.readingProblems()
	if len(b.diag.Notes) > 0 {
		s.across(1, 2, textNotCounted, st.heading, 13)
		for _, sentence := range noteSentences(b.diag.Notes) {
			s.across(1, 2, "• "+sentence, st.body, 10)
		}
	}
	s.print(0)
	return nil
}

func (s *sheet) readingProblems() {
	problems := s.book.diag.Meta.Reading
	if len(problems) == 0 {
		return
	}
	st := s.book.style
	s.across(1, 2, readingTitle(len(problems)), st.heading, 13)
	for i, p := range problems {
		if i == mostReadingProblems {
			s.across(1, 2, readingRest(len(problems)-mostReadingProblems), st.small, 9)
			break
		}
		s.wrapped(1, readingPlace(p), st.label, 10)
		s.wrapped(2, p.Reason, st.label, 10)
		s.next()
	}
	s.gap(14)
}
