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

// In gives the text in a language, else in the unnamed language, which Compile
// sets to what is shown where a translation is missing (see Settle). pyxform
// writes "-" there; a person reading another language is better served. Of a
// text that no form has settled, any language serves, always the same.
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

// Settle sets what is shown where a translation is missing: the text of the
// default language, else without a language, else of the first one that has one.
func (t Text) Settle(defaultLanguage string, others []string) {
	for _, language := range append([]string{defaultLanguage, ""}, others...) {
		if s := t[language]; s != "" {
			t[""] = s
			return
		}
	}
}

// Settle settles a text of the form, in the order of its columns.
func (f *Form) Settle(t Text) { t.Settle(f.DefaultLanguage, f.Languages) }

// settleTexts does so for all that the form shows.
func (f *Form) settleTexts() {
	f.Settle(f.Title)
	f.Walk(func(q *Question) {
		for _, t := range q.texts() {
			f.Settle(t.text)
		}
		for _, files := range q.Media {
			f.Settle(files)
		}
	})
	for _, list := range f.Lists {
		f.settleList(list)
		if list.Searched != nil {
			f.settleList(list.Searched)
		}
	}
}

func (f *Form) settleList(list *List) {
	for i := range list.Choices {
		f.Settle(list.Choices[i].Label)
		f.Settle(list.Choices[i].Image)
	}
}

// Empty tells whether no language has a text.
func (t Text) Empty() bool { return t.In("") == "" }
