package workbook

import (
	"fmt"
	"strings"

	"constat/analysis"
	"constat/survey"
)

// steps are where an estimate is computed, cell by cell; the zero steps, of an
// edition without rows, make no formula.
type steps struct {
	field            *field // the number declared
	by, overlap      *field
	reliability      *field
	exact            string // the reliability code of a real count
	strict, usual    string // cells of the bounds
	central, ceiling string
	groups           string // the sums of the types of structure
	net              string // the sum less the shared half
	mean             string // of the parts told
	told             string // how many told
}

func (b *book) steps(e *analysis.Estimate) steps {
	f := b.field(e.Question)
	if f == nil {
		return steps{}
	}
	at := steps{field: f, by: b.field(e.By), overlap: b.field(e.Overlap), exact: e.Indicator.Parameters["exact"]}
	if at.exact == "" {
		at.exact = "exact"
	}
	if q, ok := b.diag.Form.Question(e.Indicator.Parameters["reliability"]); ok {
		at.reliability = b.field(q)
	}
	return at
}

// locate tells where the bounds stand: one row each, in estimateLines' order.
func (at *steps) locate(s *sheet, first int) {
	if at.field == nil {
		return
	}
	at.strict, at.usual, at.central, at.ceiling = s.from(2, first), s.from(2, first+1), s.from(2, first+2), s.from(2, first+3)
}

// when makes a formula of cells, none in an edition without rows.
func (at steps) when(format string, args ...any) formula {
	if at.field == nil {
		return formula{}
	}
	return plainf(format, args...)
}

func (at steps) amount() amount { return amount{at.field.table, []string{at.field.ref()}} }

func (at steps) count(among []anyOf) formula {
	if among == nil {
		return formula{}
	}
	return at.amount().count(among...)
}

func (at steps) sum(among []anyOf) formula {
	if among == nil {
		return formula{}
	}
	return at.amount().sum(among...)
}

func (at steps) largest(among []anyOf) formula {
	if among == nil {
		return formula{}
	}
	return arrayf(`MAX(0,IF(%s*%s,%s,""))`, factors(at.field.table, among), at.amount().given(), at.field.ref())
}

// bounds are the formulas of the four bounds, in estimateLines' order.
func (at steps) bounds() []formula {
	usual := plainf("%s", at.strict)
	if at.groups != "" {
		usual = plainf("MAX(%s,%s)", at.strict, at.groups)
	}
	central := formula{}
	if at.net != "" {
		central = plainf("ROUND(%s,0)", at.unrounded())
	}
	return []formula{plainf("MAX(0,MAX(%s))", at.field.ref()), usual, central, plainf("SUM(%s)", at.field.ref())}
}

// unrounded is the central value: the net sum, within floor and ceiling.
func (at steps) unrounded() string {
	return fmt.Sprintf("MIN(MAX(%s,%s),%s)", at.net, at.usual, at.ceiling)
}

// lay prepares the mean of the parts told, from the rows of the classes.
func (at *steps) lay(e *analysis.Estimate, first int) {
	var products, counts []string
	for i, c := range e.Classes {
		if c.Told {
			n := fixed(2, first+i, true, true)
			products = append(products, n+"*"+fixed(4, first+i, true, true))
			counts = append(counts, n)
		}
	}
	at.told = strings.Join(counts, "+")
	at.mean = fmt.Sprintf("(%s)/(%s)", strings.Join(products, "+"), at.told)
}

// walk goes through the categories of a question in the order of an estimate's
// rows.
type walk struct {
	field *field
	rows  *dataTable
	place int
}

func (at steps) among(f *field) *walk {
	if at.field == nil || f == nil || f.table != at.field.table {
		return &walk{}
	}
	return &walk{field: f, rows: f.table}
}

// next holds for the rows of a category, or of whoever gave none, without a
// label; at is the cell that shows it.
func (w *walk) next(label, at string) []anyOf {
	if w.field == nil {
		return nil
	}
	for ; w.place < len(w.field.column.Categories); w.place++ {
		if w.field.column.Categories[w.place].Label == label {
			w.place++
			return []anyOf{{w.field.is(w.place-1, at)}}
		}
	}
	blank := func(text string) criterion {
		return criterion{table: w.rows, column: w.field.ref(), value: literal(text)}
	}
	return []anyOf{{blank(""), blank(textNotAskedCell)}}
}

// exactly holds for rows that said their number exact.
func (at steps) exactly() []anyOf {
	if at.field == nil || at.reliability == nil {
		return nil
	}
	place, ok := at.reliability.place(at.exact)
	if !ok {
		return nil
	}
	return []anyOf{{at.reliability.is(place, "")}}
}

// usesOf are the questions that an indicator's parameters name.
func usesOf(form *survey.Form, ind survey.Indicator) []*survey.Question {
	var used []*survey.Question
	for _, name := range []string{"overlap", "reliability"} {
		if q, ok := form.Question(ind.Parameters[name]); ok {
			used = append(used, q)
		}
	}
	return used
}
