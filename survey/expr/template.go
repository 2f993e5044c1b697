package expr

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode"
)

// Template is a label, hint or message with ${name} in it, and nothing else that is computed.
type Template struct {
	src   string
	parts []part
}

// part is a piece of text, or the name of a question.
type part struct {
	text string
	ref  bool
}

// ParseTemplate reads a label. The error is a *SyntaxError: a ${ without an end or with a name that no
// question can have, or $ { with a space.
func ParseTemplate(src string) (*Template, error) {
	t := &Template{src: src}
	rest := src
	for {
		at := strings.IndexByte(rest, '$')
		if at < 0 {
			t.add(rest)
			return t, nil
		}
		t.add(rest[:at])
		rest = rest[at:]
		after := strings.TrimLeftFunc(rest[1:], unicode.IsSpace)
		if !strings.HasPrefix(after, "{") {
			t.add("$")
			rest = rest[1:]
			continue
		}
		offset := len(src) - len(rest)
		if len(after) != len(rest)-1 {
			return nil, &SyntaxError{Offset: offset, Code: SpacedReference, Detail: clip(rest)}
		}
		name, length, ok := reference(rest)
		if !ok {
			return nil, &SyntaxError{Offset: offset, Code: BadReference, Detail: clip(rest)}
		}
		t.parts = append(t.parts, part{name, true})
		rest = rest[length:]
	}
}

func (t *Template) add(text string) {
	if text == "" {
		return
	}
	if last := len(t.parts) - 1; last >= 0 && !t.parts[last].ref {
		t.parts[last].text += text
		return
	}
	t.parts = append(t.parts, part{text: text})
}

// String returns the text as it was written.
func (t *Template) String() string { return t.src }

// Refs lists the names in ${…}, each once, in order.
func (t *Template) Refs() []string {
	var names []string
	for _, p := range t.parts {
		if p.ref && !slices.Contains(names, p.text) {
			names = append(names, p.text)
		}
	}
	return names
}

// Render puts the value of each question in its place.
func (t *Template) Render(value func(name string) string) string {
	if len(t.parts) == 1 && !t.parts[0].ref {
		return t.parts[0].text
	}
	var b strings.Builder
	for _, p := range t.parts {
		if p.ref {
			b.WriteString(value(p.text))
		} else {
			b.WriteString(p.text)
		}
	}
	return b.String()
}

// MarshalJSON writes the parts for the browser: texts, and each name in a list of its own.
func (t *Template) MarshalJSON() ([]byte, error) {
	parts := make([]any, len(t.parts))
	for i, p := range t.parts {
		parts[i] = p.text
		if p.ref {
			parts[i] = []string{p.text}
		}
	}
	return json.Marshal(parts)
}

// Each visits the parts in order: a text, or the name of a question.
func (t *Template) Each(text, ref func(string)) {
	for _, p := range t.parts {
		if p.ref {
			ref(p.text)
		} else {
			text(p.text)
		}
	}
}

// ReadReference reads the ${name} at the start of a text: the name, and how
// many bytes it takes.
func ReadReference(s string) (name string, length int, ok bool) {
	if !strings.HasPrefix(s, "${") {
		return "", 0, false
	}
	return reference(s[:min(len(s), longestReference)])
}

// longestReference bounds how far the end of a reference is looked for.
const longestReference = 1000
