package web

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"constat/survey"
)

// A receipt's code stands in no address: history and logs keep addresses, and
// a shared computer would open the answers to its next user. The browser holds
// it for a while in a cookie of its own questionnaire, sealed.

const (
	// heldFor is how long after its last page a receipt opens without its code:
	// enough to read and to note it, short for whoever sits down next.
	heldFor = 15 * time.Minute
	// formFor is how long a page that was opened to correct answers may be
	// sent: it shows them anyway, and must not expire under somebody's hands.
	formFor = 12 * time.Hour

	fieldReceipt = ":recu" // sealed, in forms that act on a receipt
	fieldCode    = "code"  // typed
)

// receiptCookie holds a receipt; withdrawCookie says that one has just been
// withdrawn. Both are for the pages of their questionnaire alone.
func receiptCookie(link string) cookie  { return linkCookie("constat-recu", link) }
func withdrawCookie(link string) cookie { return linkCookie("constat-retrait", link) }

func linkCookie(name, link string) cookie {
	return cookie{name: name, path: linkPath(link), strict: true}
}

// errReceiptNeeded is a request that acts on a receipt and does not say which.
var errReceiptNeeded = &failure{status: http.StatusForbidden, code: "page_receipt_needed"}

// hold lets the browser open a receipt without its code for heldFor.
func (s *Server) hold(c *gin.Context, link, code string) error {
	value, err := s.seal(sealedReceipt, link, code, s.Clock().Add(heldFor))
	if err != nil {
		return err
	}
	s.setCookie(c, receiptCookie(link), value, heldFor)
	return nil
}

// held gives the code that the browser holds.
func (s *Server) held(c *gin.Context, link string) (code string, ok bool) {
	return s.unseal(sealedReceipt, link, s.cookieValue(c, receiptCookie(link)))
}

// letGo makes the browser forget a receipt, that one was withdrawn, and what
// was being checked.
func (s *Server) letGo(c *gin.Context, link string) {
	s.dropCookie(c, receiptCookie(link))
	s.dropCookie(c, withdrawCookie(link))
	s.dropChecked(c, link)
}

// namedReceipt is the receipt that a request acts on.
type namedReceipt struct {
	code     string
	revision string // that the form was opened on, "" when it does not say
}

// receiptNamed finds it: in the form, so that two tabs act on their own, or
// typed, or held by the browser. A form whose seal has run out needs the code:
// what the browser holds meanwhile may be another receipt.
func (s *Server) receiptNamed(c *gin.Context, link string) (namedReceipt, error) {
	closed := c.PostForm(fieldReceipt)
	if text, ok := s.unseal(sealedForm, link, closed); ok {
		code, revision, _ := strings.Cut(text, " ")
		return namedReceipt{code, revision}, nil
	}
	if typed := c.PostForm(fieldCode); typed != "" {
		code, ok := survey.NormalReceipt(typed)
		if !ok {
			return namedReceipt{}, survey.ErrNotFound
		}
		return namedReceipt{code: code}, nil
	}
	if code, ok := s.held(c, link); ok && closed == "" {
		return namedReceipt{code: code}, nil
	}
	return namedReceipt{}, errReceiptNeeded
}

// formSeal is what a form carries to act on a receipt.
func (s *Server) formSeal(link, code, revision string) (string, error) {
	return s.seal(sealedForm, link, code+" "+revision, s.Clock().Add(formFor))
}

// giveReceipt ends every sending: post, redirect, get.
func (s *Server) giveReceipt(c *gin.Context, link, code string) error {
	if err := s.hold(c, link, code); err != nil {
		return err
	}
	s.dropChecked(c, link)
	return seeOther(c, receiptPath(link))
}

// linkPath is the address of a campaign's questionnaire; under it are the page
// of its receipts, and that where the answers of one are corrected.
func linkPath(link string) string       { return "/q/" + link }
func receiptPath(link string) string    { return linkPath(link) + "/recu" }
func correctionPath(link string) string { return receiptPath(link) + "/corriger" }

// formerReceipt answers the addresses that once held a code: they open
// nothing, and lead to where it is typed.
func (s *Server) formerReceipt(c *gin.Context) error {
	campaign, err := s.campaignOfLink(c)
	if err != nil {
		return err
	}
	return seeOther(c, receiptPath(campaign.Link))
}

// askForCode leads to where the code is typed, when that is all that is missing.
func askForCode(c *gin.Context, link string, err error) error {
	if errors.Is(err, errReceiptNeeded) || errors.Is(err, survey.ErrNotFound) {
		return seeOther(c, receiptPath(link))
	}
	return err
}
