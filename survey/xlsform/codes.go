package xlsform

import "constat/survey/expr"

// Codes of what can be wrong in a workbook. The order of the arguments is in
// the comment; the sentence of each is in package web/french.
const (
	// The file.
	CodeTooLarge       = "workbook_too_large"        // most megabytes
	CodeTooLargeInside = "workbook_too_large_inside" // most megabytes
	CodeTooManyRows    = "workbook_too_many_rows"    // sheet, most rows
	CodeTooManyColumns = "workbook_too_many_columns" // sheet, most columns
	CodePassword       = "workbook_password"
	CodeOldFormat      = "workbook_old_format"
	CodeNotWorkbook    = "workbook_not_workbook"
	CodeDamaged        = "workbook_damaged"
	CodeMoreProblems   = "workbook_more_problems" // how many

	// Sheets and columns.
	CodeMissingSheet  = "workbook_missing_sheet"   // sheet
	CodeSheetToRename = "workbook_sheet_to_rename" // sheet expected
	CodeSheetMisspelt = "workbook_sheet_misspelt"  // sheet probably meant
	CodeSheetIgnored  = "workbook_sheet_ignored"
	CodeSheetNotUsed  = "workbook_sheet_not_used"
	CodeMissingColumn = "workbook_missing_column" // column
	CodeTwinColumns   = "workbook_twin_columns"   // first header, second header
	CodeColumnIgnored = "workbook_column_ignored" // column
	CodeCellsBeside   = "workbook_cells_beside"   // column of the first, how many

	// Settings.
	CodeTwoFormIDs         = "workbook_two_form_ids"    // form id kept
	CodeSettingIgnored     = "workbook_setting_ignored" // setting
	CodeKeyWithoutID       = "workbook_key_without_id"
	CodeBadInstanceName    = "workbook_bad_instance_name"   // text
	CodeBadNamespaces      = "workbook_bad_namespaces"      // text
	CodeAttributeName      = "workbook_attribute_name"      // attribute
	CodeAttributePrefix    = "workbook_attribute_prefix"    // attribute, prefix
	CodeUnknownLanguage    = "workbook_unknown_language"    // language, languages of the form
	CodeUntranslatedColumn = "workbook_untranslated_column" // column, language
	CodeUntranslatedCells  = "workbook_untranslated_cells"  // language, how many

	// Rows of the survey sheet.
	CodeComment             = "workbook_comment"
	CodeNoType              = "workbook_no_type"      // name
	CodeUnknownType         = "workbook_unknown_type" // type, nearest type or ""
	CodeBadSelect           = "workbook_bad_select"   // type cell, select type
	CodeNoQuestion          = "workbook_no_question"
	CodeNoName              = "workbook_no_name"              // type
	CodeBadName             = "workbook_bad_name"             // name
	CodeReservedName        = "workbook_reserved_name"        // name
	CodeRootName            = "workbook_root_name"            // name
	CodeAuditName           = "workbook_audit_name"           // name
	CodeDuplicateRepeat     = "workbook_duplicate_repeat"     // name, row of the first
	CodeCaseTwin            = "workbook_case_twin"            // name, other name, its row
	CodeCountName           = "workbook_count_name"           // repeat name
	CodeNoLabel             = "workbook_no_label"             // name
	CodeNoCalculation       = "workbook_no_calculation"       // name
	CodeGeopointCalculation = "workbook_geopoint_calculation" // name
	CodeRepeatWithoutLabel  = "workbook_repeat_without_label" // name
	CodeCaptured            = "workbook_captured"             // name, type
	CodeCapturedUsed        = "workbook_captured_used"        // question, what it depends on, its type
	CodeNotCollected        = "workbook_not_collected"        // name, type

	// Groups.
	CodeUnmatchedEnd       = "workbook_unmatched_end"        // type cell, name
	CodeUnclosed           = "workbook_unclosed"             // group or repeat, name
	CodeEmptyGroup         = "workbook_empty_group"          // name
	CodeEmptyRepeat        = "workbook_empty_repeat"         // name
	CodeTooDeep            = "workbook_too_deep"             // most levels
	CodeExpressionsTooLong = "workbook_expressions_too_long" // most kilobytes
	CodeLoopWithoutList    = "workbook_loop_without_list"
	CodeKoboList           = "workbook_kobo_list"    // type, column
	CodeKoboRow            = "workbook_kobo_row"     // type, type of the begin row, what is read there
	CodeKoboOutside        = "workbook_kobo_outside" // type, begin type, end type
	CodeTableFilter        = "workbook_table_filter" // question, group
	CodeTableLists         = "workbook_table_lists"  // question, group, list

	// Lists of choices.
	CodeUnknownList        = "workbook_unknown_list" // list, sheet, nearest list or ""
	CodeChoiceWithoutList  = "workbook_choice_without_list"
	CodeChoiceWithoutName  = "workbook_choice_without_name"  // list
	CodeChoiceWithoutLabel = "workbook_choice_without_label" // choice, list
	CodeDuplicateChoice    = "workbook_duplicate_choice"     // choice, list, row of the first
	CodeSpaceInChoice      = "workbook_space_in_choice"      // choice, list, question
	CodeDefaultNotInList   = "workbook_default_not_in_list"  // default, list
	CodeBadMissing         = "workbook_bad_missing"          // word
	CodeBadMidpoint        = "workbook_bad_midpoint"         // text
	CodeOtherWithFilter    = "workbook_other_with_filter"    // question
	CodeOtherWithFile      = "workbook_other_with_file"      // question, file

	// Files and look-ups.
	CodeBadFile      = "workbook_bad_file"      // file
	CodeFileNeeded   = "workbook_file_needed"   // file, question
	CodeTwoFiles     = "workbook_two_files"     // first file, second file
	CodeFileAndList  = "workbook_file_and_list" // file, list
	CodeSearch       = "workbook_search"        // question
	CodeHalfSearched = "workbook_half_searched" // question, list, question that searches

	// Triggers, parameters.
	CodeBadTrigger       = "workbook_bad_trigger"       // text
	CodeNoTrigger        = "workbook_no_trigger"        // question, type
	CodeHiddenTrigger    = "workbook_hidden_trigger"    // trigger, question
	CodeGroupTrigger     = "workbook_group_trigger"     // group
	CodeBadParameters    = "workbook_bad_parameters"    // text
	CodeUnknownParameter = "workbook_unknown_parameter" // parameter, type, parameters of the type
	CodeBadParameter     = "workbook_bad_parameter"     // parameter, value
	CodeUnknownGeometry  = "workbook_unknown_geometry"  // value
	CodeSeedAlone        = "workbook_seed_alone"
	CodeBadAudit         = "workbook_bad_audit"
	CodeZeroStep         = "workbook_zero_step"       // parameter
	CodeStepTooLarge     = "workbook_step_too_large"  // parameter, value, width
	CodeTicksNotShown    = "workbook_ticks_not_shown" // parameter
	CodeOutsideRange     = "workbook_outside_range"   // parameter, value, lowest, highest
	CodeNotOnStep        = "workbook_not_on_step"     // parameter, value
	CodeNotMultiple      = "workbook_not_multiple"    // parameter, value, step
	CodeTickNotNumber    = "workbook_tick_not_number" // list, choice
	CodeTickNotEnd       = "workbook_tick_not_end"    // list, choice

	// References in texts.
	CodeBadReference  = "workbook_bad_reference"  // text
	CodeOddReference  = "workbook_odd_reference"  // text, what resembles a reference
	CodeBadExpression = "workbook_bad_expression" // text, error

	// Expressions that read well and cannot be meant.
	CodeNamesNothing   = "workbook_names_nothing"   // name, expression, what was probably meant or ""
	CodeNotAReference  = "workbook_not_a_reference" // $name, expression, what was probably meant or ""
	CodeNotAChoice     = "workbook_not_a_choice"    // code, question or column, list, what was probably meant or ""
	CodeNumberAndWord  = "workbook_number_and_word" // text, question, expression
	CodeNumberBeyond   = "workbook_number_beyond"   // number, question, least, most
	CodeHeaderMisspelt = "workbook_header_misspelt" // the header that is near
	CodeAsksNothing    = "workbook_asks_nothing"    // expression
	CodeNeverBoth      = "workbook_never_both"      // question, first value, second value
	CodeAlwaysOne      = "workbook_always_one"      // question, first value, second value

	// The diagnostic sheet.
	CodeUnknownIndicator         = "workbook_unknown_indicator"          // type, nearest type or ""
	CodeIndicatorWithoutName     = "workbook_indicator_without_name"     // type
	CodeIndicatorWithoutLabel    = "workbook_indicator_without_label"    // indicator
	CodeIndicatorWithoutQuestion = "workbook_indicator_without_question" // type
	CodeIndicatorWithoutBy       = "workbook_indicator_without_by"       // type
	CodeIndicatorManyQuestions   = "workbook_indicator_many_questions"   // type
	CodeDuplicateIndicator       = "workbook_duplicate_indicator"        // indicator, row of the first
	CodeUnknownQuestion          = "workbook_unknown_question"           // name, nearest name or ""
	CodeUnfitQuestion            = "workbook_unfit_question"             // question, type
	CodeUnknownCode              = "workbook_unknown_code"               // code, question, list, nearest code or ""
	CodeBadCondition             = "workbook_bad_condition"              // text
	CodeRateWithoutDenominator   = "workbook_rate_without_denominator"   // type: a rate or a ratio
	CodeBadCoverageUnit          = "workbook_bad_coverage_unit"          // unit
	CodeBadChart                 = "workbook_bad_chart"                  // chart
	CodeCellNotRead              = "workbook_cell_not_read"              // column, type of the row

	// Its rows that are no indicator.
	CodeBenchmarkWithoutIndicator = "workbook_benchmark_without_indicator"
	CodeBenchmarkWithoutLabel     = "workbook_benchmark_without_label"
	CodeBenchmarkWithoutSource    = "workbook_benchmark_without_source"
	CodeBenchmarkWithoutValue     = "workbook_benchmark_without_value"
	CodeBenchmarkUnknown          = "workbook_benchmark_unknown"       // indicator, nearest indicator or ""
	CodeBenchmarkUnfit            = "workbook_benchmark_unfit"         // indicator, its type
	CodeBadNumber                 = "workbook_bad_number"              // text
	CodeBadPercent                = "workbook_bad_percent"             // text
	CodeSmallPercent              = "workbook_small_percent"           // text
	CodeBadYear                   = "workbook_bad_year"                // text
	CodeMissingWithoutMeaning     = "workbook_missing_without_meaning" // text, the words
	CodeMissingWithoutCode        = "workbook_missing_without_code"
	CodeMissingWithoutQuestion    = "workbook_missing_without_question"
	CodeMissingTwice              = "workbook_missing_twice"        // code, question
	CodeProfileWithoutWord        = "workbook_profile_without_word" // text
	CodeProfileWithoutReason      = "workbook_profile_without_reason"
	CodeProfileWithoutQuestion    = "workbook_profile_without_question"
	CodeDeclaredTwice             = "workbook_declared_twice" // question, row of the first
	CodeTextWithoutLabel          = "workbook_text_without_label"
	CodeUnknownSection            = "workbook_unknown_section" // name, nearest section or ""
	CodeNestedSection             = "workbook_nested_section"  // name
	CodeBadClass                  = "workbook_bad_class"       // class
	CodeFirstClass                = "workbook_first_class"     // class
	CodeLastClass                 = "workbook_last_class"      // class
	CodeOpenClass                 = "workbook_open_class"      // class
	CodeClassNotWhole             = "workbook_class_not_whole" // class, question
	CodeClassesOverlap            = "workbook_classes_overlap" // class, next class
	CodeClassesApart              = "workbook_classes_apart"   // class, next class
)

