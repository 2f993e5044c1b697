package tabular

import (
	"errors"
	"io"

	"constat/survey"
)

// distinct tells the sheets of a workbook that hold the form's own answers from
// those that repeat them, as labels or summaries, which are left aside and
// named. Sheets of other responses are all read; where nothing tells, the
// person is asked.
func (p *placing) distinct(mains []*level) []*level {
	best := mains[0]
	for _, l := range mains[1:] {
		if l.told == best.told && matched(l.columns) > matched(best.columns) || l.told && !best.told {
			best = l
		}
	}
	kept := []*level{best}
	for _, l := range mains {
		if l == best {
			continue
		}
		switch {
		case l.told:
			kept = append(kept, l)
		case 2*matched(l.columns) < matched(best.columns):
			p.ignore(l.table)
		default:
			switch p.compare(best, l) {
			case sameResponses:
				p.ignore(l.table)
			case otherResponses:
				kept = append(kept, l)
			default:
				p.faults = append(p.faults, survey.Problem{
					Code: CodeSeveralMains, Severity: survey.Fault, Args: []string{best.table.name, l.table.name},
				})
			}
		}
	}
	return kept
}

// likeness is what the rows of two tables of one part are to each other.
type likeness uint8

const (
	unlike         likeness = iota
	sameResponses           // the second only repeats the first
	otherResponses          // they share no identifier, and have one each
)

// compare reads two tables: by identifiers, or else row by row.
func (p *placing) compare(a, b *level) likeness {
	first, ok := p.identified(a)
	second, both := p.identified(b)
	if ok && both {
		shared, agreed := 0, true
		for id, answers := range second {
			if other, known := first[id]; known {
				shared++
				agreed = agreed && agree(other, answers)
			}
		}
		switch {
		case shared == 0 && len(second) > 0:
			return otherResponses
		case shared == len(second) && agreed:
			return sameResponses
		}
		return unlike
	}
	if p.sameRows(a, b) {
		return sameResponses
	}
	return unlike
}

// identified gives the answers of a table by the row's identifier; false when a
// row has none.
func (p *placing) identified(l *level) (map[string]survey.Answers, bool) {
	places := placesOf(l.table.header, identityColumns)
	plan := newPlan(l, p.lists)
	found := make(map[string]survey.Answers)
	err := eachRow(l.table, func(r record) error {
		for _, place := range places {
			if id := sameKey(r.cell(place)); id != "" && !blankWord(id) {
				found[id] = plan.answers(r, silent, nil, nil)
				return nil
			}
		}
		return io.ErrUnexpectedEOF
	})
	return found, err == nil
}

// sameRows tells whether two tables give the same answers in the same order.
func (p *placing) sameRows(a, b *level) bool {
	first, err := a.table.open()
	if err != nil {
		return false
	}
	defer func() { _ = first.close() }()
	second, err := b.table.open()
	if err != nil {
		return false
	}
	defer func() { _ = second.close() }()
	one, other := newPlan(a, p.lists), newPlan(b, p.lists)
	for {
		r, errFirst := nextFilled(first)
		s, errSecond := nextFilled(second)
		if errFirst != nil || errSecond != nil {
			return errors.Is(errFirst, io.EOF) && errors.Is(errSecond, io.EOF)
		}
		if !agree(one.answers(r, silent, nil, nil), other.answers(s, silent, nil, nil)) {
			return false
		}
	}
}

// nextFilled is the next row that is not blank.
func nextFilled(rows rows) (record, error) {
	for {
		r, err := rows.next()
		if err != nil || !blankRow(r.cells) || len(r.nested) > 0 {
			return r, err
		}
	}
}

func silent(string, string, ...string) {}
