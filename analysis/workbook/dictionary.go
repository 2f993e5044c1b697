package workbook

import (
	"constat/analysis"
	"constat/survey"
)

// mostChoicesListed is how many choices of a list are written out; the
// communes of a département are not.
const mostChoicesListed = 60

// writeDictionary describes each variable: question, nature, codes, when it is
// asked.
func (b *book) writeDictionary(s *sheet) error {
	s.columns(20, 46, 17, 18, 36, 38, 11)
	s.head(nameDictionary)
	s.header(dictionaryHeaders...)
	s.opening = s.row - 1
	s.freeze(s.opening, 1)
	for _, level := range b.diag.Data.All() {
		if level.Scope.Repeat != nil {
			s.across(1, len(s.widths), repeatSentence(analysis.LabelOf(b.diag.Form, level.Scope.Repeat)), b.style.question, 11)
		}
		for _, c := range level.Columns {
			if described(c) {
				s.variable(c)
			}
		}
	}
	s.print(0)
	return nil
}

// described leaves out what a device adds by itself, what this service does
// not collect, and what the link carries alike for everybody.
func described(c *analysis.Column) bool {
	if c.Question.Type.Kind == survey.Hidden && !c.Varies() {
		return false
	}
	return c.Measure != survey.MeasureNone && c.Question.Type.Kind != survey.Captured
}

func (s *sheet) variable(c *analysis.Column) {
	end := s.block()
	st := s.book.style
	s.set(1, c.Question.Key, st.text)
	s.wrapped(2, analysis.LabelOf(s.book.diag.Form, c.Question), st.text, 10)
	s.wrapped(3, nature(c), st.text, 10)
	s.set(4, nil, st.code)
	s.set(5, nil, st.text)
	s.wrapped(6, askedWhen(s.book.diag.Form, c.Question), st.text, 10)
	s.set(7, answeredCount(s.book.diag.Data, c), st.countTop)
	if len(c.Categories) > mostChoicesListed {
		s.wrapped(5, longList(len(c.Categories)), st.text, 10)
		s.next()
		end()
		return
	}
	for i, choice := range c.Categories {
		if i > 0 {
			s.next()
			for _, col := range []int{1, 2, 3, 6, 7} {
				s.set(col, nil, st.text)
			}
		}
		s.wrapped(4, choice.Code, st.code, 9)
		s.wrapped(5, choice.Label+missingMark(choice), st.text, 10)
	}
	s.next()
	end()
}

func answeredCount(d *analysis.Dataset, c *analysis.Column) int {
	n := 0
	for _, level := range d.All() {
		if found, ok := level.Column(c.Question); ok {
			for row := range level.Len() {
				if st := found.State(row); st == survey.Answered || st == survey.AnsweredDontKnow {
					n++
				}
			}
		}
	}
	return n
}
