package web

import (
	"context"
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"

	"constat/analysis/disclosure"
	"constat/analysis/workbook"
	"constat/survey"
	"constat/web/french"
)

// departmentPage is the networks side by side: how much each asks and receives,
// and what public editions say of them. Nothing else of what was answered.
type departmentPage struct {
	Networks []departmentRow
	Waves    []waveLine
	Side     sideBySide // of the latest edition
}

// departmentRow is one network as the coordinator sees it.
type departmentRow struct {
	Network   survey.Network
	Campaigns []survey.CampaignSummary
	Responses int
	Open      int
}

// waveLine is a wave in a list.
type waveLine struct {
	survey.Wave
	Title  string // the form's
	Path   string
	Latest survey.Edition // Number 0 before the first
}

func (s *Server) department(c *gin.Context) error {
	rows, waves, err := s.departmentWaves(c)
	if err != nil {
		return err
	}
	page := departmentPage{Networks: rows}
	editions, err := s.Store.Editions(c)
	if err != nil {
		return fmt.Errorf("list the editions: %w", err)
	}
	for _, w := range waves {
		line, err := s.waveLine(c, w, editions)
		if err != nil {
			return err
		}
		page.Waves = append(page.Waves, line)
		if len(editions) > 0 && editions[0].Of(w) {
			if page.Side, err = s.sideBySide(c, editions[0], line.Path); err != nil {
				return err
			}
		}
	}
	v := s.view(c, "Département")
	v.Page = page
	return s.render(c, http.StatusOK, "department", v)
}

// departmentWaves counts the networks' campaigns, and arranges them by wave.
func (s *Server) departmentWaves(ctx context.Context) ([]departmentRow, []survey.Wave, error) {
	networks, err := s.Store.Networks(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("list the networks: %w", err)
	}
	rows := make([]departmentRow, len(networks))
	var all []survey.CampaignSummary
	for i, n := range networks {
		rows[i].Network = n
		if rows[i].Campaigns, err = s.Store.Campaigns(ctx, n.Slug); err != nil {
			return nil, nil, fmt.Errorf("list the campaigns of %s: %w", n.Slug, err)
		}
		for _, campaign := range rows[i].Campaigns {
			rows[i].Responses += campaign.Responses
			if campaign.State == survey.CampaignOpen {
				rows[i].Open++
			}
		}
		all = append(all, rows[i].Campaigns...)
	}
	return rows, survey.Waves(all, s.Zone), nil
}

func wavePath(w survey.Wave) string { return "/departement/vagues/" + w.Code() }

// waveLine names a wave by its form.
func (s *Server) waveLine(ctx context.Context, w survey.Wave, editions []survey.Edition) (waveLine, error) {
	line := waveLine{Wave: w, Path: wavePath(w)}
	for _, e := range editions {
		if e.Of(w) && e.Number > line.Latest.Number {
			line.Latest = e
		}
	}
	for _, campaigns := range [][]survey.Campaign{w.Closed, w.Open, w.Erased} {
		if len(campaigns) == 0 {
			continue
		}
		first := campaigns[0]
		frozen, err := s.Store.FormVersion(ctx, first.Network, first.FormID, first.FormVersion)
		if err != nil {
			return line, fmt.Errorf("find form %s: %w", first.FormID, err)
		}
		line.Title = frozen.Title
		break
	}
	return line, nil
}

// sideBySide sets the key figures of an edition's networks beside one another,
// in the printed words and in alphabetical order: no territory is ranked.
type sideBySide struct {
	Edition survey.Edition
	Areas   []sideArea
	Figures []sideFigure
}

// sideArea is a territory of the edition.
type sideArea struct {
	Name, Size string
	Refused    string
	Whole      bool // the networks added up
	Line       editionLine
}

// sideFigure is one key figure, in each territory that publishes it.
type sideFigure struct {
	Label string
	Cells []sideCell // parallel to Areas
}

type sideCell struct {
	Name           string
	Count, Percent string // both empty where it is not published
	Whole          bool
}

func (s *Server) sideBySide(ctx context.Context, e survey.Edition, path string) (sideBySide, error) {
	side := sideBySide{Edition: e}
	areas, err := s.Store.EditionAreas(ctx, e.ID)
	if err != nil {
		return side, fmt.Errorf("read edition %s: %w", e.ID, err)
	}
	readings := make([]workbook.Reading, len(areas))
	for i, area := range areas {
		p, err := newEditionPart(e, area)
		if err != nil {
			return side, err
		}
		readings[i] = workbook.Read(p.Publication)
		side.Areas = append(side.Areas, sideArea{
			Name: area.Name, Size: readings[i].Size, Refused: readings[i].Refused, Whole: area.Network == "", Line: newEditionLine(path, e, area.Key),
		})
	}
	side.Figures = sideFigures(side.Areas, readings)
	return side, nil
}

