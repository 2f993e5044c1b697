package workbook

import (
	"fmt"
	"slices"
	"strings"

	"constat/analysis/disclosure"
)

// Registered is one printed value, as the register of an edition tells it to
// whoever published it.
type Registered struct {
	Question string
	Answer   string
	Text     string // as printed everywhere
	Says     string // what a reader learns of the true number
}

// Register puts an area's ledger in words and in the order of its file. A value
// that was printed in another area's file only is not in it; an entry that the
// file does not show keeps its key, so that nothing is left out.
func Register(p *disclosure.Publication, l disclosure.Ledger) []Registered {
	named := registered(p)
	place := make(map[string]int, len(named))
	for i, each := range named {
		place[each.key] = i
	}
	var entries []disclosure.Entry
	for _, e := range l {
		if e.Area == p.Area.Key {
			entries = append(entries, e)
		}
	}
	at := func(e disclosure.Entry) int {
		if i, ok := place[e.Key]; ok {
			return i
		}
		return len(named)
	}
	slices.SortStableFunc(entries, func(a, b disclosure.Entry) int { return at(a) - at(b) })
	rows := make([]Registered, 0, len(entries))
	for _, e := range entries {
		row := Registered{Question: strings.TrimPrefix(e.Key, p.Area.Key+"|"), Text: strings.Replace(e.Text, ">=", "≥", 1), Says: saysOf(e, p.Respondents)}
		if i := at(e); i < len(named) {
			row.Question, row.Answer = named[i].question, named[i].answer
		}
		rows = append(rows, row)
	}
	return rows
}

// saysOf is what a printed value tells of the true one.
func saysOf(e disclosure.Entry, respondents disclosure.Shown) string {
	switch {
	case e.Text == disclosure.TextWithheld, e.High > respondents.High && respondents.High > 0 && e.Low == 0:
		return textRegisterNothing
	case e.Low == e.High:
		return fmt.Sprintf(textRegisterExact, thousands(float64(e.Low)))
	}
	return fmt.Sprintf(textRegisterRange, thousands(float64(e.Low)), thousands(float64(e.High)))
}

type registeredName struct{ key, question, answer string }

// registered names what a file shows, by the keys that package disclosure
// writes in its ledger.
func registered(p *disclosure.Publication) []registeredName {
	key := func(parts ...string) string { return strings.Join(append([]string{p.Area.Key}, parts...), "|") }
	names := []registeredName{{key(), textRegisterSize, ""}}
	for _, section := range p.Sections {
		for i := range section.Tables {
			t := &section.Tables[i]
			for _, l := range t.Lines {
				names = append(names, registeredName{key(t.Question, lineCode(l)), t.Title, PublicLabel(l)})
			}
			names = append(names, registeredName{key("(somme)", t.Question), t.Title, textSumGiven})
		}
	}
	for i := range p.Figures {
		f := &p.Figures[i]
		names = append(names, registeredName{key("(part)", f.Name), publicFigureLabel(f), textRegisterPart}, registeredName{key("(base)", f.Name), publicFigureLabel(f), textRegisterBase})
	}
	for i := range p.Crosses {
		names = append(names, crossNames(p, &p.Crosses[i], key)...)
	}
	return names
}

// crossNames names the cells of a cross. Its columns have labels only: their
// codes are those of the question's own lines.
func crossNames(p *disclosure.Publication, c *disclosure.PublishedCross, key func(...string) string) []registeredName {
	codes := make(map[[2]string]string)
	for _, section := range p.Sections {
		for _, t := range section.Tables {
			for _, l := range t.Lines {
				codes[[2]string{t.Question, l.Label}] = lineCode(l)
			}
		}
	}
	code := func(question, label, otherwise string) string {
		if found, ok := codes[[2]string{question, label}]; ok {
			return found
		}
		return otherwise
	}
	var names []registeredName
	for _, row := range c.Rows {
		for _, column := range c.Columns {
			names = append(names, registeredName{
				key(c.Question+"="+code(c.Question, column, column), c.By+"="+code(c.By, row.Label, row.Code)), publicCrossTitle(c), column + " × " + row.Label,
			})
		}
	}
	return names
}

// lineCode is how a ledger's key names a line.
func lineCode(l disclosure.PublishedLine) string {
	switch {
	case l.Code != "":
		return l.Code
	case l.Kind == disclosure.LineNotConcerned:
		return disclosure.CodeNotConcerned
	}
	return disclosure.CodeBlank
}
