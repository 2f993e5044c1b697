package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"constat/survey"
	"constat/survey/markup"
	"constat/web/french"
)

// questionnairePage is the questionnaire as one document.
type questionnairePage struct {
	Action   string // where it is posted
	Link     string // of the campaign
	Draft    string // under what name the device may keep it
	Title    string
	Network  string
	Closes   string // last day, in words
	Instance string
	Day      string // today, by the service's clock: the draft's age counts from it
	Fresh    bool   // nothing was posted: a draft of the device may take its place
	Receipt  string // the seal of what is corrected, "" for a first answer
	Contact  contact
	Start    string // address under which the questionnaire's pages are
	Trial    bool
	// Languages are those of the form, to choose from; none when it has one.
	Languages []language
	Intro     []field // the form's first notes: the information notice
	Folded    string  // how it begins, when it is too long to stand before the first question
	Sections  []section
	Problems  []summaryLine
	Logic     json.RawMessage
	Phrases   map[string]string // what the module says
}

// section is one part of the page.
type section struct {
	ID          string
	Title, Hint markup.Text
	Number, Of  int
	Relevant    bool
	Path        string // of its group, "" outside groups
	Fields      []field
	Lang        string // of the author's texts, when it is not French
	Total       *total // of the numbers in it, when its author asks
}

// summaryLine is one line of the error summary.
type summaryLine struct {
	Target, Text string
}

// questionnaire shows it empty, or with what a receipt stands for.
func (s *Server) questionnaire(c *gin.Context) error {
	a, err := s.answering(c)
	if err != nil && correcting(c) {
		return askForCode(c, c.Param("link"), err)
	}
	if err != nil {
		return err
	}
	if err := a.begin(s.Random); err != nil {
		return err
	}
	return s.showQuestionnaire(c, http.StatusOK, a, true, nil)
}

// answer is every post of the questionnaire; the button pressed says what for.
func (s *Server) answer(c *gin.Context) error {
	if err := parsePost(c); err != nil {
		return err
	}
	if done, err := s.sentBefore(c); done || err != nil {
		return err
	}
	a, err := s.answering(c)
	if err != nil {
		return err
	}
	return s.answerAs(c, a)
}

// sentBefore gives its receipt again to what was received already: the first
// reply may have been lost. Bytes are compared before anything else is asked,
// since the campaign may have closed, and the same answers be judged otherwise,
// since then.
func (s *Server) sentBefore(c *gin.Context) (done bool, err error) {
	if c.PostForm(fieldDo) != doSend {
		return false, nil
	}
	campaign, err := s.campaignOfLink(c)
	if err != nil {
		return false, err
	}
	receipt, err := s.Store.Received(c, campaign, c.PostForm(fieldInstance), receivedSum(c.Request.PostForm))
	switch {
	case errors.Is(err, survey.ErrNotFound):
		return false, nil
	case err != nil:
		return false, fmt.Errorf("look for a submission: %w", err)
	}
	return true, s.giveReceipt(c, campaign.Link, receipt.Code)
}

// What the buttons ask for, where another page than the questionnaire has them.
const (
	doCheck = "verifier"
	doSend  = "envoyer"
	doAnew  = "nouvelle"
)

func (s *Server) answerAs(c *gin.Context, a *answering) error {
	if err := a.read(c.Request.PostForm); err != nil {
		return err
	}
	verb, path, _ := strings.Cut(c.PostForm(fieldDo), " ")
	switch verb {
	case "ajouter":
		a.addInstance(path)
		return s.showQuestionnaire(c, a.readStatus(), a, false, a.problems)
	case "retirer":
		a.removeInstance(path)
		return s.showQuestionnaire(c, a.readStatus(), a, false, a.problems)
	case "actualiser", "modifier":
		return s.showQuestionnaire(c, a.readStatus(), a, false, a.problems)
	case doCheck:
		if led, err := s.toCheck(c, a, c.Request.PostForm); led || err != nil {
			return err
		}
		return s.check(c, a)
	case doAnew: // beside what was received, or in its place: under an id of its own
		if err := a.begin(s.Random); err != nil {
			return err
		}
		return s.check(c, a)
	case doSend:
		return s.send(c, a, c.PostForm(fieldConfirm) != "")
	}
	return errMalformed
}

// readStatus is that of a page shown without judging: fields that could not be
// read, of too many rows, are said all the same.
func (a *answering) readStatus() int {
	if survey.Blocking(a.problems) {
		return http.StatusUnprocessableEntity
	}
	return http.StatusOK
}

