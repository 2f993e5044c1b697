package french

import (
	"cmp"

	"constat/survey"
	"constat/survey/markup"
)

// Titles of questionnaires that have none to show.
const (
	TitleNone   = "Questionnaire sans titre"
	TitleFaulty = "Questionnaire à corriger"
)

// FormTitle is a form's title as people read it: never its file's name.
func FormTitle(form *survey.Form) string {
	if !form.Titled() {
		return TitleNone
	}
	return cmp.Or(markup.Parse(form.Title.In(form.DefaultLanguage)).String(), TitleNone)
}
