package disclosure

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"constat/analysis"
	"constat/analysis/stats"
	"constat/survey"
)

// publication fills what one area prints from the displayed values: nothing
// here reads a true count.
func (j *judge) publication(a int) *Publication {
	in := j.areas[a]
	p := &Publication{
		Area: in.Area, Network: in.meta.Network, Title: in.meta.Campaign,
		Intro: strings.Join(firstDiagnostic(j.batch).Introduction, "\n"),
		Wave:  j.batch.Wave, Edition: j.batch.edition(), From: in.meta.From, To: in.meta.To,
		GeneratedOn: in.meta.GeneratedOn, Fictitious: in.meta.Fictitious,
		Unit: j.form.Respondents().Unit, Respondents: in.shown, Refused: in.refused,
	}
	p.Of = in.names
	if !j.form.Respondents().Persons {
		p.Invited = in.meta.Invited
	}
	j.publishSections(p, a)
	j.publishCrosses(p, a)
	j.publishFigures(p, a)
	j.publishComparisons(p, a)
	if len(p.Sections) == 0 && p.Refused == "" {
		p.Refused = RefusedSmall
	}
	if p.Refused == "" {
		j.publishLeftOut(p, a)
	}
	p.Floors = p.floors()
	return p
}

func (p *Publication) floors() []int {
	var floors []int
	for _, s := range p.Sections {
		for _, t := range s.Tables {
			floors = append(floors, t.Floor)
		}
	}
	if p.Respondents.Kind != Exact {
		floors = append(floors, FloorPersons)
	}
	slices.Sort(floors)
	return slices.Compact(floors)
}

func (j *judge) publishSections(p *Publication, a int) {
	for _, section := range firstDiagnostic(j.batch).Sections {
		shown := PublishedSection{Key: section.Key, Title: section.Title, Text: strings.Join(section.Texts, "\n")}
		for _, t := range section.Tables {
			s, ok := j.byKey[t.Question]
			if ok && j.shows(j.place(s), a) {
				shown.Tables = append(shown.Tables, j.publishTable(s, a))
			}
		}
		if len(shown.Tables) > 0 {
			p.Sections = append(p.Sections, shown)
		}
	}
}

func (j *judge) place(s *split) int { return slices.Index(j.splits, s) }

func (j *judge) publishTable(s *split, a int) PublishedTable {
	t := PublishedTable{
		Key: s.question.Key, Title: s.title, Question: s.question.Key, Measure: s.measure,
		Places: analysis.TellsWhere(j.form, s.question), Describes: analysis.TellsWho(j.form, s.question), Floor: s.floor, Reason: s.reason,
	}
	whole := j.areas[a].shown
	for _, b := range s.inOrder() {
		bin := s.bins[b]
		if bin.merged {
			t.Merged = append(t.Merged, bin.label)
		}
		shown, ok := j.shownAt(j.binKey(a, s, b))
		if !ok || shown.Kind == Impossible {
			continue // a commune of elsewhere: nobody here could say it
		}
		line := PublishedLine{Code: bin.code, Label: bin.label, Kind: bin.kind, Class: bin.class, Shown: shown}
		line.derive(whole)
		if t.Describes {
			line.Low, line.High = 0, 0
		}
		t.Lines = append(t.Lines, line)
	}
	rank(t.Lines)
	if s.measure == survey.MeasureQuantity {
		t.Median = medianClass(t.Lines)
		if x := j.sumOf(s.question); x != nil {
			if shown, ok := j.shownAt(j.sumKey(a, x)); ok {
				t.Sum = &shown
			}
		}
	}
	return t
}

// shownAt is what is printed of a count, when anything is.
func (j *judge) shownAt(key string) (Shown, bool) {
	i, ok := j.at[key]
	if !ok || j.cells[i].shown == nil {
		return Shown{}, false
	}
	return *j.cells[i].shown, true
}

// derive works out what a line says besides its text, from printed values
// alone (R10).
func (l *PublishedLine) derive(whole Shown) {
	l.Percent, l.HasPercent = Percent(l.Shown, whole)
	if l.HasPercent {
		l.Low, l.High = interval(l.Shown, whole)
	}
	if l.Shown.Kind == Under && whole.Numeric() && whole.Number > 0 {
		l.AtMost = percentOf(l.Shown.High, whole.Number)
	}
}

