package audit

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
)

// What must stay open of a sensitive cell (statistics.md, section 6). Four is
// base − 1, and an interval that wide cannot prove « between 1 and 4 ».
const (
	// ReaderWidth is for a reader of everything published (M1).
	ReaderWidth = 4
	// HolderWidth is for the holder of one territory's exact edition (M2).
	HolderWidth = 2
)

// Failure is a sensitive cell that an attacker knows too well.
type Failure struct {
	Cell   int
	Holder string // whose exact edition helps him; "" for any reader (M1)
	// Low and High are what stays open. Without Proven, the search was cut off:
	// that much at least stays open, and the cell fails for want of proof.
	Low, High int64
	Proven    bool
}

// Findings is the outcome of an audit.
type Findings struct {
	// Failures come M1 first, then M2 holder by holder, in the order of keys.
	Failures []Failure
	// Certificates prove each judgement that passed.
	Certificates []Certificate
}

// judgement is one question: does this attacker leave this cell width open?
type judgement struct {
	cell   int // position in the component
	holder string
	width  int64
}

// trial is a component with everything that will be asked of it.
type trial struct {
	*component
	family     *Family
	low, high  []int64
	judgements []judgement
	mover      *mover // nil without moves
}

// Audit judges every sensitive cell under M1 and M2.
func (f *Family) Audit(ctx context.Context) (Findings, error) {
	var findings Findings
	components, err := f.components()
	if err != nil {
		return findings, err
	}
	findings.Failures = f.lost()
	for i := range components {
		t := f.trial(&components[i])
		failures, certificates, err := t.audit(ctx)
		if err != nil {
			return findings, fmt.Errorf("audit %s and its neighbours: %w", f.Cells[t.cells[0]].Key, err)
		}
		findings.Failures = append(findings.Failures, failures...)
		findings.Certificates = append(findings.Certificates, certificates...)
	}
	f.sortFailures(findings.Failures)
	return findings, nil
}

// lost are the sensitive cells that are printed exactly: nothing protects them.
func (f *Family) lost() []Failure {
	var lost []Failure
	for i, c := range f.Cells {
		if c.Sensitive() && c.fixed() {
			lost = append(lost, Failure{Cell: i, Low: c.Low, High: c.High, Proven: true})
		}
	}
	return lost
}

// sortFailures puts M1 before M2, then follows holders and keys.
func (f *Family) sortFailures(failures []Failure) {
	slices.SortStableFunc(failures, func(a, b Failure) int {
		return cmp.Or(strings.Compare(a.Holder, b.Holder), strings.Compare(f.Cells[a.Cell].Key, f.Cells[b.Cell].Key))
	})
}

func (t *trial) audit(ctx context.Context) ([]Failure, []Certificate, error) {
	masked := make([]bool, len(t.cells))
	proofs, err := t.proofs(ctx, masked)
	if err != nil {
		return nil, nil, err
	}
	failures, err := t.failures(ctx, masked, proofs)
	for i := range failures {
		failures[i].Cell = t.cells[failures[i].Cell]
	}
	return failures, t.certificates(proofs), err
}

func (f *Family) trial(c *component) *trial {
	t := &trial{component: c, family: f}
	t.low, t.high = c.bounds(f)
	t.judgements = t.ask()
	t.mover = newMover(t)
	t.brief = t.tied()
	return t
}

// ask lists what is asked of a component: each sensitive cell, of a reader and
// of every holder who knows something else there.
func (t *trial) ask() []judgement {
	var sensitive []int
	var holders []string
	for i, cell := range t.cells {
		if t.family.Cells[cell].Sensitive() {
			sensitive = append(sensitive, i)
		}
		if h := t.family.Cells[cell].Holder; h != "" {
			holders = append(holders, h)
		}
	}
	slices.SortStableFunc(sensitive, t.byKey)
	var asked []judgement
	for _, i := range sensitive {
		asked = append(asked, judgement{i, "", t.cell(i).readerWidth()})
	}
	slices.Sort(holders)
	for _, h := range slices.Compact(holders) {
		for _, i := range sensitive {
			if t.cell(i).Holder != h {
				asked = append(asked, judgement{i, h, t.cell(i).holderWidth()})
			}
		}
	}
	return asked
}

func (t *trial) cell(i int) *Cell { return &t.family.Cells[t.cells[i]] }

func (t *trial) byKey(a, b int) int { return strings.Compare(t.cell(a).Key, t.cell(b).Key) }

// look is the component as the holder sees it, with these cells masked.
func (t *trial) look(ctx context.Context, masked []bool, holder string, hint []int64) (*view, error) {
	low, high := slices.Clone(t.low), slices.Clone(t.high)
	for i := range t.cells {
		switch c := t.cell(i); {
		case holder != "" && c.Holder == holder:
			low[i], high[i] = c.True, c.True
		case masked[i]:
			low[i], high[i] = c.MaskedLow, c.MaskedHigh
		}
	}
	if t.mover != nil {
		hint = t.mover.truth // agrees with whatever is printed
	}
	return look(ctx, t.component, low, high, hint)
}

