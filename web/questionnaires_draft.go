package web

import (
	"fmt"
	"maps"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"constat/survey"
	"constat/web/french"
)

// draftPage is a questionnaire being prepared: what is wrong in it, its test
// link, and how to go on.
type draftPage struct {
	Network         survey.Network
	Draft           survey.Draft
	Path, Trial     string // Trial is "" while there are faults
	Files           []string
	Questions       int
	Titled          bool
	Faults, Remarks []problemLine
	Problems        []summaryLine
	Workbook        []problemLine
}

// draftOf finds the draft of the path, in the network of the path.
func (s *Server) draftOf(c *gin.Context) (survey.Draft, error) {
	d, err := s.Store.Draft(c, c.Param("network"), c.Param("draft"))
	if err != nil {
		return survey.Draft{}, fmt.Errorf("find a draft: %w", err)
	}
	return d, nil
}

func (s *Server) draft(c *gin.Context) error {
	d, err := s.draftOf(c)
	if err != nil {
		return err
	}
	return s.showDraft(c, http.StatusOK, d, "", nil)
}

func (s *Server) showDraft(c *gin.Context, status int, d survey.Draft, problem string, unreadable []problemLine) error {
	n, err := s.networkOf(c)
	if err != nil {
		return err
	}
	form, problems, err := readDraft(d)
	if err != nil {
		return err
	}
	p := draftPage{Network: n, Draft: d, Path: draftPath(d), Files: slices.Sorted(maps.Keys(d.Files)), Workbook: unreadable}
	p.Faults, p.Remarks = problemLines(problems)
	if problem != "" {
		p.Problems = append(p.Problems, summaryLine{"fichiers", problem})
	}
	if form != nil {
		p.Trial, p.Questions, p.Titled = s.BaseURL+trialPath(d.Link), asked(form), form.Titled()
	}
	v := s.view(c, "Brouillon")
	v.Error, v.Page, v.Scripts = len(p.Problems) > 0, p, []string{"js/campaign.js"}
	return s.render(c, status, "draft", v)
}

// asked counts the questions that people see.
func asked(form *survey.Form) int {
	n := 0
	form.Walk(func(q *survey.Question) {
		if q.Type.Kind == survey.Asked && q.Shown() {
			n++
		}
	})
	return n
}

// replaceDraft takes a new upload: a workbook takes the place of the workbook,
// a file that of the file of its name.
func (s *Server) replaceDraft(c *gin.Context) error {
	u, err := readUpload(c)
	if err != nil {
		return err
	}
	d, err := s.draftOf(c)
	if err != nil {
		return err
	}
	if u.problem == "" && u.workbook == nil && len(u.files) == 0 {
		u.problem = french.Sentence("upload_nothing")
	}
	before := d
	d.Files = survey.Files{}
	if c.PostForm("garder") != "" {
		maps.Copy(d.Files, before.Files)
	}
	unreadable, err := s.fill(&d, u)
	if err != nil {
		return err
	}
	if u.problem != "" || unreadable != nil {
		return s.showDraft(c, http.StatusUnprocessableEntity, before, u.sentence(), unreadable)
	}
	return s.saveDraft(c, d)
}

func (s *Server) draftWorkbook(c *gin.Context) error {
	d, err := s.draftOf(c)
	if err != nil {
		return err
	}
	return sendWorkbook(c, d.FileName, d.Workbook)
}

func (s *Server) deleteDraft(c *gin.Context) error {
	d, err := s.draftOf(c)
	if err != nil {
		return err
	}
	if err := s.Store.DeleteDraft(c, d.Network, d.ID, s.entry(c, d.Network, "form.delete", d.ID)); err != nil {
		return fmt.Errorf("delete draft %s: %w", d.ID, err)
	}
	return seeOther(c, questionnairesPath(d.Network))
}
