// Package audit attacks a family of publications before anybody else does, and
// says what to hide so that the attack fails.
//
//  1. A [Family] lists every distinct quantity of a wave: what a reader knows of
//     each, and the sums that tie them. Same respondents, same quantity, on
//     whichever sheet or workbook it is printed.
//  2. [Family.Ranges] computes the whole-number interval that all the
//     publications together leave open for each quantity. It never reads a
//     true value.
//  3. [Family.Audit] judges those intervals for a reader (M1) and for the holder
//     of each territory's own exact edition (M2).
//  4. [Family.Repair] hides neighbours until every judgement passes, and hands
//     back a [Certificate] for each: two tables that agree with everything
//     printed and lie far apart. Checking one takes additions only.
//  5. [Family.Insiders] reports what respondents learn who add their own
//     answers (M3); it judges nothing.
//  6. [Family.Suppress] is the classical yardstick: exact tables, whole cells
//     hidden.
//
// The arithmetic is exact: a simplex over integers with one common denominator,
// on machine words while they last and on math/big beyond, then branch and
// bound. There is no tolerance, and the same family gives the same answer
// everywhere. Every search is bounded; what could not be proven in the bound is
// reported as failing, never passed.
//
// A [Document] is how an independent auditor is handed a family, and hands one
// back.
//
// The rules are those of the INSEE manuals on the protection of linked tables
// and of Fischetti and Salazar's formulation of the attacker.
package audit
