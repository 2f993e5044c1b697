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
	v := s.view(c, "Informations")
	v.Exit, v.Scripts = true, []string{"js/page.js"}
	return s.render(c, http.StatusOK, "information", v)
}
