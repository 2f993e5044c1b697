package web

import (
	"crypto/md5" //nolint:gosec // the protocol's own checksum, no secret depends on it
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"constat/survey"
	"constat/survey/xlsform"
	"constat/survey/xlsform/xform"
	"constat/web/french"
)

// OpenRosa 1.0 is how ODK Collect, KoboCollect and Enketo fetch forms and
// send answers (docs.getodk.org/openrosa). A campaign's link is the address of
// the server that a phone is given, and its whole authentication.

// openRosaLimit is what one request may weigh. Answers need some ten
// kilobytes; a larger body holds pictures, and must be read to say so.
const openRosaLimit = 10 << 20

// openRosaForms is the list of forms that a phone sees: one, the campaign's.
type openRosaForms struct {
	XMLName xml.Name       `xml:"http://openrosa.org/xforms/xformsList xforms"`
	Forms   []openRosaForm `xml:"xform"`
}

type openRosaForm struct {
	FormID      string `xml:"formID"`
	Name        string `xml:"name"`
	Version     string `xml:"version"`
	Hash        string `xml:"hash"`
	Description string `xml:"descriptionText"`
	DownloadURL string `xml:"downloadUrl"`
	ManifestURL string `xml:"manifestUrl"`
}

// openRosaManifest lists the files that a form shows.
type openRosaManifest struct {
	XMLName xml.Name            `xml:"http://openrosa.org/xforms/xformsManifest manifest"`
	Files   []openRosaMediaFile `xml:"mediaFile"`
}

type openRosaMediaFile struct {
	FileName    string `xml:"filename"`
	Hash        string `xml:"hash"`
	DownloadURL string `xml:"downloadUrl"`
}

// openRosaFormList answers what a phone asks first. A closed campaign is
// refused as any other request is: an empty list would make phones delete the
// form with what was not sent yet.
func (s *Server) openRosaFormList(c *gin.Context) error {
	a, err := s.answering(c)
	if err != nil {
		return err
	}
	base := s.openRosaBase(a)
	return s.openRosa(c, http.StatusOK, openRosaForms{Forms: []openRosaForm{{
		FormID: a.form.ID, Name: a.campaign.Title, Version: a.form.Version,
		Hash: checksum(a.xform()), Description: a.network.Name,
		DownloadURL: base + ".xml", ManifestURL: base + "/manifest",
	}}})
}

// openRosaXForm gives the form itself.
func (s *Server) openRosaXForm(c *gin.Context) error {
	a, err := s.openRosaNamed(c, strings.TrimSuffix(c.Param("form"), ".xml"))
	if err != nil {
		return err
	}
	s.openRosaHeaders(c)
	c.Data(http.StatusOK, "text/xml; charset=utf-8", a.xform())
	return nil
}

// openRosaFiles lists the pictures of the form's labels and the CSV files that
// it looks into.
func (s *Server) openRosaFiles(c *gin.Context) error {
	a, files, err := s.openRosaMedia(c)
	if err != nil {
		return err
	}
	manifest := openRosaManifest{}
	for _, name := range xform.Files(a.form) {
		if _, ok := files[name]; ok {
			content, err := phoneFile(name, files[name])
			if err != nil {
				return err
			}
			manifest.Files = append(manifest.Files, openRosaMediaFile{
				FileName: name, Hash: checksum(content), DownloadURL: s.openRosaBase(a) + "/media/" + url.PathEscape(name),
			})
		}
	}
	return s.openRosa(c, http.StatusOK, manifest)
}

// openRosaFile gives one of them.
func (s *Server) openRosaFile(c *gin.Context) error {
	a, files, err := s.openRosaMedia(c)
	if err != nil {
		return err
	}
	name := c.Param("file")
	if _, ok := files[name]; !ok || !slices.Contains(xform.Files(a.form), name) {
		return survey.ErrNotFound
	}
	content, err := phoneFile(name, files[name])
	if err != nil {
		return err
	}
	s.openRosaHeaders(c)
	c.Data(http.StatusOK, mediaType(name), content)
	return nil
}

// mediaType is that of a form's file: the system's table may not know CSV.
func mediaType(name string) string {
	ext := path.Ext(name)
	if strings.EqualFold(ext, ".csv") {
		return "text/csv; charset=utf-8"
	}
	if kind := mime.TypeByExtension(ext); kind != "" && !strings.EqualFold(ext, ".xml") {
		return kind
	}
	return "application/octet-stream" // an author's XML too, which a browser would show
}

