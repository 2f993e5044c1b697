package web

import (
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"

	"constat/survey"
)

// usefulNumber is one line of help, with what it is for.
type usefulNumber struct {
	Number, Dial, Name, For string
}

// usefulNumbers are the national ones; each lead adds hers on paper.
var usefulNumbers = []usefulNumber{
	{"17", "tel:17", "Police et gendarmerie", "En cas de danger immédiat"},
	{"112", "tel:112", "Numéro d’urgence européen", "En cas de danger immédiat, depuis tout téléphone"},
	{"114", "sms:114", "Urgences par SMS", "Pour alerter sans parler, ou en cas de surdité"},
	{"3919", "tel:3919", "Violences Femmes Info", "Écoute, information, orientation ; anonyme et gratuit, 24 heures sur 24"},
	{"119", "tel:119", "Enfance en danger", "Pour un enfant en danger ou en risque de l’être ; gratuit, 24 heures sur 24"},
	{"115", "tel:115", "Hébergement d’urgence", "Pour trouver un abri ; gratuit, 24 heures sur 24"},
	{"116 006", "tel:116006", "France Victimes", "Aide aux victimes, tous les jours ; gratuit"},
}

type homePage struct {
	Networks []survey.Network
	Numbers  []usefulNumber
}

func (s *Server) home(c *gin.Context) error {
	networks, err := s.Store.Networks(c)
	if err != nil {
		return fmt.Errorf("list the networks: %w", err)
	}
	v := s.view(c, "Accueil")
	v.Exit, v.Page, v.Scripts = true, homePage{networks, usefulNumbers}, []string{"js/page.js"}
	return s.render(c, http.StatusOK, "home", v)
}

func (s *Server) usefulNumbers(c *gin.Context) error {
	v := s.view(c, "Numéros utiles")
	v.Exit, v.Page, v.Scripts = true, usefulNumbers, []string{"js/page.js"}
	return s.render(c, http.StatusOK, "numbers", v)
}

func (s *Server) information(c *gin.Context) error {
	v := s.view(c, "Informations")
	v.Exit, v.Scripts = true, []string{"js/page.js"}
	return s.render(c, http.StatusOK, "information", v)
}
