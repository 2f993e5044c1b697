package web

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

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
	Chosen      bool   // a password has just been chosen
	SignedOut   bool   // a session has just been ended
	Erased      bool   // and all that this device kept
	InClear     string // what to know before typing a password here, "" over https
}

func (s *Server) signInForm(c *gin.Context) error {
	if agentOf(c) != nil {
		return seeOther(c, "/reseaux")
	}
	return s.showSignIn(c, http.StatusOK, signInPage{
		Next: afterSignIn(c.Query("suite")), Chosen: c.Query("choisi") != "",
		SignedOut: c.Query("fin") == "session", Erased: c.Query("fin") == "appareil",
	})
}

func (s *Server) showSignIn(c *gin.Context, status int, p signInPage) error {
	if s.Demo {
		p.Demo = s.DemoSignIn
	}
	p.InClear = s.warnInClear(c)
	v := s.view(c, "Connexion")
	v.Error = p.Problem != ""
	v.Page = p
	return s.render(c, status, "signin", v)
}

// warnInClear says that a password typed here can be read on the way.
func (s *Server) warnInClear(c *gin.Context) string {
	if !s.inClear(c.Request) {
		return ""
	}
	return french.Sentence("signin_in_clear")
}

// signIn: throttled? → known? → right password? → session.
func (s *Server) signIn(c *gin.Context) error {
	if err := parsePost(c); err != nil {
		return err
	}
	login := strings.ToLower(strings.TrimSpace(c.PostForm("login")))
	throttles := signInThrottles(login, c.ClientIP(), s.knownDevice(c, login))
	if !validLogin(login) {
		login = "" // nobody's
	}
	p := signInPage{Login: login, Next: afterSignIn(c.PostForm("suite"))}

	if s.cookiesRefused(c.Request) {
		p.Problem = french.Sentence("signin_not_here", s.BaseURL)
		return s.showSignIn(c, http.StatusForbidden, p)
	}
	seconds, err := s.wait(c, throttles...)
	if err != nil {
		return err
	}
	if seconds > 0 {
		return s.refuseSignIn(c, p, seconds)
	}
	agent, right, err := s.authenticate(c, login, c.PostForm("mot-de-passe"))
	if err != nil {
		return err
	}
	if !right {
		if err := s.countFailure(c, throttles...); err != nil {
			return err
		}
		if err := s.noteRefusal(c, agent); err != nil {
			return err
		}
		p.Problem = french.Sentence("signin_refused")
		return s.showSignIn(c, http.StatusUnprocessableEntity, p)
	}
	if err := s.Store.ClearLogins(c, throttles[0].key); err != nil {
		return fmt.Errorf("forget failed sign-ins: %w", err)
	}
	if err := s.startSession(c, agent); err != nil {
		return err
	}
	if err := s.knowDevice(c, login); err != nil {
		return err
	}
	return seeOther(c, p.Next)
}

// authenticate gives the account of a login, the zero one when there is none,
// and whether it is open and the password its own. It hashes once whatever the
// login.
func (s *Server) authenticate(c *gin.Context, login, password string) (agent survey.Agent, right bool, err error) {
	agent, err = s.Store.AgentByLogin(c, login)
	if err != nil && !errors.Is(err, survey.ErrNotFound) {
		return survey.Agent{}, false, fmt.Errorf("find an account: %w", err)
	}
	if len(password) > 4*longestPassword {
		password = "" // nothing that long was ever accepted
	}
	matched, err := s.matches(c, password, agent.Password)
	if err != nil {
		return survey.Agent{}, false, err
	}
	return agent, matched && !agent.Disabled, nil
}

// noteRefusal writes a refused sign-in in the register of the account's
// networks, or in the service's own when it has none or there is no such
// account; what was typed is not written. There is an entry for the first
// refusal of a day and then each time that their number has doubled, one count
// for each account and one for all that exist not: whoever tries a thousand
// passwords, or a thousand names, adds eleven lines.
func (s *Server) noteRefusal(c *gin.Context, agent survey.Agent) error {
	n, err := s.Store.CountRefusal(c, newThrottle(0, "refused", agent.ID).key, s.Clock())
	if err != nil {
		return fmt.Errorf("count a refused sign-in: %w", err)
	}
	if n&(n-1) != 0 { // no power of two
		return nil
	}
	networks := agent.Networks
	if len(networks) == 0 {
		networks = []string{""}
	}
	for _, network := range networks {
		entry := survey.AuditEntry{At: s.Clock(), Network: network, Action: french.RefusedSignIn, Object: agent.ID, Reason: strconv.Itoa(n)}
		if err := s.Store.Record(c, entry); err != nil {
			return fmt.Errorf("note a refused sign-in: %w", err)
		}
	}
	return nil
}

// validLogin tells what cannot be anybody's: it is refused as an unknown login
// is, without asking the store.
func validLogin(login string) bool {
	return utf8.ValidString(login) && utf8.RuneCountInString(login) <= longestLogin && !strings.ContainsFunc(login, unicode.IsControl)
}

const longestLogin = 200 // characters

func (s *Server) refuseSignIn(c *gin.Context, p signInPage, seconds int) error {
	p.Problem = french.Sentence("signin_wait", inSeconds(c, seconds))
	return s.showSignIn(c, http.StatusTooManyRequests, p)
}

// signOut ends the session and has the browser forget what it kept of it: the
// pages, and every cookie (a browser clears those of the whole registered
// domain). What is in its storage is not the lead's: answers that a respondent
// began on the same device and has not sent. It goes when the person says so,
// on the page that follows (OWASP ASVS 5, 14.3.1).
func (s *Server) signOut(c *gin.Context) error {
	if err := parsePost(c); err != nil && c.Request.ContentLength > 0 {
		return err
	}
	if err := s.endSession(c); err != nil {
		return err
	}
	if c.PostForm("effacer") == "oui" {
		c.Header("Clear-Site-Data", `"cache", "cookies", "storage"`)
		return seeOther(c, "/connexion?fin=appareil")
	}
	c.Header("Clear-Site-Data", `"cache", "cookies"`)
	return seeOther(c, "/connexion?fin=session")
}
