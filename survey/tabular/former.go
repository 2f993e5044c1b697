package tabular

import (
	"slices"
	"strconv"

	"constat/survey"
)

// OpenVersions is OpenExport for answers that were given to several versions of a
// form: a column or a cell that today's does not know is looked for in those before
// it, the newest first, and read as the question or the choice of the same name.
func OpenVersions(form *survey.Form, earlier []*survey.Form, export *Export, assignments []Assignment, files ...File) (*Reader, error) {
	return open(form, earlier, export, assignments, files)
}

// remember gives the matchers what the versions before called their questions and
// their choices.
func (p *placing) remember(earlier []*survey.Form) {
	for _, m := range p.matchers {
		for _, before := range earlier {
			scope := twinScope(before.Root, m.scope)
			if scope == nil {
				continue
			}
			m.former = append(m.former, newMatcher(before, scope, make(map[*survey.List]*choices)))
			for _, q := range scope.Questions {
				if now := m.today(q); now != nil && now.Unlists() && q.Unlists() {
					m.choices(now).learn(q.List)
				}
			}
		}
	}
}

// twinScope is the level of another version that a level is: that of the same
// repeats.
func twinScope(root, scope *survey.Scope) *survey.Scope {
	if scope.Repeat == nil {
		return root
	}
	above := twinScope(root, scope.Parent)
	if above == nil {
		return nil
	}
	for _, inner := range above.Repeats {
		if inner.Repeat.Name == scope.Repeat.Name {
			return inner
		}
	}
	return nil
}

// today is the question that one of a version before is: that of its key, else the
// only one of its name. Nil when there is none any more.
func (m *matcher) today(before *survey.Question) *survey.Question {
	var named []*survey.Question
	for _, q := range m.scope.Questions {
		if q.Key == before.Key {
			return q
		}
		if q.Name == before.Name {
			named = append(named, q)
		}
	}
	if len(named) == 1 {
		return named[0]
	}
	return nil
}

// rename recognises the headers that only a version before knows. A question may have
// a column of today's beside: a row then has its answer in one of them.
func (m *matcher) rename(columns []Column) {
	for i := range columns {
		c := &columns[i]
		header := trim(c.Header)
		if c.Code != CodeUnknownColumn || len(m.former) == 0 || len(header) > longestHeader {
			continue
		}
		if found, ok := m.before(header); ok {
			found.Table, found.Header, found.place, found.former = c.Table, c.Header, c.place, true
			*c = found
		}
	}
}

// before recognises a header by the versions before, the newest first.
func (m *matcher) before(header string) (Column, bool) {
	for _, former := range m.former {
		column := former.alone(header)
		if column.Use != Answer && column.Use != Tick || len(column.Instances) > 0 {
			continue
		}
		q := m.today(column.Question)
		switch {
		case q == nil || !q.Holds():
			label := column.Question.Label.In(former.form.DefaultLanguage)
			if label == "" {
				label = column.Question.Name
			}
			return Column{Code: CodeFormerQuestion, args: []string{label}}, true
		case column.Use == Answer:
			return Column{Use: Answer, Question: q}, true
		case q.Type.Format != survey.FormatMultiple || !q.Unlists():
			continue
		}
		tick := Column{Use: Tick, Question: q, Choice: m.choices(q).now(column.Question.List, column.Choice)}
		if tick.Choice == m.choices(q).unlisted {
			tick.Code, tick.args = CodeUnlistedColumn, []string{column.Choice, q.Name}
		}
		return tick, true
	}
	return Column{}, false
}

// now is what a choice of a version before is called today: its name, or that of the
// choice which has its label; else it is outside the list.
func (c *choices) now(before *survey.List, name string) string {
	if _, stays := c.list.Choice(name); stays {
		return name
	}
	choice, ok := before.Choice(name)
	if !ok {
		return c.unlisted
	}
	for _, label := range choice.Label {
		if today, found := c.folded[fold(label)]; found && today != ambiguous {
			return today
		}
	}
	return c.unlisted
}

// learn takes what a version before called the choices that are still there. A label
// that two of them had is a tie, which is asked about.
func (c *choices) learn(before *survey.List) {
	if c.former == nil {
		c.former = make(map[string]string)
	}
	for i := range before.Choices {
		choice := &before.Choices[i]
		today := c.now(before, choice.Name)
		if today == c.unlisted {
			continue
		}
		put(c.former, fold(choice.Name), today)
		for _, label := range choice.Label {
			if folded := fold(label); folded != "" {
				put(c.former, folded, today)
				c.words = max(c.words, len(cut(label, separates)))
			}
		}
	}
}

// left counts the answers to questions that only versions before have, and tells
// where they are.
type left struct {
	columns []leftColumn
	at      map[leftAt]int
}

type leftAt struct{ table, header string }

type leftColumn struct {
	leftAt
	label   string
	answers int
}

// count takes one row; columns are those of its table.
func (l *left) count(table string, columns []Column, r record) {
	for i := range columns {
		c := &columns[i]
		if c.Code != CodeFormerQuestion {
			continue
		}
		at := leftAt{table, c.Header}
		place, known := l.at[at]
		if !known {
			if l.at == nil {
				l.at = make(map[leftAt]int)
			}
			place = len(l.columns)
			l.at[at], l.columns = place, append(l.columns, leftColumn{leftAt: at, label: c.args[0]})
		}
		if !blankWord(trim(r.cell(c.place))) {
			l.columns[place].answers++
		}
	}
}

func (l *left) problems(named bool) []survey.Problem {
	var told []survey.Problem
	for _, c := range l.columns {
		p := warning(CodeFormerQuestion, c.label, strconv.Itoa(c.answers))
		if p.Column = c.header; named {
			p.Sheet = c.table
		}
		told = append(told, p)
	}
	return told
}

// latestFirst puts the columns that today's version knows before the others.
func latestFirst(columns []Column) []Column {
	return slices.SortedStableFunc(slices.Values(columns), func(a, b Column) int {
		switch {
		case a.former == b.former:
			return 0
		case b.former:
			return -1
		}
		return 1
	})
}
