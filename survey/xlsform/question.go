package xlsform

import (
	"fmt"
	"regexp"
	"strings"

	"constat/survey"
)

// readQuestion reads one row into a question; what is wrong in it is
// reported, and left out of the question.
func (rd *reading) readQuestion(row sheetRow, typed rowType) *survey.Question {
	t := rd.survey
	q := &survey.Question{
		Row:               row.number,
		Type:              typed.asked,
		Label:             rd.label(t, row, "label"),
		Hint:              rd.label(t, row, "hint"),
		Guidance:          rd.label(t, row, "guidance_hint"),
		Media:             t.media(row),
		RequiredMessage:   rd.label(t, row, "required_message"),
		ConstraintMessage: rd.label(t, row, "constraint_message"),
		Required:          rd.condition(t, row, "required"),
		Relevant:          rd.expression(t, row, "relevant"),
		Constraint:        rd.expression(t, row, "constraint"),
		Calculation:       rd.expression(t, row, "calculation"),
		ReadOnly:          rd.condition(t, row, "readonly"),
		ChoiceFilter:      rd.expression(t, row, "choice_filter"),
		RepeatCount:       rd.expression(t, row, "repeat_count"),
		Trigger:           rd.trigger(row),
		Appearance:        appearanceWords(t.cell(row, "appearance")),
		Attributes:        rd.rowAttributes(row),
	}
	rd.readName(row, q)
	rd.readDefault(row, q)
	rd.readList(row, q, typed)
	q.Parameters = rd.parameters(row, q)
	rd.readMeasure(q)
	rd.checkQuestion(row, q, typed)
	return q
}

// mediaColumns are the columns of files shown with a label.
var mediaColumns = []string{"image", "big-image", "audio", "video"}

func (t *table) media(row sheetRow) map[string]survey.Text {
	var media map[string]survey.Text
	for _, name := range mediaColumns {
		if files := t.text(row, name); !files.Empty() {
			if media == nil {
				media = map[string]survey.Text{}
			}
			media[name] = files
		}
	}
	return media
}

// readName gives the question its name. Notes and audits may go without.
func (rd *reading) readName(row sheetRow, q *survey.Question) {
	t := rd.survey
	q.Name = straight(t.cell(row, "name"))
	at := t.at(row, "name")
	switch {
	case q.Type.Name == "audit":
		if q.Name != "" && q.Name != "audit" {
			rd.fault(at, CodeAuditName, q.Name)
		}
		q.Name = "audit"
	case q.Name == "" && q.Type.Kind == survey.Note:
		q.Name = fmt.Sprintf("generated_note_name_%d", row.number)
	case q.Name == "":
		rd.fault(at, CodeNoName, q.Type.Name)
		q.Name = fmt.Sprintf("_row_%d", row.number) // keeps the tree whole for what follows
	case q.Name == "meta":
		rd.fault(at, CodeReservedName, q.Name)
	case !xmlName.MatchString(q.Name):
		rd.fault(at, CodeBadName, q.Name)
	}
}

// readDefault tells a static default from an expression, by pyxform's rule.
func (rd *reading) readDefault(row sheetRow, q *survey.Question) {
	text := rd.survey.cell(row, "default")
	if text == "" {
		return
	}
	if !dynamic(straight(text), q.Type) {
		q.Default = text
		return
	}
	q.DynamicDefault = rd.expression(rd.survey, row, "default")
}

// searchCall is Collect's csv look-up: search('file', 'contains', 'a', ${b}).
var searchCall = regexp.MustCompile(`\bsearch\s*\(.*\)`)

// appearanceWords splits an appearance; a search() call is one word.
func appearanceWords(text string) []string {
	text = straight(text)
	call := searchCall.FindString(text)
	words := strings.Fields(strings.Replace(text, call, " ", 1))
	if call != "" {
		words = append(words, call)
	}
	return words
}

// likert is an ordered scale, as is what the diagnostic sheet calls one.
func (rd *reading) readMeasure(q *survey.Question) {
	q.Measure = q.Type.Measure
	if q.Type.Format == survey.FormatOne && q.Has("likert") {
		q.Measure = survey.MeasureOrdinal
	}
}

// notCollected are the types that say who or where the respondent is: this
// service leaves them empty.
var notCollected = set("deviceid", "username", "phonenumber", "email", "audit", "uri:deviceid",
	"start-geopoint", "background-geopoint", "background-audio")

// NeverAsked tells what the web leaves blank: what only a device captures, such
// as a photo or a place, and what says who or where the respondent is.
func NeverAsked(q *survey.Question) bool {
	return q.Type.Kind == survey.Captured || notCollected[q.Type.Name]
}

// checkQuestion applies the rules that concern one row alone.
func (rd *reading) checkQuestion(row sheetRow, q *survey.Question, typed rowType) {
	t := rd.survey
	switch q.Type.Kind {
	case survey.Captured:
		rd.warn(t.at(row, "type"), CodeCaptured, q.Name, q.Type.Name)
	case survey.Repeat:
		if q.Label.Empty() {
			rd.warn(t.at(row, "label"), CodeRepeatWithoutLabel, q.Name)
		}
	case survey.Hidden:
		if notCollected[q.Type.Name] {
			rd.warn(t.at(row, "type"), CodeNotCollected, q.Name, q.Type.Name)
		}
	}
	calculated := t.cell(row, "calculation") != ""
	if q.Type.Name == "calculate" && !calculated && q.DynamicDefault == nil {
		rd.fault(t.at(row, "calculation"), CodeNoCalculation, q.Name)
	}
	if q.Type.Name == "background-geopoint" && calculated {
		rd.fault(t.at(row, "calculation"), CodeGeopointCalculation, q.Name)
	}
	if q.Type.Name == "background-geopoint" && t.cell(row, "trigger") == "" {
		rd.fault(t.at(row, "trigger"), CodeNoTrigger, q.Name, q.Type.Name)
	}
	switch {
	case !typed.other:
	case q.ChoiceFilter != nil:
		rd.fault(t.at(row, "choice_filter"), CodeOtherWithFilter, q.Name)
	case q.Type.File:
		rd.fault(t.at(row, "type"), CodeOtherWithFile, q.Name, typed.list)
	}
	if isSelect(q) && (q.Has("label") || q.Has("list-nolabel") || q.Has("list")) {
		return // a row of a table made by hand: the label is the table's
	}
	shown := q.Type.Kind == survey.Asked || q.Type.Kind == survey.Captured || q.Type.Kind == survey.Note
	computed := calculated || len(q.Trigger) > 0 // pyxform gives it no control
	if shown && !computed && q.Label.Empty() && q.Hint.Empty() && len(q.Media) == 0 {
		rd.fault(t.at(row, "label"), CodeNoLabel, q.Name)
	}
}
