package xlsform

import (
	"maps"
	"slices"
	"strings"

	"constat/survey"
	"constat/survey/expr"
)

// questions reads the nodes under an element of the primary instance.
func (rd *xformReading) questions(parent *element, path string) []*survey.Question {
	var questions []*survey.Question
	done := map[string]bool{}
	for _, e := range parent.children {
		at := path + "/" + e.name
		if e.name == "" || done[e.name] || e.name == "meta" && parent == rd.root {
			continue
		}
		done[e.name] = true
		q := rd.question(parent, e, at)
		rd.asked[at] = q
		questions = append(questions, q)
	}
	return questions
}

// question reads one node: its bind, its control and, where there are several
// elements of its name, the instances of a repeat.
func (rd *xformReading) question(parent, e *element, path string) *survey.Question {
	bind, control := rd.binds[path], rd.controls[path]
	q := &survey.Question{Name: e.name, Row: e.line, ListName: ""}
	if bind != nil {
		q.Row = bind.line
	}
	if control != nil {
		rd.readControl(q, control, path)
	}
	if bind != nil {
		rd.readBind(q, bind)
	}
	switch repeat := rd.repeats[path]; {
	case repeat != nil:
		rd.readRepeat(q, parent, e, repeat, path)
	case e.first() != nil || control != nil && control.name == "group":
		q.Type = typeNamed("begin_group")
		q.Children = rd.questions(e, path)
	default:
		q.Default = e.plain()
		q.Type = leafType(bind, control, q)
		q.Measure = q.Type.Measure
	}
	return q
}

// readRepeat reads a repeat: what an instance holds is the template's, and the
// instances that the form starts with are kept where they are not one of it.
func (rd *xformReading) readRepeat(q *survey.Question, parent, e, repeat *element, path string) {
	q.Type = typeNamed("begin_repeat")
	if q.Appearance == nil {
		q.Appearance = strings.Fields(repeat.attrs["appearance"])
	}
	if count := repeat.attrs["jr:count"]; count != "" {
		q.RepeatCount = rd.expression(repeat, "jr:count", count)
	}
	var template *element
	var instances []*element
	for _, sibling := range parent.children {
		if sibling.name != e.name {
			continue
		}
		if _, ok := sibling.attrs["jr:template"]; ok {
			template = sibling
		} else {
			instances = append(instances, sibling)
		}
	}
	// The first instance shows which repeats inside it begin with one.
	shape := template
	if len(instances) > 0 {
		shape = instances[0]
	}
	q.Children = rd.questions(shape, path)
	if template == nil {
		template = shape
	} else {
		beginEmpty(q.Children, template)
	}
	rd.takeDefaults(template, path)
	fixed := repeat.attrs["jr:noAddRemove"] == "true()"
	plain := len(instances) == 1 || fixed && len(instances) == 0
	initial := make([]survey.Answers, 0, len(instances))
	for _, instance := range instances {
		initial = append(initial, rd.answers(instance, path))
		plain = plain && sameAnswers(initial[0], rd.answers(template, path))
	}
	if !plain {
		q.Initial = initial
	}
}

// beginEmpty notes the repeats of which a template holds no instance: a new
// instance begins without any.
func beginEmpty(questions []*survey.Question, template *element) {
	for _, q := range questions {
		for _, e := range template.children {
			if e.name == q.Name && q.Type.Kind == survey.Group {
				beginEmpty(q.Children, e)
			}
		}
		q.AddedEmpty = q.Type.Kind == survey.Repeat && !slices.ContainsFunc(template.children, func(e *element) bool {
			_, only := e.attrs["jr:template"]
			return e.name == q.Name && !only
		})
	}
}

// takeDefaults gives the questions of a repeat the texts of its template.
func (rd *xformReading) takeDefaults(e *element, path string) {
	for _, c := range e.children {
		at := path + "/" + c.name
		if q := rd.asked[at]; q != nil && q.Holds() {
			q.Default = c.plain()
		}
		rd.takeDefaults(c, at)
	}
}

// answers are the texts in an instance: under their names where they stand in
// it, under their whole paths inside its groups.
func (rd *xformReading) answers(instance *element, path string) survey.Answers {
	a := survey.Answers{Values: map[string]string{}, Repeats: map[string][]survey.Answers{}}
	rd.collect(instance, path, path, &a)
	return a
}

func (rd *xformReading) collect(e *element, path, from string, a *survey.Answers) {
	for _, c := range e.children {
		at := path + "/" + c.name
		key := strings.TrimPrefix(at, "/"+rd.root.name+"/")
		switch {
		case c.name == "":
		case rd.repeats[at] != nil:
			if _, ok := c.attrs["jr:template"]; !ok {
				a.Repeats[key] = append(a.Repeats[key], rd.answers(c, at))
			}
		case c.first() != nil:
			rd.collect(c, at, from, a)
		default:
			a.Values[key] = c.plain()
		}
	}
}

func sameAnswers(a, b survey.Answers) bool {
	return maps.Equal(a.Values, b.Values) && maps.EqualFunc(a.Repeats, b.Repeats, func(x, y []survey.Answers) bool {
		return slices.EqualFunc(x, y, sameAnswers)
	})
}

