// Package workbook prints a disclosure.Report as an Excel workbook: what a
// network lead shows to elected officials the same day.
//
//  1. [Write] decides which sheets there are and names them.
//  2. Each sheet writes itself (one file per sheet), through a cursor that
//     keeps row heights and page breaks right: a question's table and its
//     chart never part.
//  3. The synthesis comes last, since its charts point at the other sheets.
//  4. A figure is a formula over the rows of the data sheets, stored with the
//     value that it gives today; the Analyseur is formulas over what a lead
//     chooses in lists.
//  5. Each part goes through one finishing pass, finish.go, which mends what
//     excelize writes so that every program reads it.
//  6. The package of XML parts is zipped in a fixed order with a fixed date:
//     the same Report is the same file, byte for byte.
//
// The public edition (files public*.go) prints frozen values of a
// disclosure.Publication and nothing else, rules R13, R16 and R17; package
// workbooktest reads such a file back and lists what breaks them.
//
// Adding a sheet is adding a file and a line in sheets().
package workbook
