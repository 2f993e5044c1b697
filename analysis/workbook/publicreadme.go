package workbook

import "constat/analysis/disclosure"

// writeReadme is the first sheet: what this is, how to read it, what is where,
// what is missing.
func (x *edition) writeReadme(s *sheet) error {
	s.portrait = true
	s.columns(30, 76)
	x.head(s, publicTitle(x.pub))
	if x.pub.Intro != "" {
		s.across(1, 2, x.pub.Intro, x.style.lead, 11)
		s.gap(8)
	}
	for _, f := range publicFacts(x.pub) {
		s.wrapped(1, f.label, x.style.labelStrong, 10)
		s.wrapped(2, f.value.text, x.style.label, 10)
		s.next()
	}
	if x.pub.Refused != "" {
		s.gap(8)
		s.across(1, 2, wholeRefusal(x.pub), x.style.warn, 10)
	}
	s.gap(14)
	x.contents(s)
	if x.pub.Refused == "" {
		x.list(s, textHowToRead, append(howToReadPublic(x.pub), textDrawnNumbers))
	}
	x.leftOut(s)
	x.list(s, textMethod, publicMethod())
	s.print(0)
	return nil
}

func (x *edition) contents(s *sheet) {
	if len(x.pages) < 2 {
		return
	}
	s.across(1, 2, textContents, x.style.heading, 13)
	for _, p := range x.pages[1:] {
		s.link(1, p.name, p.name)
		s.wrapped(2, p.about, x.style.body, 10)
		s.next()
	}
	s.gap(14)
}

// list writes sentences under a heading that stays with the first.
func (x *edition) list(s *sheet, heading string, sentences []string) {
	if len(sentences) == 0 {
		return
	}
	end := s.block()
	s.across(1, 2, heading, x.style.heading, 13)
	for _, sentence := range sentences {
		s.across(1, 2, "• "+sentence, x.style.body, 10)
		end()
		end = s.block()
	}
	s.gap(14)
}

// leftOut names what is not published, reason by reason.
func (x *edition) leftOut(s *sheet) {
	if len(x.pub.LeftOut) == 0 {
		return
	}
	end := s.block()
	s.across(1, 2, textLeftOut, x.style.heading, 13)
	for _, why := range disclosure.Refusals {
		titles := x.leftOutFor(why)
		if len(titles) == 0 {
			continue
		}
		s.across(1, 2, refusalSentence(why), x.style.labelStrong, 10)
		for _, title := range titles {
			s.across(1, 2, "• "+title, x.style.body, 10)
		}
		end()
		end = s.block()
	}
	s.gap(14)
}

func (x *edition) leftOutFor(why disclosure.Refusal) []string {
	var titles []string
	for _, item := range x.pub.LeftOut {
		if item.Why == why {
			titles = append(titles, item.Title)
		}
	}
	return titles
}
