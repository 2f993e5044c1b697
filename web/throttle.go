package web

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
)

// How many failures go without a wait, within an hour. An office shares one
// address: what one person mistypes must not shut the others out.
const (
	freePerLogin   = 3
	freePerAddress = 60
	freePerAccount = 100 // from everywhere together (NIST SP 800-63B, 5.2.2)
	freeReceipts   = 10
)

// lookUpsAtOnce is how many receipts are looked up at a time: a quarter of the
// store's connections.
const lookUpsAtOnce = 4

// codeWait is the failure of whoever must wait.
const codeWait = "page_wait"

// throttle is what failures are counted under. Its key is a digest: neither a
// login nor an address is stored.
type throttle struct {
	key  string
	free int
}

func newThrottle(free int, parts ...string) throttle {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return throttle{parts[0] + ":" + hex.EncodeToString(sum[:]), free}
}

// signInThrottles counts by account and where the visitor comes from together,
// so that somebody elsewhere who tries passwords does not shut the owner out;
// by where she comes from; and by account, for who tries from everywhere. A
// device on which the account has signed in before is counted by itself: no
// attack shuts its owner out there.
func signInThrottles(login, ip, device string) []throttle {
	if device != "" {
		return []throttle{newThrottle(freePerLogin, "device", login, device)}
	}
	return []throttle{
		newThrottle(freePerLogin, "login", login, addressPrefix(ip)),
		newThrottle(freePerAddress, "address", addressPrefix(ip)),
		newThrottle(freePerAccount, "account", login),
	}
}

// receiptThrottle counts wrong receipt codes of one campaign.
func receiptThrottle(link, ip string) throttle {
	return newThrottle(freeReceipts, "receipt", link, addressPrefix(ip))
}

// addressPrefix is the network that a visitor comes from, a /24 or a /48: one
// address is easily changed for its neighbour.
func addressPrefix(ip string) string {
	address, err := netip.ParseAddr(ip)
	if err != nil {
		return ""
	}
	bits := 48
	if address = address.Unmap(); address.Is4() {
		bits = 24
	}
	prefix, err := address.WithZone("").Prefix(bits)
	if err != nil {
		return ""
	}
	return prefix.String()
}

// wait is how many seconds the visitor must wait before she tries again, the
// longest of what each throttle says.
func (s *Server) wait(c *gin.Context, throttles ...throttle) (seconds int, err error) {
	var longest time.Duration
	for _, t := range throttles {
		until, err := s.Store.LoginWait(c, t.key, t.free)
		if err != nil {
			return 0, fmt.Errorf("read how long to wait: %w", err)
		}
		longest = max(longest, until.Sub(s.Clock()))
	}
	return int(math.Ceil(longest.Seconds())), nil
}

func (s *Server) countFailure(c *gin.Context, throttles ...throttle) error {
	for _, t := range throttles {
		if _, err := s.Store.FailedLogin(c, t.key, t.free, s.Clock()); err != nil {
			return fmt.Errorf("count a failure: %w", err)
		}
	}
	return nil
}

// errWait tells how long to wait, in words and in the header that programs read.
func errWait(c *gin.Context, seconds int) *failure {
	return &failure{status: http.StatusTooManyRequests, code: codeWait, args: []string{inSeconds(c, seconds)}}
}

func inSeconds(c *gin.Context, seconds int) string {
	c.Header("Retry-After", fmt.Sprint(seconds))
	return count(seconds, "", "seconde", "secondes")
}
