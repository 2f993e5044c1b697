package workbook

import (
	"fmt"
	"regexp"
	"strings"

	"constat/analysis"
	"constat/survey"
)

// criterion is a condition on one column of a data table.
type criterion struct {
	table  *dataTable
	column string // Donnees[type_structure]
	not    bool
	value  string // an expression: a cell, a literal, a number
	// exact marks a value that COUNTIFS would read as a pattern, an operator, a
	// number or a date: rows are then compared one by one.
	exact bool
}

// anyOf are criteria of which one at least must hold.
type anyOf []criterion

// tricky and logical are what a criterion must not be: begin otherwise than as a
// word, hold a wildcard, be a truth value. Dates are calendarWords'.
var (
	tricky   = regexp.MustCompile(`^\P{L}|[*?~]`)
	calendar = regexp.MustCompile(`(?i)^(` + calendarWords + `).*[0-9]`)
	logical  = regexp.MustCompile(`(?i)^(vrai|faux|true|false)$`)
)

func trickyCriterion(value string) bool {
	return tricky.MatchString(value) || calendar.MatchString(value) || logical.MatchString(value)
}

// is holds for rows that gave a category; at is a cell that shows the same
// text, "" without one.
func (f *field) is(place int, at string) criterion {
	if f.ticks != nil {
		return criterion{table: f.table, column: f.tick(place), value: "1"}
	}
	if at == "" || f.values[place] != f.column.Categories[place].Label {
		at = literal(f.values[place])
	}
	return criterion{table: f.table, column: f.ref(), value: at, exact: trickyCriterion(f.values[place])}
}

// isNot holds for rows whose state is not made by a text.
func (f *field) isNot(text string) criterion {
	return criterion{table: f.table, column: f.ref(), not: true, value: literal(text), exact: text != "" && text != textNotAskedCell && trickyCriterion(text)}
}

// answered holds for the base of percentages: answers on the substance and,
// unless only known answers are wanted, « ne sait pas ».
func (f *field) answered(known bool) []anyOf {
	all := []anyOf{{f.isNot("")}, {f.isNot(textNotAskedCell)}}
	for place, category := range f.column.Categories {
		switch category.Missing {
		case survey.Substantive:
		case survey.DontKnow:
			if known {
				all = append(all, anyOf{f.isNot(f.values[place])})
			}
		default:
			all = append(all, anyOf{f.isNot(f.values[place])})
		}
	}
	return all
}

// places finds a category by its code.
func (f *field) place(code string) (int, bool) {
	for i, category := range f.column.Categories {
		if category.Code == code {
			return i, true
		}
	}
	return 0, false
}

// told counts the rows whose state is made by one of the missing categories.
func (f *field) told(missing survey.Missing) []string {
	var counts []string
	for place, category := range f.column.Categories {
		if category.Missing == missing {
			c := criterion{table: f.table, column: f.ref(), value: literal(f.values[place]), exact: trickyCriterion(f.values[place])}
			counts = append(counts, countRows(f.table, anyOf{c}))
		}
	}
	return counts
}

// factor is a criterion as an array of rows of a table: true or false, or 1 or
// 0 for rows that look a parent's answer up.
func (c criterion) factor(rows *dataTable) string {
	sign := "="
	if c.not {
		sign = "<>"
	}
	if c.table == rows {
		return "(" + c.column + sign + c.value + ")"
	}
	value := c.value
	switch {
	case c.not:
		value = c.against()
	case c.exact:
		value = `"="&SUBSTITUTE(SUBSTITUTE(SUBSTITUTE(` + c.value + `,"~","~~"),"*","~*"),"?","~?")`
	}
	return fmt.Sprintf("COUNTIFS(%s,%s,%s,%s)", c.table.numbers(), rows.up(c.table), c.column, value)
}

// against is a criterion that leaves a value out.
func (c criterion) against() string {
	if strings.HasPrefix(c.value, `"`) {
		return `"<>` + c.value[1:]
	}
	return `"<>"&` + c.value
}

func (c criterion) argument() string {
	if c.not {
		return c.column + "," + c.against()
	}
	return c.column + "," + c.value
}

// simple tells the conditions that COUNTIFS and SUMIFS can take.
func simple(rows *dataTable, all []anyOf) bool {
	for _, each := range all {
		if len(each) != 1 || each[0].exact || each[0].table != rows {
			return false
		}
	}
	return true
}

// factors multiplies the conditions, for SUMPRODUCT and array formulas.
func factors(rows *dataTable, all []anyOf) string {
	terms := make([]string, len(all))
	for i, each := range all {
		inner := make([]string, len(each))
		for j, c := range each {
			inner[j] = c.factor(rows)
		}
		terms[i] = strings.Join(inner, "+")
		if len(inner) > 1 {
			terms[i] = "((" + terms[i] + ")>0)"
		}
	}
	if len(terms) == 0 {
		return "(" + rows.numbers() + `<>"")`
	}
	return strings.Join(terms, "*")
}

// countRows counts the rows of a table for which every condition holds.
func countRows(rows *dataTable, all ...anyOf) string {
	if len(all) == 0 {
		return "COUNT(" + rows.numbers() + ")"
	}
	if !simple(rows, all) {
		return "SUMPRODUCT(" + asNumbers(factors(rows, all)) + ")"
	}
	arguments := make([]string, len(all))
	for i, each := range all {
		arguments[i] = each[0].argument()
	}
	return "COUNTIFS(" + strings.Join(arguments, ",") + ")"
}

