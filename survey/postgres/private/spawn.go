package private

import (
	"os/exec"
	"runtime"
)

// spawn starts cmd and returns a channel that gives the result of its end.
//
// The kernel's death signal follows the thread that started a process, not the
// process of that thread, and Go ends threads as it likes. So the child is
// started from a thread that does nothing else until the child has ended.
func spawn(cmd *exec.Cmd) (<-chan error, error) {
	started, ended := make(chan error, 1), make(chan error, 1)
	go func() {
		runtime.LockOSThread() // never unlocked: the thread ends with this goroutine
		err := cmd.Start()
		started <- err
		if err == nil {
			ended <- cmd.Wait()
		}
	}()
	if err := <-started; err != nil {
		return nil, err
	}
	return ended, nil
}
