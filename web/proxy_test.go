package web

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/gin-gonic/gin"
)

// TestVisitorAddress: it comes from a declared proxy's X-Forwarded-For, read
// from its end, and from nothing else that a visitor can write.
func TestVisitorAddress(t *testing.T) {
	h := newHouse(t)
	config := h.server.Config
	config.TrustedProxies = []string{"192.0.2.1", "10.0.0.0/8"}
	behind, err := New(config)
	must(t, err)
	for _, c := range []struct {
		server    *Server
		peer      string
		forwarded []string // one for each header line
		want      string
	}{
		{h.server, "203.0.113.9", nil, "203.0.113.9"},
		{h.server, "203.0.113.9", []string{"198.51.100.7"}, "203.0.113.9"}, // no proxy is declared
		{behind, "203.0.113.9", []string{"198.51.100.7"}, "203.0.113.9"},   // not by this one
		{behind, "192.0.2.1", nil, "192.0.2.1"},
		{behind, "192.0.2.1", []string{"198.51.100.7"}, "198.51.100.7"},
		{behind, "192.0.2.1", []string{"198.51.100.7, 10.1.2.3"}, "198.51.100.7"}, // two of our proxies
		{behind, "192.0.2.1", []string{"127.0.0.1, 198.51.100.7"}, "198.51.100.7"},
		{behind, "192.0.2.1", []string{"127.0.0.1", "198.51.100.7, 10.1.2.3"}, "198.51.100.7"},
		{behind, "192.0.2.1", []string{"n'importe quoi, 198.51.100.7"}, "198.51.100.7"},
		{behind, "192.0.2.1", []string{"198.51.100.7, n'importe quoi"}, "192.0.2.1"},
		{behind, "192.0.2.1", []string{""}, "192.0.2.1"},
		{behind, "192.0.2.1", []string{"2001:db8::7"}, "2001:db8::7"},
	} {
		for _, header := range []string{"", "X-Real-IP", "True-Client-IP", "CF-Connecting-IP", "Forwarded"} {
			engine := c.server.engine()
			must(t, engine.SetTrustedProxies(c.server.TrustedProxies))
			var got string
			engine.GET("/essai", func(context *gin.Context) { got = context.ClientIP() })
			request := httptest.NewRequest(http.MethodGet, "/essai", nil)
			request.RemoteAddr = c.peer + ":4711"
			for _, line := range c.forwarded {
				request.Header.Add("X-Forwarded-For", line)
			}
			if header != "" {
				request.Header.Set(header, "203.0.113.66")
			}
			engine.ServeHTTP(httptest.NewRecorder(), request)
			if got != c.want {
				t.Errorf("from %s, X-Forwarded-For %q, %s: %s, want %s", c.peer, c.forwarded, header, got, c.want)
			}
		}
	}
}
