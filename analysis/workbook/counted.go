package workbook

import (
	"fmt"
	"strconv"
	"strings"

	"constat/analysis"
	"constat/survey"
)

// counted makes the formulas of one table. The zero counted, of a table whose
// rows are not in the workbook, makes none.
type counted struct {
	table    *dataTable
	field    *field // nil for the days received
	column   string
	measure  survey.Measure
	baseCell string // where the base is printed
}

func (b *book) counted(t *analysis.Table) counted {
	if f := b.field(t.Question); f != nil {
		return counted{table: f.table, field: f, column: f.ref(), measure: f.column.Measure}
	}
	if rows := b.rows(); t.Question == nil && rows != nil && rows.level.Dated() {
		return counted{table: rows, column: rows.ref(textDay), measure: survey.MeasureDate}
	}
	return counted{}
}

func (c counted) withBase(at string) counted {
	c.baseCell = at
	return c
}

func (c counted) none() bool { return c.table == nil }

// base counts who is in the base of percentages.
func (c counted) base() formula {
	switch {
	case c.none():
		return formula{}
	case c.field == nil, c.measure == survey.MeasureQuantity:
		return plain("COUNT(" + c.column + ")")
	}
	return plain(countRows(c.table, c.field.answered(false)...))
}

// dontKnow counts « ne sait pas ».
func (c counted) dontKnow() string {
	if c.none() || c.field == nil {
		return ""
	}
	return strings.Join(c.field.told(survey.DontKnow), "+")
}

// known is the base without « ne sait pas », from the cell of the base.
func (c counted) known(t *analysis.Table, base string) string {
	if less := c.dontKnow(); less != "" && t.Base.DontKnow > 0 {
		return base + "-" + strings.ReplaceAll(less, "+COUNT", "-COUNT")
	}
	return base
}

// notAsked counts whom the form's logic left out.
func (c counted) notAsked() string {
	return countRows(c.table, anyOf{{table: c.table, column: c.column, value: literal(textNotAskedCell)}})
}

// asked counts who was asked.
func (c counted) asked() string {
	if c.none() {
		return ""
	}
	if c.field == nil {
		return "COUNT(" + c.table.numbers() + ")"
	}
	return "(COUNT(" + c.table.numbers() + ")-" + c.notAsked() + ")"
}

func (c counted) notConcerned() formula {
	if c.none() || c.field == nil {
		return formula{}
	}
	return plain(strings.Join(append([]string{c.notAsked()}, c.field.told(survey.NotApplicable)...), "+"))
}

func (c counted) refused() formula {
	if c.none() || c.field == nil {
		return formula{}
	}
	return plain(strings.Join(c.field.told(survey.Refused), "+"))
}

func (c counted) blank() formula {
	if c.none() {
		return formula{}
	}
	return plain("COUNTBLANK(" + c.column + ")")
}

// line counts one line; at is the cell of its label.
func (c counted) line(line analysis.Line, at string) formula {
	switch {
	case c.none():
		return formula{}
	case line.Class != nil:
		return c.class(*line.Class)
	case c.measure == survey.MeasureDate:
		return c.period(line.Code)
	}
	place, ok := c.field.place(line.Code)
	if !ok {
		return formula{}
	}
	conditions := []anyOf{{c.field.is(place, at)}}
	if c.measure == survey.MeasureMultiple && line.Missing == survey.DontKnow {
		// Whoever refused or is not concerned may have ticked it besides.
		conditions = append(conditions, c.field.answered(false)...)
	}
	return plain(countRows(c.table, conditions...))
}

// class counts the numbers of a range. A bound is joined to its sign as a
// number, since a text would need the decimal sign of the reader's Excel.
func (c counted) class(class analysis.Class) formula {
	low, high := bound(class.Low), bound(class.High)
	switch {
	case class.Open():
		return plainf(`COUNTIFS(%s,">="&%s)`, c.column, low)
	case class.Last && !class.Whole:
		return plainf("SUMPRODUCT(ISNUMBER(%[1]s)*(%[1]s>=%[2]s)*(%[1]s<=%[3]s))", c.column, low, high)
	case class.Whole && class.Low == class.High:
		return plainf("COUNTIFS(%s,%s)", c.column, low)
	case class.Whole:
		return plainf(`COUNTIFS(%[1]s,">="&%[2]s,%[1]s,"<="&%[3]s)`, c.column, low, high)
	}
	return plainf("SUMPRODUCT(ISNUMBER(%[1]s)*(%[1]s>=%[2]s)*(%[1]s<%[3]s))", c.column, low, high)
}

func bound(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// period counts the days of a month (2026-03) or of a year (2026).
func (c counted) period(code string) formula {
	year, month, monthly := strings.Cut(code, "-")
	y, err := strconv.Atoi(year)
	if err != nil {
		return formula{}
	}
	if y < firstSheetYear {
		return plainf("SUMPRODUCT(ISTEXT(%[1]s)*(LEFT(%[1]s,%[2]d)=%[3]s))", c.column, len(code), literal(code))
	}
	from, to := fmt.Sprintf("DATE(%d,1,1)", y), fmt.Sprintf("DATE(%d,1,1)", y+1)
	if m, err := strconv.Atoi(month); monthly && err == nil {
		from, to = fmt.Sprintf("DATE(%d,%d,1)", y, m), fmt.Sprintf("DATE(%d,%d,1)", y, m+1)
	}
	return plainf(`COUNTIFS(%[1]s,">="&%[2]s,%[1]s,"<"&%[3]s)`, c.column, from, to)
}
