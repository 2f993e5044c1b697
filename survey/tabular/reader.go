package tabular

import (
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"constat/survey"
)

// Reader reads the answers of one or several files to one form.
type Reader struct {
	form     *survey.Form
	mains    []*level
	tables   []*table
	matching Matching
	problems []survey.Problem
	late     []survey.Problem // known once Each has come to the end
	accounts []Account
	texts    map[string][]string
	export   *Export
	today    time.Time
	settled  map[*survey.Question]Mark
	left     left
	closers  []io.Closer
}

// Matching says what became of the columns and of the questions.
type Matching struct {
	Columns []Column // of every table that is read, in the order of the files
	// Absent lists the questions that people are asked and that no file has.
	Absent []*survey.Question
}

// Unmatched lists the columns that no question was found for.
func (m Matching) Unmatched() []Column {
	var columns []Column
	for _, c := range m.Columns {
		if c.Use == Unmatched {
			columns = append(columns, c)
		}
	}
	return columns
}

// Open recognises the files and matches their columns with the form's
// questions. Its error is a survey.Problems when a file cannot be read as a
// table or nothing in it matches, and the files' own error otherwise. The
// files must stay open until Close.
func Open(form *survey.Form, files ...File) (*Reader, error) {
	return open(form, nil, nil, nil, files)
}

// OpenAssigned is OpenExport for sheets and files some of whose parts a person
// names. A nil export reads as Open does.
func OpenAssigned(form *survey.Form, export *Export, assignments []Assignment, files ...File) (*Reader, error) {
	return open(form, nil, export, assignments, files)
}

func open(form *survey.Form, earlier []*survey.Form, export *Export, assignments []Assignment, files []File) (*Reader, error) {
	r := &Reader{form: form, export: export}
	files, unpacked, left, err := unpack(files)
	r.closers = unpacked
	if err != nil {
		_ = r.Close()
		return nil, err
	}
	p := newPlacing(form, export, assignments)
	p.remember(earlier)
	for i, f := range files {
		tables, closer, err := openFile(f, i, p)
		if err != nil {
			_ = r.Close()
			return nil, err
		}
		if closer != nil {
			r.closers = append(r.closers, closer)
		}
		r.tables = append(r.tables, tables...)
	}
	if err := r.takeTexts(); err != nil {
		_ = r.Close()
		return nil, err
	}
	tellApart(r.tables)
	r.mains = p.place(r.tables)
	r.problems = append(left, p.problems...)
	if len(p.faults) > 0 {
		_ = r.Close()
		return nil, p.faults
	}
	if len(r.mains) == 0 {
		_ = r.Close()
		return nil, fault(CodeNoMatch, firstHeaders(r.tables))
	}
	r.match(p.lists)
	return r, nil
}

// takeTexts takes the file of free texts out of the tables.
func (r *Reader) takeTexts() error {
	if r.export == nil {
		return nil
	}
	kept := r.tables[:0]
	for _, t := range r.tables {
		if !holdsTexts(t) {
			kept = append(kept, t)
			continue
		}
		texts, err := ownTexts(t)
		if err != nil {
			return err
		}
		r.texts = texts
	}
	r.tables = kept
	return nil
}

// Texts are the free texts that the service's own export keeps apart from their
// authors, by the question's key with its repeat's.
func (r *Reader) Texts() map[string][]string { return r.texts }

// Own tells answers that the service wrote, all of them.
func (r *Reader) Own() bool {
	return len(r.mains) > 0 && !slices.ContainsFunc(r.mains, func(l *level) bool { return l.own == nil })
}

// Fictitious tells imaginary answers, which the service's own export marks.
func (r *Reader) Fictitious() bool {
	return slices.ContainsFunc(r.mains, func(l *level) bool { return l.own != nil && l.own.fictitious })
}

// apart tells the questions that the service's own export has in no table: free
// texts, which are apart, and what is not analysed.
func (r *Reader) apart(q *survey.Question) bool {
	return r.Own() && (q.Measure == survey.MeasureVerbatim || q.Measure == survey.MeasureNone)
}

// firstHeaders shows what the columns look like.
func firstHeaders(tables []*table) string {
	const enough = 8
	var headers []string
	for _, t := range tables {
		for _, h := range t.header {
			if h = trim(h); h != "" && len(headers) < enough {
				headers = append(headers, h)
			}
		}
	}
	return strings.Join(headers, ", ")
}

// Close lets go of what the reading of workbooks holds, not of the files.
func (r *Reader) Close() error {
	var errs []error
	for _, c := range r.closers {
		errs = append(errs, c.Close())
	}
	r.closers = nil
	return errors.Join(errs...)
}

// match plans the reading of each level and gathers what matched.
func (r *Reader) match(lists map[*survey.List]*choices) {
	found := make(map[*survey.Question]bool)
	listed := make(map[*table]bool)
	r.walk(r.mains, func(l *level) {
		l.plan = newPlan(l, lists)
		for _, c := range l.columns {
			for _, q := range c.answered() {
				found[q] = true
			}
		}
		for _, q := range l.plan.asks() {
			found[q] = true
		}
		if listed[l.table] {
			return
		}
		listed[l.table] = true
		r.matching.Columns = append(r.matching.Columns, l.columns...)
		for _, c := range l.columns {
			if c.Code != "" && c.Code != CodeFormerQuestion {
				r.problems = append(r.problems, r.columnProblem(c, l.table))
			}
		}
	})
	r.form.Walk(func(q *survey.Question) {
		if q.Type.Kind == survey.Asked && q.Holds() && !found[q] && !r.apart(q) {
			r.matching.Absent = append(r.matching.Absent, q)
			r.problems = append(r.problems, warning(CodeAbsentQuestion, q.Key, q.Label.In(r.form.DefaultLanguage)))
		}
	})
}

