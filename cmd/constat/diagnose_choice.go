package main

import (
	"slices"
	"strings"

	"constat/analysis"
	"constat/survey"
)

// choice is what the options of diagnose mean in a form: which answers are
// kept, how they are told apart, what they are crossed with.
type choice struct {
	only      []condition
	territory *survey.Question
	division  *divider
	by        []*survey.Question
	earlier   []*survey.Form // versions before of the form, the newest first
}

// condition keeps the answers that have one of the values.
type condition struct {
	question *survey.Question
	values   []string
}

// choose finds the questions and values that the options name.
func (c *diagnoseCmd) choose(form *survey.Form) (choice, error) {
	var found choice
	for _, name := range c.By {
		q, err := questionNamed(form, "--by", name)
		if err != nil {
			return found, err
		}
		found.by = append(found.by, q)
	}
	if c.Territory != "" {
		q, err := questionNamed(form, "--territory", c.Territory)
		if err != nil {
			return found, err
		}
		if !parts(q) {
			return found, inputErrorf("La question «\u00a0%s\u00a0» ne peut pas séparer les territoires\u00a0: il faut une question à choix unique, ou une valeur que porte le lien, hors répétition.", c.Territory)
		}
		found.territory = q
	}
	var err error
	if found.division, err = c.divide(form); err != nil {
		return found, err
	}
	for _, text := range c.Only {
		if err := found.keep(form, text); err != nil {
			return found, err
		}
	}
	return found, nil
}

// parts tells whether a question can tell territories apart: by its list, or,
// for what a campaign's link carries, by the values met.
func parts(q *survey.Question) bool {
	return q.Scope.Repeat == nil && (listed(q) || q.Type.Kind == survey.Hidden)
}

func listed(q *survey.Question) bool {
	return q.Type.Format == survey.FormatOne && q.List != nil && len(q.List.Choices) > 0
}

func questionNamed(form *survey.Form, option, name string) (*survey.Question, error) {
	name = strings.TrimSpace(name)
	q, ok := form.Question(name)
	if !ok {
		form.Walk(func(each *survey.Question) {
			if !ok && each.Name == name && each.Holds() {
				q, ok = each, true
			}
		})
	}
	if !ok || !q.Holds() {
		return nil, inputErrorf("%s\u00a0: le questionnaire n’a pas de question «\u00a0%s\u00a0».", option, name)
	}
	return q, nil
}

// keep adds « QUESTION=VALEUR »; several values of one question are
// alternatives.
func (c *choice) keep(form *survey.Form, text string) error {
	name, value, cut := strings.Cut(text, "=")
	if !cut {
		return inputErrorf("--only\u00a0: écrivez QUESTION=VALEUR au lieu de «\u00a0%s\u00a0».", text)
	}
	q, err := questionNamed(form, "--only", name)
	if err != nil {
		return err
	}
	if q.Scope.Repeat != nil {
		return inputErrorf("--only\u00a0: la question «\u00a0%s\u00a0» est dans une répétition\u00a0; elle ne choisit pas entre les réponses.", q.Name)
	}
	if value, err = valueNamed(form, q, strings.TrimSpace(value)); err != nil {
		return err
	}
	for i := range c.only {
		if c.only[i].question == q {
			c.only[i].values = append(c.only[i].values, value)
			return nil
		}
	}
	c.only = append(c.only, condition{q, []string{value}})
	return nil
}

// valueNamed finds a choice by its code or label; any value will do for a
// question without a list.
func valueNamed(form *survey.Form, q *survey.Question, value string) (string, error) {
	if q.List == nil || len(q.List.Choices) == 0 {
		return value, nil
	}
	if _, ok := q.List.Choice(value); ok {
		return value, nil
	}
	for _, each := range q.List.Choices {
		for _, label := range each.Label {
			if strings.EqualFold(strings.TrimSpace(label), value) || strings.EqualFold(analysis.Plain(label), value) {
				return each.Name, nil
			}
		}
	}
	return "", inputErrorf("--only\u00a0: «\u00a0%s\u00a0» n’est pas un choix de la question «\u00a0%s\u00a0».", value, q.Name)
}

// keeps tells whether a response meets every condition.
func (c choice) keeps(r *survey.Response) bool {
	for _, condition := range c.only {
		value := r.Values[condition.question.Index].Text
		values := []string{value}
		if condition.question.Type.Format == survey.FormatMultiple {
			values = strings.Fields(value)
		}
		if !slices.ContainsFunc(values, func(v string) bool { return slices.Contains(condition.values, v) }) {
			return false
		}
	}
	return true
}