// sideFigures keeps the order of the territory that publishes most.
func sideFigures(areas []sideArea, readings []workbook.Reading) []sideFigure {
	var figures []sideFigure
	place := make(map[string]int)
	for i, r := range readings {
		for _, f := range r.Key {
			at, met := place[f.Label]
			if !met {
				at = len(figures)
				place[f.Label] = at
				cells := make([]sideCell, len(areas))
				for j, a := range areas {
					cells[j] = sideCell{Name: a.Name, Whole: a.Whole}
				}
				figures = append(figures, sideFigure{f.Label, cells})
			}
			figures[at].Cells[i].Count, figures[at].Cells[i].Percent = f.Count, f.Percent
		}
	}
	return figures
}

// wavePage says what an edition of a wave would hold and what the last ones
// did, and offers to make one.
type wavePage struct {
	waveLine
	Names     map[string]string // of networks, by slug
	Editions  []editionLine
	Side      sideBySide
	Now       *printing // what is being made, of this wave or of another
	Mine      bool
	Seconds   int // how long it has been
	Refused   string
	FewFloor  int
	Territory int // how many networks enter
}

// waveOf finds the wave of the address.
func (s *Server) waveOf(c *gin.Context) (survey.Wave, []departmentRow, error) {
	rows, waves, err := s.departmentWaves(c)
	if err != nil {
		return survey.Wave{}, nil, err
	}
	for _, w := range waves {
		if w.Code() == c.Param("wave") {
			return w, rows, nil
		}
	}
	return survey.Wave{}, nil, fmt.Errorf("find a wave: %w", survey.ErrNotFound)
}

func (s *Server) wave(c *gin.Context) error {
	w, rows, err := s.waveOf(c)
	if err != nil {
		return err
	}
	page, err := s.wavePage(c, w, rows)
	if err != nil {
		return err
	}
	if page.Now != nil && page.Mine {
		c.Header("Refresh", "3") // without a script too
	}
	v := s.view(c, "Édition publique")
	v.Page = page
	return s.render(c, http.StatusOK, "wave", v)
}

func (s *Server) wavePage(ctx context.Context, w survey.Wave, rows []departmentRow) (wavePage, error) {
	page := wavePage{Names: make(map[string]string), FewFloor: disclosure.FloorPersons}
	for _, row := range rows {
		page.Names[row.Network.Slug] = row.Network.Name
	}
	// First the press: what it has just finished is then in the list.
	var code string
	if page.Now, code = s.press.state(w); page.Now != nil {
		page.Mine = page.Now.Wave.Code() == w.Code()
		page.Seconds = int(s.Clock().Sub(page.Now.Since).Seconds())
	}
	if code != "" {
		page.Refused = french.Sentence(code)
	}
	editions, err := s.Store.Editions(ctx)
	if err != nil {
		return page, fmt.Errorf("list the editions: %w", err)
	}
	if page.waveLine, err = s.waveLine(ctx, w, editions); err != nil {
		return page, err
	}
	for _, e := range editions {
		if e.Of(w) {
			page.Editions = append(page.Editions, newEditionLine(page.Path, e, ""))
		}
	}
	networks := make(map[string]bool)
	for _, c := range w.Closed {
		networks[c.Network] = true
	}
	page.Territory = len(networks)
	if page.Latest.Number > 0 {
		page.Side, err = s.sideBySide(ctx, page.Latest, page.Path)
	}
	return page, err
}

// publishWave starts an edition; its page tells how it goes.
func (s *Server) publishWave(c *gin.Context) error {
	w, _, err := s.waveOf(c)
	if err != nil {
		return err
	}
	if !s.Publish(w, s.entry(c, "", "edition.publish", "")) {
		return &failure{status: http.StatusConflict, code: "page_edition_busy"}
	}
	return seeOther(c, wavePath(w))
}

// wavePart is the part of an edition that the address names.
func (s *Server) wavePart(c *gin.Context) (waveLine, editionPart, error) {
	w, _, err := s.waveOf(c)
	if err != nil {
		return waveLine{}, editionPart{}, err
	}
	all, err := s.Store.Editions(c)
	if err != nil {
		return waveLine{}, editionPart{}, fmt.Errorf("list the editions: %w", err)
	}
	line, err := s.waveLine(c, w, all)
	if err != nil {
		return line, editionPart{}, err
	}
	var own []survey.Edition
	for _, e := range all {
		if e.Of(w) {
			own = append(own, e)
		}
	}
	e, err := chosen(c, own)
	if err != nil {
		return line, editionPart{}, err
	}
	area, err := s.Store.EditionArea(c, e.ID, c.Query("territoire"))
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
