package private

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// adoptOrphans makes this process the one that orphans come to, in the place of
// process 1, and one that never collects them: they stay zombies.
func adoptOrphans(t *testing.T) {
	t.Helper()
	const setChildSubreaper = 36 // prctl(2)
	set := func(on uintptr) {
		if _, _, errno := syscall.Syscall(syscall.SYS_PRCTL, setChildSubreaper, on, 0); errno != 0 {
			t.Fatal(errno)
		}
	}
	set(1)
	t.Cleanup(func() { set(0) })
}

// waitZombie returns when a process has ended and nobody has collected it.
func waitZombie(t *testing.T, pid int) {
	t.Helper()
	stat := filepath.Join("/proc", strconv.Itoa(pid), "stat")
	for limit := time.Now().Add(20 * time.Second); time.Now().Before(limit); time.Sleep(time.Millisecond) {
		if text, err := os.ReadFile(stat); err == nil && strings.Contains(string(text), ") Z ") {
			return
		}
	}
	t.Fatalf("process %d is no zombie", pid)
}

// waitAdopted returns when a process is this one's child.
func waitAdopted(t *testing.T, pid int) {
	t.Helper()
	status := filepath.Join("/proc", strconv.Itoa(pid), "status")
	parent := "\nPPid:\t" + strconv.Itoa(os.Getpid()) + "\n"
	for limit := time.Now().Add(20 * time.Second); time.Now().Before(limit); time.Sleep(time.Millisecond) {
		if text, err := os.ReadFile(status); err == nil && strings.Contains(string(text), parent) {
			return
		}
	}
	t.Fatalf("process %d came to nobody", pid)
}

func kill(t *testing.T, pid int, signal syscall.Signal) {
	t.Helper()
	if err := syscall.Kill(pid, signal); err != nil {
		t.Fatal(err)
	}
}

// The service and its postgres are both killed where process 1 collects late.
func TestStart_bothKilledAndNobodyCollects(t *testing.T) {
	dir := filepath.Join(passableFolder(t), "constat")
	adoptOrphans(t)
	most := 0
	for range 3 {
		c := startChild(t, dir, 0)
		c.expect(t, "ready")
		pid := postmasterID(t, dir)
		acknowledged := c.killBothAfter(t, 20, pid)
		waitZombie(t, pid)
		if err := syscall.Kill(pid, 0); err != nil {
			t.Fatalf("the zombie cannot be signalled (%v): this test proves nothing", err)
		}
		cl := start(t, dir)
		kept, err := strconv.Atoi(value(t, connect(t, cl.OwnerDSN()), `select count(*) from answer`))
		if err != nil {
			t.Fatal(err)
		}
		if most += acknowledged; kept < most || kept > most+1 {
			t.Fatalf("%d rows acknowledged in all, %d kept", most, kept)
		}
		most = kept
		stop(t, cl)
		_, _ = syscall.Wait4(pid, nil, 0, nil)
	}
}

// killBothAfter is killAfter, of the service and of its postgres.
func (c *child) killBothAfter(t *testing.T, n, postmaster int) (acknowledged int) {
	t.Helper()
	killed := false
	for line := c.line(); line != ""; line = c.line() {
		acknowledged, _ = strconv.Atoi(strings.TrimPrefix(line, "row "))
		if acknowledged >= n && !killed {
			killed = true
			// Held still first, so that it does not shut down; and killed only once it
			// is an orphan: a service that is still dying may collect it.
			kill(t, postmaster, syscall.SIGSTOP)
			kill(t, c.cmd.Process.Pid, syscall.SIGKILL)
			waitAdopted(t, postmaster)
			kill(t, postmaster, syscall.SIGKILL)
		}
	}
	return acknowledged
}

// What a killed postgres left names nobody, or a process that has its number now.
func TestStart_numberUsedAgain(t *testing.T) {
	dir := filepath.Join(passableFolder(t), "constat")
	cl := start(t, dir)
	at := cl.at
	id, err := chooseIdentity(t.Context(), cl.Binaries, dir, at)
	if err != nil {
		t.Fatal(err)
	}
	stop(t, cl)
	rest := "\n" + at.data() + "\n1\n5432\n" + at.socketFolder() + "\n\n 1 1\nready   \n"
	for name, text := range map[string]string{
		"another program's": strconv.Itoa(strangerID(t, id)) + rest,
		"nobody's":          "2147483600" + rest,
		"cut short":         "", // by a full disk or a power cut
		"no number":         "\x00\x00\x00\x00",
	} {
		t.Run(name, func(t *testing.T) {
			write(t, at.dir, map[string]string{
				"data/postmaster.pid": text, "socket/.s.PGSQL.5432.lock": text, "socket/.s.PGSQL.5432": "",
			})
			if err := id.own(at.dir); err != nil {
				t.Fatal(err)
			}
			stop(t, start(t, dir))
			leftovers(t, dir)
		})
	}
}

// strangerID starts another program of postgres's own user, which postgres may
// signal, and gives its number.
func strangerID(t *testing.T, id identity) int {
	t.Helper()
	cmd := exec.Command("sleep", "60")
	cmd.SysProcAttr = id.attributes(syscall.SIGKILL)
	ended, err := spawn(cmd)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		<-ended
	})
	return cmd.Process.Pid
}

// A child of postgres that outlives it keeps the folder.
func TestClearPrevious_waitsForTheChildren(t *testing.T) {
	dir := filepath.Join(passableFolder(t), "constat")
	cl := start(t, dir)
	at := cl.at
	stop(t, cl)
	mark, err := markRunning(at) // as a backend that finishes its work has it
	if err != nil {
		t.Fatal(err)
	}
	write(t, at.dir, map[string]string{"data/postmaster.pid": "2147483600\n"})
	if alive, err := previousLives(at); err != nil || !alive {
		t.Errorf("alive %v, %v", alive, err)
	}
	if _, err := os.Stat(at.pidFile()); err != nil {
		t.Error(err)
	}
	mark.Close()
	stop(t, start(t, dir))
}
