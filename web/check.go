package web

import (
	"fmt"
	"net/http"
	"slices"
	"sort"
	"strings"

	"github.com/gin-gonic/gin"

	"constat/survey"
	"constat/survey/markup"
	"constat/web/french"
)

// checkPage is « Vérifiez vos réponses »: what will be sent, section by
// section, what will not be, and texts to read again.
type checkPage struct {
	Action, Title, Network string
	Instance, Receipt      string // Receipt is the seal of what is corrected, "" for a first answer
	Contact                contact
	Hidden                 []hiddenField
	Parts                  []answeredPart
	LeftOut                []answeredRow
	Now                    []answeredRow // questions that these very answers made apply, left blank
	Texts                  []flaggedText
	Problem                string
	Phrases                map[string]string // what the module says
}

// hiddenField carries one typed value from page to page.
type hiddenField struct {
	Name, Value string
}

// answeredPart is one section read back.
type answeredPart struct {
	ID    string
	Title markup.Text
	Rows  []answeredRow
}

// answeredRow is one question read back; no words is « Non renseigné ».
type answeredRow struct {
	Label  markup.Text
	Target string
	Words  []string
}

// flaggedText is a free text that seems to hold personal data.
type flaggedText struct {
	Label                 markup.Text
	Text, Warning, Target string
}

// check judges, and shows either what is wrong or what would be sent.
func (s *Server) check(c *gin.Context, a *answering) error {
	_, problems := a.judge()
	if survey.Blocking(problems) {
		return s.showQuestionnaire(c, http.StatusUnprocessableEntity, a, false, problems)
	}
	return s.showCheck(c, http.StatusOK, a, problems, "")
}

// send judges again, keeps the submission, and shows its receipt.
func (s *Server) send(c *gin.Context, a *answering, confirmed bool) error {
	_, problems := a.judge()
	if survey.Blocking(problems) {
		return s.showQuestionnaire(c, http.StatusUnprocessableEntity, a, false, problems)
	}
	page, err := a.layout(nil)
	if err != nil {
		return err
	}
	if !confirmed && len(flagged(page)) > 0 {
		return s.showCheck(c, http.StatusUnprocessableEntity, a, problems, french.Sentence("confirm_texts"))
	}
	a.drop(problems)
	response, problems := a.judge()
	if response == nil {
		return s.showQuestionnaire(c, http.StatusUnprocessableEntity, a, false, problems)
	}
	if a.trial {
		return s.discard(c, a, response, problems)
	}
	receipt, err := s.Store.Submit(c, a.campaign, a.submission(), response, s.Clock())
	if err != nil {
		return fmt.Errorf("keep a submission: %w", err)
	}
	return s.giveReceipt(c, a.campaign.Link, receipt.Code)
}

func (s *Server) showCheck(c *gin.Context, status int, a *answering, problems []survey.Problem, problem string) error {
	page, err := a.layout(problems)
	if err != nil {
		return err
	}
	p := checkPage{
		Action: a.action(), Title: a.campaign.Title, Network: a.network.Name, Instance: a.instance,
		Receipt: a.seal, Contact: contactOf(a.campaign, a.network), Hidden: hiddenFields(a.answers.Fields(a.form)),
		Texts: flagged(page), Problem: problem, Phrases: french.Browser(),
	}
	p.Parts, p.LeftOut = answeredParts(page)
	p.Now = a.nowAsked(p.Parts)
	v := s.view(c, "Vérifiez vos réponses")
	v.Trial = a.trial
	v.Exit, v.Error, v.Page, v.Scripts = true, problem != "", p, []string{"js/check.js"}
	return s.render(c, status, "check", v)
}

// nowAsked lists the blank questions that did not apply when the page was made
// and do now: without JavaScript, nobody has been told.
func (a *answering) nowAsked(parts []answeredPart) []answeredRow {
	var rows []answeredRow
	for _, part := range parts {
		for _, row := range part.Rows {
			if len(row.Words) == 0 && slices.ContainsFunc(a.unasked, func(path string) bool { return fieldID(path) == row.Target }) {
				rows = append(rows, row)
			}
		}
	}
	return rows
}

func hiddenFields(fields map[string][]string) []hiddenField {
	var hidden []hiddenField
	for name, values := range fields {
		for _, value := range values {
			hidden = append(hidden, hiddenField{name, value})
		}
	}
	// Values of one field keep their order: a ranking is one.
	sort.SliceStable(hidden, func(i, j int) bool { return hidden[i].Name < hidden[j].Name })
	return hidden
}

// answeredParts reads a page back; answers to questions that do not apply
// come apart.
func answeredParts(page *survey.Page) (parts []answeredPart, leftOut []answeredRow) {
	_, sections := sections(page)
	for _, sec := range sections {
		part := answeredPart{ID: sec.ID, Title: sec.Title}
		part.Rows, leftOut = readBack(part.Rows, leftOut, sec.Fields, "")
		if len(part.Rows) > 0 {
			parts = append(parts, part)
		}
	}
	return parts, leftOut
}

func readBack(rows, leftOut []answeredRow, fields []field, prefix string) (kept, dropped []answeredRow) {
	for _, f := range fields {
		switch f.Question.Type.Kind {
		case survey.Group:
			rows, leftOut = readBack(rows, leftOut, f.Children, prefix)
		case survey.Repeat:
			for _, instance := range f.Instances {
				rows, leftOut = readBack(rows, leftOut, instance.Fields, fmt.Sprintf("%s%s %d\u00a0: ", prefix, plainLabel(f.Label), instance.Number))
			}
		case survey.Asked:
			row := answeredRow{Label: f.Label.After(prefix), Target: f.ID, Words: f.Words()}
			switch {
			case f.Relevant:
				rows = append(rows, row)
			case len(row.Words) > 0:
				leftOut = append(leftOut, row)
			}
		}
	}
	return rows, leftOut
}

// flagged lists the free texts of a page that seem to hold personal data.
func flagged(page *survey.Page) []flaggedText {
	_, parts := sections(page)
	var texts []flaggedText
	for _, part := range parts {
		texts = flag(texts, part.Fields)
	}
	return texts
}

func flag(texts []flaggedText, fields []field) []flaggedText {
	for _, f := range fields {
		if f.Relevant && f.Question.Type.Kind == survey.Asked && f.Question.Type.Format == survey.FormatText {
			if kinds := survey.PersonalData(f.Value); len(kinds) > 0 {
				texts = append(texts, flaggedText{Label: f.Label, Text: f.Value, Target: f.ID, Warning: personalWarning(kinds)})
			}
		}
		texts = flag(texts, f.Children)
		for _, instance := range f.Instances {
			texts = flag(texts, instance.Fields)
		}
	}
	return texts
}

func personalWarning(kinds []string) string {
	names := make([]string, len(kinds))
	for i, kind := range kinds {
		names[i] = french.PersonalDataKind(kind)
	}
	return french.Problem(survey.Problem{Code: survey.CodePersonalData, Args: []string{strings.Join(names, ", ")}})
}
