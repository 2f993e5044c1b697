package workbook

import (
	"fmt"
	"strconv"
	"strings"

	"constat/analysis"
	"constat/analysis/stats"
	"constat/survey"
)

// What is said of figures: numbers declared, indicators, ratios and their parts.

// fact is a label with what it says.
type fact struct {
	label string
	value said
}

var quantityHeaders = []string{"Ensemble des nombres donnés", "Somme", "Médiane", "1er\nquartile", "3e\nquartile", "Maximum"}

func quantityLabel(q *analysis.Quantity, given amount, live bool) said {
	var n, low, high string
	if live {
		n = given.count().text
		low, high = "MIN("+given.columns[0]+")", "PERCENTILE("+given.columns[0]+",0.95)"
	}
	return said{}.plural(q.N, n, "réponse chiffrée", "réponses chiffrées").words(" ; minimum ").number(q.Min, low).
		words(", 95e centile ").number(q.P95, high)
}

// quantityReading says a sum; at is where its parts stand.
func quantityReading(q *analysis.Quantity, unit string, at sums) said {
	none := say("Aucune réponse chiffrée")
	some := said{}.number(q.Sum, at.sum).words(nbsp + unitOr(unit) + ", ").and(accordingTo(q, at))
	if at.n == "" && q.N > 0 {
		return some
	}
	if at.n == "" {
		return none
	}
	return said{}.choose(q.N == 0, at.n+"=0", none, some)
}

// accordingTo says who gave the numbers, and how far they go.
func accordingTo(q *analysis.Quantity, at sums) said {
	return say("selon ").plural(q.N, at.n, "réponse", "réponses").words(" (médiane ").number(q.Median, at.median).
		words(", maximum ").number(q.Max, at.max).words(")")
}

func unitOr(unit string) string {
	if unit == "" {
		return "au total"
	}
	return unit
}

// figureReading says an indicator in words, counts before percentages.
func figureReading(f *analysis.Figure, at spots) said {
	switch {
	case f.Share != nil:
		return fractionText(*f.Share, at.shares[f.Share], f.Unit, textNoAnswers)
	case f.Ratio != nil:
		return ratioReading(f, at)
	case len(f.Parts) == 1:
		return amountReading(f, f.Parts[0].Quantity, at)
	case f.Total != nil && f.Numbered():
		return quantityReading(f.Total, f.Unit, at.amounts[f.Total])
	case len(f.Parts) > 1:
		return say("Par question, ci-dessous")
	case f.Ranking != nil:
		base := ""
		if lines := at.lines[f.Ranking]; len(lines) > 0 {
			base = lines[0].base
		}
		return say("Classement : ").and(personsAnswered(f.Ranking.Base.Answered(), base))
	}
	return said{}
}

func unitAfter(unit string) string {
	if unit == "" {
		return ""
	}
	return " " + unit
}

// ratioText is « 12 sur 40 », of two sums.
func ratioText(r *stats.Ratio, unit string, at spot) said {
	if r.N == 0 {
		return say(textNoAnswers)
	}
	return said{}.number(r.Over, at.count).words(nbsp+"sur"+nbsp).number(r.Under, at.base).words(unitAfter(unit))
}

// partsReading says what a sum counts and who counted.
func partsReading(f *analysis.Figure, at spots) said {
	q := f.Total
	switch {
	case len(f.Parts) == 1:
		q = f.Parts[0].Quantity
	case q == nil:
		return say(f.Unit)
	}
	if f.Indicator.Type == survey.IndicatorMean {
		return meanReading(q, f.Unit, false, at.amounts[q])
	}
	return say(strings.TrimPrefix(f.Unit+", ", ", ")).and(accordingTo(q, at.amounts[q]))
}

// partLabel names one of several questions whose mean or median is shown.
func partLabel(f *analysis.Figure, part analysis.Part) string {
	return typeset(f.Label + " : " + part.Label)
}

// caution is the short warning of a key figure.
func caution(f *analysis.Figure, at spots) said {
	few, indicative := say("\neffectif seul"), say("\nindicatif")
	switch {
	case f.Share != nil:
		where := at.shares[f.Share]
		wide := said{}.choose(f.Share.Indicative() && (!f.Describes || f.Share.Base < analysis.IndicativeBase), fewerOrWide(where), indicative, said{})
		return said{}.choose(f.Share.Base < analysis.MinPercentBase, atMost(where.base, analysis.MinPercentBase), few, wide)
	case f.Ratio != nil:
		where := at.ratios[f.Indicator]
		hint := said{}.choose(f.Ratio.N < analysis.IndicativeBase, atMost(where.n, analysis.IndicativeBase), indicative, said{})
		return said{}.choose(f.Ratio.Under < analysis.MinPercentBase, atMost(where.base, analysis.MinPercentBase), few, hint)
	}
	return said{}
}

func atMost(expression string, limit int) string {
	if expression == "" {
		return ""
	}
	return expression + "<" + strconv.Itoa(limit)
}

// fewerOrWide tells a base or an interval that makes a percentage a hint.
func fewerOrWide(at spot) string {
	if at.base == "" || at.low == "" {
		return atMost(at.base, analysis.IndicativeBase)
	}
	return fmt.Sprintf("OR(%s<%d,%s-%s>%d)", at.base, analysis.IndicativeBase, at.high, at.low, int(2*100*analysis.MaxHalfWidth))
}
