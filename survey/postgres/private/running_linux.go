package private

import (
	"fmt"
	"os"
)

// orphanMayBeStopped: the kernel has already asked an orphan to stop, so a
// postmaster that goes on was started by a person.
const orphanMayBeStopped = false

// runsIn tells whether a process works in the folder, as a postmaster does in
// its data folder. The number alone says little: the system uses it again.
func runsIn(pid int, folder string) bool {
	there, err := os.Stat(fmt.Sprintf("/proc/%d/cwd", pid))
	if err != nil {
		return false
	}
	here, err := os.Stat(folder)
	return err == nil && os.SameFile(there, here)
}
