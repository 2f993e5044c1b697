package tabular

import (
	"errors"
	"io"
	"strings"

	"constat/survey"
)

// grid is the rows of a file or a sheet as they are written, before it is
// known which of them name the columns.
type grid struct {
	name   string
	serial serialDates
	size   int  // rows, as far as can be told without reading them
	whole  bool // a line has all its cells, blank ones too: a shorter one lacks some
	open   func() (rows, error)
}

// heading is the lines of a grid that name its columns.
type heading struct {
	header  []string
	columns []Column // of the level of the form that it fits best
	matcher *matcher // of that level; nil for a table of the service's own
	first   int      // place of its first line among the lines that are not blank
	height  int      // how many lines it is joined of
	score   int      // how many questions and choices it names
}

// The header is looked for in the first lines only: above it there are titles,
// never answers.
const (
	headLines  = 40
	headCells  = 40_000 // no more are compared with the form
	headHeight = 3      // lines that one header may be written on
	longScored = 300    // bytes: a longer cell is looked up in the first line only
)

// heading finds the lines that name the most questions of the form. Of equals,
// the first wins, then the one of fewer lines: a line of labels under the names
// is no header. Without any question it is the first line.
func (p *placing) heading(head []record) heading {
	first := head[0].cells
	if t := (&table{header: first}); p.export.owns(p.form, t) || p.export != nil && holdsTexts(t) {
		return heading{header: first, height: 1, score: len(first)}
	}
	found := p.best(first)
	compared := len(first)
	for i := 1; i < len(head) && compared < headCells; i++ {
		for height := 1; height <= min(headHeight, i+1); height++ {
			lines := head[i+1-height : i+1]
			if height > 1 && !namesOnly(lines[height-1].cells) {
				continue
			}
			compared += len(lines[height-1].cells)
			h := p.join(lines)
			h.first, h.height = i+1-height, height
			if h.score > found.score && (h.score > 1 || len(first) == 1) {
				found = h
			}
		}
	}
	return found
}

// namesOnly tells a line that may be one of several that name columns: none of
// its cells is a number, but those that a scale's columns bear.
func namesOnly(cells []string) bool {
	for _, cell := range cells {
		if cell = trim(cell); len(cell) > 2 {
			if _, is := parseNumber(cell); is {
				return false
			}
		}
	}
	return true
}

// best reads a line as the header of the level that it fits best.
func (p *placing) best(header []string) heading {
	return p.join([]record{{cells: header}})
}

// join reads lines as one header, for the level of the form that they fit best.
func (p *placing) join(lines []record) heading {
	var best heading
	for _, m := range p.matchers {
		header := lines[0].cells
		for _, line := range lines[1:] {
			header = m.under(header, line.cells)
		}
		scored := header
		if len(lines) > 1 || lines[0].number > 1 {
			scored = withoutLong(header)
		}
		columns := m.columns(&table{header: scored})
		if score := matched(columns); best.header == nil || score > best.score {
			best = heading{header: header, columns: columns, matcher: m, height: len(lines), score: score}
		}
	}
	return best
}

func withoutLong(header []string) []string {
	short := make([]string, len(header))
	for i, cell := range header {
		if len(cell) <= longScored {
			short[i] = cell
		}
	}
	return short
}

// under joins a line of a header with the one above, as exports and people
// write several of them:
//
//	;;Quels besoins ?;;;À quelle fréquence ?;
//	Série;Votre structure;Logement;Formation;Écoute;Violences physiques;Violences psychologiques
//
// What is above fills to the right over blanks, as merged cells do, and is
// joined with what is below by "/": « Quels besoins ?/Formation ». Each column
// takes the first of these that names a question or one of its choices: both,
// the lower, or the upper where it stands over this column alone. The lower
// alone is taken where it names the same as both, or where both would name a
// column twice. Equal texts are written once, and a blank below leaves what is
// above in its own column only.
func (m *matcher) under(above, below []string) []string {
	header := make([]string, max(len(above), len(below)))
	taken := make(map[string]bool)
	filled := ""
	for i := range header {
		upper, lower := trim(cellAt(above, i)), trim(cellAt(below, i))
		own := upper != ""
		if own {
			filled = upper
		}
		switch {
		case lower == "":
			header[i] = upper
		case filled == "" || fold(filled) == fold(lower) || taken[filled+"/"+lower]:
			header[i] = lower
		default:
			header[i] = m.joined(filled, lower, own, own && cellAt(above, i+1) == "" && cellAt(below, i+1) != "")
			taken[filled+"/"+lower] = true
		}
	}
	return header
}

// joined chooses the name of a column with a line above another. own tells that
// the upper stands in this very column, wide that it fills others.
func (m *matcher) joined(upper, lower string, own, wide bool) string {
	if len(upper)+len(lower) > longestHeader {
		return lower
	}
	both := upper + "/" + lower
	named, alone := m.alone(both), m.alone(lower)
	switch {
	case named.Use == alone.Use && named.Question == alone.Question && named.Choice == alone.Choice && alone.Use != Unmatched:
		return lower
	case named.Use != Unmatched:
		return both
	case alone.Use != Unmatched:
		return lower
	case own && !wide && m.alone(upper).Use != Unmatched:
		return upper
	case own || m.multiple(upper) != nil:
		return both
	}
	return lower
}

// alone recognises a header whatever the other columns are.
func (m *matcher) alone(header string) Column {
	if len(header) > longScored {
		return Column{}
	}
	return m.column(header, map[string]int{header: 1}, make(map[*survey.Question]bool))
}

func cellAt(cells []string, place int) string {
	if place >= len(cells) {
		return ""
	}
	return cells[place]
}

// layOut makes a table of a grid; nil where every line is blank.
func (p *placing) layOut(g *grid) (*table, error) {
	head, err := headOf(g)
	if err != nil || len(head) == 0 {
		return nil, err
	}
	h := p.heading(head)
	t := &table{name: g.name, serial: g.serial, header: h.header}
	t.headed = head[h.first+h.height-1].number
	t.size = max(0, g.size-t.headed)
	t.open = func() (rows, error) {
		r, err := g.open()
		if err != nil {
			return nil, err
		}
		return newLines(t, g, h, head[h.first].number, r), nil
	}
	return t, nil
}

// headOf reads the first lines that are not blank.
func headOf(g *grid) ([]record, error) {
	r, err := g.open()
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.close() }()
	var head []record
	for cells := 0; len(head) < headLines && cells < headCells; {
		line, err := r.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		if blankRow(line.cells) {
			continue
		}
		line.cells = append([]string(nil), line.cells...)
		for i, cell := range line.cells {
			line.cells[i] = strings.Clone(withoutControls(cell))
		}
		head = append(head, line)
		cells += len(line.cells)
	}
	return head, nil
}
