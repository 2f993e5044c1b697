package web

import (
	"fmt"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"constat/survey"
	"constat/web/french"
)

// territoryPage is where a lead confirms or changes her territory.
type territoryPage struct {
	Network survey.Network
	Groups  []territoryGroup
	Open    []string // titles of the surveys that answers reach now
	Problem string
}

func (s *Server) territory(c *gin.Context) error {
	n, err := s.networkOf(c)
	if err != nil {
		return err
	}
	return s.showTerritory(c, http.StatusOK, n, "")
}

func (s *Server) showTerritory(c *gin.Context, status int, n survey.Network, problem string) error {
	p := territoryPage{Network: n, Groups: s.Geography.split(n.Communes, true)}
	// What the network covers comes first; the order is otherwise kept.
	slices.SortStableFunc(p.Groups, func(a, b territoryGroup) int { return min(b.Count, 1) - min(a.Count, 1) })
	if problem != "" {
		p.Problem = french.Sentence(problem)
	}
	campaigns, err := s.Store.Campaigns(c, n.Slug)
	if err != nil {
		return fmt.Errorf("list the campaigns of %s: %w", n.Slug, err)
	}
	for _, campaign := range campaigns {
		if s.openNow(campaign.Campaign) == nil {
			p.Open = append(p.Open, campaign.Title)
		}
	}
	v := s.view(c, "Territoire")
	v.Error, v.Page = problem != "", p
	return s.render(c, status, "territory", v)
}

// saveTerritory takes the communes ticked; saying which they are is also
// confirming them.
func (s *Server) saveTerritory(c *gin.Context) error {
	if err := parsePost(c); err != nil {
		return err
	}
	n, err := s.networkOf(c)
	if err != nil {
		return err
	}
	var communes []string
	for _, code := range c.Request.PostForm["communes"] {
		if _, found := s.Geography.commune(code); !found {
			return s.showTerritory(c, http.StatusUnprocessableEntity, n, "territory_unknown")
		}
		if !slices.Contains(communes, code) {
			communes = append(communes, code)
		}
	}
	if len(communes) == 0 {
		return s.showTerritory(c, http.StatusUnprocessableEntity, n, "territory_empty")
	}
	slices.Sort(communes)
	change := changeOf(n.Communes, communes)
	n.Communes, n.Hypothesis, n.Source = communes, false, "confirmé par l’animation du réseau"
	if err := s.Store.SaveNetwork(c, n, s.entry(c, n.Slug, "network.territory", n.Slug)); err != nil {
		return fmt.Errorf("save the territory of %s: %w", n.Slug, err)
	}
	return seeOther(c, "/reseaux/"+n.Slug+"?"+change.query())
}

// territoryChange is what saving a territory did, in numbers of communes. The
// next page says it: it travels in the address.
type territoryChange struct {
	Before, Added, Removed int
}

func changeOf(before, after []string) territoryChange {
	change := territoryChange{Before: len(before)}
	for _, code := range after {
		if !slices.Contains(before, code) {
			change.Added++
		}
	}
	change.Removed = change.Before + change.Added - len(after)
	return change
}

// After is how many communes there are now.
func (t territoryChange) After() int { return t.Before + t.Added - t.Removed }

func (t territoryChange) query() string {
	return fmt.Sprintf("territoire=%d.%d.%d", t.Before, t.Added, t.Removed)
}

// changeSaid reads the change from an address, nil when there is none or when
// it does not fit the territory shown.
func changeSaid(address string, communes int) *territoryChange {
	var t territoryChange
	n, err := fmt.Sscanf(address, "%d.%d.%d", &t.Before, &t.Added, &t.Removed)
	if err != nil || n != 3 || min(t.Before, t.Added, t.Removed) < 0 || t.After() != communes {
		return nil
	}
	return &t
}

// entry is what the audit keeps of an act of the signed-in agent.
func (s *Server) entry(c *gin.Context, network, action, object string) survey.AuditEntry {
	return survey.AuditEntry{At: s.Clock(), Agent: agentOf(c).ID, Network: network, Action: action, Object: object}
}
