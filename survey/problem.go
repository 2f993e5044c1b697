package survey

import "fmt"

// Severity tells a Problem that blocks from one that informs.
type Severity uint8

const (
	Fault   Severity = iota // the input is refused until it is mended
	Warning                 // the input is taken, and this is said
)

// Problem is a mistake with an address and a code. The sentence that people
// read is in web/french, one per code; Text is the form author's own message,
// shown instead when there is one.
type Problem struct {
	Code     string
	Severity Severity

	// In a workbook: sheet name, spreadsheet row (header = 1), column header.
	Sheet  string
	Row    int
	Column string

	// In an answer: the field, such as "age" or "enfants[2]/age".
	Path string

	Args []string // fill the sentence's places, in order
	Text string
}

// Error lets a Problem travel as an error inside the service.
func (p Problem) Error() string {
	if p.Sheet != "" {
		return fmt.Sprintf("%s at %s!%d %s %q", p.Code, p.Sheet, p.Row, p.Column, p.Args)
	}
	return fmt.Sprintf("%s at %s", p.Code, p.Path)
}

// Problems is a list of Problems as one error.
type Problems []Problem

func (ps Problems) Error() string {
	if len(ps) == 0 {
		return "no problem"
	}
	if len(ps) == 1 {
		return ps[0].Error()
	}
	return fmt.Sprintf("%s (and %d more)", ps[0].Error(), len(ps)-1)
}

// Blocking tells whether one of the problems is a Fault.
func Blocking(problems []Problem) bool {
	for _, p := range problems {
		if p.Severity == Fault {
			return true
		}
	}
	return false
}

// Codes of the problems of an answer. The order of arguments is in the
// comment.
const (
	CodeNotInteger    = "answer_not_integer"    // typed text
	CodeWhichInteger  = "answer_which_integer"  // typed text, as thousands, as decimals
	CodeNotDecimal    = "answer_not_decimal"    // typed text
	CodeNotDate       = "answer_not_date"       // typed text
	CodeNotTime       = "answer_not_time"       // typed text
	CodeNotDateTime   = "answer_not_datetime"   // typed text
	CodeOutOfRange    = "answer_out_of_range"   // lowest, highest
	CodeUnknownChoice = "answer_unknown_choice" // typed code
	CodeFilteredOut   = "answer_filtered_out"   // choice label
	CodeBadTick       = "answer_bad_tick"       //
	CodeBadRank       = "answer_bad_rank"       //
	CodeRequired      = "answer_required"       //
	CodeConstraint    = "answer_constraint"     //
	CodeImpossible    = "answer_impossible"     // the number or day, what the form says of it
	CodeIrrelevant    = "answer_irrelevant"     //
	CodeReadOnly      = "answer_read_only"      //
	CodeTooLong       = "answer_too_long"       // longest accepted
	CodeBadCharacter  = "answer_bad_character"  //
	CodeUnknownField  = "answer_unknown_field"  // field
	CodeTooMany       = "answer_too_many"       // most instances accepted
	CodeTooManyInAll  = "answer_too_many_all"   //
	CodePersonalData  = "answer_personal_data"  // what was recognised
	CodeNotCaptured   = "answer_not_captured"   //
	CodeTooCostly     = "answer_too_costly"     //
	CodeNotComputed   = "answer_not_computed"   // what went wrong
)

// AnswerCodes lists the codes above, for the test that each has its sentence.
var AnswerCodes = []string{
	CodeNotInteger, CodeWhichInteger, CodeNotDecimal, CodeNotDate, CodeNotTime, CodeNotDateTime, CodeOutOfRange,
	CodeUnknownChoice, CodeFilteredOut, CodeBadTick, CodeBadRank, CodeRequired, CodeConstraint, CodeImpossible,
	CodeIrrelevant, CodeReadOnly, CodeTooLong, CodeBadCharacter, CodeUnknownField, CodeTooMany, CodeTooManyInAll,
	CodePersonalData, CodeNotCaptured, CodeTooCostly, CodeNotComputed,
}
