package web

import (
	"fmt"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"constat/survey"
	"constat/survey/markup"
	"constat/survey/xlsform"
	"constat/web/french"
)

// A trial is the answer page of a draft, whole: what is answered is judged,
// shown as it would be kept, and thrown away. The audit says that there was a
// trial, and nothing of it.

func trialPath(link string) string { return "/essai/" + link }

var errTrialFaulty = &failure{status: http.StatusConflict, code: "page_trial_faulty"}

// trying gathers what answering does, from a draft.
func (s *Server) trying(c *gin.Context) (*answering, error) {
	d, err := s.Store.DraftByLink(c, c.Param("link"))
	if err != nil {
		return nil, fmt.Errorf("find the draft of a link: %w", err)
	}
	form, _, err := readDraft(d)
	if err != nil {
		return nil, err
	}
	if form == nil {
		return nil, errTrialFaulty
	}
	network, err := s.Store.Network(c, d.Network)
	if err != nil {
		return nil, fmt.Errorf("find the network of a draft: %w", err)
	}
	a := &answering{
		campaign: survey.Campaign{
			ID: d.ID, Network: d.Network, Title: french.FormTitle(form), Link: d.Link,
			FormID: form.ID, FormVersion: form.Version,
		},
		network: network, form: form, trial: true, pictures: pictureNames(d.Files),
		occasion: s.occasionOf(c, form, network),
	}
	a.speak(c.Query(fieldLanguage))
	return a, nil
}

func (s *Server) trial(c *gin.Context) error {
	a, err := s.trying(c)
	if err != nil {
		return err
	}
	if err := a.begin(s.Random); err != nil {
		return err
	}
	return s.showQuestionnaire(c, http.StatusOK, a, true, nil)
}

// tryAnswer is every post of a trial.
func (s *Server) tryAnswer(c *gin.Context) error {
	if err := parsePost(c); err != nil {
		return err
	}
	a, err := s.trying(c)
	if err != nil {
		return err
	}
	return s.answerAs(c, a)
}

// trialMedia gives a picture of a draft.
func (s *Server) trialMedia(c *gin.Context) error {
	d, err := s.Store.DraftByLink(c, c.Param("link"))
	if err != nil {
		return fmt.Errorf("find the draft of a link: %w", err)
	}
	return sendPicture(c, d.Files[c.Param("name")])
}

// trialPage shows what would have been kept: the values as judged, also those
// that nobody sees.
type trialPage struct {
	Title, Network string
	Again          string
	Rows           []trialRow
	Remarks        []string
}

// trialRow is one value as it would be kept.
type trialRow struct {
	Key, Label, Value string
	NotAsked          bool
}

// discard ends a trial: what was judged is shown and forgotten.
func (s *Server) discard(c *gin.Context, a *answering, response *survey.Response, problems []survey.Problem) error {
	if !a.preview { // a lead at home in her own draft is no event
		entry := survey.AuditEntry{
			At: s.Clock().UTC().Truncate(24 * time.Hour), Network: a.campaign.Network, Action: "form.trial", Object: a.campaign.ID,
		}
		if err := s.Store.Record(c, entry); err != nil {
			return fmt.Errorf("record a trial: %w", err)
		}
	}
	p := trialPage{Title: a.campaign.Title, Network: a.network.Name, Again: a.path()}
	p.Rows = trialRows(nil, a.form, a.form.Root, &response.Record, "")
	for _, problem := range problems {
		p.Remarks = append(p.Remarks, problem.Path+"\u00a0: "+french.Problem(problem))
	}
	v := s.view(c, "Essai terminé")
	v.Exit, v.Trial, v.Page, v.Scripts = true, true, p, []string{"js/page.js"}
	return s.render(c, http.StatusOK, "trial", v)
}

func trialRows(rows []trialRow, form *survey.Form, scope *survey.Scope, record *survey.Record, prefix string) []trialRow {
	for i, q := range scope.Questions {
		value := record.Values[i]
		rows = append(rows, trialRow{
			Key: prefix + q.Key, Label: plainLabel(markup.Parse(q.Label.In(form.DefaultLanguage)).WithoutAnswers()),
			Value: value.Text, NotAsked: value.State == survey.NotAsked,
		})
	}
	for i, inner := range scope.Repeats {
		for n, instance := range record.Repeats[i] {
			rows = trialRows(rows, form, inner, instance, fmt.Sprintf("%s%s[%d]/", prefix, inner.Repeat.Key, n+1))
		}
	}
	return rows
}

// pictureNames lists the files that may be shown on the page.
func pictureNames(files survey.Files) map[string]bool {
	names := map[string]bool{}
	for name := range files {
		if xlsform.PictureType(files[name]) != "" {
			names[name] = true
		}
	}
	return names
}
