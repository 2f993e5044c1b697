package main

import (
	"fmt"
	"io"
	"slices"
	"strconv"
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
	mended   []survey.Problem // of the form
	all      []survey.Problem
	left     int // problems met after mostKept
	broken   map[brokenRule]int
	order    []brokenRule
	problems []analysis.ReadingProblem
}

// brokenRule is a column whose answers break the question's constraint: one
// line for all of them, since they are kept.
type brokenRule struct{ sheet, column string }

func (r *readingReport) judged(j judged) {
	r.keep(j.reading)
	for _, p := range j.judging {
		if p.Code != survey.CodeConstraint {
			r.keep([]survey.Problem{p})
			continue
		}
		rule := brokenRule{p.Sheet, p.Column}
		if r.broken == nil {
			r.broken = make(map[brokenRule]int)
		}
		if r.broken[rule] == 0 {
			r.order = append(r.order, rule)
		}
		r.broken[rule]++
	}
}

func (r *readingReport) keep(problems []survey.Problem) {
	for _, p := range problems {
		if len(r.all) == mostKept {
			r.left++
			continue
		}
		r.all = append(r.all, p)
	}
}

// file adds what concerns whole files and columns, before everything else.
func (r *readingReport) file(problems []survey.Problem) {
	for _, rule := range r.order {
		problems = append(problems, survey.Problem{
			Code: tabular.CodeBrokenRule, Severity: survey.Warning, Sheet: rule.sheet, Column: rule.column,
			Args: []string{strconv.Itoa(r.broken[rule])},
		})
	}
	r.all = append(problems, r.all...)
}

// close writes the problems as the workbook lists them.
func (r *readingReport) close() {
	for _, p := range r.all {
		reason := p
		reason.Row, reason.Column = 0, ""
		r.problems = append(r.problems, analysis.ReadingProblem{Row: p.Row, Column: p.Column, Reason: capital(french.Problem(reason))})
	}
	if r.left > 0 {
		r.problems = append(r.problems, analysis.ReadingProblem{Reason: more(r.left)})
	}
}

// tell lists the first problems for whoever runs the command.
func (r *readingReport) tell(w io.Writer) {
	listed := slices.Concat(r.mended, r.all)
	for i, p := range listed {
		if i == mostListed {
			fmt.Fprintln(w, more(len(listed)-mostListed+r.left))
			break
		}
		fmt.Fprintln(w, capital(french.Problem(p)))
	}
}

func more(n int) string {
	return fmt.Sprintf("… et %s de ce genre.", count(n, "remarque"))
}

// capital starts a sentence that an address would have started.
func capital(sentence string) string {
	first, size := utf8.DecodeRuneInString(sentence)
	return string(unicode.ToUpper(first)) + sentence[size:]
}
