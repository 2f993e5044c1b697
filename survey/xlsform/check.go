package xlsform

import (
	"regexp"
	"slices"
	"strings"

	"constat/survey"
)

// checkNames applies the rules that concern names of different rows; twins
// among siblings are Compile's business.
func (rd *reading) checkNames() {
	rd.repeats = map[string]int{}
	rd.form.Walk(func(q *survey.Question) {
		if q.Type.Kind != survey.Repeat {
			return
		}
		at := place{"survey", q.Row, "name"}
		if q.Name == rd.settings.root {
			rd.fault(at, CodeRootName, q.Name)
		}
		if first, twice := rd.repeats[q.Name]; twice && !siblingAt(rd.form, q, first) {
			rd.fault(at, CodeDuplicateRepeat, q.Name, itoa(first))
			return
		}
		rd.repeats[q.Name] = q.Row
	})
	rd.checkSiblingNames(rd.form.Questions)
}

// siblingAt tells whether a question has a sibling of its name in a row: that
// pair is reported by Compile already.
func siblingAt(f *survey.Form, q *survey.Question, row int) bool {
	siblings := f.Questions
	if q.Parent != nil {
		siblings = q.Parent.Children
	}
	for _, s := range siblings {
		if s != q && s.Row == row && s.Name == q.Name {
			return true
		}
	}
	return false
}

func (rd *reading) checkSiblingNames(questions []*survey.Question) {
	lower := map[string]*survey.Question{}
	names := map[string]bool{}
	for _, q := range questions {
		names[q.Name] = true
	}
	for _, q := range questions {
		at := place{"survey", q.Row, "name"}
		key := strings.ToLower(q.Name)
		if twin := lower[key]; twin != nil && twin.Name != q.Name {
			rd.warn(at, CodeCaseTwin, q.Name, twin.Name, itoa(twin.Row))
		}
		lower[key] = q
		// In an XForm, a count that is an expression is a node of its own.
		if q.RepeatCount != nil && !bareReference.MatchString(q.RepeatCount.String()) && names[q.Name+"_count"] {
			rd.fault(at, CodeCountName, q.Name)
		}
		rd.checkSiblingNames(q.Children)
	}
}

// bareReference is a count that is another question, and nothing else.
var bareReference = regexp.MustCompile(`^\s*\$\{[^{}]+\}\s*$`)

// checkTriggers makes sure that what triggers is something people change.
func (rd *reading) checkTriggers() {
	named := map[string][]*survey.Question{}
	rd.form.Walk(func(q *survey.Question) { named[q.Name] = append(named[q.Name], q) })
	rd.form.Walk(func(q *survey.Question) {
		if len(q.Trigger) > 0 && (q.Type.Kind == survey.Group || q.Type.Kind == survey.Repeat) {
			rd.fault(place{"survey", q.Row, "trigger"}, CodeGroupTrigger, q.Name)
		}
		for _, name := range q.Trigger {
			if found := named[name]; len(found) == 1 && (!found[0].Shown() || found[0].Type.Kind == survey.Group || found[0].Type.Kind == survey.Repeat) {
				rd.fault(place{"survey", q.Row, "trigger"}, CodeHiddenTrigger, name, q.Name)
			}
		}
	})
}

// checkGroups applies the rules that concern a group and its rows.
func (rd *reading) checkGroups() {
	rd.form.Walk(func(q *survey.Question) {
		if q.Type.Kind != survey.Group && q.Type.Kind != survey.Repeat {
			return
		}
		at := place{"survey", q.Row, "type"}
		switch {
		case len(q.Children) > 0:
		case q.Type.Kind == survey.Repeat: // ODK takes it
			rd.warn(at, CodeEmptyRepeat, q.Name)
		default: // ODK Validate: « Group has no children »
			rd.fault(at, CodeEmptyGroup, q.Name)
		}
		if q.Has("table-list") {
			rd.checkTable(q)
		}
	})
}

// checkTable makes sure that a table's questions can share one row of
// headings: the same list, whole.
func (rd *reading) checkTable(group *survey.Question) {
	var list *survey.Question
	for _, q := range group.Children {
		if !q.Type.List {
			continue
		}
		at := place{"survey", q.Row, "type"}
		switch {
		case q.ChoiceFilter != nil:
			rd.fault(place{"survey", q.Row, "choice_filter"}, CodeTableFilter, q.Name, group.Name)
		case list == nil:
			list = q
		case q.ListName != list.ListName || q.Type.Format != list.Type.Format:
			rd.fault(at, CodeTableLists, q.Name, group.Name, list.ListName)
		}
	}
}

// checkSheets says which sheets are not read, and what is not in those that
// are.
func (rd *reading) checkSheets() {
	// The template of the diagnostic sheet has its explanations beside.
	for _, key := range []string{"survey", "choices", "external_choices", "settings"} {
		if s := rd.book.sheets[key]; s != nil && s.beside.count > 0 {
			rd.warn(place{key, s.beside.row, ""}, CodeCellsBeside, s.beside.column, itoa(s.beside.count))
		}
	}
	rd.checkHeaders()
	if rd.book.single {
		return
	}
	known := []string{"survey", "choices", "settings", "external_choices", "diagnostic"}
	for _, name := range rd.book.names {
		key := strings.ToLower(strings.TrimSpace(name))
		if maxRows[key] > 0 || strings.HasPrefix(key, "_") {
			continue
		}
		meant := ""
		for _, near := range nearest(name, known) {
			if rd.book.sheets[near] == nil {
				meant = near
			}
		}
		switch {
		case meant != "":
			rd.warn(place{sheet: name}, CodeSheetMisspelt, meant)
		case key == "entities" || key == "osm":
			rd.warn(place{sheet: name}, CodeSheetNotUsed)
		default:
			rd.warn(place{sheet: name}, CodeSheetIgnored)
		}
	}
}

// checkHeaders names the headers of the survey sheet that are nearly a known one,
// « relevent »: their cells are not read. Others are the author's own.
func (rd *reading) checkHeaders() {
	if rd.survey == nil {
		return
	}
	var known []string
	for alias := range surveyColumns.aliases {
		known = append(known, alias)
	}
	slices.Sort(known)
	for _, c := range rd.survey.columns {
		if c.known || strings.ContainsAny(c.header, ":-") {
			continue
		}
		name := fold(c.header)
		if near := meantBy(name, known, 3); near != "" && len(rd.survey.byName[surveyColumns.aliases[near]]) == 0 {
			rd.warn(place{sheet: "survey", row: 1, column: c.header}, CodeHeaderMisspelt, near)
		}
	}
}

// missingSheet reports a sheet that the form cannot do without, once, with
// the sheets that may have been meant.
func (rd *reading) missingSheet(sheet string) {
	if slices.ContainsFunc(rd.problems, func(p survey.Problem) bool {
		return p.Code == CodeMissingSheet && p.Sheet == sheet || p.Code == CodeSheetToRename && p.Args[0] == sheet
	}) {
		return
	}
	var visible []string
	for _, name := range rd.book.names {
		if !strings.HasPrefix(name, "_") {
			visible = append(visible, name)
		}
	}
	if near := nearest(sheet, visible); len(near) > 0 {
		rd.fault(place{sheet: near[0]}, CodeSheetToRename, sheet)
		return
	}
	rd.fault(place{sheet: sheet}, CodeMissingSheet, sheet)
}
