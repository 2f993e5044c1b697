package survey

import (
	"math"
	"slices"
	"strconv"
)

// Declared is what the diagnostic sheet says besides its indicators. The zero
// value is a sheet that says nothing: everything has its default.
type Declared struct {
	Benchmarks  []Benchmark // in the sheet's order
	Profiles    map[*Question]Profile
	Texts       []SectionText // in the sheet's order
	Classes     map[*Question][]Class
	Missing     map[*Question][]MissingCode
	Respondents Respondents // of the first participation row that tells
}

// Benchmark is a figure published elsewhere, shown beside one of ours: national
// or departmental, with its source.
type Benchmark struct {
	Row       int
	Indicator string  // the name of the Indicator it stands beside
	Value     float64 // percent for a share or a rate, else a number of Unit
	Year      int     // 0 when the source gives none
	Source    string  // who published it; never empty
	Label     Text    // of whom or where: « Sages-femmes, France »
	Unit      string  // "" = the indicator's
}

// Profile is how closely the published figures of a question are protected:
// R2 of the disclosure rules. The zero value is not a profile; see
// (*Form).Profile.
type Profile struct {
	Sensitive bool   // profile S; false = profile O, an organisation's own needs
	Reason    string // why a question is O, in the lead's words; "" for S by default
}

// Profile gives the profile of figures made of some questions: that of the
// strictest, since a cross tells about all of them. A question that the sheet
// does not declare describes a person.
func (f *Form) Profile(questions ...*Question) Profile {
	if len(questions) == 0 {
		return Profile{Sensitive: true}
	}
	var reasons []string
	for _, q := range questions {
		profile, declared := f.Declared.Profiles[q]
		if !declared || profile.Sensitive {
			return Profile{Sensitive: true, Reason: profile.Reason}
		}
		if !slices.Contains(reasons, profile.Reason) {
			reasons = append(reasons, profile.Reason)
		}
	}
	reason := reasons[0]
	for _, another := range reasons[1:] {
		reason += "\u00a0; " + another
	}
	return Profile{Reason: reason}
}

// SectionText is a paragraph at the head of a section of the diagnostic, or of
// the whole when Group is nil.
type SectionText struct {
	Row   int
	Group *Question // a top-level group
	Text  Text
}

// TextsOf gives the paragraphs at the head of a top-level group's section, in
// order; those of the whole diagnostic for nil.
func (f *Form) TextsOf(group *Question) []Text {
	var texts []Text
	for _, each := range f.Declared.Texts {
		if each.Group == group {
			texts = append(texts, each.Text)
		}
	}
	return texts
}

// Respondents is what one answer of the form is: R3 of the disclosure rules.
type Respondents struct {
	Unit string // professionnels, communes…; "" when the sheet does not say
	// Persons: an answer is about a victim, a child or a family, so that their
	// very number is protected when published.
	Persons bool
}

// Respondents says what one answer of the form is.
func (f *Form) Respondents() Respondents { return f.Declared.Respondents }

// Class is a range of numbers fixed before any answer is seen (R11 of the
// disclosure rules). It holds the numbers from Low up to the next class's Low:
// a list of them leaves no number out above its first.
type Class struct {
	Low, High float64 // High belongs to a class of integers; +Inf is no upper end
}

// Classes gives the classes of a quantity: those that the diagnostic sheet
// declares, else classes that depend on nothing but the question's type, so
// that they tell nothing about the answers.
func (f *Form) Classes(q *Question) []Class {
	if declared := f.Declared.Classes[q]; declared != nil {
		return slices.Clone(declared)
	}
	if q.Type.Format == FormatDecimal && !q.wholeRange() {
		return slices.Clone(defaultAmounts)
	}
	return slices.Clone(defaultCounts)
}

// wholeRange tells a range question whose every value is an integer.
func (q *Question) wholeRange() bool {
	if q.Type.Name != "range" {
		return false
	}
	for _, name := range []string{"start", "step"} {
		if text := q.Parameters[name]; text != "" {
			if _, err := strconv.Atoi(text); err != nil {
				return false
			}
		}
	}
	return true
}

// ClassOf gives a number's place in classes; false when it is under the first.
func ClassOf(classes []Class, x float64) (place int, ok bool) {
	place = -1
	for place+1 < len(classes) && x >= classes[place+1].Low {
		place++
	}
	return place, place >= 0
}

// Counts of people met in a year pile up near zero.
var (
	defaultCounts = []Class{
		{Low: 0, High: 0}, {Low: 1, High: 2}, {Low: 3, High: 5}, {Low: 6, High: 10},
		{Low: 11, High: 20}, {Low: 21, High: 50}, {Low: 51, High: math.Inf(1)},
	}
	defaultAmounts = []Class{
		{Low: 0, High: 1}, {Low: 1, High: 2}, {Low: 2, High: 5}, {Low: 5, High: 10},
		{Low: 10, High: 20}, {Low: 20, High: 50}, {Low: 50, High: math.Inf(1)},
	}
)
