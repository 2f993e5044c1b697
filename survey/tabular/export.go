package tabular

import (
	"errors"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"constat/survey"
)

// Export is how this service writes answers for researchers, so that it reads
// its own files back whole: the names of the columns, which follow from the
// form, and the codes of absence that package microdata writes.
type Export struct {
	Keys       map[*survey.Scope]string // the column that numbers a level's rows
	Day        string
	Fictitious string                // 1 on every row of imaginary answers
	Absences   string                // names the columns whose codes of absence are not -98 and -99
	States     map[byte]survey.State // by the last digit of a code of absence
	Questions  map[string]*survey.Question
	Ticks      map[string]ExportTick
}

// ExportTick is the column of one choice.
type ExportTick struct {
	Question *survey.Question
	Choice   string
}

// OpenExport is Open for files that may be the service's own: a table whose
// first column numbers the responses is, and every other is read as Open does.
func OpenExport(form *survey.Form, export *Export, files ...File) (*Reader, error) {
	return open(form, nil, export, nil, files)
}

// textsHeader begins the file of free texts, which tells of no author.
var textsHeader = []string{"question", "libelle", "texte"}

// owns tells a table that the service wrote.
func (e *Export) owns(form *survey.Form, t *table) bool {
	return e != nil && len(t.header) > 1 && trim(t.header[0]) == e.Keys[form.Root]
}

// level gives the service's own table its place: the deepest level whose rows it
// numbers. Columns that were renamed are left to the matcher.
func (e *Export) level(form *survey.Form, t *table, matchers []*matcher) *level {
	var found *level
	for _, m := range matchers {
		if placeOf(t.header, strings.ToLower(e.Keys[m.scope])) < 0 || m.scope.Parent != nil && found == nil {
			continue
		}
		found = &level{table: t, scope: m.scope, columns: m.columns(t)}
	}
	if found == nil {
		return nil
	}
	for i := range found.columns {
		e.recognise(&found.columns[i], found.scope)
	}
	found.own = e.absences(t)
	return found
}

func (e *Export) recognise(c *Column, scope *survey.Scope) {
	header := trim(c.Header)
	q, tick := e.Questions[header], e.Ticks[header]
	switch {
	case q != nil && q.Scope == scope:
		c.Use, c.Question, c.Choice, c.Instances, c.Code = Answer, q, "", nil, ""
	case tick.Question != nil && tick.Question.Scope == scope:
		c.Use, c.Question, c.Choice, c.Instances, c.Code = Tick, tick.Question, tick.Choice, nil, ""
	case header == e.Day, header == e.Fictitious, header == e.Absences, slices.Contains(slices.Collect(maps.Values(e.Keys)), header):
		*c = Column{Table: c.Table, Header: c.Header, Use: Metadata, place: c.place}
	}
}

// own is what a table of the service's own says of its cells.
type own struct {
	states     map[byte]survey.State
	shifted    map[string]string // column → its code « non posée », where it is not -98
	fictitious bool
}

// absences reads the first row: the column says the same on all.
func (e *Export) absences(t *table) *own {
	o := &own{states: e.States, shifted: make(map[string]string)}
	rows, err := t.open()
	if err != nil {
		return o // reading says it
	}
	defer func() { _ = rows.close() }()
	first, err := rows.next()
	if err != nil && !errors.Is(err, io.EOF) {
		return o
	}
	if err == nil {
		o.fictitious = trim(first.cell(placeOf(t.header, strings.ToLower(e.Fictitious)))) == "1"
		for item := range strings.SplitSeq(first.cell(placeOf(t.header, strings.ToLower(e.Absences))), ";") {
			if column, codes, ok := strings.Cut(trim(item), "="); ok {
				o.shifted[column], _, _ = strings.Cut(codes, " ")
			}
		}
	}
	return o
}

// absent tells a cell that holds a code of absence.
func (o *own) absent(f *field, header, cell string) (survey.State, bool) {
	base := o.shifted[header]
	if base == "" || len(f.ticks) > 0 {
		base = "-98"
	}
	cell = trim(cell)
	if len(cell) != len(base) || cell[:len(cell)-1] != base[:len(base)-1] {
		return 0, false
	}
	state, known := o.states[cell[len(cell)-1]]
	if state != survey.NotAsked && state != survey.NoAnswer && !measured(f.question) {
		return 0, false
	}
	return state, known
}

// measured counts calculations too: a column of them may be numbers or days.
func measured(q *survey.Question) bool { return q.Measured() || q.Type.Kind == survey.Hidden }

// read gives the stored text of one answer of the service's own table, or the
// state of an answer that is not there.
func (o *own) read(f *field, r record, tell report) (text string, state survey.State, absent bool) {
	if len(f.ticks) == 0 && len(f.columns) == 0 {
		return f.read(r, tell), 0, false // columns that were renamed
	}
	f.outside = ""
	if len(f.ticks) == 0 {
		from := f.columns[0] // the service's own table has one
		cell := r.cell(from.place)
		if state, absent := o.absent(f, from.header, cell); absent {
			return "", state, true
		}
		text, code := f.reader.read(unguarded(cell))
		if f.outside = f.reader.outside; code != "" && code != CodeUnknownChoice {
			tell(from.header, code, quoted(cell), f.question.Key)
		}
		return text, 0, false
	}
	if state, absent := o.absent(f, f.ticks[0].header, r.cell(f.ticks[0].place)); absent {
		return "", state, true
	}
	type chosen struct {
		rank   int
		choice string
	}
	var all []chosen
	for _, t := range f.ticks {
		if rank, err := strconv.Atoi(trim(r.cell(t.place))); err == nil && rank > 0 {
			all = append(all, chosen{rank, t.choice})
		}
	}
	if f.question.Type.Format == survey.FormatRank {
		slices.SortStableFunc(all, func(a, b chosen) int { return a.rank - b.rank })
	}
	names := make([]string, len(all))
	for i, each := range all {
		names[i] = each.choice
	}
	return strings.Join(names, " "), 0, false
}

// unguarded takes the apostrophe away that keeps spreadsheets from reading a
// formula.
func unguarded(cell string) string { return strings.TrimPrefix(cell, "'") }

// ownTexts are the free texts of the service's own file, by the question's key with
// its repeat's.
func ownTexts(t *table) (map[string][]string, error) {
	texts := make(map[string][]string)
	err := eachRow(t, func(r record) error {
		key := strings.Clone(trim(r.cell(0)))
		texts[key] = append(texts[key], strings.Clone(strings.ReplaceAll(unguarded(r.cell(2)), " ¶ ", "\n")))
		return nil
	})
	return texts, err
}

func holdsTexts(t *table) bool {
	return slices.EqualFunc(t.header, textsHeader, func(a, b string) bool { return trim(a) == b })
}
