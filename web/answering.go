package web

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"constat/survey"
)

// The fields of the page itself. XLSForm names hold no colon, so that they
// cannot be taken for a question's.
const (
	fieldInstance = ":instance"
	fieldDo       = ":do"
	fieldConfirm  = ":confirme"
	fieldUnasked  = ":non-posee" // a question that did not apply when the page was made
	fieldLanguage = "langue"     // in the address
)

// answering is one respondent's request: her campaign, its form, and what she
// has typed so far.
type answering struct {
	campaign survey.Campaign
	network  survey.Network
	form     *survey.Form
	occasion survey.Occasion

	trial    bool            // what is answered is thrown away: of a form's draft, or a preview
	preview  bool            // of a campaign's draft, by its lead
	pictures map[string]bool // that came with the form

	receipt  string                  // "" for a first answer
	seal     string                  // of the receipt and of what is corrected, for forms
	previous survey.StoredSubmission // what a correction corrects
	instance string
	answers  survey.Answers
	problems []survey.Problem // of reading the fields
	unasked  []string         // that did not apply when the page was made, without JavaScript
	received [32]byte         // digest of what was posted
}

// path is the address of the questionnaire, whatever its language.
func (a *answering) path() string {
	if a.receipt != "" {
		return correctionPath(a.campaign.Link)
	}
	return a.start()
}

// draft is under what name a device may keep what is typed. Two corrections
// have one address: what each corrects tells them apart, without naming it.
func (a *answering) draft() string {
	if a.receipt == "" {
		return a.path()
	}
	sum := sha256.Sum256([]byte(a.previous.InstanceID))
	return a.path() + "#" + hex.EncodeToString(sum[:8])
}

// start is the address under which everything of the questionnaire is found.
func (a *answering) start() string {
	if a.trial && !a.preview {
		return trialPath(a.campaign.Link)
	}
	return linkPath(a.campaign.Link)
}

// action is where the form of the page is posted: a language that was chosen
// stays chosen.
func (a *answering) action() string { return a.inLanguage(a.occasion.Language) }

func (a *answering) inLanguage(language string) string { return a.inLanguageAt(a.path(), language) }

func (a *answering) inLanguageAt(path, language string) string {
	if language == a.form.DefaultLanguage {
		return path
	}
	return path + "?" + url.Values{fieldLanguage: {language}}.Encode()
}

// speak takes the language that a respondent asks for, if the form has it.
func (a *answering) speak(language string) {
	if slices.Contains(a.form.Languages, language) {
		a.occasion.Language = language
	}
}

// campaignOfLink finds the campaign of the request's link, whatever its state.
func (s *Server) campaignOfLink(c *gin.Context) (survey.Campaign, error) {
	campaign, err := s.Store.CampaignByLink(c, c.Param("link"))
	if err != nil {
		return survey.Campaign{}, fmt.Errorf("find the campaign of a link: %w", err)
	}
	return campaign, nil
}

// openNow fails when a campaign does not take answers today, in Paris.
func (s *Server) openNow(campaign survey.Campaign) error {
	today := s.today()
	switch {
	case campaign.State == survey.CampaignClosed,
		!campaign.ClosesOn.IsZero() && today > campaign.ClosesOn.Format(time.DateOnly):
		return survey.ErrClosed
	case campaign.State == survey.CampaignDraft,
		!campaign.OpensOn.IsZero() && today < campaign.OpensOn.Format(time.DateOnly):
		return errNotYet
	}
	return nil
}

func (s *Server) today() string { return s.Clock().In(s.Zone).Format(time.DateOnly) }

// correcting tells whether the request is about answers that were sent before.
func correcting(c *gin.Context) bool {
	return strings.HasSuffix(strings.TrimSuffix(c.FullPath(), checkPath), "/corriger")
}

// answering gathers what every page of a questionnaire needs. A correction is
// of what its receipt stands for.
func (s *Server) answering(c *gin.Context) (*answering, error) {
	campaign, err := s.campaignOfLink(c)
	if err != nil {
		return nil, err
	}
	preview := s.mayPreview(c, campaign)
	if err := s.openNow(campaign); err != nil && !preview {
		return nil, err
	}
	a, err := s.answeringTo(c, campaign)
	if err != nil {
		return nil, err
	}
	a.trial, a.preview = preview, preview
	a.speak(c.Query(fieldLanguage))
	if correcting(c) {
		return a, s.correct(c, a)
	}
	return a, nil
}

// correct finds what is corrected: the revision that the form was opened on,
// so that another correction meanwhile is not written over unseen.
func (s *Server) correct(c *gin.Context, a *answering) error {
	named, err := s.receiptNamed(c, a.campaign.Link)
	if err != nil {
		return err
	}
	if a.previous, err = s.stored(c, a.campaign, named.code); err != nil {
		return err
	}
	if a.previous.Withdrawn {
		return survey.ErrErased
	}
	if named.revision != "" {
		a.previous.InstanceID = named.revision
	}
	a.receipt, a.answers = named.code, a.previous.Answers
	a.seal, err = s.formSeal(a.campaign.Link, named.code, a.previous.InstanceID)
	return err
}

