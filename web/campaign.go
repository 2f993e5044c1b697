package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"constat/survey"
	"constat/web/french"
)

// campaignPage is a lead's view of one survey: its state, its link, who
// answered.
type campaignPage struct {
	Network  survey.Network
	Campaign campaignRow
	Path     string
	Address  string // the public link, whole
	Closes   string
	Erased   string // the day, "" while the answers are kept

	Form  campaignForm
	Newer *campaignForm // a version published since, when the campaign may pass to it

	Participation Participation
	Days          dayBars
	Editions      []editionLine // public ones that hold its answers, newest first
}

// campaignForm is a version of a questionnaire, with the address of its page.
type campaignForm struct{ Title, Version, Path string }

// addForm names the campaign's questionnaire, and the latest version of it when
// that is another: a closed campaign keeps its own.
func (s *Server) addForm(c *gin.Context, page *campaignPage) error {
	campaign := page.Campaign.Campaign
	versions, err := s.versionsOf(c, campaign.Network)
	if err != nil {
		return err
	}
	for _, v := range versions { // newest first
		if v.FormID != campaign.FormID {
			continue
		}
		own := campaignForm{v.Title, v.Version, v.Path}
		if v.Version == campaign.FormVersion {
			page.Form = own
			break
		}
		if page.Newer == nil && campaign.State != survey.CampaignClosed {
			own.Path = page.Path + "/questionnaire/" + v.Code()
			page.Newer = &own
		}
	}
	return nil
}

// campaignOf finds the campaign of the path, in the network of the path.
func (s *Server) campaignOf(c *gin.Context) (survey.Campaign, error) {
	campaign, err := s.Store.Campaign(c, c.Param("network"), c.Param("campaign"))
	if err != nil {
		return survey.Campaign{}, fmt.Errorf("find a campaign: %w", err)
	}
	return campaign, nil
}

func campaignPath(campaign survey.Campaign) string {
	return "/reseaux/" + campaign.Network + "/enquetes/" + campaign.ID
}

// address is the campaign's public link, as it is sent, printed and coded.
func (s *Server) address(campaign survey.Campaign) string { return s.BaseURL + linkPath(campaign.Link) }

func (s *Server) campaign(c *gin.Context) error {
	campaign, err := s.campaignOf(c)
	if err != nil {
		return err
	}
	network, err := s.networkOf(c)
	if err != nil {
		return err
	}
	participation, err := s.participationOf(c, campaign)
	if err != nil {
		return err
	}
	editions, err := s.Store.CampaignEditions(c, campaign.Network, campaign.ID)
	if err != nil {
		return fmt.Errorf("list the editions of %s: %w", campaign.ID, err)
	}
	v := s.view(c, campaign.Title)
	v.Scripts = []string{"js/campaign.js"}
	page := campaignPage{
		Network: network, Path: campaignPath(campaign), Address: s.address(campaign), Closes: frenchDay(campaign.ClosesOn), Erased: frenchDay(campaign.ErasedOn),
		Campaign:      campaignRow{CampaignSummary: survey.CampaignSummary{Campaign: campaign}},
		Participation: participation, Days: barsOf(participation.ByDay),
	}
	for _, e := range editions {
		page.Editions = append(page.Editions, newEditionLine(page.Path, e, ""))
	}
	if err := s.addForm(c, &page); err != nil {
		return err
	}
	v.Page = page
	return s.render(c, http.StatusOK, "campaign", v)
}

func (s *Server) openCampaign(c *gin.Context) error {
	return s.setState(c, survey.CampaignOpen, "campaign.open")
}

func (s *Server) setState(c *gin.Context, state survey.CampaignState, action string) error {
	campaign, err := s.campaignOf(c)
	if err != nil {
		return err
	}
	entry := s.entry(c, campaign.Network, action, campaign.ID)
	if err := s.Store.SetCampaignState(c, campaign.Network, campaign.ID, state, entry); err != nil {
		return fmt.Errorf("set campaign %s %s: %w", campaign.ID, state, err)
	}
	return seeOther(c, campaignPath(campaign))
}

// closingPage asks for a typed word: closing stops people who are answering.
type closingPage struct {
	Campaign      survey.Campaign
	Path, Problem string
}

func (s *Server) closing(c *gin.Context) error { return s.showClosing(c, http.StatusOK, "") }

