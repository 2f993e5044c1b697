// Package xlsform reads XLSForm workbooks: what network leads write in Excel,
// and what KoboToolbox and ODK users already have.
//
// The life of a workbook, in order:
//
//  1. open: the file is refused quickly if it is hostile or not a workbook,
//     and its sheets become cells of text (open.go, sheet.go, cell.go).
//  2. head: header rows become known columns, whatever their spelling, with
//     their languages (header.go).
//  3. settings, choices, then survey: rows become a tree of questions
//     (settings.go, choices.go, survey.go, question.go).
//  4. survey.Form.Compile resolves references, once.
//  5. the diagnostic sheet, an extension of this project, becomes the
//     diagnostic plan (diagnostic.go).
//
// Every mistake is a survey.Problem at its sheet, row and column; reading goes
// on after a mistake, so that an author sees all of them at once. The rules
// are those of pyxform 4.5, the reference converter; where this package
// differs, a comment says why.
package xlsform
