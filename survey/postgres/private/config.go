package private

import (
	"log/slog"
	"os"
	"path/filepath"
	"time"
)

// Config says where the cluster lives. The zero value is what `constat serve`
// uses when nothing is configured.
type Config struct {
	Dir      string              // data folder of the service; "" = the default place, see DefaultDir
	Binaries string              // folder of initdb and postgres; "" = search the machine
	Log      *slog.Logger        // nil = slog.Default()
	Getenv   func(string) string // nil = os.Getenv
}

// How long each step may last. Crash recovery has no limit of its own: only
// the caller's context ends that wait.
const (
	lockGrace    = 2 * time.Second  // for a dead holder of the folder to let go
	patience     = 60 * time.Second // for the previous postmaster of the folder to end
	joinPatience = 20 * time.Second // for the service that holds the folder to have its postgres ready
	stopGrace    = 30 * time.Second // fast shutdown, before an immediate one
	stopLimit    = 10 * time.Second // immediate shutdown, before giving up
	pollInterval = 10 * time.Millisecond
)

func (c Config) withDefaults() Config {
	if c.Log == nil {
		c.Log = slog.Default()
	}
	if c.Getenv == nil {
		c.Getenv = os.Getenv
	}
	if c.Dir == "" {
		c.Dir = DefaultDir(c.Getenv)
	}
	if abs, err := filepath.Abs(c.Dir); err == nil { // postgres changes its working folder
		c.Dir = abs
	}
	return c
}

// systemDir is the data folder of a service that belongs to nobody's home.
const systemDir = "/var/lib/constat"

// DefaultDir is the service's data folder when none is configured:
// /var/lib/constat as root (an unprivileged child cannot enter /root), else the
// user's state folder of the XDG base directory specification.
func DefaultDir(getenv func(string) string) string {
	state := xdg(getenv, "XDG_STATE_HOME", ".local/state")
	if os.Geteuid() == 0 || state == "" {
		return systemDir
	}
	return filepath.Join(state, "constat")
}

// xdg gives a base directory, or "" without a home. The specification says to
// ignore relative ones.
func xdg(getenv func(string) string, variable, underHome string) string {
	if dir := getenv(variable); filepath.IsAbs(dir) {
		return dir
	}
	if home := getenv("HOME"); filepath.IsAbs(home) {
		return filepath.Join(home, underHome)
	}
	return ""
}