// views keeps one view for each attacker of a trial.
type views struct {
	*trial
	ctx    context.Context
	masked []bool
	of     map[string]*view
	// known are tables found for the same attackers when less was masked.
	known map[string][]int64
	near  *tables // found along moves
	kept  map[*int64]*table
}

func (t *trial) views(ctx context.Context, masked []bool) *views {
	return &views{trial: t, ctx: ctx, masked: masked, of: make(map[string]*view), near: t.mover.tables(masked, nil)}
}

// more is the same attackers with one more cell masked: what agreed with what
// is printed still does.
func (s *views) more(cell int) *views {
	masked := slices.Clone(s.masked)
	masked[cell] = true
	known := make(map[string][]int64)
	for holder, v := range s.of {
		if v.found {
			known[holder] = v.settled
		}
	}
	return &views{trial: s.trial, ctx: s.ctx, masked: masked, of: make(map[string]*view), known: known, near: s.mover.tables(masked, s.near)}
}

// passes tells whether an attacker leaves a cell open.
func (s *views) passes(j judgement) (bool, error) {
	if s.near.apart(j) != nil {
		return true, nil
	}
	return s.searched(j)
}

// The components that the simplex searches, in cells times rows: briefly from
// fewEntries on, not at all beyond mostEntries, where what moves do not prove
// counts as failing.
const (
	fewEntries  = 60_000
	mostEntries = 150_000
)

func (t *trial) entries() int { return len(t.cells) * len(t.rows) }

// hard tells a component too large for the simplex.
func (t *trial) hard() bool { return t.mover != nil && t.entries() > mostEntries }

// tied tells a component that the simplex is only asked briefly, after the
// moves: a large one, or one with other coefficients than ones, whose vertices
// are far from whole tables.
func (t *trial) tied() bool {
	return t.mover != nil && (t.entries() > fewEntries || slices.ContainsFunc(t.rows, func(r row) bool {
		return slices.ContainsFunc(r.by, func(by int64) bool { return size(by) > 1 })
	}))
}

// searched is passes by the simplex, which finds what there is.
func (s *views) searched(j judgement) (bool, error) {
	if s.hard() {
		return false, nil
	}
	v := s.of[j.holder]
	if v == nil {
		var err error
		if v, err = s.look(s.ctx, s.masked, j.holder, s.known[j.holder]); err != nil {
			return false, err
		}
		s.of[j.holder] = v
	}
	return v.apart(j.cell, j.width)
}

// proof is two tables that pass a judgement.
type proof struct{ low, high *table }

// prove looks for the proof of a judgement, nil when there is none.
func (s *views) prove(j judgement) (*proof, error) {
	if p := s.near.apart(j); p != nil {
		return p, nil
	}
	ok, err := s.searched(j)
	if err != nil || !ok {
		return nil, err
	}
	low, high := s.of[j.holder].witnesses(j.cell)
	return &proof{s.table(low), s.table(high)}, nil
}

// table keeps a table that the simplex found. Judgements that rest on the same
// one share it.
func (s *views) table(values []int64) *table {
	if t := s.kept[&values[0]]; t != nil {
		return t
	}
	t := &table{base: values}
	if s.mover != nil {
		t = differing(s.mover.truth, values)
	}
	if s.kept == nil {
		s.kept = make(map[*int64]*table)
	}
	s.kept[&values[0]] = t
	return t
}

// certificates are the proofs, as they are handed over.
func (t *trial) certificates(proofs []*proof) []Certificate {
	var certificates []Certificate
	for i, j := range t.judgements {
		if p := proofs[i]; p != nil {
			certificates = append(certificates, Certificate{t.cells[j.cell], j.holder, j.width, t.cells, p.low, p.high})
		}
	}
	return certificates
}

// failures measures what has no proof; cells are positions in the component.
func (t *trial) failures(ctx context.Context, masked []bool, proofs []*proof) ([]Failure, error) {
	var failures []Failure
	s := t.views(ctx, masked)
	for i, j := range t.judgements {
		if proofs[i] != nil {
			continue
		}
		f := Failure{Cell: j.cell, Holder: j.holder}
		if s.hard() {
			s.near.apart(j)
			f.Low, f.High = s.near.open(j)
			failures = append(failures, f)
			continue
		}
		if _, err := s.searched(j); err != nil {
			return nil, err
		}
		var err error
		if f.Low, f.High, f.Proven, err = s.of[j.holder].span(j.cell); err != nil {
			return nil, err
		}
		failures = append(failures, f)
	}
	return failures, nil
}

// proofs judges everything.
func (t *trial) proofs(ctx context.Context, masked []bool) ([]*proof, error) {
	s := t.views(ctx, masked)
	proofs := make([]*proof, len(t.judgements))
	for i, j := range t.judgements {
		var err error
		if proofs[i], err = s.prove(j); err != nil {
			return nil, err
		}
	}
	return proofs, nil
}
