package web

import (
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"

	"constat/survey"
	"constat/web/french"
)

// myNetworks lists the networks that the agent may see; the one of a lead who
// has one comes at once.
func (s *Server) myNetworks(c *gin.Context) error {
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
	if len(mine) == 1 && agent.Role == survey.RoleLead {
		return seeOther(c, "/reseaux/"+mine[0].Slug)
	}
	if len(mine) == 0 && agent.Role == survey.RoleCoordinator {
		return seeOther(c, "/departement")
	}
	v := s.view(c, "Mes réseaux")
	v.Page = mine
	return s.render(c, http.StatusOK, "networks", v)
}

// networkPage is a lead's own network: its surveys and its territory.
type networkPage struct {
	Network    survey.Network
	Campaigns  []campaignRow
	Groups     []territoryGroup
	Population int
	Changed    *territoryChange // just saved
}

// campaignRow is a campaign in a list.
type campaignRow struct {
	survey.CampaignSummary
	Path string
}

// StateName is the campaign's state, in words.
func (r campaignRow) StateName() string { return french.CampaignState(r.State) }

func (s *Server) network(c *gin.Context) error {
	n, err := s.networkOf(c)
	if err != nil {
		return err
	}
	campaigns, err := s.Store.Campaigns(c, n.Slug)
	if err != nil {
		return fmt.Errorf("list the campaigns of %s: %w", n.Slug, err)
	}
	p := networkPage{Network: n, Groups: s.Geography.split(n.Communes, false), Changed: changeSaid(c.Query("territoire"), len(n.Communes))}
	for _, code := range n.Communes {
		if commune, found := s.Geography.commune(code); found {
			p.Population += commune.Population
		}
	}
	for _, summary := range campaigns {
		p.Campaigns = append(p.Campaigns, campaignRow{summary, "/reseaux/" + n.Slug + "/enquetes/" + summary.ID})
	}
	v := s.view(c, n.Name)
	v.Page = p
	return s.render(c, http.StatusOK, "network", v)
}

func (s *Server) networkOf(c *gin.Context) (survey.Network, error) {
	n, err := s.Store.Network(c, c.Param("network"))
	if err != nil {
		return survey.Network{}, fmt.Errorf("find a network: %w", err)
	}
	return n, nil
}
