package web

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"constat/survey"
	"constat/survey/catalogue"
	"constat/web/french"
)

// newCampaignPage is where a survey begins: a title and a questionnaire, from
// the catalogue or among those that the network has published.
type newCampaignPage struct {
	Network   survey.Network
	Catalogue []catalogue.Entry
	Own       []versionLine
	Typed     campaignTyped
	Problems  []summaryLine
}

func (s *Server) newCampaign(c *gin.Context) error {
	n, err := s.networkOf(c)
	if err != nil {
		return err
	}
	p := newCampaignPage{Network: n, Typed: campaignTyped{Contact: n.Contact}}
	for _, e := range s.Catalogue {
		if e.Network == n.Slug {
			p.Typed.Form = e.ID
		}
	}
	if chosen := c.Query("questionnaire"); chosen != "" {
		p.Typed.Form = chosen
	}
	return s.showNewCampaign(c, http.StatusOK, p)
}

func (s *Server) showNewCampaign(c *gin.Context, status int, p newCampaignPage) error {
	p.Catalogue = s.Catalogue
	versions, err := s.versionsOf(c, p.Network.Slug)
	if err != nil {
		return err
	}
	for _, line := range versions {
		if _, shared := s.inCatalogue(line.FormID); !shared {
			p.Own = append(p.Own, line)
		}
	}
	v := s.view(c, "Nouvelle enquête")
	v.Error, v.Page = len(p.Problems) > 0, p
	return s.render(c, status, "new_campaign", v)
}

// createCampaign: read what was typed → freeze the catalogue's form, or find
// the network's own → create the campaign as a draft.
func (s *Server) createCampaign(c *gin.Context) error {
	if err := parsePost(c); err != nil {
		return err
	}
	n, err := s.networkOf(c)
	if err != nil {
		return err
	}
	p := newCampaignPage{Network: n, Typed: typedCampaign(c)}
	terms, problems := p.Typed.terms(s.Zone, s.today())
	p.Problems = problems
	if p.Typed.Form == "" {
		p.wrong("questionnaire", "form_missing")
	}
	if len(p.Problems) > 0 {
		return s.showNewCampaign(c, http.StatusUnprocessableEntity, p)
	}
	version, err := s.chosenForm(c, n.Slug, p.Typed.Form)
	if err != nil {
		return err
	}
	campaign := &survey.Campaign{
		Network: n.Slug, Title: terms.Title, Invited: terms.Invited, ClosesOn: terms.ClosesOn, Contact: terms.Contact, State: survey.CampaignDraft,
		FormID: version.FormID, FormVersion: version.Version, CreatedAt: s.Clock(),
	}
	if err := s.create(c, campaign); err != nil {
		return err
	}
	return seeOther(c, campaignPath(*campaign))
}

func (p *newCampaignPage) wrong(field, code string) {
	p.Problems = append(p.Problems, summaryLine{field, french.Sentence(code)})
}

func (s *Server) inCatalogue(formID string) (catalogue.Entry, bool) {
	for _, e := range s.Catalogue {
		if e.ID == formID {
			return e, true
		}
	}
	return catalogue.Entry{}, false
}

// chosenForm finds the frozen form of a choice: a questionnaire of the
// catalogue, which is frozen for the network by being used, or the code of a
// version that it has published.
func (s *Server) chosenForm(c *gin.Context, network, choice string) (survey.FormVersion, error) {
	entry, shared := s.inCatalogue(choice)
	if !shared {
		return s.versionNamed(c, network, choice)
	}
	form, err := entry.Form()
	if err != nil {
		return survey.FormVersion{}, err
	}
	version := frozen(network, form, entry.Bytes(), nil, s.now())
	if err := s.Store.SaveForm(c, version); errors.Is(err, survey.ErrConflict) {
		return version, &failure{status: http.StatusConflict, code: "page_exists", cause: err}
	} else if err != nil {
		return version, fmt.Errorf("freeze form %s: %w", form.ID, err)
	}
	return version, nil
}

// create adds the campaign, with an identifier and a link of its own.
func (s *Server) create(c *gin.Context, campaign *survey.Campaign) error {
	id, err := uuid.NewRandomFromReader(s.Random)
	if err != nil {
		return fmt.Errorf("make a campaign id: %w", err)
	}
	campaign.ID = id.String()
	if campaign.Link, err = survey.NewLink(campaign.Network, s.Random); err != nil {
		return err
	}
	if err := s.Store.CreateCampaign(c, *campaign, s.entry(c, campaign.Network, "campaign.create", campaign.ID)); err != nil {
		return fmt.Errorf("create a campaign: %w", err)
	}
	return nil
}
