package territory

import (
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// A LineError is a mistake in one of the files that this package reads.
type LineError struct {
	File   string // communes, epci or networks
	Line   int    // line of the file, header and comments counted; 0 = the file as a whole
	Column string // header of the column
	Value  string // what is written there
	Reason Reason
}

// Reason says what is wrong with a line.
type Reason string

const (
	MissingColumn  Reason = "missing column"
	Unreadable     Reason = "not CSV"
	Empty          Reason = "empty"
	Duplicate      Reason = "already named above"
	NotANumber     Reason = "not a whole number"
	UnknownEPCI    Reason = "unknown EPCI"
	UnknownCommune Reason = "unknown commune"
	NotCovered     Reason = "excluded from a territory that does not have it"
	NoTerritory    Reason = "no commune in this territory"
)

func (e *LineError) Error() string {
	return fmt.Sprintf("%s, line %d, column %s: %s: %q", e.File, e.Line, e.Column, e.Reason, e.Value)
}

// Read reads the geography of a département from the two files that the
// generator writes. Every mistake is reported, as LineErrors joined together.
func Read(communes, epci io.Reader) (Geography, error) {
	g := Geography{commune: map[string]int{}, epci: map[string]int{}}
	groups, err := readTable("epci", epci, "code", "name", "kind", "members")
	if err != nil {
		return Geography{}, err
	}
	places, err := readTable("communes", communes, "code", "name", "population", "epci", "postal_codes", "former_codes")
	if err != nil {
		return Geography{}, err
	}
	g.Source = places.comment

	g.readEPCI(groups)
	g.readCommunes(places)
	if err := errors.Join(append(groups.mistakes, places.mistakes...)...); err != nil {
		return Geography{}, err
	}
	return g, nil
}

func (g *Geography) readEPCI(t *lines) {
	for t.next() {
		e := EPCI{Code: t.text("code"), Name: t.text("name"), Kind: t.cell("kind"), Members: t.number("members")}
		if _, seen := g.epci[e.Code]; seen {
			t.mistake("code", e.Code, Duplicate)
			continue
		}
		g.epci[e.Code] = 0
		g.epcis = append(g.epcis, e)
	}
	slices.SortFunc(g.epcis, func(a, b EPCI) int {
		return cmp.Or(inFrenchOrder(a.Name, b.Name), cmp.Compare(a.Code, b.Code))
	})
	for i, e := range g.epcis {
		g.epci[e.Code] = i
	}
}

func (g *Geography) readCommunes(t *lines) {
	seen := map[string]bool{}
	for t.next() {
		c := Commune{
			Code:        t.text("code"),
			Name:        t.text("name"),
			Population:  t.number("population"),
			EPCI:        t.cell("epci"),
			PostalCodes: strings.Fields(t.cell("postal_codes")),
			FormerCodes: strings.Fields(t.cell("former_codes")),
		}
		if _, known := g.epci[c.EPCI]; c.EPCI != "" && !known {
			t.mistake("epci", c.EPCI, UnknownEPCI)
		}
		for _, code := range append([]string{c.Code}, c.FormerCodes...) {
			if seen[code] {
				t.mistake("code", code, Duplicate)
			}
			seen[code] = true
		}
		g.communes = append(g.communes, c)
	}
	slices.SortFunc(g.communes, func(a, b Commune) int {
		return cmp.Or(inFrenchOrder(a.Name, b.Name), cmp.Compare(a.Code, b.Code))
	})
	for i, c := range g.communes {
		g.commune[c.Code] = i
		for _, former := range c.FormerCodes {
			g.commune[former] = i
		}
	}
}

// lines walks the rows of a CSV file with a header, gathering mistakes.
type lines struct {
	file     string
	comment  string // the lines before the header that start with #
	column   map[string]int
	rows     [][]string
	at       []int // line number of each row
	row      int   // the current one; -1 before next
	mistakes []error
}

// readTable reads a whole CSV file and checks that it has the columns.
// Columns may come in any order, and others are ignored.
func readTable(file string, r io.Reader, columns ...string) (*lines, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", file, err)
	}
	// Excel writes a byte-order mark before UTF-8.
	text := strings.TrimPrefix(string(data), "\ufeff")
	t := &lines{file: file, comment: comment(text), column: map[string]int{}, row: -1}
	parser := csv.NewReader(strings.NewReader(text))
	parser.Comment = '#'
	for {
		row, err := parser.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			line := 0
			if parse := new(csv.ParseError); errors.As(err, &parse) {
				line = parse.Line
			}
			return nil, &LineError{File: file, Line: line, Value: err.Error(), Reason: Unreadable}
		}
		line, _ := parser.FieldPos(0)
		t.rows, t.at = append(t.rows, row), append(t.at, line)
	}
	if len(t.rows) == 0 {
		return nil, &LineError{File: file, Reason: Empty}
	}
	for i, header := range t.rows[0] {
		t.column[strings.TrimSpace(header)] = i
	}
	for _, name := range columns {
		if _, ok := t.column[name]; !ok {
			return nil, &LineError{File: file, Line: t.at[0], Column: name, Reason: MissingColumn}
		}
	}
	t.rows, t.at = t.rows[1:], t.at[1:]
	return t, nil
}

func comment(text string) string {
	var out []string
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, "#") {
			break
		}
		out = append(out, strings.TrimSpace(strings.TrimPrefix(line, "#")))
	}
	return strings.Join(out, " ")
}

func (t *lines) next() bool {
	t.row++
	return t.row < len(t.rows)
}

func (t *lines) mistake(column, value string, reason Reason) {
	t.mistakes = append(t.mistakes, &LineError{File: t.file, Line: t.at[t.row], Column: column, Value: value, Reason: reason})
}

// cell is the trimmed text of a column, "" when blank.
func (t *lines) cell(column string) string { return strings.TrimSpace(t.rows[t.row][t.column[column]]) }

// text is a cell that may not be blank.
func (t *lines) text(column string) string {
	s := t.cell(column)
	if s == "" {
		t.mistake(column, s, Empty)
	}
	return s
}

// number is a cell that holds a whole number, 0 or more.
func (t *lines) number(column string) int {
	n, err := strconv.Atoi(t.cell(column))
	if err != nil || n < 0 {
		t.mistake(column, t.cell(column), NotANumber)
		return 0
	}
	return n
}
