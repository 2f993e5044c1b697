package web

import (
	"fmt"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"path/filepath"
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"constat/survey"
	"constat/survey/xlsform"
	"constat/web/french"
)

// uploadLimit bounds a workbook with its files: a workbook alone may have 10 MB.
const uploadLimit = 12 << 20

// upload is what was sent: a workbook and the files that it names.
type upload struct {
	name     string
	workbook []byte // nil when none was sent
	files    survey.Files
	problem  string // a sentence
}

// readUpload takes the files of a post apart.
func readUpload(c *gin.Context) (upload, error) {
	u := upload{files: survey.Files{}}
	if err := c.Request.ParseMultipartForm(uploadLimit); err != nil {
		if f := asFailure(err); f == errTooLarge {
			return u, f
		}
		return u, &failure{status: errMalformed.status, code: errMalformed.code, cause: err}
	}
	sent := c.Request.MultipartForm.File["fichiers"]
	if len(sent) > xlsform.MaxFiles {
		u.problem = french.Sentence("upload_many", fmt.Sprint(xlsform.MaxFiles))
		return u, nil
	}
	for _, header := range sent {
		if header.Size == 0 && header.Filename == "" {
			continue // the browser's way of sending no file
		}
		content, err := contentOf(header)
		if err != nil {
			return u, fmt.Errorf("read an uploaded file: %w", err)
		}
		u.add(header.Filename, content)
	}
	return u, nil
}

func contentOf(header *multipart.FileHeader) ([]byte, error) {
	file, err := header.Open()
	if err != nil {
		return nil, err
	}
	defer file.Close() // nothing was written
	return io.ReadAll(file)
}

// workbookNames are the extensions that make a file the questionnaire; what
// cannot be read of them is said by the reader.
var workbookNames = map[string]bool{".xlsx": true, ".xlsm": true, ".xls": true, ".ods": true}

func (u *upload) add(name string, content []byte) {
	switch {
	case !plain(name):
		u.problem = french.Sentence("upload_name")
	case workbookNames[strings.ToLower(filepath.Ext(name))]:
		if u.workbook != nil {
			u.problem = french.Sentence("upload_two_workbooks")
		}
		u.name, u.workbook = name, content
	case u.files[name] != nil:
		u.problem = french.Sentence("upload_twins", name)
	default:
		u.files[name] = content
	}
}

// uploadForm makes a new draft of what is sent.
func (s *Server) uploadForm(c *gin.Context) error {
	u, err := readUpload(c)
	if err != nil {
		return err
	}
	n, err := s.networkOf(c)
	if err != nil {
		return err
	}
	if u.workbook == nil && u.problem == "" {
		u.problem = french.Sentence("upload_no_workbook")
	}
	d, err := s.newDraft(n.Slug)
	if err != nil {
		return err
	}
	unreadable, err := s.fill(&d, u)
	if err != nil {
		return err
	}
	if u.problem != "" || unreadable != nil {
		p := questionnairesPage{Network: n, Workbook: unreadable}
		p.Problems = append(p.Problems, summaryLine{"fichiers", u.sentence()})
		return s.showQuestionnaires(c, http.StatusUnprocessableEntity, p)
	}
	return s.saveDraft(c, d)
}

// sentence says what is wrong with the upload itself.
func (u upload) sentence() string {
	if u.problem != "" {
		return u.problem
	}
	return french.Sentence("upload_unreadable")
}

func (s *Server) newDraft(network string) (survey.Draft, error) {
	id, err := uuid.NewRandomFromReader(s.Random)
	if err != nil {
		return survey.Draft{}, fmt.Errorf("make a draft id: %w", err)
	}
	link, err := survey.NewLink(network, s.Random)
	if err != nil {
		return survey.Draft{}, err
	}
	return survey.Draft{ID: id.String(), Network: network, Link: link, Files: survey.Files{}}, nil
}

// fill puts an upload in a draft and reads it. A file in which nothing could
// be read is not kept: its problems come back.
func (s *Server) fill(d *survey.Draft, u upload) (unreadable []problemLine, err error) {
	if u.problem != "" {
		return nil, nil
	}
	if u.workbook != nil {
		d.FileName, d.Workbook = u.name, u.workbook
	}
	maps.Copy(d.Files, u.files)
	form, problems, err := xlsform.ReadWith(xlsform.Named(d.FileName, d.Workbook), d.Files)
	if found, ok := xlsform.Unreadable(err); ok {
		lines, _ := problemLines(found)
		return lines, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read an uploaded form: %w", err)
	}
	d.SavedAt, d.Faults, d.Remarks = s.now(), 0, 0
	d.FormID, d.Version, d.Title = "", "", french.TitleFaulty
	if form != nil {
		d.FormID, d.Version, d.Title = form.ID, form.Version, french.FormTitle(form)
	}
	for _, p := range problems {
		if p.Severity == survey.Fault {
			d.Faults++
		} else {
			d.Remarks++
		}
	}
	return nil, nil
}

func (s *Server) saveDraft(c *gin.Context, d survey.Draft) error {
	if err := s.Store.SaveDraft(c, d, s.entry(c, d.Network, "form.draft", d.ID)); err != nil {
		return fmt.Errorf("save draft %s: %w", d.ID, err)
	}
	return seeOther(c, draftPath(d))
}
