package survey_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"constat/survey"
	"constat/survey/expr"
)

// table builds a Form from rows written as in a workbook:
//
//	| type | name | label | relevant |
//	| integer | age | Âge | |
//
// and choices as "list: code label, code label".
func table(t testing.TB, rows string, lists ...string) *survey.Form {
	t.Helper()
	form, problems := tableProblems(t, rows, lists...)
	if len(problems) > 0 {
		t.Fatalf("compile: %v", problems)
	}
	return form
}

func tableProblems(t testing.TB, rows string, lists ...string) (*survey.Form, []survey.Problem) {
	t.Helper()
	form := &survey.Form{ID: "essai", Version: "1", Lists: make(map[string]*survey.List)}
	for _, l := range lists {
		name, choices, _ := strings.Cut(l, ": ")
		list := &survey.List{Name: name}
		for i, c := range strings.Split(choices, ", ") {
			code, label, _ := strings.Cut(c, " ")
			list.Choices = append(list.Choices, survey.Choice{Name: code, Label: survey.Plain(label), Row: i + 2, Missing: missing(code)})
		}
		form.Lists[name] = list
	}
	b := builder{t: t, form: form}
	for i, line := range strings.Split(strings.TrimSpace(rows), "\n") {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		for j := range cells {
			cells[j] = strings.TrimSpace(cells[j])
		}
		if i == 0 {
			b.headers = cells
			continue
		}
		b.row(i+1, cells)
	}
	form.Questions = b.top
	return form, form.Compile()
}

func missing(code string) survey.Missing {
	switch code {
	case "nsp":
		return survey.DontKnow
	case "nc":
		return survey.NotApplicable
	}
	return survey.Substantive
}

type builder struct {
	t       testing.TB
	form    *survey.Form
	headers []string
	top     []*survey.Question
	open    []*survey.Question
}

func (b *builder) row(number int, cells []string) {
	b.t.Helper()
	cell := func(header string) string {
		for i, h := range b.headers {
			if h == header && i < len(cells) {
				return cells[i]
			}
		}
		return ""
	}
	parse := func(header string) *expr.Expr {
		source := cell(header)
		switch source {
		case "":
			return nil
		case "yes":
			source = "true()"
		}
		e, err := expr.Parse(source)
		if err != nil {
			b.t.Fatalf("row %d, %s: %v", number, header, err)
		}
		return e
	}
	typeName, list, _ := strings.Cut(cell("type"), " ")
	if strings.HasPrefix(typeName, "end_") {
		b.open = b.open[:len(b.open)-1]
		return
	}
	kind, ok := survey.TypeNamed(typeName)
	if !ok {
		b.t.Fatalf("row %d: unknown type %q", number, typeName)
	}
	q := &survey.Question{
		Name: cell("name"), Row: number, Type: kind, ListName: list, List: b.form.Lists[list],
		Label: survey.Plain(cell("label")), Relevant: parse("relevant"), Required: parse("required"),
		Constraint: parse("constraint"), ConstraintMessage: survey.Plain(cell("constraint_message")),
		RequiredMessage: survey.Plain(cell("required_message")), Calculation: parse("calculation"),
		ChoiceFilter: parse("choice_filter"), RepeatCount: parse("repeat_count"), ReadOnly: parse("readonly"),
		Default: cell("default"), DynamicDefault: parse("dynamic_default"),
	}
	if kind.Name == "range" {
		q.Parameters = map[string]string{"start": "0", "end": "20", "step": "5"}
	}
	if len(b.open) == 0 {
		b.top = append(b.top, q)
	} else {
		parent := b.open[len(b.open)-1]
		parent.Children = append(parent.Children, q)
	}
	if kind.Kind == survey.Group || kind.Kind == survey.Repeat {
		b.open = append(b.open, q)
	}
}

var now = time.Date(2026, 11, 24, 9, 30, 0, 0, time.UTC)

func occasion() survey.Occasion {
	return survey.Occasion{Now: now, Zone: time.UTC, Seed: 1}
}

// values reads "name=text; name=text" as answers.
func values(s string) survey.Answers {
	a := survey.Answers{Values: make(map[string]string)}
	for _, pair := range strings.Split(s, "; ") {
		if name, text, ok := strings.Cut(pair, "="); ok {
			a.Values[name] = text
		}
	}
	return a
}

// described writes problems as "path code", the way the tests below expect.
func described(problems []survey.Problem) string {
	var words []string
	for _, p := range problems {
		words = append(words, fmt.Sprintf("%s %s", p.Path, strings.TrimPrefix(p.Code, "answer_")))
	}
	return strings.Join(words, ", ")
}
