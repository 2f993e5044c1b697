package survey

import "sort"

// Text is what is shown to people, by language: the part of an XLSForm header
// after "::", or "" for a column without one.
type Text map[string]string

// Plain makes a Text in the form's default language.
func Plain(s string) Text {
	if s == "" {
		return nil
	}
	return Text{"": s}
}

// In gives the text in a language, else in the unnamed language, else in the
// first language (in alphabetical order) that has one. pyxform writes "-" for
// a missing translation; a person reading another language is better served.
func (t Text) In(language string) string {
	if s := t[language]; s != "" {
		return s
	}
	if s := t[""]; s != "" {
		return s
	}
	languages := make([]string, 0, len(t))
	for l := range t {
		languages = append(languages, l)
	}
	sort.Strings(languages)
	for _, l := range languages {
		if t[l] != "" {
			return t[l]
		}
	}
	return ""
}

// Empty tells whether no language has a text.
func (t Text) Empty() bool { return t.In("") == "" }
