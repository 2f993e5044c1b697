package tabular

import (
	"errors"
	"io"
	"maps"
	"slices"
	"strconv"

	"constat/survey"
)

// lines gives the lines of a table that are answers, and keeps account of the
// others.
type lines struct {
	table   *table
	grid    *grid
	judge   *lineJudge // nil where every line is an answer
	rows    rows
	top     int // number of the header's first line
	account *account
	ahead   *record // read before its turn
	gap     bool    // a blank line came before
	before  int     // number of the last line
}

// account is what became of the lines of a table, those that are not blank.
type account struct {
	read   int
	header int
	given  int // as answers
	// counted are the answers that were taken: some were read before, or have
	// no parent.
	counted  int
	aside    map[string]*places // lines that are no answers, by code
	doubts   map[string]*places // lines that are counted, and may be no answers
	short    places             // lines with fewer cells than the header
	long     places             // lines with more
	nameless map[int]*nameless  // columns that hold something under a blank header
	controls places             // lines of which control characters were dropped
	damaged  places             // lines with characters that no encoding gives
}

// places are lines of one kind.
type places struct {
	count int
	rows  []int // the first of them
}

// mostPlaces bounds what a table of nothing but such lines makes us remember.
const mostPlaces = 1000

func (p *places) add(row int) {
	if p.count++; len(p.rows) < mostPlaces {
		p.rows = append(p.rows, row)
	}
}

// nameless is a column without a header that holds something.
type nameless struct {
	row      int // of the first cell
	last     int
	rownames bool // 1, 2, 3…: the row numbers that scripts write first
}

func newLines(t *table, g *grid, h heading, top int, r rows) *lines {
	l := &lines{table: t, grid: g, rows: r, top: top, account: &account{
		aside: make(map[string]*places), doubts: make(map[string]*places), nameless: make(map[int]*nameless),
	}}
	if h.matcher != nil {
		l.judge = newLineJudge(h, t.serial)
	}
	t.account = l.account
	return l
}

// everyLine makes a table keep account of its lines without judging them.
func everyLine(t *table) {
	open := t.open
	t.open = func() (rows, error) {
		r, err := open()
		if err != nil {
			return nil, err
		}
		return newLines(t, &grid{}, heading{}, 0, r), nil
	}
}

func (l *lines) close() error { return l.rows.close() }

// pull reads the next line that is not blank.
func (l *lines) pull() (record, error) {
	if l.ahead != nil {
		r := *l.ahead
		l.ahead = nil
		return r, nil
	}
	for {
		r, err := l.rows.next()
		if err != nil {
			return r, err
		}
		if blankRow(r.cells) && len(r.nested) == 0 {
			l.gap = true
			continue
		}
		l.gap = l.gap || r.number > l.before+1
		l.before = r.number
		l.clean(r)
		l.account.read++
		return r, nil
	}
}

// clean drops control characters from the cells, and notes those that cannot
// be read.
func (l *lines) clean(r record) {
	dropped, damaged := false, false
	for i, cell := range r.cells {
		if plainASCII(cell) {
			continue
		}
		clean := cell
		if l.grid.open != nil { // JSON's are dropped before its lists are joined by one
			clean = withoutControls(cell)
		}
		dropped = dropped || len(clean) < len(cell)
		damaged = damaged || holdsDamage(clean)
		r.cells[i] = clean
	}
	if dropped {
		l.account.controls.add(r.number)
	}
	if damaged {
		l.account.damaged.add(r.number)
	}
	for _, list := range r.nested {
		for _, inner := range list {
			l.clean(inner)
		}
	}
}

