package xform

import (
	"strings"

	"constat/survey"
)

// controls writes what a person sees below n.
func (w *writer) controls(n *node) []any {
	var controls []any
	for _, child := range n.down {
		if c := w.control(child); c != nil {
			controls = append(controls, c)
		}
	}
	return controls
}

func (w *writer) control(n *node) *element {
	switch {
	case n.is(survey.Group):
		inside := w.controls(n)
		if len(inside) == 0 {
			return nil // nobody would see it, and JavaRosa refuses the form
		}
		group := el("group", "ref", n.path(), "appearance", w.appearance(n)).add(w.label(n), inside)
		w.addAttributes(group, n, n.Attributes.Control)
		return group
	case n.is(survey.Repeat):
		return w.repeat(n)
	case !w.kept(n), !n.Shown():
		return nil
	}
	c := el(w.tag(n), "ref", n.path(), "appearance", w.appearance(n))
	w.controlParameters(c, n)
	w.addAttributes(c, n, n.Attributes.Control)
	return c.add(w.label(n), w.hint(n), w.choices(n), w.triggered(n))
}

// appearance is a question's, with the references of a search() as paths.
func (w *writer) appearance(n *node) string {
	return w.attribute(n, strings.Join(n.Appearance, " "))
}

// repeat writes a group that holds the repeat, ODK's idiom.
func (w *writer) repeat(n *node) *element {
	r := el("repeat", "nodeset", n.path(), "appearance", w.appearance(n),
		"jr:count", w.expression(n, n.RepeatCount, false))
	w.addAttributes(r, n, n.Attributes.Control)
	r.add(w.controls(n), w.newRepeat(n))
	return el("group", "ref", n.path()).add(w.label(n), r)
}

// newRepeat writes the dynamic defaults of a repeat's questions, evaluated in
// each instance that is added.
func (w *writer) newRepeat(n *node) []any {
	var actions []any
	n.walk(func(inner *node) {
		if inner.DynamicDefault != nil && inner.repeat() == n && w.kept(inner) {
			actions = append(actions, w.setDefault(inner, "odk-new-repeat"))
		}
	})
	return actions
}

// triggered writes the calculations that run when the answer to n changes.
func (w *writer) triggered(n *node) []any {
	var values, positions []any
	for _, to := range w.triggers[n] {
		if to.Type.Name == "background-geopoint" {
			positions = append(positions, el("odk:setgeopoint", "ref", to.path(), "event", "xforms-value-changed"))
			continue
		}
		values = append(values, el("setvalue", "event", "xforms-value-changed", "ref", to.path(),
			"value", w.expression(to, to.Calculation, false)))
	}
	return append(values, positions...)
}

// captures are the media types of the questions that record something.
var captures = map[string]string{"image": "image/*", "audio": "audio/*", "video": "video/*", "file": "application/*", "osm": "osm/*"}

func (w *writer) tag(n *node) string {
	switch {
	case captures[n.Type.Name] != "":
		return "upload"
	case n.Type.Name == "range":
		return "range"
	case n.Type.Format == survey.FormatOne:
		return "select1"
	case n.Type.Format == survey.FormatMultiple:
		return "select"
	case n.Type.Format == survey.FormatRank:
		return "odk:rank"
	case n.Type.Format == survey.FormatTick:
		return "trigger"
	}
	return "input"
}

// controlAttributes are the parameters that go on controls, by type.
var controlAttributes = map[string][][2]string{
	"range":    {{"start", "start"}, {"end", "end"}, {"step", "step"}, {"tick_interval", "odk:tick-interval"}, {"placeholder", "odk:placeholder"}},
	"text":     {{"rows", "rows"}},
	"geopoint": {{"capture-accuracy", "accuracyThreshold"}, {"warning-accuracy", "unacceptableAccuracyThreshold"}},
	"geotrace": {{"incremental", "incremental"}},
	"geoshape": {{"incremental", "incremental"}},
	"image":    {{"app", "intent"}},
}

func (w *writer) controlParameters(c *element, n *node) {
	if media := captures[n.Type.Name]; media != "" {
		c.set("mediatype", media)
	}
	for _, a := range controlAttributes[n.Type.Name] {
		switch v := n.Parameters[a[0]]; {
		case v == "", a[0] == "app" && !n.TakesApp():
		case a[0] == "incremental": // yes, in any of its spellings
			c.set(a[1], "true")
		default:
			c.set(a[1], v)
		}
	}
}
