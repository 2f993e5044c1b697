package xform

import (
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"constat/survey"
	"constat/survey/markup"
)

// lists writes the secondary instances: the choice lists, and the files that
// expressions and selects look into.
func (w *writer) lists() []any {
	var instances []any
	written := map[string]bool{}
	searched := w.searchedLists()
	for _, name := range slices.Sorted(maps.Keys(w.form.Lists)) {
		if list := w.form.Lists[name]; list.File == "" && !searched[list] && len(list.Choices) > 0 {
			written[name] = true
			instances = append(instances, w.list(name, w.form.Lists[name]))
		}
	}
	add := func(file string) {
		if id := stem(file); !written[id] {
			instances = append(instances, el("instance", "id", id, "src", fileAddress(file)))
			written[id] = true
		}
	}
	w.form.Walk(func(q *survey.Question) { w.fileInstances(q, add) })
	return instances
}

// pulldata finds the file that a look-up names.
var pulldata = regexp.MustCompile(`pulldata\s*\(\s*['"]([^'"]+?)(?:\.csv)?['"]`)

// fileInstances adds the instances that one question needs: files are named,
// and fetched beside the XForm (see Files).
func (w *writer) fileInstances(q *survey.Question, add func(file string)) {
	switch {
	case q.Type.File:
		add(choiceFile(q))
	case q.Type.Name == "csv-external":
		add(q.Name + ".csv")
	case q.Type.Name == "xml-external":
		add(q.Name + ".xml")
	}
	for _, e := range q.Expressions() {
		for _, m := range pulldata.FindAllStringSubmatch(e.String(), -1) {
			add(m[1] + ".csv")
		}
		if strings.Contains(e.String(), lastSaved) && !w.options.Minimal {
			add(lastSavedInstance)
		}
	}
}

// choiceFile is the file of a select_one_from_file, attached or not.
func choiceFile(q *survey.Question) string {
	if q.List != nil {
		return q.List.File
	}
	return q.ListName
}

// stem is what expressions call a file: its name without extension.
func stem(file string) string { return strings.TrimSuffix(file, filepath.Ext(file)) }

// lastSavedInstance is the instance of what the device sent before.
const lastSavedInstance = "__last-saved"

func fileAddress(file string) string {
	if file == lastSavedInstance {
		return "jr://instance/last-saved"
	}
	if strings.EqualFold(filepath.Ext(file), ".csv") {
		return "jr://file-csv/" + file
	}
	return "jr://file/" + file
}

// searchedLists are the lists of search() selects: their items are in the body.
func (w *writer) searchedLists() map[*survey.List]bool {
	searched := map[*survey.List]bool{}
	w.root.walk(func(n *node) {
		if n.Question.Type.List && searches(n) != "" {
			searched[authored(n.List)] = true
		}
	})
	return searched
}

// authored is the list as the workbook has it, when search() replaced it.
func authored(list *survey.List) *survey.List {
	if list != nil && list.Searched != nil {
		return list.Searched
	}
	return list
}

// list writes a choice list, its other columns included, for filters and look-ups.
func (w *writer) list(name string, list *survey.List) *element {
	root := el("root")
	translatedLabels := w.translates(list)
	for i := range list.Choices {
		c := &list.Choices[i]
		item := el("item")
		if translatedLabels {
			id := name + "-" + strconv.Itoa(i)
			values := []value{{text: c.Label}}
			if !c.Image.Empty() {
				values = append(values, value{"image", c.Image})
			}
			w.texts = append(w.texts, translated{id: id, values: values})
			item.add(el("itextId").add(id))
		}
		item.add(el("name").add(c.Name))
		if !translatedLabels && !c.Label.Empty() {
			item.add(el("label").add(markup.ForClients(c.Label.In(""))))
		}
		for _, column := range slices.Sorted(maps.Keys(c.Columns)) {
			item.add(el(column).add(c.Columns[column]))
		}
		root.add(item)
	}
	return el("instance", "id", name).add(root)
}

// translates tells whether a list's labels are more than one text each.
func (w *writer) translates(list *survey.List) bool {
	if len(w.form.Languages) > 0 {
		return true
	}
	return slices.ContainsFunc(list.Choices, func(c survey.Choice) bool { return !c.Image.Empty() || hasReference(c.Label) })
}

// labelPath is where an item's label is.
func (w *writer) labelPath(list string) string {
	if l := w.form.Lists[list]; l != nil && w.translates(l) {
		return "jr:itext(itextId)"
	}
	return "label"
}
