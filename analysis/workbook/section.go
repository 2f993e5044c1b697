package workbook

// sectionPage is the sheet of one section of the questionnaire.
func (b *book) sectionPage(i int) page {
	section := b.diag.Sections[i]
	title := section.Title
	if title == "" {
		title = textLooseSection
	}
	name := sheetName(title)
	return page{name, aboutSection(title, section.Tables), colourScale, func(b *book, s *sheet) error {
		s.columns(questionColumns...)
		s.head(title)
		s.freeze(s.opening, 0)
		for _, t := range section.Tables {
			s.question(t)
		}
		s.print(0)
		return nil
	}}
}