// leafTypes is what a control and a bind's type make together; "" stands for
// any type.
var leafTypes = map[string]map[string]string{
	"input": {
		"": "text", "int": "integer", "integer": "integer", "decimal": "decimal", "date": "date", "time": "time",
		"dateTime": "dateTime", "geopoint": "geopoint", "geotrace": "geotrace", "geoshape": "geoshape", "barcode": "barcode",
	},
	"secret":  {"": "text"},
	"select1": {"": "select_one"},
	"select":  {"": "select_multiple"},
	"rank":    {"": "rank"},
	"range":   {"": "range"},
	"trigger": {"": "acknowledge"},
	"upload":  {"": "file"},
}

// leafType finds the question type of a node that holds a value. A node
// without control is hidden, and keeps the format of its bind.
func leafType(bind, control *element, q *survey.Question) *survey.Type {
	written, preload := "", ""
	if bind != nil {
		written = localName(bind.attrs["type"])
		preload = bind.attrs["jr:preload"] + " " + bind.attrs["jr:preloadParams"]
	}
	if name, ok := preloaded[preload]; ok {
		return typeNamed(name)
	}
	if control == nil {
		hidden := *typeNamed("hidden")
		if named, ok := leafTypes["input"][written]; ok {
			hidden.Format = typeNamed(named).Format
		}
		return &hidden
	}
	if control.name == "input" && written != "date" && q.Default == "" && q.Calculation == nil && q.ReadOnly != nil && q.ReadOnly.String() == "true()" {
		return typeNamed("note")
	}
	if control.name == "upload" {
		kind, _, _ := strings.Cut(control.attrs["mediatype"], "/")
		if t, ok := survey.TypeNamed(kind); ok {
			return t
		}
	}
	byType := leafTypes[control.name]
	name, ok := byType[written]
	if !ok {
		name = byType[""]
	}
	if name == "" {
		name = "text"
	}
	return typeNamed(name)
}

// preloaded are the values that the device gives: what "start", "end" and
// "today" become in an XForm.
var preloaded = map[string]string{
	"timestamp start": "start", "timestamp end": "end", "date today": "today", "property deviceid": "deviceid",
	"property username": "username", "property phonenumber": "phonenumber", "property email": "email",
}

// typeNamed finds a type that the tables above name.
func typeNamed(name string) *survey.Type {
	t, _ := survey.TypeNamed(name)
	return t
}

// readBind reads a bind's expressions and messages.
func (rd *xformReading) readBind(q *survey.Question, bind *element) {
	read := func(attribute string) *expr.Expr {
		if text := strings.TrimSpace(bind.attrs[attribute]); text != "" {
			return rd.expression(bind, attribute, text)
		}
		return nil
	}
	condition := func(attribute string) *expr.Expr {
		if e := read(attribute); e == nil || e.String() != "false()" {
			return e
		}
		return nil
	}
	q.Relevant, q.Constraint, q.Calculation = read("relevant"), read("constraint"), read("calculate")
	q.Required, q.ReadOnly = condition("required"), condition("readonly")
	q.ConstraintMessage = rd.message(bind.attrs["jr:constraintMsg"])
	q.RequiredMessage = rd.message(bind.attrs["jr:requiredMsg"])
}

func (rd *xformReading) expression(e *element, attribute, text string) *expr.Expr {
	parsed, err := rd.parse(rd.at(e.line, attribute), text)
	if err != nil {
		rd.badExpression(rd.at(e.line, attribute), text, err)
		return nil
	}
	return parsed
}

// readActions reads the setvalue elements: dynamic defaults in the model, and
// triggered calculations inside the control of the trigger.
func (rd *xformReading) readActions() {
	for _, e := range rd.model.children {
		if e.name == "setvalue" {
			rd.readAction(e, "")
		}
	}
	for _, path := range sortedPaths(rd.controls) {
		for _, e := range rd.controls[path].children {
			if e.name == "setvalue" {
				rd.readAction(e, path)
			}
		}
	}
	for _, path := range sortedPaths(rd.repeats) {
		for _, e := range rd.repeats[path].children {
			if e.name == "setvalue" {
				rd.readAction(e, path)
			}
		}
	}
}

func (rd *xformReading) readAction(e *element, inside string) {
	ref := e.attrs["ref"]
	target := withoutPredicates(absolute(ref, "/"+rd.root.name))
	q := rd.asked[target]
	events := strings.Fields(e.attrs["event"])
	changed := slices.Contains(events, "xforms-value-changed")
	clash := changed && (q == nil || q.Calculation != nil)
	one := strings.Contains(ref, "[") // instance of a repeat
	if q == nil || one && !changed || clash {
		rd.warn(rd.at(e.line, "ref"), CodeXFormLeftOut, "setvalue "+ref)
		return
	}
	value := rd.actionValue(e)
	added, first := slices.Contains(events, "odk-new-repeat"), strings.Contains(e.attrs["event"], "load")
	if added || first || !changed {
		q.DynamicDefault = value
		switch {
		case added && !first:
			q.DefaultFor = survey.AddedInstances
		case first && !added:
			q.DefaultFor = survey.FirstInstances
		}
	}
	if !changed {
		return
	}
	q.Calculation = value
	if one {
		q.Triggered = rd.expression(e, "ref", ref)
	}
	if source := rd.asked[inside]; source != nil {
		q.Trigger = append(q.Trigger, source.Name)
	}
}

// actionValue is the value of a setvalue: an expression, or a text that stands
// for itself.
func (rd *xformReading) actionValue(e *element) *expr.Expr {
	text := strings.TrimSpace(e.attrs["value"])
	if text == "" {
		quote := "'"
		if strings.Contains(e.plain(), quote) {
			quote = `"`
		}
		text = quote + e.plain() + quote
	}
	return rd.expression(e, "value", text)
}