func (r *Reader) columnProblem(c Column, t *table) survey.Problem {
	p := warning(c.Code, c.args...)
	p.Row, p.Column = max(1, t.headed), c.Header
	if r.several() {
		p.Sheet = c.Table
	}
	return p
}

func (r *Reader) several() bool { return len(r.tables) > 1 }

func (r *Reader) walk(levels []*level, visit func(*level)) {
	for _, l := range levels {
		if l == nil {
			continue
		}
		visit(l)
		r.walk(l.nested, visit)
		r.walk(l.children, visit)
	}
}

// Matching says what became of the columns and of the questions.
func (r *Reader) Matching() Matching { return r.matching }

// Problems lists what is wrong with the files as a whole: columns without a
// question, questions without a column, sheets left aside; and, once Each has
// come to the end, rows that were read before and rows of repeats without a
// parent.
func (r *Reader) Problems() []survey.Problem {
	return append(slices.Clone(r.problems), r.late...)
}

// Size is how many rows there are, as far as can be told without reading
// them; for a progress bar.
func (r *Reader) Size() int {
	size := 0
	for _, l := range r.mains {
		size += max(0, l.table.size)
	}
	return size
}

// SetToday bounds the days of collection: nobody answered after it. Called before
// Each; without it, any later day is believed.
func (r *Reader) SetToday(today time.Time) { r.today = today.UTC().Truncate(24 * time.Hour) }

// Each visits the rows of the main tables in order, with what could not be
// read in them and in the rows of repeats that belong to them. It stops at
// the first error, of the files or of visit.
func (r *Reader) Each(visit func(*Row) error) error {
	if err := r.learnMarks(); err != nil {
		return err
	}
	held := make(shelf)
	seen, doubles := newIdentities(), make(map[*table]int)
	var left []survey.Problem
	for _, main := range r.mains {
		bundles, err := held.load(main.children)
		if err != nil {
			return err
		}
		u := &run{
			reader: r, level: main, bundles: bundles, named: r.several(), absent: r.absent(main), seen: seen, doubles: doubles,
			ids: identityOf(main), days: main.notAsked(placesOf(main.table.header, dayColumns)), neverDays: make(map[int]int),
		}
		if main.own != nil {
			u.days = placesOf(main.table.header, []string{strings.ToLower(r.export.Day)})
		}
		err = eachRow(main.table, func(rec record) error {
			row, admitted := u.row(rec)
			if !admitted {
				left = append(left, row.Problems...)
				return nil
			}
			main.table.account.counted++
			return visit(row)
		})
		if err != nil {
			return err
		}
		left = append(left, u.neverDaysProblems()...)
	}
	for _, t := range r.tables {
		if n := doubles[t]; n > 0 {
			left = append(left, warning(CodeRepeatedRows, t.name, strconv.Itoa(n)))
		}
	}
	orphans := held.orphans()
	r.late = slices.Concat(r.left.problems(r.several()), left, orphans)
	r.settle(orphans)
	return nil
}

// settle adds to the problems what became of the lines of each table.
func (r *Reader) settle(orphans []survey.Problem) {
	r.accounts = nil
	seen := make(map[*table]bool)
	r.walk(r.mains, func(l *level) {
		a := l.table.account
		if a == nil || seen[l.table] {
			return
		}
		seen[l.table] = true
		if !slices.Contains(r.mains, l) {
			a.counted = a.given
			for _, p := range orphans {
				if p.Sheet == l.table.name {
					a.counted--
				}
			}
		}
		sheet := ""
		if r.several() {
			sheet = l.table.name
		}
		if l.table.hidden {
			p := warning(CodeHiddenSheet)
			p.Sheet = l.table.name
			r.late = append(r.late, p)
		}
		r.late = append(r.late, a.problems(sheet)...)
		r.accounts = append(r.accounts, Account{
			Table: l.table.name, Lines: a.read, Header: a.header, Counted: a.counted,
		})
	})
}

// Account says what became of the lines of a file or sheet that are not blank:
// those that are neither header nor counted are all among the problems.
type Account struct {
	Table   string
	Lines   int
	Header  int
	Counted int // answers, or rows of a repeat that an answer has
}

// Accounts lists what became of the lines of each table, once Each has come to
// the end.
func (r *Reader) Accounts() []Account { return r.accounts }

// identityOf finds the columns that name a submission. A repeat's own rows
// carry their parent's, which does not tell them apart.
func identityOf(main *level) []int {
	if main.scope.Repeat != nil {
		return nil
	}
	return main.notAsked(placesOf(main.table.header, identityColumns))
}

// notAsked leaves out the columns that hold a question that people answer: a
// form's own « id » or « start » names no submission and no day. The form's own
// clock, of type start, end or today, is one.
func (l *level) notAsked(places []int) []int {
	return slices.DeleteFunc(places, func(place int) bool {
		q := l.columns[place].Question
		return q != nil && q.Type.Name != "start" && q.Type.Name != "end" && q.Type.Name != "today"
	})
}

// absent lists the keys of the questions that a main table and those under it
// do not have.
func (r *Reader) absent(main *level) map[string]bool {
	found := make(map[string]bool)
	r.walk([]*level{main}, func(l *level) {
		for _, c := range l.columns {
			for _, q := range c.answered() {
				found[q.Key] = true
			}
		}
		for _, q := range l.plan.asks() {
			found[q.Key] = true
		}
	})
	absent := make(map[string]bool)
	r.form.Walk(func(q *survey.Question) {
		if q.Holds() && !found[q.Key] && !(q.Type.Kind == survey.Asked && r.apart(q)) {
			absent[q.Key] = true
		}
	})
	return absent
}
