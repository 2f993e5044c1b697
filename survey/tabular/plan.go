package tabular

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"constat/survey"
)

// plan is how a row of a table becomes answers: which cells go to which
// question.
type plan struct {
	fields  []field
	spread  []spread          // repeats laid out in columns
	headers map[string]string // question key → header, to say where a problem is
	marks   map[*survey.Question]*decimalMarks
}

// field is one question of the table.
type field struct {
	question *survey.Question
	columns  []source // with the answer, those of the form's versions; none when there are ticks only
	ticks    []tick
	ranks    []source // of a ranking: the choice of each place
	free     []source // the free answers that other questions' « autre » hold
	reader   *cellReader
	lists    bool   // several choices, not one
	beside   beside // where what is written beside the list goes
	outside  string // what the row's cell holds beside the list
	at       string // the header of that cell
}

// source is one column of a field.
type source struct {
	place  int
	header string
	rank   int
}

type tick struct {
	place          int
	header, choice string
	free           bool // the choice is « autre »: a text is a free answer, and ticks it
	nowhere        bool // that no question takes
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
	p.fields = p.fieldsOf(l.columns, 0, l.scope, lists, l.table.serial)
	for _, f := range p.fields {
		p.headers[f.question.Key] = f.header()
	}
	p.spread = p.spreadsOf(l.columns, 0, l.scope, lists, l.table.serial)
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
			headers[at+f.question.Key] = f.header()
		}
		for _, inner := range instance.inner {
			inner.address(at, headers)
		}
	}
}

