package private

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	lockName    = "constat.lock"
	folderStem  = "pg-"
	stagingMark = ".init" // pg-15.init123456 is a cluster in the making
)

// cluster is a PostgreSQL cluster's folder. The zero value means none.
type cluster struct {
	dir   string // …/pg-15
	major int
}

func (c cluster) data() string         { return filepath.Join(c.dir, "data") }
func (c cluster) pidFile() string      { return filepath.Join(c.dir, "data", "postmaster.pid") }
func (c cluster) socketFolder() string { return filepath.Join(c.dir, "socket") }
func (c cluster) runningFile() string  { return filepath.Join(c.dir, "running.lock") }
func (c cluster) passwordFile(role string) string {
	return filepath.Join(c.dir, role+".password")
}

// currentCluster gives the cluster of the data folder with the highest major
// version, the zero value when there is none, or an Error when the folder is
// somebody else's.
func currentCluster(dir string) (cluster, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return cluster{}, nil
	}
	if err != nil {
		return cluster{}, refuse(err, CodeNotWritable, dir)
	}
	if err := checkOurs(dir, entries); err != nil {
		return cluster{}, err
	}
	var current cluster
	for _, entry := range entries {
		if !isClusterFolder(entry.Name()) {
			continue
		}
		found, err := readCluster(filepath.Join(dir, entry.Name()))
		if err != nil {
			return cluster{}, err
		}
		if found.major > current.major {
			current = found
		}
	}
	return current, nil
}

// checkOurs accepts an empty folder and one that bears our marks. Hidden files
// and lost+found do not count: a fresh volume may hold some.
func checkOurs(dir string, entries []fs.DirEntry) error {
	foreign := false
	for _, entry := range entries {
		name := entry.Name()
		switch {
		case name == "PG_VERSION": // another cluster's own folder
			return refuse(nil, CodeForeignFolder, dir)
		case name == lockName:
			return nil
		case !strings.HasPrefix(name, ".") && name != "lost+found":
			foreign = foreign || !strings.HasPrefix(name, folderStem)
		}
	}
	if foreign {
		return refuse(nil, CodeForeignFolder, dir)
	}
	return nil
}

func isClusterFolder(name string) bool {
	digits, ok := strings.CutPrefix(name, folderStem)
	if !ok {
		return false
	}
	_, err := strconv.ParseUint(digits, 10, 16)
	return err == nil
}

// readCluster reads the major version that made a pg-N folder. What the cluster
// itself says wins over the folder's name.
func readCluster(dir string) (cluster, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return cluster{}, refuse(err, CodeNotWritable, dir)
	}
	if len(entries) == 0 {
		return cluster{}, nil
	}
	found := cluster{dir: dir}
	text, err := os.ReadFile(filepath.Join(found.data(), "PG_VERSION"))
	if errors.Is(err, fs.ErrPermission) {
		return cluster{}, refuse(err, CodeNotWritable, dir)
	}
	if err != nil {
		return cluster{}, refuse(err, CodeForeignFolder, dir)
	}
	// Before 10 the major version had two numbers; no such cluster is ours.
	found.major, err = strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		return cluster{}, refuse(err, CodeForeignFolder, dir)
	}
	return found, nil
}

// openFolder makes the data folder if need be and locks it. The lock is the
// kernel's: it ends with the process, however that ends.
func openFolder(dir string) (*os.File, error) {
	if err := makeFolder(dir); err != nil {
		return nil, refuse(err, CodeNotWritable, dir)
	}
	if _, err := currentCluster(dir); err != nil {
		return nil, err
	}
	lock, err := os.OpenFile(filepath.Join(dir, lockName), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, refuse(err, CodeNotWritable, dir)
	}
	if err := take(lock); err != nil {
		lock.Close()
		return nil, err
	}
	return lock, nil
}

// take locks the file and signs it. A holder that is dead is waited for: a
// service that was killed while it started a program may have left a copy of
// itself that closes the file a moment later.
func take(lock *os.File) error {
	dir := filepath.Dir(lock.Name())
	for limit := time.Now().Add(lockGrace); ; time.Sleep(pollInterval) {
		err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if err == nil {
			break
		}
		if !errors.Is(err, syscall.EWOULDBLOCK) {
			return refuse(err, CodeNotWritable, dir)
		}
		holder, alive := signature(lock.Name())
		if alive || time.Now().After(limit) {
			return refuse(nil, CodeInUse, dir, holder)
		}
	}
	if err := signLock(lock); err != nil {
		return refuse(err, CodeNotWritable, dir)
	}
	return nil
}

// signature reads who holds the lock, and whether that process is there. One
// that has not signed yet is.
func signature(path string) (holder string, alive bool) {
	text, _ := os.ReadFile(path) // an unreadable name is no name
	holder = strings.TrimSpace(string(text))
	pid, err := strconv.Atoi(holder)
	return holder, err != nil || !errors.Is(syscall.Kill(pid, 0), syscall.ESRCH)
}

// makeFolder leaves others the right to pass through a folder made by root: the
// unprivileged PostgreSQL has to reach its own folder below.
func makeFolder(dir string) error {
	mode := fs.FileMode(0o700)
	if os.Geteuid() == 0 {
		mode = 0o711
	}
	if _, err := os.Stat(dir); err == nil {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return err
	}
	if err := os.Mkdir(dir, mode); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return os.Chmod(dir, mode) // the umask may have taken the passage away
}

// signLock writes who holds the lock, for the message of who finds it held.
func signLock(lock *os.File) error {
	if err := lock.Truncate(0); err != nil {
		return fmt.Errorf("sign the lock: %w", err)
	}
	if _, err := lock.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0); err != nil {
		return fmt.Errorf("sign the lock: %w", err)
	}
	return nil
}
