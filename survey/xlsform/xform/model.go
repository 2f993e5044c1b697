package xform

import (
	"fmt"
	"strconv"
	"strings"

	"constat/survey"
	"constat/survey/markup"
)

// primary writes the primary instance, with the static defaults.
func (w *writer) primary() *element {
	root := el(w.form.RootElement(), "id", w.form.ID, "version", w.form.Version)
	w.addAttributes(root, nil, w.form.Attributes)
	w.instances(root, w.root, false)
	meta := el("meta")
	if w.audit() != nil {
		meta.add(el("audit"))
	}
	meta.add(el("instanceID"))
	if w.form.InstanceName != nil {
		meta.add(el("instanceName"))
	}
	return el("instance").add(root.add(meta))
}

// instances writes what is below n. A repeat stands twice: once as the
// template of the instances to come, once as the first of them; inside a
// template, once.
func (w *writer) instances(into *element, n *node, template bool) {
	for _, child := range n.down {
		if !child.is(survey.Repeat) {
			e := el(child.Name).add(w.staticDefault(child))
			w.addAttributes(e, child, child.Attributes.Instance)
			w.instances(e, child, template)
			into.add(e)
			continue
		}
		if template || n.repeat() == nil && !n.is(survey.Repeat) {
			e := el(child.Name)
			w.addAttributes(e, child, child.Attributes.Instance)
			e.set("jr:template", "")
			w.instances(e, child, true)
			into.add(e)
		}
		if !template {
			e := el(child.Name)
			w.addAttributes(e, child, child.Attributes.Instance)
			w.instances(e, child, false)
			into.add(e)
		}
	}
}

func (w *writer) staticDefault(n *node) string {
	if carried, ok := w.options.Carried[n.Name]; ok && n.is(survey.Hidden) {
		return carried
	}
	if !w.kept(n) {
		return ""
	}
	if n.Type.Name == "image" && n.Default != "" && !strings.Contains(n.Default, "://") {
		return "jr://images/" + n.Default
	}
	return n.Default
}

// bindTypes is the data type of each question type that is not a text.
var bindTypes = map[string]string{
	"integer": "int", "percentage": "int", "number of days in last month": "int", "number of days in last six months": "int",
	"number of days in last year": "int", "decimal": "decimal", "date": "date", "time": "time", "dateTime": "dateTime",
	"rank": "odk:rank", "start": "dateTime", "end": "dateTime", "today": "date", "start-geopoint": "geopoint",
	"background-geopoint": "geopoint", "background-audio": "binary",
	"geopoint": "geopoint", "geotrace": "geotrace", "geoshape": "geoshape",
	"image": "binary", "audio": "binary", "video": "binary", "file": "binary", "barcode": "barcode", "osm": "binary",
}

// preloads are the values that the client fills in: kind and parameter.
var preloads = map[string][2]string{
	"start": {"timestamp", "start"}, "end": {"timestamp", "end"}, "today": {"date", "today"},
	"deviceid": {"property", "deviceid"}, "username": {"property", "username"},
	"phonenumber": {"property", "phonenumber"}, "email": {"property", "email"}, "uri:deviceid": {"property", "uri:deviceid"},
}

// binds writes one bind per node that has a value or a rule.
func (w *writer) binds() []any {
	var binds []any
	w.root.walk(func(n *node) {
		if b := w.bind(n); b != nil {
			binds = append(binds, b)
		}
	})
	return append(binds, w.metaBinds()...)
}

// metaBinds writes what every submission says of itself.
func (w *writer) metaBinds() []any {
	meta := "/" + w.form.RootElement() + "/meta/"
	var binds []any
	if audit := w.audit(); audit != nil {
		b := el("bind", "nodeset", meta+"audit", "type", "binary")
		for _, key := range []string{
			"location-priority", "location-min-interval", "location-max-age", "track-changes", "track-changes-reasons", "identify-user",
		} {
			if value := audit.Parameters[key]; value != "" {
				b.set("odk:"+key, value)
			}
		}
		binds = append(binds, b)
	}
	binds = append(binds, el("bind", "nodeset", meta+"instanceID", "type", "string", "readonly", "true()", "jr:preload", "uid"))
	if w.form.InstanceName != nil {
		binds = append(binds, el("bind", "nodeset", meta+"instanceName", "type", "string",
			"calculate", w.expression(nil, w.form.InstanceName, false)))
	}
	return binds
}

