package workbook

import "constat/analysis/disclosure"

// comparedStart is the points of a heading, its headers and one line, which
// stay together.
const comparedStart = 110.0

// writeComparisons prints each published share beside the rest of the
// département and beside the wave before, indicator by indicator in the form's
// order: territories are never ranked.
func (x *edition) writeComparisons(s *sheet) error {
	s.columns(50, 9, 9, 10, 9, 10, 10, 10, 22)
	x.head(s, nameComparison)
	s.freeze(s.opening, 1)
	s.across(1, 9, textPublicComparison, x.style.body, 10)
	for _, versus := range []disclosure.Versus{disclosure.VersusRest, disclosure.VersusBefore} {
		x.compareWith(s, versus)
	}
	s.print(0)
	return nil
}

func (x *edition) compareWith(s *sheet, versus disclosure.Versus) {
	title := false
	for i := range x.pub.Comparisons {
		c := &x.pub.Comparisons[i]
		if c.Versus != versus {
			continue
		}
		if !title {
			s.gap(8)
			s.turns(comparedStart)
			s.across(1, 9, comparedWith(c), x.style.heading, 13)
			s.header(publicComparisonHeaders...)
			title = true
		}
		x.compared(s, c)
	}
}

func (x *edition) compared(s *sheet, c *disclosure.PublishedComparison) {
	s.repeatHeader(publicComparisonHeaders, textHeight(comparisonLabel(c), s.widths[0], 10))
	s.wrapped(1, comparisonLabel(c), x.style.label, 10)
	s.set(2, c.This, x.style.percent)
	s.set(3, c.ThisBase, x.style.count)
	s.set(4, c.That, x.style.percent)
	s.set(5, c.Base, x.style.count)
	for k, points := range []int{c.Points, c.Low, c.High} {
		s.set(6+k, signed(points), x.style.readingRight)
	}
	verdict := x.style.no
	if c.Established {
		verdict = x.style.yes
	}
	s.set(9, verdictOf(c.Established), verdict)
	s.next()
}
