package main

import (
	"strings"

	"constat/survey"
	"constat/survey/expr"
)

type formShowCmd struct {
	File string `arg:"" help:"Questionnaire XLSForm (.xlsx), ou XForm (.xml)."`
	JSON bool   `name:"json" help:"Écrit le questionnaire en JSON, ce que la commande fait toujours."`
	attachFlag
}

func (c *formShowCmd) Run(p *program) error {
	form, err := c.valid(p, c.File)
	if err != nil {
		return err
	}
	return writeJSON(p.stdout, viewForm(form))
}

// formView is a Form for people and scripts: the tree as read, expressions as
// they were written.
type formView struct {
	ID              string                `json:"id"`
	Title           survey.Text           `json:"title"`
	Version         string                `json:"version,omitempty"`
	Languages       []string              `json:"languages,omitempty"`
	DefaultLanguage string                `json:"default_language,omitempty"`
	Style           string                `json:"style,omitempty"`
	InstanceName    string                `json:"instance_name,omitempty"`
	Questions       []questionView        `json:"questions"`
	Lists           map[string][]listItem `json:"lists"`
	Diagnostic      []indicatorView       `json:"diagnostic,omitempty"`
}

type questionView struct {
	Name              string                 `json:"name"`
	Key               string                 `json:"key"`
	Row               int                    `json:"row"`
	Type              string                 `json:"type"`
	Measure           string                 `json:"measure,omitempty"`
	List              string                 `json:"list,omitempty"`
	Label             survey.Text            `json:"label,omitempty"`
	Hint              survey.Text            `json:"hint,omitempty"`
	Guidance          survey.Text            `json:"guidance_hint,omitempty"`
	Media             map[string]survey.Text `json:"media,omitempty"`
	Required          string                 `json:"required,omitempty"`
	RequiredMessage   survey.Text            `json:"required_message,omitempty"`
	Relevant          string                 `json:"relevant,omitempty"`
	Constraint        string                 `json:"constraint,omitempty"`
	ConstraintMessage survey.Text            `json:"constraint_message,omitempty"`
	Calculation       string                 `json:"calculation,omitempty"`
	ReadOnly          string                 `json:"readonly,omitempty"`
	ChoiceFilter      string                 `json:"choice_filter,omitempty"`
	RepeatCount       string                 `json:"repeat_count,omitempty"`
	Default           string                 `json:"default,omitempty"`
	DynamicDefault    string                 `json:"dynamic_default,omitempty"`
	Trigger           []string               `json:"trigger,omitempty"`
	Appearance        string                 `json:"appearance,omitempty"`
	Parameters        map[string]string      `json:"parameters,omitempty"`
	Attributes        map[string]string      `json:"attributes,omitempty"` // by column: bind::x, body::x, instance::x
	Questions         []questionView         `json:"questions,omitempty"`
}

type listItem struct {
	Name     string            `json:"name"`
	Label    survey.Text       `json:"label,omitempty"`
	Image    survey.Text       `json:"image,omitempty"`
	Columns  map[string]string `json:"columns,omitempty"`
	Missing  string            `json:"missing,omitempty"`
	Midpoint *float64          `json:"midpoint,omitempty"`
}

type indicatorView struct {
	Type        string            `json:"type"`
	Name        string            `json:"name,omitempty"`
	Questions   []string          `json:"questions,omitempty"`
	Condition   string            `json:"condition,omitempty"`
	By          []string          `json:"by,omitempty"`
	Label       survey.Text       `json:"label,omitempty"`
	Unit        string            `json:"unit,omitempty"`
	Denominator string            `json:"denominator,omitempty"`
	Chart       string            `json:"chart,omitempty"`
	Sensitive   bool              `json:"sensitive"`
	Key         bool              `json:"key"`
	Parameters  map[string]string `json:"parameters,omitempty"`
}

