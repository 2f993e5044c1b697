package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"constat/survey"
	"constat/web/french"
)

// failure is an answer that is not the page asked for. Its code names a title
// and a sentence in web/french; cause is for the operator's log only.
type failure struct {
	status int
	code   string
	args   []string
	retry  time.Duration // after which the page tries again by itself; 0: it does not
	cause  error
}

func (f *failure) Error() string {
	if f.cause != nil {
		return f.code + ": " + f.cause.Error()
	}
	return f.code
}

func (f *failure) Unwrap() error { return f.cause }

var (
	errForbidden   = &failure{status: http.StatusForbidden, code: "page_forbidden"}
	errMethod      = &failure{status: http.StatusMethodNotAllowed, code: "page_method"}
	errNoOrigin    = &failure{status: http.StatusForbidden, code: "page_silent_origin"}
	errCrossOrigin = &failure{status: http.StatusForbidden, code: "page_cross_origin"}
	errMalformed   = &failure{status: http.StatusBadRequest, code: "page_malformed"}
	errBadAddress  = &failure{status: http.StatusBadRequest, code: "page_bad_address"}
	errTooLarge    = &failure{status: http.StatusRequestEntityTooLarge, code: "page_too_large"}
	errBusy        = &failure{status: http.StatusServiceUnavailable, code: "page_busy"}
	errNotYet      = &failure{status: http.StatusForbidden, code: "page_not_yet"}
)

// tooCostly is the failure of a questionnaire that takes more computing than
// an evaluation may: where the limit was reached is for its author.
func tooCostly(path string) error {
	return &failure{status: http.StatusUnprocessableEntity, code: "page_too_costly", args: []string{path}, cause: survey.ErrTooCostly}
}

// sentence is what a visitor reads.
func (f *failure) sentence() string {
	_, sentence := french.Page(f.code, f.args...)
	return sentence
}

// failures is how an error of the domain is answered, first match first.
var failures = []struct {
	kind   error
	status int
	code   string
}{
	{survey.ErrNotFound, http.StatusNotFound, "page_not_found"},
	{survey.ErrClosed, http.StatusGone, "page_closed"},
	{survey.ErrConflict, http.StatusConflict, "page_conflict"},
	{survey.ErrErased, http.StatusConflict, "page_answers_erased"},
	{survey.ErrBadText, http.StatusBadRequest, "page_malformed"},
	{survey.ErrTooCostly, http.StatusUnprocessableEntity, "page_costly"},
	{survey.ErrUnavailable, http.StatusServiceUnavailable, "page_unavailable"},
	{context.DeadlineExceeded, http.StatusServiceUnavailable, "page_unavailable"},
}

// asFailure finds how an error is answered; what nobody foresaw is the
// service's own fault.
func asFailure(err error) *failure {
	var f *failure
	if errors.As(err, &f) {
		return f
	}
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return errTooLarge
	}
	for _, known := range failures {
		if errors.Is(err, known.kind) {
			return &failure{status: known.status, code: known.code, cause: err}
		}
	}
	return &failure{status: http.StatusInternalServerError, code: "page_internal", cause: err}
}

// failed is what the failure page shows.
type failed struct {
	Heading, Sentence, Reference string
	Back                         string
	Receipt                      string // of a closed survey: where answers are read again
	Contact                      contact
}

// fail is the one funnel of everything that goes wrong. The visitor reads a
// sentence and a reference; the cause goes to the log, once, and only when it
// is the service's own.
func (s *Server) fail(c *gin.Context, err error) {
	defer c.Abort()
	ended := c.Request.Context().Err()
	if errors.Is(ended, context.Canceled) {
		c.Status(statusClientClosed)
		return
	}
	if ended != nil && errors.Is(err, survey.ErrTooCostly) {
		err = fmt.Errorf("%w: %v", ended, err) // time stopped it: that says nothing of the form
	}
	f := asFailure(err)
	id := requestID(c)
	if f.status >= http.StatusInternalServerError && f.retry == 0 { // a full queue is no failure: the request's own line tells its status
		s.Log.LogAttrs(c.Request.Context(), slog.LevelError, "page failed",
			slog.String("id", id), slog.String("route", c.FullPath()), slog.String("cause", err.Error()))
	}
	f.sayWhenToRetry(c)
	if c.Writer.Written() {
		return
	}
	if speaksOpenRosa(c) {
		s.failOpenRosa(c, f, f.sentence())
		return
	}
	show := s.failPage
	if carriesAnswers(c) {
		show = s.failUnreceived
	}
	if err := show(c, f, id); err != nil {
		s.Log.LogAttrs(c.Request.Context(), slog.LevelError, "failure page failed", slog.String("id", id), slog.String("cause", err.Error()))
		c.String(f.status, "%s", f.sentence())
	}
}

// sayWhenToRetry tells programs, and the page itself, when to try again.
func (f *failure) sayWhenToRetry(c *gin.Context) {
	if f.status == http.StatusServiceUnavailable {
		c.Header("Retry-After", "30")
	}
	if f.retry > 0 {
		seconds := strconv.Itoa(int(f.retry.Seconds()))
		c.Header("Retry-After", seconds)
		c.Header("Refresh", seconds) // without a script too
	}
}

// failPage is the failure page of everything but a post of answers.
func (s *Server) failPage(c *gin.Context, f *failure, reference string) error {
	heading, sentence := french.Page(f.code, f.args...)
	shown := failed{Heading: heading, Sentence: sentence, Reference: reference, Back: wayBack(c), Contact: s.contactOfLink(c, f)}
	if errors.Is(f, survey.ErrClosed) && c.Param("link") != "" {
		shown.Receipt = receiptPath(c.Param("link"))
	}
	view := s.view(c, heading)
	// Whoever is not signed in may be a respondent, with somebody behind her.
	view.Exit, view.Page, view.Scripts = agentOf(c) == nil, shown, []string{"js/page.js"}
	return s.render(c, f.status, "failed", view)
}

// statusClientClosed is what is logged when the visitor left before the end.
const statusClientClosed = 499

// wayBack is where the failure page leads.
func wayBack(c *gin.Context) string {
	if agentOf(c) != nil {
		return "/reseaux"
	}
	return "/"
}

// serve turns a page into a handler.
func (s *Server) serve(p page) gin.HandlerFunc {
	return func(c *gin.Context) {
		if c.IsAborted() {
			return
		}
		if err := p(c); err != nil {
			s.fail(c, err)
		}
	}
}
