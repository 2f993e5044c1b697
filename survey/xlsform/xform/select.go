package xform

import (
	"path/filepath"
	"strconv"
	"strings"

	"constat/survey/expr"
	"constat/survey/markup"
)

// choices writes where a question's choices come from.
func (w *writer) choices(n *node) []any {
	switch {
	case n.Parameters["tick_labelset"] != "":
		list := n.Parameters["tick_labelset"]
		return []any{itemset("instance('"+list+"')/root/item", "name", w.labelPath(list))}
	case n.Parameters["reference-geometry"] != "":
		return w.referenceShapes(n)
	case !n.Type.List && !n.Type.File:
		return nil
	case strings.HasPrefix(n.ListName, "${"):
		return []any{w.fromAnswers(n)}
	case searches(n) != "":
		return w.inlineItems(n)
	}
	id, value, label := n.ListName, "name", "label"
	if n.Type.File {
		id, value, label = fileColumns(n)
	} else {
		label = w.labelPath(id)
	}
	set := "instance('" + id + "')/root/item"
	if n.ChoiceFilter != nil {
		set += "[" + w.expression(n, n.ChoiceFilter, true) + "]"
	}
	return []any{itemset(w.randomized(n, set), value, label)}
}

func itemset(nodeset, value, label string) *element {
	return el("itemset", "nodeset", nodeset).add(el("value", "ref", value), el("label", "ref", label))
}

// fileColumns says how a file's rows are read: a GeoJSON has names of its own.
func fileColumns(n *node) (id, value, label string) {
	file := choiceFile(n.Question)
	id, value, label = stem(file), "name", "label"
	if strings.EqualFold(filepath.Ext(file), ".geojson") {
		value, label = "id", "title"
	}
	if v := n.Parameters["value"]; v != "" {
		value = v
	}
	if l := n.Parameters["label"]; l != "" {
		label = l
	}
	return id, value, label
}

func (w *writer) randomized(n *node, set string) string {
	if n.Parameters["randomize"] != "true" {
		return set
	}
	seed := n.Parameters["seed"]
	if seed == "" {
		return "randomize(" + set + ")"
	}
	if e, err := expr.Parse(seed); err == nil {
		seed = w.expression(n, e, false)
	}
	return "randomize(" + set + ", " + seed + ")"
}

// fromAnswers offers the answers to a repeated question: select_one ${name}.
func (w *writer) fromAnswers(n *node) *element {
	name := strings.TrimSuffix(strings.TrimPrefix(n.ListName, "${"), "}")
	to := w.target(n, name)
	if to == nil || to.up == w.root {
		return nil
	}
	holder := to.up
	set := holder.path()
	if around := to.repeat(); around != nil && contains(around, n) {
		// The siblings of this very instance are what is chosen from.
		shared := around.up
		set = strings.Repeat("../", n.depth()-shared.depth()) + strings.TrimPrefix(holder.path(), shared.path()+"/")
	} else if path, relative := relativePath(n, holder); relative {
		set = path
	}
	if n.ChoiceFilter != nil {
		set += "[" + n.ChoiceFilter.Rewrite(func(r expr.Reference) string {
			inner := w.target(n, r.Name)
			if inner != nil && (inner.up == holder || to.repeat() != nil && inner.repeat() == to.repeat() && !contains(to.repeat(), n)) {
				return " " + fromHolder(holder, inner) + " "
			}
			return w.reference(n, r, true)
		}) + "]"
	}
	return itemset(w.randomized(n, set), to.Name, to.Name)
}

// fromHolder leads from a node that holds what is chosen from to another one of
// the same repeat instance: ./age, ./g/age, ../g/age.
func fromHolder(holder, to *node) string {
	up := "."
	for holder != to.up && !contains(holder, to) {
		if holder = holder.up; up == "." {
			up = ".."
		} else {
			up += "/.."
		}
	}
	return up + strings.TrimPrefix(to.path(), holder.path())
}

func contains(outer, n *node) bool {
	for p := n.up; p != nil; p = p.up {
		if p == outer {
			return true
		}
	}
	return false
}

// searches gives the search() call of an appearance: Collect's own look-up,
// whose list names columns of a file.
func searches(n *node) string {
	for _, word := range n.Appearance {
		if strings.HasPrefix(word, "search(") || strings.HasPrefix(word, "search (") {
			return word
		}
	}
	return ""
}

// inlineItems writes the choices in the body, where search() wants them.
func (w *writer) inlineItems(n *node) []any {
	list := authored(n.List)
	if list == nil {
		return nil
	}
	var items []any
	for i, c := range list.Choices {
		label := el("label")
		if len(w.form.Languages) == 0 && !hasReference(c.Label) {
			label.add(markup.ForClients(c.Label.In("")))
		} else {
			id := n.path() + "/" + strconv.Itoa(i) + ":label"
			w.texts = append(w.texts, translated{id: id, context: n, values: []value{{text: c.Label}}})
			label.set("ref", "jr:itext('"+id+"')")
		}
		items = append(items, el("item").add(label, el("value").add(c.Name)))
	}
	return items
}

// referenceShapes draws known shapes under the one that is traced: those of a
// list, a file or the instances of a repeat.
func (w *writer) referenceShapes(n *node) []any {
	source := n.Parameters["reference-geometry"]
	set, filter := "instance('"+strings.TrimSuffix(source, filepath.Ext(source))+"')/root/item", ""
	if name, ok := strings.CutPrefix(source, "${"); ok {
		to := w.target(n, strings.TrimSuffix(name, "}"))
		if to == nil {
			return nil
		}
		set, _ = relativePath(n, to)
		filter = "./geometry != ''"
	}
	if n.ChoiceFilter != nil {
		filter = w.expression(n, n.ChoiceFilter, true)
	}
	if filter != "" {
		set += "[" + filter + "]"
	}
	return []any{itemset(set, "name", "label")}
}
