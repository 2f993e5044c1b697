// Package analysis turns the answers of a campaign into the tables of a
// diagnostic. It is pure: no clock, no file, and no randomness but the tables
// that a large exact test draws, from a seed that the form fixes. The steps, in
// order:
//
//  1. Load puts survey Responses, one pass, into a [Dataset]: columns of small
//     codes and numbers, one Dataset for the form and one for each repeat.
//  2. Tabulate counts what the form's diagnostic sheet and the form itself ask
//     for, and gives a [Diagnostic]: participation, one [Table] per question,
//     [Cross] tables, [Figure]s for the indicators, an [Estimate]. Participate
//     stops after the participation, for a page of a campaign that is open.
//  3. Compare sets a Diagnostic beside the département or an earlier wave.
//  4. Package disclosure makes it a Report, package workbook prints that.
//
// A question type gives a measure (nominal, multiple, ordinal, quantity, date,
// verbatim), and analysis knows measures only: each has its file.
//
// Two opinions run through it. Every share keeps its count and its base, since
// « 7 sur 12 » is read before « 58 % »; what a reader must be warned of
// travels with the value, as [Note]s, and is not a failure. And nobody is
// dropped in silence: "ne sait pas" is a line, "sans réponse", "non concerné"
// and refusals are counted apart, categories without an answer stay in.
package analysis
