package xlsform

import (
	"errors"
	"slices"
	"sort"
	"strconv"

	"constat/survey"
	"constat/survey/expr"
)

// maxProblems bounds a report: after that many, the first ones say enough.
const maxProblems = 300

// place is where a problem is: what the author must look at.
type place struct {
	sheet  string
	row    int
	column string
}

// reporter gathers the problems of one workbook.
type reporter struct {
	problems []survey.Problem
	dropped  int
	written  int // bytes of expressions so far
}

// maxExpressions is how many bytes of expressions a form may have: ten times
// the most met so far. Parsed, each takes a hundred bytes of memory.
const maxExpressions = 512 << 10

// parse reads one of the form's expressions. What is beyond maxExpressions is
// not read, which is said once: the error is then errTooMuchWritten.
func (r *reporter) parse(at place, text string) (*expr.Expr, error) {
	before := r.written
	if r.written += len(text); r.written > maxExpressions {
		if before <= maxExpressions {
			r.fault(at, CodeExpressionsTooLong, itoa(maxExpressions>>10))
		}
		return nil, errTooMuchWritten
	}
	return expr.Parse(text)
}

var errTooMuchWritten = errors.New("more expressions than a form may have")

func (r *reporter) fault(at place, code string, args ...string) {
	r.add(at.problem(survey.Fault, code, args))
}

func (r *reporter) warn(at place, code string, args ...string) {
	r.add(at.problem(survey.Warning, code, args))
}

// unknown reports a name that does not exist, with the nearest that does.
func (r *reporter) unknown(at place, code, near string, args ...string) {
	r.fault(at, withNear(code, near), append(args, near)...)
}

func (at place) problem(severity survey.Severity, code string, args []string) survey.Problem {
	return survey.Problem{
		Code: code, Severity: severity, Sheet: at.sheet, Row: at.row, Column: at.column, Args: args,
	}
}

func (r *reporter) add(problems ...survey.Problem) {
	for _, p := range problems {
		if len(r.problems) >= maxProblems && (p.Severity == survey.Warning || survey.Blocking(r.problems)) {
			r.dropped++
			continue
		}
		r.problems = append(r.problems, p)
	}
}

// sheetOrder is the order in which an author goes through her sheets.
var sheetOrder = map[string]int{"survey": 1, "choices": 2, "external_choices": 3, "settings": 4, "diagnostic": 5}

// sorted gives the problems by sheet and row, the order in which an author
// mends them.
func (r *reporter) sorted() []survey.Problem {
	rank := func(p survey.Problem) int {
		if p.Sheet == "" {
			return 0
		}
		if n, known := sheetOrder[p.Sheet]; known {
			return n
		}
		return len(sheetOrder) + 1
	}
	sort.SliceStable(r.problems, func(i, j int) bool {
		a, b := r.problems[i], r.problems[j]
		if rank(a) != rank(b) {
			return rank(a) < rank(b)
		}
		return a.Row < b.Row
	})
	// A row that stands for several, such as a loop's, says the same several times.
	r.problems = slices.CompactFunc(r.problems, func(p, q survey.Problem) bool {
		return p.Code == q.Code && p.Sheet == q.Sheet && p.Row == q.Row && p.Column == q.Column && slices.Equal(p.Args, q.Args)
	})
	if r.dropped > 0 {
		return append(r.problems, place{}.problem(survey.Warning, CodeMoreProblems, []string{strconv.Itoa(r.dropped)}))
	}
	return r.problems
}
