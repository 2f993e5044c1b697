package tabular

import "constat/survey"

// Codes of the problems of a file of answers. The order of arguments is in the
// comment. The address (sheet or file, row, column) is in the Problem.
const (
	CodeUnreadable    = "tabular_unreadable"     // file
	CodeOldFormat     = "tabular_old_format"     // file
	CodeTooLarge      = "tabular_too_large"      // file, most thousand rows, thousand columns and megabytes
	CodeNotJSON       = "tabular_not_json"       // file, what the decoder says
	CodeEmpty         = "tabular_empty"          // file
	CodeEntriesLeft   = "tabular_entries_left"   // archive, what is left aside, with how many files
	CodeArchiveEmpty  = "tabular_archive_empty"  // archive
	CodeArchiveLocked = "tabular_archive_locked" // archive
	CodeNoMatch       = "tabular_no_match"       // the first headers, joined by ", "
	CodeTableIgnored  = "tabular_table_ignored"  // sheet or file, its first headers joined by ", "
	CodeNoJoin        = "tabular_no_join"        // sheet or file, repeat
	CodeNoMainTable   = "tabular_no_main_table"  // sheet or file, repeat

	// Of which part of the form a sheet or a file is.
	CodeAmbiguousTable = "tabular_ambiguous_table"  // sheet or file, the parts joined by ", ", the first of them
	CodeTableByColumns = "tabular_table_by_columns" // sheet or file, part
	CodeTableEmpty     = "tabular_table_empty"      // sheet or file
	CodeTableLeft      = "tabular_table_left"       // sheet or file
	CodeSeveralTables  = "tabular_several_tables"   // sheet or file, another, part
	CodeSeveralParents = "tabular_several_parents"  // sheet or file, those that its rows may belong to, joined by ", "
	CodeSeveralMains   = "tabular_several_mains"    // sheet, another
	CodeJoinedByOrder  = "tabular_joined_by_order"  // sheet or file, that of its parents
	CodeJoinedByColumn = "tabular_joined_by_column" // sheet or file, that of its parents, header
	CodeRepeatedRows   = "tabular_repeated_rows"    // sheet or file, how many
	CodeRepeatTwice    = "tabular_repeat_twice"     // repeat, sheet or file that is read
	CodeSheetSyntax    = "tabular_sheet_syntax"     // what was written
	CodeUnknownPart    = "tabular_unknown_part"     // what was written, the parts joined by ", "
	CodeSeveralParts   = "tabular_several_parts"    // what was written, the parts joined by ", "
	CodeNoSuchSheet    = "tabular_no_such_sheet"    // what was written, the sheets and files joined by ", "

	CodeUnknownColumn   = "tabular_unknown_column"   //
	CodeRepeatedColumn  = "tabular_repeated_column"  // question
	CodeAmbiguousColumn = "tabular_ambiguous_column" // the questions, joined by ", "
	CodeFarInstance     = "tabular_far_instance"     // most instances kept
	CodeAbsentQuestion  = "tabular_absent_question"  // question, label
	CodeMergedColumn    = "tabular_merged_column"    // question
	CodeNearColumn      = "tabular_near_column"      // question

	CodeNotInteger      = "tabular_not_integer"      // cell, question
	CodeTwoNumbers      = "tabular_two_numbers"      // cell, question
	CodeNotNumber       = "tabular_not_number"       // cell, question
	CodeNotDate         = "tabular_not_date"         // cell, question
	CodeNoSuchDay       = "tabular_no_such_day"      // cell, question
	CodeNotTime         = "tabular_not_time"         // cell, question
	CodeNotDateTime     = "tabular_not_datetime"     // cell, question
	CodeNotTick         = "tabular_not_tick"         //
	CodeUnknownChoice   = "tabular_unknown_choice"   // what the list does not have
	CodeAmbiguousChoice = "tabular_ambiguous_choice" //
	CodeTicksDiffer     = "tabular_ticks_differ"     //
	CodeColumnsDiffer   = "tabular_columns_differ"   // header of the column that wins
	CodeTextNowhere     = "tabular_text_nowhere"     //
	CodeRanksDiffer     = "tabular_ranks_differ"     //
	CodeNotRank         = "tabular_not_rank"         //

	// CodeNoAnswer is a sign or a formula's error where a choice is expected.
	CodeNoAnswer = "tabular_no_answer" //
	// CodeFreeOther is a text in the cell that went to the form's own « autre ».
	CodeFreeOther = "tabular_free_other" //
	// CodeFormerQuestion is a column that only versions before of the form have.
	CodeFormerQuestion = "tabular_former_question" // label, how many answers
	// CodeUnlistedColumn is the column of a choice that the list does not have.
	CodeUnlistedColumn = "tabular_unlisted_column" // the choice, the question
	// CodeUnlisted and CodeFreeOthers sum these up, a column at a time.
	CodeUnlisted   = "tabular_unlisted"    // how many answers
	CodeFreeOthers = "tabular_free_others" // how many answers

	CodeTooManyCells     = "tabular_too_many_cells"    //
	CodeTooManyInstances = "tabular_too_many"          // most instances kept
	CodeRepeatedRow      = "tabular_repeated_row"      // row of the first
	CodeRepeatedInstance = "tabular_repeated_instance" // row of the first
	CodeParentTwice      = "tabular_parent_twice"      // sheet or file
	CodeOrphanRow        = "tabular_orphan_row"        //

	// Lines that are no answers, and those that may be none but are counted.
	CodeLineAbove     = "tabular_line_above"     //
	CodeLineTags      = "tabular_line_tags"      //
	CodeLineLabels    = "tabular_line_labels"    //
	CodeLineHeader    = "tabular_line_header"    //
	CodeLineTotal     = "tabular_line_total"     //
	CodeLineNote      = "tabular_line_note"      //
	CodeMaybeTotal    = "tabular_maybe_total"    //
	CodeMaybeNote     = "tabular_maybe_note"     //
	CodeMaybeHeader   = "tabular_maybe_header"   //
	CodeMaybeQuote    = "tabular_maybe_quote"    //
	CodeMaybeEncoding = "tabular_maybe_encoding" // file, name of the encoding
	CodeMoreLines     = "tabular_more_lines"     // how many
	// CodeSecondTable refuses a sheet where the columns change on the way.
	CodeSecondTable = "tabular_second_table" // file or sheet, row
	// CodeLines accounts for the lines of a file or sheet.
	CodeLines       = "tabular_lines"        // file or sheet, lines, of the header, counted, others
	CodeShortLine   = "tabular_short_line"   //
	CodeShortLines  = "tabular_short_lines"  // how many
	CodeBlankHeader = "tabular_blank_header" // letters of the column
	CodeDamaged     = "tabular_damaged"      // how many lines
	CodeControls    = "tabular_controls"     // how many lines
	CodeHiddenSheet = "tabular_hidden_sheet" //

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
	CodeUnreadable, CodeOldFormat, CodeTooLarge, CodeNotJSON, CodeEmpty, CodeEntriesLeft, CodeArchiveEmpty, CodeArchiveLocked, CodeNoMatch,
	CodeTableIgnored, CodeNoJoin, CodeNoMainTable, CodeAmbiguousTable, CodeTableByColumns, CodeTableEmpty, CodeTableLeft, CodeSeveralTables,
	CodeSeveralParents, CodeRepeatedRows, CodeRepeatTwice, CodeSheetSyntax, CodeUnknownPart, CodeSeveralParts, CodeNoSuchSheet, CodeUnknownColumn,
	CodeRepeatedColumn, CodeAmbiguousColumn, CodeFarInstance, CodeAbsentQuestion, CodeMergedColumn, CodeNearColumn, CodeNotInteger, CodeNotNumber,
	CodeNotDate, CodeNotTime, CodeNotDateTime, CodeNotTick, CodeUnknownChoice, CodeAmbiguousChoice, CodeTicksDiffer, CodeColumnsDiffer, CodeTextNowhere,
	CodeRanksDiffer, CodeNotRank, CodeTooManyCells, CodeTooManyInstances, CodeRepeatedRow, CodeRepeatedInstance, CodeOrphanRow, CodeAbsentQuestions,
	CodeBrokenRule, CodeLineAbove, CodeLineTags, CodeLineLabels, CodeLineHeader, CodeLineTotal, CodeLineNote, CodeMaybeTotal, CodeMaybeNote,
	CodeMaybeHeader, CodeMoreLines, CodeLines, CodeShortLine, CodeShortLines, CodeBlankHeader, CodeDamaged, CodeControls, CodeHiddenSheet,
	CodeSeveralMains, CodeJoinedByOrder, CodeJoinedByColumn, CodeParentTwice, CodeMaybeQuote, CodeMaybeEncoding, CodeSecondTable, CodeImpossible,
	CodeSuspect, CodeSuspectAlone, CodeTextsApart, CodeTextsLeft, CodeTextsNoAuthor, CodeTwoNumbers, CodeNeverDays, CodeMarks, CodeNoSuchDay,
	CodeSuspectDay, CodeBrokenLogic, CodeNoAnswer, CodeFreeOther, CodeUnlisted, CodeFreeOthers, CodeUnlistedColumn, CodeFormerQuestion,
}

func fault(code string, args ...string) error {
	return survey.Problems{{Code: code, Severity: survey.Fault, Args: args}}
}

func warning(code string, args ...string) survey.Problem {
	return survey.Problem{Code: code, Severity: survey.Warning, Args: args}
}
