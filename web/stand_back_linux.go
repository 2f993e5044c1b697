package web

import (
	"runtime"
	"syscall"
)

// heavyNiceness is how far heavy acts stand back: where cores are short, the
// kernel gives such a thread a third of what it gives one that answers a
// respondent. Further back, a file would hardly come on a busy machine.
const heavyNiceness = 5

// standBack lowers the priority of this goroutine for good. Its thread is its own
// from now on, and ends with it.
func standBack() {
	runtime.LockOSThread()
	_ = syscall.Setpriority(syscall.PRIO_PROCESS, syscall.Gettid(), heavyNiceness) // where it is refused, all are equal
}
