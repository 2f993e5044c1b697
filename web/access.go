package web

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"constat/survey"
)

// access says who may use a route.
type access uint8

const (
	// everybody needs nothing; the page shows who is signed in.
	everybody access = iota
	// anonymous needs nothing and reads no session: static files, and probes that
	// must answer when storage does not.
	anonymous
	// linkHolder needs a campaign's link or a draft's, which the page itself looks up.
	linkHolder
	// signedIn needs a session.
	signedIn
	// lead needs a session of an agent who may see the :network of the path.
	lead
	// coordinator needs a session of a coordinator or an administrator.
	coordinator
)

const agentKey = "agent"

// admit lets a request through to its page, or answers in its place. A
// network that an agent may not see is answered as one that does not exist.
func (s *Server) admit(a access) gin.HandlerFunc {
	if a == anonymous {
		return func(*gin.Context) {}
	}
	return func(c *gin.Context) {
		agent, err := s.currentAgent(c)
		if err != nil && !errors.Is(err, survey.ErrNotFound) {
			s.fail(c, err)
			return
		}
		if agent != nil {
			c.Set(agentKey, agent)
		}
		switch {
		case a == everybody || a == linkHolder:
			return
		case agent == nil:
			s.askToSignIn(c)
		case a == lead && !agent.MaySee(c.Param("network")):
			s.fail(c, survey.ErrNotFound)
		case a == coordinator && agent.Role != survey.RoleCoordinator && agent.Role != survey.RoleAdmin:
			s.fail(c, errForbidden)
		}
	}
}

// askToSignIn sends to the sign-in page; a page that was only to be read is
// offered again afterwards.
func (s *Server) askToSignIn(c *gin.Context) {
	target := "/connexion"
	if c.Request.Method == http.MethodGet {
		target += "?suite=" + url.QueryEscape(c.Request.URL.Path)
	}
	c.Redirect(http.StatusSeeOther, target)
	c.Abort()
}

// agentOf gives the signed-in agent, or nil.
func agentOf(c *gin.Context) *survey.Agent {
	agent, _ := c.Get(agentKey)
	a, _ := agent.(*survey.Agent)
	return a
}

// afterSignIn keeps only paths of the leads' own pages: anything else could
// be a way out to another site.
func afterSignIn(path string) string {
	clean := strings.HasPrefix(path, "/reseaux") || strings.HasPrefix(path, "/departement")
	if !clean || strings.ContainsAny(path, "\\\r\n?#") || strings.Contains(path, "//") || strings.Contains(path, "..") {
		return "/reseaux"
	}
	return path
}