func (s *Server) showQuestionnaire(c *gin.Context, status int, a *answering, fresh bool, problems []survey.Problem) error {
	logic, err := a.logic()
	if err != nil {
		return err
	}
	p := questionnairePage{
		Action: a.action(), Languages: languages(a), Link: a.campaign.Link, Draft: a.draft(), Title: a.campaign.Title, Network: a.network.Name,
		Instance: a.instance, Fresh: fresh, Receipt: a.seal, Contact: contactOf(a.campaign, a.network), Start: a.start(), Logic: logic, Phrases: french.Browser(),
	}
	if !a.campaign.ClosesOn.IsZero() {
		p.Closes = frenchDay(a.campaign.ClosesOn)
	}
	p.Trial, p.Day = a.trial, s.today()
	page, err := a.layout(problems)
	if err != nil {
		return err
	}
	if page.Crowded {
		status = http.StatusUnprocessableEntity
	}
	p.Intro, p.Sections = sections(page)
	p.Folded = folded(p.Intro)
	a.illustrate(p.Intro)
	for i := range p.Sections {
		a.illustrate(p.Sections[i].Fields)
	}
	p.Problems = summary(p.Sections)
	v := s.view(c, "Questionnaire")
	v.Exit, v.Error, v.Trial, v.Page, v.Scripts = true, len(p.Problems) > 0, a.trial, p, []string{"js/form.js"}
	v.Modules = modulesFor(p.Sections)
	return s.render(c, status, "questionnaire", v)
}

// sections lays out the page; the notes that open the form come apart.
func sections(page *survey.Page) (intro []field, parts []section) {
	for i, sec := range page.Sections {
		items := sec.Items
		if i == 0 {
			intro, items = openingNotes(items)
		}
		if len(items) == 0 {
			if len(intro) > 0 && i == 0 { // nothing but notes: their title stays theirs
				intro[0].Label = intro[0].Label.Under(sec.Title)
			}
			continue
		}
		part := section{ID: "s-" + sec.ID, Title: sec.Title, Hint: sec.Hint, Relevant: true}
		part.lay(sec.Item, items)
		if sec.Item != nil {
			part.Relevant, part.Path = sec.Item.Relevant, sec.Item.Path
		}
		parts = append(parts, part)
	}
	lang := languageTag(page.Language)
	written(intro, lang)
	for i := range parts {
		parts[i].Number, parts[i].Of, parts[i].Lang = i+1, len(parts), lang
		written(parts[i].Fields, lang)
	}
	return intro, parts
}

// mostNotice is how many characters of a notice stand before the first
// question: two lines of a phone, or a little more.
const mostNotice = 110

// folded gives the beginning of a long notice, in whole words, its lines told
// apart; "" for a short one.
func folded(notes []field) string {
	if len(notes) == 0 {
		return ""
	}
	var lines []string
	for _, line := range notes[0].Label {
		if words := (markup.Text{line}).String(); words != "" {
			lines = append(lines, words)
		}
	}
	whole := strings.Fields(strings.Join(lines, " · "))
	length := -1
	for i, word := range whole {
		if length += 1 + utf8.RuneCountInString(word); length > mostNotice {
			return strings.Join(whole[:i], " ") + "…"
		}
	}
	if len(notes) > 1 || len(notes[0].Hint) > 0 {
		return strings.Join(whole, " ")
	}
	return ""
}

// lay puts the rows of a section in it. A top-level group that is a table is
// one within its section, which already says its title.
func (p *section) lay(group *survey.Item, items []survey.Item) {
	if group != nil && tabular(group) {
		table := fieldOf(group)
		table.Path, table.Label, table.Hint = "", nil, nil
		table.ID, table.Heading = table.ID+"-table", p.ID+"-titre"
		p.Fields = []field{table}
		return
	}
	p.Fields = fieldsOf(items)
	if group != nil && group.Question.Has(appearanceTotal) {
		p.Total = totalOf(p.Fields)
	}
}

func openingNotes(items []survey.Item) (notes []field, rest []survey.Item) {
	n := 0
	for n < len(items) && items[n].Question.Type.Kind == survey.Note && items[n].Question.Relevant == nil {
		n++
	}
	return fieldsOf(items[:n]), items[n:]
}

// summary lists what is wrong, in the order of the page, with the same words
// as at the fields.
func summary(parts []section) []summaryLine {
	var lines []summaryLine
	for _, part := range parts {
		lines = summarise(lines, part.Fields)
	}
	return lines
}

func summarise(lines []summaryLine, fields []field) []summaryLine {
	for _, f := range fields {
		for _, text := range f.Errors {
			lines = append(lines, summaryLine{Target: f.ID, Text: f.Name() + "\u00a0: " + text})
		}
		lines = summarise(lines, f.Children)
		for _, instance := range f.Instances {
			lines = summarise(lines, instance.Fields)
		}
	}
	return lines
}

// plainLabel shortens a label to what names the question in a list.
func plainLabel(text markup.Text) string {
	label := text.Title()
	const most = 90
	if runes := []rune(label); len(runes) > most {
		label = strings.TrimSpace(string(runes[:most])) + "…"
	}
	return markup.NoBreak(strings.TrimRight(label, " \u00a0:"))
}

// plainWords are all the words of a label, where no element can stand.
func plainWords(text markup.Text) string { return markup.NoBreak(text.String()) }
