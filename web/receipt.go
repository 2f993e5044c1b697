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
	Contact        contact
	Groups         []string // the code, four digits at a time
	Path, Start    string   // of the receipt, and of the questionnaire
	Seal           string   // of this receipt, for its forms
	Instance       string   // lets the page erase the draft of this very submission
	Day            string
	Revision       int
	Withdrawn      bool
	Open           bool
	Closes         string
	Parts          []answeredPart
}

// stored gives what a code that somebody typed stands for. A code that was
// never given and one of another campaign are the same 404. Only wrong codes
// are counted, and only they wait: sixteen digits are not guessed, and what
// others mistype must not hide a fresh receipt.
func (s *Server) stored(c *gin.Context, campaign survey.Campaign, typed string) (survey.StoredSubmission, error) {
	code, ok := survey.NormalReceipt(typed)
	if !ok {
		return survey.StoredSubmission{}, survey.ErrNotFound
	}
	stored, err := s.lookUp(c, campaign, code)
	if errors.Is(err, survey.ErrNotFound) {
		return survey.StoredSubmission{}, s.wrongCode(c, campaign.Link, err)
	}
	return stored, err
}

// lookUp finds a receipt. Few at a time go to the database: whoever tries
// codes by the thousand takes the places of others who do, and everybody gets
// a turn.
func (s *Server) lookUp(c *gin.Context, campaign survey.Campaign, code string) (survey.StoredSubmission, error) {
	select {
	case s.lookingUp <- struct{}{}:
		defer func() { <-s.lookingUp }()
	case <-c.Request.Context().Done():
		return survey.StoredSubmission{}, c.Request.Context().Err()
	}
	stored, err := s.Store.Receipt(c, campaign, code)
	if err != nil {
		return survey.StoredSubmission{}, fmt.Errorf("find a receipt: %w", err)
	}
	return stored, nil
}

// wrongCode counts a code that stands for nothing, and makes its author wait
// when there were many. What comes during the wait is not counted again: the
// wait ends whatever goes on.
func (s *Server) wrongCode(c *gin.Context, link string, notFound error) error {
	throttle := receiptThrottle(link, c.ClientIP())
	seconds, err := s.wait(c, throttle)
	switch {
	case err != nil:
		return err
	case seconds > 0:
		return errWait(c, seconds)
	}
	return errors.Join(notFound, s.countFailure(c, throttle))
}

// receipt shows the receipt that the browser holds, or asks for a code.
func (s *Server) receipt(c *gin.Context) error {
	campaign, err := s.campaignOfLink(c)
	if err != nil {
		return err
	}
	code, held := s.held(c, campaign.Link)
	if !held {
		return s.showFindReceipt(c, http.StatusOK, campaign, "", "")
	}
	stored, err := s.lookUp(c, campaign, code)
	if errors.Is(err, survey.ErrNotFound) {
		s.letGo(c, campaign.Link)
		return s.showFindReceipt(c, http.StatusOK, campaign, "", "")
	} else if err != nil {
		return err
	}
	if err := s.hold(c, campaign.Link, code); err != nil { // the quarter of an hour begins again
		return err
	}
	return s.showReceipt(c, campaign, code, stored)
}

