package xlsform

import (
	"fmt"
	"path/filepath"
	"strings"

	"constat/survey"
)

// listFromFile gives a select its choices: the rows of its file, by the
// columns name and label or those that its parameters say.
func (rd *reading) listFromFile(q *survey.Question) {
	file := q.ListName
	at := place{"survey", q.Row, "type"}
	value, label := orDefault(q.Parameters["value"], "name"), orDefault(q.Parameters["label"], "label")
	if strings.EqualFold(filepath.Ext(file), ".geojson") {
		value, label = orDefault(q.Parameters["value"], "id"), orDefault(q.Parameters["label"], "title")
		if table := rd.attached.tables[file]; table != nil && !table.has(label) && q.Parameters["label"] == "" && table.has("name") {
			label = "name" // what most maps have
			q.Parameters["label"] = label
		}
	}
	list := rd.columnsOf(at, q, file, value, label)
	if list == nil {
		return
	}
	q.List, q.ListName = list, list.Name
	at.column = "default"
	for _, word := range defaultWords(q) {
		if !holdsChoice(list, word) {
			rd.warn(at, CodeDefaultNotInList, word, file)
		}
	}
}

// columnsOf gives the list that two columns of a file make, once for all the
// questions that use it. The first one is the file's secondary instance too.
func (rd *reading) columnsOf(at place, q *survey.Question, file, value, label string) *survey.List {
	table := rd.tableOf(at, file, q.Name)
	if table == nil {
		return nil
	}
	key := fmt.Sprintf("%s (%s, %s)", file, value, label)
	list := rd.attached.lists[key]
	if list == nil {
		for _, column := range []string{value, label} {
			if !table.has(column) {
				rd.fault(at, CodeFileColumn, file, column, strings.Join(table.header, ", "))
				return nil
			}
		}
		name := stem(file)
		if rd.form.Lists[name] != nil {
			name = key
		}
		list = table.list(name, value, label)
		rd.checkRows(at, list, file, value)
		rd.attached.lists[key], rd.form.Lists[name] = list, list
	}
	if q.Type.Format != survey.FormatOne {
		rd.checkSpaces(at, list, file, q)
	}
	return list
}

// checkRows reports, and leaves out, rows that have no code.
func (rd *reading) checkRows(at place, list *survey.List, file, value string) {
	kept := list.Choices[:0]
	for _, c := range list.Choices {
		if c.Name == "" {
			rd.warn(at, CodeFileBlank, file, value, itoa(c.Row))
			continue
		}
		kept = append(kept, c)
	}
	list.Choices = kept
}

func (rd *reading) checkSpaces(at place, list *survey.List, file string, q *survey.Question) {
	for _, c := range list.Choices {
		if strings.ContainsAny(c.Name, " \t\n") {
			rd.fault(at, CodeFileSpace, c.Name, file, q.Name)
			return
		}
	}
}

func defaultWords(q *survey.Question) []string {
	if q.Default == "" || q.Type.Format != survey.FormatOne {
		return strings.Fields(q.Default)
	}
	return []string{q.Default}
}

func holdsChoice(list *survey.List, name string) bool {
	for i := range list.Choices {
		if list.Choices[i].Name == name {
			return true
		}
	}
	return false
}

func orDefault(value, otherwise string) string {
	if value == "" {
		return otherwise
	}
	return value
}

// searchFilters are the kinds of look-up of Collect's search(), as choice
// filters: the column is {0}, what is looked for {1}. Collect compares without
// regard to capitals when it looks for a part of a text.
var searchFilters = map[string]string{
	"matches":    "{0} = {1}",
	"contains":   "contains({0}, {1})",
	"startswith": "starts-with({0}, {1})",
	"endswith":   "ends-with({0}, {1})",
}

// listFromSearch gives a select with search('file', …) the rows of its file.
// Its own list then has one row that names columns (its name is the column of
// the codes, its label that of the texts), and perhaps rows whose name is a
// number, which are choices like any other.
func (rd *reading) listFromSearch(use searchUse) {
	q := use.question
	at := place{"survey", q.Row, "appearance"}
	arguments, ok := callArguments(use.call)
	if !ok || q.List == nil || len(arguments) != 1 && len(arguments) != 4 && len(arguments) != 6 {
		rd.fault(at, CodeSearchCall, use.call)
		return
	}
	file := literal(arguments[0])
	if !strings.HasSuffix(file, ".csv") {
		file += ".csv"
	}
	var fixed []survey.Choice
	var value, label string
	for _, c := range q.List.Choices {
		if natural(c.Name) {
			fixed = append(fixed, c)
		} else if value == "" {
			value, label = c.Name, c.Label.In(rd.form.DefaultLanguage)
		}
	}
	found := rd.columnsOf(at, q, file, value, label)
	if found == nil {
		return
	}
	list := &survey.List{Name: fmt.Sprintf("%s (search %s)", stem(file), q.Name), File: file, Searched: q.List}
	list.Choices = append(append(list.Choices, fixed...), found.Choices...)
	rd.form.Lists[list.Name] = list
	q.List, q.ListName = list, list.Name
	rd.filterSearch(at, use, arguments, fixed)
}

// filterSearch turns the conditions of search() into a choice filter.
func (rd *reading) filterSearch(at place, use searchUse, arguments []string, fixed []survey.Choice) {
	var conditions []string
	if len(arguments) >= 4 {
		template := searchFilters[strings.ToLower(literal(arguments[1]))]
		if template == "" {
			rd.fault(at, CodeSearchCall, use.call)
			return
		}
		conditions = append(conditions, strings.NewReplacer("{0}", literal(arguments[2]), "{1}", arguments[3]).Replace(template))
	}
	if len(arguments) == 6 {
		conditions = append(conditions, literal(arguments[4])+" = "+arguments[5])
	}
	if len(conditions) == 0 {
		return
	}
	source := strings.Join(conditions, " and ")
	for _, c := range fixed {
		if source = fmt.Sprintf("name = '%s' or %s", c.Name, source); len(source) > maxExpressions {
			break // which parse refuses
		}
	}
	filter, err := rd.parse(at, source)
	if err != nil {
		rd.fault(at, CodeSearchCall, use.call)
		return
	}
	use.question.ChoiceFilter = filter
}

// callArguments splits what stands between the brackets of a call at its own
// commas: those of inner calls and of quoted texts are not.
func callArguments(call string) ([]string, bool) {
	open, shut := strings.IndexByte(call, '('), strings.LastIndexByte(call, ')')
	if open < 0 || shut < open {
		return nil, false
	}
	var arguments []string
	depth, start := 0, open+1
	var quote rune
	for i, r := range call[open+1 : shut] {
		at := open + 1 + i
		switch {
		case quote != 0:
			if r == quote {
				quote = 0
			}
		case r == '\'' || r == '"':
			quote = r
		case r == '(' || r == '{' || r == '[':
			depth++
		case r == ')' || r == '}' || r == ']':
			depth--
		case r == ',' && depth == 0:
			arguments = append(arguments, strings.TrimSpace(call[start:at]))
			start = at + 1
		}
	}
	arguments = append(arguments, strings.TrimSpace(call[start:shut]))
	return arguments, quote == 0 && depth == 0
}

func literal(argument string) string { return strings.Trim(argument, `'"`) }
