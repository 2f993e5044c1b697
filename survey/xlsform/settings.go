package xlsform

import (
	"path/filepath"
	"strings"

	"constat/survey"
	"constat/survey/expr"
)

// settings are those that change how the other sheets are read.
type settings struct {
	root             string // name of the root element
	duplicateChoices bool
	keepSpaces       bool // clean_text_values = no
	at               *table
	row              sheetRow
}

// refusedSettings are settings that this service does not obey: answers go to
// the service that asked, and to nobody else.
var refusedSettings = []string{"submission_url", "public_key", "auto_send", "auto_delete"}

// readSettings reads the settings sheet's only row. A form without one is
// called after its file.
func (rd *reading) readSettings(file string) {
	rd.settings.root = "data"
	s := rd.book.sheets["settings"]
	if s == nil {
		s = &sheet{key: "settings", name: "settings"}
	}
	t := rd.head(s, settingColumns)
	var row sheetRow
	if len(t.rows) > 0 {
		row = t.rows[0]
	}
	rd.settings.at, rd.settings.row = t, row
	f := rd.form
	f.ID = t.cell(row, "form_id")
	if id := t.cell(row, "id_string"); id != "" {
		if f.ID != "" {
			rd.warn(t.at(row, "id_string"), CodeTwoFormIDs, f.ID)
		} else {
			f.ID = id
		}
	}
	base := filepath.Base(file)
	if base = strings.TrimSuffix(base, filepath.Ext(base)); f.ID == "" && file != "" {
		f.ID = base
	}
	if f.ID == "" {
		f.ID = rd.settings.root
	}
	f.Title = t.settled(row, "form_title", t.cell(row, "default_language"))
	if f.Title.Empty() {
		f.Title = survey.Plain(f.ID)
	}
	f.Version = t.cell(row, "version")
	f.Style = t.cell(row, "style")
	f.DefaultLanguage = t.cell(row, "default_language")
	rd.readInstanceName(t, row)
	rd.readNamespaces(t, row)
	if name := t.cell(row, "name"); name != "" {
		rd.settings.root = name
		if !xmlName.MatchString(name) {
			rd.fault(t.at(row, "name"), CodeBadName, name)
		}
	}
	f.Element = rd.settings.root
	rd.settings.duplicateChoices = agrees(t.cell(row, "allow_choice_duplicates"))
	rd.settings.keepSpaces = declines(t.cell(row, "clean_text_values"))
	for _, name := range refusedSettings {
		if t.cell(row, name) != "" {
			rd.warn(t.at(row, name), CodeSettingIgnored, name)
		}
	}
	if yes[t.cell(row, "omit_instanceID")] && t.cell(row, "public_key") != "" {
		rd.fault(t.at(row, "omit_instanceID"), CodeKeyWithoutID)
	}
}

// readInstanceName reads the expression that names a submission. A broken one
// is a warning: this service shows no such name, and Collect takes some.
func (rd *reading) readInstanceName(t *table, row sheetRow) {
	text := straight(t.cell(row, "instance_name"))
	if text == "" {
		return
	}
	name, err := expr.Parse(text)
	if err != nil {
		rd.warn(t.at(row, "instance_name"), CodeBadInstanceName, text)
		return
	}
	rd.form.InstanceName = name
}

// checkReferences makes sure that what names questions outside the columns of
// expressions names questions that exist: the submission's name, list names,
// appearances and parameters. Compile looks at the rest.
func (rd *reading) checkReferences() {
	names := rd.names()
	if rd.form.InstanceName != nil {
		names.check(rd.settings.at.at(rd.settings.row, "instance_name"), rd.form.InstanceName.Refs())
	}
	rd.form.Walk(func(q *survey.Question) {
		names.check(place{"survey", q.Row, "type"}, referencesIn(q.ListName))
		names.check(place{"survey", q.Row, "appearance"}, referencesIn(strings.Join(q.Appearance, " ")))
		names.check(place{"survey", q.Row, "parameters"}, referencesIn(q.Parameters["seed"]))
	})
}

// referencesIn lists the names of the ${references} in a text.
func referencesIn(text string) []string {
	var names []string
	for _, m := range reference.FindAllStringSubmatch(text, -1) {
		names = append(names, m[1])
	}
	return names
}

// names gives the names of the form's questions.
func (rd *reading) names() nameCheck {
	n := nameCheck{reporter: &rd.reporter, known: map[string]bool{}}
	rd.form.Walk(func(q *survey.Question) {
		n.known[q.Name] = true
		n.all = append(n.all, q.Name)
	})
	return n
}

// nameCheck looks for the questions that a text outside the tree names.
type nameCheck struct {
	*reporter
	known map[string]bool
	all   []string
}

// check reports names that are no question's, with the nearest that is.
func (n nameCheck) check(at place, refs []string) {
	for _, ref := range refs {
		if n.dropped > 0 {
			return // enough was said
		}
		if ref = strings.TrimPrefix(ref, "last-saved#"); n.known[ref] {
			continue
		}
		if nearest := closest(ref, n.all); nearest != "" {
			n.fault(at, survey.CodeMistypedReference, ref, nearest)
		} else {
			n.fault(at, survey.CodeUnknownReference, ref)
		}
	}
}
