package disclosure

import (
	"time"

	"constat/analysis"
	"constat/survey"
)

// Publication is one area's public edition: what may be printed, and nothing
// else. Every number in it is a Shown, or was worked out from Shown values;
// no true count, no row and no words of a respondent can be reached from it.
type Publication struct {
	Area        Area
	Of          []string // names of the territories added up, for an aggregate
	Network     string
	Title       string // of the campaign
	Intro       string // the form's own words, from its diagnostic sheet
	Wave        string
	Edition     int // 1 for the first of the wave
	From, To    time.Time
	GeneratedOn time.Time
	Fictitious  bool

	Unit        string // what answered: professionnels, communes…
	Respondents Shown
	Invited     int // 0 = not known
	// Refused says why nothing but the size is published; "" when more is.
	Refused Refusal

	Figures  []PublishedFigure
	Sections []PublishedSection
	Crosses  []PublishedCross
	// Comparisons are with the rest of the whole, and with the wave before.
	Comparisons []PublishedComparison
	LeftOut     []LeftOut
	Floors      []int // the floors in use, ascending: what the legend explains
}

// Area tells one part of the département from another.
type Area struct{ Key, Name string }

// Refusal is a reason for publishing less.
type Refusal string

// The reasons, for packages that print them.
const (
	RefusedSmall     Refusal = "small"      // fewer than twice the floor answered (R4)
	RefusedFewAreas  Refusal = "few_areas"  // an aggregate of fewer than three territories with answers (R4)
	RefusedCrossSize Refusal = "cross_size" // fewer than five times the floor, for a cross (R8)
	RefusedAudit     Refusal = "audit"      // hiding neighbours was not enough: dropped whole
	RefusedRepeat    Refusal = "repeat"     // counted by instance: no rule protects them yet
	RefusedMeasure   Refusal = "measure"    // words, days: internal only (R15)
	RefusedThree     Refusal = "three"      // three questions at once (R8)
	RefusedEstimate  Refusal = "estimate"   // made of true counts: internal only
)

// Refusals lists the reasons above, for the test that each has its sentence.
var Refusals = []Refusal{
	RefusedSmall, RefusedFewAreas, RefusedCrossSize, RefusedAudit, RefusedRepeat, RefusedMeasure, RefusedThree, RefusedEstimate,
}

// LeftOut names what the public edition does not show, and why.
type LeftOut struct {
	Title string
	Why   Refusal
}

// PublishedSection is one top-level group of the questionnaire.
type PublishedSection struct {
	Key, Title, Text string
	Tables           []PublishedTable
}

// PublishedTable is one question: every line counts respondents among all who
// answered the questionnaire, so that all tables of an area have one base.
type PublishedTable struct {
	Key, Title string
	Question   string // its key, for files that programs read
	Measure    survey.Measure
	Places     bool // its answers are places: it is ranked only when the form asks
	Describes  bool // who answered: its lines have no interval (analysis.TellsWho)
	Floor      int
	Reason     string // why the lower floor applies, as the form wrote it
	Lines      []PublishedLine
	Merged     []string // labels gathered in « autres réponses » (R6)
	Sum        *Shown   // of a quantity (R9); nil when it is not one
	// Median is the label of the class that holds the median, "" when the
	// printed values leave it open (R11).
	Median string
}

// LineKind tells the answers on the substance from the others.
type LineKind uint8

const (
	LineAnswer       LineKind = iota // a choice, a class of numbers
	LineMerged                       // choices gathered, being rare in the whole
	LineDontKnow                     // « ne sait pas »
	LineNotConcerned                 // « non concerné »
	LineBlank                        // « sans réponse », refusals included
)

// PublishedLine is a category with what may be printed of it.
type PublishedLine struct {
	Code, Label string
	Kind        LineKind
	Class       *analysis.Class
	Shown       Shown
	Percent     int // whole, of the respondents; only when HasPercent
	HasPercent  bool
	Low, High   int // 95 % Wilson interval of the printed values, whole percents; equal = none
	AtMost      int // of a band: the whole percentage that it does not pass; 0 without
	Rank        int // among LineAnswer lines with a number, equal numbers equal; 0 without
}

// PublishedCross breaks a question down by another, in counts of the area's
// respondents.
type PublishedCross struct {
	Key, Title, ByTitle string
	Question, By        string
	Floor               int
	Columns             []string
	Rows                []PublishedCrossRow
}

// PublishedCrossRow is one category of the breakdown.
type PublishedCrossRow struct {
	Code, Label string
	Total       Shown
	Cells       []Shown // parallel to Columns
}

// PublishedFigure is an indicator.
type PublishedFigure struct {
	Name, Label, Unit string
	Type              survey.IndicatorType
	Key               bool
	Count             Shown // of a share; the sum; the upper sum of a rate or a ratio
	Base              Shown // of a share; the lower sum of a rate or a ratio
	Percent           int
	HasPercent        bool
	Low, High         int             // 95 % Wilson interval of the printed values
	Quotient          float64         // of a ratio: the printed upper sum per unit of the lower, to one decimal
	HasQuotient       bool            // both sums are printed as numbers
	Median            *analysis.Class // of a median or a mean: the class that holds the median
	Ranking           string          // of a ranking: the Key of its table
	Question          string          // of a sum, a mean or a median of several questions: which one this is
}
