package tabular

import "constat/survey"

// Codes of the problems of a file of answers. The order of arguments is in the
// comment. The address (sheet or file, row, column) is in the Problem.
const (
	CodeUnreadable   = "tabular_unreadable"    // file
	CodeOldFormat    = "tabular_old_format"    // file
	CodeTooLarge     = "tabular_too_large"     // file, most thousand rows, thousand columns and megabytes
	CodeNotJSON      = "tabular_not_json"      // file, what the decoder says
	CodeEmpty        = "tabular_empty"         // file
	CodeNoMatch      = "tabular_no_match"      // the first headers, joined by ", "
	CodeTableIgnored = "tabular_table_ignored" // sheet or file
	CodeNoJoin       = "tabular_no_join"       // sheet or file, repeat
	CodeNoMainTable  = "tabular_no_main_table" // sheet or file, repeat

	CodeUnknownColumn   = "tabular_unknown_column"   //
	CodeRepeatedColumn  = "tabular_repeated_column"  // question
	CodeAmbiguousColumn = "tabular_ambiguous_column" // the questions, joined by ", "
	CodeAbsentQuestion  = "tabular_absent_question"  // question, label

	CodeNotInteger      = "tabular_not_integer"      // cell, question
	CodeTwoNumbers      = "tabular_two_numbers"      // cell, question
	CodeNotNumber       = "tabular_not_number"       // cell, question
	CodeNotDate         = "tabular_not_date"         // cell, question
	CodeNoSuchDay       = "tabular_no_such_day"      // cell, question
	CodeNotTime         = "tabular_not_time"         // cell, question
	CodeNotDateTime     = "tabular_not_datetime"     // cell, question
	CodeNotTick         = "tabular_not_tick"         //
	CodeUnknownChoice   = "tabular_unknown_choice"   //
	CodeAmbiguousChoice = "tabular_ambiguous_choice" //
	CodeTicksDiffer     = "tabular_ticks_differ"     //

	CodeTooManyCells     = "tabular_too_many_cells"    //
	CodeTooManyInstances = "tabular_too_many"          // most instances kept
	CodeRepeatedRow      = "tabular_repeated_row"      // row of the first
	CodeRepeatedInstance = "tabular_repeated_instance" // row of the first
	CodeOrphanRow        = "tabular_orphan_row"        //

	// CodeAbsentQuestions says many CodeAbsentQuestion at once.
	CodeAbsentQuestions = "tabular_absent_questions" // how many, the first of them

	// CodeBrokenRule sums up what Form.Judge says of a question's constraint:
	// answers collected elsewhere are kept whatever rule they break.
	CodeBrokenRule = "tabular_broken_rule" // how many answers

	// CodeImpossible sums up the numbers and days that the form refuses, which
	// survey.CodeImpossible names one by one: they are in no figure.
	CodeImpossible = "tabular_impossible" // how many answers

	// CodeNeverDays counts the days of a column that are none of collection.
	CodeNeverDays = "tabular_never_days" // how many

	// CodeMarks asks, for a question, about all its CodeTwoNumbers.
	CodeMarks = "tabular_marks" // question, times, one of them

	// CodeSuspect asks about a number that looks like a missing code, and counts
	// until somebody says.
	CodeSuspect = "tabular_suspect" // code, times, least and greatest of the others, what the code adds up to, the sum, question
	// CodeSuspectAlone is the same where every number is such a code.
	CodeSuspectAlone = "tabular_suspect_alone" // as CodeSuspect

	// CodeSuspectDay asks about a day that software writes for none.
	CodeSuspectDay = "tabular_suspect_day" // day, times, question

	// CodeBrokenLogic comes before the faults of a form that was answered all the
	// same: what they decide is unknown.
	CodeBrokenLogic = "tabular_broken_logic" // how many

	// Of the service's own export, which keeps free texts apart from their authors.
	CodeTextsApart    = "tabular_texts_apart"     // their file was not given
	CodeTextsLeft     = "tabular_texts_left"      // how many could go to no answer
	CodeTextsNoAuthor = "tabular_texts_no_author" // a part of the answers was asked for
)

// Codes lists the codes above, for the test that each has its sentence.
var Codes = []string{
	CodeUnreadable, CodeOldFormat, CodeTooLarge, CodeNotJSON, CodeEmpty, CodeNoMatch, CodeTableIgnored, CodeNoJoin, CodeNoMainTable,
	CodeUnknownColumn, CodeRepeatedColumn, CodeAmbiguousColumn, CodeAbsentQuestion,
	CodeNotInteger, CodeTwoNumbers, CodeNeverDays, CodeMarks, CodeNotNumber, CodeNotDate, CodeNoSuchDay, CodeNotTime, CodeNotDateTime, CodeNotTick,
	CodeUnknownChoice, CodeAmbiguousChoice, CodeTicksDiffer,
	CodeTooManyCells, CodeTooManyInstances, CodeRepeatedRow, CodeRepeatedInstance, CodeOrphanRow, CodeAbsentQuestions, CodeBrokenRule,
	CodeImpossible, CodeSuspect, CodeSuspectAlone, CodeSuspectDay, CodeBrokenLogic, CodeTextsApart, CodeTextsLeft, CodeTextsNoAuthor,
}

func fault(code string, args ...string) error {
	return survey.Problems{{Code: code, Severity: survey.Fault, Args: args}}
}

func warning(code string, args ...string) survey.Problem {
	return survey.Problem{Code: code, Severity: survey.Warning, Args: args}
}