// Codes lists the codes above and those of expressions, for the test that each
// has its sentence.
func Codes() []string {
	codes := []string{
		CodeTooLarge, CodeTooLargeInside, CodeTooManyRows, CodeTooManyColumns, CodePassword, CodeOldFormat,
		CodeNotWorkbook, CodeDamaged, CodeMoreProblems, CodeMissingSheet, CodeSheetToRename, CodeSheetMisspelt,
		CodeSheetIgnored, CodeSheetNotUsed, CodeMissingColumn, CodeTwinColumns, CodeColumnIgnored, CodeCellsBeside, CodeTwoFormIDs,
		CodeSettingIgnored, CodeKeyWithoutID, CodeBadInstanceName, CodeBadNamespaces,
		CodeAttributeName, CodeAttributePrefix, CodeUnknownLanguage, CodeUntranslatedColumn, CodeUntranslatedCells, CodeComment,
		CodeNoType, CodeUnknownType, CodeBadSelect, CodeNoQuestion, CodeNoName, CodeBadName, CodeReservedName,
		CodeRootName, CodeAuditName, CodeDuplicateRepeat, CodeCaseTwin, CodeCountName, CodeNoLabel, CodeNoCalculation,
		CodeGeopointCalculation, CodeRepeatWithoutLabel, CodeCaptured, CodeCapturedUsed, CodeNotCollected, CodeUnmatchedEnd,
		CodeUnclosed, CodeEmptyGroup, CodeEmptyRepeat, CodeTooDeep, CodeExpressionsTooLong, CodeLoopWithoutList, CodeKoboList, CodeKoboRow, CodeKoboOutside, CodeTableFilter, CodeTableLists, CodeUnknownList,
		CodeChoiceWithoutList, CodeChoiceWithoutName, CodeChoiceWithoutLabel, CodeDuplicateChoice, CodeSpaceInChoice,
		CodeDefaultNotInList, CodeBadMissing, CodeBadMidpoint, CodeOtherWithFilter, CodeOtherWithFile,
		CodeBadFile, CodeFileNeeded, CodeTwoFiles, CodeFileAndList, CodeSearch, CodeHalfSearched, CodeBadTrigger, CodeNoTrigger, CodeHiddenTrigger, CodeGroupTrigger,
		CodeBadParameters, CodeUnknownParameter, CodeBadParameter, CodeUnknownGeometry, CodeSeedAlone, CodeBadAudit, CodeZeroStep,
		CodeStepTooLarge, CodeTicksNotShown, CodeOutsideRange, CodeNotOnStep, CodeNotMultiple, CodeTickNotNumber, CodeTickNotEnd,
		CodeBadReference, CodeOddReference, CodeBadExpression,
		CodeNamesNothing, CodeNotAReference, CodeNotAChoice, CodeNumberAndWord, CodeNumberBeyond, CodeHeaderMisspelt, CodeAsksNothing, CodeNeverBoth, CodeAlwaysOne,
		CodeUnknownIndicator, CodeIndicatorWithoutName,
		CodeIndicatorWithoutLabel, CodeIndicatorWithoutQuestion, CodeIndicatorWithoutBy, CodeIndicatorManyQuestions,
		CodeDuplicateIndicator, CodeUnknownQuestion, CodeUnfitQuestion, CodeUnknownCode, CodeBadCondition,
		CodeRateWithoutDenominator, CodeBadCoverageUnit, CodeBadChart, CodeCellNotRead,
		CodeBenchmarkWithoutIndicator, CodeBenchmarkWithoutLabel, CodeBenchmarkWithoutSource, CodeBenchmarkWithoutValue,
		CodeBenchmarkUnknown, CodeBenchmarkUnfit, CodeBadNumber, CodeBadPercent, CodeSmallPercent, CodeBadYear,
		CodeMissingWithoutMeaning, CodeMissingWithoutCode, CodeMissingWithoutQuestion, CodeMissingTwice,
		CodeProfileWithoutWord, CodeProfileWithoutReason, CodeProfileWithoutQuestion, CodeDeclaredTwice,
		CodeTextWithoutLabel, CodeUnknownSection, CodeNestedSection, CodeBadClass, CodeFirstClass, CodeLastClass,
		CodeOpenClass, CodeClassNotWhole, CodeClassesOverlap, CodeClassesApart,
	}
	for _, code := range suggesting {
		codes = append(codes, code+nearSuffix)
	}
	for _, code := range expr.Codes() {
		codes = append(codes, ExpressionCode(code))
	}
	return codes
}

// nearSuffix ends a code whose last argument is a name that is close to the
// unknown one: the sentence then proposes it.
const nearSuffix = "_near"

// suggesting are the codes that exist with and without a proposal.
var suggesting = []string{
	CodeUnknownType, CodeUnknownList, CodeUnknownIndicator, CodeUnknownQuestion, CodeUnknownCode,
	CodeBenchmarkUnknown, CodeUnknownSection, CodeNamesNothing, CodeNotAReference, CodeNotAChoice, ExpressionCode(expr.UnknownFunction),
}

// withNear gives the code for a proposal, which may be none.
func withNear(code, near string) string {
	if near == "" {
		return code
	}
	return code + nearSuffix
}
