package web

import (
	"fmt"
	"maps"
	"mime"
	"net/http"
	"path/filepath"
	"slices"

	"github.com/gin-gonic/gin"

	"constat/survey"
	"constat/survey/xlsform"
)

// versionPage is a published questionnaire: its file, and what it can be used
// for.
type versionPage struct {
	Network   survey.Network
	Version   survey.FormVersion
	Path      string
	Files     []string
	Questions int
	Using     []campaignRow // campaigns that ask it
	Others    []campaignRow // campaigns not closed, on another version of it
}

// versionOf finds the frozen form of the path: its code is computed from its
// name, which may hold what an address cannot.
func (s *Server) versionOf(c *gin.Context) (survey.FormVersion, error) {
	return s.versionNamed(c, c.Param("network"), c.Param("code"))
}

func (s *Server) versionNamed(c *gin.Context, network, code string) (survey.FormVersion, error) {
	versions, err := s.Store.FormVersions(c, network)
	if err != nil {
		return survey.FormVersion{}, fmt.Errorf("list the forms of %s: %w", network, err)
	}
	for _, v := range versions {
		if v.Code() == code {
			v, err := s.Store.FormVersion(c, network, v.FormID, v.Version)
			if err != nil {
				return v, fmt.Errorf("load form %s: %w", v.FormID, err)
			}
			return v, nil
		}
	}
	return survey.FormVersion{}, survey.ErrNotFound
}

func (s *Server) version(c *gin.Context) error {
	version, err := s.versionOf(c)
	if err != nil {
		return err
	}
	n, err := s.networkOf(c)
	if err != nil {
		return err
	}
	form, err := s.forms.version(c, formKey{version.Network, version.FormID, version.Version})
	if err != nil {
		return err
	}
	p := versionPage{
		Network: n, Version: version, Path: versionPath(version),
		Files: slices.Sorted(maps.Keys(version.Files)), Questions: asked(form),
	}
	campaigns, err := s.Store.Campaigns(c, n.Slug)
	if err != nil {
		return fmt.Errorf("list the campaigns of %s: %w", n.Slug, err)
	}
	for _, summary := range campaigns {
		row := campaignRow{summary, campaignPath(summary.Campaign)}
		switch {
		case summary.FormID != version.FormID:
		case summary.FormVersion == version.Version:
			p.Using = append(p.Using, row)
		case summary.State != survey.CampaignClosed:
			p.Others = append(p.Others, row)
		}
	}
	v := s.view(c, "Questionnaire publié")
	v.Page = p
	return s.render(c, http.StatusOK, "version", v)
}

// versionWorkbook gives the very workbook that was uploaded, with its
// formatting and its formulas.
func (s *Server) versionWorkbook(c *gin.Context) error {
	v, err := s.versionOf(c)
	if err != nil {
		return err
	}
	return sendWorkbook(c, v.FormID+"-"+v.Version+".xlsx", v.Workbook)
}

func (s *Server) versionFile(c *gin.Context) error {
	v, err := s.versionOf(c)
	if err != nil {
		return err
	}
	name := c.Param("name")
	content, found := v.Files[name]
	if !found {
		return survey.ErrNotFound
	}
	if picture := xlsform.PictureType(content); picture != "" {
		return sendFile(c, name, picture, content)
	}
	media := "application/octet-stream"
	if filepath.Ext(name) == ".csv" {
		media = mime.FormatMediaType("text/csv", map[string]string{"header": "present"})
	}
	return sendFile(c, name, media, content)
}
