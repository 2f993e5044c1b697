package tabular

import (
	"slices"
	"strings"

	"constat/survey"
)

// level is a table in its place: the form, or one of its repeats, joined to
// the level above.
type level struct {
	table   *table
	scope   *survey.Scope
	columns []Column
	plan    *plan
	own     *own // of a table that the service wrote; else nil

	join     join     // of a repeat in a table of its own
	children []*level // tables of the repeats of this level
	nested   []*level // parallel to table.nested, for JSON; nil where ignored
}

// placing gives tables their places.
type placing struct {
	form     *survey.Form
	matchers []*matcher // the form's own first, then its repeats, depth first
	lists    map[*survey.List]*choices
	export   *Export
	problems []survey.Problem
}

func newPlacing(form *survey.Form, export *Export) *placing {
	p := &placing{form: form, export: export, lists: make(map[*survey.List]*choices)}
	p.addMatchers(form.Root)
	return p
}

func (p *placing) addMatchers(scope *survey.Scope) {
	p.matchers = append(p.matchers, newMatcher(p.form, scope, p.lists))
	for _, inner := range scope.Repeats {
		p.addMatchers(inner)
	}
}

// place finds the main tables and hangs those of repeats under them. The
// sheets of a workbook belong together, and so do the files of one table.
func (p *placing) place(tables []*table) []*level {
	var order []int
	families := make(map[int][]*table)
	for _, t := range tables {
		family := t.file
		if t.alone {
			family = -1
		}
		if families[family] == nil {
			order = append(order, family)
		}
		families[family] = append(families[family], t)
	}
	var mains []*level
	for _, family := range order {
		mains = append(mains, p.family(families[family], family >= 0)...)
	}
	return mains
}

func (p *placing) family(tables []*table, workbook bool) []*level {
	var mains, others []*level
	for _, t := range tables {
		l := p.level(t, len(tables) == 1)
		switch {
		case l == nil:
			p.problems = append(p.problems, warning(CodeTableIgnored, t.name))
		case l.scope == p.form.Root:
			mains = append(mains, l)
		default:
			others = append(others, l)
		}
	}
	if workbook && len(mains) > 1 {
		mains = p.fullest(mains)
	}
	if len(mains) == 0 && len(others) > 0 {
		mains = p.orphaned(others)
	}
	for _, main := range mains {
		main.adopt(others, p.export)
	}
	for _, l := range others {
		if !slices.Contains(mains, l) && !adopted(mains, l) {
			p.problems = append(p.problems, warning(CodeNoJoin, l.table.name, l.scope.Repeat.Name))
		}
	}
	return mains
}

// orphaned takes the fullest table of a repeat for the main one, when the
// answers of the form itself were not given: each of its rows is then a
// response of its own, with one instance.
func (p *placing) orphaned(others []*level) []*level {
	best := others[0]
	for _, l := range others[1:] {
		if matched(l.columns) > matched(best.columns) {
			best = l
		}
	}
	p.problems = append(p.problems, warning(CodeNoMainTable, best.table.name, best.scope.Repeat.Name))
	return []*level{best}
}

// fullest keeps the sheet that answers most: another one with the same
// columns is the same answers again, as labels, or a summary.
func (p *placing) fullest(mains []*level) []*level {
	best := mains[0]
	for _, l := range mains[1:] {
		if matched(l.columns) > matched(best.columns) {
			best = l
		}
	}
	for _, l := range mains {
		if l != best {
			p.problems = append(p.problems, warning(CodeTableIgnored, l.table.name))
		}
	}
	return []*level{best}
}

// level finds the level of the form that a table answers: the one whose
// questions it has most of; a sheet named as a repeat is that repeat. A table
// that answers nothing has no level.
func (p *placing) level(t *table, only bool) *level {
	if p.export.owns(p.form, t) {
		return p.export.level(p.form, t, p.matchers)
	}
	var best *level
	most := 0
	for i, m := range p.matchers {
		columns := m.columns(t)
		count := matched(columns)
		if count > 0 && namedAs(t.name, m.scope) {
			count += len(t.header)
		}
		if count > 0 && only && i == 0 {
			count += len(t.header) // one table alone is the form's own
		}
		if count > most {
			most = count
			best = &level{table: t, scope: m.scope, columns: columns}
		}
	}
	if best != nil {
		p.nest(best)
	}
	return best
}

// nest places the lists of objects of a JSON document.
func (p *placing) nest(l *level) {
	for _, t := range l.table.nested {
		var inner *level
		for _, m := range p.matchers {
			if m.scope.Parent == l.scope && m.scope.Repeat != nil && namedAs(t.name, m.scope) {
				inner = &level{table: t, scope: m.scope, columns: m.columns(t)}
				p.nest(inner)
				break
			}
		}
		if inner == nil && !isMetadata(t.name) {
			p.problems = append(p.problems, warning(CodeTableIgnored, t.name))
		}
		l.nested = append(l.nested, inner)
	}
}

// namedAs tells whether a sheet, a file or a JSON key bears the name of a
// repeat: "enfants", "foyer/enfants", "enquete-enfants.csv", or the first 31
// characters, all that Excel keeps.
func namedAs(name string, scope *survey.Scope) bool {
	if scope.Repeat == nil {
		return false
	}
	const excelKeeps = 31
	name = loosen(strings.TrimSuffix(strings.ToLower(name), ".csv"))
	last, repeat := lastStep(name), loosen(scope.Repeat.Name)
	return last == lastStep(repeat) || len(last) == excelKeeps && strings.HasPrefix(repeat, last)
}

func matched(columns []Column) int {
	count := 0
	for _, c := range columns {
		if c.Use == Answer || c.Use == Tick {
			count++
		}
	}
	return count
}
