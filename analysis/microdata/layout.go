package microdata

import (
	"strconv"
	"time"

	"constat/analysis"
	"constat/analysis/disclosure"
	"constat/survey"
)

// kind is how a variable is written and read back.
type kind uint8

const (
	kindKey    kind = iota // a row's number, here or in a level above
	kindMark               // 1 on every row: the answers are fictitious
	kindDay                // the day received
	kindChoice             // one code of a list
	kindTick               // 1 or 0, for one choice of a question with several answers
	kindRank               // the place given to a choice, 0 without one
	kindNumber             //
	kindDate               //
	kindText               // a code without a list: what a calculation gives, or the link carries
)

// variable is one column of a CSV file.
type variable struct {
	name     string
	label    string
	kind     kind
	question *survey.Question // nil for what is not asked
	ordinal  bool
	codes    []code // values with a label, missing ones last
	cell     func(row int) string
	width    int // bytes of the longest cell
	decimals int // most digits after the point
}

// set is the variables of one question with several answers.
type set struct {
	name, label string
	question    *survey.Question
	variables   []*variable
}

// level is one CSV file: the responses, or the instances of a repeat.
type level struct {
	file      string
	label     string
	data      *analysis.Dataset
	above     *level
	key       *variable // of its own rows
	variables []*variable
	sets      []set
}

// layOut names every variable of the report's rows. Names are unique over all
// files, but for those that say the same in each, so that levels can be joined
// without renaming.
func layOut(report disclosure.Report) (*layout, error) {
	data := report.Data()
	if data == nil {
		return nil, ErrNoRows
	}
	l := &layout{report: report, diag: report.Diagnostic()}
	l.named = NamesOf(l.diag.Form)
	files := make(names)
	of := make(map[*analysis.Dataset]*level)
	for _, d := range data.All() {
		each := &level{file: fileMain, label: textResponses, data: d, above: of[d.Above]}
		if repeat := d.Scope.Repeat; repeat != nil {
			each.file = "reponses-" + files.unique(repeat.Key) + ".csv"
			each.label = analysis.LabelOf(l.diag.Form, repeat)
		}
		each.key = &variable{name: l.named.Keys[d.Scope], label: keyLabel(each), kind: kindKey, cell: func(row int) string { return strconv.Itoa(row + 1) }}
		of[d] = each
		l.levels = append(l.levels, each)
	}
	if l.diag.Meta.Fictitious {
		l.mark = l.named.Fictitious
	}
	for _, each := range l.levels {
		l.fill(each)
	}
	return l, nil
}

// fill lists the variables of a level.
func (l *layout) fill(each *level) {
	each.keys()
	if l.mark != "" {
		each.add(&variable{name: l.mark, label: textFictitious, kind: kindMark, cell: func(int) string { return "1" }})
	}
	if each.above == nil && each.data.Dated() {
		each.add(&variable{name: l.named.Day, label: textDay, kind: kindDay, cell: func(row int) string { return dateText(each.data.Day(row)) }})
	}
	for _, c := range each.data.Columns {
		if !exported(c) {
			continue
		}
		if c.Measure == survey.MeasureMultiple {
			each.addSet(l.diag.Form, c, l.named)
		} else {
			each.add(each.single(l.diag.Form, c, l.named))
		}
	}
	l.absences(each)
}

// exported leaves out free texts, which are apart, and what a device adds by
// itself, which could tell respondents apart.
func exported(c *analysis.Column) bool {
	switch c.Measure {
	case survey.MeasureNone, survey.MeasureVerbatim:
		return false
	}
	return c.Question.Type.Kind != survey.Captured
}

// keys begin a level: the numbers of the rows above that a row belongs to, the
// response's first, then its own.
func (each *level) keys() {
	climb := func(row int) int { return row }
	keys := []*variable{each.key}
	for at := each; at.above != nil; at = at.above {
		below, parents := climb, at.data.Parents
		climb = func(row int) int { return int(parents[below(row)]) }
		reach, above := climb, at.above.key
		keys = append([]*variable{{name: above.name, label: above.label, kind: kindKey, cell: func(row int) string { return strconv.Itoa(reach(row) + 1) }}}, keys...)
	}
	for _, key := range keys {
		each.add(key)
	}
}