// asNumbers makes one condition's true and false 1 and 0; a product already is.
func asNumbers(product string) string {
	if strings.Contains(product, ")*") || strings.HasPrefix(product, "COUNTIFS(") {
		return product
	}
	return "--" + product
}

// amount is the number that each row gives to one question or to several
// together: several are added, over whoever gave one at least.
type amount struct {
	rows    *dataTable
	columns []string
}

func (b *book) amountOf(questions ...*survey.Question) (amount, bool) {
	var a amount
	for _, q := range questions {
		f := b.field(q)
		if f == nil || a.rows != nil && f.table != a.rows {
			return amount{}, false
		}
		a.rows = f.table
		a.columns = append(a.columns, f.ref())
	}
	return a, len(questions) > 0
}

// given is an array, 1 where a row gives a number.
func (a amount) given() string {
	terms := make([]string, len(a.columns))
	for i, c := range a.columns {
		terms[i] = "ISNUMBER(" + c + ")"
	}
	if len(terms) == 1 {
		return terms[0]
	}
	return "((" + strings.Join(terms, "+") + ")>0)"
}

// each is an array of the numbers, rows without any aside.
func (a amount) each() string {
	if len(a.columns) == 1 {
		return a.columns[0]
	}
	terms := make([]string, len(a.columns))
	for i, c := range a.columns {
		terms[i] = "IF(ISNUMBER(" + c + ")," + c + ",0)"
	}
	return strings.Join(terms, "+")
}

func (a amount) count(all ...anyOf) formula {
	if len(all) == 0 && len(a.columns) == 1 {
		return plain("COUNT(" + a.columns[0] + ")")
	}
	product := a.given()
	if len(all) > 0 {
		product = factors(a.rows, all) + "*" + product
		return plain("SUMPRODUCT(" + product + ")")
	}
	return plain("SUMPRODUCT(--" + product + ")")
}

func (a amount) sum(all ...anyOf) formula {
	terms := make([]string, len(a.columns))
	for i, c := range a.columns {
		switch {
		case len(all) == 0:
			terms[i] = "SUM(" + c + ")"
		case simple(a.rows, all):
			terms[i] = "SUMIFS(" + c
			for _, each := range all {
				terms[i] += "," + each[0].argument()
			}
			terms[i] += ")"
		default:
			terms[i] = "SUMPRODUCT(" + asNumbers(factors(a.rows, all)) + "," + c + ")"
		}
	}
	return plain(strings.Join(terms, "+"))
}

// statistic applies a function of numbers, such as MEDIAN or QUARTILE with its
// last argument, and gives a dash without any. count is the cell that counts
// them, "" to count them here.
func (a amount) statistic(function, last, count string, all ...anyOf) formula {
	if count == "" {
		count = a.count(all...).text
	}
	f := plainf(`IF(%s=0,%s,%s)`, count, literal(textDash), a.applied(function, last, all))
	f.array = a.lists(all)
	return f
}

// lists tells whether the numbers have to be made, row by row, by an array
// formula: they are not one column whole.
func (a amount) lists(all []anyOf) bool { return len(all) > 0 || len(a.columns) > 1 }

// applied is a function of the numbers of some rows, with its last argument.
func (a amount) applied(function, last string, all []anyOf) string {
	if !a.lists(all) {
		return function + "(" + a.columns[0] + last + ")"
	}
	who := a.given()
	if len(all) > 0 {
		who = factors(a.rows, all) + "*" + who
	}
	return fmt.Sprintf(`%s(IF(%s,%s,"")%s)`, function, who, a.each(), last)
}

// deepest is the table of which every field can be looked up from; nil when
// there is none.
func deepest(fields ...*field) *dataTable {
	var rows *dataTable
	for _, f := range fields {
		if f == nil {
			return nil
		}
		if rows == nil || f.table.under(rows) {
			rows = f.table
		}
	}
	for _, f := range fields {
		if !rows.under(f.table) {
			return nil
		}
	}
	return rows
}

// under tells a table from itself or from one of its repeats.
func (t *dataTable) under(other *dataTable) bool {
	for at := t; at != nil; at = at.above {
		if at == other {
			return true
		}
	}
	return false
}

// spot is where a count, its base and its interval stand, for other sheets; n
// is the number of respondents behind two sums.
type spot struct{ count, base, low, high, n string }

// sums are where what is said of a quantity stands; mean, low and high of a
// mean only.
type sums struct{ n, sum, median, max, mean, low, high string }

// spots remembers where figures are computed, so that other sheets point there
// and compute nothing again.
type spots struct {
	lines    map[*analysis.Table][]spot
	shares   map[*analysis.Share]spot
	amounts  map[*analysis.Quantity]sums
	figures  map[*survey.Indicator]string // the indicator's value
	ratios   map[*survey.Indicator]spot   // the two sums of a rate or a ratio
	coverage map[*analysis.Coverage]said
	estimate map[*analysis.Estimate]said // the headline
}

func newSpots() spots {
	return spots{
		lines: make(map[*analysis.Table][]spot), shares: make(map[*analysis.Share]spot), amounts: make(map[*analysis.Quantity]sums),
		figures: make(map[*survey.Indicator]string), ratios: make(map[*survey.Indicator]spot),
		coverage: make(map[*analysis.Coverage]said), estimate: make(map[*analysis.Estimate]said),
	}
}
