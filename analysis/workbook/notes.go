package workbook

import (
	"fmt"
	"strconv"
	"strings"

	"constat/analysis"
	"constat/survey"
)

// mostOutliersListed is how many values a note names, the largest.
const mostOutliersListed = 8

// noteSaid is a note whose figures follow corrections. base is the cell of what
// n counts; numbers are the questions that an outlier may be an answer to.
func (b *book) noteSaid(note analysis.Note, n int, base string, numbers ...*survey.Question) said {
	switch note.Code {
	case analysis.NoteTooFew, analysis.NoteIndicative:
		if base != "" {
			return thresholds(n, base, "", "")
		}
	case analysis.NoteOutliers:
		for _, q := range numbers {
			if f := b.field(q); f != nil && f.column.Measure == survey.MeasureQuantity {
				return outliersSaid(note, f.ref())
			}
		}
	}
	return say(noteSentence(note))
}

// noteWith is a note whose first argument is a cell's.
func noteWith(note analysis.Note, expression string) said {
	before, after, ok := strings.Cut(noteFrench[note.Code], "{0}")
	n, err := strconv.Atoi(note.Args[0])
	if !ok || err != nil {
		return say(noteSentence(note))
	}
	return say(before).count(n, expression).words(after)
}

// outliersSaid names the values past the fence that analysis draws, smallest
// first: the eight largest are looked at.
func outliersSaid(note analysis.Note, column string) said {
	fence := fmt.Sprintf("MAX(PERCENTILE(%[1]s,0.95),QUARTILE(%[1]s,3)+3*(QUARTILE(%[1]s,3)-QUARTILE(%[1]s,1)))", column)
	before, after, _ := strings.Cut(noteFrench[note.Code], "{0}")
	between, after, ok := strings.Cut(after, "{*}")
	if !ok || len(note.Args) < 2 {
		return say(noteSentence(note))
	}
	var named []string
	for k := mostOutliersListed; k >= 1; k-- {
		value := fmt.Sprintf("LARGE(%s,%d)", column, k)
		separator := ""
		if k > 1 {
			separator = `&"` + nbsp + `; "`
		}
		named = append(named, fmt.Sprintf(`IFERROR(IF(%s>%s,%s%s,""),"")`, value, fence, decimal(value), separator))
	}
	values := make([]string, len(note.Args))
	for i, arg := range note.Args {
		values[i] = comma(arg)
	}
	return say(before).with(values[0], fragment{text: decimal("PERCENTILE(" + column + ",0.95)"), code: true}).words(between).
		with(strings.Join(values[1:], nbsp+"; "), fragment{text: strings.Join(named, "&"), code: true}).words(after)
}

// decimal writes a number with a comma, in every language of Excel.
func decimal(expression string) string { return `SUBSTITUTE(ROUND(` + expression + `,2),".",",")` }