func (l *lines) next() (record, error) {
	for {
		r, err := l.pull()
		if err != nil {
			return record{}, err
		}
		gap := l.gap
		l.gap = false
		switch {
		case r.number < l.top:
			l.put(l.account.aside, CodeLineAbove, r.number)
			continue
		case r.number <= l.table.headed && l.table.headed > 0:
			l.account.header++
			continue
		}
		if l.judge != nil {
			if l.judge.otherHeader(r) {
				return record{}, fault(CodeSecondTable, l.table.name, strconv.Itoa(r.number))
			}
			code, sure := l.judge.line(r, gap)
			if code == CodeLineTotal && !sure {
				if code, sure, err = l.lastTotal(&r); err != nil {
					return record{}, err
				}
			}
			if code != "" && sure {
				l.put(l.account.aside, code, r.number)
				l.judge.left(code)
				continue
			}
			if code != "" {
				l.put(l.account.doubts, doubtOf[code], r.number)
			}
			l.judge.learn(r)
		}
		if r.doubt {
			l.put(l.account.doubts, CodeMaybeQuote, r.number)
		}
		l.measure(r)
		l.account.given++
		return r, nil
	}
}

// lastTotal judges a line of sums that no word announces: it is a total only
// where no answer follows.
func (l *lines) lastTotal(r *record) (code string, sure bool, err error) {
	if l.judge.announced {
		return CodeLineTotal, false, nil
	}
	kept := *r
	kept.cells = slices.Clone(r.cells)
	*r = kept
	following, err := l.pull()
	if errors.Is(err, io.EOF) {
		return CodeLineTotal, l.judge.sums > 1 && l.judge.lacks, nil
	}
	if err != nil {
		return "", false, err
	}
	l.ahead = &following
	return "", false, nil
}

func (l *lines) put(kind map[string]*places, code string, row int) {
	if kind[code] == nil {
		kind[code] = &places{}
	}
	kind[code].add(row)
}

// measure compares a line with the width of the header.
func (l *lines) measure(r record) {
	header := l.table.header
	if len(r.cells) > len(header) && !blankRow(r.cells[len(header):]) {
		l.account.long.add(r.number)
	}
	if len(r.cells) < len(header) && l.grid.whole {
		l.account.short.add(r.number)
	}
	if l.grid.open == nil {
		return
	}
	for i, cell := range r.cells[:min(len(r.cells), len(header))] {
		if header[i] != "" || cell == "" || trim(header[i]) != "" || trim(cell) == "" {
			continue
		}
		number, err := strconv.Atoi(trim(cell))
		n := l.account.nameless[i]
		if n == nil {
			l.account.nameless[i] = &nameless{row: r.number, last: number, rownames: err == nil && number < 2 && i == 0}
			continue
		}
		n.rownames = n.rownames && err == nil && number == n.last+1
		n.last = number
	}
}

// problems says the account, line by line.
func (a *account) problems(sheet string) []survey.Problem {
	var all []survey.Problem
	say := func(code string, p *places) {
		for _, row := range p.rows {
			all = append(all, survey.Problem{Code: code, Severity: survey.Warning, Sheet: sheet, Row: row})
		}
		if p.count > len(p.rows) {
			all = append(all, survey.Problem{Code: CodeMoreLines, Severity: survey.Warning, Sheet: sheet, Args: []string{strconv.Itoa(p.count - len(p.rows))}})
		}
	}
	sum := func(code string, p places) {
		if p.count > 0 {
			all = append(all, survey.Problem{Code: code, Severity: survey.Warning, Sheet: sheet, Row: p.rows[0], Args: []string{strconv.Itoa(p.count)}})
		}
	}
	for _, code := range sortedKeys(a.aside) {
		say(code, a.aside[code])
	}
	for _, code := range sortedKeys(a.doubts) {
		say(code, a.doubts[code])
	}
	say(CodeTooManyCells, &a.long)
	if a.short.count*2 > a.given { // what writes it cuts blank cells at the end
		sum(CodeShortLines, a.short)
	} else {
		say(CodeShortLine, &a.short)
	}
	for _, place := range slices.Sorted(maps.Keys(a.nameless)) {
		if n := a.nameless[place]; !n.rownames {
			all = append(all, survey.Problem{
				Code: CodeBlankHeader, Severity: survey.Warning, Sheet: sheet, Row: n.row, Args: []string{columnLetters(place)},
			})
		}
	}
	sum(CodeDamaged, a.damaged)
	sum(CodeControls, a.controls)
	return all
}
