package web

import (
	"fmt"
	"net/http"

	"github.com/gin-gonic/gin"
)

// healthy tells that the process answers.
func (s *Server) healthy(c *gin.Context) error {
	c.String(http.StatusOK, "ok\n")
	return nil
}

// ready tells that storage answers too.
func (s *Server) ready(c *gin.Context) error {
	if err := s.Store.Ready(c); err != nil {
		return &failure{status: http.StatusServiceUnavailable, code: "page_unavailable", cause: fmt.Errorf("readiness: %w", err)}
	}
	c.String(http.StatusOK, "ready\n")
	return nil
}
