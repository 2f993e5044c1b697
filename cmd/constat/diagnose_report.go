package main

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"constat/analysis"
	"constat/survey"
	"constat/survey/tabular"
	"constat/web/french"
)

// mostListed is how many problems are written on the terminal; all are
// counted, and the workbook lists more.
const mostListed = 50

// mostKept bounds what a file of nothing but mistakes makes us remember.
const mostKept = 20_000

// readingReport gathers what could not be read.
type readingReport struct {
	mended   []survey.Problem // what is not read of the form, or read otherwise
	files    []survey.Problem // columns, sheets, rows without a parent
	cells    []survey.Problem
	left     int                   // problems of cells met after mostKept
	absent   []survey.Problem      // questions that the files do not have
	broken   map[answersColumn]int // answers that break the constraint, and are kept
	refused  map[answersColumn]int // numbers and days that the form refuses
	outside  outsideLists
	order    []answersColumn
	problems []analysis.ReadingProblem
	lines    []analysis.LineAccount
}

// answersColumn is a column of the answers, of which one line tells what befell
// many cells.
type answersColumn struct{ sheet, column string }

func (r *readingReport) judged(j judged) {
	r.keep(r.outside.counted(j.reading))
	for _, p := range j.judging {
		at := answersColumn{p.Sheet, p.Column}
		if r.broken == nil {
			r.broken, r.refused = make(map[answersColumn]int), make(map[answersColumn]int)
		}
		if (p.Code == survey.CodeConstraint || p.Code == survey.CodeImpossible) && r.broken[at]+r.refused[at] == 0 {
			r.order = append(r.order, at)
		}
		switch p.Code {
		case survey.CodeConstraint:
			r.broken[at]++
			continue
		case survey.CodeImpossible:
			r.refused[at]++
		}
		r.keep([]survey.Problem{p})
	}
}

func (r *readingReport) keep(problems []survey.Problem) {
	for _, p := range problems {
		if len(r.cells) == mostKept {
			r.left++
			continue
		}
		r.cells = append(r.cells, p)
	}
}

