package web

import (
	"fmt"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"constat/survey"
	"constat/survey/xlsform"
)

// media gives a picture of a campaign's questionnaire.
func (s *Server) media(c *gin.Context) error {
	campaign, err := s.campaignOfLink(c)
	if err != nil {
		return err
	}
	content, err := s.Store.FormFile(c, campaign.Network, campaign.FormID, campaign.FormVersion, c.Param("name"))
	if err != nil {
		return fmt.Errorf("find a picture: %w", err)
	}
	return sendPicture(c, content)
}

// sendPicture gives what is a picture by its bytes, whatever its name, and
// nothing else: a CSV file is not for respondents.
func sendPicture(c *gin.Context, content []byte) error {
	kind := xlsform.PictureType(content)
	if kind == "" {
		return survey.ErrNotFound
	}
	c.Header("Content-Security-Policy", "default-src 'none'; sandbox")
	c.Header("Content-Disposition", "inline")
	c.Data(http.StatusOK, kind, content)
	return nil
}

// illustrate gives questions and choices the addresses of their pictures,
// where the questionnaire came with them.
func (a *answering) illustrate(fields []field) {
	for i := range fields {
		f := &fields[i]
		f.Image = a.picture(f.Question.Media["image"])
		if f.Image == "" {
			f.Image = a.picture(f.Question.Media["big-image"])
		}
		for j := range f.Choices {
			f.Choices[j].Image = a.picture(survey.Plain(f.Choices[j].Image))
		}
		a.illustrate(f.Children)
		if f.Blank != nil {
			a.illustrate(f.Blank.Fields)
		}
		for _, instance := range f.Instances {
			a.illustrate(instance.Fields)
		}
	}
}

func (a *answering) picture(files survey.Text) string {
	name := files.In(a.occasion.Language)
	if name == "" || !a.pictures[name] {
		return ""
	}
	return a.start() + "/media/" + url.PathEscape(name)
}
