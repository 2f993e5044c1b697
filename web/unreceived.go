package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"constat/survey"
	"constat/web/french"
)

// Whatever answer a post of answers gets that is no receipt must say that they
// were not received, why, and whom to ask; and lose nothing of them.

// unreceivedPage carries what was posted, readable and to be sent again.
type unreceivedPage struct {
	Reason, Reference string
	Contact           contact
	Instance, Seal    string
	Hidden            []hiddenField
	Parts             []answeredPart // read back as the form lays them out
	Fields            []hiddenField  // or as they came, when the form cannot be asked
	Again, Do         string         // where sending again is worth a try, and as what
	Anew, Replace     string         // where they go beside what was received, or in its place
	NeedsCode         bool           // to be sent again or in the place of others
	Receipt, Start    string         // where answers are read again; the questionnaire
}

// carriesAnswers tells whether a request brings answers.
func carriesAnswers(c *gin.Context) bool {
	if strings.HasSuffix(c.FullPath(), checkPath) {
		return len(c.Request.PostForm) > 0
	}
	return c.Request.Method == http.MethodPost && (c.FullPath() == "/q/:link" || c.FullPath() == "/essai/:link" || correcting(c))
}

// passes tells whether sending the same again may succeed: the service was at
// fault or busy, or what was missing can come. Every other failure lasts.
func (f *failure) passes() bool {
	return f.status >= http.StatusInternalServerError || f.status == http.StatusTooManyRequests ||
		slices.Contains([]string{errNotYet.code, errReceiptNeeded.code, errNoOrigin.code}, f.code)
}

// failUnreceived is the failure page of a post of answers.
func (s *Server) failUnreceived(c *gin.Context, f *failure, reference string) error {
	p := unreceivedPage{Reason: french.Unreceived(f.code, f.sentence()), Reference: reference}
	p.carry(c.Request.PostForm)
	p.NeedsCode = f.code == errReceiptNeeded.code || f.code == codeWait || correcting(c) && f.code == "page_not_found"
	if f.passes() || p.NeedsCode {
		p.Again, p.Do = strings.TrimSuffix(c.Request.URL.Path, checkPath), doCheck
	}
	if a := s.aroundFailure(c, f); a != nil {
		s.offer(c, f, a, &p)
	}
	v := s.view(c, "Réponses non reçues")
	v.Error, v.Exit, v.Page, v.Scripts = true, true, p, []string{"js/page.js", "js/paper.js"}
	return s.render(c, f.status, "unreceived", v)
}

// carry takes along what was posted; nothing of a post that was refused before
// it was read.
func (p *unreceivedPage) carry(fields url.Values) {
	p.Hidden = hiddenFields(answerFields(fields))
	if ids := fields[fieldInstance]; len(ids) > 0 {
		p.Instance = ids[0]
	}
	for _, field := range p.Hidden {
		if field.Value != "" && !strings.HasSuffix(field.Name, "#") { // numbers of rows say nothing to a reader
			p.Fields = append(p.Fields, field)
		}
	}
}

// aroundFailure finds the campaign and the form, as far as storage answers.
func (s *Server) aroundFailure(c *gin.Context, f *failure) *answering {
	if f.code == errCrossOrigin.code || f.status >= http.StatusInternalServerError || !strings.HasPrefix(c.FullPath(), "/q/") {
		return nil
	}
	campaign, err := s.campaignOfLink(c)
	if err != nil {
		return nil
	}
	a, err := s.answeringTo(c, campaign)
	if err != nil {
		return nil
	}
	return a
}

// offer says whom to ask, reads the answers back, and shows what can be done
// with them.
func (s *Server) offer(c *gin.Context, f *failure, a *answering, p *unreceivedPage) {
	p.Contact, p.Start, p.Receipt = contactOf(a.campaign, a.network), a.start(), receiptPath(a.campaign.Link)
	if p.Again != "" && correcting(c) {
		// The id may be that of the answers to be replaced.
		p.Again, p.Do = correctionPath(a.campaign.Link), doAnew
	}
	if read := s.readBackOf(c, f, a); len(read) > 0 {
		p.Parts, p.Fields = read, nil
	}
	if s.openNow(a.campaign) != nil {
		return
	}
	switch {
	case f.code == "page_answers_erased":
		p.Anew = a.start()
	case f.code == "page_conflict":
		p.Anew, p.Replace = a.start(), correctionPath(a.campaign.Link)
		p.Seal = s.sealOfConflict(c, a.campaign)
		p.NeedsCode = p.Seal == ""
	}
}

// readBackOf lays answers out as the check page does. A form that could not be
// judged is not evaluated again for it.
func (s *Server) readBackOf(c *gin.Context, f *failure, a *answering) []answeredPart {
	if f.status == http.StatusBadRequest || f.status == http.StatusUnprocessableEntity || f.code == errTooLarge.code {
		return nil
	}
	if err := a.read(c.Request.PostForm); err != nil {
		return nil
	}
	page, err := a.layout(nil)
	if err != nil {
		return nil
	}
	parts, _ := answeredParts(page)
	return parts
}

// sealOfConflict lets what was posted take the place of what was received,
// without typing a code, in a browser that proves the receipt: by the form of a
// correction, or by holding the receipt of that very questionnaire.
func (s *Server) sealOfConflict(c *gin.Context, campaign survey.Campaign) string {
	named, err := s.receiptNamed(c, campaign.Link)
	if err != nil {
		return ""
	}
	stored, err := s.lookUp(c, campaign, named.code)
	if err != nil || !correcting(c) && stored.InstanceID != c.PostForm(fieldInstance) {
		return ""
	}
	seal, err := s.formSeal(campaign.Link, named.code, stored.InstanceID)
	if err != nil {
		return ""
	}
	return seal
}

// contactOfLink is whom to ask when a link leads to nothing to fill in; the
// zero contact when it is not known.
func (s *Server) contactOfLink(c *gin.Context, err error) contact {
	if !strings.HasPrefix(c.FullPath(), "/q/") || !errors.Is(err, survey.ErrClosed) && !errors.Is(err, errNotYet) {
		return contact{}
	}
	campaign, err := s.campaignOfLink(c)
	if err != nil {
		return contact{}
	}
	network, err := s.Store.Network(c, campaign.Network)
	if err != nil {
		return contact{}
	}
	return contactOf(campaign, network)
}
