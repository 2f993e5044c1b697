package tabular

import (
	"strconv"
	"strings"

	"constat/survey"
)

// choices finds a list's choices by what exports write: the name, the label
// in any language, or either of them slightly altered.
type choices struct {
	list   *survey.List
	labels map[string]string // label → name; ambiguous if several choices bear it
	folded map[string]string // folded name or label → name
	words  int               // of the longest label
	// former is folded names and labels of versions before → name.
	former map[string]string
	// unlisted stands for the name of what the list does not have.
	unlisted string
}

// ambiguous stands for the name of a choice when several have the same label.
const ambiguous = "\x00"

func newChoices(list *survey.List) *choices {
	c := &choices{list: list, labels: make(map[string]string), folded: make(map[string]string), words: 1, unlisted: list.UnlistedCode()}
	named := make(map[string]bool)
	for i := range list.Choices {
		name := list.Choices[i].Name
		put(c.folded, fold(name), name)
		named[fold(name)] = true
	}
	for i := range list.Choices {
		choice := &list.Choices[i]
		for _, label := range choice.Label {
			label = trim(label)
			if label == "" {
				continue
			}
			put(c.labels, label, choice.Name)
			if folded := fold(label); !named[folded] && folded != "" {
				put(c.folded, folded, choice.Name)
			}
			c.words = max(c.words, len(strings.FieldsFunc(label, separates)))
		}
	}
	return c
}

func put(names map[string]string, key, name string) {
	if before, known := names[key]; known && before != name {
		name = ambiguous
	}
	names[key] = name
}

// exact finds a choice by its very name or label.
func (c *choices) exact(text string) (name string, found bool) {
	if _, ok := c.list.Choice(text); ok || text == c.unlisted {
		return text, true
	}
	name, found = c.labels[text]
	return name, found
}

// find finds a choice by its name or label, exact or nearly so.
func (c *choices) find(text string) (name string, found bool) {
	if name, found = c.exact(text); found {
		return name, true
	}
	if number, err := strconv.ParseFloat(text, 64); err == nil {
		// 3.0 for the choice named 3, as software that makes numbers of names writes.
		if whole := strconv.FormatFloat(number, 'f', -1, 64); whole != text {
			if _, ok := c.list.Choice(whole); ok {
				return whole, true
			}
		}
	}
	folded := fold(text)
	if name, found = c.folded[folded]; !found {
		name, found = c.former[folded]
	}
	return name, found
}

// one reads the answer to a select_one; what the list does not have is an answer
// outside it.
func (c *choices) one(text string) (name, code string) {
	switch name, found := c.find(text); {
	case !found:
		return c.unlisted, CodeUnknownChoice
	case name == ambiguous:
		return "", CodeAmbiguousChoice
	default:
		return name, ""
	}
}

func (c *choices) allNames(fields []string) bool {
	for _, field := range fields {
		if _, ok := c.list.Choice(field); !ok {
			return false
		}
	}
	return true
}

type word struct{ start, end int }

func separates(r rune) bool { return isBlank(r) || divides(r) }

// divides tells what stands between labels, and never between the words of one
// alone; a line break does too.
func divides(r rune) bool { return r == ',' || r == ';' || r == '|' || r == '\n' }

// cut gives the words of a text that separate stands between.
func cut(text string, separates func(rune) bool) []word {
	var words []word
	start := -1
	for i, r := range text {
		switch {
		case separates(r):
			if start >= 0 {
				words = append(words, word{start, i})
				start = -1
			}
		case start < 0:
			start = i
		}
	}
	if start >= 0 {
		words = append(words, word{start, len(text)})
	}
	return words
}