// audit is the row that asks clients to log how the form is filled, or nil.
func (w *writer) audit() *survey.Question {
	var audit *survey.Question
	w.form.Walk(func(q *survey.Question) {
		if q.Type.Name == "audit" && !w.options.Minimal {
			audit = q
		}
	})
	return audit
}

func (w *writer) bind(n *node) *element {
	b := el("bind", "nodeset", n.path(), "type", bindType(n.Question), "relevant", w.expression(n, n.Relevant, false))
	if n.Type.Kind == survey.Group || n.Type.Kind == survey.Repeat {
		setRule(b, "readonly", w.expression(n, n.ReadOnly, false))
		w.addAttributes(b, n, n.Attributes.Bind)
		if len(b.attrs) == 1 {
			return nil // nothing is said of it
		}
		return b
	}
	if !w.kept(n) {
		return el("bind", "nodeset", n.path(), "type", "string") // never asked: no rule holds for it
	}
	setRule(b, "required", w.expression(n, n.Required, false))
	w.setMessage(b, n, "jr:requiredMsg", n.RequiredMessage)
	setRule(b, "constraint", w.constraint(n))
	w.setMessage(b, n, "jr:constraintMsg", n.ConstraintMessage)
	if len(n.Trigger) == 0 {
		setRule(b, "calculate", w.expression(n, n.Calculation, false))
	}
	readOnly := w.expression(n, n.ReadOnly, false)
	if n.Type.Kind == survey.Note {
		readOnly = "true()"
	}
	setRule(b, "readonly", readOnly)
	if p, ok := preloads[n.Type.Name]; ok {
		b.set("jr:preload", p[0])
		b.set("jr:preloadParams", p[1])
	}
	bindParameters(b, n.Question)
	w.addAttributes(b, n, n.Attributes.Bind)
	return b
}

// setRule sets an attribute unless the rule is blank.
func setRule(b *element, name, text string) {
	if text != "" {
		b.set(name, text)
	}
}

// constraint is the author's, or the one that the type stands for.
func (w *writer) constraint(n *node) string {
	if n.Constraint == nil && n.Type.Name != "range" {
		if low, high, limited := n.Limits(); limited {
			return fmt.Sprintf("%g <= . and . <= %g", low, high)
		}
		if n.Type.Name == "phone number" {
			return `regex(., '^\d*$')`
		}
	}
	return w.expression(n, n.Constraint, false)
}

func bindType(q *survey.Question) string {
	switch {
	case q.Type.Kind == survey.Group || q.Type.Kind == survey.Repeat:
		return ""
	case q.Type.Name == "range":
		for _, key := range []string{"start", "end", "step"} {
			if n, err := strconv.ParseFloat(q.Parameters[key], 64); err == nil && n != float64(int64(n)) {
				return "decimal"
			}
		}
		return "int"
	}
	if t := bindTypes[q.Type.Name]; t != "" {
		return t
	}
	return "string"
}

func bindParameters(b *element, q *survey.Question) {
	for key, name := range map[string]string{"max-pixels": "orx:max-pixels", "quality": "odk:quality", "allow-mock-accuracy": "odk:allow-mock-accuracy"} {
		if value := q.Parameters[key]; value != "" {
			b.set(name, value)
		}
	}
}

// setMessage writes a message: in the bind when it is one plain text, else
// among the translated texts.
func (w *writer) setMessage(b *element, n *node, name string, text survey.Text) {
	switch {
	case text.Empty():
	case len(w.form.Languages) == 0 && !hasReference(text):
		b.set(name, markup.ForClients(text.In("")))
	default:
		id := n.path() + ":" + name
		w.texts = append(w.texts, translated{id: id, context: n, values: []value{{text: text}}})
		b.set(name, "jr:itext('"+id+"')")
	}
}

// firstLoad writes the dynamic defaults, evaluated once on a new record.
func (w *writer) firstLoad() []any {
	var actions []any
	w.root.walk(func(n *node) {
		switch {
		case !w.kept(n):
		case n.Type.Name == "start-geopoint":
			actions = append(actions, el("odk:setgeopoint", "ref", n.path(), "event", "odk-instance-first-load"))
		case n.DynamicDefault != nil:
			actions = append(actions, w.setDefault(n, "odk-instance-first-load"))
		}
	})
	return actions
}

func (w *writer) setDefault(n *node, event string) *element {
	return el("setvalue", "event", event, "ref", n.path(), "value", w.expression(n, n.DynamicDefault, false))
}