func (s *Server) showReceipt(c *gin.Context, campaign survey.Campaign, code string, stored survey.StoredSubmission) error {
	a, err := s.answeringTo(c, campaign)
	if err != nil {
		return err
	}
	seal, err := s.formSeal(campaign.Link, code, stored.InstanceID)
	if err != nil {
		return err
	}
	a.answers = stored.Answers
	p := receiptPage{
		Title: campaign.Title, Network: a.network.Name, Contact: contactOf(campaign, a.network),
		Groups: fours(code), Path: receiptPath(campaign.Link), Start: a.start(), Seal: seal,
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
	Action, Start, Title, Typed, Problem string
}

func (s *Server) showFindReceipt(c *gin.Context, status int, campaign survey.Campaign, typed, problem string) error {
	v := s.view(c, "Retrouver mes réponses")
	v.Exit, v.Error, v.Scripts = true, problem != "", []string{"js/page.js"}
	v.Page = findReceiptPage{Action: receiptPath(campaign.Link), Start: linkPath(campaign.Link), Title: campaign.Title, Typed: typed, Problem: problem}
	return s.render(c, status, "find_receipt", v)
}

// openReceipt takes a code, or the seal of a page that shows a receipt already
// and leads on: the browser may have come to hold another one since.
func (s *Server) openReceipt(c *gin.Context) error {
	if err := parsePost(c); err != nil {
		return err
	}
	campaign, err := s.campaignOfLink(c)
	if err != nil {
		return err
	}
	typed := c.PostForm(fieldCode)
	if named, err := s.receiptNamed(c, campaign.Link); err == nil && typed == "" {
		typed = named.code
	}
	_, err = s.stored(c, campaign, typed)
	if status, problem := receiptProblem(err); problem != "" {
		return s.showFindReceipt(c, status, campaign, typed, problem)
	}
	if err != nil {
		return err
	}
	code, _ := survey.NormalReceipt(typed)
	if err := s.hold(c, campaign.Link, code); err != nil {
		return err
	}
	switch c.PostForm("suite") {
	case "corriger", "retirer":
		return seeOther(c, receiptPath(campaign.Link)+"/"+c.PostForm("suite"))
	}
	return seeOther(c, receiptPath(campaign.Link))
}

// receiptProblem is what to say beside the code.
func receiptProblem(err error) (status int, problem string) {
	var f *failure
	switch {
	case errors.Is(err, survey.ErrNotFound):
		return http.StatusUnprocessableEntity, french.Sentence("receipt_unknown")
	case errors.As(err, &f) && f.code == codeWait:
		return f.status, french.Sentence("receipt_unknown") + " " + french.Sentence("receipt_wait", f.args...)
	}
	return 0, ""
}

// endReceipt is « Terminer », and what quick exit does on its way out. The
// pages go from the browser's memory too: Back must not bring them again.
func (s *Server) endReceipt(c *gin.Context) error {
	campaign, err := s.campaignOfLink(c)
	if err != nil {
		return err
	}
	s.letGo(c, campaign.Link)
	c.Header("Clear-Site-Data", `"cache"`)
	return seeOther(c, "/")
}

// withdrawalPage asks before answers are erased.
type withdrawalPage struct {
	Path, Start, Title, Code, Seal string
}

func (s *Server) withdrawal(c *gin.Context) error {
	campaign, err := s.campaignOfLink(c)
	if err != nil {
		return err
	}
	named, err := s.withdrawable(c, campaign)
	if err != nil {
		return askForCode(c, campaign.Link, err)
	}
	seal, err := s.formSeal(campaign.Link, named.code, named.revision)
	if err != nil {
		return err
	}
	v := s.view(c, "Retirer mes réponses")
	v.Exit, v.Scripts = true, []string{"js/page.js"}
	v.Page = withdrawalPage{
		Path: receiptPath(campaign.Link), Start: linkPath(campaign.Link), Title: campaign.Title,
		Code: strings.Join(fours(named.code), "\u00a0"), Seal: seal,
	}
	return s.render(c, http.StatusOK, "withdrawal", v)
}

// withdrawable gives the receipt that a request names when its answers can
// still be taken back.
func (s *Server) withdrawable(c *gin.Context, campaign survey.Campaign) (namedReceipt, error) {
	named, err := s.receiptNamed(c, campaign.Link)
	if err != nil {
		return named, err
	}
	stored, err := s.stored(c, campaign, named.code)
	if err != nil {
		return named, err
	}
	if stored.Withdrawn { // the receipt says so
		return named, errors.Join(errReceiptNeeded, s.hold(c, campaign.Link, named.code))
	}
	return named, s.openNow(campaign)
}

func (s *Server) withdraw(c *gin.Context) error {
	if err := parsePost(c); err != nil {
		return err
	}
	campaign, err := s.campaignOfLink(c)
	if err != nil {
		return err
	}
	named, err := s.withdrawable(c, campaign)
	if err != nil {
		return askForCode(c, campaign.Link, err)
	}
	if err := s.Store.Withdraw(c, campaign, named.code, s.Clock()); err != nil {
		return fmt.Errorf("withdraw a submission: %w", err)
	}
	s.letGo(c, campaign.Link)
	value, err := s.seal(sealedWithdraw, campaign.Link, "", s.Clock().Add(heldFor))
	if err != nil {
		return err
	}
	s.setCookie(c, withdrawCookie(campaign.Link), value, heldFor)
	return seeOther(c, linkPath(campaign.Link)+"/retrait")
}

// withdrawn says that it is done, to the browser that did it: opened from
// elsewhere, the address would claim what never happened.
func (s *Server) withdrawn(c *gin.Context) error {
	campaign, err := s.campaignOfLink(c)
	if err != nil {
		return err
	}
	if _, ok := s.unseal(sealedWithdraw, campaign.Link, s.cookieValue(c, withdrawCookie(campaign.Link))); !ok {
		return seeOther(c, receiptPath(campaign.Link))
	}
	v := s.view(c, "Réponses retirées")
	v.Exit, v.Scripts = true, []string{"js/receipt.js"}
	v.Page = withdrawalPage{Path: receiptPath(campaign.Link), Start: linkPath(campaign.Link), Title: campaign.Title}
	return s.render(c, http.StatusOK, "withdrawn", v)
}
