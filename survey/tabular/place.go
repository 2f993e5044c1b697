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
	own     *own   // of a table that the service wrote; else nil
	under   *table // of a repeat: the only table that it may hang under; nil for any

	join     join     // of a repeat in a table of its own
	children []*level // tables of the repeats of this level
	nested   []*level // parallel to table.nested, for JSON; nil where ignored
}

// placing gives tables their places.
type placing struct {
	form        *survey.Form
	matchers    []*matcher // the form's own first, then its repeats, depth first
	lists       map[*survey.List]*choices
	export      *Export
	assignments []Assignment
	used        []bool // parallel to assignments
	problems    []survey.Problem
	faults      survey.Problems
}

func newPlacing(form *survey.Form, export *Export, assignments []Assignment) *placing {
	p := &placing{
		form: form, export: export, lists: make(map[*survey.List]*choices),
		assignments: assignments, used: make([]bool, len(assignments)),
	}
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
		mains = append(mains, p.family(families[family])...)
	}
	p.faults = append(p.faults, p.unused(tables)...)
	return mains
}

func (p *placing) family(tables []*table) []*level {
	workbook := tables[0].sheet
	var mains, others []*level
	for _, l := range p.recognised(tables) {
		if l.scope == p.form.Root {
			mains = append(mains, l)
		} else {
			others = append(others, l)
		}
	}
	if workbook && len(mains) > 1 {
		mains = p.fullest(mains)
	}
	if len(mains) == 0 && len(others) > 0 {
		mains = p.orphaned(others)
	}
	p.choose(mains, others)
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

// recognised gives the tables of a family that answer something their levels.
func (p *placing) recognised(tables []*table) []*level {
	var levels []*level
	var open []*sought
	for _, t := range tables {
		a, told := p.assigned(t)
		switch {
		case told && a.scope == nil:
			p.problems = append(p.problems, warning(CodeTableLeft, t.name))
		case told:
			open = append(open, p.told(t, a.scope))
		case p.export.owns(p.form, t):
			if l := p.export.level(p.form, t, p.matchers); l != nil {
				levels = append(levels, l)
			} else {
				p.ignore(t)
			}
		default:
			if s := p.seek(t); len(s.candidates) > 0 {
				open = append(open, s)
			} else {
				p.ignore(t)
			}
		}
	}
	p.settle(open)
	for _, s := range open {
		if l := p.settled(s); l != nil {
			p.nest(l)
			levels = append(levels, l)
		}
	}
	return levels
}

// ignore leaves a table aside and shows what its columns are.
func (p *placing) ignore(t *table) {
	p.problems = append(p.problems, warning(CodeTableIgnored, t.name, firstHeaders([]*table{t})))
}

// settled gives a table the level that was found for it. One that could be
// several parts of the form is asked about, unless it has no rows.
func (p *placing) settled(s *sought) *level {
	if len(s.candidates) == 1 {
		c := s.candidates[0]
		if s.guessed && c.scope.Repeat != nil {
			p.problems = append(p.problems, warning(CodeTableByColumns, s.table.name, partName(c.scope)))
		}
		return &level{table: s.table, scope: c.scope, columns: c.columns}
	}
	if s.says.empty {
		p.problems = append(p.problems, warning(CodeTableEmpty, s.table.name))
		return nil
	}
	var parts []string
	for _, c := range s.candidates {
		parts = append(parts, partName(c.scope))
	}
	p.faults = append(p.faults, survey.Problem{
		Code: CodeAmbiguousTable, Severity: survey.Fault, Args: []string{s.table.name, strings.Join(parts, ", "), parts[0]},
	})
	return nil
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
			p.ignore(l.table)
		}
	}
	return []*level{best}
}

// choose finds the one table that a repeat's rows may hang under where several
// answers are given and numbers are those of one export: by the names of the
// files. It says which tables are read as one repeat.
func (p *placing) choose(mains, others []*level) {
	first := make(map[*survey.Scope]*level)
	for _, l := range others {
		if known := first[l.scope]; known != nil {
			p.problems = append(p.problems, warning(CodeSeveralTables, known.table.name, l.table.name, partName(l.scope)))
		} else {
			first[l.scope] = l
		}
		var parents []*level
		for _, up := range slices.Concat(mains, others) {
			if up.scope != l.scope.Parent || l.own != nil {
				continue
			}
			if j, ok := joinOf(l.table, up.table, up.scope.Repeat == nil); ok && !j.sure {
				parents = append(parents, up)
			}
		}
		if len(parents) < 2 {
			continue
		}
		if l.under = nearest(l.table, parents); l.under == nil {
			var names []string
			for _, up := range parents {
				names = append(names, up.table.name)
			}
			p.faults = append(p.faults, survey.Problem{
				Code: CodeSeveralParents, Severity: survey.Fault, Args: []string{l.table.name, strings.Join(names, ", ")},
			})
		}
	}
}

// nearest is the table whose name begins most like another's: "lunel.csv" for
// "lunel-enfants.csv". Nil when two do.
func nearest(t *table, parents []*level) *table {
	var found *table
	best := 0
	name := plainName(t.name)
	for _, up := range parents {
		same := 0
		for other := plainName(up.table.name); same < min(len(name), len(other)) && name[same] == other[same]; same++ {
		}
		switch {
		case same > best:
			best, found = same, up.table
		case same == best:
			found = nil
		}
	}
	return found
}

// nest places the lists of objects of a JSON document: by the path of a repeat,
// or its label.
func (p *placing) nest(l *level) {
	for _, t := range l.table.nested {
		inner := p.nestedIn(l.scope, t)
		if inner == nil && !isMetadata(t.name) {
			p.ignore(t)
		}
		l.nested = append(l.nested, inner)
	}
}

func (p *placing) nestedIn(scope *survey.Scope, t *table) *level {
	var found []*matcher
	best := fitCut + 1
	for _, m := range p.matchers {
		if m.scope.Parent != scope || m.scope.Repeat == nil {
			continue
		}
		fit := nameFit(t.name, m.scope, p.form)
		if fit > best {
			best, found = fit, nil
		}
		if fit == best {
			found = append(found, m)
		}
	}
	if len(found) == 0 {
		return nil
	}
	if len(found) > 1 {
		var scopes []*survey.Scope
		for _, m := range found {
			scopes = append(scopes, m.scope)
		}
		p.faults = append(p.faults, survey.Problem{Code: CodeSeveralParts, Severity: survey.Fault, Args: []string{t.name, strings.Join(namesOf(scopes), ", ")}})
		return nil
	}
	inner := &level{table: t, scope: found[0].scope, columns: found[0].columns(t)}
	p.nest(inner)
	return inner
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
