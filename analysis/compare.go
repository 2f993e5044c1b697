package analysis

import (
	"fmt"
	"slices"

	"constat/analysis/stats"
	"constat/survey"
)

// Relation says how the respondents of a reference stand to those who are
// compared with it.
type Relation uint8

const (
	// Apart: nobody is counted on both sides — another territory, or an earlier
	// wave. A structure that answered both waves makes the two alike; counting
	// them as independent then claims too little, never too much.
	Apart Relation = iota
	// Containing: the reference counts the territory too, as the département
	// does. The comparison is with the rest, reference minus territory: against
	// the whole, each respondent would be compared with herself.
	Containing
)

// Compared is a diagnostic beside a reference. Of the reference it keeps who it
// is and the shares compared: no row of its answers.
type Compared struct {
	Reference Meta
	Relation  Relation
	All       []Comparison // indicators, then answers in the form's order
}

// Comparison is one share here against the same share elsewhere.
type Comparison struct {
	Title      string // the question or the indicator
	Label      string // the answer; "" for an indicator
	Figure     *Figure
	Table      *Table
	Scale      *ScaleComparison // of a scale, compared whole: the shares are its levels'
	This       Share
	Other      Share          // of the rest, when the reference contains this
	Difference float64        // This - Other, from -1 to 1
	Interval   stats.Interval // 95 %, Newcombe, of this difference alone
	P          float64        // at which that interval would reach 0
	Adjusted   float64        // P by Holm, over all the comparisons made together
}

// Established tells « différence nette » from « non établie ». The family is
// everything that one call of Compare compared: a difference of shares is
// established when Newcombe's interval, drawn at the level that Holm's procedure
// leaves to it, leaves 0 out. Its 95 % interval then does so too; the reverse is not true,
// and a difference whose own interval leaves 0 out may well not be established.
func (c Comparison) Established() bool { return c.Adjusted < ClaimLevel }

// Compare sets a diagnostic beside a reference to the same form: each share
// indicator, each answer to a question with one or several answers, and each
// scale as a whole, where both bases reach MinPercentBase. « Ne sait pas », and answers that one side
// could not give, are left out; so are answers that nobody, or everybody, gave on
// both sides, and what instances of a repeat make alike.
//
// Numbers of people declared are never compared: two territories do not have
// as many respondents, and the same child may be declared by several. Nor is
// there anything here to rank territories by.
//
// Errors: another form; a reference that is said to contain the territory and
// counts fewer.
func Compare(this, reference *Diagnostic, relation Relation) (*Compared, error) {
	if this.Form.ID != reference.Form.ID {
		return nil, fmt.Errorf("compare: form %s with form %s", this.Form.ID, reference.Form.ID)
	}
	c := &Compared{Reference: reference.Meta, Relation: relation}
	for _, pair := range append(figurePairs(this, reference), linePairs(this, reference)...) {
		if relation == Containing && !pair.without() {
			return nil, fmt.Errorf("compare: the reference does not contain the territory: %s", pair.Title)
		}
		if pair.measure() {
			c.All = append(c.All, pair)
		}
	}
	p := make([]float64, len(c.All))
	for i, each := range c.All {
		p[i] = each.P
	}
	for i, adjusted := range stats.Holm(p) {
		c.All[i].Adjusted = adjusted
	}
	return c, nil
}

// without takes a share's respondents out of this one's.
func (s Share) without(part Share) (Share, bool) {
	count, base := s.Count-part.Count, s.Base-part.Base
	if count < 0 || base < count {
		return Share{}, false
	}
	return NewShare(count, base), true
}

// without leaves the rest of the reference on the other side.
func (c *Comparison) without() bool {
	if c.Scale != nil {
		return c.Scale.without()
	}
	rest, ok := c.Other.without(c.This)
	c.Other = rest
	return ok
}

// measure fills the difference; false when a base is too small, or when nobody
// or everybody is counted on both sides: there is nothing to compare, and the
// family would only grow.
func (c *Comparison) measure() (ok bool) {
	if c.Scale != nil {
		c.P, ok = c.Scale.measure()
		return ok
	}
	here, ok := c.This.Fraction()
	there, okThere := c.Other.Fraction()
	if !ok || !okThere || here == there && (here == 0 || here == 1) {
		return false
	}
	c.Difference = here - there
	_, c.Interval = stats.Newcombe(c.Other.Count, c.Other.Base, c.This.Count, c.This.Base, stats.Z95)
	c.P = stats.NewcombeP(c.Other.Count, c.Other.Base, c.This.Count, c.This.Base)
	return true
}

func figurePairs(this, reference *Diagnostic) []Comparison {
	var pairs []Comparison
	for _, f := range this.Figures {
		if f.Share == nil || perInstance(f.Notes) || f.Describes {
			continue
		}
		other := slices.IndexFunc(reference.Figures, func(r *Figure) bool { return r.Share != nil && sameIndicator(f.Indicator, r.Indicator) })
		if other >= 0 {
			pairs = append(pairs, Comparison{Title: f.Label, Figure: f, This: *f.Share, Other: *reference.Figures[other].Share})
		}
	}
	return pairs
}

func perInstance(notes []Note) bool {
	return slices.ContainsFunc(notes, func(n Note) bool { return n.Code == NoteRepeat })
}

// sameIndicator tells whether two versions of a form count the same thing
// under the same name.
func sameIndicator(a, b *survey.Indicator) bool {
	return a.Name == b.Name && a.Denominator.Known == b.Denominator.Known &&
		sameTerms(a.Condition, b.Condition) && sameTerms(a.Denominator.Condition, b.Denominator.Condition)
}

func sameTerms(a, b []survey.Term) bool {
	return slices.EqualFunc(a, b, func(x, y survey.Term) bool {
		return questionKey(x.Question) == questionKey(y.Question) && slices.Equal(x.Codes, y.Codes)
	})
}

func linePairs(this, reference *Diagnostic) []Comparison {
	others := make(map[string]*Table)
	for _, t := range reference.Tables() {
		others[t.Key()] = t
	}
	var pairs []Comparison
	for _, t := range this.Tables() {
		other := others[t.Key()]
		if other == nil || other.Measure != t.Measure || perInstance(t.Notes) || t.Describes {
			continue // who answered is known here and there: nothing is to be inferred
		}
		if t.Measure == survey.MeasureOrdinal {
			if scale, ok := compareScale(t, other); ok {
				pairs = append(pairs, scale)
			}
		}
		if t.Measure != survey.MeasureNominal && t.Measure != survey.MeasureMultiple {
			continue
		}
		for _, line := range t.Lines {
			at := slices.IndexFunc(other.Lines, func(l Line) bool { return l.Code == line.Code })
			if at >= 0 && line.Missing == survey.Substantive {
				pairs = append(pairs, Comparison{Title: t.Title, Label: line.Label, Table: t, This: line.Share, Other: other.Lines[at].Share})
			}
		}
	}
	return pairs
}
