package main

import (
	"strings"

	"constat/survey"
	"constat/survey/xlsform"
)

// declareMissing takes the codes of --missing, beside those of the diagnostic
// sheet.
func (c *diagnoseCmd) declareMissing(form *survey.Form) error {
	for _, text := range c.Missing {
		name, rest, ok := strings.Cut(text, "=")
		code, word, told := strings.Cut(rest, ":")
		code = strings.TrimSpace(code)
		if !ok || code == "" {
			return inputErrorf("--missing\u00a0: écrivez QUESTION=CODE, par exemple --missing duree=9999.")
		}
		meaning := survey.NoAnswer
		if told {
			known := false
			if meaning, known = xlsform.Meaning(word); !known {
				return inputErrorf("--missing\u00a0: «\u00a0%s\u00a0» n’est pas un sens connu\u00a0; choisissez %s.", word, strings.Join(xlsform.Meanings, ", "))
			}
		}
		questions, err := missingQuestions(form, name)
		if err != nil {
			return err
		}
		for _, q := range questions {
			if !form.DeclareMissing(q, code, meaning) {
				return inputErrorf("--missing\u00a0: le code %s de la question «\u00a0%s\u00a0» a déjà un autre sens.", code, q.Name)
			}
		}
	}
	return nil
}

func missingQuestions(form *survey.Form, name string) ([]*survey.Question, error) {
	if strings.TrimSpace(name) == "*" {
		var all []*survey.Question
		form.Walk(func(q *survey.Question) {
			if q.MayMiss() {
				all = append(all, q)
			}
		})
		return all, nil
	}
	q, err := questionNamed(form, "--missing", name)
	if err != nil {
		return nil, err
	}
	if !q.MayMiss() {
		return nil, inputErrorf("--missing\u00a0: la question «\u00a0%s\u00a0» n’a ni nombre, ni date, ni choix.", q.Name)
	}
	return []*survey.Question{q}, nil
}
