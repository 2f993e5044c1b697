package web

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"constat/survey"
	"constat/web/french"
)

// receiptPage is what a respondent keeps, and reads again later.
type receiptPage struct {
	Title, Network string
	Groups         []string // the code, four digits at a time
	Path           string
	Instance       string // lets the page erase the draft of this very submission
	Day            string
	Revision       int
	Withdrawn      bool
	Open           bool
	Closes         string
	Parts          []answeredPart
}

// stored gives what a receipt stands for. A code that was never given and one
// of another campaign are the same 404, and whoever tries many must wait.
func (s *Server) stored(c *gin.Context, campaign survey.Campaign, typed string) (survey.StoredSubmission, error) {
	code, ok := survey.NormalReceipt(typed)
	if !ok {
		return survey.StoredSubmission{}, survey.ErrNotFound
	}
	throttle := receiptThrottle(campaign.Link, c.ClientIP())
	seconds, err := s.wait(c, throttle)
	if err != nil {
		return survey.StoredSubmission{}, err
	}
	if seconds > 0 {
		return survey.StoredSubmission{}, errWait(c, seconds)
	}
	stored, err := s.Store.Receipt(c, campaign, code)
	if errors.Is(err, survey.ErrNotFound) {
		err = errors.Join(err, s.countFailure(c, throttle))
	}
	if err != nil {
		return survey.StoredSubmission{}, fmt.Errorf("find a receipt: %w", err)
	}
	return stored, nil
}

func (s *Server) receipt(c *gin.Context) error {
	campaign, err := s.campaignOfLink(c)
	if err != nil {
		return err
	}
	stored, err := s.stored(c, campaign, c.Param("receipt"))
	if err != nil {
		return err
	}
	a, err := s.answeringTo(c, campaign)
	if err != nil {
		return err
	}
	a.answers = stored.Answers
	code, _ := survey.NormalReceipt(c.Param("receipt"))
	p := receiptPage{
		Title: campaign.Title, Network: a.network.Name, Groups: fours(code), Path: a.receiptPath(code),
		Instance: stored.InstanceID, Day: frenchDay(stored.Day), Revision: stored.Revision,
		Withdrawn: stored.Withdrawn, Open: s.openNow(campaign) == nil, Closes: frenchDay(campaign.ClosesOn),
	}
	if !stored.Withdrawn {
		page, err := a.layout(nil)
		if err != nil {
			return err
		}
		p.Parts, _ = answeredParts(page)
	}
	v := s.view(c, "Reçu")
	v.Exit, v.Page, v.Scripts = true, p, []string{"js/receipt.js"}
	return s.render(c, http.StatusOK, "receipt", v)
}

// fours cuts a receipt into groups that can be read aloud.
func fours(code string) []string {
	var groups []string
	for len(code) > 4 {
		groups = append(groups, code[:4])
		code = code[4:]
	}
	return append(groups, code)
}

// findReceiptPage is where somebody who kept only the code types it.
type findReceiptPage struct {
	Action, Title, Typed, Problem string
}

func (s *Server) findReceipt(c *gin.Context) error {
	campaign, err := s.campaignOfLink(c)
	if err != nil {
		return err
	}
	return s.showFindReceipt(c, http.StatusOK, campaign, "", "")
}

func (s *Server) showFindReceipt(c *gin.Context, status int, campaign survey.Campaign, typed, problem string) error {
	v := s.view(c, "Retrouver mes réponses")
	v.Exit, v.Error = true, problem != ""
	v.Page = findReceiptPage{Action: "/q/" + campaign.Link + "/recu", Title: campaign.Title, Typed: typed, Problem: problem}
	return s.render(c, status, "find_receipt", v)
}

func (s *Server) openReceipt(c *gin.Context) error {
	if err := parsePost(c); err != nil {
		return err
	}
	campaign, err := s.campaignOfLink(c)
	if err != nil {
		return err
	}
	typed := c.PostForm("code")
	if _, err := s.stored(c, campaign, typed); errors.Is(err, survey.ErrNotFound) {
		return s.showFindReceipt(c, http.StatusUnprocessableEntity, campaign, typed, french.Sentence("receipt_unknown"))
	} else if err != nil {
		return err
	}
	code, _ := survey.NormalReceipt(typed)
	return seeOther(c, "/q/"+campaign.Link+"/recu/"+code)
}

// withdrawalPage asks before answers are erased.
type withdrawalPage struct {
	Path, Title, Code string
}

func (s *Server) withdrawal(c *gin.Context) error {
	campaign, err := s.withdrawable(c)
	if err != nil {
		return err
	}
	code, _ := survey.NormalReceipt(c.Param("receipt"))
	v := s.view(c, "Retirer mes réponses")
	v.Exit = true
	v.Page = withdrawalPage{Path: "/q/" + campaign.Link + "/recu/" + code, Title: campaign.Title, Code: strings.Join(fours(code), "\u00a0")}
	return s.render(c, http.StatusOK, "withdrawal", v)
}

// withdrawable gives the campaign when the receipt exists in it and its
// answers can still be taken back.
func (s *Server) withdrawable(c *gin.Context) (survey.Campaign, error) {
	campaign, err := s.campaignOfLink(c)
	if err != nil {
		return campaign, err
	}
	stored, err := s.stored(c, campaign, c.Param("receipt"))
	if err != nil {
		return campaign, err
	}
	if stored.Withdrawn {
		return campaign, survey.ErrNotFound
	}
	return campaign, s.openNow(campaign)
}

func (s *Server) withdraw(c *gin.Context) error {
	if err := parsePost(c); err != nil {
		return err
	}
	campaign, err := s.withdrawable(c)
	if err != nil {
		return err
	}
	code, _ := survey.NormalReceipt(c.Param("receipt"))
	if err := s.Store.Withdraw(c, campaign, code, s.Clock()); err != nil {
		return fmt.Errorf("withdraw a submission: %w", err)
	}
	return seeOther(c, "/q/"+campaign.Link+"/retrait")
}

// withdrawn says that it is done.
func (s *Server) withdrawn(c *gin.Context) error {
	campaign, err := s.campaignOfLink(c)
	if err != nil {
		return err
	}
	v := s.view(c, "Réponses retirées")
	v.Exit, v.Page = true, withdrawalPage{Path: "/q/" + campaign.Link, Title: campaign.Title}
	return s.render(c, http.StatusOK, "withdrawn", v)
}
