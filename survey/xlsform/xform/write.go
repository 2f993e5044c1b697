package xform

import (
	"bytes"

	"constat/survey"
	"constat/survey/markup"
)

// Options is how an XForm differs from the plain conversion of its form.
type Options struct {
	// Carried are the values that a campaign's link carries for hidden
	// questions, by name: they are written as defaults.
	Carried map[string]string
	// Minimal leaves out what this service never collects (data
	// minimisation): positions, pictures, sounds, files, who and where the
	// device is, when the form was begun and ended, and what an earlier
	// respondent answered on the same device. The questions keep their node,
	// always empty, so that expressions that name them still work.
	Minimal bool
}

// namespaces are those of ODK's XForms specification.
var namespaces = []string{
	"xmlns", "http://www.w3.org/2002/xforms",
	"xmlns:h", "http://www.w3.org/1999/xhtml",
	"xmlns:ev", "http://www.w3.org/2001/xml-events",
	"xmlns:xsd", "http://www.w3.org/2001/XMLSchema",
	"xmlns:jr", "http://openrosa.org/javarosa",
	"xmlns:orx", "http://openrosa.org/xforms",
	"xmlns:odk", "http://www.opendatakit.org/xforms",
}

// Write gives the XForm of a compiled form, in UTF-8. The same form and
// options give the same bytes.
func Write(form *survey.Form, options Options) []byte {
	w := &writer{form: form, options: options, named: map[string][]*node{}}
	w.plant()
	model := el("model", "odk:xforms-version", "1.0.0")
	body := el("h:body", "class", form.Style).add(w.controls(w.root))
	instance, lists, binds := w.primary(), w.lists(), w.binds()
	model.add(w.itext(), instance, lists, binds, w.firstLoad())
	page := el("h:html", namespaces...)
	for _, n := range form.Namespaces {
		page.set("xmlns:"+n.Name, n.Value)
	}
	page.add(
		el("h:head").add(el("h:title").add(markup.Parse(w.in(form.Title, form.DefaultLanguage)).String()), model),
		body,
	)
	var b bytes.Buffer
	b.WriteString("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
	page.write(&b, 0)
	b.WriteByte('\n')
	return b.Bytes()
}

// writer is one form on its way to becoming an XForm.
type writer struct {
	form    *survey.Form
	options Options
	root    *node
	named   map[string][]*node
	texts   []translated // of the body and the lists, in order
	// triggers are the nodes to compute again when a node's answer changes.
	triggers map[*node][]*node
}
