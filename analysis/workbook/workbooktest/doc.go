// Package workbooktest reads a public workbook back from its bytes, part by
// part, as somebody would who looks for more than it shows: rule R16 of the
// public edition, for tests.
//
//	values, words := workbooktest.Allowed(publication)
//	problems, err := workbooktest.Problems(file, values, words)
//
// It knows nothing of how the workbook was written: what may stand in a file is
// worked out again from the Publication, by the documented rules alone.
package workbooktest
