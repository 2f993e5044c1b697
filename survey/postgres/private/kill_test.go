package private

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"
)

func TestStart_afterKill(t *testing.T) {
	dir := filepath.Join(passableFolder(t), "constat")
	most := 0
	for round := range 3 {
		c := startChild(t, dir, 0)
		c.expect(t, "ready")
		_, err := Start(t.Context(), Config{Dir: dir, Log: quiet()})
		wantRefusal(t, err, CodeInUse, dir, strconv.Itoa(c.cmd.Process.Pid))

		acknowledged := c.killAfter(t, 100)
		most += acknowledged
		cl := start(t, dir) // at once: the old postmaster may still be ending
		kept, err := strconv.Atoi(value(t, connect(t, cl.OwnerDSN()), `select count(*) from answer`))
		if err != nil {
			t.Fatal(err)
		}
		// One more per round may be committed without its acknowledgement being read.
		if kept < most || kept > most+1 {
			t.Fatalf("round %d: %d rows acknowledged in all, %d kept", round, most, kept)
		}
		most = kept
		stop(t, cl)
	}
}

func TestStart_killedWhileMakingTheCluster(t *testing.T) {
	dir := filepath.Join(passableFolder(t), "constat")
	for _, step := range []string{"", "constat_app.password", "data/PG_VERSION", "data/base/1", "data/postmaster.pid"} {
		c := startChild(t, dir, 0)
		waitForStep(t, dir, step)
		if err := c.cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = c.cmd.Wait() // reports the kill
	}
	must(t, connect(t, start(t, dir).OwnerDSN()), `select 1`)
}

// waitForStep returns as soon as the cluster in the making, or the finished
// one, holds a file.
func waitForStep(t *testing.T, dir, file string) {
	t.Helper()
	for limit := time.Now().Add(20 * time.Second); time.Now().Before(limit); time.Sleep(time.Millisecond) {
		if found, _ := filepath.Glob(filepath.Join(dir, "pg-*", file)); len(found) > 0 {
			return
		}
	}
	t.Fatalf("%s never appears", file)
}

// As an ordinary user, and as a number without a name, which initdb refuses
// outside a user namespace.
func TestStart_asUser(t *testing.T) {
	if !canBecome(54321) {
		t.Log("the other tests of this run already start as the one user there is")
		return
	}
	for name, uid := range map[string]uint32{"nobody": 65534, "unnamed": 54321} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(passableFolder(t), "home")
			if err := os.Mkdir(dir, 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.Chown(dir, int(uid), int(uid)); err != nil {
				t.Fatal(err)
			}
			service := filepath.Join(dir, "constat")
			for range 2 {
				c := startChild(t, service, uid)
				c.expect(t, "ready")
				c.expect(t, "row 1")
				c.stop(t)
			}
			// Root takes it over in the name of its owner.
			must(t, connect(t, start(t, service).OwnerDSN()), `select n from answer`)
		})
	}
}

func TestStart_folderOfAnotherUser(t *testing.T) {
	if !canBecome(65534) {
		_, err := Start(t.Context(), Config{Dir: "/proc/constat", Log: quiet()})
		wantRefusal(t, err, CodeNotWritable, "/proc/constat")
		return
	}
	c := startChild(t, filepath.Join(passableFolder(t), "constat"), 65534)
	c.expect(t, "refused "+CodeNotWritable)
}

// As root in a folder that no other user can enter, such as one below /root.
func TestStart_closedFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "constat")
	for range 2 {
		cl := start(t, dir)
		must(t, connect(t, cl.AppDSN()), `select 1`)
		stop(t, cl)
	}
}
