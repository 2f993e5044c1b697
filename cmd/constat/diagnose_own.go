package main

import (
	"strconv"

	"constat/analysis/microdata"
	"constat/survey"
	"constat/survey/tabular"
)

// exportOf is how the service itself writes answers to a form, so that diagnose
// reads them back.
func exportOf(form *survey.Form) *tabular.Export {
	named := microdata.NamesOf(form)
	export := &tabular.Export{
		Keys: named.Keys, Day: named.Day, Fictitious: named.Fictitious, Absences: named.Absences, States: microdata.AbsenceStates,
		Questions: make(map[string]*survey.Question), Ticks: make(map[string]tabular.ExportTick),
	}
	for q, name := range named.Questions {
		export.Questions[name] = q
	}
	for q, choices := range named.Choices {
		delete(export.Questions, named.Questions[q]) // its choices are the columns
		for code, name := range choices {
			export.Ticks[name] = tabular.ExportTick{Question: q, Choice: code}
		}
	}
	return export
}

// texts are the free texts of the service's own export, which nothing ties to
// their authors: each goes to a row that was asked, so that they are counted
// again. No row shows a text, here or in the workbook.
type texts struct {
	left   map[*survey.Question][]string
	file   bool // the file was given
	own    bool // the answers are the service's own
	partly bool // a part of the answers is told apart
}

func newTexts(form *survey.Form, reader *tabular.Reader, choice choice) *texts {
	t := &texts{
		left: make(map[*survey.Question][]string), file: reader.Texts() != nil, own: reader.Own(),
		partly: choice.territory != nil || len(choice.only) > 0,
	}
	if t.partly {
		return t // which part wrote them is not known
	}
	form.Walk(func(q *survey.Question) {
		if found := reader.Texts()[answerKeyOf(q)]; len(found) > 0 && q.Holds() {
			t.left[q] = found
		}
	})
	return t
}

func answerKeyOf(q *survey.Question) string {
	if q.Scope == nil {
		return ""
	}
	return answerKey(q)
}

// place gives a response one text of each question, and as many as it has
// instances of a repeat.
func (t *texts) place(r *survey.Response) {
	for q, left := range t.left {
		for len(left) > 0 && r.PlaceText(q, left[0]) {
			left = left[1:]
		}
		t.left[q] = left
	}
}

// apart tells what became of the free texts.
func (r *readingReport) apart(t *texts) {
	switch {
	case !t.own:
		return
	case !t.file:
		r.files = append(r.files, survey.Problem{Code: tabular.CodeTextsApart, Severity: survey.Warning})
		return
	case t.partly:
		r.files = append(r.files, survey.Problem{Code: tabular.CodeTextsNoAuthor, Severity: survey.Warning})
		return
	}
	n := 0
	for _, left := range t.left {
		n += len(left)
	}
	if n > 0 {
		r.files = append(r.files, survey.Problem{Code: tabular.CodeTextsLeft, Severity: survey.Warning, Args: []string{strconv.Itoa(n)}})
	}
}
