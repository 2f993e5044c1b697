package web

import (
	"context"
	"fmt"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"constat/analysis/disclosure"
	"constat/survey"
)

// departmentPage is the networks side by side: how much each asks and receives,
// and what public editions say of them. Nothing else of what was answered.
type departmentPage struct {
	Networks []departmentRow
	Persons  bool // some of what was received is displayed, not told
	Floor    int  // of those
	Waves    []waveLine
	Side     sideBySide // of the latest edition
}

// departmentRow is one network as the coordinator sees it.
type departmentRow struct {
	Network   survey.Network
	Campaigns int
	Open      int
	Received  []received
}

// networkCampaigns is a network with its campaigns.
type networkCampaigns struct {
	Network   survey.Network
	Campaigns []survey.CampaignSummary
}

func (s *Server) department(c *gin.Context) error {
	networks, waves, err := s.departmentWaves(c)
	if err != nil {
		return err
	}
	page := departmentPage{Floor: disclosure.FloorPersons}
	for _, n := range networks {
		row, err := s.departmentRow(c, n)
		if err != nil {
			return err
		}
		page.Networks = append(page.Networks, row)
		page.Persons = page.Persons || slices.ContainsFunc(row.Received, received.displayed)
	}
	if page.Waves, page.Side, err = s.departmentEditions(c, waves, len(networks)); err != nil {
		return err
	}
	v := s.view(c, "Département")
	v.Page = page
	return s.render(c, http.StatusOK, "department", v)
}

func (s *Server) departmentRow(ctx context.Context, n networkCampaigns) (departmentRow, error) {
	row := departmentRow{Network: n.Network, Campaigns: len(n.Campaigns)}
	for _, campaign := range n.Campaigns {
		if campaign.State == survey.CampaignOpen {
			row.Open++
		}
	}
	var err error
	if row.Received, err = s.receivedBy(ctx, n.Campaigns); err != nil {
		return row, fmt.Errorf("count the answers to %s: %w", n.Network.Slug, err)
	}
	return row, nil
}

// departmentEditions lists the waves, and sets the networks of the latest
// edition side by side.
func (s *Server) departmentEditions(ctx context.Context, waves []survey.Wave, networks int) ([]waveLine, sideBySide, error) {
	var side sideBySide
	lines := make([]waveLine, len(waves))
	for i, w := range waves {
		lines[i] = s.newWaveLine(w)
	}
	editions, err := s.Store.Editions(ctx)
	if err != nil {
		return nil, side, fmt.Errorf("list the editions: %w", err)
	}
	for i := range lines {
		if err := s.nameWave(ctx, &lines[i], editions); err != nil {
			return nil, side, err
		}
		if len(editions) > 0 && editions[0].Of(lines[i].Wave) {
			if side, err = s.sideBySide(ctx, editions[0], lines[i].Path, networks); err != nil {
				return nil, side, err
			}
		}
	}
	return lines, side, nil
}

// departmentWaves lists the networks with their campaigns, and arranges these
// by wave.
func (s *Server) departmentWaves(ctx context.Context) ([]networkCampaigns, []survey.Wave, error) {
	networks, err := s.Store.Networks(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("list the networks: %w", err)
	}
	each := make([]networkCampaigns, len(networks))
	var all []survey.CampaignSummary
	for i, n := range networks {
		each[i].Network = n
		if each[i].Campaigns, err = s.Store.Campaigns(ctx, n.Slug); err != nil {
			return nil, nil, fmt.Errorf("list the campaigns of %s: %w", n.Slug, err)
		}
		all = append(all, each[i].Campaigns...)
	}
	return each, survey.Waves(all, s.Zone), nil
}
