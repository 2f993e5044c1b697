package analysis

import (
	"html"
	"regexp"
	"strings"

	"constat/survey"
)

var (
	markup     = regexp.MustCompile(`<[^<>]*>`)
	emphasis   = regexp.MustCompile(`(\*\*|__|^#+ )`)
	references = regexp.MustCompile(`\$\{[^}]*\}`)
)

// Plain is a label as a table shows it: without the HTML and Markdown that
// XLSForm allows, without references, on one line.
func Plain(label string) string {
	s := markup.ReplaceAllString(label, " ")
	s = emphasis.ReplaceAllString(s, "")
	s = references.ReplaceAllString(s, "…")
	return strings.Join(strings.FieldsFunc(html.UnescapeString(s), func(r rune) bool {
		return r == ' ' || r == '\n' || r == '\t' || r == '\r'
	}), " ")
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
