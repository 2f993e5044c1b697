package tabular

import (
	"slices"
	"strconv"
	"strings"

	"constat/survey"
)

// plan is how a row of a table becomes answers: which cells go to which
// question.
type plan struct {
	fields  []field
	spread  []spread          // repeats laid out in columns
	headers map[string]string // question key → header, to say where a problem is
}

// field is one question of the table.
type field struct {
	question *survey.Question
	place    int // of the column with the answer; -1 when there are ticks only
	header   string
	ticks    []tick
	reader   *cellReader
	free     free
	former   []formerPlace // of the same question, in columns of versions before
	outside  string        // what the row's cell holds beside the list
}

type tick struct {
	place          int
	header, choice string
}

// spread is one repeat in columns, the n-th instance at place n-1: its fields,
// and the repeats inside it that are in columns too.
type spread struct {
	repeat    *survey.Question
	instances []spreadInstance
}

type spreadInstance struct {
	fields []field
	inner  []spread
}

func newPlan(l *level, lists map[*survey.List]*choices) *plan {
	p := &plan{headers: make(map[string]string)}
	p.fields = fieldsOf(l.columns, 0, l.scope, lists, l.table.serial)
	for _, f := range p.fields {
		p.headers[f.question.Key] = f.header
	}
	p.spread = spreadsOf(l.columns, 0, l.scope, lists, l.table.serial)
	for _, s := range p.spread {
		s.address("", p.headers)
	}
	return p
}

// address notes the header of each field: "enfants[2]/visites[1]/duree".
func (s spread) address(path string, headers map[string]string) {
	for i, instance := range s.instances {
		at := path + s.repeat.Key + "[" + strconv.Itoa(i+1) + "]/"
		for _, f := range instance.fields {
			headers[at+f.question.Key] = f.header
		}
		for _, inner := range instance.inner {
			inner.address(at, headers)
		}
	}
}

// spreadsOf gathers the repeats of a scope among columns whose first instances,
// depth of them, are those of one place.
func spreadsOf(columns []Column, depth int, scope *survey.Scope, lists map[*survey.List]*choices, serial serialDates) []spread {
	var spreads []spread
	for _, inner := range scope.Repeats {
		s := spread{repeat: inner.Repeat}
		byInstance := make(map[int][]Column)
		last := 0
		for _, c := range columns {
			if c.Question != nil && len(c.Instances) > depth && within(c.Question.Scope, inner) {
				n := c.Instances[depth]
				byInstance[n] = append(byInstance[n], c)
				last = max(last, n)
			}
		}
		for n := 1; n <= last; n++ {
			s.instances = append(s.instances, spreadInstance{
				fields: fieldsOf(byInstance[n], depth+1, inner, lists, serial),
				inner:  spreadsOf(byInstance[n], depth+1, inner, lists, serial),
			})
		}
		if last > 0 {
			spreads = append(spreads, s)
		}
	}
	return spreads
}

// within tells whether a scope is another, or inside it.
func within(scope, outer *survey.Scope) bool {
	for ; scope != nil; scope = scope.Parent {
		if scope == outer {
			return true
		}
	}
	return false
}

// fieldsOf gathers the questions of a scope among columns of one place.
func fieldsOf(columns []Column, depth int, scope *survey.Scope, lists map[*survey.List]*choices, serial serialDates) []field {
	var fields []field
	at := make(map[*survey.Question]int)
	for _, c := range latestFirst(columns) {
		if c.Use != Answer && c.Use != Tick || len(c.Instances) != depth || c.Question.Scope != scope {
			continue
		}
		i, known := at[c.Question]
		if !known {
			i = len(fields)
			at[c.Question] = i
			fields = append(fields, field{question: c.Question, place: -1, header: c.Header, reader: newCellReader(c.Question, lists, serial)})
		}
		if c.Use == Answer && c.former && known && fields[i].place >= 0 {
			fields[i].former = append(fields[i].former, formerPlace{c.place, c.Header})
		} else if c.Use == Answer {
			fields[i].place, fields[i].header = c.place, c.Header
		} else {
			fields[i].ticks = append(fields[i].ticks, tick{c.place, c.Header, c.Choice})
		}
	}
	for i := range fields {
		fields[i].free = freeOf(&fields[i], fields)
	}
	return fields
}

