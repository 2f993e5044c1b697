// Package survey is the vocabulary of constat: the questionnaire, its answers,
// who asks whom and who may see what. It knows no SQL, no HTTP and no
// spreadsheet.
//
// The life of a form, in order:
//
//  1. An XLSForm workbook is read into a [Form] (package xlsform), and
//     [Form.Compile] resolves its references once.
//  2. A network opens a [Campaign] on a frozen version of that Form; its link
//     is what field professionals receive.
//  3. [Form.Page] lays the Form out for one respondent, given what was typed
//     so far.
//  4. What comes back is a [Submission], kept as received.
//  5. [Form.Accept] judges it: a typed [Response], or [Problem]s at their field.
//  6. Store.Submit keeps both, once, and gives a [Receipt].
//  7. Package analysis reads the Responses into columns.
//
// Official French words without an English twin are kept: commune (the
// smallest municipality, named by its INSEE code), EPCI (a group of communes
// with its own powers, named by its SIREN code), département.
package survey
