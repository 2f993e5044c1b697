package tabular

import (
	"slices"
	"strings"

	"constat/survey"
)

// columns recognises every column of a header: each on its own, then those that
// may mean several questions by what stands beside them.
func (m *matcher) columns(t *table) []Column {
	all := make(map[string]int)
	for _, header := range t.header {
		all[trim(header)]++
	}
	s := &settling{matcher: m, columns: make([]Column, len(t.header)), claims: make([]claim, len(t.header)), headers: make([]string, len(t.header))}
	for place, header := range t.header {
		s.headers[place] = trim(header)
		s.claims[place] = m.claimOf(&s.headers[place], place, all)
	}
	for place, c := range s.claims {
		if len(c.columns) == 1 {
			s.columns[place] = c.columns[0]
		}
	}
	s.yield()
	s.byNeighbours()
	s.inOrder()
	s.share()
	for place, header := range t.header {
		c := &s.columns[place]
		c.Table, c.Header, c.place = t.name, header, place
	}
	m.rename(s.columns)
	m.unlisted(s.columns)
	return s.columns
}

// claimOf recognises a header as it is, then without the number of its
// repetition, which it takes off the header.
func (m *matcher) claimOf(header *string, place int, all map[string]int) claim {
	once := unrepeated(*header, place, all)
	c := m.claim(*header, all)
	if c.found() {
		return c
	}
	if once != *header {
		if c = m.claim(once, all); c.found() {
			*header = once
			return c
		}
	}
	if c = m.nearly(*header, all); !c.found() && once != *header {
		*header = once
		c = m.nearly(once, all)
	}
	return c
}

// yield leaves a column that collecting software names so, « Email », « Status »,
// to that software where another column has the question already. A header that
// is the question's very name is the form's: the same word in another case
// beside it, « KEY » and « key », is the software's.
func (s *settling) yield() {
	holds := make(map[*survey.Question]bool)
	for place, c := range s.columns {
		if c.Use == Answer && (!isMetadata(s.headers[place]) || s.headers[place] == c.Question.Name) {
			holds[c.Question] = true
		}
	}
	for place, c := range s.columns {
		if c.Use == Answer && isMetadata(s.headers[place]) && s.headers[place] != c.Question.Name && holds[c.Question] {
			s.columns[place], s.claims[place] = Column{Use: Metadata}, claim{}
		}
	}
}

// settling decides what the columns of one header are.
type settling struct {
	matcher *matcher
	headers []string // without the numbers of repetitions
	claims  []claim
	columns []Column
}

func (s *settling) open(place int) bool {
	return len(s.claims[place].columns) > 1 && s.columns[place].Use == Unmatched
}

// byNeighbours settles a column that may be several questions, « Précisez », by
// the only one of them that the form asks right after the question of the column
// before.
func (s *settling) byNeighbours() {
	for place := range s.columns {
		if !s.open(place) || s.claims[place].columns[0].Use != Answer {
			continue
		}
		before := s.before(place)
		var only *Column
		for i, c := range s.claims[place].columns {
			if before == nil || s.matcher.askedBefore(c.Question) != before {
				continue
			}
			if only != nil {
				only = nil
				break
			}
			only = &s.claims[place].columns[i]
		}
		if only != nil {
			s.columns[place] = *only
		}
	}
}

// before is the question of the nearest column on the left that has one, unless
// a column that nothing was found for stands between.
func (s *settling) before(place int) *survey.Question {
	for place--; place >= 0; place-- {
		switch c := s.columns[place]; c.Use {
		case Metadata:
		case Unmatched:
			return nil
		default:
			return c.Question
		}
	}
	return nil
}

// askedBefore is the question that the form asks right before another.
func (m *matcher) askedBefore(q *survey.Question) *survey.Question {
	if i := slices.Index(m.asked, q); i > 0 {
		return m.asked[i-1]
	}
	return nil
}

// inOrder settles as many columns with one header as there are questions with
// that label: the form and the file have the same order. Fewer columns are not
// settled: which are missing is not known.
func (s *settling) inOrder() {
	places := make(map[string][]int)
	for place, header := range s.headers {
		if len(s.claims[place].columns) > 1 {
			places[header] = append(places[header], place)
		}
	}
	for _, same := range places {
		var left []Column
		for _, c := range s.claims[same[0]].columns {
			if !s.taken(c, same) {
				left = append(left, c)
			}
		}
		var open []int
		for _, place := range same {
			if s.open(place) {
				open = append(open, place)
			}
		}
		for i, place := range open {
			if len(left) == len(open) {
				s.columns[place] = left[i]
				continue
			}
			s.columns[place] = Column{Code: CodeAmbiguousColumn, args: []string{questionNames(s.claims[place].columns)}}
		}
	}
}

func (s *settling) taken(c Column, places []int) bool {
	for _, place := range places {
		if s.columns[place].Use != Unmatched && s.columns[place].same(c) {
			return true
		}
	}
	return false
}

func questionNames(columns []Column) string {
	var names []string
	for _, c := range columns {
		if c.Question == nil {
			continue
		}
		name := strings.Join(pathOf(c.Question), "/")
		if c.Use == Tick {
			name += "/" + c.Choice
		}
		names = with(names, name)
	}
	return strings.Join(names, ", ")
}

// share says which columns answer one question together: those of its versions.
// A column that only looks like a label leaves it to one that bears it.
func (s *settling) share() {
	type target struct {
		question  *survey.Question
		choice    string
		instances [mostNumbers]int
		rank      int
	}
	first := make(map[target]int)
	for _, near := range [...]bool{false, true} {
		for place := range s.columns {
			c := &s.columns[place]
			switch {
			case c.Use != Answer && c.Use != Tick:
				if c.Use == Unmatched && c.Code == "" {
					c.Code = CodeUnknownColumn
				}
				continue
			case s.claims[place].near != near:
				continue
			}
			to := target{question: c.Question, choice: c.Choice, rank: c.rank}
			copy(to.instances[:], c.Instances)
			earlier, known := first[to]
			switch {
			case !known:
				first[to] = place
				if near {
					c.Code, c.args = CodeNearColumn, []string{c.Question.Key}
				}
			case near && s.headers[earlier] != s.headers[place]:
				*c = Column{Code: CodeRepeatedColumn, args: []string{c.Question.Key}}
			case c.Use == Answer:
				c.Code, c.args = CodeMergedColumn, []string{c.Question.Key}
			}
		}
	}
}
