package web

import (
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
)

// A device on which an account has signed in is told by a cookie of the
// sign-in page (OWASP's « device cookie »). It opens nothing; it only keeps
// failures that others cause from counting against the account's owner. It
// names her login, sealed: another account's failures are not excused by it.

const deviceKnownFor = 90 * 24 * time.Hour

var deviceCookie = cookie{name: "constat-appareil", path: "/connexion", strict: true}

// knownDevice gives what tells this device from others of the same account, ""
// when it never signed in to it.
func (s *Server) knownDevice(c *gin.Context, login string) string {
	text, ok := s.unseal(sealedDevice, "", s.cookieValue(c, deviceCookie))
	device, owner, _ := strings.Cut(text, " ")
	if !ok || owner != login {
		return ""
	}
	return device
}

// knowDevice remembers a device after a sign-in.
func (s *Server) knowDevice(c *gin.Context, login string) error {
	var device [16]byte
	if _, err := io.ReadFull(s.Random, device[:]); err != nil {
		return fmt.Errorf("name a device: %w", err)
	}
	value, err := s.seal(sealedDevice, "", hex.EncodeToString(device[:])+" "+login, s.Clock().Add(deviceKnownFor))
	if err != nil {
		return err
	}
	s.setCookie(c, deviceCookie, value, deviceKnownFor)
	return nil
}
