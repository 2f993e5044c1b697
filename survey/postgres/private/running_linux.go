package private

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
)

// orphanMayBeStopped: the kernel has already asked an orphan to stop, so a
// postmaster that goes on was started by a person.
const orphanMayBeStopped = false

// runsIn tells whether a live process works in the folder, as a postmaster does
// in its data folder. The number alone says little: the system uses it again,
// and a zombie keeps it.
func runsIn(pid int, folder string) bool {
	process := fmt.Sprintf("/proc/%d", pid)
	if dead(process) {
		return false
	}
	there, err := os.Stat(filepath.Join(process, "cwd"))
	if err != nil { // another user's, and root without the right to look
		return namesFolder(process, folder)
	}
	here, err := os.Stat(folder)
	return err == nil && os.SameFile(there, here)
}

// dead tells whether a process is gone, or a zombie. The state follows the
// program's name, which is in parentheses and may hold some.
func dead(process string) bool {
	stat, err := os.ReadFile(filepath.Join(process, "stat"))
	if err != nil {
		return true
	}
	state := bytes.TrimSpace(stat[bytes.LastIndexByte(stat, ')')+1:])
	return len(state) == 0 || state[0] == 'Z' || state[0] == 'X'
}

// namesFolder looks for the folder on the command line of the process.
func namesFolder(process, folder string) bool {
	line, err := os.ReadFile(filepath.Join(process, "cmdline"))
	return err == nil && bytes.Contains(line, []byte("\x00"+folder+"\x00"))
}
