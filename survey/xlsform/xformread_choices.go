package xlsform

import (
	"regexp"
	"strings"

	"constat/survey"
	"constat/survey/expr"
)

// readChoicesOf finds the choices of a select: items written in the control,
// rows of a secondary instance, or answers of a repeated question.
func (rd *xformReading) readChoicesOf(path string, q *survey.Question) {
	if q.ListName == "" {
		return
	}
	control := rd.controls[path]
	itemset := control.child("itemset")
	if itemset == nil {
		q.List = rd.inlineList(path, control)
		return
	}
	nodeset := strings.TrimSpace(itemset.attrs["nodeset"])
	if inner, ok := strings.CutPrefix(nodeset, "randomize("); ok {
		nodeset = unrandomized(inner)
		q.Parameters = map[string]string{"randomize": "true"}
	}
	value, label := "name", ""
	if e := itemset.child("value"); e != nil {
		value = e.attrs["ref"]
	}
	if e := itemset.child("label"); e != nil {
		label = e.attrs["ref"]
	}
	if filter := predicates(nodeset); filter != "" {
		q.ChoiceFilter = rd.expression(itemset, "nodeset", filter)
	}
	if m := instanceCall.FindStringSubmatch(nodeset); m != nil {
		q.List = rd.instanceList(m[1], value, label)
		if q.List == nil {
			rd.fault(rd.at(itemset.line, "nodeset"), CodeXFormNoNode, nodeset)
			return
		}
		q.ListName = q.List.Name
		return
	}
	if answers := rd.asked[absolute(value, absolute(nodeset, path))]; answers != nil {
		q.ListName = "${" + answers.Name + "}"
		return
	}
	rd.fault(rd.at(itemset.line, "nodeset"), CodeXFormNoNode, nodeset)
}

var instanceCall = regexp.MustCompile(`^instance\(\s*['"]([^'"]*)['"]\s*\)`)

// unrandomized takes the nodeset out of what follows "randomize(".
func unrandomized(text string) string {
	depth := 0
	for i, r := range text {
		switch r {
		case '(', '[':
			depth++
		case ']':
			depth--
		case ')', ',':
			if depth == 0 {
				return strings.TrimSpace(text[:i])
			}
			if r == ')' {
				depth--
			}
		}
	}
	return text
}

// withoutPredicates is a path without what is in brackets.
func withoutPredicates(path string) string {
	bare, _ := splitPredicates(path)
	return bare
}

// predicates joins a path's predicates into one condition.
func predicates(path string) string {
	_, found := splitPredicates(path)
	if len(found) == 1 {
		return found[0]
	}
	for i := range found {
		found[i] = "(" + found[i] + ")"
	}
	return strings.Join(found, " and ")
}

// splitPredicates separates a path from the outermost brackets in it.
func splitPredicates(path string) (string, []string) {
	var bare strings.Builder
	var found []string
	depth, start := 0, 0
	quote := rune(0)
	for i, r := range path {
		switch {
		case quote != 0:
			if r == quote {
				quote = 0
			}
		case r == '\'' || r == '"':
			quote = r
		case r == '[':
			if depth++; depth == 1 {
				start = i + 1
			}
			continue
		case r == ']':
			if depth--; depth == 0 {
				found = append(found, path[start:i])
			}
			continue
		}
		if depth == 0 {
			bare.WriteRune(r)
		}
	}
	return bare.String(), found
}

// inlineList reads the items written in a control, as a list of its own.
func (rd *xformReading) inlineList(path string, control *element) *survey.List {
	list := &survey.List{Name: path}
	for _, item := range control.children {
		if item.name != "item" {
			continue
		}
		choice := survey.Choice{Label: rd.text(item.child("label")), Row: item.line}
		if value := item.child("value"); value != nil {
			choice.Name = value.plain()
		}
		list.Choices = append(list.Choices, choice)
	}
	rd.form.Lists[path] = list
	return list
}

// instanceList makes a list of the rows of a secondary instance. Two selects
// may name different columns of it.
func (rd *xformReading) instanceList(id, value, label string) *survey.List {
	source := rd.raw[id]
	if source == nil {
		return nil
	}
	name := id
	if value != "name" && value != "value" {
		name = id + " (" + value + ")"
	}
	list := rd.form.Lists[name]
	if list == nil {
		list = &survey.List{Name: name, Source: source}
		rd.form.Lists[name] = list
	}
	if len(list.Choices) > 0 || len(source.Children) == 0 {
		return list
	}
	for _, item := range source.Children[0].Children {
		list.Choices = append(list.Choices, rd.choice(item, value, label))
	}
	return list
}

func (rd *xformReading) choice(item *expr.Node, value, label string) survey.Choice {
	choice := survey.Choice{Columns: map[string]string{}}
	for _, cell := range item.Children {
		choice.Columns[cell.Name] = cell.Value
	}
	choice.Name = choice.Columns[value]
	delete(choice.Columns, value)
	if inner, ok := strings.CutPrefix(label, "jr:itext("); ok {
		choice.Label = rd.texts[choice.Columns[strings.TrimSpace(strings.TrimSuffix(inner, ")"))]].words
	} else {
		choice.Label = survey.Plain(choice.Columns[label])
		delete(choice.Columns, label)
	}
	return choice
}
