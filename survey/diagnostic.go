package survey

import "slices"

// Indicator is one row of the diagnostic sheet: what the diagnostic computes
// and shows from the answers. Form and diagnostic plan travel together in one
// workbook, so that a lead can write hers without code.
type Indicator struct {
	Row         int
	Type        IndicatorType
	Name        string      // HC-1, LU-16…; may be empty for scale, cross, participation, coverage
	Questions   []*Question // the questions named, in order (empty for a share)
	Condition   []Term      // of a share: all of them hold
	By          []*Question
	Label       Text
	Unit        string // what is counted: enfants, professionnels, communes…
	Denominator Denominator
	Chart       string // bar, stacked, none; "" = the measure's own
	Key         bool   // belongs to the synthesis
	Parameters  map[string]string
}

// Asks gives every question that the indicator reads, each once: those counted,
// those of conditions and denominator, and the breakdown.
func (i Indicator) Asks() []*Question {
	asked := slices.Concat(i.Questions, i.By)
	for _, term := range slices.Concat(i.Condition, i.Denominator.Condition) {
		asked = append(asked, term.Question)
	}
	if i.Denominator.Question != nil {
		asked = append(asked, i.Denominator.Question)
	}
	var once []*Question
	for _, q := range asked {
		if !slices.Contains(once, q) {
			once = append(once, q)
		}
	}
	return once
}

// IndicatorType is a word of the diagnostic sheet's type column.
type IndicatorType string

const (
	IndicatorShare         IndicatorType = "share"
	IndicatorSum           IndicatorType = "sum"
	IndicatorRate          IndicatorType = "rate"
	IndicatorRatio         IndicatorType = "ratio"
	IndicatorMean          IndicatorType = "mean"
	IndicatorMedian        IndicatorType = "median"
	IndicatorRanking       IndicatorType = "ranking"
	IndicatorScale         IndicatorType = "scale"
	IndicatorCross         IndicatorType = "cross"
	IndicatorParticipation IndicatorType = "participation"
	IndicatorCoverage      IndicatorType = "coverage"
	IndicatorEstimate      IndicatorType = "estimate"
)

// IndicatorTypes lists the types of indicators; the sheet has other rows too,
// see Declared.
var IndicatorTypes = []IndicatorType{
	IndicatorShare, IndicatorSum, IndicatorRate, IndicatorRatio, IndicatorMean, IndicatorMedian, IndicatorRanking, IndicatorScale,
	IndicatorCross, IndicatorParticipation, IndicatorCoverage, IndicatorEstimate,
}

// Term is one part of a share's condition: the question has one of the codes
// (for a select_multiple: at least one of them is ticked).
type Term struct {
	Question *Question
	Codes    []string
}

// Quotient tells the indicators that divide a sum by another: a rate is a part
// of a whole, a percentage, and a ratio is not, children per family.
func (t IndicatorType) Quotient() bool { return t == IndicatorRate || t == IndicatorRatio }

// Denominator says over whom a share, a rate or a ratio is taken.
type Denominator struct {
	Known     bool      // leave « ne sait pas » out of the base
	Condition []Term    // or: the responses for which all of these hold
	Question  *Question // of a rate or a ratio: the quantity below the line
}
