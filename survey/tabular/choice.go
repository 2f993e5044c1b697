package tabular

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"constat/survey"
)

// choices finds a list's choices by what exports write: the name, the label
// in any language, either of them slightly altered, or what a spreadsheet made
// of them (retyped.go).
type choices struct {
	list    *survey.List
	labels  map[string]string // label → name; ambiguous if several choices bear it
	folded  map[string]string // folded name or label → name
	plain   map[string]string // the same without accents
	retyped retyped
	others  string // the choice « autre », "" without one
	words   int    // of the longest label
	// former is folded names and labels of versions before → name.
	former map[string]string
	// unlisted stands for the name of what the list does not have.
	unlisted string
}

// ambiguous stands for the name of a choice when several have the same label.
const ambiguous = "\x00"

func newChoices(list *survey.List) *choices {
	c := &choices{
		list: list, labels: make(map[string]string), folded: make(map[string]string), plain: make(map[string]string), retyped: newRetyped(list), others: otherOf(list), words: 1,
		unlisted: list.UnlistedCode(),
	}
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
			c.words = max(c.words, len(cut(label, separates)))
		}
	}
	for text, name := range c.folded {
		put(c.plain, unaccented(text), name)
	}
	return c
}

func put(names map[string]string, key, name string) {
	if before, known := names[key]; known && before != name {
		name = ambiguous
	}
	names[key] = name
}

// otherWords are the ways to name the choice of those who find none: LimeSurvey
// writes « -oth- », « Autre » or « Other ».
var otherWords = regexp.MustCompile(`^(?:-oth-|others?|autres?|other answer|autre r[ée]ponse|autre choix)` +
	`(?:\s*[:,;(-]?\s*\(?(?:please |veuillez |merci de |à |lui )*(?:pr[ée]cise\w*|pr[ée]cision\w*|specify|sp[ée]cifi\w*|lequel|laquelle|lesquel\w*)[^)]*\)?)?$`)

func isOther(text string) bool {
	return otherWords.MatchString(strings.ToLower(trim(text))) || otherWords.MatchString(fold(text))
}

// otherOf is the choice « autre » of a list: the only one that is named so, or
// else the only one that is labelled so.
func otherOf(list *survey.List) string {
	name, label := "", ""
	for i := range list.Choices {
		choice := &list.Choices[i]
		if isOther(choice.Name) {
			if name != "" {
				return ""
			}
			name = choice.Name
		}
		for _, text := range choice.Label {
			if isOther(text) && label != choice.Name {
				if label != "" {
					label = ambiguous
					break
				}
				label = choice.Name
			}
		}
	}
	switch {
	case name != "":
		return name
	case label == ambiguous:
		return ""
	}
	return label
}

// exact finds a choice by its very name or label.
func (c *choices) exact(text string) (name string, found bool) {
	if _, ok := c.list.Choice(text); ok || text == c.unlisted {
		return text, true
	}
	name, found = c.labels[text]
	return name, found
}

// find finds a choice by its name or label, exact or nearly so, or by what a
// spreadsheet makes of it: 3.0 for 3, 1 for 01, 0.1 for 10%.
func (c *choices) find(text string, serial serialDates) (name string, found bool) {
	if name, found = c.exact(text); found {
		return name, true
	}
	if name, found = c.folded[fold(text)]; found {
		return name, true
	}
	if name, found = c.retyped.find(text, serial); found {
		return name, true
	}
	if name, found = c.former[fold(text)]; found {
		return name, true
	}
	if name, found = c.plain[unaccented(fold(text))]; found {
		return name, true
	}
	return c.others, c.others != "" && isOther(text)
}

// one reads the answer to a select_one; what the list does not have is an answer
// outside it.
func (c *choices) one(text string, serial serialDates) (name, code string) {
	switch name, found := c.find(text, serial); {
	case !found:
		return c.unlisted, CodeUnknownChoice
	case name == ambiguous:
		return "", CodeAmbiguousChoice
	default:
		return name, ""
	}
}

// selection is what the answer to a select_multiple holds: the choices that
// were recognised, and the rest, as it was written.
type selection struct {
	names     []string
	rest      []string
	places    []int // parallel to rest: how many names come before
	ambiguous bool
}

