package analysis

import (
	"cmp"
	"slices"

	"constat/survey"
)

// Participate counts who answered and from where, and nothing else of a
// Diagnostic: what a page shows while a campaign is open, without the tables,
// crosses and estimates that Tabulate counts.
func Participate(d *Dataset, plan Plan) *Diagnostic {
	d = d.offering(plan.Carried, plan.Meta.GeneratedOn)
	d.typed(plan.By)
	g := &Diagnostic{Meta: plan.Meta, Form: d.Form, Data: d}
	g.Participation = d.participation(plan.Meta)
	for _, ind := range declared(d.Form, survey.IndicatorCoverage) {
		if v, ok := d.coverageOf(ind, plan.Meta.Territory); ok {
			g.Coverage = append(g.Coverage, v)
		}
	}
	return g
}

// Tabulate counts a Dataset as the form's diagnostic sheet and the plan ask.
// The same data and plan give the same Diagnostic.
func Tabulate(d *Dataset, plan Plan) *Diagnostic {
	g := Participate(d, plan)
	d = g.Data
	g.Introduction = textsOf(d.Form, nil)
	g.Sections = d.sections()
	g.figures()
	g.crosses(plan.By)
	g.adjustTests()
	for i := range d.Form.Diagnostic {
		ind := &d.Form.Diagnostic[i]
		if ind.Type != survey.IndicatorEstimate {
			continue
		}
		if e, ok := d.estimateOf(ind, plan.Meta); ok {
			g.Estimates = append(g.Estimates, e)
		} else {
			g.Notes = append(g.Notes, Note{Code: NoteFigureRefused, Args: []string{d.labelOf(ind)}})
		}
	}
	for _, level := range d.All() {
		for _, c := range level.Columns {
			if c.Measure == survey.MeasureVerbatim && c.Question.Type.Kind == survey.Asked {
				g.Verbatims = append(g.Verbatims, collectVerbatims(level, c))
			}
		}
	}
	return g
}

func (g *Diagnostic) figures() {
	for i := range g.Form.Diagnostic {
		ind := &g.Form.Diagnostic[i]
		if !isFigure(ind.Type) {
			continue
		}
		f, ok := g.Data.figureOf(ind)
		if !ok {
			g.Notes = append(g.Notes, Note{Code: NoteFigureRefused, Args: []string{f.Label}})
			continue
		}
		g.Figures = append(g.Figures, f)
	}
}

// crosses counts the declared pairs, then every question by those of the plan.
func (g *Diagnostic) crosses(by []*survey.Question) {
	type pair struct{ question, by *survey.Question }
	var pairs []pair
	charts := make(map[pair]string)
	for _, ind := range declared(g.Form, survey.IndicatorCross) {
		for _, q := range ind.Questions {
			for _, b := range ind.By {
				pairs = append(pairs, pair{q, b})
				charts[pair{q, b}] = cmp.Or(charts[pair{q, b}], ind.Chart)
			}
		}
	}
	for _, b := range by {
		for _, t := range g.Tables() {
			if t.Question != b && (categorical(t.Measure) || t.Measure == survey.MeasureQuantity) {
				pairs = append(pairs, pair{t.Question, b})
			}
		}
	}
	seen := make(map[pair]bool)
	for _, p := range pairs {
		if seen[p] {
			continue
		}
		seen[p] = true
		x, refusal, ok := g.Data.crossOf(p.question, p.by)
		if !ok {
			g.Notes = append(g.Notes, refusal)
			continue
		}
		x.Chart = charts[p]
		g.Crosses = append(g.Crosses, x)
	}
}

// sections gathers the tables by top-level group. Questions outside a group
// join the rows next to them, as on the answer page.
func (d *Dataset) sections() []Section {
	var sections []Section
	var loose []*survey.Question
	flush := func() {
		if tables := d.tablesUnder(loose); len(tables) > 0 {
			sections = append(sections, Section{Key: "section-" + loose[0].Name, Tables: tables})
		}
		loose = nil
	}
	for _, q := range d.Form.Questions {
		if q.Type.Kind != survey.Group && q.Type.Kind != survey.Repeat {
			loose = append(loose, q)
			continue
		}
		flush()
		if tables := d.tablesUnder(q.Children); len(tables) > 0 {
			sections = append(sections, Section{Key: q.Name, Title: LabelOf(d.Form, q), Texts: textsOf(d.Form, q), Tables: tables})
		}
	}
	flush()
	return sections
}

// textsOf gives the paragraphs of a group's section, or of the whole for nil.
func textsOf(form *survey.Form, group *survey.Question) []string {
	var texts []string
	for _, t := range form.TextsOf(group) {
		texts = append(texts, Plain(t.In(form.DefaultLanguage)))
	}
	return texts
}

// tablesUnder makes the tables of everything asked under some rows.
func (d *Dataset) tablesUnder(questions []*survey.Question) []*Table {
	var tables []*Table
	for _, q := range questions {
		if len(q.Children) > 0 {
			tables = append(tables, d.tablesUnder(q.Children)...)
			continue
		}
		level := d.holding(q)
		if level == nil {
			continue
		}
		c, ok := level.Column(q)
		if !ok || c.Measure == survey.MeasureNone || !level.shown(c) {
			continue
		}
		tables = append(tables, level.tabulateColumn(c))
	}
	return tables
}

// shown tells the questions that make a table: those asked to a person, and
// the calculations that the diagnostic sheet breaks down or counts.
func (d *Dataset) shown(c *Column) bool {
	q := c.Question
	if q.Type.Kind == survey.Asked && q.Shown() {
		return true
	}
	if q.Type.Kind == survey.Captured {
		return false
	}
	return slices.ContainsFunc(d.Form.Diagnostic, func(ind survey.Indicator) bool {
		return slices.Contains(ind.Questions, q) || slices.Contains(ind.By, q)
	})
}

// tabulateColumn counts one column by its measure.
func (d *Dataset) tabulateColumn(c *Column) *Table {
	t := &Table{
		Title: LabelOf(d.Form, c.Question), Data: d, Question: c.Question, Measure: c.Measure, Base: baseOf(c),
		Chart: chartOf(d.Form, c.Question), Describes: TellsWho(d.Form, c.Question),
	}
	var notes []Note
	switch c.Measure {
	case survey.MeasureNominal:
		t.Lines, notes = tabulateNominal(c)
	case survey.MeasureOrdinal:
		t.Lines, notes = tabulateOrdinal(c)
	case survey.MeasureMultiple:
		t.Lines, notes = tabulateMultiple(c)
	case survey.MeasureQuantity:
		t.Quantity, t.Lines, notes = tabulateQuantity(c, d.Form.Declared.Classes[c.Question])
	case survey.MeasureDate:
		t.Lines, notes = tabulateDate(c)
	}
	if c.Measure != survey.MeasureVerbatim {
		t.Notes = append(baseNotes(t.Base.Answered()), notes...)
	}
	t.Notes = append(t.Notes, c.valueNotes()...)
	t.Notes = append(t.Notes, d.repeatNotes()...)
	if c.Question.Type.Kind == survey.Hidden {
		t.Notes = append(t.Notes, Note{Code: NoteCalculated})
	}
	return t
}
