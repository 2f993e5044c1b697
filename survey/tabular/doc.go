// Package tabular reads answers that were collected elsewhere: any export of
// KoboToolbox, ODK, Ona, LimeSurvey, Framaforms or a look-alike, or a table kept
// by hand, as CSV, XLSX, JSON or a zip of them. The steps, in order:
//
//  1. Each file becomes tables: a CSV file is one, a workbook has one for each
//     sheet, a JSON document has one and another for each list of objects
//     (source.go, archive.go, csv.go, encoding.go, delimited.go, excel.go,
//     json.go).
//  2. The lines of each that name the columns are found by the form, and joined
//     where they are several (layout.go); lines that are no answers are named,
//     not counted (lines.go, judge.go).
//  3. Each column finds its question: by name, with or without its groups, or
//     by label in any language; "question/choice" columns are the ticks of a
//     select_multiple (match.go, parts.go, labels.go, choice.go,
//     retyped.go); those that may be several questions, and those of several
//     versions, are settled together (settle.go). What tools add is in tools.go,
//     what versions before of the form called things in former.go.
//  4. Each table finds its place: the form, or one of its repeats, by what a
//     person says (assignment.go) or by its signs (seek.go, naming.go,
//     parentage.go), joined to its parent by the key columns that exports carry
//     (place.go, join.go).
//  5. Reader.Each streams the rows of the main tables: cells become stored
//     text (value.go, number.go, moment.go, worded.go), rows a
//     survey.Submission (row.go, plan.go). An answer that its list does not have
//     is one answer outside it (outside.go).
//
// What cannot be read is a survey.Problem with its row and column, is left
// blank, and stops nothing: answers that were given are believed, and a
// diagnostic says what it leaves out. Every Submission then goes through
// survey.Form.Judge with Occasion.Recorded, which applies the form's logic.
//
// Main tables are read as a stream; the tables of repeats are held in memory.
package tabular
