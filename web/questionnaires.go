package web

import (
	"fmt"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"constat/survey"
	"constat/survey/catalogue"
	"constat/survey/xlsform"
	"constat/web/french"
)

// questionnairesPage is a network's questionnaires: those it works on, those
// it has published, and the catalogue.
type questionnairesPage struct {
	Network   survey.Network
	Path      string
	Drafts    []draftLine
	Versions  []versionLine
	Catalogue []catalogue.Entry
	Problems  []summaryLine
	Workbook  []problemLine // what made a file unreadable
}

// draftLine is a draft in a list.
type draftLine struct {
	survey.Draft
	Path string
}

// versionLine is a frozen form in a list.
type versionLine struct {
	survey.FormVersion
	Path  string
	Newer bool // another version of the same form was published later
}

// problemLine is one mistake of a workbook: where, and what to do.
type problemLine struct {
	Address, Sentence string
}

// allQuestionnaires is the catalogue, and the way to the agent's networks.
func (s *Server) allQuestionnaires(c *gin.Context) error {
	agent := agentOf(c)
	all, err := s.Store.Networks(c)
	if err != nil {
		return fmt.Errorf("list the networks: %w", err)
	}
	var mine []survey.Network
	for _, n := range all {
		if agent.MaySee(n.Slug) {
			mine = append(mine, n)
		}
	}
	if len(mine) == 1 {
		return seeOther(c, questionnairesPath(mine[0].Slug))
	}
	v := s.view(c, "Questionnaires")
	v.Page = struct {
		Networks  []survey.Network
		Catalogue []catalogue.Entry
	}{mine, s.Catalogue}
	return s.render(c, http.StatusOK, "catalogue", v)
}

// catalogueWorkbook gives a questionnaire of the catalogue, or the template of
// the diagnostic sheet, as its file.
func (s *Server) catalogueWorkbook(c *gin.Context) error {
	if c.Param("workbook") == catalogue.TemplateFile {
		return sendWorkbook(c, catalogue.TemplateFile, catalogue.Template())
	}
	for _, e := range s.Catalogue {
		if e.File == c.Param("workbook") {
			return sendWorkbook(c, e.File, e.Bytes())
		}
	}
	return survey.ErrNotFound
}

func (s *Server) questionnaires(c *gin.Context) error {
	n, err := s.networkOf(c)
	if err != nil {
		return err
	}
	return s.showQuestionnaires(c, http.StatusOK, questionnairesPage{Network: n})
}

func (s *Server) showQuestionnaires(c *gin.Context, status int, p questionnairesPage) error {
	p.Path, p.Catalogue = questionnairesPath(p.Network.Slug), s.Catalogue
	drafts, err := s.Store.Drafts(c, p.Network.Slug)
	if err != nil {
		return fmt.Errorf("list the drafts of %s: %w", p.Network.Slug, err)
	}
	for _, d := range drafts {
		p.Drafts = append(p.Drafts, draftLine{d, draftPath(d)})
	}
	if p.Versions, err = s.versionsOf(c, p.Network.Slug); err != nil {
		return err
	}
	v := s.view(c, "Questionnaires")
	v.Error, v.Page = len(p.Problems) > 0, p
	return s.render(c, status, "questionnaires", v)
}

// versionsOf lists a network's frozen forms, newest first.
func (s *Server) versionsOf(c *gin.Context, network string) ([]versionLine, error) {
	versions, err := s.Store.FormVersions(c, network)
	if err != nil {
		return nil, fmt.Errorf("list the forms of %s: %w", network, err)
	}
	lines := make([]versionLine, len(versions))
	seen := map[string]bool{}
	for i, v := range versions {
		lines[i] = versionLine{FormVersion: v, Path: versionPath(v), Newer: seen[v.FormID]}
		seen[v.FormID] = true
	}
	return lines, nil
}

func questionnairesPath(network string) string { return "/reseaux/" + network + "/questionnaires" }

func draftPath(d survey.Draft) string { return questionnairesPath(d.Network) + "/brouillons/" + d.ID }

func versionPath(v survey.FormVersion) string {
	return questionnairesPath(v.Network) + "/versions/" + v.Code()
}

// problemLines writes problems for a page, faults apart from remarks.
func problemLines(problems []survey.Problem) (faults, remarks []problemLine) {
	for _, p := range problems {
		line := problemLine{Address: french.Address(p)}
		bare := p
		bare.Sheet, bare.Row, bare.Column = "", 0, ""
		line.Sentence = capital(french.Problem(bare))
		if p.Severity == survey.Fault {
			faults = append(faults, line)
		} else {
			remarks = append(remarks, line)
		}
	}
	return faults, remarks
}

func capital(sentence string) string {
	_, size := utf8.DecodeRuneInString(sentence)
	return strings.ToUpper(sentence[:size]) + sentence[size:]
}

const workbookType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// sendWorkbook gives the very bytes that were uploaded.
func sendWorkbook(c *gin.Context, name string, content []byte) error {
	return sendFile(c, name, workbookType, content)
}

func sendFile(c *gin.Context, name, media string, content []byte) error {
	c.Header("Content-Disposition", `attachment; filename="`+plainFileName(name)+`"`)
	c.Data(http.StatusOK, media, content)
	return nil
}

// plainFileName keeps what every system and every header can hold.
func plainFileName(name string) string {
	kept := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', strings.ContainsRune("-_.", r):
			return r
		}
		return '-'
	}, name)
	return strings.TrimLeft(kept, ".-")
}

// readDraft reads a draft as it stands; the form is nil while it has faults.
func readDraft(d survey.Draft) (*survey.Form, []survey.Problem, error) {
	form, problems, err := xlsform.ReadWith(xlsform.Named(d.FileName, d.Workbook), d.Files)
	if unreadable, ok := xlsform.Unreadable(err); ok {
		return nil, unreadable, nil
	}
	if err != nil {
		return nil, nil, fmt.Errorf("read draft %s: %w", d.ID, err)
	}
	return form, problems, nil
}

// now is the clock to what PostgreSQL keeps of it.
func (s *Server) now() time.Time { return s.Clock().UTC().Truncate(time.Microsecond) }
