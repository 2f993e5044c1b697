package tabular

import (
	"errors"
	"io"
	"strings"
)

// dialect is how a text file separates cells and lines. Quotation marks have
// one rule: a cell that begins with one goes on until the mark that stands
// before a delimiter or the end of a line, whatever comes between; two in a row
// are one mark of the text. Where that rule and the width of the lines disagree,
// the width wins (span): a mark that opens a cell and closes lines further away,
// or never, is a mark of the text.
//
// The standard library's reader was rejected: it takes a mark that never closes
// for the rest of the file, and counts neither blank lines nor bare CRs.
type dialect struct {
	delimiter byte // 0: one column
	escaped   bool // a backslash before a mark or a delimiter makes it text
	cr        bool // CR alone ends a line
	skip      bool // the first line says which delimiter comes: "sep=;"
	width     int  // cells that most lines have; 0 while it is not known
	tidy      int  // cells between marks as they should be, in the whole file
	bare      int  // marks that are text, unescaped
}

// maxSpan bounds one cell that holds line breaks: Excel's holds 32,767
// characters.
const (
	maxSpanLines = 1000
	maxSpanBytes = 256 << 10
)

// maxLine bounds a line of a file.
const maxLine = 16 << 20

// split cuts a line into cells. open tells that the last one has not closed.
// literal takes for text the marks of a cell that does not close as it should.
func (d *dialect) split(text string, literal bool) (cells []string, open bool, seen marks) {
	for at := 0; ; {
		start := at + len(text[at:]) - len(strings.TrimLeft(text[at:], " "))
		if start < len(text) && text[start] == '"' {
			end, tidy := d.closing(text, start+1)
			if end >= 0 && (tidy || !literal) {
				cells = append(cells, d.unquoted(text[start+1:end]))
				if at = end + 1 + spaces(text[end+1:]); tidy {
					seen.tidy++
				} else {
					seen.untidy++
				}
				if at >= len(text) {
					return cells, false, seen
				}
				at++
				continue
			}
			if end < 0 && !literal {
				if !tidy {
					seen.untidy++
				}
				return append(cells, d.unquoted(text[start+1:])), true, seen
			}
		}
		end := d.delimiterAt(text, at)
		cell := text[at:end]
		if strings.IndexByte(cell, '"') >= 0 {
			seen.bare++
			cell = withoutOuter(cell)
		}
		if d.escaped {
			cell = d.unescaped(cell)
		}
		cells = append(cells, cell)
		if end == len(text) {
			return cells, false, seen
		}
		at = end + 1
	}
}

// marks counts the quotation marks of a line by what they are.
type marks struct{ tidy, untidy, bare int }

func spaces(s string) int { return len(s) - len(strings.TrimLeft(s, " ")) }

func (d *dialect) delimiterAt(text string, from int) int {
	if d.delimiter == 0 {
		return len(text)
	}
	for at := from; ; {
		i := strings.IndexByte(text[at:], d.delimiter)
		if i < 0 {
			return len(text)
		}
		if at += i; !d.escaped || !escapedAt(text, at) {
			return at
		}
		at++
	}
}

// escapedAt tells a character after an odd number of backslashes.
func escapedAt(text string, at int) bool {
	n := 0
	for at--; at >= 0 && text[at] == '\\'; at-- {
		n++
	}
	return n%2 == 1
}

// closing finds the mark that closes a cell: the last of an odd number, before
// a delimiter or the end. tidy is false where an odd number stands elsewhere.
func (d *dialect) closing(text string, from int) (end int, tidy bool) {
	tidy = true
	for at := from; ; {
		i := strings.IndexByte(text[at:], '"')
		if i < 0 {
			return -1, tidy
		}
		at += i
		if d.escaped && escapedAt(text, at) {
			at++
			continue
		}
		run := 1
		for at+run < len(text) && text[at+run] == '"' {
			run++
		}
		if at += run; run%2 == 1 {
			rest := strings.TrimLeft(text[at:], " ")
			if rest == "" || d.delimiter != 0 && rest[0] == d.delimiter {
				return at - 1, tidy
			}
			tidy = false
		}
	}
}

func (d *dialect) unquoted(s string) string {
	if strings.IndexByte(s, '"') >= 0 {
		s = strings.ReplaceAll(s, `""`, `"`)
	}
	if d.escaped {
		s = d.unescaped(s)
	}
	return s
}

