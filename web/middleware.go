package web

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"runtime/debug"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gin-gonic/gin"
)

const (
	defaultLimit = 1 << 20 // bytes of a body: a questionnaire's answers are some ten kilobytes
	drainLimit   = 16 << 20
	idKey        = "request-id"
)

// logged gives each request an id and one line in the log. The line has the
// route's template and never the address itself, the query, the visitor's IP
// or the body: links and receipts stay out of it.
func (s *Server) logged(c *gin.Context) {
	start := s.Clock()
	c.Set(idKey, newRequestID())
	c.Next()
	route := c.FullPath()
	if route == "" {
		route = "unknown"
	}
	s.Log.LogAttrs(c.Request.Context(), slog.LevelInfo, "request",
		slog.String("id", requestID(c)),
		slog.String("method", methodName(c.Request.Method)),
		slog.String("route", route),
		slog.Int("status", c.Writer.Status()),
		slog.Duration("took", s.Clock().Sub(start)))
}

// methodName keeps invented methods out of the log.
func methodName(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return method
	}
	return "other"
}

// newRequestID is not drawn from Config.Random: an id tells requests apart in
// a log, it is no part of what a seeded run must reproduce.
func newRequestID() string {
	var b [6]byte
	_, _ = rand.Read(b[:]) // never fails since Go 1.24
	return hex.EncodeToString(b[:])
}

func requestID(c *gin.Context) string { return c.GetString(idKey) }

// recovered turns a panic into a failure page; the stack goes to the log.
func (s *Server) recovered(c *gin.Context) {
	defer func() {
		if cause := recover(); cause != nil {
			s.fail(c, fmt.Errorf("panic: %v\n%s", cause, debug.Stack()))
		}
	}()
	c.Next()
}

// securityHeaders go on every answer, whatever its status.
var securityHeaders = map[string]string{
	"Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
		"connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
	"X-Content-Type-Options": "nosniff",
	"X-Frame-Options":        "DENY",
	// "no-referrer" would have browsers hide the origin of our own posts too.
	"Referrer-Policy":              "same-origin",
	"Cross-Origin-Opener-Policy":   "same-origin",
	"Cross-Origin-Resource-Policy": "same-origin",
	"Permissions-Policy":           "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()",
	"X-Robots-Tag":                 "noindex, nofollow",
	// Pages carry answers, receipts or a lead's figures: none is kept by a
	// browser or a proxy. Static files say otherwise for themselves.
	"Cache-Control": "no-store",
}

func (s *Server) headers(c *gin.Context) {
	h := c.Writer.Header()
	for name, value := range securityHeaders {
		h.Set(name, value)
	}
	if s.origin.Scheme == "https" {
		// Without includeSubDomains: other names of the operator's may be plain http.
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
	c.Next()
}

// limited refuses a body larger than the route takes, before reading it when
// its length is declared. What was sent is drained, within bounds, or the
// browser would show a broken connection instead of the sentence.
func (s *Server) limited(limit int64) gin.HandlerFunc {
	if limit == 0 {
		limit = defaultLimit
	}
	return func(c *gin.Context) {
		body := c.Request.Body
		if c.Request.ContentLength > limit {
			_, _ = io.CopyN(io.Discard, body, drainLimit)
			s.fail(c, errTooLarge)
			return
		}
		c.Request.Body = http.MaxBytesReader(c.Writer, body, limit)
	}
}

// evaluationTime is the last guard of what evaluates a form, and of what waits
// for the database beside it: package survey counts, and stops long before.
const evaluationTime = 20 * time.Second

// timed ends what a questionnaire's request started when its time is up; it
// ends with the visitor's connection anyhow.
func (s *Server) timed(who access) gin.HandlerFunc {
	return func(c *gin.Context) {
		if who != linkHolder {
			return
		}
		ctx, cancel := context.WithTimeout(c.Request.Context(), evaluationTime)
		defer cancel()
		c.Request = c.Request.WithContext(ctx)
		c.Next()
	}
}

// wellFormed refuses an address that cannot be looked for: its path, or its
// query, is not text or does not decode.
func (s *Server) wellFormed(c *gin.Context) {
	query, err := url.ParseQuery(c.Request.URL.RawQuery)
	if err != nil || !plain(c.Request.URL.Path) || !plainFields(query, everyField) {
		s.fail(c, errBadAddress)
	}
}

// plain tells a text that can be kept: PostgreSQL holds no NUL and nothing but
// UTF-8. Every text that comes from outside meets this rule in wellFormed, in
// readable or in readUpload; an answer has its own, at its question.
func plain(text string) bool {
	return utf8.ValidString(text) && !strings.ContainsRune(text, 0)
}

// plainFields tells whether the names of all fields are text, and the values of
// those that are asked for.
func plainFields(fields url.Values, values func(name string) bool) bool {
	for name, all := range fields {
		if !plain(name) || values(name) && slices.ContainsFunc(all, func(v string) bool { return !plain(v) }) {
			return false
		}
	}
	return true
}

func everyField(string) bool { return true }

// ownField tells the fields of the page from those of its questionnaire.
func ownField(name string) bool { return strings.HasPrefix(name, ":") }

// readable reads every URL-encoded post before the page that it is for. What
// does not decode to text is malformed and writes nothing; an answer that is no
// text is said at its question, where it can be mended.
func (s *Server) readable(who access) gin.HandlerFunc {
	values := everyField
	if who == linkHolder {
		values = ownField
	}
	return func(c *gin.Context) {
		if c.Request.Method != http.MethodPost || !urlEncoded(c) {
			return
		}
		if err := c.Request.ParseForm(); err != nil {
			s.fail(c, unreadFields(err))
			return
		}
		if !plainFields(c.Request.PostForm, values) {
			s.fail(c, errMalformed)
		}
	}
}

func urlEncoded(c *gin.Context) bool {
	return strings.HasPrefix(c.ContentType(), "application/x-www-form-urlencoded")
}

// unreadFields is the failure of fields that could not be parsed.
func unreadFields(err error) error {
	if f := asFailure(err); f == errTooLarge {
		return f
	}
	if strings.Contains(err.Error(), "exceeded limit") { // net/url reads ten thousand fields, and has no type for the rest
		return errTooLarge
	}
	return &failure{status: http.StatusBadRequest, code: errMalformed.code, cause: err}
}

// parsePost refuses a post that is not URL-encoded, which readable left alone.
func parsePost(c *gin.Context) error {
	if !urlEncoded(c) {
		return errMalformed
	}
	return nil
}
