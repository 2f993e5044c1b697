package workbook

import "constat/analysis"

// Problems of an imported file are all counted on the first sheet. A few are
// listed there; more have their own sheet.
const (
	fewReadingProblems  = 8
	mostReadingProblems = 5000
)

// writeReadme is the first sheet: what this is, how to read it, what is where.
func (b *book) writeReadme(s *sheet) error {
	s.portrait = true
	st := b.style
	s.columns(30, 76)
	s.head(readmeTitle(b.diag.Meta))
	s.paragraphs(1, 2, b.diag.Introduction)
	for _, fact := range readmeFacts(b.diag, b.report, b.responses()) {
		s.wrapped(1, fact.label, st.labelStrong, 10)
		s.liveText(2, fact.value, st.label, 10)
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
	if b.rows() != nil {
		end := s.block()
		s.across(1, 2, textHowToCorrect, st.heading, 13)
		for _, sentence := range howToCorrect() {
			s.across(1, 2, "• "+sentence, st.body, 10)
		}
		end()
		s.gap(14)
	}
	for _, change := range b.diag.Meta.Changes {
		s.across(1, 2, "• "+formChangeSentence(change), st.body, 10)
	}
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

// readingGroup is the problems of one outcome.
type readingGroup struct {
	title    string
	problems []analysis.ReadingProblem
}

// readingGroups tells what was lost from what was kept: only the first kind
// takes something away from the figures.
func readingGroups(problems []analysis.ReadingProblem) []readingGroup {
	var groups []readingGroup
	for _, outcome := range analysis.ReadingOutcomes {
		var same []analysis.ReadingProblem
		for _, p := range problems {
			if p.Outcome == outcome {
				same = append(same, p)
			}
		}
		if len(same) > 0 {
			groups = append(groups, readingGroup{readingTitle(outcome, len(same)), same})
		}
	}
	return groups
}

// readingProblems lists a few problems; for more, it says how many and leads
// to their sheet.
func (s *sheet) readingProblems() {
	problems := s.book.diag.Meta.Reading
	if len(problems) == 0 {
		return
	}
	for _, g := range readingGroups(problems) {
		s.across(1, 2, g.title, s.book.style.heading, 13)
		if len(problems) <= fewReadingProblems {
			s.listProblems(g.problems)
			s.gap(8)
		}
	}
	if len(problems) > fewReadingProblems {
		s.link(1, nameReading, nameReading)
		s.next()
	}
	s.gap(14)
}

func (s *sheet) listProblems(problems []analysis.ReadingProblem) {
	for i, p := range problems {
		if i == mostReadingProblems {
			s.across(1, 2, readingRest(len(problems)-mostReadingProblems), s.book.style.small, 9)
			return
		}
		s.wrapped(1, readingPlace(p), s.book.style.label, 10)
		s.wrapped(2, p.Reason, s.book.style.label, 10)
		s.next()
	}
}

// writeReading lists what the reading of the file met, when it is long.
func (b *book) writeReading(s *sheet) error {
	s.portrait = true
	s.columns(34, 76)
	s.head(nameReading)
	s.freeze(s.opening, 0)
	for _, g := range readingGroups(b.diag.Meta.Reading) {
		s.across(1, 2, g.title, b.style.heading, 13)
		s.listProblems(g.problems)
		s.gap(12)
	}
	s.print(0)
	return nil
}
