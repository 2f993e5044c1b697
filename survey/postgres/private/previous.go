package private

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
)

// Has the postgres of an earlier service ended? PostgreSQL asks whether the
// process that postmaster.pid names can be signalled, which is true of a zombie
// that nobody has collected yet (where process 1 is slow to), and of any program
// that was given the number since: it then refuses to start. So the question is
// put to the kernel: each postgres is born with running.lock locked and hands it
// down to its children. The lock ends with the last of them, whatever became of
// their numbers, and also when they ran in another container.

// markRunning locks running.lock for the postgres that is about to start. Its
// copy keeps the lock when ours is closed.
func markRunning(at cluster) (*os.File, error) {
	mark, err := os.OpenFile(at.runningFile(), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, refuse(err, CodeNotWritable, at.dir)
	}
	if err := syscall.Flock(int(mark.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		mark.Close()
		return nil, refuse(err, CodeStillRunning, at.dir, previousID(at))
	}
	return mark, nil
}

// running tells whether a postgres that markRunning marked lives, or one of its
// children.
func running(at cluster) (bool, error) {
	mark, err := markRunning(at)
	if hasCode(err, CodeStillRunning) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	return false, mark.Close()
}

// clearPrevious waits for the postgres of an earlier service to end (after a
// kill -9 of the service it is still shutting down), then removes the lock files
// that one leaves when it is killed. We hold the folder's lock, so no new one
// can appear meanwhile.
func clearPrevious(ctx context.Context, at cluster) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		alive, err := previousLives(at)
		if err != nil {
			return err
		}
		if !alive {
			return removeStale(at)
		}
		select {
		case <-ctx.Done():
			return refuse(ctx.Err(), CodeStillRunning, at.dir, previousID(at))
		case <-time.After(5 * pollInterval):
		}
	}
}

// previousLives asks the lock first. A postgres that a person, or a version of
// this service without the lock, started is known by its folder.
func previousLives(at cluster) (bool, error) {
	marked, err := running(at)
	if err != nil {
		return false, err
	}
	f, err := readPidFile(at)
	if err != nil {
		return marked, nil // no file, or one that names nobody
	}
	if !marked && !runsIn(f.pid, at.data()) {
		return false, nil
	}
	if orphanMayBeStopped {
		_ = syscall.Kill(f.pid, syscall.SIGINT) // it may just have ended
	}
	return true, nil
}

// removeStale removes what names a postgres that is gone. The shared memory that
// it leaves is PostgreSQL's to find, and a process that still uses that makes
// PostgreSQL refuse.
func removeStale(at cluster) error {
	socket := filepath.Join(at.socketFolder(), ".s.PGSQL."+port)
	for _, path := range []string{at.pidFile(), socket + ".lock", socket} {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("remove what an ended postgres left: %w", err)
		}
	}
	return nil
}

// previousID is the process that postmaster.pid names, "" without one.
func previousID(at cluster) string {
	f, err := readPidFile(at)
	if err != nil {
		return ""
	}
	return strconv.Itoa(f.pid)
}
