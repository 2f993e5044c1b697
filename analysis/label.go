package analysis

import (
	"constat/survey"
	"constat/survey/markup"
)

// Plain is a label as a table shows it: without the HTML and Markdown that
// XLSForm allows, without references, on one line.
func Plain(label string) string {
	return markup.Parse(label).WithoutAnswers().String()
}

func plainOr(label, otherwise string) string {
	if s := Plain(label); s != "" {
		return s
	}
	return otherwise
}

// LabelOf is a question's text in the form's language, or its name.
func LabelOf(form *survey.Form, q *survey.Question) string {
	return plainOr(q.Label.In(form.DefaultLanguage), q.Name)
}
