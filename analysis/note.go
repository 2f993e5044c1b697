package analysis

import "constat/analysis/stats"

// Note is a warning that travels with a value and that the sheet prints under
// it. Package workbook has the French sentence of each code.
type Note struct {
	Code NoteCode
	Args []string // fill the sentence's places, in order
}

// NoteCode names a warning. The order of arguments is in the comment.
type NoteCode string

const (
	NoteEmpty           NoteCode = "empty"            // nobody answered
	NoteTooFew          NoteCode = "too_few"          // base under MinPercentBase: counts only
	NoteIndicative      NoteCode = "indicative"       // base under IndicativeBase
	NoteMultiple        NoteCode = "multiple"         // several answers possible
	NoteRanked          NoteCode = "ranked"           // answers were put in order; counted as chosen
	NoteUndeclared      NoteCode = "undeclared"       // some answers are outside the form's list: their line
	NoteLostChoices     NoteCode = "lost_choices"     // the choices that the form no longer has, with how many gave them
	NoteOutliers        NoteCode = "outliers"         // 95th centile, the values
	NoteRespondence     NoteCode = "unrepresentative" // response rate under MinResponseRate, percent
	NoteMultipleBy      NoteCode = "multiple_by"      // a response may count in several lines of the breakdown
	NoteCrossImpossible NoteCode = "cross_impossible" // question, by: not of one level, or not categories
	NoteRatioSums       NoteCode = "ratio_sums"       // a rate of sums: people counted by respondents
	NoteFewReporters    NoteCode = "few_reporters"    // a rate of sums given by so few respondents
	NoteRatioTooFew     NoteCode = "ratio_too_few"    // a ratio over a sum under MinPercentBase: the sums only
	NoteRatioReporters  NoteCode = "ratio_reporters"  // a ratio of sums given by so few respondents
	NoteMeanMedian      NoteCode = "mean_median"      // a mean of fewer than stats.MinMean numbers: the median instead
	NoteRepeat          NoteCode = "repeat"           // counted over instances of a repeat: its label
	NoteKnownBase       NoteCode = "known_base"       // « ne sait pas » left out of the base
	NoteAddedAgain      NoteCode = "added_again"      // question, by, repeat: the number would be added once per instance
	NoteFigureRefused   NoteCode = "figure_refused"   // indicator: its questions do not count together
	NoteCalculated      NoteCode = "calculated"       // not asked: worked out by the form
	NoteMissingCodes    NoteCode = "missing_codes"    // how many answers are a declared missing code
	NoteImpossible      NoteCode = "impossible"       // how many answers the form refuses
	NoteSuspect         NoteCode = "suspect"          // code, times
	NoteUnread          NoteCode = "unread"           // the form's condition could not be read: blanks may be « non concerné »
)

// NoteCodes lists the codes above, for the test that each has its sentence.
var NoteCodes = []NoteCode{
	NoteEmpty, NoteTooFew, NoteIndicative, NoteMultiple, NoteRanked, NoteUndeclared, NoteOutliers, NoteRespondence,
	NoteMultipleBy, NoteCrossImpossible, NoteRatioSums, NoteFewReporters, NoteRepeat, NoteKnownBase, NoteCalculated,
	NoteAddedAgain, NoteFigureRefused, NoteRatioTooFew, NoteRatioReporters, NoteMeanMedian,
	NoteMissingCodes, NoteImpossible, NoteSuspect, NoteUnread, NoteLostChoices,
}

// The thresholds below which a figure is held back or marked: the reasons are
// with stats.QualityOf.
const (
	MinPercentBase  = stats.MinPercentBase // under it, counts only
	IndicativeBase  = stats.IndicativeBase // under it, « indicatif »
	MaxHalfWidth    = stats.MaxHalfWidth   // an interval wider on each side is « indicatif » too
	DecimalBase     = 100                  // from it on, percentages may carry a decimal
	MinResponseRate = 0.3                  // under it, « non représentatif »
	MinExtrapolate  = 0.5                  // under this response rate, no total beyond the respondents
)