func (s *selection) left(text string) {
	s.rest, s.places = append(s.rest, text), append(s.places, len(s.names))
}

func (s *selection) take(name string) {
	if name == ambiguous {
		s.ambiguous = true
		return
	}
	s.names = append(s.names, name)
}

func (s *selection) add(other selection) {
	for i, text := range other.rest {
		s.rest, s.places = append(s.rest, text), append(s.places, len(s.names)+other.places[i])
	}
	s.names = append(s.names, other.names...)
	s.ambiguous = s.ambiguous || other.ambiguous
}

// whole tells that nothing was left over.
func (s *selection) whole() bool { return len(s.rest) == 0 }

// answer is what a cell of several choices answers: the names, with that of what
// the list does not have at its place, once; and what that is, as it is written.
// missing tells the codes that stand for the absence of an answer: they are kept.
func (c *choices) answer(text string, serial serialDates, missing func(string) bool) (names, outside []string, code string) {
	s := c.split(text, serial)
	at := 0
	take := func(name string) {
		if name != c.unlisted || !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	for i, rest := range s.rest {
		for ; at < s.places[i]; at++ {
			take(s.names[at])
		}
		switch {
		case blankWord(rest):
		case missing(rest):
			take(rest)
		default:
			take(c.unlisted)
			outside = append(outside, rest)
		}
	}
	for ; at < len(s.names); at++ {
		take(s.names[at])
	}
	switch {
	case s.ambiguous:
		code = CodeAmbiguousChoice
	case len(outside) > 0:
		code = CodeUnknownChoice
	}
	return names, outside, code
}

// knows tells whether a cell holds a choice of the list.
func (c *choices) knows(cell string, serial serialDates) bool {
	s := c.split(cell, serial)
	return slices.ContainsFunc(s.names, func(name string) bool { return name != c.unlisted })
}

// split cuts the answer to a select_multiple into choices: names joined by
// spaces, or labels joined by commas, semicolons, bars, line breaks or spaces,
// which labels may hold too. A free answer among them stays in one piece: it
// may hold commas, and words that are labels elsewhere.
func (c *choices) split(text string, serial serialDates) selection {
	if strings.Contains(text, listMark) {
		var all selection
		for _, item := range strings.Split(text, listMark) {
			if item = trim(item); item != "" {
				all.add(c.item(item, serial))
			}
		}
		return all
	}
	if name, found := c.exact(text); found && name != ambiguous {
		return selection{names: []string{name}}
	}
	if fields := strings.Fields(text); c.allNames(fields) {
		return selection{names: fields}
	}
	if s := c.cover(text, serial); s.whole() {
		return s
	}
	for _, marks := range [...]string{"\n;|", ","} {
		if strings.ContainsAny(text, marks) {
			return c.runs(text, marks, serial)
		}
	}
	if s, is := c.joined(text, serial); is {
		return s
	}
	return c.leading(text)
}

// joined reads choices that somebody joined by « et », one of which the list may
// lack: « Logement et garderie ». A text with other words of speech is one free
// answer.
func (c *choices) joined(text string, serial serialDates) (s selection, is bool) {
	words := cut(text, isBlank)
	from := 0
	end := func(to int) bool {
		if from == to {
			return false
		}
		part := text[words[from].start:words[to-1].end]
		from = to + 1
		if name, found := c.find(part, serial); found {
			s.take(name)
			return true
		}
		s.left(part)
		return !speech.MatchString(part)
	}
	for i, w := range words {
		if connects(text[w.start:w.end]) && !end(i) {
			return selection{}, false
		}
	}
	if from == 0 || from >= len(words) || !end(len(words)) {
		return selection{}, false
	}
	return s, len(s.names) > 0
}

// item reads one item of a list.
func (c *choices) item(text string, serial serialDates) (s selection) {
	if name, found := c.find(text, serial); found {
		s.take(name)
	} else if fields := strings.Fields(text); c.allNames(fields) {
		s.names = fields
	} else if inner := c.cover(text, serial); strings.Contains(text, ",") && inner.whole() {
		return inner
	} else {
		s.left(text)
	}
	return s
}

func (c *choices) allNames(fields []string) bool {
	for _, field := range fields {
		if _, ok := c.list.Choice(field); !ok {
			return false
		}
	}
	return true
}

// runs cuts a text at some marks, and joins again the parts of a label that
// holds them, the longest first: « Formation, sensibilisation ». The parts
// between choices are one free answer.
func (c *choices) runs(text, marks string, serial serialDates) (s selection) {
	parts := cut(text, func(r rune) bool { return strings.ContainsRune(marks, r) })
	from, to := -1, 0 // the free answer
	flush := func() {
		if from >= 0 {
			s.left(trim(text[from:to]))
		}
		from = -1
	}
	for i := 0; i < len(parts); {
		taken, next := selection{}, i
		for j := min(len(parts), i+c.words); j > i && next == i; j-- {
			span := trim(text[parts[i].start:parts[j-1].end])
			if name, found := c.find(span, serial); found {
				taken.take(name)
				next = j
			}
		}
		if next == i {
			if taken = c.item(trim(text[parts[i].start:parts[i].end]), serial); taken.whole() {
				next = i + 1
			}
		}
		if next == i {
			if from < 0 && trim(text[parts[i].start:parts[i].end]) != "" {
				from = parts[i].start
			}
			to = parts[i].end
			i++
			continue
		}
		flush()
		s.add(taken)
		i = next
	}
	flush()
	return s
}

// cover cuts a text into choices wherever words end, the longest first: « Oui,
// souvent » is not « Oui ».
func (c *choices) cover(text string, serial serialDates) (s selection) {
	words := cut(text, separates)
	for i := 0; i < len(words); {
		next := i
		for j := min(len(words), i+c.words); j > i && next == i; j-- {
			if name, found := c.find(text[words[i].start:words[j-1].end], serial); found {
				s.take(name)
				next = j
			}
		}
		if next == i && i > 0 && i < len(words)-1 && connects(text[words[i].start:words[i].end]) {
			next = i + 1
		}
		if next == i {
			s.left(text[words[i].start:])
			return s
		}
		i = next
	}
	return s
}

// speech are words that codes and labels joined by spaces do not have on their
// own: « aide au logement » is one free answer, and « ancien logement » the names
// of two choices, one of which the list has lost.
var speech = regexp.MustCompile(`(?i)(?:^|\s)(?:au|aux|de|du|des|le|la|les|un|une|et|pour|en|à|of|the|for|and|an?|to)(?:\s|$)|\p{L}['’]\p{L}`)

// leading reads words that no mark separates and that are not all choices. The
// names of choices count; labels do at the beginning only, before a word that is
// written as a label is.
func (c *choices) leading(text string) (s selection) {
	if speech.MatchString(text) {
		s.left(text)
		return s
	}
	words := cut(text, isBlank)
	from := 0
	for ; from < len(words); from++ {
		next := 0
		for j := min(len(words), from+c.words); j > from && next == 0; j-- {
			if name, found := c.labels[text[words[from].start:words[j-1].end]]; found && (j == len(words) || startsHigh(text[words[j].start:])) {
				s.take(name)
				next = j
			}
		}
		if next == 0 {
			break
		}
		from = next - 1
	}
	start := -1
	for _, w := range words[from:] {
		if _, found := c.list.Choice(text[w.start:w.end]); found {
			if start >= 0 {
				s.left(trim(text[start:w.start]))
			}
			start = -1
			s.names = append(s.names, text[w.start:w.end])
		} else if start < 0 {
			start = w.start
		}
	}
	if start >= 0 {
		s.left(trim(text[start:]))
	}
	return s
}

// connects tells a word that joins two labels typed by hand.
func connects(word string) bool {
	switch strings.ToLower(word) {
	case "et", "ou", "and", "or", "puis", "&", "+", "/", "-", ">", "–":
		return true
	}
	return false
}

func startsHigh(text string) bool {
	for _, r := range text {
		return unicode.IsUpper(r)
	}
	return false
}

type word struct{ start, end int }

func separates(r rune) bool { return isBlank(r) || divides(r) }

// divides tells what stands between labels, and never between the words of one
// alone; a line break does too.
func divides(r rune) bool { return r == ',' || r == ';' || r == '|' || r == '\n' }

// cut gives the parts of a text between separators, none of them empty.
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
