package web

import (
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"
)

// source is where a post comes from, as far as the browser says.
type source uint8

const (
	ownPage     source = iota // a page of this service, or no browser at all
	silentPage                // the browser does not say: Origin: null, and no Fetch Metadata
	foreignPage               // another site
)

// sameOrigin refuses what another site makes a browser send. It reads what the
// browser says of the page that posts: a token would expire before a phone in
// the hills finds a network.
//
// A browser that does not say (a page opened before an update, an older
// Safari, an extension) may be at one of our pages or at an attacker's. Where
// the address is the whole authority, a campaign's link, the post is taken
// without its cookies: it can do what anybody who has the link can do from her
// own machine, and nothing with a session or a receipt that the browser holds.
// Everywhere else it is refused, signing in included: SameSite alone would let
// in a neighbour of the same host.
func (s *Server) sameOrigin(a access) gin.HandlerFunc {
	return func(c *gin.Context) {
		switch s.sourceOf(c.Request) {
		case silentPage:
			if a != linkHolder {
				s.fail(c, errNoOrigin)
				return
			}
			c.Request.Header.Del("Cookie")
		case foreignPage:
			// A proxy that rewrites Host looks the same: its operator finds here
			// what to give to --base-url.
			s.Log.LogAttrs(c.Request.Context(), slog.LevelWarn, "post of another site refused, or --base-url is missing",
				slog.String("id", requestID(c)), slog.String("page", originHost(c.Request)), slog.String("host", clip(c.Request.Host)))
			s.fail(c, errCrossOrigin)
		}
	}
}

// sourceOf judges a post. http.CrossOriginProtection believes Sec-Fetch-Site,
// else compares Origin with Host, and takes the service's own address whatever
// Host a proxy sends (newCrossOrigin). X-Forwarded-Host is never believed:
// anybody can send it.
func (s *Server) sourceOf(r *http.Request) source {
	switch {
	case s.crossOrigin.Check(r) == nil:
		return ownPage
	case r.Header.Get("Sec-Fetch-Site") != "":
		return foreignPage
	case r.Header.Get("Origin") == "null":
		return silentPage
	case sameHost(r.Header.Get("Origin"), r.Host):
		return ownPage
	}
	return foreignPage
}

// newCrossOrigin trusts the pages of the service's own address.
func newCrossOrigin(base *url.URL) (*http.CrossOriginProtection, error) {
	protection := http.NewCrossOriginProtection()
	return protection, protection.AddTrustedOrigin(originOf(base))
}

// originOf writes an address's origin as browsers do: lower case, no port when
// it is the scheme's own.
func originOf(u *url.URL) string { return u.Scheme + "://" + hostOf(u.Scheme, u.Host) }

func hostOf(scheme, host string) string {
	own := map[string]string{"http": ":80", "https": ":443"}[scheme]
	return strings.TrimSuffix(strings.ToLower(host), own)
}

// sameHost compares an Origin with a Host beyond what is written: a proxy may
// send a port that browsers leave out, or capitals.
func sameHost(origin, host string) bool {
	o, err := url.Parse(origin)
	return err == nil && o.Host != "" && hostOf(o.Scheme, o.Host) == hostOf(o.Scheme, host)
}

// overHTTPS tells whether the browser's address is https, which decides what
// it does with cookies. Behind a proxy the connection does not say it; the
// service's own address does, else the browser: in Origin, or because it sends
// Fetch Metadata over https, and besides to this very machine only.
func (s *Server) overHTTPS(r *http.Request) bool {
	if s.origin.Scheme == "https" || r.TLS != nil {
		return true
	}
	if o, err := url.Parse(r.Header.Get("Origin")); err == nil && o.Host != "" {
		return o.Scheme == "https"
	}
	return r.Header.Get("Sec-Fetch-Site") != "" && !loopback(r.Host)
}

// inClear tells whether what is typed crosses a network unencrypted.
func (s *Server) inClear(r *http.Request) bool {
	if s.overHTTPS(r) || r.Header.Get("Sec-Fetch-Site") != "" {
		return false
	}
	return !loopback(r.Host) || PlainHTTP(s.BaseURL)
}

// cookiesRefused tells that the browser will refuse the service's cookies: they
// are for https, and it reads a page over plain http.
func (s *Server) cookiesRefused(r *http.Request) bool {
	o, err := url.Parse(r.Header.Get("Origin"))
	return s.origin.Scheme == "https" && err == nil && o.Scheme == "http" && !loopback(o.Host)
}

// PlainHTTP tells whether an address sends what is typed unencrypted to
// another machine: http, and not this very one.
func PlainHTTP(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Scheme == "http" && !loopback(u.Host)
}

// loopback tells whether a host, with its port or without, is this machine.
func loopback(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.Trim(strings.ToLower(host), "[]")
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.Unmap().IsLoopback()
}

// originHost is the host that Origin names, for the operator's log.
func originHost(r *http.Request) string {
	o, err := url.Parse(r.Header.Get("Origin"))
	if err != nil {
		return ""
	}
	return clip(o.Host)
}

// clip bounds what a stranger writes in the log.
func clip(host string) string { return host[:min(len(host), 100)] }
