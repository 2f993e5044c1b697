package workbook

import "constat/analysis"

// sectionPage is the sheet of one section of the questionnaire.
func (b *book) sectionPage(i int) page {
	section := b.diag.Sections[i]
	title := section.Title
	if title == "" {
		title = textLooseSection
	}
	name := sheetName(title)
	return page{name, aboutSection(name, title, section.Tables), colourScale, func(b *book, s *sheet) error {
		s.columns(questionColumns...)
		s.head(title)
		s.freeze(s.opening, 0)
		s.paragraphs(colLabel, colChart, section.Texts)
		var never []*analysis.Table
		for _, t := range section.Tables {
			if t.Base.Total == t.Base.NotAsked {
				never = append(never, t)
				continue
			}
			s.question(t)
		}
		s.neverAsked(never)
		s.print(0)
		return nil
	}}
}

// paragraphs prints the lead's own words over some columns.
func (s *sheet) paragraphs(first, last int, texts []string) {
	for _, text := range texts {
		s.across(first, last, text, s.book.style.lead, 11)
	}
	if len(texts) > 0 {
		s.gap(8)
	}
}

// neverAsked names, in one list, the questions that nobody was asked: the
// form's logic left everybody out, or the source of the answers lacks them.
func (s *sheet) neverAsked(tables []*analysis.Table) {
	if len(tables) == 0 {
		return
	}
	s.across(colLabel, colChart, textNeverAsked, s.book.style.question, 11)
	for _, t := range tables {
		s.across(colLabel, colChart, "• "+t.Title, s.book.style.small, 9)
	}
	s.gap(14)
}
