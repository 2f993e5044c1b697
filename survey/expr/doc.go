// Package expr is the expression language of XLSForm: XPath 1.0 as form authors
// write it, the functions of OpenRosa and ODK, and ${question} references.
//
// The life of an expression, in order:
//
//  1. Parse reads the text of a cell once, into a tree, and reports the author's
//     mistake with its place and a code.
//  2. Refs and Paths say what it depends on, so that its owner can order calculations.
//  3. Eval computes its value over a tree of Nodes, as often as answers change.
//     MarshalJSON gives the same tree to the browser, whose evaluator
//     (web/static/js/expr.js) is held to the same results by the same tests.
//
// # Where implementations differ
//
// ODK Collect (JavaRosa), Enketo and ODK Web Forms disagree in places. Forms are
// tested in Collect, so its rule is followed, except where an author could not have meant it:
//
//   - An unanswered question is the empty text: never zero, never absent.
//   - A bare ${question} used as a condition is its value (Collect), not the
//     existence of its node (Enketo).
//   - An irrelevant node reads as empty and is left out of nodesets, but keeps its place:
//     position(..) and [2] count all instances (Collect). A set that irrelevance emptied still
//     compares as a blank answer (Collect, Web Forms).
//   - sum, min and max skip unanswered nodes (Collect); a text that is not a number gives NaN.
//   - regex must match the whole value (Collect).
//   - round takes halves away from zero, on the decimal text of the number (Enketo, Web Forms).
//   - A number in text is decimal notation; a comma is read as a point (Collect).
//   - A text that looks like a date is one wherever a number or an order is needed
//     (Enketo, Web Forms). A date without time is a calendar day: its number counts days
//     since 1970 from the zone's standard time, never summer time, so that adding
//     thirty days is thirty midnights later all year round.
//   - A date that does not exist, such as 31 September, is invalid: it neither raises (Collect)
//     nor rolls over (Enketo).
//   - A calculation that is not a number is stored as no answer (Collect, Web Forms).
package expr