// phoneFile is a form's file as phones take it: Collect reads no other CSV
// than UTF-8 with commas, and Excel in French saves neither.
func phoneFile(name string, content []byte) ([]byte, error) {
	if !strings.EqualFold(path.Ext(name), ".csv") {
		return content, nil
	}
	plain, err := xlsform.PlainCSV(name, content)
	if err != nil {
		return nil, fmt.Errorf("prepare the file %s for phones: %w", name, err)
	}
	return plain, nil
}

func (s *Server) openRosaMedia(c *gin.Context) (*answering, survey.Files, error) {
	a, err := s.openRosaNamed(c, c.Param("form"))
	if err != nil {
		return nil, nil, err
	}
	version, err := s.Store.FormVersion(c, a.campaign.Network, a.form.ID, a.form.Version)
	if err != nil {
		return nil, nil, fmt.Errorf("find the files of form %s: %w", a.form.ID, err)
	}
	return a, version.Files, nil
}

// openRosaNamed is answering for an address that names the form.
func (s *Server) openRosaNamed(c *gin.Context, name string) (*answering, error) {
	a, err := s.answering(c)
	if err != nil {
		return nil, err
	}
	if name != openRosaName(a.form.ID) {
		return nil, survey.ErrNotFound
	}
	return a, nil
}

// xform is the form as this campaign gives it: what its link carries written
// in, what this service does not collect left out.
func (a *answering) xform() []byte {
	return xform.Write(a.form, xform.Options{Carried: a.occasion.Carried, Minimal: true})
}

// openRosaBase is the address of a campaign's form, without ending.
func (s *Server) openRosaBase(a *answering) string {
	return s.BaseURL + "/openrosa/" + a.campaign.Link + "/forms/" + openRosaName(a.form.ID)
}

// openRosaName is a form's identifier in an address; one that could not stand
// there is replaced, which confuses nothing since a campaign has one form.
func openRosaName(formID string) string {
	if formID == "" || strings.ContainsFunc(formID, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_' || r == '-')
	}) {
		return "questionnaire"
	}
	return formID
}

func checksum(content []byte) string {
	sum := md5.Sum(content) //nolint:gosec // see the import
	return "md5:" + hex.EncodeToString(sum[:])
}

// openRosa writes a document of the protocol.
func (s *Server) openRosa(c *gin.Context, status int, document any) error {
	content, err := xml.Marshal(document)
	if err != nil {
		return fmt.Errorf("write an OpenRosa document: %w", err)
	}
	s.openRosaHeaders(c)
	c.Data(status, "text/xml; charset=utf-8", append([]byte(xml.Header), content...))
	return nil
}

// openRosaHeaders are on every answer of the protocol; net/http adds the date.
func (s *Server) openRosaHeaders(c *gin.Context) {
	c.Header("X-OpenRosa-Version", "1.0")
	c.Header("X-OpenRosa-Accept-Content-Length", strconv.Itoa(openRosaLimit))
}

// openRosaMessage is what a phone shows.
type openRosaMessage struct {
	XMLName xml.Name `xml:"http://openrosa.org/http/response OpenRosaResponse"`
	Message struct {
		Nature string `xml:"nature,attr"`
		Text   string `xml:",chardata"`
	} `xml:"message"`
}

func (s *Server) openRosaSay(c *gin.Context, status int, nature, text string) error {
	var m openRosaMessage
	m.Message.Nature, m.Message.Text = nature, text
	return s.openRosa(c, status, m)
}

// speaksOpenRosa tells whether the request came by one of the protocol's routes.
func speaksOpenRosa(c *gin.Context) bool { return strings.HasPrefix(c.FullPath(), "/openrosa/") }

// failOpenRosa answers a failure as the protocol does. Closed is 403 and not
// 410: phones keep the form, and what is not sent, for a campaign that opens again.
func (s *Server) failOpenRosa(c *gin.Context, f *failure, sentence string) {
	status := f.status
	if status == http.StatusGone {
		status = http.StatusForbidden
	}
	if strings.HasPrefix(f.code, "openrosa_") {
		sentence = french.Sentence(f.code, f.args...)
	}
	if err := s.openRosaSay(c, status, "submit_error", sentence); err != nil {
		c.String(status, "%s", sentence)
	}
}
