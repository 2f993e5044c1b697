package web

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"constat/survey"
	"constat/web/french"
)

// settingsPage is where a lead changes what may still be changed of a survey.
type settingsPage struct {
	Campaign survey.Campaign
	Network  survey.Network
	Path     string
	Typed    campaignTyped
	Problems []summaryLine
}

// Draft tells whether the survey was never opened, so that it may be deleted.
func (p settingsPage) Draft() bool { return p.Campaign.State == survey.CampaignDraft }

func (s *Server) settings(c *gin.Context) error {
	campaign, err := s.campaignOf(c)
	if err != nil {
		return err
	}
	typed := campaignTyped{Title: campaign.Title, Contact: campaign.Contact}
	if campaign.Invited > 0 {
		typed.Invited = strconv.Itoa(campaign.Invited)
	}
	if !campaign.ClosesOn.IsZero() {
		typed.ClosesOn = campaign.ClosesOn.Format(time.DateOnly)
	}
	return s.showSettings(c, http.StatusOK, settingsPage{Campaign: campaign, Typed: typed})
}

func (s *Server) showSettings(c *gin.Context, status int, p settingsPage) error {
	p.Path = campaignPath(p.Campaign)
	network, err := s.networkOf(c)
	if err != nil {
		return err
	}
	p.Network = network
	v := s.view(c, "Réglages de l’enquête")
	v.Error, v.Page = len(p.Problems) > 0, p
	return s.render(c, status, "settings", v)
}

func (s *Server) saveSettings(c *gin.Context) error {
	if err := parsePost(c); err != nil {
		return err
	}
	campaign, err := s.campaignOf(c)
	if err != nil {
		return err
	}
	p := settingsPage{Campaign: campaign, Typed: typedCampaign(c)}
	earliest := s.today()
	if !campaign.ClosesOn.IsZero() { // a day gone by may stay as it is
		earliest = min(earliest, campaign.ClosesOn.Format(time.DateOnly))
	}
	terms, problems := p.Typed.terms(s.Zone, earliest)
	if p.Problems = problems; len(problems) > 0 {
		return s.showSettings(c, http.StatusUnprocessableEntity, p)
	}
	entry := s.entry(c, campaign.Network, "campaign.change", campaign.ID)
	if err := s.Store.SetCampaignTerms(c, campaign.Network, campaign.ID, terms, entry); err != nil {
		return fmt.Errorf("change campaign %s: %w", campaign.ID, err)
	}
	return seeOther(c, campaignPath(campaign))
}

// deleteCampaign drops a draft; the store refuses any other.
func (s *Server) deleteCampaign(c *gin.Context) error {
	if err := parsePost(c); err != nil {
		return err
	}
	campaign, err := s.campaignOf(c)
	if err != nil {
		return err
	}
	err = s.Store.DeleteCampaign(c, campaign.Network, campaign.ID, s.entry(c, campaign.Network, "campaign.delete", campaign.ID))
	if errors.Is(err, survey.ErrConflict) {
		return &failure{status: http.StatusConflict, code: "page_not_deletable", cause: err}
	}
	if err != nil {
		return fmt.Errorf("delete campaign %s: %w", campaign.ID, err)
	}
	return seeOther(c, "/reseaux/"+campaign.Network)
}

// campaignTyped is what was typed of a campaign, shown again when something is
// wrong.
type campaignTyped struct {
	Title, Form, Invited, ClosesOn, Contact string
}

func typedCampaign(c *gin.Context) campaignTyped {
	return campaignTyped{
		Title: strings.TrimSpace(c.PostForm("titre")), Form: c.PostForm("questionnaire"),
		Invited: strings.TrimSpace(c.PostForm("invites")), ClosesOn: strings.TrimSpace(c.PostForm("fin")),
		Contact: strings.TrimSpace(c.PostForm("contact")),
	}
}

// terms reads what was typed, and says at which field it is wrong. No last day
// is before earliest (YYYY-MM-DD).
func (t campaignTyped) terms(zone *time.Location, earliest string) (survey.CampaignTerms, []summaryLine) {
	terms := survey.CampaignTerms{Title: t.Title, Contact: t.Contact}
	var problems []summaryLine
	wrong := func(field, code string) {
		problems = append(problems, summaryLine{field, french.Sentence(code)})
	}
	switch {
	case t.Title == "":
		wrong("titre", "title_missing")
	case utf8.RuneCountInString(t.Title) > 200:
		wrong("titre", "title_long")
	}
	if code := ContactProblem(t.Contact); code != "" {
		wrong("contact", code)
	}
	if t.Invited != "" {
		invited, err := strconv.Atoi(t.Invited)
		if err != nil || invited < 0 || invited > 1_000_000 {
			wrong("invites", "invited_number")
		}
		terms.Invited = invited
	}
	if t.ClosesOn != "" {
		day, err := time.ParseInLocation(time.DateOnly, t.ClosesOn, zone)
		switch {
		case err != nil:
			problems = append(problems, summaryLine{"fin", french.Problem(survey.Problem{Code: survey.CodeNotDate})})
		case t.ClosesOn < earliest:
			wrong("fin", "campaign_past")
		}
		terms.ClosesOn = day
	}
	return terms, problems
}