// add measures a variable's cells, so that the syntax can declare their width.
func (each *level) add(v *variable) {
	for row := range each.data.Len() {
		cell := v.cell(row)
		v.width = max(v.width, len(cell))
		if v.kind == kindNumber {
			v.decimals = max(v.decimals, decimalsOf(cell))
		}
	}
	each.variables = append(each.variables, v)
}

// single is the variable of a question with one answer.
func (each *level) single(form *survey.Form, c *analysis.Column, named *Naming) *variable {
	none := absenceOf(each.data, c)
	v := &variable{name: named.Questions[c.Question], label: analysis.LabelOf(form, c.Question), question: c.Question, codes: append(none.said(each.data, c), none.codes()...)}
	answer := func(row int) string { return "" }
	switch c.Measure {
	case survey.MeasureQuantity:
		v.kind = kindNumber
		answer = func(row int) string { x, _ := c.Number(row); return decimal(x) }
	case survey.MeasureDate:
		v.kind = kindDate
		answer = func(row int) string {
			if day, ok := c.Date(row); ok { // the year 1 too: it was answered
				return day.Format(time.DateOnly)
			}
			return ""
		}
	default:
		v.kind, v.ordinal = kindText, c.Measure == survey.MeasureOrdinal
		if c.Question.List != nil || c.Question.Type.Format == survey.FormatTick {
			v.kind = kindChoice
			v.codes = choiceCodes(c, none)
		}
		texts := make([]string, len(c.Categories))
		for i, category := range c.Categories {
			texts[i] = cellOf(category)
		}
		answer = func(row int) string {
			if place, ok := c.Code(row); ok {
				return texts[place]
			}
			return none.noAnswer
		}
	}
	v.cell = func(row int) string {
		if meaning, coded := c.Meant(row); coded {
			return none.meaning(meaning)
		}
		if absent := none.of(c.State(row)); absent != "" {
			return absent
		}
		return answer(row)
	}
	return v
}

// addSet adds one variable per choice of a question with several answers,
// those left out that this territory is never offered.
func (each *level) addSet(form *survey.Form, c *analysis.Column, named *Naming) {
	label := analysis.LabelOf(form, c.Question)
	s := set{name: named.Questions[c.Question], label: label, question: c.Question}
	for place, category := range c.Categories {
		if !c.Listed(place) {
			continue
		}
		v := &variable{
			name: named.choice(c.Question, category.Code), label: oneLine(category.Label) + " — " + label,
			kind: kindTick, question: c.Question, codes: tickCodes(c), cell: tickCell(c, place),
		}
		if c.Question.Type.Format == survey.FormatRank {
			v.kind, v.codes = kindRank, rankCodes(c)
		}
		each.add(v)
		s.variables = append(s.variables, v)
	}
	each.sets = append(each.sets, s)
}

// tickCell is 1 for a choice ticked and 0 for one that was not; of a ranking,
// its place. Whoever is in no base (who refused, or said not to be concerned)
// has the code of that instead of 0, so that the mean of the valid values is
// the share that the diagnostic prints.
func tickCell(c *analysis.Column, place int) func(row int) string {
	ranked := c.Question.Type.Format == survey.FormatRank
	none := absence{strconv.Itoa(numberNotAsked), strconv.Itoa(numberNoAnswer)}
	return func(row int) string {
		for i, t := range c.Ticks(row) {
			if int(t) == place && ranked {
				return strconv.Itoa(i + 1)
			} else if int(t) == place {
				return "1"
			}
		}
		switch state := c.State(row); state {
		case survey.AnsweredRefused:
			return strconv.Itoa(numberRefused)
		case survey.AnsweredNotApplies:
			return strconv.Itoa(numberNotApplies)
		case survey.NotAsked, survey.NoAnswer:
			return none.of(state)
		}
		return "0"
	}
}

// cellOf is a category's code as the CSV holds it.
func cellOf(category analysis.Category) string { return guardedCode(oneLine(category.Code)) }

func dateText(day time.Time) string {
	if day.IsZero() {
		return ""
	}
	return day.Format(time.DateOnly)
}
