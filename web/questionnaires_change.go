package web

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"

	"constat/survey"
	"constat/survey/markup"
	"constat/web/french"
)

// changePage is read before a campaign passes to another version of its
// questionnaire.
type changePage struct {
	Network   survey.Network
	Campaign  survey.Campaign
	Path      string // of the campaign
	Version   survey.FormVersion
	Already   bool // the campaign asks this version
	Closed    bool
	Responses int
	Changes   []differenceLine
}

// differenceLine is what changed in one question, in words.
type differenceLine struct {
	Kind, Label, Fate string
	Lost              bool // answers already received are not taken up, or not all
	Edits             []string
}

func differenceLines(differences []survey.Difference) []differenceLine {
	lines := make([]differenceLine, len(differences))
	for i, d := range differences {
		line := differenceLine{
			Kind: french.DifferenceKind(d), Label: plainLabel(markup.Words(d.Label)), Fate: french.Fate(d.Fate),
			Lost: d.Fate == survey.FateLost || d.Fate == survey.FatePartly,
		}
		for _, e := range d.Edits {
			line.Edits = append(line.Edits, french.Edit(e))
		}
		lines[i] = line
	}
	return lines
}

// changing finds the campaign and the version of the path.
func (s *Server) changing(c *gin.Context) (survey.Campaign, survey.FormVersion, error) {
	campaign, err := s.campaignOf(c)
	if err != nil {
		return campaign, survey.FormVersion{}, err
	}
	version, err := s.versionOf(c)
	if err == nil && version.FormID != campaign.FormID {
		err = survey.ErrNotFound
	}
	return campaign, version, err
}

func (s *Server) formChange(c *gin.Context) error {
	campaign, version, err := s.changing(c)
	if err != nil {
		return err
	}
	n, err := s.networkOf(c)
	if err != nil {
		return err
	}
	before, err := s.forms.of(c, campaign)
	if err != nil {
		return err
	}
	after, err := s.forms.version(c, formKey{version.Network, version.FormID, version.Version})
	if err != nil {
		return err
	}
	p := changePage{
		Network: n, Campaign: campaign, Path: campaignPath(campaign), Version: version,
		Already: campaign.FormVersion == version.Version, Closed: campaign.State == survey.CampaignClosed,
		Changes: differenceLines(survey.Compare(before, after)),
	}
	if p.Responses, err = s.responsesTo(c, campaign); err != nil {
		return err
	}
	v := s.view(c, "Changer de version")
	v.Page = p
	return s.render(c, http.StatusOK, "change", v)
}

func (s *Server) responsesTo(c *gin.Context, campaign survey.Campaign) (int, error) {
	campaigns, err := s.Store.Campaigns(c, campaign.Network)
	if err != nil {
		return 0, fmt.Errorf("list the campaigns of %s: %w", campaign.Network, err)
	}
	for _, summary := range campaigns {
		if summary.ID == campaign.ID {
			return summary.Responses, nil
		}
	}
	return 0, survey.ErrNotFound
}

// changeForm passes the campaign to the version, from the one that the lead
// was shown the difference with.
func (s *Server) changeForm(c *gin.Context) error {
	if err := parsePost(c); err != nil {
		return err
	}
	campaign, version, err := s.changing(c)
	if err != nil {
		return err
	}
	change := survey.FormChange{At: s.now(), FormID: campaign.FormID, From: c.PostForm("depuis"), To: version.Version}
	err = s.Store.ChangeForm(c, campaign.Network, campaign.ID, change, s.entry(c, campaign.Network, "campaign.form", campaign.ID))
	switch {
	case errors.Is(err, survey.ErrConflict):
		return &failure{status: http.StatusConflict, code: "page_form_changed", cause: err}
	case errors.Is(err, survey.ErrClosed):
		return &failure{status: http.StatusConflict, code: "page_form_closed", cause: err}
	case err != nil:
		return fmt.Errorf("change the form of %s: %w", campaign.ID, err)
	}
	return seeOther(c, campaignPath(campaign))
}
