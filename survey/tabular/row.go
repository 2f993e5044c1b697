package tabular

import (
	"hash/maphash"
	"strconv"
	"strings"
	"time"

	"constat/survey"
)

// Row is one row of a main table, read.
type Row struct {
	Table      string // sheet or file, where there are several
	Number     int    // as a spreadsheet shows it: the header is 1
	Submission survey.Submission
	// Day is when the answers were sent, by the columns that exports add; zero
	// when none tells.
	Day time.Time
	// Absent lists the questions that the row's file does not have, for
	// survey.Occasion.
	Absent map[string]bool
	// States says, by field, why an answer is not there, where the file itself
	// does; for survey.Occasion.
	States   map[string]survey.State
	Problems []survey.Problem

	headers   map[string]string
	instances map[string]address // "enfants[2]" → where that instance is
}

// address is where an instance of a repeat was read.
type address struct {
	sheet   string
	row     int
	prefix  string // of headers: the path of a JSON list
	headers map[string]string
}

// Locate gives a problem of Form.Judge, which names a field, its place in the
// file.
func (r *Row) Locate(p survey.Problem) survey.Problem {
	at, key := address{sheet: r.Table, row: r.Number, headers: r.headers}, p.Path
	if i := strings.LastIndex(p.Path, "]/"); i >= 0 {
		if inner, known := r.instances[p.Path[:i+1]]; known {
			at, key = inner, p.Path[i+2:]
		}
	}
	p.Sheet, p.Row, p.Column = at.sheet, at.row, key
	if header, known := at.headers[key]; known {
		p.Column = header
	}
	p.Column = at.prefix + p.Column
	return p
}

// run is one reading of one main table.
type run struct {
	reader  *Reader
	level   *level
	bundles []*bundle
	named   bool // several tables are read: addresses name theirs
	absent  map[string]bool
	ids     []int
	days    []int
	order   int
	seen    *identities
	doubles map[*table]int // rows that another table of the same repeat has too
	// neverDays counts, by column, the days that are none of collection.
	neverDays map[int]int
}

func (u *run) row(r record) (*Row, bool) {
	u.order++
	row := &Row{Number: r.number, Absent: u.absent, headers: u.level.plan.headers}
	if u.named {
		row.Table = u.level.table.name
	}
	id := ""
	for _, place := range u.ids {
		if id = trim(r.cell(place)); id != "" && !blankWord(id) {
			break
		}
		id = ""
	}
	if !u.admit(row, r, id) {
		return row, false
	}
	if id == "" {
		id = "row-" + strconv.Itoa(u.level.table.file+1) + "-" + strconv.Itoa(r.number)
	}
	row.Day = u.collected(r)
	form := u.reader.form
	at := address{sheet: row.Table, row: r.number, headers: row.headers}
	answers := u.answers(row, r, u.level, u.bundles, u.order, row.rememberAlone(u.level.scope, at), at)
	row.Submission = survey.Submission{
		InstanceID: id, FormID: form.ID, FormVersion: form.Version, Language: form.DefaultLanguage,
		Answers: alone(answers, u.level.scope),
	}
	return row, true
}

// firstCollected is before any answer was collected by such software. What is
// earlier is what a program writes for no date at all: year 1, 1899, 1900, 1904,
// 1970, and 1980, which LimeSurvey writes where dates are not kept.
var firstCollected = time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC)

// collected is the day on which a row's answers were sent, by the first of its
// columns that tells one; days that cannot be are counted, by column.
func (u *run) collected(r record) time.Time {
	for _, place := range u.days {
		day, _, ok := readMoment(trim(r.cell(place)), u.level.table.serial)
		if !ok {
			continue
		}
		future := !u.reader.today.IsZero() && day.After(u.reader.today.AddDate(0, 0, 1)) // it may be tomorrow elsewhere
		if day.Before(firstCollected) || future {
			u.neverDays[place]++
			continue
		}
		return day
	}
	return time.Time{}
}

// neverDaysProblems says how many days of each column were no day of collection.
func (u *run) neverDaysProblems() []survey.Problem {
	var problems []survey.Problem
	for place, header := range u.level.table.header {
		if n := u.neverDays[place]; n > 0 {
			p := warning(CodeNeverDays, strconv.Itoa(n))
			p.Column = header
			if u.named {
				p.Sheet = u.level.table.name
			}
			problems = append(problems, p)
		}
	}
	return problems
}

// alone puts the answers of a repeat's row where the form has them: the only
// instance of its repeat, in the only one of the repeat above. Those of the
// form itself are left as they are.
func alone(a survey.Answers, scope *survey.Scope) survey.Answers {
	for ; scope.Repeat != nil; scope = scope.Parent {
		a = survey.Answers{Repeats: map[string][]survey.Answers{scope.Repeat.Key: {a}}}
	}
	return a
}

