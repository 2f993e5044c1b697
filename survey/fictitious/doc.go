// Package fictitious invents answers for a demonstration: ten networks, the
// catalogue's questionnaires, a few dozen imaginary respondents each. Nothing
// in it comes from a real answer, and whoever shows it must say so on every
// page and sheet.
//
// The same seed gives the same answers, so that a demonstration can be
// repeated and its figures quoted in a test.
package fictitious
