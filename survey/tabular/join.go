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
	parent int  // byOrder: the parent is the n-th row of its table
	sure   bool // the key is of one row in the world, not of one table
	// wholeChild and wholeParent name the submission on both sides, for numbers
	// that are those of one export only; else -1.
	wholeChild, wholeParent int
}

const byOrder = -1

// joinPair is a pair of columns that exports carry. Those marked top name the
// submission, so that they cannot tell one instance of a repeat from another;
// those marked sure are of one row in the world. Lower case.
type joinPair struct {
	child, parent string
	top, sure     bool
}

// joins lists the pairs, the surest first: ODK's, Kobo's, then an identifier
// that both tables have. Numbers come after the submission's own identifier:
// who sorts or joins sheets keeps it.
var joins = []joinPair{
	{child: "parent_key", parent: "key", sure: true},
	{child: "__submissions-id", parent: "__id", top: true, sure: true},
	{child: "_submission__uuid", parent: "_uuid", top: true, sure: true},
	{child: "_submission__id", parent: "_id", top: true, sure: true},
	{child: "_parent_index", parent: "_index"},
	{child: "_uuid", parent: "_uuid", top: true, sure: true},
	{child: "uuid", parent: "uuid", top: true, sure: true},
	{child: "key", parent: "key", top: true, sure: true},
	{child: "instanceid", parent: "instanceid", top: true, sure: true},
	{child: "instance_id", parent: "instance_id", top: true, sure: true},
	{child: "_parent_index", parent: "index"},
}

// wholes are the columns that name the submission in two tables of repeats.
var wholes = []string{"_submission__uuid", "_submission__id"}

// adopt hangs the tables of this level's repeats under it, and theirs under
// them.
func (l *level) adopt(others []*level, export *Export) {
	for _, other := range others {
		if other.scope.Parent != l.scope || other.under != nil && other.under != l.table {
			continue
		}
		j, ok := joinOf(other.table, l.table, l.scope.Repeat == nil)
		if l.own != nil && other.own != nil {
			key := strings.ToLower(export.Keys[l.scope])
			j, ok = join{child: placeOf(other.table.header, key), parent: placeOf(l.table.header, key), wholeChild: -1, wholeParent: -1}, true
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

func joinOf(child, parent *table, top bool) (join, bool) {
	for _, pair := range joins {
		if pair.top && !top {
			continue
		}
		j := join{child: placeOf(child.header, pair.child), parent: placeOf(parent.header, pair.parent), sure: pair.sure, wholeChild: -1, wholeParent: -1}
		if j.child < 0 || j.parent < 0 || pair.sure && !(filled(child, j.child) && filled(parent, j.parent)) {
			continue
		}
		if !pair.sure && !top {
			j.tell(child, parent)
		}
		return j, true
	}
	j := join{child: placeOf(child.header, "_parent_index"), parent: byOrder, wholeChild: -1, wholeParent: -1}
	return j, j.child >= 0
}

// tell makes numbers sure where both tables name the submission beside them.
func (j *join) tell(child, parent *table) {
	for _, name := range wholes {
		c, p := placeOf(child.header, name), placeOf(parent.header, name)
		if c >= 0 && p >= 0 && filled(child, c) && filled(parent, p) {
			j.wholeChild, j.wholeParent, j.sure = c, p, true
			return
		}
	}
}

// filled tells whether a column holds something in the first rows: exports have
// columns of identifiers that they leave blank.
func filled(t *table, place int) bool {
	rows, err := t.open()
	if err != nil {
		return true // reading says it
	}
	defer func() { _ = rows.close() }()
	for seen := 0; seen < rowsLookedAt; seen++ {
		r, err := rows.next()
		if err != nil {
			return seen == 0
		}
		if cell := trim(r.cell(place)); cell != "" && !blankWord(cell) {
			return true
		}
	}
	return false
}

// joinKey is what ties a row to its parent.
type joinKey struct{ submission, row string }

func (k joinKey) blank() bool { return k.row == "" }

func (j join) childKey(r record) joinKey {
	return joinKey{sameKey(r.cell(j.wholeChild)), sameKey(r.cell(j.child))}
}

// parentKey is the key of a parent row, the order-th of its table.
func (j join) parentKey(r record, order int) joinKey {
	if j.parent == byOrder {
		return joinKey{row: strconv.Itoa(order)}
	}
	return joinKey{sameKey(r.cell(j.wholeParent)), sameKey(r.cell(j.parent))}
}

// sameKey makes 3 and 3.0, uuid:ab and ab the same key.
func sameKey(cell string) string {
	key := strings.TrimPrefix(trim(cell), "uuid:")
	if whole, cut := strings.CutSuffix(key, ".0"); cut {
		return whole
	}
	return key
}

// joined tells whether every row of a table finds its parent row in another,
// and the submission that it names.
func joined(child, parent *table, top bool) bool {
	j, ok := joinOf(child, parent, top)
	if !ok {
		return false
	}
	keys := make(map[joinKey]bool)
	order := 0
	if eachRow(parent, func(r record) error { order++; keys[cloned(j.parentKey(r, order))] = true; return nil }) != nil {
		return false
	}
	fits, count := true, 0
	err := eachRow(child, func(r record) error {
		count++
		fits = fits && keys[j.childKey(r)]
		return nil
	})
	return err == nil && fits && count > 0
}

func cloned(k joinKey) joinKey { return joinKey{strings.Clone(k.submission), strings.Clone(k.row)} }

// bundle is a repeat's table held in memory, by parent.
type bundle struct {
	level    *level
	rows     map[joinKey][]held
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
	join  join
}

// load reads the tables of repeats, and those under them.
func (s shelf) load(levels []*level) ([]*bundle, error) {
	var bundles []*bundle
	for _, l := range levels {
		key := shelfKey{l.table, join{child: l.join.child, wholeChild: l.join.wholeChild}}
		b := s[key]
		if b == nil {
			b = &bundle{level: l, rows: make(map[joinKey][]held)}
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
func (b *bundle) take(key joinKey) []held {
	if key.blank() {
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