func (s *Server) showClosing(c *gin.Context, status int, problem string) error {
	campaign, err := s.campaignOf(c)
	if err != nil {
		return err
	}
	v := s.view(c, "Fermer l’enquête")
	v.Error, v.Page = problem != "", closingPage{campaign, campaignPath(campaign), problem}
	return s.render(c, status, "closing", v)
}

func (s *Server) closeCampaign(c *gin.Context) error {
	if err := parsePost(c); err != nil {
		return err
	}
	if !strings.EqualFold(strings.TrimSpace(c.PostForm("confirmation")), "fermer") {
		return s.showClosing(c, http.StatusUnprocessableEntity, french.Sentence("confirm_closing"))
	}
	return s.setState(c, survey.CampaignClosed, "campaign.close")
}

// diagnostic gives the workbook, in one of its editions.
func (s *Server) diagnostic(c *gin.Context) error {
	switch c.DefaultQuery("edition", "interne") {
	case "interne":
	case "publique":
		return s.publicDiagnostic(c)
	default:
		return survey.ErrNotFound
	}
	return s.download(c, download{"diagnostic", s.Diagnostics.Workbook, "diagnostic.download", "diagnostic-interne", ".xlsx", workbookType})
}

// responses gives the answers one by one, in the files that researchers read.
func (s *Server) responses(c *gin.Context) error {
	return s.download(c, download{"responses", s.Diagnostics.Responses, "responses.download", "reponses", ".zip", "application/zip"})
}

// download is a file that holds a campaign's answers, and its act in the
// register.
type download struct {
	kind                string
	write               func(ctx context.Context, w io.Writer, network, campaign string) error
	action              string
	name, ending, media string
}

// download gives a file that is whole before its first byte leaves: a failure
// half-way must not look like a file. Its name tells a network's questionnaires
// apart, and the internal edition from the public one.
func (s *Server) download(c *gin.Context, d download) error {
	campaign, err := s.campaignOf(c)
	if err != nil {
		return err
	}
	f, err := s.heavy.get(c, s.orderOf(d.kind, campaign, d.write))
	switch {
	case errors.Is(err, survey.ErrNotFound) && !campaign.ErasedOn.IsZero():
		return &failure{status: http.StatusGone, code: "page_erased", args: []string{frenchDay(campaign.ErasedOn)}, cause: err}
	case errors.Is(err, survey.ErrNotFound):
		return &failure{status: http.StatusConflict, code: "page_no_answers", cause: err}
	case err != nil:
		return fmt.Errorf("make the %s of %s: %w", d.name, campaign.ID, err)
	}
	defer s.heavy.release(f)
	// A copy that is not accounted for does not leave.
	if err := s.Store.Record(c, s.entry(c, campaign.Network, d.action, campaign.ID)); err != nil {
		return fmt.Errorf("record a download of %s: %w", campaign.ID, err)
	}
	return sendKept(c, fmt.Sprintf("%s-%s-%s-%s%s", d.name, campaign.Network, campaign.FormID, s.today(), d.ending), d.media, f)
}

// orderOf asks for a file of a campaign. Everybody who may have it has the same:
// who took it when is in the register, not in the file.
func (s *Server) orderOf(kind string, c survey.Campaign, write func(ctx context.Context, w io.Writer, network, campaign string) error) order {
	return order{
		key:   fileKey{kind, c.Network, c.ID},
		state: func(ctx context.Context) (string, error) { return s.Diagnostics.State(ctx, c.Network, c.ID) },
		write: func(ctx context.Context, w io.Writer) error { return write(ctx, w, c.Network, c.ID) },
	}
}

// participationOf counts who answered: all the answers are read for it, so it is
// made and kept as files are.
func (s *Server) participationOf(ctx context.Context, c survey.Campaign) (Participation, error) {
	var p Participation
	f, err := s.heavy.get(ctx, s.orderOf("participation", c, func(ctx context.Context, w io.Writer, network, campaign string) error {
		counted, err := s.Diagnostics.Participation(ctx, network, campaign)
		if err != nil {
			return err
		}
		return json.NewEncoder(w).Encode(counted)
	}))
	if err != nil {
		return p, fmt.Errorf("count the participation in %s: %w", c.ID, err)
	}
	defer s.heavy.release(f)
	if err := json.NewDecoder(f.reader()).Decode(&p); err != nil {
		return p, fmt.Errorf("read the participation in %s: %w", c.ID, err)
	}
	return p, nil
}
