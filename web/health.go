package web

import (
	"fmt"
	"html"
	"io"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"constat/web/french"
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

// quickExit is where a respondent goes who must not be seen here.
const quickExit = "https://www.meteofrance.com/"

// Away answers for a service whose storage cannot be opened yet: 503 and a
// sentence everywhere, but for the probe of the process. Who posts answers
// reads that they were not received.
func Away() http.Handler {
	page, unreceived := bare("page_unavailable"), bare("page_unreceived")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for name, value := range securityHeaders {
			w.Header().Set(name, value)
		}
		if r.URL.Path == "/healthz" {
			_, _ = io.WriteString(w, "ok\n") // a probe that left asks again
			return
		}
		w.Header().Set("Retry-After", "30")
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(http.StatusServiceUnavailable)
		if r.Method == http.MethodPost && strings.HasPrefix(r.URL.Path, "/q/") {
			_, _ = w.Write(unreceived)
			return
		}
		_, _ = w.Write(page)
	})
}

// bare is a page of one sentence that needs nothing else of the service.
func bare(code string) []byte {
	heading, sentence := french.Page(code)
	return []byte(`<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>` +
		html.EscapeString(heading) + `</title></head><body><main><h1>` + html.EscapeString(heading) + `</h1><p>` + html.EscapeString(sentence) + `</p><p><a href="` + quickExit + `" rel="noreferrer nofollow">Quitter rapidement</a></p></main></body></html>` + "\n")
}
