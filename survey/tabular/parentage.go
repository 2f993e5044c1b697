package tabular

import (
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"
)

// parentage is what the rows of a table say of the level above.
type parentage struct {
	below bool     // they have a parent row: the table is a repeat's
	top   bool     // they say that they have none, as Ona's main sheet does
	names []string // of the parent's table, as written
	path  string   // of the repeat, without numbers, from ODK's keys: "foyer/enfants"
	empty bool     // there are no rows
}

// submissionColumns are those that only tables of repeats have; Ona's main table
// has the other two of parentColumns, with -1 and nothing. Lower case.
var (
	submissionColumns = []string{"parent_key", "__submissions-id", "_submission__uuid", "_submission__id"}
	parentColumns     = append([]string{"_parent_index", "_parent_table_name"}, submissionColumns...)
)

// rowsLookedAt is enough rows to know what a table says of its parent: all say
// the same.
const rowsLookedAt = 100

// parentageOf reads the first rows of a table.
func parentageOf(t *table) parentage {
	p := parentage{empty: true}
	columns, whole := placesOf(t.header, parentColumns), placesOf(t.header, submissionColumns)
	index, parent := placeOf(t.header, "_parent_index"), placeOf(t.header, "_parent_table_name")
	key, parentKey := placeOf(t.header, "key"), placeOf(t.header, "parent_key")
	rows, err := t.open()
	if err != nil {
		return p // reading says it
	}
	defer func() { _ = rows.close() }()
	for range rowsLookedAt {
		r, err := rows.next()
		if err != nil {
			if !errors.Is(err, io.EOF) {
				p.empty = false
			}
			break
		}
		p.empty = p.empty && blankRow(r.cells) && len(r.nested) == 0
		p.learn(r, columns, index)
		if name := trim(r.cell(parent)); name != "" && !blankWord(name) && !strings.HasPrefix(name, "#") && !slices.Contains(p.names, name) {
			p.names = append(p.names, name)
		}
		if parentKey >= 0 && p.path == "" {
			p.path = keyPath(r.cell(key))
		}
	}
	p.top = p.top && !p.below
	p.below = p.below || p.empty && len(whole) > 0
	return p
}

func (p *parentage) learn(r record, columns []int, index int) {
	for _, place := range columns {
		switch cell := trim(r.cell(place)); {
		case cell == "" || blankWord(cell):
		case place == index && sameKey(cell) == "-1":
			p.top = true
		default:
			p.below = true
		}
	}
}

var (
	instanceNumber = regexp.MustCompile(`\[\d+\]`)
	instanceKey    = regexp.MustCompile(`^[^/]+((?:/[^/\[\]]+(?:\[\d+\])?)*/[^/\[\]]+\[\d+\])$`)
)

// keyPath is the path of the repeat in an instance's key, as ODK writes it:
// "uuid:3f…/foyer/enfants[2]".
func keyPath(key string) string {
	parts := instanceKey.FindStringSubmatch(trim(key))
	if parts == nil {
		return ""
	}
	return strings.TrimPrefix(instanceNumber.ReplaceAllString(parts[1], ""), "/")
}
