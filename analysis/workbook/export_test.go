package workbook

import "constat/analysis/disclosure"

// WritePublication prints what only package disclosure can put in a Report.
var WritePublication = writePublication

// ShownAbout is a rounded number, as package disclosure prints it.
var ShownAbout = shownAbout

// Publications are imaginary public editions: everything, a size alone, and an
// aggregate whose size is protected too.
func Publications() map[string]*disclosure.Publication {
	return map[string]*disclosure.Publication{"whole": publication(), "refused": refusedPublication(), "aggregate": aggregatePublication()}
}

// LettersWidth is the points that a text takes on one line.
var LettersWidth = lettersWidth
