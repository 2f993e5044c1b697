package disclosure

import "constat/analysis"

// Overview is what a campaign's own page shows to the network's members: how
// many answered, of which kinds, from where, on which days. It is no edition:
// nobody takes it out of the service, and it holds no answer, row by row or in
// a table beyond the respondents' profiles. Its zero value is empty.
type Overview struct {
	participation analysis.Participation
	coverage      []*analysis.Coverage
}

// Counts keeps the counts of a diagnostic, whether analysis.Participate or
// analysis.Tabulate made it, and lets go of everything else.
func Counts(d *analysis.Diagnostic) Overview {
	p := d.Participation
	p.Profiles = make([]*analysis.Table, len(d.Participation.Profiles))
	for i, profile := range d.Participation.Profiles {
		p.Profiles[i] = withoutRows(profile)
	}
	if p.Months != nil {
		p.Months = withoutRows(p.Months)
	}
	return Overview{p, d.Coverage}
}

// withoutRows is a table that no longer leads to the answers it counts.
func withoutRows(t *analysis.Table) *analysis.Table {
	counted := *t
	counted.Data = nil
	return &counted
}

// Participation is who answered, among whom, and when.
func (o Overview) Participation() analysis.Participation { return o.participation }

// Coverage is which places the answers speak of.
func (o Overview) Coverage() []*analysis.Coverage { return o.coverage }
