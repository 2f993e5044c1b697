package xform

import (
	"strings"

	"constat/survey"
	"constat/survey/expr"
	"constat/survey/markup"
)

// translated is one entry of itext: a text, its media and its guidance, in
// every language.
type translated struct {
	id      string
	context *node // where its ${references} are evaluated; nil for choices
	values  []value
}

// value is one form of an entry: "" for the text, image, guidance…
type value struct {
	form string
	text survey.Text
}

// unnamed is pyxform's word for the language of a form that names none.
const unnamed = "default"

// languages lists the form's languages, the default one first: clients that
// ignore default="true()" open the first.
func (w *writer) languages() []string {
	if len(w.form.Languages) == 0 {
		return []string{unnamed}
	}
	languages := []string{w.form.DefaultLanguage}
	for _, l := range w.form.Languages {
		if l != w.form.DefaultLanguage {
			languages = append(languages, l)
		}
	}
	return languages
}

// in gives a text in a language, else in the default one: pyxform writes "-"
// for a missing translation; a person is better served by another language.
func (w *writer) in(t survey.Text, language string) string {
	for _, l := range []string{language, w.form.DefaultLanguage, ""} {
		if s := t[l]; s != "" {
			return s
		}
	}
	return t.In(language)
}

// itext writes the translated texts, or nothing when every text is in place.
// It must come after the body and the lists, which say what is translated.
func (w *writer) itext() *element {
	if len(w.texts) == 0 {
		return nil
	}
	itext := el("itext")
	for _, language := range w.languages() {
		translation := el("translation", "lang", language)
		if language == w.form.DefaultLanguage || language == unnamed && len(w.form.Languages) == 0 {
			translation.set("default", "true()")
		}
		for _, t := range w.texts {
			entry := el("text", "id", t.id)
			for _, v := range t.values {
				if s := w.in(v.text, language); s != "" {
					entry.add(el("value", "form", v.form).add(w.content(t.context, v.form, s)))
				}
			}
			translation.add(entry)
		}
		itext.add(translation)
	}
	return itext
}

// mediaFolders is where each kind of file is, in jr:// addresses.
var mediaFolders = map[string]string{"image": "images", "big-image": "images", "audio": "audio", "video": "video"}

// mediaForms orders them.
var mediaForms = []string{"image", "big-image", "audio", "video"}

// content writes a text with its ${references} as outputs, or the address of
// a file.
func (w *writer) content(n *node, form, s string) []any {
	var parts []any
	if folder := mediaFolders[form]; folder != "" {
		parts = append(parts, "jr://"+folder+"/")
	} else {
		s = markup.ForClients(s)
	}
	template, err := expr.ParseTemplate(s)
	if err != nil {
		return append(parts, s)
	}
	template.Each(
		func(text string) { parts = append(parts, text) },
		func(name string) {
			parts = append(parts, el("output", "value", w.reference(n, expr.Reference{Name: name, Argument: -1}, false)))
		})
	return parts
}

// label and hint write the texts of a question's control.
func (w *writer) label(n *node) *element {
	values := []value{{text: n.Label}}
	for _, form := range mediaForms {
		if files := n.Media[form]; !files.Empty() {
			values = append(values, value{form, files})
		}
	}
	return w.shown(n, "label", values)
}

func (w *writer) hint(n *node) *element {
	values := []value{{text: n.Hint}}
	if !n.Guidance.Empty() {
		values = append(values, value{"guidance", n.Guidance})
	}
	return w.shown(n, "hint", values)
}

// shown puts a text in place when it is one text in one language, else among
// the translated texts.
func (w *writer) shown(n *node, name string, values []value) *element {
	if values[0].text.Empty() {
		values = values[1:]
	}
	if len(values) == 0 {
		return nil
	}
	if len(values) == 1 && values[0].form == "" && len(w.form.Languages) == 0 {
		return el(name).add(w.content(n, "", values[0].text.In("")))
	}
	id := n.path() + ":" + name
	w.texts = append(w.texts, translated{id: id, context: n, values: values})
	return el(name, "ref", "jr:itext('"+id+"')")
}

func hasReference(t survey.Text) bool {
	for _, s := range t {
		if strings.Contains(s, "${") {
			return true
		}
	}
	return false
}
