package web

import (
	"bytes"
	"compress/flate"
	"fmt"
	"io"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"
)

// « Vérifier » is post, redirect, get: the check page has an address, so that
// Back and reload show it, or the questionnaire, and not the browser's own
// error (a page that answers a post and may not be stored: ERR_CACHE_MISS).
// The service keeps no answers that were not sent, so what was posted makes
// the way through the browser, compressed and sealed, in a cookie that only
// this address receives. It is dropped once they are received.
//
// Rejected: letting the browser store this one page, which writes answers in
// clear on the disk of a shared computer.

const (
	checkPath = "/verification"
	// checkLimit is what a cookie may weigh beside its name and flags: browsers
	// drop those above 4096 bytes. Longer answers get their check page as the
	// answer to the post.
	checkLimit = 3800
	// checkedBytes bounds what a cookie may unfold to.
	checkedBytes = defaultLimit
)

// wantsAddress tells a browser that goes from page to page from a script or a
// program, which takes the page as the answer to its post.
func wantsAddress(c *gin.Context) bool { return strings.Contains(c.GetHeader("Accept"), "text/html") }

// toCheck leads to the check page of what was posted; false when that is too
// long to be carried.
func (s *Server) toCheck(c *gin.Context, a *answering, fields url.Values) (led bool, err error) {
	if a.trial || !wantsAddress(c) {
		return false, nil
	}
	value, err := s.sealFields(a.path(), fields)
	if err != nil || len(value) > checkLimit {
		return false, err
	}
	s.setCookie(c, checkCookie(a.path()), value, 0)
	return true, seeOther(c, a.inLanguageAt(a.path()+checkPath, a.occasion.Language))
}

// checkCookie carries what is checked at a questionnaire's address. It lives as
// long as the browser, at most; what is in it does not open after heldFor.
func checkCookie(path string) cookie {
	return cookie{name: "constat-verification", path: path + checkPath, strict: true}
}

// dropChecked makes the browser forget what it carried, at both doors.
func (s *Server) dropChecked(c *gin.Context, link string) {
	s.dropCookie(c, checkCookie(linkPath(link)))
	s.dropCookie(c, checkCookie(correctionPath(link)))
}

func (s *Server) sealFields(place string, fields url.Values) (string, error) {
	var packed bytes.Buffer
	w, err := flate.NewWriter(&packed, flate.BestCompression)
	if err != nil {
		return "", fmt.Errorf("pack answers: %w", err)
	}
	if _, err = io.WriteString(w, fields.Encode()); err == nil {
		err = w.Close()
	}
	if err != nil {
		return "", fmt.Errorf("pack answers: %w", err)
	}
	return s.seal(sealedCheck, place, packed.String(), s.Clock().Add(heldFor))
}

// fieldsCarried opens what the browser carried.
func (s *Server) fieldsCarried(c *gin.Context, place string) (url.Values, bool) {
	packed, ok := s.unseal(sealedCheck, place, s.cookieValue(c, checkCookie(place)))
	if !ok {
		return nil, false
	}
	text, err := io.ReadAll(io.LimitReader(flate.NewReader(strings.NewReader(packed)), checkedBytes))
	if err != nil {
		return nil, false
	}
	fields, err := url.ParseQuery(string(text))
	return fields, err == nil
}

// checked is the check page by its address. Without what was posted there is
// nothing to check: it leads to the questionnaire.
func (s *Server) checked(c *gin.Context) error {
	door := strings.TrimSuffix(c.Request.URL.Path, checkPath)
	fields, ok := s.fieldsCarried(c, door)
	if !ok {
		return seeOther(c, door)
	}
	c.Request.PostForm = fields // read from here on as if it had just been posted
	a, err := s.answering(c)
	if err != nil {
		return err
	}
	if err := a.read(fields); err != nil {
		return err
	}
	return s.check(c, a)
}
