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
	n.Communes, n.Hypothesis, n.Source = communes, false, "confirmé par l’animation du réseau"
	if err := s.Store.SaveNetwork(c, n, s.entry(c, n.Slug, "network.territory", n.Slug)); err != nil {
		return fmt.Errorf("save the territory of %s: %w", n.Slug, err)
	}
	return seeOther(c, "/reseaux/"+n.Slug)
}

// entry is what the audit keeps of an act of the signed-in agent.
func (s *Server) entry(c *gin.Context, network, action, object string) survey.AuditEntry {
	return survey.AuditEntry{At: s.Clock(), Agent: agentOf(c).ID, Network: network, Action: action, Object: object}
}
