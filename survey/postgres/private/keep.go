package private

import (
	"errors"
	"regexp"
	"strings"
	"time"
)

// Pauses before postgres is started again: the first is short, for a postgres
// that was killed; each failure doubles it, up to the longest, which is how long
// after room returned on a full disk the service may still be away.
const (
	firstPause   = 250 * time.Millisecond
	longestPause = 10 * time.Second
)

// keep starts postgres again whenever it ends by itself, for ever, until Stop.
// The socket and the passwords stay, so that whoever is connected only has to
// connect again.
func (c *Cluster) keep() {
	defer close(c.kept)
	for {
		select {
		case <-c.life.Done():
			return
		case <-c.pm.ended:
		}
		if c.life.Err() != nil {
			return
		}
		c.log.Error("postgres ended by itself; starting it again", "error", c.pm.err, "said", c.pm.log.tail())
		if !c.revive() {
			return
		}
	}
}

// revive tries until postgres is back, or gives up at Stop. A failure is logged
// when it is another than the one before: a disk stays full for days.
func (c *Cluster) revive() bool {
	lines := &logLines{log: c.log}
	var last string
	for attempt, pause := 1, firstPause; ; attempt, pause = attempt+1, min(2*pause, longestPause) {
		select {
		case <-c.life.Done():
			return false
		case <-time.After(pause):
		}
		pm, err := c.tryAgain(lines)
		if err == nil {
			c.pm = pm
			lines.hush(false)
			c.log.Info("postgres is back", "attempts", attempt)
			return true
		}
		if c.life.Err() != nil {
			return false
		}
		if why := reason(err); why != last {
			c.log.Error("postgres does not start; trying on", "attempt", attempt, "error", err)
			last = why
		}
		lines = &logLines{log: c.log, hushed: true}
	}
}

func (c *Cluster) tryAgain(lines *logLines) (*postmaster, error) {
	if err := clearPrevious(c.life, c.at); err != nil {
		return nil, err
	}
	return c.launchReady(c.life, lines)
}

var digits = regexp.MustCompile(`\d+`)

// reason is what tells two failures apart: the code and the last severe line
// that postgres wrote, without process numbers and times.
func reason(err error) string {
	var refusal *Error
	if !errors.As(err, &refusal) {
		return digits.ReplaceAllString(err.Error(), "")
	}
	why := refusal.Code
	for line := range strings.Lines(strings.Join(refusal.Args, "\n")) {
		if strings.HasPrefix(line, "FATAL:") || strings.HasPrefix(line, "PANIC:") {
			why = refusal.Code + " " + line
		}
	}
	return digits.ReplaceAllString(strings.TrimSpace(why), "")
}
