package web

import (
	"context"
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"

	"constat/analysis/disclosure"
	"constat/survey"
	"constat/web/french"
)

// waveLine is a wave in a list.
type waveLine struct {
	survey.Wave
	Title   string // the form's
	Path    string
	Latest  survey.Edition // Number 0 before the first
	Now     *printing      // what is made now, of this wave or of another
	Mine    bool           // of this one
	Refused string         // why its last edition was not made
}

func wavePath(w survey.Wave) string { return "/departement/vagues/" + w.Code() }

// newWaveLine asks what is being made first: what it has just finished is then in the
// list of editions.
func (s *Server) newWaveLine(w survey.Wave) waveLine {
	line := waveLine{Wave: w, Path: wavePath(w)}
	var code string
	if line.Now, code = s.heavy.editionState(w); line.Now != nil {
		line.Mine = line.Now.Wave.Code() == w.Code()
	}
	if code != "" {
		line.Refused = french.Sentence(code)
	}
	return line
}

// nameWave adds its form's title and its latest edition.
func (s *Server) nameWave(ctx context.Context, line *waveLine, editions []survey.Edition) error {
	for _, e := range editions {
		if e.Of(line.Wave) && e.Number > line.Latest.Number {
			line.Latest = e
		}
	}
	for _, campaigns := range [][]survey.Campaign{line.Closed, line.Open, line.Erased} {
		if len(campaigns) == 0 {
			continue
		}
		first := campaigns[0]
		frozen, err := s.Store.FormVersion(ctx, first.Network, first.FormID, first.FormVersion)
		if err != nil {
			return fmt.Errorf("find form %s: %w", first.FormID, err)
		}
		line.Title = frozen.Title
		break
	}
	return nil
}

// wavePage says what an edition of a wave would hold and what the last ones
// did, and offers to make one.
type wavePage struct {
	waveLine
	Names     map[string]string // of networks, by slug
	Editions  []survey.Edition  // newest first
	Side      sideBySide        // of the edition of the address, else of the latest
	Seconds   int               // how long one has been in the making
	Longest   int               // how many minutes it may take
	FewFloor  int
	Territory int // how many networks enter
}

// Minutes is how long one has been in the making, 0 while seconds say it better.
func (p wavePage) Minutes() int {
	if p.Seconds < 120 {
		return 0
	}
	return p.Seconds / 60
}

// waveOf finds the wave of the address, among those of all networks.
func (s *Server) waveOf(c *gin.Context) (survey.Wave, []networkCampaigns, error) {
	networks, waves, err := s.departmentWaves(c)
	if err != nil {
		return survey.Wave{}, nil, err
	}
	for _, w := range waves {
		if w.Code() == c.Param("wave") {
			return w, networks, nil
		}
	}
	return survey.Wave{}, nil, fmt.Errorf("find a wave: %w", survey.ErrNotFound)
}

func (s *Server) wave(c *gin.Context) error {
	w, networks, err := s.waveOf(c)
	if err != nil {
		return err
	}
	page := wavePage{waveLine: s.newWaveLine(w), Names: make(map[string]string), FewFloor: disclosure.FloorPersons, Longest: int(publishLimit.Minutes())}
	for _, n := range networks {
		page.Names[n.Network.Slug] = n.Network.Name
	}
	entering := make(map[string]bool)
	for _, c := range w.Closed {
		entering[c.Network] = true
	}
	page.Territory = len(entering)
	if page.Now != nil {
		page.Seconds = int(s.Clock().Sub(page.Now.Since).Seconds())
	}
	if page.Mine {
		c.Header("Refresh", "3") // without a script too
	}
	if err := s.addEditions(c, &page, len(networks)); err != nil {
		return err
	}
	v := s.view(c, "Édition publique")
	v.Page = page
	return s.render(c, http.StatusOK, "wave", v)
}

// addEditions lists a wave's editions, and sets side by side the networks of the
// one that the address names.
func (s *Server) addEditions(c *gin.Context, page *wavePage, networks int) error {
	editions, err := s.Store.Editions(c)
	if err != nil {
		return fmt.Errorf("list the editions: %w", err)
	}
	if err := s.nameWave(c, &page.waveLine, editions); err != nil {
		return err
	}
	page.Editions = editionsOf(editions, page.Wave)
	if len(page.Editions) == 0 {
		return nil
	}
	e, err := chosen(c, page.Editions)
	if err != nil {
		return err
	}
	page.Side, err = s.sideBySide(c, e, page.Path, networks)
	return err
}

// editionsOf keeps the editions of a wave, in their order.
func editionsOf(all []survey.Edition, w survey.Wave) []survey.Edition {
	var own []survey.Edition
	for _, e := range all {
		if e.Of(w) {
			own = append(own, e)
		}
	}
	return own
}

// wavePart is the part of an edition that the address names; the first, the
// département's, when it names none: signing in again loses what follows « ? ».
func (s *Server) wavePart(c *gin.Context) (waveLine, editionPart, error) {
	w, _, err := s.waveOf(c)
	if err != nil {
		return waveLine{}, editionPart{}, err
	}
	all, err := s.Store.Editions(c)
	if err != nil {
		return waveLine{}, editionPart{}, fmt.Errorf("list the editions: %w", err)
	}
	line := s.newWaveLine(w)
	if err := s.nameWave(c, &line, all); err != nil {
		return line, editionPart{}, err
	}
	e, err := chosen(c, editionsOf(all, w))
	if err != nil {
		return line, editionPart{}, err
	}
	key := c.Query("territoire")
	if key == "" {
		areas, err := s.Store.EditionAreas(c, e.ID)
		if err != nil {
			return line, editionPart{}, fmt.Errorf("read edition %s: %w", e.ID, err)
		}
		key = areas[0].Key
	}
	area, err := s.Store.EditionArea(c, e.ID, key)
	if err != nil {
		return line, editionPart{}, fmt.Errorf("read edition %s: %w", e.ID, err)
	}
	p, err := newEditionPart(e, area)
	return line, p, err
}

func (s *Server) waveReading(c *gin.Context) error {
	line, p, err := s.wavePart(c)
	if err != nil {
		return err
	}
	return s.showReading(c, p, line.Path, line.Title)
}

func (s *Server) waveRegister(c *gin.Context) error {
	line, p, err := s.wavePart(c)
	if err != nil {
		return err
	}
	return s.showRegister(c, p, line.Path, line.Title)
}

func (s *Server) waveWorkbook(c *gin.Context) error {
	_, p, err := s.wavePart(c)
	if err != nil {
		return err
	}
	return s.sendPart(c, p, s.entry(c, p.Area.Network, "edition.download", p.Edition.ID))
}
