package tabular

import (
	"errors"
	"io"
	"sort"
	"strconv"
	"strings"

	"constat/survey"
)

// join says which columns tie a row of a repeat to its parent row.
type join struct {
	child  int
	parent int // byOrder: the parent is the n-th row of its table
}

const byOrder = -1

// joins lists the pairs of columns that exports carry, the surest first:
// ODK's, Kobo's, then an identifier that both tables have. Lower case. The
// pairs marked top name the submission, so that they cannot tell one instance
// of a repeat from another.
var joins = []struct {
	child, parent string
	top           bool
}{
	{child: "parent_key", parent: "key"},
	{child: "__submissions-id", parent: "__id", top: true},
	{child: "_parent_index", parent: "_index"},
	{child: "_submission__uuid", parent: "_uuid", top: true},
	{child: "_submission__id", parent: "_id", top: true},
	{child: "_uuid", parent: "_uuid", top: true},
	{child: "uuid", parent: "uuid", top: true},
	{child: "key", parent: "key", top: true},
	{child: "instanceid", parent: "instanceid", top: true},
	{child: "instance_id", parent: "instance_id", top: true},
	{child: "_parent_index", parent: "index"},
}

// adopt hangs the tables of this level's repeats under it, and theirs under
// them.
func (l *level) adopt(others []*level, export *Export) {
	for _, other := range others {
		if other.scope.Parent != l.scope {
			continue
		}
		j, ok := joinOf(other.table.header, l.table.header, l.scope.Repeat == nil)
		if l.own != nil && other.own != nil {
			key := strings.ToLower(export.Keys[l.scope])
			j, ok = join{placeOf(other.table.header, key), placeOf(l.table.header, key)}, true
		}
		if !ok {
			continue
		}
		child := *other // a table may hang under several main tables
		child.join = j
		child.adopt(others, export)
		l.children = append(l.children, &child)
	}
}

func adopted(levels []*level, l *level) bool {
	for _, each := range levels {
		if each.table == l.table || adopted(each.children, l) {
			return true
		}
	}
	return false
}

func joinOf(child, parent []string, top bool) (join, bool) {
	for _, pair := range joins {
		if pair.top && !top {
			continue
		}
		j := join{placeOf(child, pair.child), placeOf(parent, pair.parent)}
		if j.child >= 0 && j.parent >= 0 {
			return j, true
		}
	}
	if j := (join{placeOf(child, "_parent_index"), byOrder}); j.child >= 0 {
		return j, true
	}
	return join{}, false
}

func (j join) childKey(r record) string { return joinKey(r.cell(j.child)) }

// parentKey is the key of a parent row, the order-th of its table.
func (j join) parentKey(r record, order int) string {
	if j.parent == byOrder {
		return strconv.Itoa(order)
	}
	return joinKey(r.cell(j.parent))
}

// joinKey makes 3 and 3.0, uuid:ab and ab the same key.
func joinKey(cell string) string {
	key := strings.TrimPrefix(trim(cell), "uuid:")
	if whole, cut := strings.CutSuffix(key, ".0"); cut {
		return whole
	}
	return key
}

// bundle is a repeat's table held in memory, by parent.
type bundle struct {
	level    *level
	rows     map[string][]held
	children []*bundle
}

type held struct {
	record
	order int // the row's place in its table, from 1
}

// shelf holds the bundles of one reading: a table that hangs under several
// main tables is read once.
type shelf map[shelfKey]*bundle

type shelfKey struct {
	table *table
	child int // the joining column
}

// load reads the tables of repeats, and those under them.
func (s shelf) load(levels []*level) ([]*bundle, error) {
	var bundles []*bundle
	for _, l := range levels {
		key := shelfKey{l.table, l.join.child}
		b := s[key]
		if b == nil {
			b = &bundle{level: l, rows: make(map[string][]held)}
			s[key] = b
			if err := b.fill(); err != nil {
				return nil, err
			}
		}
		children, err := s.load(l.children)
		if err != nil {
			return nil, err
		}
		b.children = children
		bundles = append(bundles, b)
	}
	return bundles, nil
}

func (b *bundle) fill() error {
	order := 0
	return eachRow(b.level.table, func(r record) error {
		order++
		r.cells = append([]string(nil), r.cells...)
		key := b.level.join.childKey(r)
		b.rows[key] = append(b.rows[key], held{r, order})
		return nil
	})
}

// take gives the rows of a parent, once.
func (b *bundle) take(key string) []held {
	if key == "" {
		return nil
	}
	found := b.rows[key]
	delete(b.rows, key)
	return found
}

// orphans lists the rows that no parent took, in the order of the file.
func (s shelf) orphans() []survey.Problem {
	var problems []survey.Problem
	for _, b := range s {
		for _, rows := range b.rows {
			for _, row := range rows {
				p := warning(CodeOrphanRow)
				p.Sheet, p.Row = b.level.table.name, row.number
				problems = append(problems, p)
			}
		}
	}
	sort.Slice(problems, func(i, j int) bool {
		if problems[i].Sheet != problems[j].Sheet {
			return problems[i].Sheet < problems[j].Sheet
		}
		return problems[i].Row < problems[j].Row
	})
	return problems
}

// eachRow visits the rows of a table that are not blank.
func eachRow(t *table, visit func(record) error) error {
	rows, err := t.open()
	if err != nil {
		return err
	}
	defer func() { _ = rows.close() }()
	for {
		r, err := rows.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if blankRow(r.cells) && len(r.nested) == 0 {
			continue
		}
		if err := visit(r); err != nil {
			return err
		}
	}
}
