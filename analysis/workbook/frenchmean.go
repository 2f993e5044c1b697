package workbook

import (
	"fmt"
	"strconv"
	"strings"

	"constat/analysis"
	"constat/analysis/stats"
	"constat/survey"
)

// amountReading says what several respondents counted: a sum and its median,
// or a mean.
func amountReading(f *analysis.Figure, q *analysis.Quantity, at spots) said {
	if f.Indicator.Type == survey.IndicatorMean {
		return meanReading(q, f.Unit, true, at.amounts[q])
	}
	return quantityReading(q, f.Unit, at.amounts[q])
}

// meanReading says a mean, or the median that stands for it; the figure itself
// is left out where it stands beside.
func meanReading(q *analysis.Quantity, unit string, figure bool, at sums) said {
	lead := func(x float64) said {
		if figure {
			return said{}.number(x, at.mean).words(unitAfter(unit))
		}
		return say(unit)
	}
	space := " "
	if !figure && unit == "" {
		space = ""
	}
	mean := stats.Mean{}
	if q.Mean != nil {
		mean = *q.Mean
	}
	full := lead(mean.Value).words(space+"en moyenne (entre ").number(mean.Interval.Low, at.low).words(" et ").
		number(mean.Interval.High, at.high).words("), ").and(accordingTo(q, at))
	few := lead(q.Median).words(fmt.Sprintf("%sen médiane, faute de %d nombres pour une moyenne, selon ", space, stats.MinMean)).
		plural(q.N, at.n, "réponse", "réponses").words(" (maximum ").number(q.Max, at.max).words(")")
	some := said{}.choose(q.Mean == nil, atMost(at.n, stats.MinMean), few, full)
	if at.n == "" && q.N > 0 {
		return some
	}
	none := say("Aucune réponse chiffrée")
	if at.n == "" {
		return none
	}
	return said{}.choose(q.N == 0, at.n+"=0", none, some)
}

// meanRemark tells, whatever is corrected, that the median stands for the mean
// of some question.
func (b *book) meanRemark(f *analysis.Figure, more bool) said {
	if f.Indicator.Type != survey.IndicatorMean {
		return said{}
	}
	few, conditions := false, []string{}
	for _, part := range f.Parts {
		few = few || part.Quantity.N > 0 && part.Quantity.Mean == nil
		if given, ok := b.amountOf(part.Question); ok {
			n := given.count().text
			conditions = append(conditions, "AND("+n+">0,"+n+"<"+strconv.Itoa(stats.MinMean)+")")
		}
	}
	condition := ""
	if len(conditions) == len(f.Parts) {
		condition = "OR(" + strings.Join(conditions, ",") + ")"
	}
	words := noteSentence(analysis.Note{Code: analysis.NoteMeanMedian})
	if more {
		words = "\n" + words
	}
	return said{}.when(few, condition, say(words))
}

// ratioReading says two sums, and of a ratio what one is per unit of the other.
func ratioReading(f *analysis.Figure, at spots) said {
	where := at.ratios[f.Indicator]
	if f.Indicator.Type != survey.IndicatorRatio || f.Ratio.N == 0 {
		return ratioText(f.Ratio, f.Unit, where)
	}
	value := ""
	if where.base != "" {
		value = at.figures[f.Indicator]
	}
	sums := pairText(f.Ratio, where)
	full := sums.words(", soit ").number(f.Ratio.Value, value).words(unitAfter(f.Unit))
	return said{}.choose(f.Ratio.Under < analysis.MinPercentBase, atMost(where.base, analysis.MinPercentBase), sums, full)
}

// pairText is « 240 pour 130 », of two sums of which neither is a part of the
// other.
func pairText(r *stats.Ratio, at spot) said {
	return said{}.number(r.Over, at.count).words(nbsp+"pour"+nbsp).number(r.Under, at.base)
}

// quotientRemark stands beside a ratio: its unit, its interval and its sums.
func quotientRemark(f *analysis.Figure, at spots) said {
	where := at.ratios[f.Indicator]
	r := f.Ratio
	between := say(" (entre ").number(r.Interval.Low, where.low).words(" et ").number(r.Interval.High, where.high).words(")")
	known := ""
	if where.low != "" {
		known = "ISNUMBER(" + where.low + ")"
	}
	full := say(f.Unit).when(r.HasInterval && r.Under >= analysis.MinPercentBase, known, between).words("\n").and(pairText(r, where))
	return said{}.choose(r.Under < analysis.MinPercentBase, atMost(where.base, analysis.MinPercentBase), say(f.Unit), full)
}

// aboutSize tells the notes on how few numbers a rate or a ratio is made of.
func aboutSize(n analysis.Note) bool {
	switch n.Code {
	case analysis.NoteTooFew, analysis.NoteFewReporters, analysis.NoteRatioTooFew, analysis.NoteRatioReporters:
		return true
	}
	return false
}

// ratioRemark says on how few numbers a rate or a ratio rests, after what it is
// made of.
func (b *book) ratioRemark(f *analysis.Figure) said {
	if f.Ratio == nil {
		return said{}
	}
	tooFew, reporters := analysis.NoteTooFew, analysis.NoteFewReporters
	if f.Indicator.Type == survey.IndicatorRatio {
		tooFew, reporters = analysis.NoteRatioTooFew, analysis.NoteRatioReporters
	}
	at, n := b.spots.ratios[f.Indicator], f.Ratio.N
	few := say("\n").and(noteWith(analysis.Note{Code: reporters, Args: []string{strconv.Itoa(n)}}, at.n))
	hint := said{}.when(n < analysis.IndicativeBase, atMost(at.n, analysis.IndicativeBase), few)
	held := say("\n" + noteSentence(analysis.Note{Code: tooFew}))
	some := said{}.choose(f.Ratio.Under < analysis.MinPercentBase, atMost(at.base, analysis.MinPercentBase), held, hint)
	return said{}.when(n > 0, when(at.n, ">0"), some)
}

func when(expression, holds string) string {
	if expression == "" {
		return ""
	}
	return expression + holds
}
