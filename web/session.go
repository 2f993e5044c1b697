package web

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/gin-gonic/gin"

	"constat/survey"
)

// How long a session lives (OWASP ASVS 5, 7.3).
const (
	sessionIdle  = 30 * time.Minute
	sessionLife  = 12 * time.Hour
	sessionTouch = time.Minute // how stale the last visit may be before it is written again
	tokenBytes   = 32
)

// newToken makes a 256-bit secret and the hash under which it is stored.
func newToken(random io.Reader) (token string, hash [32]byte, err error) {
	secret := make([]byte, tokenBytes)
	if _, err := io.ReadFull(random, secret); err != nil {
		return "", hash, fmt.Errorf("make a token: %w", err)
	}
	token = base64.RawURLEncoding.EncodeToString(secret)
	return token, TokenHash(token), nil
}

// TokenHash is what is stored of a session's or an invitation's token: whoever
// reads the database cannot sign in with it.
func TokenHash(token string) [32]byte { return sha256.Sum256([]byte(token)) }

// startSession signs an agent in under a new token; the one the browser had
// is ended, so that a token planted before sign-in is worth nothing.
func (s *Server) startSession(c *gin.Context, agent survey.Agent) error {
	if err := s.endSession(c); err != nil {
		return err
	}
	token, hash, err := newToken(s.Random)
	if err != nil {
		return err
	}
	now := s.Clock()
	session := survey.Session{TokenHash: hash, AgentID: agent.ID, CreatedAt: now, SeenAt: now}
	entry := survey.AuditEntry{At: now, Agent: agent.ID, Action: "session.start", Object: agent.ID}
	if err := s.Store.StartSession(c, session, now.Add(-sessionIdle), now.Add(-sessionLife), entry); err != nil {
		return fmt.Errorf("start a session: %w", err)
	}
	s.setCookie(c, sessionCookie, token, sessionLife)
	return nil
}

func (s *Server) endSession(c *gin.Context) error {
	token := s.cookieValue(c, sessionCookie)
	if token == "" {
		return nil
	}
	s.dropCookie(c, sessionCookie)
	if err := s.Store.EndSession(c, TokenHash(token)); err != nil && !errors.Is(err, survey.ErrNotFound) {
		return fmt.Errorf("end a session: %w", err)
	}
	return nil
}

// currentAgent gives who is signed in, or nil.
func (s *Server) currentAgent(c *gin.Context) (*survey.Agent, error) {
	token := s.cookieValue(c, sessionCookie)
	if token == "" {
		return nil, nil
	}
	now := s.Clock()
	hash := TokenHash(token)
	session, agent, err := s.Store.Session(c, hash, now.Add(-sessionIdle), now.Add(-sessionLife))
	if errors.Is(err, survey.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("find the session: %w", err)
	}
	if agent.Disabled {
		return nil, nil
	}
	if now.Sub(session.SeenAt) >= sessionTouch {
		if err := s.Store.TouchSession(c, hash, now); err != nil {
			return nil, fmt.Errorf("touch the session: %w", err)
		}
	}
	return &agent, nil
}