// ask puts before everything else what is to be settled: numbers that read in two
// ways, numbers and days that look like missing codes.
func (r *readingReport) ask(suspects []analysis.Suspect, days []analysis.SuspectDay) {
	number := func(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
	var asked []survey.Problem
	for _, s := range suspects {
		code := tabular.CodeSuspect
		if s.Alone {
			code = tabular.CodeSuspectAlone
		}
		asked = append(asked, survey.Problem{Code: code, Severity: survey.Warning, Args: []string{
			number(s.Code), strconv.Itoa(s.Times), number(s.Low), number(s.High), number(s.Code * float64(s.Times)), number(s.Sum), s.Question.Key,
		}})
	}
	for _, d := range days {
		asked = append(asked, survey.Problem{Code: tabular.CodeSuspectDay, Severity: survey.Warning, Args: []string{d.Day, strconv.Itoa(d.Times), d.Question}})
	}
	r.files = slices.Concat(r.marks(), asked, r.files)
}

// marks asks, once a question, about the numbers that read in two ways.
func (r *readingReport) marks() []survey.Problem {
	var asked []survey.Problem
	at, times := make(map[string]int), make(map[string]int)
	for _, p := range r.cells {
		if p.Code != tabular.CodeTwoNumbers {
			continue
		}
		key := p.Args[1]
		if times[key]++; times[key] == 1 {
			at[key] = len(asked)
			asked = append(asked, survey.Problem{Code: tabular.CodeMarks, Severity: survey.Warning, Args: []string{key, "", p.Args[0]}})
		}
		asked[at[key]].Args[1] = strconv.Itoa(times[key])
	}
	return asked
}

// close takes what concerns whole files and columns, and writes the problems
// as the workbook lists them.
func (r *readingReport) close(problems []survey.Problem) {
	for _, p := range problems {
		if p.Code == tabular.CodeAbsentQuestion {
			r.absent = append(r.absent, p)
		} else {
			r.files = append(r.files, p)
		}
	}
	for _, at := range r.order {
		for code, n := range map[string]int{tabular.CodeBrokenRule: r.broken[at], tabular.CodeImpossible: r.refused[at]} {
			if n > 0 { // a question is measured or not: one of the two
				r.files = append(r.files, survey.Problem{
					Code: code, Severity: survey.Warning, Sheet: at.sheet, Column: at.column, Args: []string{strconv.Itoa(n)},
				})
			}
		}
	}
	for _, p := range r.mended {
		r.problems = append(r.problems, analysis.ReadingProblem{Reason: capital(french.Problem(p)), Outcome: analysis.ReadingAsked})
	}
	r.files = append(r.files, r.outside.free()...)
	for _, p := range slices.Concat(r.files, r.absent, r.cells) {
		if p.Code == tabular.CodeImpossible && r.left == 0 {
			continue // each of them has its line
		}
		reason := p
		reason.Row, reason.Column = 0, ""
		r.problems = append(r.problems, analysis.ReadingProblem{
			Row: p.Row, Column: p.Column, Reason: capital(french.WithCell(reason)), Outcome: outcomeOf(p.Code),
		})
	}
	if r.left > 0 {
		r.problems = append(r.problems, analysis.ReadingProblem{Reason: more(r.left)})
	}
}

// account takes what became of the lines of each file or sheet.
func (r *readingReport) account(accounts []tabular.Account) {
	for _, a := range accounts {
		r.lines = append(r.lines, analysis.LineAccount{Table: a.Table, Read: a.Lines, Header: a.Header, Counted: a.Counted})
	}
}

// outcomeOf tells what was lost from what was kept as it came.
func outcomeOf(code string) analysis.ReadingOutcome {
	switch code {
	case tabular.CodeAbsentQuestion:
		return analysis.ReadingAbsent
	case survey.CodeImpossible:
		return analysis.ReadingRefused
	case tabular.CodeUnknownChoice:
		return analysis.ReadingOutside
	case tabular.CodeSuspect, tabular.CodeSuspectAlone, tabular.CodeSuspectDay, tabular.CodeMarks, tabular.CodeTwoNumbers:
		return analysis.ReadingAsked
	case tabular.CodeLineAbove, tabular.CodeLineTags, tabular.CodeLineLabels, tabular.CodeLineHeader, tabular.CodeLineTotal, tabular.CodeLineNote,
		tabular.CodeMoreLines:
		return analysis.ReadingAside
	case tabular.CodeMaybeTotal, tabular.CodeMaybeNote, tabular.CodeMaybeHeader, tabular.CodeMaybeQuote, tabular.CodeMaybeEncoding,
		tabular.CodeShortLine, tabular.CodeShortLines, tabular.CodeDamaged, tabular.CodeControls, tabular.CodeHiddenSheet:
		return analysis.ReadingKept
	case tabular.CodeBrokenRule, tabular.CodeRepeatedInstance, tabular.CodeNoMainTable, tabular.CodeTicksDiffer, tabular.CodeTableByColumns, tabular.CodeSeveralTables,
		tabular.CodeMergedColumn, tabular.CodeNearColumn, tabular.CodeTextNowhere,
		tabular.CodeJoinedByOrder, tabular.CodeJoinedByColumn, tabular.CodeParentTwice, tabular.CodeFreeOthers, tabular.CodeUnlistedColumn:
		return analysis.ReadingKept
	}
	return analysis.ReadingLost
}

// tell lists the first problems for whoever runs the command, and the
// questions without a column on one line: a file rarely has them all. Texts
// outside the lists are counted by column, and stand in the workbook alone.
func (r *readingReport) tell(w io.Writer) {
	named := slices.DeleteFunc(slices.Clone(r.cells), func(p survey.Problem) bool { return p.Code == tabular.CodeUnknownChoice })
	listed := slices.Concat(r.mended, r.files, r.outside.lists(), named)
	for i, p := range listed {
		if i == mostListed {
			fmt.Fprintln(w, more(len(listed)-mostListed+r.left))
			break
		}
		fmt.Fprintln(w, capital(workbookSentence(p)))
	}
	if len(r.absent) > 0 {
		fmt.Fprintln(w, capital(french.Sentence(tabular.CodeAbsentQuestions, strconv.Itoa(len(r.absent)), r.absentNames())))
	}
	for _, a := range r.lines {
		number := strconv.Itoa
		fmt.Fprintln(w, capital(french.Sentence(tabular.CodeLines, a.Table, number(a.Read), number(a.Header), number(a.Counted), number(a.Others()))))
	}
}

// absentNames is the names of the first questions without a column.
func (r *readingReport) absentNames() string {
	const enough = 8
	var names []string
	for i, p := range r.absent {
		if i == enough {
			names = append(names, "…")
			break
		}
		names = append(names, p.Args[0])
	}
	return strings.Join(names, ", ")
}

func more(n int) string {
	return fmt.Sprintf("… et %s de ce genre.", count(n, "remarque"))
}

// capital starts a sentence that an address would have started.
func capital(sentence string) string {
	first, size := utf8.DecodeRuneInString(sentence)
	return string(unicode.ToUpper(first)) + sentence[size:]
}
