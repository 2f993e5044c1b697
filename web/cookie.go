package web

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
)

// cookie is one thing that a browser is asked to keep.
type cookie struct {
	name   string // without a prefix
	path   string // "/" for the whole site
	strict bool   // not sent when another site leads here
}

// sessionCookie says who is signed in. Links in mails lead to her pages.
var sessionCookie = cookie{name: "constat", path: "/"}

// setCookie has the browser keep a value. Its name and its flags are those of
// the browser's address. Over https, Secure and a prefix that has the browser
// check where the cookie comes from: __Host- for the whole site (no other host
// can set it), __Secure- for a part of it. Over plain http browsers drop such
// a cookie, on some even from this very machine (Safari): it has neither, so
// that signing in works. With an https address it always has both. Without a
// life it goes when the browser is closed.
func (s *Server) setCookie(c *gin.Context, k cookie, value string, life time.Duration) {
	s.writeCookie(c, k, s.overHTTPS(c.Request), value, int(life/time.Second))
}

// dropCookie has the browser forget it, under each name that it may have.
func (s *Server) dropCookie(c *gin.Context, k cookie) {
	for _, secure := range s.cookieForms() {
		s.writeCookie(c, k, secure, "", -1)
	}
}

// cookieValue is what the browser kept, "" for nothing.
func (s *Server) cookieValue(c *gin.Context, k cookie) string {
	for _, secure := range s.cookieForms() {
		if value, err := c.Cookie(k.fullName(secure)); err == nil && value != "" {
			return value
		}
	}
	return ""
}

// cookieForms lists how a cookie may have been set, the surest first. With an
// https address there is one: a cookie set over plain http is somebody else's.
func (s *Server) cookieForms() []bool {
	if s.origin.Scheme == "https" {
		return []bool{true}
	}
	return []bool{true, false}
}

func (s *Server) writeCookie(c *gin.Context, k cookie, secure bool, value string, maxAge int) {
	sameSite := http.SameSiteLaxMode
	if k.strict {
		sameSite = http.SameSiteStrictMode
	}
	http.SetCookie(c.Writer, &http.Cookie{
		Name: k.fullName(secure), Value: value, Path: k.path, MaxAge: maxAge,
		Secure: secure, HttpOnly: true, SameSite: sameSite,
	})
}

func (k cookie) fullName(secure bool) string {
	switch {
	case !secure:
		return k.name
	case k.path == "/":
		return "__Host-" + k.name
	}
	return "__Secure-" + k.name
}
