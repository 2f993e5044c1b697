package tabular

import (
	"slices"
	"strings"

	"constat/survey"
)

// sought is a table whose place in the form is looked for: every part whose
// questions some of its columns bear, until names, keys and the tables beside
// it leave one.
type sought struct {
	table      *table
	candidates []*candidate
	says       parentage
	told       bool // by a person
	guessed    bool // the columns alone told
}

// candidate is a part of the form that a table may answer.
type candidate struct {
	scope   *survey.Scope
	columns []Column
	fit     columnFit
}

// columnFit is how well the columns of a table are those of a part of the form.
type columnFit struct {
	paths   int // columns that bear the whole path of their question
	matched int // columns with a question that people are asked
	missing int // of a repeat: its questions without a column
}

func (a columnFit) betterThan(b columnFit) bool {
	if a.paths != b.paths {
		return a.paths > b.paths
	}
	return a.matched > b.matched
}

// seek lists the parts of the form that a table may answer.
func (p *placing) seek(t *table) *sought {
	s := &sought{table: t, says: parentageOf(t)}
	for _, m := range p.matchers {
		c := m.candidate(t)
		if c.fit.matched > 0 || matched(c.columns) > 0 && nameFit(t.name, m.scope, p.form) >= fitEnd {
			s.candidates = append(s.candidates, c)
		}
	}
	return s
}

// told is a table whose part a person names.
func (p *placing) told(t *table, scope *survey.Scope) *sought {
	s := &sought{table: t, says: parentageOf(t), told: true}
	for _, m := range p.matchers {
		if m.scope == scope {
			s.candidates = append(s.candidates, m.candidate(t))
		}
	}
	return s
}

func (m *matcher) candidate(t *table) *candidate {
	c := &candidate{scope: m.scope, columns: m.columns(t)}
	found := make(map[*survey.Question]bool)
	for _, column := range c.columns {
		if column.Use != Answer && column.Use != Tick {
			continue
		}
		found[column.Question] = true
		if weak(column.Question) {
			continue
		}
		c.fit.matched++
		if header := trim(column.Header); strings.Contains(header, "/") && len(m.paths[header]) > 0 {
			c.fit.paths++
		}
	}
	for _, q := range m.scope.Questions {
		if q.Type.Kind == survey.Asked && q.Holds() && !found[q] {
			c.fit.missing++
		}
	}
	return c
}

// weak tells what a phone adds by itself: a log of Collect's has "start" and
// "end" too.
func weak(q *survey.Question) bool {
	return q.Type.Kind == survey.Hidden && q.Type.Name != "calculate" && q.Type.Name != "hidden"
}

// keep leaves the candidates that fit, unless none does, and tells whether
// there are fewer.
func (s *sought) keep(fits func(*candidate) bool) bool {
	kept := make([]*candidate, 0, len(s.candidates))
	for _, c := range s.candidates {
		if fits(c) {
			kept = append(kept, c)
		}
	}
	if len(kept) == 0 || len(kept) == len(s.candidates) {
		return false
	}
	s.candidates = kept
	return true
}

func (s *sought) only() *survey.Scope {
	if len(s.candidates) != 1 {
		return nil
	}
	return s.candidates[0].scope
}

func (s *sought) has(scope *survey.Scope) bool {
	return slices.ContainsFunc(s.candidates, func(c *candidate) bool { return c.scope == scope })
}

// settle looks for the part of each table, the surest signs first: what its
// rows say, then its name, its columns, and last what the other tables leave.
func (p *placing) settle(open []*sought) {
	for _, s := range open {
		p.byRows(s, len(open) == 1)
	}
	p.byParents(open)
	for _, s := range open {
		p.byName(s)
	}
	p.byParents(open)
	for _, s := range open {
		p.byColumns(s)
	}
	p.byParents(open)
	p.byOthers(open)
	for _, s := range open {
		p.byMissing(s)
	}
	p.byOthers(open)
}

// byRows keeps what the rows themselves say: an instance's key, or that they
// have a parent row. One table alone that says nothing is the form's own.
func (p *placing) byRows(s *sought, alone bool) {
	root := func(c *candidate) bool { return c.scope == p.form.Root }
	if s.says.path != "" {
		s.keep(func(c *candidate) bool {
			return c.scope.Repeat != nil && strings.Join(pathOf(c.scope.Repeat), "/") == s.says.path
		})
	}
	switch {
	case s.says.below:
		s.keep(func(c *candidate) bool { return !root(c) })
	case s.says.top, alone:
		s.keep(root)
	}
}

