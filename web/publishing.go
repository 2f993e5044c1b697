package web

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"constat/analysis/disclosure"
	"constat/survey"
	"constat/web/french"
)

// Foreseen is what the next edition of a wave would hold, as far as it can be
// told without making it, in nothing but displayed values.
type Foreseen struct {
	Areas  []ForeseenArea // the networks whose campaign is closed, by name
	Whole  bool           // the département is published too
	Fewest int            // answers that a territory needs for more than their number
	Number int            // the edition's
	// Err is why it cannot be made; EditionProblem has its sentence.
	Err error
}

// SizeOnly tells an area of which nothing but its size can be printed.
func (f Foreseen) SizeOnly(a ForeseenArea) bool { return a.Size.High < f.Fewest }

// ForeseenArea is one network of it.
type ForeseenArea struct {
	Name string
	Size disclosure.Shown
	Unit string
}

// publishingPage is read before an edition is made: nothing of what is
// published can be taken back.
type publishingPage struct {
	waveLine
	Number  int
	Areas   []publishingArea
	Whole   bool
	Fewest  int
	Out     []string // networks that stay out, their campaign being open
	Never   string   // why no edition can be made
	Problem string
}

// publishingArea says what is printed of a network.
type publishingArea struct {
	Name, Size string
	Little     bool // its size only
}

// publishing asks before an edition is made.
func (s *Server) publishing(c *gin.Context) error { return s.showPublishing(c, http.StatusOK, "") }

func (s *Server) showPublishing(c *gin.Context, status int, problem string) error {
	w, networks, err := s.waveOf(c)
	if err != nil {
		return err
	}
	page, err := s.publishingOf(c, w, networks)
	if err != nil {
		return err
	}
	page.Problem = problem
	v := s.view(c, "Faire l’édition publique")
	v.Error, v.Page = problem != "", page
	return s.render(c, status, "publishing", v)
}

func (s *Server) publishingOf(c *gin.Context, w survey.Wave, networks []networkCampaigns) (publishingPage, error) {
	page := publishingPage{waveLine: s.newWaveLine(w)}
	if err := s.nameWave(c, &page.waveLine, nil); err != nil {
		return page, err
	}
	foreseen, err := s.Diagnostics.Foresee(c, w)
	if err != nil {
		return page, fmt.Errorf("foresee an edition: %w", err)
	}
	page.Number, page.Whole, page.Fewest = foreseen.Number, foreseen.Whole, foreseen.Fewest
	if code := EditionProblem(foreseen.Err); code != "" {
		page.Never = french.Sentence(code)
	}
	for _, a := range foreseen.Areas {
		words := received{Size: a.Size, Unit: a.Unit}.Words()
		page.Areas = append(page.Areas, publishingArea{a.Name, words, foreseen.SizeOnly(a)})
	}
	for _, n := range networks {
		for _, open := range w.Open {
			if open.Network == n.Network.Slug {
				page.Out = append(page.Out, n.Network.Name)
				break
			}
		}
	}
	return page, nil
}

// publishWave starts an edition once the wave's name was typed; the wave's page
// tells how it goes.
func (s *Server) publishWave(c *gin.Context) error {
	if err := parsePost(c); err != nil {
		return err
	}
	w, networks, err := s.waveOf(c)
	if err != nil {
		return err
	}
	page, err := s.publishingOf(c, w, networks)
	if err != nil {
		return err
	}
	if page.Never != "" {
		return s.showPublishing(c, http.StatusConflict, "")
	}
	if !Confirms(c.PostForm("confirmation"), w) {
		return s.showPublishing(c, http.StatusUnprocessableEntity, french.Sentence("confirm_edition", w.Name))
	}
	if !s.Publish(w, s.entry(c, "", "edition.publish", "")) {
		return &failure{status: http.StatusConflict, code: "page_edition_busy"}
	}
	return seeOther(c, wavePath(w))
}

// Confirms tells whether what was typed is the wave's name, with or without the
// word « vague ».
func Confirms(typed string, w survey.Wave) bool {
	typed = strings.TrimSpace(strings.ToLower(typed))
	return strings.TrimSpace(strings.TrimPrefix(typed, "vague")) == w.Name
}
