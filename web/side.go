package web

import (
	"context"
	"errors"
	"fmt"

	"constat/analysis/workbook"
	"constat/survey"
)

// sideBySide sets the key figures of an edition's networks beside one another,
// in the printed words and in alphabetical order: no territory is ranked.
type sideBySide struct {
	Edition  survey.Edition
	Areas    []sideArea // none when nothing of the edition may be printed
	Figures  []sideFigure
	Networks int  // how many are in it
	Of       int  // how many there are
	Refused  bool // one of them prints its size only
}

// sideArea is a territory of the edition.
type sideArea struct {
	Name, Size string
	Refused    bool // nothing else is published of it
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

// sideBySide reads an edition. networks is how many the département has.
func (s *Server) sideBySide(ctx context.Context, e survey.Edition, path string, networks int) (sideBySide, error) {
	side := sideBySide{Edition: e, Of: networks}
	areas, err := s.Store.EditionAreas(ctx, e.ID)
	if errors.Is(err, survey.ErrNotFound) {
		return side, nil
	}
	if err != nil {
		return side, fmt.Errorf("read edition %s: %w", e.ID, err)
	}
	readings := make([]workbook.Reading, len(areas))
	for i, part := range areas {
		p, err := newEditionPart(e, part)
		if err != nil {
			return side, err
		}
		readings[i] = workbook.Read(p.Publication)
		area := sideArea{
			Name: part.Name, Size: readings[i].Size, Refused: readings[i].Refused != "", Whole: part.Network == "", Line: newEditionLine(path, e, part.Key),
		}
		side.Areas = append(side.Areas, area)
		side.Refused = side.Refused || area.Refused
		if !area.Whole {
			side.Networks++
		}
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
