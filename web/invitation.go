package web

import (
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"

	"constat/survey"
	"constat/web/french"
)

// invitationPage is where an agent chooses a password, once.
type invitationPage struct {
	Token, Login, Problem string
	InClear               string // what to know before typing a password here
	Shortest              int
}

func (s *Server) invitation(c *gin.Context) error {
	agent, err := s.invited(c)
	if err != nil {
		return err
	}
	return s.showInvitation(c, http.StatusOK, agent, "")
}

func (s *Server) invited(c *gin.Context) (survey.Agent, error) {
	agent, err := s.Store.Invitation(c, TokenHash(c.Param("token")), s.Clock())
	if err != nil {
		return survey.Agent{}, fmt.Errorf("find an invitation: %w", err)
	}
	return agent, nil
}

func (s *Server) showInvitation(c *gin.Context, status int, agent survey.Agent, problem string) error {
	v := s.view(c, "Choisir un mot de passe")
	v.Error = problem != ""
	p := invitationPage{Token: c.Param("token"), Login: agent.Login, Shortest: shortestPassword, InClear: s.warnInClear(c)}
	if problem != "" {
		p.Problem = french.Sentence(problem)
	}
	v.Page = p
	return s.render(c, status, "invitation", v)
}

func (s *Server) choosePassword(c *gin.Context) error {
	if err := parsePost(c); err != nil {
		return err
	}
	agent, err := s.invited(c)
	if err != nil {
		return err
	}
	password := c.PostForm("mot-de-passe")
	problem := CheckPassword(password, agent.Login, agent.Name)
	if problem == "" && password != c.PostForm("encore") {
		problem = passwordTwice
	}
	if problem != "" {
		return s.showInvitation(c, http.StatusUnprocessableEntity, agent, problem)
	}
	var encoded string
	err = s.inHashingPlace(c, func() (err error) {
		encoded, err = HashPassword(password)
		return err
	})
	if err != nil {
		return err
	}
	if err := s.Store.UseInvitation(c, TokenHash(c.Param("token")), encoded, s.Clock()); err != nil {
		return fmt.Errorf("use an invitation: %w", err)
	}
	return seeOther(c, "/connexion?choisi=1")
}
