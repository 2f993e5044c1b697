package xform

import (
	"strings"

	"constat/survey"
	"constat/survey/expr"
)

// addAttributes writes the attributes that the author adds to an element.
func (w *writer) addAttributes(e *element, n *node, attributes []survey.Attribute) {
	for _, a := range attributes {
		_, local, prefixed := strings.Cut(a.Name, ":")
		if !prefixed {
			local = a.Name
		}
		if !w.options.Minimal || !reveals[local] {
			e.set(a.Name, w.attribute(n, a.Value))
		}
	}
}

// reveals are the attributes, of whatever namespace, by which a client would
// fill in what this service does not collect, or pass answers to other
// programs of the device.
var reveals = map[string]bool{"type": true, "preload": true, "preloadParams": true, "intent": true, "query": true}

// attribute writes an attribute's value, ${name} as a path.
func (w *writer) attribute(n *node, value string) string {
	template, err := expr.ParseTemplate(value)
	if err != nil {
		return value
	}
	var b strings.Builder
	template.Each(
		func(text string) { b.WriteString(text) },
		func(name string) { b.WriteString(w.reference(n, expr.Reference{Name: name, Argument: -1}, false)) })
	return b.String()
}