func (d *dialect) unescaped(s string) string {
	if strings.IndexByte(s, '\\') < 0 {
		return s
	}
	var out strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) && (s[i+1] == '"' || s[i+1] == '\\' || s[i+1] == '\n' || s[i+1] == '\r' || s[i+1] == d.delimiter) {
			i++
		}
		out.WriteByte(s[i])
	}
	return out.String()
}

// withoutOuter takes the marks around a cell away that holds others.
func withoutOuter(cell string) string {
	if s := strings.Trim(cell, " "); len(s) > 1 && s[0] == '"' && s[len(s)-1] == '"' {
		return s[1 : len(s)-1]
	}
	return cell
}

// written is a line as it is in the file.
type written struct {
	text, end string
	close     int  // place of the first mark in it that closes a cell; unknown before it is asked for
	untidy    bool // marks that close nothing come before it
	literal   int  // cells, with marks that do not close as text
}

const unknown = -2

func (d *dialect) closes(w *written) int {
	if w.close == unknown {
		end, tidy := d.closing(w.text, 0)
		w.close, w.untidy = end, !tidy
	}
	return w.close
}

func (d *dialect) literals(w *written) int {
	if w.literal == unknown {
		cells, _, _ := d.split(w.text, true)
		w.literal = len(cells)
	}
	return w.literal
}

// delimitedRows reads the records of a text file. A record's number is the one
// that a spreadsheet shows: blank lines count, those inside a cell do not.
type delimitedRows struct {
	dialect
	source   *lineSource
	ahead    []written
	number   int
	seen     marks // of the records that hold no line break
	disputed int   // lines ahead that may be one record
	odd      int   // marks that stand where the dialect writes none, disputed or not
}

func openDelimited(content io.Reader, d dialect) *delimitedRows {
	return &delimitedRows{dialect: d, source: &lineSource{content: content, cr: d.cr}}
}

func (r *delimitedRows) close() error { return nil }

// look makes the n-th line ahead known.
func (r *delimitedRows) look(n int) (*written, error) {
	for len(r.ahead) <= n {
		text, end, err := r.source.next()
		if err != nil {
			return nil, err
		}
		text = strings.TrimPrefix(text, "\ufeff")
		if r.skip && r.number == 0 && len(r.ahead) == 0 {
			r.skip = false
			continue
		}
		r.ahead = append(r.ahead, written{text: text, end: end, close: unknown, literal: unknown})
	}
	return &r.ahead[n], nil
}

func (r *delimitedRows) next() (record, error) {
	line, err := r.look(0)
	if err != nil {
		return record{}, err
	}
	r.number++
	text := line.text
	rec := record{number: r.number}
	if text == "" {
		r.drop(1)
		return rec, nil
	}
	cells, open, seen := r.split(text, false)
	if open {
		return r.span(rec, len(cells), seen.untidy > 0)
	}
	if seen.untidy > 0 && len(cells) != r.width && r.width > 0 {
		if other, _, _ := r.split(text, true); len(other) == r.width || len(cells) > r.width {
			cells = other
		}
	}
	r.count(seen)
	r.drop(1)
	rec.cells = cells
	return rec, nil
}

// count adds to what is known of the file's marks, but for those of lines that
// this knowledge is to judge.
func (r *delimitedRows) count(seen marks) {
	r.odd += seen.untidy + seen.bare
	if r.disputed > 0 {
		return
	}
	r.seen.tidy += seen.tidy
	r.seen.untidy += seen.untidy
	r.seen.bare += seen.bare
}

// drop lets go of the first lines ahead.
func (r *delimitedRows) drop(n int) {
	r.ahead = r.ahead[n:]
	r.disputed = max(0, r.disputed-n)
}