// byParents uses the names of parent tables: the part of one table is then in
// the part of the other.
func (p *placing) byParents(open []*sought) {
	for changed := true; changed; {
		changed = false
		for _, s := range open {
			for _, name := range s.says.names {
				parent := tableNamed(open, name)
				known := parent != nil || slices.ContainsFunc(p.matchers, func(m *matcher) bool { return nameFit(name, m.scope, p.form) > 0 })
				if !known {
					continue // of another version of the form
				}
				changed = s.keep(func(c *candidate) bool { return p.isParent(c.scope.Parent, name, parent) }) || changed
				if parent == nil {
					continue
				}
				changed = parent.keep(func(c *candidate) bool {
					return slices.ContainsFunc(s.candidates, func(child *candidate) bool { return child.scope.Parent == c.scope })
				}) || changed
			}
		}
	}
}

func (p *placing) isParent(scope *survey.Scope, name string, table *sought) bool {
	if scope == nil {
		return false
	}
	if table != nil {
		return table.has(scope)
	}
	return nameFit(name, scope, p.form) == p.bestFit(name)
}

func (p *placing) bestFit(name string) int {
	best := 0
	for _, m := range p.matchers {
		best = max(best, nameFit(name, m.scope, p.form))
	}
	return best
}

// tableNamed is the table that a column _parent_table_name names: by the name
// of the sheet, or by the whole name of which the sheet has the beginning.
func tableNamed(open []*sought, name string) *sought {
	var cut []*sought
	for _, s := range open {
		if sameName(s.table.name, name) {
			return s
		}
		if cutOf(s.table.name, name) {
			cut = append(cut, s)
		}
	}
	if len(cut) == 1 {
		return cut[0]
	}
	return nil
}

// byName keeps the parts that the table's name fits best.
func (p *placing) byName(s *sought) {
	best := 0
	for _, c := range s.candidates {
		best = max(best, nameFit(s.table.name, c.scope, p.form))
	}
	if best > 0 {
		s.keep(func(c *candidate) bool { return nameFit(s.table.name, c.scope, p.form) == best })
	}
}

// byColumns keeps the parts of which the table has most columns.
func (p *placing) byColumns(s *sought) {
	if len(s.candidates) < 2 {
		return
	}
	best := s.candidates[0].fit
	for _, c := range s.candidates {
		if c.fit.betterThan(best) {
			best = c.fit
		}
	}
	s.guessed = s.keep(func(c *candidate) bool { return !best.betterThan(c.fit) }) || s.guessed
}

// byMissing prefers, of several repeats, the only one whose questions all have
// a column: software writes those of a repeat whole.
func (p *placing) byMissing(s *sought) {
	if len(s.candidates) < 2 || s.has(p.form.Root) {
		return
	}
	whole := 0
	for _, c := range s.candidates {
		if c.fit.missing == 0 {
			whole++
		}
	}
	if whole == 1 {
		s.guessed = s.keep(func(c *candidate) bool { return c.fit.missing == 0 }) || s.guessed
	}
}

// byOthers uses what the other tables leave: no two have the same part, when
// there is one set of answers, and rows find their parents in one place only.
func (p *placing) byOthers(open []*sought) {
	for changed := true; changed; {
		changed = p.byElimination(open) || p.byJoins(open)
		if changed {
			p.byParents(open)
		}
	}
}

func (p *placing) byElimination(open []*sought) bool {
	mains := 0
	for _, s := range open {
		if s.only() == p.form.Root {
			mains++
		}
	}
	if mains > 1 {
		return false
	}
	changed := false
	for _, s := range open {
		taken := s.only()
		if taken == nil {
			continue
		}
		for _, other := range open {
			if other != s && len(other.candidates) > 1 && other.keep(func(c *candidate) bool { return c.scope != taken }) {
				other.guessed, changed = true, true
			}
		}
	}
	return changed
}

// byJoins tries the rows: where a table may be several repeats, or several
// tables the parent of one, the rows that find their parents tell.
func (p *placing) byJoins(open []*sought) bool {
	for _, s := range open {
		if len(s.candidates) > 1 && s.keep(func(c *candidate) bool { return p.fitsUnder(s, c.scope.Parent, open) }) {
			return true
		}
		scope := s.only()
		if scope == nil || scope.Parent == nil {
			continue
		}
		var parents, fitting []*sought
		for _, other := range open {
			if other != s && other.has(scope.Parent) {
				parents = append(parents, other)
				if joined(s.table, other.table, scope.Parent == p.form.Root) {
					fitting = append(fitting, other)
				}
			}
		}
		if len(parents) < 2 || len(fitting) != 1 {
			continue
		}
		if fitting[0].keep(func(c *candidate) bool { return c.scope == scope.Parent }) {
			return true
		}
	}
	return false
}

// fitsUnder tells whether every row of a table finds its parent in the table of
// a part, where that is known.
func (p *placing) fitsUnder(s *sought, parent *survey.Scope, open []*sought) bool {
	for _, other := range open {
		if other != s && parent != nil && other.only() == parent {
			return joined(s.table, other.table, parent == p.form.Root)
		}
	}
	return false
}
