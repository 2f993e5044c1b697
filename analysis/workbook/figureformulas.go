package workbook

import (
	"fmt"
	"strings"

	"constat/analysis"
	"constat/analysis/stats"
	"constat/survey"
)

// shareFormulas count a share and its base.
type shareFormulas struct{ count, base formula }

// shareFormulas makes a share's formulas among some rows: those for which every
// term of the condition holds, over those of the denominator, else over whoever
// answered every question of the condition.
func (b *book) shareFormulas(ind *survey.Indicator, among []anyOf) shareFormulas {
	var fields []*field
	for _, term := range append(append([]survey.Term{}, ind.Condition...), ind.Denominator.Condition...) {
		fields = append(fields, b.field(term.Question))
	}
	rows := deepest(fields...)
	if rows == nil {
		return shareFormulas{}
	}
	holds, substantive := b.terms(ind.Condition)
	base, _ := b.terms(ind.Denominator.Condition)
	counted := append(append([]anyOf{}, among...), holds...)
	if len(base) > 0 {
		counted = append(counted, base...)
	} else {
		for _, term := range ind.Condition {
			base = append(base, b.field(term.Question).answered(ind.Denominator.Known)...)
		}
		if !substantive {
			counted = append(counted, base...)
		}
	}
	return shareFormulas{
		count: plain(countRows(rows, counted...)),
		base:  plain(countRows(rows, append(append([]anyOf{}, among...), base...)...)),
	}
}

// terms are the conditions of an indicator; substantive tells that they hold
// for answers on the substance only, which are always in the base.
func (b *book) terms(terms []survey.Term) (all []anyOf, substantive bool) {
	substantive = true
	for _, term := range terms {
		f := b.field(term.Question)
		var each anyOf
		for _, code := range term.Codes {
			place, ok := f.place(code)
			if !ok || f.ticks != nil && f.tick(place) == "" {
				continue // nobody gave it
			}
			each = append(each, f.is(place, ""))
			substantive = substantive && f.column.Categories[place].Missing == survey.Substantive
		}
		if len(each) == 0 {
			each = anyOf{{table: f.table, column: f.table.numbers(), value: "0"}} // of no row
		}
		all = append(all, each)
	}
	return all, substantive
}

// breakdown gives the lines of an indicator's breakdown, one after the other,
// with the rows and the questions that each counts.
type breakdown struct {
	book *book
	of   *analysis.Figure
	by   *survey.Question
	line int // among those of by
}

func (w *breakdown) next(row analysis.FigureRow) (among []anyOf, questions []*survey.Question) {
	if row.By != w.by {
		w.by, w.line = row.By, 0
	}
	w.line++
	questions = w.of.Indicator.Questions
	if row.Question != nil {
		questions = []*survey.Question{row.Question}
	}
	f := w.book.field(row.By)
	if f == nil {
		return nil, nil
	}
	var listed []int
	for place := range f.column.Categories {
		if f.column.Listed(place) {
			listed = append(listed, place)
		}
	}
	return []anyOf{{f.is(listed[(w.line-1)%len(listed)], "")}}, questions
}

// sumOfParts adds questions that are not of one level.
func (b *book) sumOfParts(f *analysis.Figure) formula {
	var terms []string
	for _, part := range f.Parts {
		given, ok := b.amountOf(part.Question)
		if !ok {
			return formula{}
		}
		terms = append(terms, given.sum().text)
	}
	return plain(strings.Join(terms, "+"))
}

// ratioFormulas are the sums of two questions over whoever answered both.
type ratioFormulas struct {
	over, under formula
	a, b        string // the two columns
	n           string
	percent     bool // a rate; else a ratio
}

func (b *book) ratioFormulas(f *analysis.Figure) ratioFormulas {
	over, under := b.field(f.Indicator.Questions[0]), b.field(f.Indicator.Denominator.Question)
	if over == nil || under == nil || over.table != under.table {
		return ratioFormulas{}
	}
	r := ratioFormulas{a: over.ref(), b: under.ref(), percent: f.Indicator.Type == survey.IndicatorRate}
	r.over = plainf("SUMPRODUCT(--ISNUMBER(%s),%s)", r.b, r.a)
	r.under = plainf("SUMPRODUCT(--ISNUMBER(%s),%s)", r.a, r.b)
	r.n = fmt.Sprintf("SUMPRODUCT(ISNUMBER(%s)*ISNUMBER(%s))", r.a, r.b)
	return r
}

// value divides the two sums, given by their cells.
func (r ratioFormulas) value(over, under string) formula {
	if r.n == "" {
		return formula{}
	}
	return plainf(`IF(%s<%d,"",%s%s/%s)`, under, analysis.MinPercentBase, r.times(), over, under)
}

func (r ratioFormulas) times() string {
	if r.percent {
		return "100*"
	}
	return ""
}

// bound is one end of Student's interval by linearisation (Cochran), as
// stats.RatioOfSums and stats.QuotientOfSums give it: of a rate, cut to 0 and
// 100 when it is a part of a whole; of a ratio, cut to 0 when no number is
// negative; none under two pairs.
func (r ratioFormulas) bound(sign, over, under string) formula {
	if r.n == "" {
		return formula{}
	}
	both := fmt.Sprintf("ISNUMBER(%s)*ISNUMBER(%s)", r.a, r.b)
	half := fmt.Sprintf("TINV(%s,%s-1)*SQRT(%s/(%s-1)*SUM(IF(%s,(%s-%s/%s*%s)^2,0)))/ABS(%s)",
		bound(1-meanConfidence), r.n, r.n, r.n, both, r.a, over, under, r.b, under)
	bound := fmt.Sprintf("%s/%s%s%s", over, under, sign, half)
	outside, cut := fmt.Sprintf("(%s<0)+(%s>%s)", r.a, r.a, r.b), "MIN(1,"+bound+")"
	if !r.percent {
		outside, cut = fmt.Sprintf("(%s<0)+(%s<0)", r.a, r.b), bound
	}
	if sign == "-" {
		cut = "MAX(0," + bound + ")"
	}
	return arrayf(`IF(OR(%s<%d,%s<2),"",%sIF(SUM(IF(%s,%s,0))=0,%s,%s))`, under, analysis.MinPercentBase, r.n, r.times(), both, outside, cut, bound)
}

// meanFormulas are a mean, which the median stands for under stats.MinMean
// numbers, and the ends of its interval, as analysis gives them.
type meanFormulas struct{ value, low, high formula }

// mean makes them over some rows; the arguments are the cells of the count,
// the median and the mean.
func (a amount) mean(n, median, value string, among []anyOf) meanFormulas {
	made := func(format string, args ...any) formula {
		f := plainf(format, args...)
		f.array = a.lists(among)
		return f
	}
	half := fmt.Sprintf("TINV(%s,%s-1)*%s/SQRT(%s)", bound(1-meanConfidence), n, a.applied("STDEV", "", among), n)
	return meanFormulas{
		value: made("IF(%s=0,%s,IF(%s<%d,%s,%s))", n, literal(textDash), n, stats.MinMean, median, a.applied("AVERAGE", "", among)),
		low:   made(`IF(%s<%d,"",IF(%s<0,%s-%s,MAX(0,%s-%s)))`, n, stats.MinMean, a.applied("MIN", "", among), value, half, value, half),
		high:  made(`IF(%s<%d,"",%s+%s)`, n, stats.MinMean, value, half),
	}
}

// meanConfidence is that of analysis: TINV takes what is left of it.
const meanConfidence = 0.95