// rememberAlone keeps where that instance was read, for each repeat around it.
func (row *Row) rememberAlone(scope *survey.Scope, at address) string {
	if scope.Repeat == nil {
		return ""
	}
	return row.remember(row.rememberAlone(scope.Parent, at), scope.Repeat, 0, at)
}

// admit tells a row that was read before: the same identifier with the same
// cells counts once; with others it is kept, and said.
func (u *run) admit(row *Row, r record, id string) bool {
	if id == "" {
		return true
	}
	first, same, known := u.seen.meet(id, row.Number, r)
	if !known {
		return true
	}
	code := CodeRepeatedInstance
	if same {
		code = CodeRepeatedRow
	}
	row.tell(address{sheet: row.Table, row: r.number})("", code, strconv.Itoa(first))
	return !same
}

func (row *Row) tell(at address) report {
	return func(header, code string, args ...string) {
		row.Problems = append(row.Problems, survey.Problem{
			Code: code, Severity: survey.Warning, Sheet: at.sheet, Row: at.row, Column: at.prefix + header, Args: args,
		})
	}
}

// answers reads a row of any level with those of the repeats under it.
func (u *run) answers(row *Row, r record, l *level, bundles []*bundle, order int, path string, at address) survey.Answers {
	u.reader.left.count(l.table.name, l.columns, r)
	a := l.plan.answers(r, row.tell(at), l.own, func(key string, state survey.State) {
		if row.States == nil {
			row.States = make(map[string]survey.State)
		}
		row.States[path+key] = state
	})
	var merged []*instances
	of := func(repeat *survey.Question) *instances {
		for _, all := range merged {
			if all.repeat == repeat {
				return all
			}
		}
		merged = append(merged, &instances{repeat: repeat, inColumns: a.Repeats[repeat.Key]})
		return merged[len(merged)-1]
	}
	for _, b := range bundles {
		repeat := b.level.scope.Repeat
		all := of(repeat)
		all.begin(b.level.table)
		rows, late := b.take(b.level.join.parentKey(r, order))
		if late {
			row.tell(at)("", CodeParentTwice, b.level.table.name)
		}
		for _, inner := range rows {
			if len(all.kept) == survey.MaxInstances {
				row.tell(address{sheet: b.level.table.name, row: inner.number})("", CodeTooManyInstances, strconv.Itoa(survey.MaxInstances))
				break
			}
			innerAt := address{sheet: b.level.table.name, row: inner.number, headers: b.level.plan.headers}
			innerPath := row.remember(path, repeat, len(all.kept), innerAt)
			if !all.add(u.answers(row, inner.record, b.level, b.children, inner.order, innerPath, innerAt)) {
				u.doubles[b.level.table]++
			}
		}
	}
	for i, inner := range l.nested {
		if inner == nil || r.nested == nil {
			continue
		}
		repeat := inner.scope.Repeat
		all := of(repeat)
		all.begin(inner.table)
		for j, object := range r.nested[i] {
			innerAt := at
			innerAt.prefix += inner.table.name + "[" + strconv.Itoa(j+1) + "]/"
			innerAt.headers = inner.plan.headers
			innerPath := row.remember(path, repeat, j, innerAt)
			all.add(u.answers(row, object, inner, nil, j+1, innerPath, innerAt))
		}
	}
	for _, all := range merged {
		kept, differ := all.close()
		if differ {
			row.tell(at)(all.repeat.Name, CodeRepeatTwice, all.repeat.Name, all.table.name)
		}
		setRepeat(&a, all.repeat, kept)
	}
	return a
}

// remember keeps where an instance was read and gives the prefix of its
// fields.
func (row *Row) remember(path string, repeat *survey.Question, index int, at address) string {
	if row.instances == nil {
		row.instances = make(map[string]address)
	}
	instance := path + repeat.Key + "[" + strconv.Itoa(index+1) + "]"
	row.instances[instance] = at
	return instance + "/"
}

// identities remembers the rows met by their identifier.
type identities struct {
	seed maphash.Seed
	met  map[string]met
}

type met struct {
	row int
	sum uint64
}

func newIdentities() *identities {
	return &identities{seed: maphash.MakeSeed(), met: make(map[string]met)}
}

func (s *identities) meet(id string, number int, r record) (first int, same, known bool) {
	var h maphash.Hash
	h.SetSeed(s.seed)
	for _, cell := range r.cells {
		_, _ = h.WriteString(cell)
		_ = h.WriteByte(0)
	}
	sum := h.Sum64()
	before, known := s.met[id]
	if !known {
		s.met[strings.Clone(id)] = met{number, sum}
	}
	return before.row, before.sum == sum, known
}
