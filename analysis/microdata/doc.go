// Package microdata writes the answers row by row for researchers, and every
// table as a list, in files that statistical software reads:
//
//	reponses.csv          one line per response, answers as the form's codes
//	reponses-KEY.csv      one line per instance of a repeat, joined to its parent
//	reponses.sps          SPSS syntax that reads these files, with labels and missing values
//	codebook.xml          DDI Codebook 2.5: the survey, its files, its variables
//	textes-libres.csv     free texts, in alphabetical order, apart from the other answers
//	tableaux.csv          the counts
//	LISEZMOI.txt          what each file is, and what must not be done with it
//
// The steps, in order: a disclosure.Report of the internal edition is laid out
// as levels of variables (layout.go), which the CSV, the syntax and the
// codebook all describe: they cannot disagree. An edition that carries no row
// is refused with ErrNoRows.
//
// # Why nothing is left blank
//
// What a blank cell means is the first thing a reader gets wrong. As SPSS,
// Stata and DDI users expect, each reason for the absence of an answer has a
// code of its own, declared as missing: -98 the question was not asked, -99 it
// was left blank. Answers that are no answer on the substance (« ne sait pas »,
// « non concerné », a refusal) keep the form's own code. Where an answer has
// the code -98 or -99 itself, the column's two codes are -998 and -999, and so
// on.
//
// # Formulas
//
// A text that a spreadsheet would take for a formula begins with an
// apostrophe: see guarded. Free texts are apart and sorted, as in the workbook:
// nothing there says whose they are.
package microdata
