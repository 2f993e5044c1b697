package tabular

import "constat/survey"

// instances gathers those of one repeat in one response, from every table that
// has some. Two tables with the same rows, as codes and as labels, or of two
// exports, count once.
type instances struct {
	repeat    *survey.Question
	inColumns []survey.Answers // laid out in the parent's own columns
	kept      []survey.Answers
	table     *table // the last one read
	before    []bool // of kept: of an earlier table, and not met again
}

// begin starts a table.
func (i *instances) begin(t *table) {
	i.table = t
	i.before = make([]bool, len(i.kept))
	for k := range i.before {
		i.before[k] = true
	}
}

// add keeps an instance, unless an earlier table has it.
func (i *instances) add(a survey.Answers) bool {
	for k, free := range i.before {
		if free && agree(i.kept[k], a) {
			i.before[k] = false
			complete(&i.kept[k], a)
			return false
		}
	}
	i.kept = append(i.kept, a)
	return true
}

// close gives the instances: those of the tables, unless they have none. differ
// tells that the parent's columns hold others.
func (i *instances) close() (all []survey.Answers, differ bool) {
	if len(i.kept) == 0 {
		return i.inColumns, false
	}
	met := make([]bool, len(i.kept))
	for _, a := range i.inColumns {
		found := false
		for k := range met {
			if !met[k] && agree(i.kept[k], a) {
				met[k], found = true, true
				complete(&i.kept[k], a)
				break
			}
		}
		differ = differ || !found && !blankAnswers(a)
	}
	return i.kept, differ
}

// agree tells whether two instances say the same wherever both say something,
// and share a question.
func agree(a, b survey.Answers) bool {
	shared := false
	for key, text := range a.Values {
		other, known := b.Values[key]
		if !known {
			continue
		}
		if text != other {
			return false
		}
		shared = true
	}
	for key, inner := range a.Repeats {
		others, known := b.Repeats[key]
		if !known {
			continue
		}
		if len(inner) != len(others) {
			return false
		}
		for i := range inner {
			if !agree(inner[i], others[i]) {
				return false
			}
		}
		shared = shared || len(inner) > 0
	}
	return shared
}

// complete adds what only the other table has.
func complete(kept *survey.Answers, a survey.Answers) {
	for key, text := range a.Values {
		if _, known := kept.Values[key]; !known {
			kept.Values[key] = text
		}
	}
	for key, inner := range a.Repeats {
		if _, known := kept.Repeats[key]; !known {
			if kept.Repeats == nil {
				kept.Repeats = make(map[string][]survey.Answers)
			}
			kept.Repeats[key] = inner
		}
	}
}

func blankAnswers(a survey.Answers) bool {
	for _, text := range a.Values {
		if text != "" {
			return false
		}
	}
	for _, inner := range a.Repeats {
		for _, each := range inner {
			if !blankAnswers(each) {
				return false
			}
		}
	}
	return true
}
