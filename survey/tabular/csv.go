package tabular

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/transform"
)

var (
	utf8BOM    = []byte("\xef\xbb\xbf")
	utf16BOMLE = []byte("\xff\xfe")
	utf16BOMBE = []byte("\xfe\xff")
)

// textFile is a file of delimited text with its encoding.
type textFile struct {
	File
	decode encoding.Encoding
}

func openCSV(f File, said encoding.Encoding, p *placing) ([]*table, error) {
	decode, name, sure, err := encodingOf(f, said)
	if err != nil {
		return nil, err
	}
	text := textFile{f, decode}
	d, filled, err := text.dialect(p)
	if err != nil {
		return nil, err
	}
	g := &grid{name: f.Name, size: filled, whole: true}
	g.open = func() (rows, error) { return text.rows(d) }
	t, err := p.layOut(g)
	if err != nil {
		return nil, err
	}
	if t == nil {
		return nil, fault(CodeEmpty, f.Name)
	}
	t.size = max(0, filled-1)
	if !sure {
		p.problems = append(p.problems, warning(CodeMaybeEncoding, f.Name, name))
	}
	return []*table{t}, nil
}

// csvRows are the records of a text file, whose errors name it.
type csvRows struct {
	file string
	*delimitedRows
}

func (r csvRows) next() (record, error) {
	rec, err := r.delimitedRows.next()
	switch {
	case err == nil || errors.Is(err, io.EOF):
		return rec, err
	case errors.Is(err, errLongLine):
		return rec, tooLarge(r.file)
	}
	return rec, fmt.Errorf("read %s: %w", r.file, err)
}

func (f textFile) rows(d dialect) (csvRows, error) {
	content, err := f.text()
	return csvRows{f.Name, openDelimited(content, d)}, err
}

func (f textFile) text() (io.Reader, error) {
	if err := rewind(f.File); err != nil {
		return nil, err
	}
	return transform.NewReader(f.Content, f.decode.NewDecoder()), nil
}

// signs is what a text holds that tells candidates from each other.
type signs struct {
	first      string // line
	delimiters [256]bool
	lf, cr     int // CR alone
	quoted     bool
	escaped    bool
	empty      bool
}

func (f textFile) signs() (signs, error) {
	s := signs{empty: true}
	content, err := f.text()
	if err != nil {
		return s, err
	}
	buf := make([]byte, 64<<10)
	var before byte
	inFirst := true
	for {
		n, err := content.Read(buf)
		for _, b := range buf[:n] {
			if before == '\r' && b != '\n' {
				s.cr++
			}
			switch b {
			case ',', ';', '\t', '|':
				s.delimiters[b] = true
			case '\n':
				s.lf++
			case '"':
				s.quoted = true
				s.escaped = s.escaped || before == '\\'
			}
			s.escaped = s.escaped || before == '\\' && s.delimiters[b]
			if inFirst = inFirst && b != '\n' && b != '\r' && len(s.first) < 40; inFirst {
				s.first += string(rune(b))
			}
			before = b
		}
		s.empty = s.empty && n == 0
		if errors.Is(err, io.EOF) {
			return s, nil
		}
		if err != nil {
			return s, fmt.Errorf("read %s: %w", f.Name, err)
		}
	}
}

// announced is the delimiter of a first line "sep=;", which Excel writes and
// does not show.
func (s signs) announced() (byte, bool) {
	line := strings.Trim(strings.TrimPrefix(s.first, "ï»¿"), `" `)
	if len(line) == 5 && strings.EqualFold(line[:4], "sep=") {
		return line[4], true
	}
	return 0, false
}

// candidates lists the dialects that a text may be in.
func (s signs) candidates() []dialect {
	delimiters := []byte{0}
	for _, b := range []byte{',', ';', '\t', '|'} {
		if s.delimiters[b] {
			delimiters = append(delimiters, b)
		}
	}
	announced, skip := s.announced()
	if skip {
		delimiters = []byte{announced}
	}
	var all []dialect
	for _, delimiter := range delimiters {
		for _, escaped := range []bool{false, true}[:1+count(s.escaped)] {
			d := dialect{delimiter: delimiter, escaped: escaped, skip: skip, cr: s.cr > 0 && s.lf == 0}
			all = append(all, d)
			if s.cr > 0 && s.lf > 0 {
				d.cr = true
				all = append(all, d)
			}
		}
	}
	return all
}