// interval is the 95 % Wilson interval of two printed numbers, in whole
// percents: of two that are rounded it can say no more.
func interval(part, whole Shown) (low, high int) {
	w := stats.Wilson(min(part.Number, whole.Number), whole.Number, stats.Z95)
	return int(math.Round(100 * w.Low)), int(math.Round(100 * w.High))
}

// rank numbers the answers that print a number, equal numbers alike.
func rank(lines []PublishedLine) {
	for i := range lines {
		if lines[i].Kind != LineAnswer || !lines[i].Shown.Numeric() {
			continue
		}
		lines[i].Rank = 1
		for _, other := range lines {
			if other.Kind == LineAnswer && other.Shown.Numeric() && other.Shown.Number > lines[i].Shown.Number {
				lines[i].Rank++
			}
		}
	}
}

func (j *judge) publishCrosses(p *Publication, a int) {
	for i, x := range j.crosses {
		if !j.prints(i, a) {
			continue
		}
		over, down := j.splits[x.over], j.splits[x.down]
		shown := PublishedCross{
			Key: over.question.Key + "/" + down.question.Key, Title: x.title, ByTitle: x.byTitle,
			Question: over.question.Key, By: down.question.Key, Floor: x.floor,
		}
		columns := j.linedBins(over, a)
		for _, b := range columns {
			shown.Columns = append(shown.Columns, over.bins[b].label)
		}
		for _, d := range j.linedBins(down, a) {
			row := PublishedCrossRow{Code: down.bins[d].code, Label: down.bins[d].label}
			row.Total, _ = j.shownAt(j.binKey(a, down, d))
			for _, b := range columns {
				cell, _ := j.shownAt(j.crossKey(a, x, b, d))
				row.Cells = append(row.Cells, cell)
			}
			shown.Rows = append(shown.Rows, row)
		}
		p.Crosses = append(p.Crosses, shown)
	}
}

// linedBins are the answers that a cross of an area has a line for.
func (j *judge) linedBins(s *split, a int) []int {
	var bins []int
	for _, b := range s.inOrder() {
		if s.lined(b) && !j.impossible(s, a, b) {
			bins = append(bins, b)
		}
	}
	return bins
}

// publishLeftOut names what the internal edition shows and this one does not.
func (j *judge) publishLeftOut(p *Publication, a int) {
	p.LeftOut = slices.Clone(j.leftOut)
	for i, s := range j.splits {
		if !j.shows(i, a) {
			p.LeftOut = append(p.LeftOut, LeftOut{s.title, j.why(unit{unitQuestion, i, a}, RefusedSmall)})
		}
	}
	for i, x := range j.crosses {
		if !x.silent && !j.prints(i, a) {
			p.LeftOut = append(p.LeftOut, LeftOut{x.title + " × " + x.byTitle, j.why(unit{unitCross, i, a}, RefusedCrossSize)})
		}
	}
	for i, c := range j.shares {
		if c.count.same < 0 && !j.showsShare(i, a) {
			p.LeftOut = append(p.LeftOut, LeftOut{c.label, j.why(unit{unitShare, i, a}, RefusedCrossSize)})
		}
	}
	for _, e := range firstDiagnostic(j.batch).Estimates {
		p.LeftOut = append(p.LeftOut, LeftOut{e.Label, RefusedEstimate})
	}
	for _, v := range firstDiagnostic(j.batch).Verbatims {
		p.LeftOut = append(p.LeftOut, LeftOut{v.Title, RefusedMeasure})
	}
	slices.SortStableFunc(p.LeftOut, func(a, b LeftOut) int {
		return cmp.Compare(slices.Index(Refusals, a.Why), slices.Index(Refusals, b.Why))
	})
	p.LeftOut = slices.Compact(p.LeftOut)
}

// why tells what the audit dropped from what the rules leave out. A table that
// falls with another's question was dropped too.
func (j *judge) why(u unit, otherwise Refusal) Refusal {
	if j.dropped[u] {
		return RefusedAudit
	}
	for _, q := range j.questionsOf(u) {
		if j.dropped[unit{unitQuestion, q, u.area}] {
			return RefusedAudit
		}
	}
	return otherwise
}
