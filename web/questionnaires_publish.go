package web

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"constat/survey"
	"constat/survey/markup"
	"constat/survey/xlsform"
	"constat/web/french"
)

// publishPage is read before a draft is frozen: what will not be asked here
// and why, and what differs from the version before.
type publishPage struct {
	Network  survey.Network
	Draft    survey.Draft
	Path     string
	Seen     string // which state of the draft this page shows
	NotAsked []notAsked
	Taken    bool // the same version exists with other content
	Previous *survey.FormVersion
	Changes  []differenceLine
	Problem  string
}

// notAsked is a question that this service does not ask, and why.
type notAsked struct {
	Label, Type, Reason string
	Row                 int
}

var errDraftFaulty = &failure{status: http.StatusConflict, code: "page_draft_faulty"}

// soundDraft gives a draft without faults, with its form.
func (s *Server) soundDraft(c *gin.Context) (survey.Draft, *survey.Form, error) {
	d, err := s.draftOf(c)
	if err != nil {
		return d, nil, err
	}
	form, _, err := readDraft(d)
	if err == nil && form == nil {
		err = errDraftFaulty
	}
	return d, form, err
}

func (s *Server) publication(c *gin.Context) error {
	d, form, err := s.soundDraft(c)
	if err != nil {
		return s.faultyOr(c, d, err)
	}
	return s.showPublication(c, http.StatusOK, d, form, "")
}

// faultyOr shows a draft's faults in the place of a page that needs none.
func (s *Server) faultyOr(c *gin.Context, d survey.Draft, err error) error {
	if !errors.Is(err, errDraftFaulty) {
		return err
	}
	return s.showDraft(c, http.StatusConflict, d, french.Sentence("publish_faulty"), nil)
}

func (s *Server) showPublication(c *gin.Context, status int, d survey.Draft, form *survey.Form, problem string) error {
	n, err := s.networkOf(c)
	if err != nil {
		return err
	}
	p := publishPage{
		Network: n, Draft: d, Path: draftPath(d), Seen: strconv.FormatInt(d.SavedAt.UnixMicro(), 10),
		NotAsked: notAskedIn(form), Problem: problem,
	}
	if p.Taken, err = s.taken(c, d, form); err != nil {
		return err
	}
	if err := s.comparePrevious(c, &p, form); err != nil {
		return err
	}
	v := s.view(c, "Publier")
	v.Error, v.Page = problem != "", p
	return s.render(c, status, "publish", v)
}

// taken tells whether this version was published with other content.
func (s *Server) taken(c *gin.Context, d survey.Draft, form *survey.Form) (bool, error) {
	frozen, err := s.Store.FormVersion(c, d.Network, form.ID, form.Version)
	if errors.Is(err, survey.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("look for form %s: %w", form.ID, err)
	}
	return !bytes.Equal(frozen.Workbook, d.Workbook) || !maps.EqualFunc(frozen.Files, d.Files, bytes.Equal), nil
}

// comparePrevious says what changes from the version published last.
func (s *Server) comparePrevious(c *gin.Context, p *publishPage, form *survey.Form) error {
	versions, err := s.Store.FormVersions(c, p.Network.Slug)
	if err != nil {
		return fmt.Errorf("list the forms of %s: %w", p.Network.Slug, err)
	}
	for i, v := range versions {
		if v.FormID != form.ID || v.Version == form.Version {
			continue
		}
		before, err := s.forms.version(c, formKey{v.Network, v.FormID, v.Version})
		if err != nil {
			return err
		}
		p.Previous, p.Changes = &versions[i], differenceLines(survey.Compare(before, form))
		return nil
	}
	return nil
}

// notAskedIn lists what the form wants recorded and this service refuses to
// record.
func notAskedIn(form *survey.Form) []notAsked {
	var found []notAsked
	form.Walk(func(q *survey.Question) {
		if !xlsform.NeverAsked(q) {
			return
		}
		label := cmp.Or(plainLabel(markup.Parse(q.Label.In(form.DefaultLanguage)).WithoutAnswers()), q.Name)
		found = append(found, notAsked{Label: label, Type: q.Type.Name, Row: q.Row, Reason: french.WhyNotAsked(q.Type.Name)})
	})
	return found
}

// publish freezes the draft that the lead looked at, and no later one.
func (s *Server) publish(c *gin.Context) error {
	if err := parsePost(c); err != nil {
		return err
	}
	d, form, err := s.soundDraft(c)
	if err != nil {
		return s.faultyOr(c, d, err)
	}
	if c.PostForm("vu") != strconv.FormatInt(d.SavedAt.UnixMicro(), 10) {
		return s.showPublication(c, http.StatusConflict, d, form, french.Sentence("publish_replaced"))
	}
	if len(notAskedIn(form)) > 0 && c.PostForm("confirme") == "" {
		return s.showPublication(c, http.StatusUnprocessableEntity, d, form, french.Sentence("publish_confirm"))
	}
	version := frozen(d.Network, form, d.Workbook, d.Files, s.now())
	err = s.Store.PublishDraft(c, d.ID, d.SavedAt, version, s.entry(c, d.Network, "form.publish", version.Code()))
	if errors.Is(err, survey.ErrConflict) {
		return s.showPublication(c, http.StatusConflict, d, form, french.Sentence("publish_taken"))
	}
	if err != nil {
		return fmt.Errorf("publish draft %s: %w", d.ID, err)
	}
	return seeOther(c, versionPath(version))
}

// frozen is a form as it is kept for good.
func frozen(network string, form *survey.Form, workbook []byte, files survey.Files, at time.Time) survey.FormVersion {
	return survey.FormVersion{
		Network: network, FormID: form.ID, Version: form.Version, Title: french.FormTitle(form),
		Workbook: workbook, SHA256: sha256.Sum256(workbook), Files: files, FrozenAt: at,
	}
}
