package tabular

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"constat/survey"
)

// beside is where a text that was written beside the list goes: the form's own
// « autre » and the question that asks which. Its zero value is nowhere.
type beside struct {
	choice string
	asks   *survey.Question
	coded  bool // the column has codes: a word of one is a choice that the list has lost
}

// besideOf finds the form's « autre » for a column. Software that has a column for the
// text writes none in the cell: there, what the list lacks is a choice removed since.
func besideOf(f *field, fields []field) beside {
	choice, asks := f.question.Other()
	if choice == nil || f.reader.choices == nil || slices.ContainsFunc(fields, func(each field) bool { return each.question == asks }) {
		return beside{}
	}
	header := loosen(trim(f.header()))
	return beside{choice.Name, asks, header == strings.ToLower(f.question.Name) || strings.HasSuffix(header, "/"+strings.ToLower(f.question.Name))}
}

// codeLike tells what could be a choice's name, and is no text that people type.
var codeLike = regexp.MustCompile(`^(?:[a-z0-9_.\-]+|[A-Z0-9_.\-]+)$`)

// takes tells whether a text outside the list is one that the form's « autre » asks
// for.
func (o beside) takes(text string) bool {
	return o.asks != nil && text != "" && !(o.coded && codeLike.MatchString(text))
}

// settle puts what was written beside the lists of a row where the form has it, and
// tells the rest.
func settle(a *survey.Answers, fields []field, tell report) {
	for i := range fields {
		f := &fields[i]
		if f.outside == "" {
			continue
		}
		if !f.beside.takes(f.outside) {
			tell(f.at, CodeUnknownChoice, excerpt(f.outside))
			continue
		}
		code := f.reader.choices.unlisted
		names := []string{a.Values[f.question.Key]}
		if f.question.Type.Format != survey.FormatOne {
			names = strings.Fields(names[0])
		}
		names = slices.DeleteFunc(names, func(name string) bool { return name == f.beside.choice })
		for j := range names {
			if names[j] == code {
				names[j] = f.beside.choice
			}
		}
		a.Values[f.question.Key] = strings.Join(names, " ")
		a.Values[f.beside.asks.Key] = f.beside.words(f.outside, f.reader.choices)
		tell(f.at, CodeFreeOther)
	}
}

// words is the text without « Autre : » before it.
func (o beside) words(text string, c *choices) string {
	before, after, cut := strings.Cut(text, ":")
	if name, found := c.find(trim(before), serialDates{}); cut && found && name == o.choice && trim(after) != "" {
		return trim(after)
	}
	return text
}

// longestShown is how much of a text is shown where it is named.
const longestShown = 200

func excerpt(text string) string {
	if runes := []rune(text); len(runes) > longestShown {
		return string(runes[:longestShown-1]) + "…"
	}
	return text
}

// noAnswer tells what stands in a cell without answering: dashes and other signs
// alone, and the errors of a spreadsheet's formulas.
func noAnswer(cell string) bool {
	return spreadsheetError.MatchString(cell) || !strings.ContainsFunc(cell, func(r rune) bool {
		return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsSymbol(r)
	})
}

var spreadsheetError = regexp.MustCompile(`^#[A-Z/0]+[!?]$`)

// asks lists the questions whose texts are written in the cells of another, where
// people read labels.
func (p *plan) asks() []*survey.Question {
	var asks []*survey.Question
	add := func(fields []field) {
		for i := range fields {
			if o := fields[i].beside; o.asks != nil && !o.coded {
				asks = append(asks, o.asks)
			}
		}
	}
	add(p.fields)
	var within func([]spread)
	within = func(spreads []spread) {
		for _, s := range spreads {
			for _, instance := range s.instances {
				add(instance.fields)
				within(instance.inner)
			}
		}
	}
	within(p.spread)
	return asks
}

// unlisted gives the columns of choices that a list has lost, « besoins/ancien »
// among those of its other choices, to what is outside the list.
func (m *matcher) unlisted(columns []Column) {
	for i := range columns {
		c := &columns[i]
		header := trim(c.Header)
		at := strings.LastIndexAny(header, "/.")
		if c.Use != Unmatched || c.Code != CodeUnknownColumn || at < 1 || len(header) > longestHeader || header[at+1:] == "" {
			continue
		}
		q := m.onlyMultiple(header[:at])
		if q == nil || !slices.ContainsFunc(columns, func(other Column) bool { return other.Use == Tick && other.Question == q }) {
			continue
		}
		c.Use, c.Question, c.Choice, c.Code = Tick, q, m.choices(q).unlisted, CodeUnlistedColumn
		c.args = []string{header[at+1:], q.Name}
	}
}

// onlyMultiple is the select_multiple that a header names, nil when none or
// several do.
func (m *matcher) onlyMultiple(header string) *survey.Question {
	var only *survey.Question
	for _, q := range m.bases(header, false).questions {
		switch {
		case q.Type.Format != survey.FormatMultiple || q.List == nil:
		case only != nil:
			return nil
		default:
			only = q
		}
	}
	return only
}