// mayPreview tells whether a lead looks at her own draft before she opens it.
func (s *Server) mayPreview(c *gin.Context, campaign survey.Campaign) bool {
	return campaign.State == survey.CampaignDraft && !correcting(c) && agentOf(c).MaySee(campaign.Network)
}

// answeringTo lays the ground: the form, its network, what the link carries.
func (s *Server) answeringTo(c *gin.Context, campaign survey.Campaign) (*answering, error) {
	form, err := s.forms.of(c, campaign)
	if err != nil {
		return nil, err
	}
	pictures, err := s.forms.pictures(c, campaign)
	if err != nil {
		return nil, err
	}
	network, err := s.Store.Network(c, campaign.Network)
	if err != nil {
		return nil, fmt.Errorf("find the network of a campaign: %w", err)
	}
	return &answering{
		campaign: campaign, network: network, form: form, pictures: pictures,
		occasion: s.occasionOf(c, form, network),
	}, nil
}

// occasionOf is that of a request: it ends with it.
func (s *Server) occasionOf(c *gin.Context, form *survey.Form, network survey.Network) survey.Occasion {
	return survey.Occasion{
		Now: s.Clock(), Zone: s.Zone, Language: form.DefaultLanguage,
		Carried: s.Carried(network), Done: c.Request.Context().Done(),
	}
}

// begin gives a new questionnaire its instance id.
func (a *answering) begin(random io.Reader) error {
	id, err := uuid.NewRandomFromReader(random)
	if err != nil {
		return fmt.Errorf("make an instance id: %w", err)
	}
	a.resume(id)
	return nil
}

// resume takes an instance id; the form's random() depends on nothing else.
func (a *answering) resume(id uuid.UUID) {
	a.instance = id.String()
	sum := sha256.Sum256(id[:])
	a.occasion.Seed = int64(binary.BigEndian.Uint64(sum[:8]) >> 1)
}

// read takes the posted fields. Those of the page itself and those the form
// does not know are left aside.
func (a *answering) read(fields url.Values) error {
	id, err := uuid.Parse(fields.Get(fieldInstance))
	if err != nil {
		return &failure{status: errMalformed.status, code: errMalformed.code, cause: err}
	}
	a.resume(id)
	a.answers, a.problems = survey.AnswersFromFields(a.form, fields)
	a.unasked = fields[fieldUnasked]
	a.received = receivedSum(fields)
	return nil
}

// answerFields are the posted fields that hold answers: what the page adds for
// itself, such as the button pressed, and a typed code are none.
func answerFields(fields url.Values) url.Values {
	answers := make(url.Values, len(fields))
	for name, values := range fields {
		if !ownField(name) && name != fieldCode {
			answers[name] = values
		}
	}
	return answers
}

// receivedSum is the digest of posted answers as they came, in a fixed order
// of their names. Nothing is judged or left out first: the same form sent again
// has the same digest on another day, and by another version of the form.
func receivedSum(fields url.Values) [32]byte {
	return sha256.Sum256([]byte(answerFields(fields).Encode()))
}

// judge is the server's verdict on what was typed.
func (a *answering) judge() (*survey.Response, []survey.Problem) {
	response, problems := a.form.Accept(a.submission(), a.occasion)
	problems = append(append([]survey.Problem(nil), a.problems...), problems...)
	if survey.Blocking(problems) {
		response = nil
	}
	return response, problems
}

// submission is what is sent, and the digest of what came: sending the same
// form again is sending the same submission.
func (a *answering) submission() survey.Submission {
	return survey.Submission{
		InstanceID: a.instance, DeprecatedID: a.previous.InstanceID, Receipt: a.receipt,
		FormID: a.campaign.FormID, FormVersion: a.campaign.FormVersion, Language: a.occasion.Language,
		Answers: a.answers,
		Raw:     []byte(url.Values(a.answers.Fields(a.form)).Encode()), Received: a.received,
	}
}

// drop takes out of the answers those to questions that do not apply: they
// are shown on the check page, and stay on the device.
func (a *answering) drop(problems []survey.Problem) {
	fields := a.answers.Fields(a.form)
	for _, p := range problems {
		if p.Code == survey.CodeIrrelevant || p.Code == survey.CodeNotCaptured {
			delete(fields, p.Path)
		}
	}
	a.answers, _ = survey.AnswersFromFields(a.form, fields)
}

// layout is the form with what was typed and what is wrong. The error is of a
// page that takes more than an evaluation may: it is never shown in part.
func (a *answering) layout(problems []survey.Problem) (*survey.Page, error) {
	page := a.form.Page(a.answers, a.occasion, problems)
	if page.Unfinished != nil {
		return nil, tooCostly(page.Unfinished.Path)
	}
	if !a.trial {
		withoutCaptured(page)
	}
	return page, nil
}

// logic is what the browser needs to follow the form.
func (a *answering) logic() (json.RawMessage, error) {
	logic, err := a.form.Logic(a.occasion)
	if err != nil {
		return nil, fmt.Errorf("write the form's logic: %w", err)
	}
	return logic, nil
}
