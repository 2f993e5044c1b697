package xlsform

import (
	"maps"
	"slices"
	"strings"

	"constat/survey"
	"constat/survey/expr"
)

// readList finds the choices of a select.
func (rd *reading) readList(row sheetRow, q *survey.Question, typed rowType) {
	q.ListName = typed.list
	at := rd.survey.at(row, "type")
	switch {
	case q.Type.File:
		rd.attach(at, typed.list, q.Name)
	case !q.Type.List:
		q.ListName = ""
	case strings.HasPrefix(typed.list, "${"):
		if names := referencesIn(typed.list); q.ChoiceFilter == nil && len(names) == 1 {
			// An answer left blank is no choice: pyxform writes the same.
			q.ChoiceFilter, _ = expr.Parse("./" + names[0] + " != ''")
		}
	case typed.extern:
		rd.readExternalList(at, q)
	default:
		if q.List = rd.form.Lists[typed.list]; q.List == nil {
			rd.missingList(at, "choices", typed.list, rd.form.Lists)
			return
		}
		rd.checkSelect(row, q)
	}
}

func (rd *reading) readExternalList(at place, q *survey.Question) {
	if q.List = rd.external[q.ListName]; q.List == nil {
		rd.missingList(at, "external_choices", q.ListName, rd.external)
		return
	}
	if taken := rd.form.Lists[q.ListName]; taken != nil && taken != q.List {
		q.ListName += " (external_choices)" // the two sheets may each have a list of that name
	}
	rd.form.Lists[q.ListName] = q.List
}

// missingList reports a list that does not exist, or the whole sheet when
// that is what is missing.
func (rd *reading) missingList(at place, sheet, list string, lists map[string]*survey.List) {
	if rd.book.sheets[sheet] == nil {
		rd.missingSheet(sheet)
		return
	}
	near := closest(list, slices.Sorted(maps.Keys(lists)))
	rd.unknown(at, CodeUnknownList, near, list, rd.book.sheets[sheet].name)
}

// checkSelect applies the rules that concern a select and its list.
func (rd *reading) checkSelect(row sheetRow, q *survey.Question) {
	search := ""
	for _, word := range q.Appearance {
		if searchCall.MatchString(word) {
			search = word
		}
	}
	rd.searched = append(rd.searched, searchUse{q, search})
	if search != "" {
		return // the list then names columns of a file
	}
	if q.Type.Format == survey.FormatMultiple || q.Type.Format == survey.FormatRank {
		for _, c := range q.List.Choices {
			if strings.ContainsAny(c.Name, " \t\n") {
				rd.fault(rd.choices.at(sheetRow{number: c.Row}, "name"), CodeSpaceInChoice, c.Name, q.ListName, q.Name)
			}
		}
	}
	rd.checkDefault(row, q)
}

// checkDefault warns of a static default that is not among the choices.
func (rd *reading) checkDefault(row sheetRow, q *survey.Question) {
	words := []string{q.Default}
	if q.Type.Format != survey.FormatOne {
		words = strings.Fields(q.Default)
	}
	for _, word := range words {
		known := word == "" || slices.ContainsFunc(q.List.Choices, func(c survey.Choice) bool { return c.Name == word })
		if !known {
			rd.warn(rd.survey.at(row, "default"), CodeDefaultNotInList, word, q.ListName)
		}
	}
}

// orOther adds the choice « Autre » to a question's list, once for all the
// questions that use it, and gives the text question that asks which.
func (rd *reading) orOther(q *survey.Question) *survey.Question {
	const other = "other"
	languages := rd.languages()
	if q.List != nil {
		found := false
		for _, c := range q.List.Choices {
			found = found || c.Name == other
		}
		if !found {
			q.List.Choices = append(q.List.Choices, survey.Choice{
				Name: other, Label: inLanguages(languages, "Autre", "Other"), Row: q.Row,
			})
		}
	}
	specify := &survey.Question{
		Name:  q.Name + "_other",
		Row:   q.Row,
		Type:  &survey.Types[0],
		Label: inLanguages(languages, "Précisez.", "Specify other."),
	}
	specify.Measure = specify.Type.Measure
	relevant, err := expr.Parse("selected(../" + q.Name + ", '" + other + "')")
	if err == nil { // a name that is no XML name has been reported
		specify.Relevant = relevant
	}
	return specify
}

// inLanguages writes a text of ours in a form's languages: French where the
// language is French or unnamed, and else English, as pyxform does.
func inLanguages(languages []string, french, english string) survey.Text {
	text := survey.Text{"": french}
	for _, language := range languages {
		l := strings.ToLower(language)
		if l == "fr" || strings.Contains(l, "(fr") || strings.HasPrefix(l, "fran") || strings.HasPrefix(l, "fren") {
			text[language] = french
		} else {
			text[language] = english
		}
	}
	return text
}