// span reads a record whose last cell so far has not closed on its line: it
// holds line breaks, or the mark that opens it is text.
func (r *delimitedRows) span(rec record, cells int, untidy bool) (record, error) {
	lines, width, broken, err := r.reach(cells)
	if err != nil {
		return rec, err
	}
	if lines > 1 {
		r.disputed = max(r.disputed, lines)
		var together bool
		together, rec.doubt = r.together(lines, width, untidy || broken)
		if together {
			var text strings.Builder
			for i, line := range r.ahead[:lines] {
				text.WriteString(line.text)
				if i < lines-1 {
					text.WriteString(line.end)
				}
			}
			var seen marks
			rec.cells, _, seen = r.split(text.String(), false)
			r.odd += seen.untidy + seen.bare
			r.drop(lines)
			return rec, nil
		}
	}
	var seen marks
	rec.cells, _, seen = r.split(r.ahead[0].text, true)
	r.count(seen)
	r.drop(1)
	return rec, nil
}

// reach finds how many lines a record takes until its cells are closed, and how
// many cells it then has; no lines where they do not close. broken tells marks
// within that close nothing.
func (r *delimitedRows) reach(cells int) (lines, width int, broken bool, err error) {
	size := 0
	for i := 1; i < maxSpanLines; i++ {
		line, err := r.look(i)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return 0, 0, false, err
		}
		if size += len(line.text); size > maxSpanBytes {
			break
		}
		at := r.closes(line)
		broken = broken || line.untidy
		if at < 0 {
			continue
		}
		rest := strings.TrimLeft(line.text[at+1:], " ")
		if rest == "" {
			return i + 1, cells, broken, nil
		}
		more, open, _ := r.split(rest[1:], false)
		cells += len(more)
		if !open {
			return i + 1, cells, broken, nil
		}
	}
	return 0, 0, false, nil
}

// together tells whether lines are one record, or each its own. One is as wide
// as the others are; doubt tells that both readings are regular and that nothing
// else in the file says how it writes marks.
func (r *delimitedRows) together(lines, width int, untidy bool) (together, doubt bool) {
	if r.width == 0 {
		return true, false
	}
	regular, filled := 0, 0
	for i := range lines {
		line := &r.ahead[i]
		if line.text == "" {
			continue
		}
		filled++
		if r.literals(line) == r.width {
			regular++
		}
	}
	apart := regular == filled || filled > 3 && regular*10 >= filled*8
	switch {
	case width == r.width && !apart:
		return true, false
	case width != r.width:
		return !apart && width < r.width, false
	case untidy:
		return false, false
	case r.tidy > 0 && r.bare == 0:
		return true, false
	case r.bare > 0 && r.tidy == 0:
		return false, false
	}
	return r.width < 3 && r.delimiter != '\t', true
}

// lineSource cuts a text into lines that end with LF, CRLF or, where the file
// is of that kind, CR alone.
type lineSource struct {
	content io.Reader
	cr      bool
	buf     []byte
	store   []byte
	ended   bool
}

var errLongLine = errors.New("a line is too long")

func (s *lineSource) next() (text, end string, err error) {
	for from := 0; ; {
		i := lineEnd(s.buf[from:])
		if i < 0 {
			if s.ended {
				if len(s.buf) == 0 {
					return "", "", io.EOF
				}
				text, s.buf = string(s.buf), nil
				return text, "", nil
			}
			from = len(s.buf)
			if err := s.fill(); err != nil {
				return "", "", err
			}
			continue
		}
		i += from
		size := 1
		if s.buf[i] == '\r' {
			if i+1 == len(s.buf) && !s.ended {
				from = i
				if err := s.fill(); err != nil {
					return "", "", err
				}
				continue
			}
			if i+1 < len(s.buf) && s.buf[i+1] == '\n' {
				size = 2
			} else if !s.cr && i+1 < len(s.buf) {
				from = i + 1
				continue
			}
		}
		text, end = string(s.buf[:i]), string(s.buf[i:i+size])
		s.buf = s.buf[i+size:]
		return text, end, nil
	}
}

func lineEnd(b []byte) int {
	for i, c := range b {
		if c == '\n' || c == '\r' {
			return i
		}
	}
	return -1
}

// fill reads more of the file behind what is not yet cut.
func (s *lineSource) fill() error {
	const room = 64 << 10
	if len(s.buf) > maxLine {
		return errLongLine
	}
	if cap(s.store) < len(s.buf)+room {
		s.store = make([]byte, 2*(len(s.buf)+room))
	}
	n := copy(s.store, s.buf)
	read, err := s.content.Read(s.store[n : n+room])
	s.buf = s.store[:n+read]
	if errors.Is(err, io.EOF) {
		s.ended = true
		return nil
	}
	return err
}
