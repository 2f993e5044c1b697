package xlsform

import (
	"strings"

	"constat/survey"
)

// readBody notes which control, group or repeat shows each node. References
// may be relative to the group around them.
func (rd *xformReading) readBody(at *element, from string) {
	if from == "" {
		from = "/" + rd.root.name
	}
	for _, e := range at.children {
		ref := e.attrs["ref"]
		if ref == "" {
			ref = e.attrs["nodeset"]
		}
		if ref == "" && e.attrs["bind"] != "" {
			ref = rd.boundTo(e.attrs["bind"])
		}
		switch e.name {
		case "group":
			inner := from
			if ref != "" {
				inner = absolute(ref, from)
				rd.controls[inner] = e
			}
			rd.readBody(e, inner)
		case "repeat":
			path := absolute(ref, from)
			if !rd.root.holds(path) {
				rd.fault(rd.at(e.line, "nodeset"), CodeXFormNoNode, path)
				continue
			}
			rd.repeats[path] = e
			rd.readBody(e, path)
		default:
			if leafTypes[e.name] == nil {
				continue
			}
			path := absolute(ref, from)
			if !rd.root.holds(path) {
				rd.fault(rd.at(e.line, "ref"), CodeXFormNoNode, path)
				continue
			}
			rd.controls[path] = e
		}
	}
}

// boundTo is the path of the bind with that id.
func (rd *xformReading) boundTo(id string) string {
	for path, bind := range rd.binds {
		if bind.attrs["id"] == id {
			return path
		}
	}
	return ""
}

// readControl reads what a control says beside its node: texts, appearance,
// parameters.
func (rd *xformReading) readControl(q *survey.Question, control *element, path string) {
	q.Label, q.Hint = rd.text(control.child("label")), rd.text(control.child("hint"))
	if label := control.child("label"); label != nil {
		q.Media = rd.media(label.attrs["ref"])
	}
	q.Appearance = strings.Fields(control.attrs["appearance"])
	for _, name := range []string{"start", "end", "step"} {
		if value := control.attrs[name]; value != "" {
			if q.Parameters == nil {
				q.Parameters = map[string]string{}
			}
			q.Parameters[name] = value
		}
	}
	if control.name == "select" || control.name == "select1" || control.name == "rank" {
		q.ListName = path
	}
}

// itext is one text of the form, with the files shown beside it.
type itext struct {
	words survey.Text
	media map[string]survey.Text
}

// readItext reads the translations.
func (rd *xformReading) readItext() {
	rd.texts = map[string]itext{}
	table := rd.model.child("itext")
	if table == nil {
		return
	}
	for _, translation := range table.children {
		if translation.name != "translation" {
			continue
		}
		language := translation.attrs["lang"]
		rd.form.Languages = append(rd.form.Languages, language)
		if _, ok := translation.attrs["default"]; ok || rd.form.DefaultLanguage == "" {
			rd.form.DefaultLanguage = language
		}
		for _, text := range translation.children {
			if text.name == "text" {
				rd.readTranslation(text, language)
			}
		}
	}
}

func (rd *xformReading) readTranslation(text *element, language string) {
	id := text.attrs["id"]
	known, ok := rd.texts[id]
	if !ok {
		known = itext{survey.Text{}, map[string]survey.Text{}}
		rd.texts[id] = known
	}
	for _, value := range text.children {
		form := value.attrs["form"]
		switch {
		case value.name != "value":
		case form == "" || form == "long":
			known.words[language] = rd.words(value)
		case form != "guidance" && form != "short":
			if known.media[form] == nil {
				known.media[form] = survey.Text{}
			}
			known.media[form][language] = strings.TrimPrefix(value.plain(), "jr://images/")
		}
	}
}

// text is the text of a label or hint: its own, or the one it refers to.
func (rd *xformReading) text(e *element) survey.Text {
	if e == nil {
		return nil
	}
	if ref := e.attrs["ref"]; ref != "" {
		return rd.message(ref)
	}
	return survey.Plain(rd.words(e))
}

// message is a text given in an attribute, or a reference to one:
// jr:itext('id').
func (rd *xformReading) message(text string) survey.Text {
	if id, ok := itextID(text); ok {
		return rd.texts[id].words
	}
	return survey.Plain(text)
}

func (rd *xformReading) media(ref string) map[string]survey.Text {
	if id, ok := itextID(ref); ok && len(rd.texts[id].media) > 0 {
		return rd.texts[id].media
	}
	return nil
}

func itextID(text string) (string, bool) {
	inner, ok := strings.CutPrefix(strings.TrimSpace(text), "jr:itext(")
	if !ok {
		return "", false
	}
	return strings.Trim(strings.TrimSuffix(inner, ")"), `'" `), true
}

// words is a text with its outputs as ${references}: XLSForm writes no other
// outputs, and one that is more than a path is left out with a warning.
func (rd *xformReading) words(e *element) string {
	var b strings.Builder
	for _, c := range e.children {
		if c.name == "" {
			b.WriteString(c.text)
			continue
		}
		if c.name != "output" {
			b.WriteString(c.plain())
			continue
		}
		value := strings.TrimSpace(c.attrs["value"])
		if value == "" {
			value = strings.TrimSpace(c.attrs["ref"])
		}
		name := value[strings.LastIndexByte(value, '/')+1:]
		if !xmlName.MatchString(name) {
			rd.warn(rd.at(c.line, "value"), CodeXFormLeftOut, "output "+value)
			continue
		}
		b.WriteString("${" + name + "}")
	}
	return strings.TrimSpace(b.String())
}
