//go:build !linux

package private

import (
	"os/exec"
	"strconv"
	"strings"
)

// orphanMayBeStopped: we hold the folder's lock, so a postmaster still there
// lost its service, and no death signal told it.
const orphanMayBeStopped = true

// runsIn tells whether the process is a postgres that names the folder on its
// command line: a number alone may long be another program's.
func runsIn(pid int, folder string) bool {
	out, err := exec.Command("ps", "-p", strconv.Itoa(pid), "-o", "command=").Output()
	return err == nil && strings.Contains(string(out), "postgres") && strings.Contains(string(out), folder)
}
