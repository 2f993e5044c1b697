package web

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"constat/survey"
	"constat/web/french"
)

var (
	errAttachment = &failure{status: http.StatusBadRequest, code: "openrosa_attachment"}
	errOtherForm  = &failure{status: http.StatusNotFound, code: "openrosa_other_form"}
)

// submissionPart is the part of the multipart body that holds the answers.
const submissionPart = "xml_submission_file"

// openRosaAllowed answers the HEAD request that phones send before they post:
// the campaign exists, and this is how much may be sent.
func (s *Server) openRosaAllowed(c *gin.Context) error {
	if _, err := s.campaignOfLink(c); err != nil {
		return err
	}
	s.openRosaHeaders(c)
	c.Header("Location", s.BaseURL+"/openrosa/"+c.Param("link")+"/submission")
	c.Status(http.StatusNoContent)
	return nil
}

// openRosaSubmit receives answers. They are judged as those of the page are;
// what differs is that they come whole, and that nobody is there to mend them
// but the phone's owner, who reads the message.
func (s *Server) openRosaSubmit(c *gin.Context) error {
	campaign, err := s.campaignOfLink(c)
	if err != nil {
		return err
	}
	document, err := submittedDocument(c.Request)
	if err != nil {
		return err
	}
	in, err := readInstance(document)
	if err != nil {
		return malformed(err)
	}
	if done, err := s.openRosaSentBefore(c, campaign, in, document); done || err != nil {
		return err
	}
	if err := s.openNow(campaign); errors.Is(err, errNotYet) {
		return err
	}
	a, err := s.openRosaAnswering(c, campaign, in)
	if err != nil {
		return err
	}
	return s.openRosaKeep(c, a, document)
}

// openRosaSentBefore is sentBefore for a phone: the document is its bytes.
func (s *Server) openRosaSentBefore(c *gin.Context, campaign survey.Campaign, in *submittedInstance, document []byte) (done bool, err error) {
	receipt, err := s.Store.Received(c, campaign, in.instance.String(), sha256.Sum256(document))
	switch {
	case errors.Is(err, survey.ErrNotFound):
		return false, nil
	case err != nil:
		return false, fmt.Errorf("look for a submission: %w", err)
	}
	return true, s.openRosaSay(c, http.StatusCreated, "submit_success", openRosaReceived(receipt.Code))
}

func openRosaReceived(code string) string {
	return french.Sentence("openrosa_received", strings.Join(fours(code), "\u00a0"))
}

// openRosaKeep judges and stores. A campaign that closed meanwhile still gives
// its receipt again to answers that it has from before digests were of the
// document itself: only the store can tell.
func (s *Server) openRosaKeep(c *gin.Context, a *answering, document []byte) error {
	_, problems := a.judge()
	if survey.Blocking(problems) {
		if err := s.openNow(a.campaign); err != nil {
			return err
		}
		return s.openRosaSay(c, http.StatusBadRequest, "submit_error", a.faults(problems))
	}
	a.drop(problems)
	response, problems := a.judge()
	if response == nil {
		return s.openRosaSay(c, http.StatusBadRequest, "submit_error", a.faults(problems))
	}
	receipt, err := s.Store.Submit(c, a.campaign, a.openRosaSubmission(document), response, s.Clock())
	if err != nil {
		return fmt.Errorf("keep a submission: %w", err)
	}
	text := openRosaReceived(receipt.Code)
	page, err := a.layout(nil)
	if err != nil {
		return err
	}
	for _, f := range flagged(page) {
		text += "\n" + plainLabel(f.Label) + " – " + f.Warning
	}
	return s.openRosaSay(c, http.StatusCreated, "submit_success", text)
}

// openRosaSubmission is what is kept: the answers to what the form asks, and
// the digest of the document that they came in. The document itself is not
// kept: it may say more than was asked, such as which phone sent it.
func (a *answering) openRosaSubmission(document []byte) survey.Submission {
	sum := sha256.Sum256(document)
	fields := url.Values(a.answers.Fields(a.form))
	fields.Set(":xml", hex.EncodeToString(sum[:]))
	submission := a.submission()
	submission.FormVersion, submission.Raw, submission.Received = a.form.Version, []byte(fields.Encode()), sum
	return submission
}

// faults says what is wrong in the words of the page, one question a line.
func (a *answering) faults(problems []survey.Problem) string {
	const most = 8 // a phone's dialog holds no more
	page, err := a.layout(problems)
	if err != nil {
		return asFailure(err).sentence()
	}
	_, parts := sections(page)
	lines := []string{french.Sentence("openrosa_faults")}
	for i, line := range summary(parts) {
		if i == most {
			lines = append(lines, "…")
			break
		}
		lines = append(lines, line.Text)
	}
	return strings.Join(lines, "\n")
}

// openRosaAnswering is answering for what a phone filled in, perhaps weeks
// ago: with the version of the form that it had.
func (s *Server) openRosaAnswering(c *gin.Context, campaign survey.Campaign, in *submittedInstance) (*answering, error) {
	a, err := s.answeringTo(c, campaign)
	if err != nil {
		return nil, err
	}
	if in.formID != a.form.ID {
		return nil, errOtherForm
	}
	if in.version != a.form.Version {
		a.form, err = s.forms.version(c, formKey{campaign.Network, in.formID, in.version})
		if errors.Is(err, survey.ErrNotFound) {
			return nil, errOtherForm
		} else if err != nil {
			return nil, err
		}
	}
	a.resume(in.instance)
	a.previous.InstanceID = in.deprecated
	a.answers = in.answers(a.form)
	a.occasion.Computed = true
	return a, nil
}

// submittedDocument reads the answers out of the body. A picture, a sound or
// any other file refuses the whole: this service keeps none, and a phone that
// was told « received » would erase its own.
func submittedDocument(r *http.Request) ([]byte, error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, malformed(err)
	}
	var document []byte
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, malformed(err)
		}
		switch {
		case part.FormName() == submissionPart && document == nil:
			if document, err = readPart(part); err != nil {
				return nil, err
			}
		case part.FileName() != "":
			return nil, errAttachment
		}
	}
	if document == nil {
		return nil, malformed(errors.New("no part named " + submissionPart))
	}
	return document, nil
}

func readPart(part *multipart.Part) ([]byte, error) {
	document, err := io.ReadAll(io.LimitReader(part, defaultLimit+1))
	switch {
	case err != nil:
		return nil, malformed(err)
	case len(document) > defaultLimit:
		return nil, errTooLarge
	}
	return document, nil
}

// malformed is the failure of a request that cannot be read, unless it was
// too large to be.
func malformed(cause error) error {
	var tooLarge *http.MaxBytesError
	if errors.As(cause, &tooLarge) {
		return errTooLarge
	}
	return &failure{status: errMalformed.status, code: "openrosa_malformed", cause: cause}
}
