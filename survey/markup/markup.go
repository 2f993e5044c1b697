// Package markup reads what authors write in the labels of an XLSForm: its
// Markdown (https://xlsform.org, "Styling prompts"), the HTML that published
// forms carry, and ${references}. Every door has this one reader: the page,
// the workbook, the XForm, the matching of column headers.
//
// A Markdown library was rejected: XLSForm's Markdown is not CommonMark. There
// is no paragraph to open, a line break is one, "1. Oui" alone is a choice and
// no list, "####Titre" needs no space, and "< 3 ans" or a text typed by a
// respondent must stay what it is. The rules here are those that Collect and
// Enketo have in common, held back where they would eat a word.
//
// A text is lines of runs, not a tree: what is bold may begin on one line and
// end on another, tags may be ill nested, and no depth can be abused. Reading is
// linear in the length of the text.
package markup

import (
	"slices"
	"strings"
)

// Text is a label as it was meant. A text that shows nothing is empty.
type Text []Line

// Line is a line of a text.
type Line struct {
	Kind Kind
	// Mark begins an item as its author wrote it: "-", "*", "+", or "3." whose
	// number is a word of the text.
	Mark string
	// Apart tells that blank lines were left above.
	Apart bool
	Runs  []Run
}

// Kind is what a line is.
type Kind uint8

// The kinds of lines.
const (
	Plain Kind = iota
	Heading
	Item // of a list
)

// Run is a piece of a line in one style.
type Run struct {
	Words string // as they are read: no markup, no entity
	Style Style
	Link  string // where it leads: an http, https, tel or mailto address
	// Ref is the question whose answer stands here; Words is that answer once
	// Fill has put it there.
	Ref string
}

// Style is a set of styles.
type Style uint8

// The styles, in the order in which their elements are nested.
const (
	Strong Style = 1 << iota
	Emphasis
	Underline
	Superscript
	Subscript
)

// Words makes a text of words that hold no markup, as an answer.
func Words(s string) Text {
	if s == "" {
		return nil
	}
	return Text{{Runs: []Run{{Words: s}}}}
}

// Fill puts the answers in their places. The text itself stays as it is: it
// may be shared.
func (t Text) Fill(answer func(name string) string) Text {
	if !t.refers() {
		return t
	}
	filled := make(Text, len(t))
	for i, line := range t {
		runs := make([]Run, len(line.Runs))
		for j, run := range line.Runs {
			if run.Ref != "" {
				run.Words = answer(run.Ref)
			}
			runs[j] = run
		}
		line.Runs = runs
		filled[i] = line
	}
	return filled
}

// WithoutAnswers is the text where nobody has answered.
func (t Text) WithoutAnswers() Text { return t.Fill(func(string) string { return "…" }) }

func (t Text) refers() bool {
	for _, line := range t {
		for _, run := range line.Runs {
			if run.Ref != "" {
				return true
			}
		}
	}
	return false
}

// Formatted tells whether the text is more than words on one line.
func (t Text) Formatted() bool {
	if len(t) != 1 || t[0].Kind != Plain {
		return len(t) > 0
	}
	for _, run := range t[0].Runs {
		if run.Style != 0 || run.Link != "" || run.Ref != "" || strings.Contains(run.Words, "\n") {
			return true
		}
	}
	return false
}

// String gives the words on one line: for a title, a cell, a button, a file.
func (t Text) String() string {
	if len(t) == 1 && t[0].Kind == Plain && len(t[0].Runs) == 1 {
		return oneLine(t[0].Runs[0].Words)
	}
	var b strings.Builder
	for _, line := range t {
		b.WriteByte('\n')
		switch {
		case line.Kind != Item:
		case line.ordered():
			b.WriteString(line.Mark + " ")
		default:
			b.WriteString("– ")
		}
		for _, run := range line.Runs {
			b.WriteString(run.Words)
		}
	}
	return oneLine(b.String())
}

func (l *Line) ordered() bool { return l.Mark != "" && isDigit(l.Mark[0]) }

// oneLine makes one space of the blanks around line breaks and of repeated
// ones; a no-break space stays.
func oneLine(s string) string {
	if !strings.ContainsAny(s, "\n\r\t") && !strings.Contains(s, "  ") {
		return strings.Trim(s, " ")
	}
	return strings.Join(strings.FieldsFunc(s, isBlank), " ")
}

func isBlank(r rune) bool { return r == ' ' || r == '\n' || r == '\t' || r == '\r' }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// Pattern gives the words with ${name} where an answer stands, for the browser
// to fill in where no element can stand; "" where none does.
func (t Text) Pattern() string {
	if !t.refers() {
		return ""
	}
	return t.Fill(func(name string) string { return "${" + name + "}" }).String()
}

// Title gives the words of the first line, by which a question is named.
func (t Text) Title() string {
	if len(t) == 0 {
		return ""
	}
	return t[:1].String()
}

// Under puts the text under a heading.
func (t Text) Under(title Text) Text {
	if len(title) == 0 {
		return t
	}
	headed := slices.Clone(title)
	for i := range headed {
		headed[i].Kind = Heading
	}
	return append(headed, t...)
}

// After puts words before the text.
func (t Text) After(words string) Text {
	if words == "" || len(t) == 0 {
		return t
	}
	first := t[0]
	first.Runs = append([]Run{{Words: words}}, first.Runs...)
	return append(Text{first}, t[1:]...)
}