// measureNames and missingNames are the words of the JSON.
var (
	measureNames = map[survey.Measure]string{
		survey.MeasureNominal: "nominal", survey.MeasureMultiple: "multiple", survey.MeasureOrdinal: "ordinal",
		survey.MeasureQuantity: "quantity", survey.MeasureDate: "date", survey.MeasureVerbatim: "verbatim",
	}
	missingNames = map[survey.Missing]string{
		survey.DontKnow: "nsp", survey.NotApplicable: "nc", survey.Refused: "refus",
	}
)

func viewForm(f *survey.Form) formView {
	view := formView{
		ID: f.ID, Title: f.Title, Version: f.Version, Languages: f.Languages,
		DefaultLanguage: f.DefaultLanguage, Style: f.Style, InstanceName: viewSource(f.InstanceName),
		Questions: viewQuestions(f.Questions), Lists: map[string][]listItem{},
	}
	for name, list := range f.Lists {
		items := make([]listItem, len(list.Choices))
		for i, c := range list.Choices {
			items[i] = listItem{Name: c.Name, Label: c.Label, Image: c.Image, Columns: c.Columns, Missing: missingNames[c.Missing]}
			if c.HasMidpoint {
				items[i].Midpoint = &c.Midpoint
			}
		}
		view.Lists[name] = items
	}
	for _, i := range f.Diagnostic {
		view.Diagnostic = append(view.Diagnostic, viewIndicator(f, i))
	}
	return view
}

func viewQuestions(questions []*survey.Question) []questionView {
	views := make([]questionView, len(questions))
	for i, q := range questions {
		views[i] = questionView{
			Name: q.Name, Key: q.Key, Row: q.Row, Type: q.Type.Name, Measure: measureNames[q.Measure], List: q.ListName,
			Label: q.Label, Hint: q.Hint, Guidance: q.Guidance, Media: q.Media,
			Required: viewSource(q.Required), RequiredMessage: q.RequiredMessage,
			Relevant: viewSource(q.Relevant), Constraint: viewSource(q.Constraint), ConstraintMessage: q.ConstraintMessage,
			Calculation: viewSource(q.Calculation), ReadOnly: viewSource(q.ReadOnly), ChoiceFilter: viewSource(q.ChoiceFilter),
			RepeatCount: viewSource(q.RepeatCount), Default: q.Default, DynamicDefault: viewSource(q.DynamicDefault),
			Trigger: q.Trigger, Appearance: strings.Join(q.Appearance, " "), Parameters: q.Parameters,
			Attributes: viewAttributes(q.Attributes), Questions: viewQuestions(q.Children),
		}
	}
	return views
}

func viewAttributes(a survey.Attributes) map[string]string {
	view := map[string]string{}
	for column, attributes := range map[string][]survey.Attribute{"bind::": a.Bind, "body::": a.Control, "instance::": a.Instance} {
		for _, attribute := range attributes {
			view[column+attribute.Name] = attribute.Value
		}
	}
	return view
}

func viewIndicator(f *survey.Form, i survey.Indicator) indicatorView {
	view := indicatorView{
		Type: string(i.Type), Name: i.Name, Questions: viewKeys(i.Questions), Condition: viewCondition(i.Condition),
		By: viewKeys(i.By), Label: i.Label, Unit: i.Unit, Denominator: viewCondition(i.Denominator.Condition),
		Chart: i.Chart, Sensitive: f.Profile(i.Asks()...).Sensitive, Key: i.Key, Parameters: i.Parameters,
	}
	if i.Denominator.Known {
		view.Denominator = "known"
	}
	if q := i.Denominator.Question; q != nil {
		view.Denominator = q.Key
	}
	return view
}

func viewKeys(questions []*survey.Question) []string {
	names := make([]string, len(questions))
	for i, q := range questions {
		names[i] = q.Key
	}
	return names
}

// viewCondition writes a condition as the diagnostic sheet does.
func viewCondition(terms []survey.Term) string {
	parts := make([]string, len(terms))
	for i, t := range terms {
		parts[i] = t.Question.Key + "=" + strings.Join(t.Codes, "|")
	}
	return strings.Join(parts, " and ")
}

func viewSource(e *expr.Expr) string {
	if e == nil {
		return ""
	}
	return e.String()
}
