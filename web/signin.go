package web

import (
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"constat/survey"
	"constat/web/french"
)

// signInPage is what /connexion shows. Problem is the same sentence for an
// unknown login and for a wrong password.
type signInPage struct {
	Login, Next string
	Problem     string
	Demo        SignIn
	Chosen      bool // a password has just been chosen
}

func (s *Server) signInForm(c *gin.Context) error {
	if agentOf(c) != nil {
		return seeOther(c, "/reseaux")
	}
	return s.showSignIn(c, http.StatusOK, signInPage{Next: afterSignIn(c.Query("suite")), Chosen: c.Query("choisi") != ""})
}

func (s *Server) showSignIn(c *gin.Context, status int, p signInPage) error {
	if s.Demo {
		p.Demo = s.DemoSignIn
	}
	v := s.view(c, "Connexion")
	v.Error = p.Problem != ""
	v.Page = p
	return s.render(c, status, "signin", v)
}

// signIn: throttled? → known? → right password? → session.
func (s *Server) signIn(c *gin.Context) error {
	if err := parsePost(c); err != nil {
		return err
	}
	login := strings.ToLower(strings.TrimSpace(c.PostForm("login")))
	p := signInPage{Login: login, Next: afterSignIn(c.PostForm("suite"))}
	keys := throttleKeys(login, c.ClientIP())

	wait, err := s.loginWait(c, keys)
	if err != nil {
		return err
	}
	if wait > 0 {
		return s.refuseSignIn(c, p, wait)
	}
	agent, err := s.authenticate(c, login, c.PostForm("mot-de-passe"))
	if errors.Is(err, survey.ErrNotFound) {
		for _, key := range keys {
			if _, err := s.Store.FailedLogin(c, key, s.Clock()); err != nil {
				return fmt.Errorf("count a failed sign-in: %w", err)
			}
		}
		p.Problem = french.Sentence("signin_refused")
		return s.showSignIn(c, http.StatusUnprocessableEntity, p)
	}
	if err != nil {
		return err
	}
	if err := s.Store.ClearLogins(c, keys[0]); err != nil {
		return fmt.Errorf("forget failed sign-ins: %w", err)
	}
	if err := s.startSession(c, agent); err != nil {
		return err
	}
	return seeOther(c, p.Next)
}

// authenticate gives the agent whose login and password these are, or
// ErrNotFound. It hashes once whatever the login.
func (s *Server) authenticate(c *gin.Context, login, password string) (survey.Agent, error) {
	agent, err := s.Store.AgentByLogin(c, login)
	if err != nil && !errors.Is(err, survey.ErrNotFound) {
		return survey.Agent{}, fmt.Errorf("find an account: %w", err)
	}
	if len(password) > 4*longestPassword {
		password = "" // nothing that long was ever accepted
	}
	matched, err := s.matches(c, password, agent.Password)
	if err != nil {
		return survey.Agent{}, err
	}
	if !matched || agent.Disabled {
		return survey.Agent{}, survey.ErrNotFound
	}
	return agent, nil
}

// throttleKeys are what failures are counted under: the account, and the
// network the visitor comes from (a /24 or a /48, never one address).
func throttleKeys(login, ip string) []string {
	if len(login) > 200 {
		login = login[:200]
	}
	keys := []string{"login:" + login}
	if address, err := netip.ParseAddr(ip); err == nil {
		bits := 48
		if address = address.Unmap(); address.Is4() {
			bits = 24
		}
		if prefix, err := address.Prefix(bits); err == nil {
			keys = append(keys, "prefix:"+prefix.String())
		}
	}
	return keys
}

func (s *Server) loginWait(c *gin.Context, keys []string) (time.Duration, error) {
	var longest time.Duration
	for _, key := range keys {
		until, err := s.Store.LoginWait(c, key)
		if err != nil {
			return 0, fmt.Errorf("read how long to wait: %w", err)
		}
		longest = max(longest, until.Sub(s.Clock()))
	}
	return longest, nil
}

func (s *Server) refuseSignIn(c *gin.Context, p signInPage, wait time.Duration) error {
	seconds := fmt.Sprint(int(math.Ceil(wait.Seconds())))
	c.Header("Retry-After", seconds)
	p.Problem = french.Sentence("signin_wait", seconds)
	return s.showSignIn(c, http.StatusTooManyRequests, p)
}

// signOut ends the session and has the browser forget what it kept of the
// pages; drafts of answers, which are not the lead's, stay.
func (s *Server) signOut(c *gin.Context) error {
	if err := s.endSession(c); err != nil {
		return err
	}
	c.Header("Clear-Site-Data", `"cache"`)
	return seeOther(c, "/connexion")
}
