package workbook

import (
	"regexp"
	"strings"

	"constat/analysis"
	"constat/survey"
)

var (
	selectedCall = regexp.MustCompile(`selected\(\s*\$\{([^}]+)\}\s*,\s*['"]([^'"]*)['"]\s*\)`)
	comparison   = regexp.MustCompile(`\$\{([^}]+)\}\s*(!=|>=|<=|=|>|<)\s*(?:['"]([^'"]*)['"]|(-?[0-9.]+))`)
	conjunction  = regexp.MustCompile(`\s+and\s+`)
	disjunction  = regexp.MustCompile(`\s+or\s+`)
	leftOver     = regexp.MustCompile(`\$\{|[a-z-]+\s*\(|['"]`)
)

// askedWhen puts a question's logic in words, groups around it included. What
// is more than comparisons is given as the form writes it.
func askedWhen(form *survey.Form, q *survey.Question) string {
	var parts []string
	for at := q; at != nil; at = at.Parent {
		if at.Relevant != nil {
			parts = append([]string{inWords(form, at.Relevant.String())}, parts...)
		}
	}
	if len(parts) == 0 {
		if q.Type.Kind == survey.Hidden {
			return textCalculated
		}
		return textAlways
	}
	return strings.Join(parts, wordAndAlso)
}

func inWords(form *survey.Form, source string) string {
	words := selectedCall.ReplaceAllStringFunc(source, func(s string) string {
		m := selectedCall.FindStringSubmatch(s)
		return quote(questionWords(form, m[1])) + wordIncludes + quote(choiceWords(form, m[1], m[2]))
	})
	words = comparison.ReplaceAllStringFunc(words, func(s string) string {
		m := comparison.FindStringSubmatch(s)
		sign := comparisonSigns.Replace(m[2])
		value := m[4]
		if value == "" {
			value = quote(choiceWords(form, m[1], m[3]))
			if m[3] == "" {
				value = wordBlank
			}
		}
		return quote(questionWords(form, m[1])) + " " + sign + " " + value
	})
	if leftOver.MatchString(words) {
		return source
	}
	return disjunction.ReplaceAllString(conjunction.ReplaceAllString(words, wordAnd), wordOr)
}

func questionWords(form *survey.Form, name string) string {
	q, ok := form.Question(name)
	if !ok {
		return name
	}
	label := bareQuestion.Replace(analysis.LabelOf(form, q))
	if words := []rune(label); len(words) > 70 {
		return string(words[:69]) + ellipsis
	}
	return label
}

func choiceWords(form *survey.Form, question, code string) string {
	if q, ok := form.Question(question); ok && q.List != nil {
		for _, c := range q.List.Choices {
			if c.Name == code {
				if label := analysis.Plain(c.Label.In(form.DefaultLanguage)); label != "" {
					return bareChoice.Replace(label)
				}
			}
		}
	}
	return code
}
