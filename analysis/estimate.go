package analysis

import (
	"cmp"

	"constat/survey"
)

// Estimate bounds how many different people respondents speak of, when several
// professionals may know the same child: identities cannot be compared, since
// none is asked, so that the double count is bounded, step by step.
type Estimate struct {
	Indicator *survey.Indicator
	Label     string
	Unit      string
	Question  *survey.Question
	By        *survey.Question // the type of structure; nil = one group
	Groups    []EstimateGroup  // every category, zero included
	Declared  *Quantity        // s_i: what each respondent declared

	// StrictFloor is the largest number that one respondent declared: she does
	// not count the same person twice. It alone is sure, as far as her number is.
	StrictFloor float64
	// UsualFloor is the largest sum of one type of structure. It supposes that
	// two respondents of one type never count the same person (a child has one
	// school), which nobody checks.
	UsualFloor float64
	// Central is the sum of s_i × (1 − r_i/2), within floor and ceiling: r_i is
	// the part of them that another professional of the network probably knows,
	// and a shared person is supposed to be counted twice. False HasCentral:
	// nobody told r_i.
	Central    float64
	HasCentral bool
	// Ceiling is the sum of everything declared: nobody counted twice. It bounds
	// the people whom those who gave a number know, and no others: who gave none,
	// or did not answer, may know more.
	Ceiling float64

	Overlap     *survey.Question
	OverlapMean float64 // the mean of the r_i told, given to those who did not tell
	OverlapTold int     // respondents who told
	OverlapN    int     // respondents who declared a number
	Classes     []OverlapClass

	Reliability *Reliability   // nil when the form does not ask
	Extension   *Extrapolation // nil when the number of people invited is not known
}

// EstimateGroup is one type of structure.
type EstimateGroup struct {
	Label       string
	Respondents int
	Sum, Max    float64
}

// OverlapClass is one answer to the overlap question.
type OverlapClass struct {
	Label       string
	Midpoint    float64 // r, from 0 to 1
	Told        bool    // false: no midpoint (« ne sait pas », no answer), the mean is used
	Respondents int
	Sum         float64 // declared
	Net         float64 // Sum × (1 − r/2)
}

// Reliability grades the declared numbers by the part that comes from exact
// counts: A from two thirds, B from one third, C under.
type Reliability struct {
	Grade        string
	Exact, Total float64 // declared numbers, and those given as exact
	Respondents  int     // who said exact
}

// Extrapolation extends what was declared to everybody invited, as if those
// who did not answer were like those who did. It is shown apart, and not at
// all under half of answers.
type Extrapolation struct {
	Responses, Invited    int
	Shown                 bool
	Floor, Central, Above float64
}

// estimateOf computes an estimate row. Parameters: overlap and reliability
// name questions, exact the reliability code that means a real count.
func (d *Dataset) estimateOf(ind *survey.Indicator, meta Meta) (*Estimate, bool) {
	if len(ind.Questions) == 0 {
		return nil, false
	}
	c, ok := d.Column(ind.Questions[0])
	if !ok || c.Measure != survey.MeasureQuantity {
		return nil, false
	}
	e := &Estimate{
		Indicator: ind, Question: c.Question, Unit: ind.Unit, Declared: Summarize(numbersOf(c)),
		Label: plainOr(ind.Label.In(d.Form.DefaultLanguage), LabelOf(d.Form, c.Question)),
	}
	e.StrictFloor, e.Ceiling = max(e.Declared.Max, 0), e.Declared.Sum
	if e.Declared.N == 0 {
		e.StrictFloor = 0
	}
	d.groupEstimate(e, c)
	d.netEstimate(e, c)
	d.gradeEstimate(e, c)
	e.extrapolate(d.rows, meta.Invited)
	return e, true
}

