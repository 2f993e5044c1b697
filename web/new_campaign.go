package web

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"constat/survey"
	"constat/survey/catalogue"
	"constat/survey/xlsform"
	"constat/web/french"
)

// newCampaignPage is where a survey begins: a title and a questionnaire, from
// the catalogue or from the lead's own workbook.
type newCampaignPage struct {
	Network   survey.Network
	Catalogue []catalogue.Entry
	Typed     campaignTyped
	Problems  []summaryLine
	Workbook  []string // what is wrong in the workbook, with its address
}

// campaignTyped is what was typed, shown again when something is wrong.
type campaignTyped struct {
	Title, Form, Invited, ClosesOn string
}

func (s *Server) newCampaign(c *gin.Context) error {
	n, err := s.networkOf(c)
	if err != nil {
		return err
	}
	p := newCampaignPage{Network: n}
	for _, e := range s.Catalogue {
		if e.Network == n.Slug {
			p.Typed.Form = e.ID
		}
	}
	return s.showNewCampaign(c, http.StatusOK, p)
}

func (s *Server) showNewCampaign(c *gin.Context, status int, p newCampaignPage) error {
	p.Catalogue = s.Catalogue
	v := s.view(c, "Nouvelle enquête")
	v.Error, v.Page = len(p.Problems) > 0, p
	return s.render(c, status, "new_campaign", v)
}

// createCampaign: read what was typed → read the form → freeze it → create
// the campaign as a draft.
func (s *Server) createCampaign(c *gin.Context) error {
	if err := c.Request.ParseMultipartForm(workbookLimit); err != nil {
		if f := asFailure(err); f == errTooLarge {
			return f
		}
		return &failure{status: errMalformed.status, code: errMalformed.code, cause: err}
	}
	n, err := s.networkOf(c)
	if err != nil {
		return err
	}
	p := newCampaignPage{Network: n, Typed: campaignTyped{
		Title: strings.TrimSpace(c.PostForm("titre")), Form: c.PostForm("questionnaire"),
		Invited: strings.TrimSpace(c.PostForm("invites")), ClosesOn: strings.TrimSpace(c.PostForm("fin")),
	}}
	campaign := p.campaign(s.Zone)
	workbook := s.chosenWorkbook(c, &p)
	form := p.read(workbook)
	if len(p.Problems) > 0 {
		return s.showNewCampaign(c, http.StatusUnprocessableEntity, p)
	}
	campaign.Network, campaign.FormID, campaign.FormVersion, campaign.CreatedAt = n.Slug, form.ID, form.Version, s.Clock()
	if err := s.freeze(c, campaign, form, workbook); err != nil {
		return err
	}
	return seeOther(c, "/reseaux/"+n.Slug+"/enquetes/"+campaign.ID)
}

// campaign takes what was typed, and says at which field it is wrong.
func (p *newCampaignPage) campaign(zone *time.Location) *survey.Campaign {
	campaign := &survey.Campaign{Title: p.Typed.Title, State: survey.CampaignDraft}
	switch {
	case p.Typed.Title == "":
		p.wrong("titre", "title_missing")
	case utf8.RuneCountInString(p.Typed.Title) > 200:
		p.wrong("titre", "title_long")
	}
	if p.Typed.Invited != "" {
		invited, err := strconv.Atoi(p.Typed.Invited)
		if err != nil || invited < 0 || invited > 1_000_000 {
			p.wrong("invites", "invited_number")
		}
		campaign.Invited = invited
	}
	if p.Typed.ClosesOn != "" {
		day, err := time.ParseInLocation(time.DateOnly, p.Typed.ClosesOn, zone)
		if err != nil {
			p.Problems = append(p.Problems, summaryLine{"fin", french.Problem(survey.Problem{Code: survey.CodeNotDate})})
		}
		campaign.ClosesOn = day
	}
	return campaign
}

func (p *newCampaignPage) wrong(field, code string) {
	p.Problems = append(p.Problems, summaryLine{field, french.Sentence(code)})
}

// chosenWorkbook gives the bytes of the questionnaire: an uploaded file goes
// before a choice of the catalogue.
func (s *Server) chosenWorkbook(c *gin.Context, p *newCampaignPage) []byte {
	if file, header, err := c.Request.FormFile("classeur"); err == nil {
		defer file.Close()
		if header.Size > 0 {
			content, err := io.ReadAll(file)
			if err != nil {
				p.wrong("classeur", "form_unreadable")
			}
			return content
		}
	}
	for _, e := range s.Catalogue {
		if e.ID == p.Typed.Form {
			return e.Bytes()
		}
	}
	p.wrong("questionnaire", "form_missing")
	return nil
}

// read reads the workbook; each of its mistakes is listed with its address.
func (p *newCampaignPage) read(workbook []byte) *survey.Form {
	if workbook == nil {
		return nil
	}
	form, err := xlsform.Read(bytes.NewReader(workbook))
	if err == nil {
		return form
	}
	p.wrong("classeur", "form_faulty")
	var problems survey.Problems
	if errors.As(err, &problems) {
		for _, problem := range problems {
			if problem.Severity == survey.Fault {
				p.Workbook = append(p.Workbook, french.Problem(problem))
			}
		}
	}
	return nil
}

// freeze keeps the form and creates the campaign on it.
func (s *Server) freeze(c *gin.Context, campaign *survey.Campaign, form *survey.Form, workbook []byte) error {
	id, err := uuid.NewRandomFromReader(s.Random)
	if err != nil {
		return fmt.Errorf("make a campaign id: %w", err)
	}
	campaign.ID = id.String()
	if campaign.Link, err = survey.NewLink(campaign.Network, s.Random); err != nil {
		return err
	}
	version := survey.FormVersion{
		Network: campaign.Network, FormID: form.ID, Version: form.Version, Title: form.Title.In(form.DefaultLanguage),
		Workbook: workbook, SHA256: sha256.Sum256(workbook),
	}
	if err := s.Store.SaveForm(c, version); errors.Is(err, survey.ErrConflict) {
		return &failure{status: http.StatusConflict, code: "page_exists", cause: err}
	} else if err != nil {
		return fmt.Errorf("freeze form %s: %w", form.ID, err)
	}
	if err := s.Store.CreateCampaign(c, *campaign, s.entry(c, campaign.Network, "campaign.create", campaign.ID)); err != nil {
		return fmt.Errorf("create a campaign: %w", err)
	}
	return nil
}
