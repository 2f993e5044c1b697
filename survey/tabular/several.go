package tabular

import (
	"slices"
	"strings"
)

// several is the reading of one answer with several choices: names joined by
// spaces, or labels joined by commas, semicolons, bars or line breaks, which labels
// may hold too. What is not recognised is one answer outside the list, and the
// rest is kept.
type several struct {
	choices *choices
	missing func(text string) bool // codes that stand for the absence of an answer
	names   []string
	// outside are the parts that the list does not have, as they are written.
	outside   []string
	ambiguous bool
}

// several reads a cell. The words of a part between separators go together: a
// sentence that quotes a choice has not ticked it.
func (c *choices) several(text string, missing func(string) bool) *several {
	s := &several{choices: c, missing: missing}
	switch fields := strings.Fields(text); {
	case strings.Contains(text, listMark):
		for item := range strings.SplitSeq(text, listMark) {
			s.item(trim(item))
		}
	case s.whole(text):
	case c.allNames(fields):
		for _, name := range fields {
			s.keep(name)
		}
	default:
		s.parts(text)
	}
	return s
}

// code is what is wrong with the answer.
func (s *several) code() string {
	switch {
	case s.ambiguous:
		return CodeAmbiguousChoice
	case len(s.outside) > 0:
		return CodeUnknownChoice
	}
	return ""
}

func (s *several) text() string { return strings.Join(s.names, " ") }

func (s *several) keep(name string) {
	switch {
	case name == ambiguous:
		s.ambiguous = true
	case name == s.choices.unlisted && slices.Contains(s.names, name): // one, however many parts it has
	default:
		s.names = append(s.names, name)
	}
}

func (s *several) left(part string) {
	s.keep(s.choices.unlisted)
	s.outside = append(s.outside, part)
}

// item reads one item of a list that the file itself divides.
func (s *several) item(item string) {
	if name, found := s.choices.find(item); found {
		s.keep(name)
	} else if s.missing(item) {
		s.keep(item)
	} else if !blankWord(item) {
		s.left(item)
	}
}

func (s *several) whole(text string) bool {
	name, found := s.choices.exact(text)
	if found && name != ambiguous {
		s.keep(name)
	}
	return found && name != ambiguous
}

// parts reads what separators divide, the longest label first: « Formation,
// sensibilisation » is one. Parts outside the list that follow one another are
// one text, which held a comma.
func (s *several) parts(text string) {
	parts := cut(text, divides)
	from := -1 // where a text outside the list begins
	for i := 0; i < len(parts); {
		next := s.label(text, parts, i)
		if next == i && s.read(trim(text[parts[i].start:parts[i].end])) {
			next = i + 1
		}
		if next > i && from >= 0 {
			s.outside = append(s.outside, trim(text[from:parts[i-1].end]))
			from = -1
		}
		if next == i {
			s.keep(s.choices.unlisted)
			if next++; from < 0 {
				from = parts[i].start
			}
		}
		i = next
	}
	if from >= 0 {
		s.outside = append(s.outside, trim(text[from:parts[len(parts)-1].end]))
	}
}

// label keeps the longest label that begins with a part, and gives the part after
// it; the same part when there is none.
func (s *several) label(text string, parts []word, i int) int {
	for j := min(len(parts), i+s.choices.words); j > i; j-- {
		if name, found := s.choices.find(trim(text[parts[i].start:parts[j-1].end])); found {
			s.keep(name)
			return j
		}
	}
	return i
}

// read reads a part that is no label: names or labels joined by spaces, with words
// that the list does not have beside them. False when it is a text of its own.
func (s *several) read(part string) bool {
	if blankWord(part) {
		return true
	}
	if s.missing(part) {
		s.keep(part)
		return true
	}
	words := cut(part, isBlank)
	inner := &several{choices: s.choices, missing: s.missing}
	from := -1
	for i := 0; i < len(words); {
		next := inner.label(part, words, i)
		if word := part[words[i].start:words[i].end]; next == i && s.missing(word) {
			inner.keep(word)
			next = i + 1
		} else if next == i && (connects(word) || blankWord(word)) {
			next = i + 1
		}
		if next > i && from >= 0 {
			inner.outside = append(inner.outside, part[from:words[i-1].end])
			from = -1
		}
		if next == i {
			inner.keep(s.choices.unlisted)
			if next++; from < 0 {
				from = words[i].start
			}
		}
		i = next
	}
	if from >= 0 {
		inner.outside = append(inner.outside, part[from:])
	}
	nothing := !inner.ambiguous && (len(inner.names) == 0 || len(inner.names) == 1 && len(inner.outside) > 0)
	if nothing || len(inner.outside) > 0 && sentence(words, part) {
		return false
	}
	for _, name := range inner.names {
		s.keep(name)
	}
	s.outside, s.ambiguous = append(s.outside, inner.outside...), s.ambiguous || inner.ambiguous
	return true
}

// connects tells a word that joins two labels typed by hand.
func connects(word string) bool {
	switch strings.ToLower(word) {
	case "et", "ou", "and", "or", "puis", "&", "+", "/", "-", ">", "–":
		return true
	}
	return false
}

// sentence tells a text from names joined by spaces, by the words that no name is.
func sentence(words []word, text string) bool {
	return slices.ContainsFunc(words, func(w word) bool {
		word := strings.ToLower(text[w.start:w.end])
		return strings.ContainsAny(word, "'’") || small[word]
	})
}

var small = map[string]bool{
	"le": true, "la": true, "les": true, "de": true, "du": true, "des": true, "un": true, "une": true, "à": true, "au": true, "aux": true,
	"en": true, "pour": true, "par": true, "sur": true, "avec": true, "sans": true, "dans": true, "que": true, "qui": true, "pas": true,
	"ne": true, "est": true, "sont": true, "son": true, "sa": true, "ses": true, "mon": true, "ma": true, "mes": true, "nos": true,
	"notre": true, "leur": true, "leurs": true, "ce": true, "cette": true, "ces": true, "je": true, "il": true, "elle": true, "nous": true, "the": true, "of": true, "for": true,
}

// knows tells whether a cell holds a choice of the list.
func (c *choices) knows(cell string) bool {
	s := c.several(cell, func(string) bool { return false })
	return slices.ContainsFunc(s.names, func(name string) bool { return name != c.unlisted })
}
