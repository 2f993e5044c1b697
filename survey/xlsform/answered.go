package xlsform

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"constat/survey"
)

// ReadAnswered is ReadWith for a form that was answered already, by whatever
// software took it: its answers cannot be refused any more for what is wrong in
// its logic. Each cell at fault is read as blank and its fault is told among the
// problems, beside a form that is not nil. What the broken cell decided is then
// unknown: see survey.Unread. Names used twice are another thing that older
// software took: the first keeps its name and its answers, the others get one
// that no answer has. Pictures are not looked for: no answer is about them.
//
// Any other fault concerns the structure, which says what an answer is the
// answer to: the form is nil, and all faults are told.
func ReadAnswered(r io.Reader, files survey.Files) (*survey.Form, []survey.Problem, error) {
	return readAnswered(r, files, (*survey.Form).CheckCost, mediaColumns...)
}

// maxMendings bounds how often a form is read again: a circle found after the
// names, after the syntax. Each time, every fault that is told is mended.
const maxMendings = 25

func readAnswered(r io.Reader, files survey.Files, costs func(*survey.Form) []survey.Problem, without ...string) (*survey.Form, []survey.Problem, error) {
	book, err := open(r)
	if err != nil {
		return nil, nil, err
	}
	m := mending{book: book}
	m.drop(without)
	var told []survey.Problem
	for range maxMendings {
		form, problems := readBook(m.book.clone(), fileName(r), files, costs)
		if form != nil {
			m.mark(form)
			return form, append(told, problems...), nil
		}
		found := faultsAmong(problems)
		if slices.ContainsFunc(found, func(p survey.Problem) bool { return !m.mend(p) }) {
			return nil, append(told, problems...), nil
		}
		told = append(told, found...)
	}
	return nil, told, nil
}

func faultsAmong(problems []survey.Problem) []survey.Problem {
	return slices.DeleteFunc(slices.Clone(problems), func(p survey.Problem) bool { return p.Severity != survey.Fault })
}

// mending is a workbook whose cells at fault are blanked, and what that leaves
// unknown.
type mending struct {
	book         *workbook
	relevance    []int // rows whose condition is not read
	calculations []int // rows whose value is not computed
}

// blank is what the columns of logic are read as when they are at fault. A
// calculation is kept, of nothing: without one, a row would become a question.
var blank = map[string]string{
	"relevant": "", "required": "", "constraint": "", "readonly": "", "choice_filter": "", "repeat_count": "",
	"default": "", "trigger": "", "calculation": "''", "instance_name": "",
}

// mend blanks what a fault is about, and tells whether it could.
func (m *mending) mend(p survey.Problem) bool {
	switch p.Code {
	case survey.CodeCycle:
		return m.open(strings.Split(p.Args[0], " → "))
	case survey.CodeDuplicateSibling, CodeDuplicateChoice:
		return m.put(p, "name", fmt.Sprintf("%s_ligne_%d", p.Args[0], p.Row))
	case CodeExpressionsTooLong:
		return false
	}
	name := m.canonical(p)
	if text, logic := blank[name]; logic {
		m.note(name, p.Row)
		return m.put(p, name, text)
	}
	if surveyColumns.translated[name] {
		return m.unlink(p, name)
	}
	return false
}

// canonical is the known name of the column that a problem names as its author
// wrote it.
func (m *mending) canonical(p survey.Problem) string {
	if s := m.sheet(p); s != nil {
		for _, c := range s.columns() {
			if c.header == p.Column || c.name == p.Column {
				return c.name
			}
		}
	}
	return ""
}

func (m *mending) sheet(p survey.Problem) *sheet {
	for _, s := range m.book.sheets {
		if s.name == p.Sheet || s.key == p.Sheet {
			return s
		}
	}
	return nil
}

// columns understands a sheet's header, problems left aside: the reading tells
// them.
func (s *sheet) columns() []column {
	words := map[string]vocabulary{"survey": surveyColumns, "settings": settingColumns, "choices": choiceColumns, "external_choices": choiceColumns}
	return new(reporter).head(s, words[s.key]).columns
}

// drop blanks whole columns of questions and choices.
func (m *mending) drop(names []string) {
	for _, key := range []string{"survey", "choices"} {
		s := m.book.sheets[key]
		if s == nil || len(names) == 0 {
			continue
		}
		for _, c := range s.columns() {
			for i := range s.rows {
				if slices.Contains(names, c.name) && c.index < len(s.rows[i].cells) {
					s.rows[i].cells[c.index] = ""
				}
			}
		}
	}
}

// put writes a text in a row's cells of a column, and tells whether it changed
// any.
func (m *mending) put(p survey.Problem, name, text string) bool {
	return m.change(p, name, func(string) string { return text })
}

// unlink makes plain words of the ${references} in a row's texts.
func (m *mending) unlink(p survey.Problem, name string) bool {
	return m.change(p, name, strings.NewReplacer("${", "«\u00a0", "}", "\u00a0»").Replace)
}

func (m *mending) change(p survey.Problem, name string, change func(string) string) bool {
	s := m.sheet(p)
	if s == nil {
		return false
	}
	changed := false
	for i := range s.rows {
		if s.rows[i].number != p.Row {
			continue
		}
		for _, c := range s.columns() {
			if c.name != name || s.rows[i].at(c.index) == "" {
				continue
			}
			before := s.rows[i].cells[c.index]
			s.rows[i].cells[c.index] = change(before)
			changed = changed || before != s.rows[i].cells[c.index]
		}
	}
	return changed
}

// open opens a circle: none of its conditions and calculations is read, since
// nothing tells which of them its author did not mean.
func (m *mending) open(names []string) bool {
	s := m.book.sheets["survey"]
	named := s.columns()
	for _, columns := range [][]string{{"relevant", "calculation"}, {"default", "repeat_count"}} {
		opened := false
		for _, row := range s.rows {
			if !slices.Contains(names, nameIn(named, row)) {
				continue
			}
			for _, column := range columns {
				if m.put(survey.Problem{Sheet: s.key, Row: row.number}, column, blank[column]) {
					m.note(column, row.number)
					opened = true
				}
			}
		}
		if opened {
			return true
		}
	}
	return false
}

func nameIn(columns []column, row sheetRow) string {
	for _, c := range columns {
		if c.name == "name" {
			return straight(row.at(c.index))
		}
	}
	return ""
}

func (m *mending) note(column string, row int) {
	switch column {
	case "relevant":
		m.relevance = append(m.relevance, row)
	case "calculation":
		m.calculations = append(m.calculations, row)
	}
}

// mark notes in the form what is unknown of it.
func (m *mending) mark(form *survey.Form) {
	form.Walk(func(q *survey.Question) {
		q.Unread.Calculation = slices.Contains(m.calculations, q.Row) && q.Calculation != nil
		q.Unread.Relevance = slices.Contains(m.relevance, q.Row) || q.Parent != nil && q.Parent.Unread.Relevance
	})
	form.SpreadUnread()
}

// clone copies the cells: reading changes some.
func (b *workbook) clone() *workbook {
	copied := *b
	copied.sheets = make(map[string]*sheet, len(b.sheets))
	for key, s := range b.sheets {
		each := *s
		each.rows = slices.Clone(s.rows)
		for i := range each.rows {
			each.rows[i].cells = slices.Clone(s.rows[i].cells)
		}
		copied.sheets[key] = &each
	}
	return &copied
}