// groupEstimate sums by type of structure.
func (d *Dataset) groupEstimate(e *Estimate, c *Column) {
	e.UsualFloor = e.StrictFloor
	var by *Column
	if len(e.Indicator.By) > 0 {
		by, _ = d.Column(e.Indicator.By[0])
	}
	if by == nil || by.codes == nil {
		return
	}
	e.By = by.Question
	e.Groups = make([]EstimateGroup, len(by.Categories)+1)
	for i, category := range by.Categories {
		e.Groups[i].Label = category.Label
	}
	for row := range d.rows {
		x, ok := c.Number(row)
		if !ok {
			continue
		}
		place, known := by.Code(row)
		if !known {
			place = len(by.Categories) // who did not say her structure
		}
		g := &e.Groups[place]
		g.Respondents++
		g.Sum += x
		g.Max = max(g.Max, x)
		e.UsualFloor = max(e.UsualFloor, g.Sum)
	}
	kept := e.Groups[:0]
	for i, g := range e.Groups {
		if i < len(by.Categories) && by.Listed(i) || g.Respondents > 0 {
			kept = append(kept, g)
		}
	}
	e.Groups = kept
}

// netEstimate takes half of the shared part off. Respondents who did not tell
// the overlap are given the mean of those who did.
func (d *Dataset) netEstimate(e *Estimate, c *Column) {
	overlap, ok := d.Column(d.parameter(e.Indicator, "overlap"))
	if !ok || overlap.codes == nil {
		return
	}
	e.Overlap = overlap.Question
	e.Classes = make([]OverlapClass, len(overlap.Categories)+1)
	for i, category := range overlap.Categories {
		e.Classes[i] = OverlapClass{Label: category.Label, Midpoint: category.Midpoint, Told: category.HasMidpoint}
	}
	var told float64
	for row := range d.rows {
		x, ok := c.Number(row)
		if !ok {
			continue
		}
		place, known := overlap.Code(row)
		if !known {
			place = len(overlap.Categories)
		}
		class := &e.Classes[place]
		class.Respondents++
		class.Sum += x
		e.OverlapN++
		if class.Told {
			e.OverlapTold++
			told += class.Midpoint
		}
	}
	if last := len(e.Classes) - 1; e.Classes[last].Respondents == 0 {
		e.Classes = e.Classes[:last]
	}
	if e.OverlapTold == 0 {
		return
	}
	e.HasCentral, e.OverlapMean = true, told/float64(e.OverlapTold)
	for i := range e.Classes {
		class := &e.Classes[i]
		if !class.Told {
			class.Midpoint = e.OverlapMean
		}
		class.Net = class.Sum * (1 - class.Midpoint/2)
		e.Central += class.Net
	}
	e.Central = min(max(e.Central, e.UsualFloor), e.Ceiling)
}

func (d *Dataset) gradeEstimate(e *Estimate, c *Column) {
	told, ok := d.Column(d.parameter(e.Indicator, "reliability"))
	if !ok || told.codes == nil {
		return
	}
	exact, declared := told.places[cmp.Or(e.Indicator.Parameters["exact"], "exact")]
	r := &Reliability{Total: e.Ceiling}
	for row := range d.rows {
		x, ok := c.Number(row)
		if code, given := told.Code(row); ok && given && declared && uint32(code) == exact {
			r.Exact += x
			r.Respondents++
		}
	}
	switch {
	case r.Total <= 0 || r.Exact < r.Total/3:
		r.Grade = "C"
	case r.Exact < 2*r.Total/3:
		r.Grade = "B"
	default:
		r.Grade = "A"
	}
	e.Reliability = r
}

func (e *Estimate) extrapolate(responses, invited int) {
	if invited <= 0 || responses == 0 || responses > invited {
		return
	}
	factor := float64(invited) / float64(responses)
	e.Extension = &Extrapolation{
		Responses: responses, Invited: invited,
		Shown: float64(responses)/float64(invited) >= MinExtrapolate,
		Floor: e.UsualFloor * factor, Central: e.Central * factor, Above: e.Ceiling * factor,
	}
}

// parameter finds the question that a parameter names, nil without one.
func (d *Dataset) parameter(ind *survey.Indicator, name string) *survey.Question {
	q, _ := d.Form.Question(ind.Parameters[name])
	return q
}