// spreadsOf gathers the repeats of a scope among columns whose first instances,
// depth of them, are those of one place.
func (p *plan) spreadsOf(columns []Column, depth int, scope *survey.Scope, lists map[*survey.List]*choices, serial serialDates) []spread {
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
				fields: p.fieldsOf(byInstance[n], depth+1, inner, lists, serial),
				inner:  p.spreadsOf(byInstance[n], depth+1, inner, lists, serial),
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
func (p *plan) fieldsOf(columns []Column, depth int, scope *survey.Scope, lists map[*survey.List]*choices, serial serialDates) []field {
	var fields []field
	at := make(map[*survey.Question]int)
	of := func(q *survey.Question) *field {
		i, known := at[q]
		if !known {
			i = len(fields)
			at[q] = i
			format := q.Type.Format
			reader := newCellReader(q, lists, serial)
			reader.marks = p.marksOf(q, serial)
			fields = append(fields, field{
				question: q, reader: reader, lists: format == survey.FormatMultiple || format == survey.FormatRank,
			})
		}
		return &fields[i]
	}
	for _, c := range latestFirst(columns) {
		if c.Use != Answer && c.Use != Tick || len(c.Instances) != depth || c.Question.Scope != scope {
			continue
		}
		f, from := of(c.Question), source{c.place, c.Header, c.rank}
		switch {
		case c.rank > 0:
			f.ranks = append(f.ranks, from)
		case c.Use == Answer:
			f.columns = append(f.columns, from)
		default:
			free := f.reader.choices != nil && c.Choice == f.reader.choices.others
			f.ticks = append(f.ticks, tick{c.place, c.Header, c.Choice, free, c.fills == nil})
			if c.fills != nil {
				text := of(c.fills)
				text.free = append(text.free, from)
			}
		}
	}
	for i := range fields {
		fields[i].beside = besideOf(&fields[i], fields)
	}
	return fields
}

// header names a field's place in the file.
func (f *field) header() string {
	switch {
	case len(f.columns) > 0:
		return f.columns[0].header
	case len(f.ticks) > 0:
		return f.ticks[0].header
	case len(f.ranks) > 0:
		return f.ranks[0].header
	}
	return f.free[0].header
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
	text, unreadable := f.readColumns(r, tell)
	switch {
	case text != "" || unreadable:
	case len(f.ranks) > 0:
		return f.readRanks(r, tell)
	case len(f.free) > 0:
		return f.readFree(r)
	}
	if len(f.ticks) == 0 || unreadable || f.outside != "" {
		return text
	}
	if len(f.columns) == 0 {
		names, _ := f.readTicks(r, tell)
		return strings.Join(names, " ")
	}
	return f.check(text, r, tell)
}

// readColumns reads the columns of a question: the first that is filled wins,
// and another that says otherwise is told.
func (f *field) readColumns(r record, tell report) (text string, unreadable bool) {
	won := ""
	for _, c := range f.columns {
		each, code := f.reader.read(r.cell(c.place))
		if code != "" && code != CodeUnknownChoice {
			tell(c.header, code, quoted(r.cell(c.place)), f.question.Key)
			unreadable = true
		}
		switch {
		case each == "":
		case won == "" && text == "":
			text, won = each, c.header
			f.outside, f.at = f.reader.outside, c.header
		case !f.alike(text, each):
			tell(c.header, CodeColumnsDiffer, won)
		}
	}
	return text, unreadable
}

// alike tells the same answer; the order of ticks is none.
func (f *field) alike(a, b string) bool {
	if a == b || f.question.Type.Format != survey.FormatMultiple {
		return a == b
	}
	x, y := strings.Fields(a), strings.Fields(b)
	slices.Sort(x)
	slices.Sort(y)
	return slices.Equal(slices.Compact(x), slices.Compact(y))
}

// mostQuoted is how much of a cell a report shows.
const mostQuoted = 60

// quoted is a cell as a report shows it, on one line.
func quoted(cell string) string {
	text := strings.Join(strings.FieldsFunc(cell, unicode.IsSpace), " ")
	if runes := []rune(text); len(runes) > mostQuoted {
		return string(runes[:mostQuoted]) + "…"
	}
	return text
}

// check compares the column with all choices with those of each choice, which
// exports write both. The former wins, unless it is blank. Of a select_one, only
// « autre » has a column, for its free answer.
func (f *field) check(text string, r record, tell report) string {
	names, answered := f.readTicks(r, tell)
	if !answered || !f.lists {
		if text == "" && len(names) == 1 {
			return names[0]
		}
		return text
	}
	for _, t := range f.ticks {
		if slices.Contains(names, t.choice) != hasWord(text, t.choice) {
			if text == "" {
				tell(f.header(), CodeTicksDiffer)
				return strings.Join(names, " ")
			}
			tell(f.header(), CodeTicksDiffer)
			break
		}
	}
	return text
}

// readTicks lists the choices that are ticked, and tells whether any of the
// cells is filled. Of a ranking, they say the place of each choice.
func (f *field) readTicks(r record, tell report) (names []string, answered bool) {
	if f.question.Type.Format == survey.FormatRank {
		return f.readPlaces(r, tell)
	}
	for _, t := range f.ticks {
		cell := trim(r.cell(t.place))
		if cell == "" {
			continue
		}
		ticked, ok := truth(cell)
		if !ok { // some write the choice itself
			name, found := f.reader.choices.find(cell, f.reader.serial)
			ticked, ok = found && name == t.choice, found && name == t.choice
		}
		switch {
		case !ok && t.free:
			ticked = true
			if t.nowhere {
				tell(t.header, CodeTextNowhere)
			}
		case !ok:
			tell(t.header, CodeNotTick)
		}
		if ticked && !slices.Contains(names, t.choice) {
			names = append(names, t.choice)
		}
		answered = answered || !blankWord(cell)
	}
	return names, answered
}

// readFree reads what other questions' « autre » columns hold, unless it is a
// mere tick.
func (f *field) readFree(r record) string {
	for _, c := range f.free {
		cell := trim(r.cell(c.place))
		if _, tick := truth(cell); !tick && !blankWord(cell) && !isOther(cell) {
			return cell
		}
	}
	return ""
}

// readRanks reads a ranking whose columns are its places: each holds a choice.
func (f *field) readRanks(r record, tell report) string {
	byPlace := make(map[int]string, len(f.ranks))
	last := 0
	for _, c := range f.ranks {
		cell := trim(r.cell(c.place))
		if cell == "" || blankWord(cell) {
			continue
		}
		name, code := f.reader.choices.one(cell, f.reader.serial)
		if code != "" {
			tell(c.header, code, excerpt(cell))
		}
		if name == "" {
			continue
		}
		byPlace[c.rank] = name
		last = max(last, c.rank)
	}
	return strings.Join(inPlace(byPlace, last), " ")
}

// readPlaces reads a ranking whose columns are its choices: each holds a place.
func (f *field) readPlaces(r record, tell report) (names []string, answered bool) {
	byPlace := make(map[int]string, len(f.ticks))
	last := 0
	for _, t := range f.ticks {
		cell := trim(r.cell(t.place))
		if cell == "" || blankWord(cell) {
			continue
		}
		answered = true
		place, err := strconv.Atoi(strings.TrimSuffix(cell, ".0"))
		switch {
		case err != nil || place < 0 || place > len(f.reader.choices.list.Choices):
			tell(t.header, CodeNotRank)
		case place == 0: // not ranked
		case byPlace[place] != "" && byPlace[place] != t.choice:
			tell(t.header, CodeRanksDiffer)
			return nil, true
		default:
			byPlace[place] = t.choice
			last = max(last, place)
		}
	}
	return inPlace(byPlace, last), answered
}

func inPlace(byPlace map[int]string, last int) (names []string) {
	for place := 1; place <= last; place++ {
		if name := byPlace[place]; name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
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
