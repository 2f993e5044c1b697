package web

import (
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"

	"constat/survey"
	"constat/web/french"
)

type homePage struct {
	Networks []survey.Network
	Numbers  []french.UsefulNumber
}

func (s *Server) home(c *gin.Context) error {
	networks, err := s.Store.Networks(c)
	if err != nil {
		return fmt.Errorf("list the networks: %w", err)
	}
	v := s.view(c, "Accueil")
	v.Exit, v.Page, v.Scripts = true, homePage{networks, french.UsefulNumbers()}, []string{"js/page.js"}
	return s.render(c, http.StatusOK, "home", v)
}

func (s *Server) usefulNumbers(c *gin.Context) error {
	v := s.view(c, "Numéros utiles")
	v.Exit, v.Page, v.Scripts = true, french.UsefulNumbers(), []string{"js/page.js"}
	return s.render(c, http.StatusOK, "numbers", v)
}

func (s *Server) information(c *gin.Context) error {
	return s.showInformation(c, nil)
}

// campaignInformation is the same page, with whom the people who hold a link
// may ask.
func (s *Server) campaignInformation(c *gin.Context) error {
	campaign, err := s.campaignOfLink(c)
	if err != nil {
		return err
	}
	network, err := s.Store.Network(c, campaign.Network)
	if err != nil {
		return fmt.Errorf("find the network of a campaign: %w", err)
	}
	asked := contactOf(campaign, network)
	return s.showInformation(c, &asked)
}

func (s *Server) showInformation(c *gin.Context, asked *contact) error {
	v := s.view(c, "Informations")
	v.Exit, v.Page, v.Scripts = true, asked, []string{"js/page.js"}
	return s.render(c, http.StatusOK, "information", v)
}