// report is told what a cell's column is and what is wrong with it.
type report func(header, code string, args ...string)

// answers reads the cells of one row. Of the service's own table, absent is told
// why an answer is not there.
func (p *plan) answers(r record, tell report, own *own, absent func(key string, state survey.State)) survey.Answers {
	a := survey.Answers{Values: make(map[string]string, len(p.fields))}
	for i := range p.fields {
		f := &p.fields[i]
		if own == nil {
			a.Values[f.question.Key] = f.read(r, tell)
			continue
		}
		text, state, gone := own.read(f, r, tell)
		if a.Values[f.question.Key] = text; gone {
			absent(f.question.Key, state)
		}
	}
	settle(&a, p.fields, tell)
	for _, s := range p.spread {
		setRepeat(&a, s.repeat, s.read(r, tell))
	}
	return a
}

func setRepeat(a *survey.Answers, repeat *survey.Question, instances []survey.Answers) {
	if a.Repeats == nil {
		a.Repeats = make(map[string][]survey.Answers)
	}
	a.Repeats[repeat.Key] = instances
}

// read gives the instances up to the last one with an answer.
func (s spread) read(r record, tell report) []survey.Answers {
	var instances []survey.Answers
	filled := 0
	for i, instance := range s.instances {
		a := survey.Answers{Values: make(map[string]string, len(instance.fields))}
		for j := range instance.fields {
			text := instance.fields[j].read(r, tell)
			a.Values[instance.fields[j].question.Key] = text
			if text != "" {
				filled = i + 1
			}
		}
		settle(&a, instance.fields, tell)
		for _, inner := range instance.inner {
			rows := inner.read(r, tell)
			setRepeat(&a, inner.repeat, rows)
			if len(rows) > 0 {
				filled = i + 1
			}
		}
		instances = append(instances, a)
	}
	return instances[:filled]
}

// read gives the stored text of one answer.
func (f *field) read(r record, tell report) string {
	f.outside = ""
	if f.place < 0 {
		names, _ := f.readTicks(r, tell)
		return strings.Join(names, " ")
	}
	text, code := f.reader.read(f.cell(r, tell))
	if f.outside = f.reader.outside; code != "" && code != CodeUnknownChoice {
		tell(f.header, code)
	}
	if len(f.ticks) == 0 || code != "" {
		return text
	}
	return f.check(text, r, tell)
}

// check compares the column with all choices with those of each choice, which
// exports write both. The former wins, unless it is blank.
func (f *field) check(text string, r record, tell report) string {
	names, answered := f.readTicks(r, tell)
	if !answered {
		return text
	}
	for _, t := range f.ticks {
		if slices.Contains(names, t.choice) != hasWord(text, t.choice) {
			tell(f.header, CodeTicksDiffer)
			if text == "" {
				return strings.Join(names, " ")
			}
			break
		}
	}
	return text
}

// readTicks lists the choices that are ticked, and tells whether any of the
// cells is filled.
func (f *field) readTicks(r record, tell report) (names []string, answered bool) {
	for _, t := range f.ticks {
		cell := trim(r.cell(t.place))
		if cell == "" {
			continue
		}
		ticked, ok := truth(cell)
		if !ok { // some write the choice itself
			name, found := f.reader.choices.find(cell)
			ticked, ok = found && name == t.choice, found && name == t.choice
		}
		switch {
		case !ok:
			tell(t.header, CodeNotTick)
		case ticked && !slices.Contains(names, t.choice):
			names = append(names, t.choice)
		}
		answered = answered || !blankWord(cell)
	}
	return names, answered
}

// hasWord tells whether a word is among those of a text, joined by spaces.
func hasWord(text, word string) bool {
	for len(text) > 0 {
		first, rest, _ := strings.Cut(text, " ")
		if first == word {
			return true
		}
		text = rest
	}
	return false
}