func count(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// fitting is how well a dialect fits a text.
type fitting struct {
	dialect
	regular int // records of the usual width
	filled  int // records that are not blank
	odd     int // marks where the dialect writes none
	score   int // questions that its header names
}

// dialect finds the dialect under which the whole file is most regular and its
// header names most questions. Both count: « 1,5;20,5 » under « ETP, total;h,
// semaine » is as regular with commas.
func (f textFile) dialect(p *placing) (dialect, int, error) {
	s, err := f.signs()
	if err != nil {
		return dialect{}, 0, err
	}
	if s.empty {
		return dialect{}, 0, fault(CodeEmpty, f.Name)
	}
	var best fitting
	for i, candidate := range s.candidates() {
		fit, err := f.fit(candidate, s.quoted, p)
		if err != nil {
			return dialect{}, 0, err
		}
		if i == 0 || fit.better(best) {
			best = fit
		}
	}
	return best.dialect, best.filled, nil
}

// better compares two dialects, the simpler one second where all is equal.
func (a fitting) better(b fitting) bool {
	if x, y := a.weight(), b.weight(); x != y {
		return x > y
	}
	if a.regular != b.regular {
		return a.regular > b.regular
	}
	return a.odd < b.odd || a.odd == b.odd && a.width > b.width
}

func (a fitting) weight() float64 {
	if a.filled == 0 {
		return 0
	}
	share := float64(a.regular) / float64(a.filled)
	return (float64(a.score) + 0.01*float64(min(2, a.width))) * share * share
}

// fit measures a dialect over the whole file: once to find the usual width, and
// where there are quotation marks, once more to see how many lines have it.
func (f textFile) fit(d dialect, quoted bool, p *placing) (fitting, error) {
	fit := fitting{dialect: d}
	widths, head, seen, odd, err := f.measure(d)
	if err != nil {
		return fit, err
	}
	most := 0
	for width, n := range widths {
		if n > most || n == most && width > fit.width {
			fit.width, most = width, n
		}
	}
	fit.tidy, fit.bare = seen.tidy, seen.bare+seen.untidy
	if quoted {
		if widths, head, seen, odd, err = f.measure(fit.dialect); err != nil {
			return fit, err
		}
		fit.tidy, fit.bare = seen.tidy, seen.bare+seen.untidy
	}
	fit.regular, fit.odd = widths[fit.width], odd
	for _, n := range widths {
		fit.filled += n
	}
	if len(head) > 0 {
		h := p.heading(head)
		fit.score = h.score - again(h.columns)
	}
	return fit, nil
}

// again counts the columns of a question that another column has: of a whole file
// taken for one line, cells name a question twice.
func again(columns []Column) int {
	count := 0
	for _, c := range columns {
		if c.Code == CodeMergedColumn {
			count++
		}
	}
	return count
}

// measure counts the records of each width.
func (f textFile) measure(d dialect) (widths map[int]int, head []record, seen marks, odd int, err error) {
	r, err := f.rows(d)
	if err != nil {
		return nil, nil, seen, 0, err
	}
	widths = make(map[int]int)
	for filled, cells := 0, 0; ; {
		rec, err := r.next()
		if errors.Is(err, io.EOF) {
			return widths, head, r.seen, r.odd, nil
		}
		if err != nil {
			return nil, nil, seen, 0, err
		}
		if blankRow(rec.cells) {
			continue
		}
		widths[len(rec.cells)]++
		if filled++; filled > maxRows+1 {
			return nil, nil, seen, 0, tooLarge(f.Name)
		}
		if len(head) < headLines && cells < headCells {
			head = append(head, rec)
			cells += len(rec.cells)
		}
	}
}
